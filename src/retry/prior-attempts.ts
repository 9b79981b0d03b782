/**
 * How often a request was already sent before it came here, as those who sent it count it.
 * Comes in: the fields of a request. Goes out: a whole number, or nothing where no field says so.
 * This room cannot know whom to trust: any client can write these fields, so only those of a trusted hop may be read.
 */
import { fieldsOf, type HeadersInput } from '../http/fields.js'

/** The documented fields. `first` is what they say of a first attempt. */
const counters: readonly { readonly field: string; readonly count: RegExp; readonly first: 0 | 1 }[] = [
  { field: 'x-envoy-attempt-count', count: /^(\d{1,9})$/, first: 1 },
  { field: 'amz-sdk-request', count: /^(?:[^;]{0,64};){0,4} ?attempt=(\d{1,9})(?:;|$)/, first: 1 },
  { field: 'x-stainless-retry-count', count: /^(\d{1,9})$/, first: 0 },
  { field: 'grpc-previous-rpc-attempts', count: /^(\d{1,9})$/, first: 0 },
]

/**
 * The attempts before this one, for `priorAttempts`. Each field is written by another layer, so what they say is added up; one
 * that cannot be read says nothing. `undefined` where none speaks.
 *
 * @example
 * priorAttemptsOf({ 'amz-sdk-request': 'attempt=2; max=3' }) // 1
 * priorAttemptsOf({ 'x-stainless-retry-count': 'many' })     // undefined
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-attempt-count
 * @see https://github.com/grpc/proposal/blob/master/A6-client-retries.md#exposed-retry-metadata
 * @category advice
 * @since 0.1.0
 */
export const priorAttemptsOf = (headers: HeadersInput): number | undefined => {
  const fields = fieldsOf(headers)
  let prior: number | undefined
  for (const { field, count, first } of counters) {
    const said = count.exec(fields.get(field) ?? '')?.[1]
    if (said !== undefined) prior = (prior ?? 0) + Math.max(0, Number(said) - first)
  }
  return prior
}
