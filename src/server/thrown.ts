/**
 * Whatever a handler threw, as the problem that a server answers.
 * Comes in: anything. Goes out: a problem, and the fields that its status asks for.
 * This room knows no framework. An error that did not mean to answer the caller says nothing here, to no audience.
 */
import { fieldsOf } from '../http/fields.js'
import { total } from '../http/total.js'
import { type ApiProblem, fromTransport, isApiProblem, normalize, type ProblemParts, problem } from '../index.js'
import { codeOf, isObj, type Obj, textOf } from '../reading.js'
import { validationItems } from './validation.js'

/** @category model @since 0.1.0 */
export interface Thrown {
  readonly problem: ApiProblem
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
}

/** What a status is incomplete without (RFC 9110 §15.5). */
const fieldsOfStatus: Readonly<Record<number, readonly string[]>> = {
  401: ['www-authenticate'],
  405: ['allow'],
  407: ['proxy-authenticate'],
  415: ['accept', 'accept-encoding', 'accept-patch', 'accept-post'],
  416: ['content-range'],
}

/**
 * Of these headers, those that a response of this status needs; a value that could break a header is left out.
 *
 * @example
 * headersOfStatus(405, { Allow: 'GET', Server: 'x' }) // { allow: 'GET' }
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.5
 * @category accessors
 * @since 0.1.0
 */
export const headersOfStatus = (status: number, headers: unknown): Readonly<Record<string, string>> => {
  const fields = fieldsOf(headers)
  const kept: Record<string, string> = {}
  for (const name of fieldsOfStatus[status] ?? []) {
    const value = fields.get(name)
    if (value !== undefined && /^[\x20-\x7e]+$/.test(value)) kept[name] = value
  }
  return kept
}

const isFailure = (status: unknown): status is number =>
  typeof status === 'number' && Number.isInteger(status) && status >= 400 && status <= 599

/** Marks of an answer that a client of some other API threw: its status is not ours. */
const foreign: readonly string[] = ['response', 'request', 'config', 'raw', '$metadata']

const isForeign = (error: Obj): boolean => {
  if (foreign.some(name => isObj(error[name]))) return true
  const { headers } = error
  return isObj(headers) && (typeof headers['get'] === 'function' || 'date' in headers || 'content-type' in headers)
}

/** What parsers of request bodies say of a body that is none; their own texts repeat it. */
const unreadable: readonly string[] = [
  'entity.parse.failed',
  'FST_ERR_CTP_INVALID_JSON_BODY',
  'FST_ERR_CTP_EMPTY_JSON_BODY',
]

/** Advice, waits and instants as if the headers had come from elsewhere: one reading of `Retry-After` for all. */
const ofStatus = (
  status: number,
  headers: unknown,
  parts: Pick<ProblemParts, 'detail' | 'code' | 'errors'>,
): Thrown => {
  const wait = fieldsOf(headers).get('retry-after')
  const heard =
    wait === undefined ? undefined : normalize({ status, headers: { 'retry-after': wait }, receivedAt: Date.now() })
  const { retry } = heard ?? problem({ status })
  return { problem: problem({ ...parts, status, retry }), headers: headersOfStatus(status, headers) }
}

/** `status` or `statusCode` with or without `expose`, as http-errors, body parsers and frameworks say it. */
const ofHttpError = (error: Obj): Thrown | undefined => {
  const { expose, headers, type } = error
  const status = [error['statusCode'], error['status']].find(isFailure)
  if (status === undefined || (typeof expose !== 'boolean' && isForeign(error))) return undefined
  const speaks = expose === true || (expose === undefined && status < 500)
  if (!speaks) return ofStatus(status, headers, {})
  const code = codeOf(error['code']) ?? textOf(type)
  const isUnreadable = code !== undefined && unreadable.includes(code)
  return ofStatus(status, headers, {
    detail: textOf(error['message']),
    code,
    errors: isUnreadable ? [{ detail: 'The body could not be read.', pointer: '', in: 'body' }] : undefined,
  })
}

/** Boom keeps what it would send under `output`. */
const ofOutput = ({ isBoom, output }: Obj): Thrown | undefined => {
  if (isBoom !== true || !isObj(output) || !isFailure(output['statusCode'])) return undefined
  const { statusCode: status, payload, headers } = output as { readonly statusCode: number } & Obj
  const { detail, code } = (status < 500 ? normalize({ status, json: payload }) : undefined) ?? {}
  return ofStatus(status, headers, { detail, code })
}

const carried = (thrown: unknown): ApiProblem | undefined =>
  [thrown, isObj(thrown) ? thrown['problem'] : undefined].find(isApiProblem)

const ofProblem = (thrown: unknown): Thrown | undefined => {
  const found = carried(thrown)
  if (found === undefined || !isFailure(found.status)) return undefined
  // that we gave up a call of our own is not what the caller did
  const isOurs = found.status === 499 && found.source.answeredBy === 'transport'
  return { problem: isOurs ? problem({ status: 500, cause: found }) : found, headers: {} }
}

const ofValidation = (thrown: unknown): Thrown | undefined => {
  const errors = validationItems(thrown)
  if (errors === undefined) return undefined
  const own = isObj(thrown) ? ofHttpError(thrown) : undefined
  const base = own?.problem ?? problem({ kind: 'invalid_argument' })
  return { problem: { ...base, errors }, headers: own?.headers ?? {} }
}

const unknown = (status: number | undefined): Thrown => ({
  problem: problem({ status: isFailure(status) ? status : 500 }),
  headers: {},
})

/**
 * The problem of anything that was thrown: problems as they are, errors that say which status they mean, validators' errors; for
 * anything else a 500 that knows nothing of it, or what the server had set as `status` before. An error of a client of another
 * API does not become ours by its `status`.
 *
 * @example
 * fromThrown(Object.assign(new Error('Gone.'), { status: 410, expose: true })).problem.status // 410
 * fromThrown(new Error('password=hunter2')).problem.detail                                  // undefined
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromThrown = (thrown: unknown, status?: number): Thrown => read(thrown) ?? unknown(status)

const read = total(
  (thrown: unknown): Thrown | undefined =>
    ofProblem(thrown) ??
    ofValidation(thrown) ??
    (isObj(thrown) ? (ofOutput(thrown) ?? ofHttpError(thrown)) : undefined),
  undefined,
)

/** The caller hung up, and this was thrown because of it. @category detection @since 0.1.0 */
export const isHangUp = total((thrown: unknown, gone: boolean): boolean => {
  if (isObj(thrown) && thrown['type'] === 'request.aborted') return true
  const transport = carried(thrown) ?? fromTransport(thrown)
  return gone && transport.source.answeredBy === 'transport' && transport.code !== undefined
}, false)
