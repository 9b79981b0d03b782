/**
 * tRPC: `{ error: { message, code: -32004, data: { code: "NOT_FOUND", httpStatus, path? } } }`, or a list of these for a batch.
 * Who: https://trpc.io/docs/server/error-handling. Observed: @trpc/server 11.25, November 2026; with a transformer under `error.json`.
 * Of a batch some calls may have worked: it is 207, and sending it again would repeat them. The issues of a failed validation are JSON
 * inside `message`; the text stays where it was, and the issues are read out of it.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { readJson } from '../http/json.js'
import type { Limits } from '../http/limits.js'
import { formatPointer, locOfPointer, pointerOfLoc } from '../http/pointer.js'
import type { ApiProblem, ProblemItem } from '../problem.js'
import { isObj, itemOf, itemsOfList, type Obj, objOf, present, put, rest, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord } from '../status/semantics.js'
import { claimedStatus, statusOfNumber } from '../status-envelope.js'

/** @category dialects @since 0.1.0 */
export const trpcBody = t.union([members('TrpcBody', { error: t.UnknownRecord }), t.UnknownArray], 'TrpcBody')

/** @category dialects @since 0.1.0 */
export type TrpcBody = t.TypeOf<typeof trpcBody>

const codes = {
  PARSE_ERROR: { because: 'The request could not be parsed.', kind: 'invalid_argument' },
  BAD_REQUEST: { because: 'The request, or the input of the procedure, is wrong.', kind: 'invalid_argument' },
  UNAUTHORIZED: { because: 'The request carries no valid credentials.', kind: 'unauthenticated' },
  PAYMENT_REQUIRED: { because: 'Payment is required.', kind: 'failed_precondition' },
  FORBIDDEN: { because: 'The caller may not do this.', kind: 'permission_denied' },
  NOT_FOUND: { because: 'The resource or the procedure was not found.', kind: 'not_found' },
  METHOD_NOT_SUPPORTED: { because: 'The procedure is not called with this method.', kind: 'unimplemented' },
  TIMEOUT: { because: 'The server gave up waiting.', kind: 'deadline_exceeded' },
  CONFLICT: { because: 'The request conflicts with the state of the resource.', kind: 'aborted' },
  PRECONDITION_FAILED: { because: 'A precondition of the request does not hold.', kind: 'failed_precondition' },
  PAYLOAD_TOO_LARGE: { because: 'The body is larger than the server takes.', kind: 'out_of_range' },
  UNSUPPORTED_MEDIA_TYPE: { because: 'The server does not take this media type.', kind: 'invalid_argument' },
  UNPROCESSABLE_CONTENT: { because: 'The content is understood, but cannot be processed.', kind: 'invalid_argument' },
  PRECONDITION_REQUIRED: { because: 'The request has to be conditional.', kind: 'failed_precondition' },
  TOO_MANY_REQUESTS: { because: 'The rate limit was exceeded.', kind: 'resource_exhausted' },
  CLIENT_CLOSED_REQUEST: { because: 'The client closed the request.', kind: 'cancelled' },
  INTERNAL_SERVER_ERROR: { because: 'Something that is not specified went wrong.', kind: 'internal' },
  NOT_IMPLEMENTED: { because: 'The server does not implement this.', kind: 'unimplemented' },
  BAD_GATEWAY: { because: 'A server behind gave an invalid answer.', kind: 'unavailable' },
  SERVICE_UNAVAILABLE: { because: 'The server is not ready.', kind: 'unavailable' },
  GATEWAY_TIMEOUT: { because: 'A server behind did not answer in time.', kind: 'deadline_exceeded' },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type TrpcCode = keyof typeof codes

/** The numbers that go with the words; those that are not here are said as an internal error. */
const numbers: Readonly<Record<string, readonly [status: number, code: number]>> = Object.assign(Object.create(null), {
  BAD_REQUEST: [400, -32600],
  UNAUTHORIZED: [401, -32001],
  PAYMENT_REQUIRED: [402, -32002],
  FORBIDDEN: [403, -32003],
  NOT_FOUND: [404, -32004],
  METHOD_NOT_SUPPORTED: [405, -32005],
  TIMEOUT: [408, -32008],
  CONFLICT: [409, -32009],
  PRECONDITION_FAILED: [412, -32012],
  PAYLOAD_TOO_LARGE: [413, -32013],
  UNSUPPORTED_MEDIA_TYPE: [415, -32015],
  UNPROCESSABLE_CONTENT: [422, -32022],
  PRECONDITION_REQUIRED: [428, -32028],
  TOO_MANY_REQUESTS: [429, -32029],
  CLIENT_CLOSED_REQUEST: [499, -32099],
  INTERNAL_SERVER_ERROR: [500, -32603],
  NOT_IMPLEMENTED: [501, -32603],
  BAD_GATEWAY: [502, -32603],
  SERVICE_UNAVAILABLE: [503, -32603],
  GATEWAY_TIMEOUT: [504, -32603],
})

const wordOfStatus = (status: number): string => {
  for (const word in numbers) if (numbers[word]?.[0] === status) return word
  return status < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR'
}

/** A transformer puts the error under `json`, beside what it needs to restore the types. */
const isTransformed = (error: Obj): boolean => isObj(error['json']) && !('message' in error)

const maxPath = 64

const isIssue = (u: unknown): u is Obj => isObj(u) && Array.isArray(u['path']) && typeof u['message'] === 'string'

/** The issues of a failed validation, which stand as JSON in the message. */
const issuesOf = (message: string | undefined, limits: Limits): readonly Obj[] | undefined => {
  if (message === undefined || message[0] !== '[') return undefined
  const list = readJson(message, limits)?.value
  if (!Array.isArray(list) || list.length === 0) return undefined
  for (const issue of list) if (!isIssue(issue)) return undefined
  return list as readonly Obj[]
}

const toIssue = (issue: Obj, extensions?: Obj, before: readonly number[] = []): ProblemItem => {
  const path = (issue['path'] as readonly unknown[]).slice(0, maxPath)
  return itemOf({
    detail: textOf(issue['message']),
    pointer: formatPointer(before) + pointerOfLoc(path),
    name: path.length === 0 ? undefined : path.join('.'),
    code: textOf(issue['code']),
    extensions,
  })
}

interface Call {
  readonly message: string | undefined
  readonly code: string | undefined
  readonly status: number | undefined
  readonly issues: readonly Obj[] | undefined
  /** What was not read, in its nesting. */
  readonly left: Obj | undefined
}

/** `keepsStatus`: of one call among several the status stays where it was. */
const readCall = (error: Obj, limits: Limits, keepsStatus: boolean): Call => {
  const transformed = isTransformed(error)
  const inner = transformed ? (error['json'] as Obj) : error
  const data = objOf(inner['data'])
  const message = textOf(inner['message'])
  const code = textOf(data?.['code'])
  const status = statusOfNumber(data?.['httpStatus'])
  const issues = issuesOf(message, limits)
  const dataLeft = data === undefined ? undefined : rest(data, { code, httpStatus: keepsStatus ? undefined : status })
  let left = rest(inner, { message: issues === undefined ? message : undefined, data })
  if (dataLeft !== undefined) left = put(left, 'data', dataLeft)
  if (transformed) left = rest(error, { json: inner }, put(undefined, 'json', left ?? {}))
  return { message: issues === undefined ? message : undefined, code, status, issues, left }
}

const readOne = (error: Obj, { limits }: Payload): Said => {
  const { message, code, status, issues, left } = readCall(error, limits, false)
  return {
    detail: message,
    code,
    bodyStatus: status,
    ...(issues === undefined ? {} : itemsOfList(issues, limits, issue => toIssue(issue as Obj))),
    extensions: left === undefined ? undefined : { error: left },
  }
}

const errorOf = (entry: unknown): Obj | undefined => (isObj(entry) ? objOf(entry['error']) : undefined)

/** Each failed call is an item that knows its place; what its input was refused for follows it. */
const readBatch = (batch: readonly unknown[], { limits }: Payload): Said => {
  const errors: ProblemItem[] = []
  const succeeded: { index: number; entry: unknown }[] = []
  let errorCount = 0
  let bodyStatus: number | undefined
  let detail: string | undefined
  let shared: string | undefined
  batch.forEach((entry, index) => {
    const error = errorOf(entry)
    if (error === undefined) {
      if (succeeded.length < limits.items) succeeded.push({ index, entry })
      return
    }
    errorCount++
    if (errors.length >= limits.items) return
    const { message, code, status, issues, left } = readCall(error, limits, true)
    bodyStatus ??= status
    // where the calls failed for several reasons, none is that of the whole
    shared = errors.length === 0 || code === shared ? code : undefined
    detail ??= message ?? textOf(issues?.[0]?.['message'])
    errors.push(itemOf({ detail: message, code, extensions: { index, ...present({ error: left }) } }))
    for (const issue of issues ?? []) {
      errorCount++
      if (errors.length < limits.items) errors.push(toIssue(issue, { index }, [index]))
    }
  })
  const failed = batch.length - succeeded.length
  return {
    detail,
    code: shared,
    bodyStatus,
    errors,
    errorCount,
    ...(succeeded.length === 0
      ? {}
      : {
          extensions: { succeeded },
          partial: true,
          warnings: [
            `partial: ${failed} of ${batch.length} calls failed, the others took effect; send only these again`,
          ],
        }),
  }
}

const toProblem = (body: TrpcBody, payload: Payload): Said =>
  Array.isArray(body) ? readBatch(body, payload) : readOne((body as { error: Obj }).error, payload)

/** An error as it was read: what was left over goes back where it stood. */
const toError = (left: Obj, own: boolean, message: string | undefined, code: string, status: number): Obj => {
  const transformed = isTransformed(left)
  const inner = transformed ? (left['json'] as Obj) : left
  const number = numbers[code]?.[1] ?? numbers[wordOfStatus(status)]?.[1]
  const error = {
    ...present({ message, code: own ? undefined : number }),
    ...inner,
    data: { ...present({ code, httpStatus: status }), ...(isObj(inner['data']) ? inner['data'] : {}) },
  }
  return transformed ? { ...left, json: error } : error
}

/** Field errors of others are said as the issues of a failed validation are. */
const messageOfItems = (errors: readonly ProblemItem[]): string | undefined => {
  const issues = errors.filter(({ pointer }) => pointer !== undefined)
  if (issues.length === 0) return undefined
  const spoken = issues.map(({ detail = '', pointer = '', code }) => ({
    ...present({ code }),
    path: locOfPointer(pointer),
    message: detail,
  }))
  return JSON.stringify(spoken, null, 2)
}

const indexOf = ({ extensions }: ProblemItem): number | undefined => {
  const index = extensions?.['index']
  return typeof index === 'number' ? index : undefined
}

/** The batch again: failed calls and the others, in their places. */
const toBatch = (problem: ApiProblem): readonly unknown[] => {
  const entries: { readonly index: number; readonly entry: unknown }[] = []
  const { succeeded } = problem.extensions
  for (const one of Array.isArray(succeeded) ? succeeded : [])
    if (isObj(one) && typeof one['index'] === 'number') entries.push({ index: one['index'], entry: one['entry'] })
  for (const item of problem.errors) {
    const index = indexOf(item)
    if (index === undefined || item.pointer !== undefined) continue
    const left = objOf(item.extensions?.['error']) ?? {}
    const status = statusOfNumber(objOf(objOf(left['json'] ?? left)?.['data'])?.['httpStatus']) ?? problem.status
    entries.push({
      index,
      entry: { error: toError(left, true, item.detail, item.code ?? wordOfStatus(status), status) },
    })
  }
  return entries.sort((a, b) => a.index - b.index).map(({ entry }) => entry)
}

const fromProblem = (problem: ApiProblem) => {
  const { error, ...left } = problem.extensions
  const own = problem.dialect === 'trpc'
  const [first] = problem.errors
  if (own && first !== undefined && indexOf(first) !== undefined) return { body: toBatch(problem) }
  const status = claimedStatus(problem, 'trpc')
  const message = own ? problem.detail : (messageOfItems(problem.errors) ?? problem.detail ?? problem.title)
  const code = problem.code ?? wordOfStatus(status)
  return { body: { ...left, error: toError(own && isObj(error) ? error : {}, own, message, code, status) } }
}

const wordAndStatus: Claim = { rung: 'distinctive', because: 'error.data has a code and an httpStatus' }
const batchOfErrors: Claim = { rung: 'distinctive', because: 'a list of results and errors, with a code in error.data' }

const isCall = (error: Obj | undefined): boolean => {
  const inner = error !== undefined && isTransformed(error) ? (error['json'] as Obj) : error
  const data = objOf(inner?.['data'])
  return data !== undefined && typeof data['code'] === 'string' && typeof data['httpStatus'] === 'number'
}

/** Of a long batch the first hundred calls tell. */
const sample = 100

const isBatch = (batch: readonly unknown[]): boolean => {
  let failed = false
  for (let i = 0; i < batch.length && i < sample; i++) {
    const entry = batch[i]
    if (!isObj(entry) || !('result' in entry || isCall(errorOf(entry)))) return false
    failed ||= 'error' in entry
  }
  return failed
}

/**
 * tRPC.
 *
 * @see https://trpc.io/docs/server/error-handling
 * @category dialects
 * @since 0.1.0
 */
export const trpc: Dialect<'trpc', TrpcBody, TrpcCode> = {
  id: 'trpc',
  title: 'tRPC',
  docs: 'https://trpc.io/docs/server/error-handling',
  verified: '2026-11 against captures of @trpc/server 11.25',
  shape: [{ required: { error: 'object' }, absent: ['jsonrpc'] }, { root: 'array' }],
  body: trpcBody,
  claim: body => {
    if (Array.isArray(body)) return isBatch(body) ? batchOfErrors : undefined
    return isCall((body as { error: Obj }).error) ? wordAndStatus : undefined
  },
  toProblem,
  fromProblem,
  codes,
}
