/**
 * How long the server asks to wait, from all its sources in their order of precedence.
 * Comes in: fields, the status, the body's own word, a clock where there is one. Goes out: one finite delay, and what was odd.
 * It never shortens what was asked. This room knows no policy: whether to wait that long is decided elsewhere.
 */
import { printable } from './charset.js'
import type { Fields } from './fields.js'
import { parseHttpDate } from './http-date.js'
import { rateLimitWait } from './rate-limit.js'
import { parseMilliseconds, parseRetryAfter, type Wait } from './retry-after.js'

/**
 * What the server asked for, from which source. `extension` marks a form that no specification has but servers send.
 *
 * @category model
 * @since 0.1.0
 */
export interface DelayHint {
  /** Whole milliseconds from receipt, 0 or more; it may exceed what a timer can hold. */
  readonly delayMs: number
  readonly source: 'retry-after-ms' | 'retry-after' | 'body' | 'ratelimit' | 'ratelimit-reset'
  readonly field: string
  readonly extension?: boolean
}

const millisecondFields = ['retry-after-ms', 'x-ms-retry-after-ms', 'x-amz-retry-after']
const implausibleMs = 86_400_000

interface Candidate {
  readonly wait: Wait
  readonly source: DelayHint['source']
  readonly field: string
  readonly extension?: boolean
}

interface Clues {
  readonly status: number
  readonly receivedAtMs?: number | undefined
  readonly body?: Wait | undefined
}

const shown = (field: string): string => field.replace(/(?:^|-)[a-z]/g, start => start.toUpperCase())

const malformed = (field: string, value: string): string => `malformed-field: ${shown(field)} "${printable(value, 64)}"`

/** All that may be believed, the strongest first; what cannot be read is warned of and passed over. */
const candidatesOf = (fields: Fields, clues: Clues, nowMs: number | undefined, warnings: string[]): Candidate[] => {
  const candidates: Candidate[] = []
  for (const field of millisecondFields) {
    const value = fields.get(field)
    const afterMs = value === undefined ? undefined : parseMilliseconds(value)
    if (afterMs !== undefined) candidates.push({ wait: { afterMs }, source: 'retry-after-ms', field })
    else if (value !== undefined) warnings.push(malformed(field, value))
  }
  const value = fields.get('retry-after')
  const read = value === undefined ? undefined : parseRetryAfter(value, nowMs)
  if (read !== undefined) {
    const extension = read.extension ? { extension: true } : undefined
    candidates.push({ wait: read.wait, source: 'retry-after', field: 'retry-after', ...extension })
  } else if (value !== undefined) warnings.push(malformed('retry-after', value))
  if (clues.body !== undefined && !Number.isNaN('afterMs' in clues.body ? clues.body.afterMs : clues.body.atMs))
    candidates.push({ wait: clues.body, source: 'body', field: 'body' })
  // A delay that needs no clock is certain to count; the search through all names would be in vain.
  if (candidates.some(({ wait }) => 'afterMs' in wait)) return candidates
  const limit = rateLimitWait(fields, clues.status, nowMs)
  if (limit !== undefined)
    candidates.push({ ...limit, source: limit.field === 'ratelimit' ? 'ratelimit' : 'ratelimit-reset' })
  return candidates
}

const delayOf = (wait: Wait, nowMs: number | undefined): number => {
  const ms = 'afterMs' in wait ? wait.afterMs : wait.atMs - (nowMs ?? Number.NaN)
  return Math.min(Math.max(Math.ceil(ms), 0), Number.MAX_SAFE_INTEGER)
}

const finite = (ms: number | undefined): number | undefined => (Number.isFinite(ms) ? ms : undefined)

/**
 * The server's clock when the response arrived: its `Date`, and the `Age` that it has reached in caches since.
 *
 * @example
 * serverClock(fieldsOf({ Date: 'Sun, 06 Nov 1994 08:49:37 GMT', Age: '3' })) // 784111780000
 * serverClock(fieldsOf({ Age: '3' })) // undefined
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1
 * @category accessors
 * @since 0.1.0
 */
export const serverClock = (fields: Fields): number | undefined => {
  const dateMs = parseHttpDate(fields.get('date') ?? '')
  const age = fields.get('age') ?? ''
  return dateMs === undefined ? undefined : dateMs + (/^\d{1,10}$/.test(age) ? Number(age) * 1_000 : 0)
}

const noHint: { readonly warnings: readonly string[] } = { warnings: [] }

/**
 * The delay that the server asks for: fields in milliseconds, `Retry-After`, the body, `RateLimit`, older reset fields.
 * A date counts from the server's own clock where it sent one, else from receipt; without a clock it is no delay. A date
 * that has passed is 0. What cannot be read is warned of, and the next source counts.
 *
 * @example
 * delayHint(fieldsOf({ 'Retry-After': '5' }), { status: 503 }).hint // { delayMs: 5000, source: 'retry-after', field: 'retry-after' }
 * delayHint(fieldsOf({ 'Retry-After': '1, 1' }), { status: 503 }) // { warnings: ['malformed-field: Retry-After "1, 1"'] }
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 * @category advice
 * @since 0.1.0
 */
export const delayHint = (fields: Fields, at: Clues): { hint?: DelayHint; warnings: readonly string[] } => {
  if (!fields.delays && at.body === undefined) return noHint
  const nowMs = serverClock(fields) ?? finite(at.receivedAtMs)
  const warnings: string[] = []
  for (const { wait, source, field, ...rest } of candidatesOf(fields, at, nowMs, warnings)) {
    const delayMs = delayOf(wait, nowMs)
    if (Number.isNaN(delayMs)) {
      warnings.push(`no-clock: ${shown(field)} names a date, and neither side a time to count from`)
      continue
    }
    if (delayMs > implausibleMs)
      warnings.push(`implausible-delay: ${shown(field)} asks for ${delayMs} ms, more than a day`)
    return { hint: { delayMs, source, field, ...rest }, warnings }
  }
  return { warnings }
}
