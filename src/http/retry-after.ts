/**
 * `Retry-After` and its relatives, each by its grammar.
 * Comes in: a field's value. Goes out: a wait, from now or until an instant, or nothing where the value is none.
 * This room knows no clock and no precedence; a value that is only nearly a number is no number.
 */
import { parseHttpDate } from './http-date.js'

/**
 * How long to wait: so many milliseconds from receipt, or until an instant in epoch milliseconds.
 *
 * @category model
 * @since 0.1.0
 */
export type Wait = { readonly afterMs: number } | { readonly atMs: number }

const wholeMs = (ms: number): number =>
  // Six digits first, so that the last bit of a double does not cost a millisecond.
  Math.min(Number.isInteger(ms) ? ms : Math.ceil(Number(ms.toFixed(6))), Number.MAX_SAFE_INTEGER)

/**
 * Reads an unsigned decimal number of units into whole milliseconds, rounded up; any number of digits is finite.
 *
 * @example
 * decimalMs('2.5', 1_000) // 2500
 * decimalMs('0x10', 1_000) // undefined
 *
 * @category decoding
 * @since 0.1.0
 */
export const decimalMs = (text: string, unitMs: number): number | undefined =>
  typeof text === 'string' && /^\d+(?:\.\d+)?$/.test(text) ? wholeMs(Number(text) * unitMs) : undefined

/**
 * Reads a `Retry-After`: whole seconds or an HTTP date. Decimal seconds are an `extension` that real servers send.
 * Everything else (blank, signed, hexadecimal, with a unit, a list) is `undefined`.
 *
 * @example
 * parseRetryAfter('120') // { wait: { afterMs: 120000 }, extension: false }
 * parseRetryAfter('1, 1') // undefined
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 * @category decoding
 * @since 0.1.0
 */
export const parseRetryAfter = (value: string, nowMs?: number): { wait: Wait; extension: boolean } | undefined => {
  if (typeof value !== 'string') return undefined
  const afterMs = decimalMs(value, 1_000)
  if (afterMs !== undefined) return { wait: { afterMs }, extension: value.indexOf('.') >= 0 }
  const atMs = parseHttpDate(value, nowMs)
  return atMs === undefined ? undefined : { wait: { atMs }, extension: false }
}

/**
 * Reads the value of a field that counts milliseconds, rounded up.
 *
 * @example
 * parseMilliseconds('1500') // 1500
 * parseMilliseconds('-1') // undefined
 *
 * @category decoding
 * @since 0.1.0
 */
export const parseMilliseconds = (value: string): number | undefined => decimalMs(value, 1)

/**
 * Reads a gRPC pushback: a whole number of milliseconds, of ten digits at most. Anything else is `undefined`, and a veto.
 *
 * @example
 * parsePushback('60000') // 60000
 * parsePushback('-1') // undefined
 *
 * @see https://github.com/grpc/proposal/blob/master/A6-client-retries.md#pushback
 * @category decoding
 * @since 0.1.0
 */
export const parsePushback = (value: string | undefined): number | undefined =>
  typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : undefined

const unitsMs: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
  us: 1e-3,
  // The micro sign and the Greek letter: both are written.
  '\u00b5s': 1e-3,
  '\u03bcs': 1e-3,
  ns: 1e-6,
}

const durationPart = /(\d+(?:\.\d+)?)(h|m(?!s)|s|[mun\u00b5\u03bc]s)/g
const maxDurationLength = 64

/**
 * Reads a duration as Go and protobuf write it into whole milliseconds, rounded up; a negative one is `undefined`.
 *
 * @example
 * parseDuration('6m0s') // 360000
 * parseDuration('soon') // undefined
 *
 * @see https://protobuf.dev/reference/protobuf/google.protobuf/#duration
 * @category decoding
 * @since 0.1.0
 */
export const parseDuration = (value: string): number | undefined => {
  if (typeof value !== 'string' || value === '' || value.length > maxDurationLength) return undefined
  let totalMs = 0
  const rest = value.replace(durationPart, (_, amount: string, unit: string) => {
    totalMs += Number(amount) * (unitsMs[unit] ?? 0)
    return ''
  })
  return rest === '' ? wholeMs(totalMs) : undefined
}
