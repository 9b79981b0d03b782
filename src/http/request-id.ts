/**
 * The names under which one request can be found again: request ids and trace ids.
 * Comes in: fields. Goes out: one id, safe to log and to send on, or none.
 * This room knows no body; an id that could break a header or a log line is no id.
 */
import type { Fields } from './fields.js'
import { total } from './total.js'

/**
 * Fields that carry a request id, the first that is there counts; those that name a hop rather than a request come last.
 *
 * @category model
 * @since 0.1.0
 */
export const requestIdFields: readonly string[] = [
  'x-request-id',
  'request-id',
  'x-correlation-id',
  'correlation-id',
  'x-github-request-id',
  'x-slack-req-id',
  'x-amzn-requestid',
  'x-amzn-request-id',
  'x-amz-request-id',
  'x-amz-apigw-id',
  'x-ms-request-id',
  'apim-request-id',
  'x-notion-request-id',
  'x-openstack-request-id',
  'x-trans-id',
  'x-compute-request-id',
  'x-arequestid',
  'atl-traceid',
  'x-amz-id-2',
  'x-amz-cf-id',
  'cf-ray',
  'x-varnish',
]

const ranks: Record<string, number> = Object.create(null)
requestIdFields.forEach((field, rank) => {
  ranks[field] = rank
})

/**
 * Whether a text can stand as an id in a field and in a log: 1 to 256 visible ASCII characters.
 *
 * @example
 * isSafeId('req_4f2a') // true
 * isSafeId('abc\r\nx: y') // false
 *
 * @category detection
 * @since 0.1.0
 */
export const isSafeId = (text: string): boolean => typeof text === 'string' && /^[\x21-\x7e]{1,256}$/.test(text)

/**
 * The field under which an API's own clients look for the id of a request; none where the id is unsafe.
 *
 * @example
 * idField('request-id', 'req_4f2a') // { 'request-id': 'req_4f2a' }
 * idField('request-id', 'a\r\nb')   // {}
 *
 * @category encoding
 * @since 0.1.0
 */
export const idField = (name: string, id: string | undefined): Readonly<Record<string, string>> =>
  id !== undefined && isSafeId(id) ? { [name]: id } : {}

/**
 * The request id that the fields carry, as received; an unsafe one is passed over.
 *
 * @example
 * requestIdOf(fieldsOf({ 'X-Request-Id': 'req_4f2a' })) // 'req_4f2a'
 * requestIdOf(fieldsOf({ 'X-Request-Id': 'two words' })) // undefined
 *
 * @category accessors
 * @since 0.1.0
 */
export const requestIdOf: (fields: Fields) => string | undefined = total(fields => {
  const { ids } = fields
  let found: string | undefined
  let best = requestIdFields.length
  for (let i = 0; i < ids.length; i++) {
    const rank = ranks[ids[i] as string]
    if (rank === undefined || rank >= best) continue
    const value = fields.get(ids[i] as string)
    if (value === undefined || !isSafeId(value)) continue
    found = value
    best = rank
  }
  return found
}, undefined)

const zeros = /^0+$/

/** Fields that carry a trace id, and where in their value it stands. */
const traceIdFields: readonly { readonly field: string; readonly pattern: RegExp }[] = [
  {
    field: 'traceparent',
    // Version ff is invalid, version 00 ends after its flags, and a parent of all zeros voids the whole.
    pattern: /^(?!ff|00-.{53})[0-9a-f]{2}-([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-|$)/,
  },
  { field: 'x-b3-traceid', pattern: /^([0-9a-f]{32}|[0-9a-f]{16})$/i },
  { field: 'x-amzn-trace-id', pattern: /(?:^|;)[ ]?Root=(1-[0-9a-f]{8}-[0-9a-f]{24})(?:;|$)/i },
  { field: 'x-cloud-trace-context', pattern: /^([0-9a-f]{32})(?:[/;]|$)/i },
]

/**
 * The trace id that the fields carry: W3C `traceparent` first, then older ones. One of all zeros is none.
 *
 * @example
 * traceIdOf(fieldsOf({ traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' })) // '4bf92f3577b34da6a3ce929d0e0e4736'
 * traceIdOf(fieldsOf({ traceparent: '00-1-2-3' })) // undefined
 *
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 * @category accessors
 * @since 0.1.0
 */
export const traceIdOf: (fields: Fields) => string | undefined = total(fields => {
  for (const { field, pattern } of traceIdFields) {
    const value = fields.ids.includes(field) ? fields.get(field) : undefined
    const id = value === undefined ? undefined : pattern.exec(value)?.[1]
    if (id !== undefined && !zeros.test(id)) return id
  }
  return undefined
}, undefined)
