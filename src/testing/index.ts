/**
 * The test kit: real responses of any dialect, for the tests of those who read errors.
 * Comes in: a dialect, and a code, a status or an id. Goes out: an {@link Exchange}, or a WHATWG `Response`.
 * The data is a file of its own, which only this entry loads.
 */
import type { Exchange } from '../index.js'
import { nearest } from '../nearest.js'
import { type CorpusResponse, corpus } from './corpus.js'

/** A response as it came over the wire. @category model @since 0.1.0 */
export interface RecordedExchange extends Exchange {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What there is, without its body. @category model @since 0.1.0 */
export type RecordedResponse = Pick<CorpusResponse, 'id' | 'dialect' | 'status' | 'code'>

/**
 * All that `respond` can answer with, or all of one dialect.
 *
 * @example
 * responses('base')[0] // { id: '001-base-seed-422-blank', dialect: 'base', status: 422, code: 'blank' }
 * responses('nobody')  // []
 *
 * @category testing
 * @since 0.1.0
 */
export const responses = (dialect?: string): readonly RecordedResponse[] =>
  corpus
    .filter(one => dialect === undefined || one.dialect === dialect)
    .map(({ headers: _headers, body: _body, request: _request, ...one }) => one)

const refuse = (what: string, given: string, known: readonly string[]): never => {
  const meant = nearest(given, known)
  const some = known.slice(0, 20).join(', ')
  const hint = meant === undefined ? `there is ${some}${known.length > 20 ? ', …' : ''}` : `did you mean "${meant}"?`
  throw new TypeError(`problem-dialects/testing: respond: ${what}: ${hint}`)
}

const unique = (words: readonly string[]): readonly string[] => words.filter((word, i) => words.indexOf(word) === i)

/** Nothing has this status: the one nearest to it says more than the whole list. */
const refuseStatus = (dialect: string, status: number, all: readonly CorpusResponse[]): never => {
  const [first, ...others] = all
  const close = others.reduce<CorpusResponse | undefined>(
    (best, one) => (best !== undefined && Math.abs(best.status - status) <= Math.abs(one.status - status) ? best : one),
    first,
  )
  throw new TypeError(
    `problem-dialects/testing: respond: no response of ${dialect} has the status ${status}: the nearest is ${close?.status}`,
  )
}

/**
 * A real response of a dialect, as it came over the wire: the first one with this status, code or id; without any, the first of the
 * dialect. What is not there throws a `TypeError` that names the closest.
 *
 * @example
 * respond('base', 'blank').status // 422
 * respond('base', 404).body       // '{"errors":[…'
 * respond('base', 'blnk')         // TypeError: … did you mean "blank"?
 *
 * @category testing
 * @since 0.1.0
 */
export const respond = (dialect: string, which?: string | number): RecordedExchange => {
  const all = corpus.filter(one => one.dialect === dialect)
  if (all.length === 0) refuse(`no dialect "${dialect}"`, String(dialect), unique(corpus.map(one => one.dialect)))
  const found = all.find(({ id, status, code }) => which === undefined || [id, status, code].includes(which))
  if (found === undefined && typeof which === 'number') return refuseStatus(dialect, which, all)
  if (found === undefined) {
    const codes = all.map(({ code }) => code).filter(code => code !== undefined)
    return refuse(
      `no response of ${dialect} says "${which}"`,
      String(which),
      unique([...codes, ...all.map(({ id }) => id)]),
    )
  }
  const { status, headers, body, request } = found
  return { status, headers: { ...headers }, body, ...(request === undefined ? {} : { request: { ...request } }) }
}

/** What a client of `fetch` never sees, because it has undone or used it. */
const ofTheConnection = ['content-encoding', 'content-length', 'transfer-encoding', 'connection', 'keep-alive']

/**
 * An exchange as a WHATWG `Response`, as `fetch` would hand it on.
 *
 * @example
 * const fetch = async () => toResponse(respond('base', 'blank'))
 *
 * @see https://fetch.spec.whatwg.org/#response-class
 * @category testing
 * @since 0.1.0
 */
export const toResponse = ({ status, headers, body }: RecordedExchange): Response => {
  const kept = Object.entries(headers).filter(([name]) => !ofTheConnection.includes(name.toLowerCase()))
  return new Response([204, 205, 304].includes(status) ? null : body, { status, headers: kept as [string, string][] })
}
