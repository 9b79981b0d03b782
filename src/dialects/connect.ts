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
import { isObj, objOf, present, textOf } from '../reading.js'
import { type RpcDetails, readRpcDetail, rpcTypeOf, saidInDetails } from '../rpc-details.js'
import type { Said } from '../said.js'
import type { Kind } from '../status/kind.js'
import { rpcWords } from '../status/rpc-words.js'
import type { ApiWord } from '../status/semantics.js'
import { wordTable } from '../word-table.js'

/** @category dialects @since 0.1.0 */
export const connectBody = members('ConnectBody', { code: t.string }, { message: t.string, details: t.UnknownArray })

/** @category dialects @since 0.1.0 */
export type ConnectBody = t.TypeOf<typeof connectBody>

const codeOfKind = (kind: Kind) => (kind === 'cancelled' ? 'canceled' : kind)

const codes = rpcWords(codeOfKind)

/** @category dialects @since 0.1.0 */
export type ConnectCode = keyof typeof codes

const known = wordTable<ApiWord>(codes)

const isDetail = (entry: unknown): boolean =>
  isObj(entry) && typeof entry['type'] === 'string' && typeof entry['value'] === 'string'

/** The base64 value says all that `debug` says, so the details stay whole in any case. */
const toProblem = ({ code, message, details }: ConnectBody, payload: Payload): Said => {
  if (details === undefined)
    return { code, detail: textOf(message), extensions: message === '' ? { message } : undefined }
  const found: RpcDetails = {}
  for (let i = 0; i < details.length && i < payload.limits.items; i++) {
    const entry = objOf(details[i])
    const debug = entry === undefined ? undefined : objOf(entry['debug'])
    if (entry !== undefined && debug !== undefined) readRpcDetail(rpcTypeOf(entry['type']), debug, found)
  }
  const { ledger } = payload
  const left = message === '' ? ledger.keep(undefined, 'message', message) : undefined
  return {
    ...saidInDetails(found, payload),
    code,
    detail: textOf(message),
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
