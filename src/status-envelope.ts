/**
 * The envelope `{ statusCode, error, message }` that several frameworks share, and the readings that go with it.
 * Comes in: a status as a number, its phrase, a message, the name of an error class. Goes out: canonical parts, or the envelope.
 * This room knows no framework. A phrase is the title; what is neither phrase nor message is left over as it is.
 */
import { putMember } from './http/json-value.js'
import type { ApiProblem } from './problem.js'
import type { Said } from './said.js'
import { isPhraseOf, phraseOf } from './status/registry.js'

/** A status said as a number. @category decoding @since 0.1.0 */
export const statusOfNumber = (u: unknown): number | undefined =>
  typeof u === 'number' && Number.isInteger(u) && u >= 100 && u <= 599 ? u : undefined

/** Is this name of an error class the phrase of the status, put together: `NotFound`, `NotFoundError`? @category detection @since 0.1.0 */
export const isClassOfStatus = (name: string, status: number): boolean => {
  if (name.length > 64) return false
  const phrase = name.replace(/([a-z])(?=[A-Z])/g, '$1 ')
  return isPhraseOf(status, phrase) || (phrase.endsWith(' Error') && isPhraseOf(status, phrase.slice(0, -6)))
}

/** The name of an error class as a code; that of the status alone is none, nor is `Error`. @category decoding @since 0.1.0 */
export const codeOfClass = (name: unknown, status: number): string | undefined =>
  typeof name === 'string' && name !== '' && name !== 'Error' && !isClassOfStatus(name, status) ? name : undefined

/** @category model @since 0.1.0 */
export interface StatusEnvelope {
  readonly statusCode: number
  readonly error: string
  readonly message: string
}

/** What the envelope says: a phrase is the title, and what says nothing is left over. @category decoding @since 0.1.0 */
export const heardInEnvelope = ({ statusCode, error, message }: StatusEnvelope): Said => {
  const bodyStatus = statusOfNumber(statusCode)
  const isPhrase = bodyStatus !== undefined && isPhraseOf(bodyStatus, error)
  let left: Record<string, unknown> | undefined
  const keep = (name: string, value: unknown): void => {
    left ??= {}
    putMember(left, name, value)
  }
  if (bodyStatus === undefined) keep('statusCode', statusCode)
  if (!isPhrase) keep('error', error)
  if (message === '') keep('message', message)
  return {
    title: isPhrase ? error : undefined,
    detail: message === '' ? undefined : message,
    bodyStatus,
    extensions: left,
  }
}

/** The status that a body claimed where it came from this dialect; else that of the problem. @category encoding @since 0.1.0 */
export const claimedStatus = ({ dialect, source, status }: ApiProblem, id: string): number =>
  (dialect === id ? source.bodyStatus : undefined) ?? status

/**
 * The envelope again, and the extensions beside it. What was left over of it goes back where it stood; extensions of the same names
 * that another dialect left are not put in its place.
 *
 * @category encoding
 * @since 0.1.0
 */
export const envelopeOf = (problem: ApiProblem, id: string): StatusEnvelope & Readonly<Record<string, unknown>> => {
  const { statusCode, error, message, ...beside } = problem.extensions
  const own = problem.dialect === id
  const status = claimedStatus(problem, id)
  return {
    ...beside,
    statusCode: own && typeof statusCode === 'number' ? statusCode : status,
    error:
      own && typeof error === 'string' ? error : isPhraseOf(status, problem.title) ? problem.title : phraseOf(status),
    message: own && typeof message === 'string' ? message : (problem.detail ?? problem.title),
  }
}
