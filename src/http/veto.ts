/**
 * Fields in which a server says in so many words: do not try again, or do.
 * Comes in: fields. Goes out: which one spoke, and because of what.
 * This room knows no status: a veto is final, a force is still subject to the rules of who may repeat what.
 */
import type { Fields } from './fields.js'
import { valuesOf } from './repeated.js'
import { parsePushback } from './retry-after.js'
import { total } from './total.js'

interface Verdict {
  readonly field: string
  readonly holds: (value: string) => boolean
  readonly because: string
}

/** Lines that contradict each other forbid: a refusal once given stands. */
const saysFalse = (value: string): boolean => valuesOf(value).some(one => /^false$/i.test(one))
const saysTrue = (value: string): boolean => valuesOf(value).every(one => /^true$/i.test(one))

const vetoes: readonly Verdict[] = [
  { field: 'x-should-retry', holds: saysFalse, because: 'the server says not to retry' },
  { field: 'stripe-should-retry', holds: saysFalse, because: 'the server says not to retry' },
  {
    field: 'grpc-retry-pushback-ms',
    holds: value => parsePushback(value) === undefined,
    because: 'a negative or unreadable pushback means: do not retry',
  },
  { field: 'x-envoy-overloaded', holds: () => true, because: 'the proxy dropped the request because it is overloaded' },
  { field: 'x-envoy-ratelimited', holds: () => true, because: 'the proxy dropped the request because of a rate limit' },
]

const forces: readonly Omit<Verdict, 'because'>[] = [
  { field: 'x-should-retry', holds: saysTrue },
  { field: 'stripe-should-retry', holds: saysTrue },
]

const spoken = <V extends Omit<Verdict, 'because'>>(verdicts: readonly V[], fields: Fields): V | undefined => {
  if (fields.delays.length === 0) return undefined
  for (const verdict of verdicts) {
    const value = fields.delays.includes(verdict.field) ? fields.get(verdict.field) : undefined
    if (value !== undefined && verdict.holds(value)) return verdict
  }
  return undefined
}

/**
 * The field with which the server forbids another attempt, if any does. Of a field on several lines one is enough.
 *
 * @example
 * retryVeto(fieldsOf({ 'x-should-retry': 'false' })) // { field: 'x-should-retry', because: 'the server says not to retry' }
 * retryVeto(fieldsOf({})) // undefined
 *
 * @see https://github.com/grpc/proposal/blob/master/A6-client-retries.md#pushback
 * @category advice
 * @since 0.1.0
 */
export const retryVeto: (fields: Fields) => { field: string; because: string } | undefined = total(fields => {
  const veto = spoken(vetoes, fields)
  return veto === undefined ? undefined : { field: veto.field, because: veto.because }
}, undefined)

/**
 * The field with which the server asks for another attempt, if any does. Of a field on several lines all have to.
 *
 * @example
 * retryForce(fieldsOf({ 'x-should-retry': 'true' })) // { field: 'x-should-retry' }
 * retryForce(fieldsOf({ 'x-should-retry': 'maybe' })) // undefined
 *
 * @category advice
 * @since 0.1.0
 */
export const retryForce: (fields: Fields) => { field: string } | undefined = total(fields => {
  const force = spoken(forces, fields)
  return force === undefined ? undefined : { field: force.field }
}, undefined)
