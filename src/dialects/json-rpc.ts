/**
 * JSON-RPC 2.0: `{ jsonrpc: "2.0", error: { code, message, data? }, id }`, or a list of such answers; often under 200.
 * Who: https://www.jsonrpc.org/specification. Observed: captures of aria2, and published bodies, 2026.
 * `id` is the client's name of the call, not that of the exchange. Codes from -32768 to -32000 are reserved; others are the application's.
 */
import * as t from 'io-ts'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { entriesOf, readOperations } from '../partial.js'
import type { ApiProblem, ProblemItem } from '../problem.js'
import { codeOf, isObj, itemOf, type Obj, rest, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { Kind } from '../status/kind.js'
import type { ApiWord } from '../status/semantics.js'

/** @category dialects @since 0.1.0 */
export const jsonRpcBody = t.union([t.UnknownRecord, t.UnknownArray], 'JsonRpcBody')

/** @category dialects @since 0.1.0 */
export type JsonRpcBody = t.TypeOf<typeof jsonRpcBody>

const fix = (because: string) => ({ because, kind: 'invalid_argument', advice: 'fix-request' }) as const

const codes = {
  '-32700': fix('What was received is not JSON.'),
  '-32600': fix('The JSON is not a valid request.'),
  '-32601': { because: 'The method does not exist or is not available.', kind: 'unimplemented', advice: 'never' },
  '-32602': fix('The parameters of the method are not valid.'),
  '-32603': { because: 'An internal error of JSON-RPC.', kind: 'internal' },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type JsonRpcCode = keyof typeof codes

/** The number for what another dialect says; the rest is an error of the server. */
const numberOfKind: Partial<Readonly<Record<Kind, number>>> = {
  invalid_argument: -32602,
  unimplemented: -32601,
  internal: -32603,
}

const errorOf = (answer: unknown): Obj | undefined => {
  if (!isObj(answer) || answer['jsonrpc'] !== '2.0' || !isObj(answer['error'])) return undefined
  return typeof answer['error']['code'] === 'number' ? answer['error'] : undefined
}

const kindOf = (code: string | undefined): Kind | undefined =>
  code !== undefined && Object.prototype.hasOwnProperty.call(codes, code) ? codes[code as JsonRpcCode].kind : undefined

/** The members beside code and message, which may be anything. */
const besideError = (error: Obj): Record<string, unknown> | undefined =>
  rest(error, { code: true, message: textOf(error['message']) })

/** A failed call. Answers come in any order: the id says which call it was. */
const toItems = (answer: unknown): readonly ProblemItem[] => {
  const { error, ...beside } = answer as Obj
  const { code, message } = error as Obj
  const inner = besideError(error as Obj)
  const extensions = inner === undefined ? beside : { ...beside, error: inner }
  return [itemOf({ detail: textOf(message), code: codeOf(code), resource: codeOf(beside['id']), extensions })]
}

const reads: Readonly<Record<string, true>> = { error: true }

const toProblem = (body: JsonRpcBody, payload: Payload): Said => {
  if (Array.isArray(body))
    return readOperations(body, payload.limits, { hasFailed: answer => errorOf(answer) !== undefined, toItems, kindOf })
  const error = (body as Obj)['error'] as Obj
  const inner = besideError(error)
  const code = codeOf(error['code'])
  const extensions = inner === undefined ? undefined : { error: inner }
  return { detail: textOf(error['message']), code, kind: kindOf(code), reads, extensions }
}

const written = (code: string | undefined, kind: Kind, message: string | undefined, extensions: Obj): Obj => {
  const { error: left, ...others } = extensions
  const number = code !== undefined && String(Number(code)) === code ? Number(code) : (numberOfKind[kind] ?? -32000)
  return {
    jsonrpc: '2.0',
    error: { code: number, ...(message === undefined ? {} : { message }), ...(isObj(left) ? left : {}) },
    ...others,
  }
}

const fromProblem = (problem: ApiProblem) => {
  const { code, kind, detail, title, errors } = problem
  if (problem.dialect !== 'json-rpc') return { body: written(code, kind, detail ?? title, { id: null }) }
  if (errors.length === 0) return { body: written(code, kind, detail, problem.extensions) }
  const failed = errors.map(item => written(item.code, kind, item.detail, item.extensions ?? {}))
  return { body: entriesOf(problem, failed) }
}

const declared: Claim = { rung: 'declared', because: 'the media type application/json-rpc' }
const distinctive: Claim = { rung: 'distinctive', because: 'jsonrpc "2.0" and an error with a number' }
const batch: Claim = { rung: 'distinctive', because: 'a list of answers, and an error in one of them' }

/**
 * JSON-RPC 2.0 over HTTP.
 *
 * @see https://www.jsonrpc.org/specification#error_object
 * @category dialects
 * @since 0.1.0
 */
export const jsonRpc: Dialect<'json-rpc', JsonRpcBody, JsonRpcCode> = {
  id: 'json-rpc',
  title: 'JSON-RPC 2.0',
  docs: 'https://www.jsonrpc.org/specification#error_object',
  verified: '2026-11 against the specification and captures of aria2',
  shape: [{ required: { jsonrpc: 'string', error: 'object' } }, { root: 'array' }],
  body: jsonRpcBody,
  claim: (body, { mediaType }) => {
    if (Array.isArray(body)) {
      if (!isObj(body[0]) || body[0]['jsonrpc'] !== '2.0') return undefined
      return body.some(answer => errorOf(answer) !== undefined) ? batch : undefined
    }
    if (errorOf(body) === undefined) return undefined
    return mediaType?.essence === 'application/json-rpc' ? declared : distinctive
  },
  toProblem,
  fromProblem,
  codes,
}
