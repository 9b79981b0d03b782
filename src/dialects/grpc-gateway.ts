/**
 * grpc-gateway: `{ code, message, details }` with the number of the gRPC status; its first version adds `error`, which repeats the message.
 * Who: grpc-ecosystem/grpc-gateway runtime/errors.go. Observed: captures of etcd 3.4, and published bodies, 2026.
 * The number is that of google.rpc.Code, never an HTTP status. What `details` hold says its type under `@type`.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { hasOnly, isObj, named, type Obj, textOf } from '../reading.js'
import { type RpcDetails, readRpcDetail, rpcTypeOf, saidInDetails } from '../rpc-details.js'
import type { Said } from '../said.js'
import { type Kind, kinds } from '../status/kind.js'
import { rpcWords } from '../status/rpc-words.js'

/** @category dialects @since 0.1.0 */
export const grpcGatewayBody = members(
  'GrpcGatewayBody',
  { code: t.number },
  { message: t.string, error: t.string, details: t.UnknownArray },
)

/** @category dialects @since 0.1.0 */
export type GrpcGatewayBody = t.TypeOf<typeof grpcGatewayBody>

const kindOf = (code: number): Kind | undefined => (Number.isInteger(code) ? kinds[code - 1] : undefined)

const codes = rpcWords((_, number) => String(number))

/** What the details say; they also stay where they were. */
const readDetails = (details: readonly unknown[], payload: Payload): Said => {
  const found: RpcDetails = {}
  for (let i = 0; i < details.length && i < payload.limits.keys; i++) {
    const detail = details[i]
    if (isObj(detail)) readRpcDetail(rpcTypeOf(detail['@type']), detail, found)
  }
  return saidInDetails(found, payload)
}

const toProblem = ({ code, message, error, details }: GrpcGatewayBody, payload: Payload): Said => ({
  ...(details === undefined ? {} : readDetails(details, payload)),
  detail: textOf(message) ?? textOf(error),
  code: String(code),
  kind: kindOf(code),
  // an empty list is no news; the first version said the same twice
  extensions: {
    ...(details === undefined || details.length === 0 ? {} : { details }),
    ...(textOf(error) === undefined || message === undefined || error === message ? {} : { error }),
  },
})

const inBody = named({ code: 'text', message: 'text', error: 'text', details: 'object' })
const first: Claim = {
  rung: 'distinctive',
  because: 'error and message say the same, beside the number of a gRPC status',
}
const typed: Claim = { rung: 'distinctive', because: 'the number of a gRPC status, and details that say their type' }
const likely: Claim = { rung: 'likely', because: 'the number of a gRPC status, message and details' }

/**
 * grpc-gateway, either version; etcd 3 answers through it.
 *
 * @see https://grpc-ecosystem.github.io/grpc-gateway/docs/mapping/customizing_your_gateway/
 * @category dialects
 * @since 0.1.0
 */
export const grpcGateway: Dialect<'grpc-gateway', GrpcGatewayBody, string> = {
  id: 'grpc-gateway',
  title: 'grpc-gateway',
  docs: 'https://grpc-ecosystem.github.io/grpc-gateway/docs/mapping/customizing_your_gateway/',
  verified: '2026-11 against captures of etcd 3.4 (first version) and published bodies (second)',
  shape: [
    { required: { code: 'number', message: 'string', error: 'string' }, optional: { details: 'array' }, closed: true },
    { required: { code: 'number', message: 'string', details: 'array' }, closed: true },
    { required: { code: 'number', error: 'string' }, optional: { details: 'array' }, closed: true },
  ],
  body: grpcGatewayBody,
  claim: ({ code, message, error, details }, { json }) => {
    if (kindOf(code) === undefined || !hasOnly(json as Obj, inBody)) return undefined
    if (isObj(details?.[0]) && typeof details[0]['@type'] === 'string') return typed
    if (error !== undefined) return message === error ? first : message === undefined ? likely : undefined
    return likely
  },
  toProblem,
  codes,
}
