/**
 * Connect, the RPC protocol over HTTP: `{ code, message?, details?: [{ type, value, debug? }] }`, the code in snake_case.
 * Who: https://connectrpc.com/docs/protocol#error-codes. Observed: @connectrpc/connect captured, 2026.
 * `value` is a protobuf message in base64; only `debug`, its JSON, is read, and a server need not send it. A request that is
 * larger than the server reads is `resource_exhausted`, 429: no wait helps there.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import type { ApiProblem } from '../problem.js'
import { isObj, itemsOfList, objOf, present, textOf } from '../reading.js'
import { itemOfViolation, type RpcDetails, readRpcDetail, rpcTypeOf } from '../rpc-details.js'
import type { Said } from '../said.js'
import type { Kind } from '../status/kind.js'
import type { ApiWord } from '../status/semantics.js'
import { wordTable } from '../word-table.js'

/** @category dialects @since 0.1.0 */
export const connectBody = members('ConnectBody', { code: t.string }, { message: t.string, details: t.UnknownArray })

/** @category dialects @since 0.1.0 */
export type ConnectBody = t.TypeOf<typeof connectBody>

const codes = {
  canceled: { because: 'The caller cancelled the RPC.', kind: 'cancelled' },
  unknown: { because: 'The cause is unknown, as when an error has no code of its own.', kind: 'unknown' },
  invalid_argument: { because: 'The request is invalid, whatever the state of the system.', kind: 'invalid_argument' },
  deadline_exceeded: {
    because: 'The deadline passed before the RPC could complete; it may have completed all the same.',
    kind: 'deadline_exceeded',
    applied: 'unknown',
  },
  not_found: { because: 'What was asked for cannot be found.', kind: 'not_found' },
  already_exists: {
    because: 'What was to be created exists already.',
    kind: 'already_exists',
  },
  permission_denied: { because: 'The caller may not do this.', kind: 'permission_denied' },
  resource_exhausted: {
    because: 'A resource is used up: a quota, or the room for a message of this size.',
    kind: 'resource_exhausted',
  },
  failed_precondition: {
    because: 'The system is not in the state that the RPC needs: mend that, then retry.',
    kind: 'failed_precondition',
    advice: 'resolve-conflict',
  },
  aborted: { because: 'Aborted, mostly because of a concurrent operation: retry the whole of it.', kind: 'aborted' },
  out_of_range: { because: 'The operation went past the valid range.', kind: 'out_of_range' },
  unimplemented: { because: 'The operation is not implemented or not enabled here.', kind: 'unimplemented' },
  internal: { because: 'An invariant of the system was broken.', kind: 'internal' },
  unavailable: {
    because: 'The service cannot be reached just now: idempotent RPCs may be retried with backoff.',
    kind: 'unavailable',
  },
  data_loss: { because: 'Data was lost or corrupted for good.', kind: 'data_loss', advice: 'never' },
  unauthenticated: { because: 'The caller has no valid credentials.', kind: 'unauthenticated' },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type ConnectCode = keyof typeof codes

const known = wordTable<ApiWord>(codes)
const codeOfKind = (kind: Kind): string => (kind === 'cancelled' ? 'canceled' : kind)

const isDetail = (entry: unknown): boolean =>
  isObj(entry) && typeof entry['type'] === 'string' && typeof entry['value'] === 'string'

/** The base64 value says all that `debug` says, so the details stay whole in any case. */
const toProblem = ({ code, message, details }: ConnectBody, { limits, ledger }: Payload): Said => {
  if (details === undefined)
    return { code, detail: textOf(message), extensions: message === '' ? { message } : undefined }
  const found: RpcDetails = {}
  for (let i = 0; i < details.length && i < limits.items; i++) {
    const entry = objOf(details[i])
    const debug = entry === undefined ? undefined : objOf(entry['debug'])
    if (entry !== undefined && debug !== undefined) readRpcDetail(rpcTypeOf(entry['type']), debug, found)
  }
  const { violations, userMessage, wait, requestId, links } = found
  const left = message === '' ? ledger.keep(undefined, 'message', message) : undefined
  return {
    ...{ code, detail: textOf(message), requestId, links, userMessage, wait },
    ...(violations === undefined ? {} : itemsOfList(violations, limits, one => itemOfViolation(one, ledger))),
    extensions: ledger.keep(left, 'details', details),
    kept: true,
  }
}

const fromProblem = ({ code, kind, detail, extensions }: ApiProblem) => ({
  body: present({
    ...extensions,
    code: code !== undefined && known(code) !== undefined ? code : codeOfKind(kind),
    message: detail ?? extensions['message'],
  }),
})

const withDetails: Claim = { rung: 'distinctive', because: 'a code of Connect beside details with type and value' }
const plain: Claim = { rung: 'likely', because: 'a code of Connect, message, and nothing else' }

/**
 * Connect, the RPC protocol.
 *
 * @see https://connectrpc.com/docs/protocol#error-codes
 * @category dialects
 * @since 0.1.0
 */
export const connect: Dialect<'connect', ConnectBody, ConnectCode> = {
  id: 'connect',
  title: 'Connect',
  docs: 'https://connectrpc.com/docs/protocol#error-codes',
  verified: '2026-11 against the specification and captures of @connectrpc/connect',
  shape: { required: { code: 'string' }, optional: { message: 'string', details: 'array' }, closed: true },
  reads: ['code', 'message'],
  body: connectBody,
  claim: ({ code, details }) => {
    if (known(code) === undefined) return undefined
    return details !== undefined && isDetail(details[0]) ? withDetails : plain
  },
  toProblem,
  fromProblem,
  codes,
}
