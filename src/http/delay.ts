/**
 * How long the server asks to wait, from all its sources in their order of precedence.
 * Comes in: fields, the status, the body's own word, a clock where there is one. Goes out: one finite delay, and what was odd.
 * It never shortens what was asked. This room knows no policy: whether to wait that long is decided elsewhere.
 */
import { printable } from './charset.js'
import type { Fields } from './fields.js'
import { parseHttpDate } from './http-date.js'
import { rateLimitWait } from './rate-limit.js'
import { longestOf } from './repeated.js'
import { parseMilliseconds, parsePushback, parseRetryAfter, type Wait } from './retry-after.js'
import { total } from './total.js'

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

/**
 * What is known of a delay: the hint, and what was odd. `until` is the instant, in epoch milliseconds, that the strongest
 * source names where neither side has a clock to count from; a `hint` beside it is from a weaker source.
 *
 * @category model
 * @since 0.1.0
 */
export interface DelayReading {
  readonly hint?: DelayHint
  readonly until?: number
  /** Who named `until`; there exactly where it is. */
  readonly untilSource?: DelayHint['source']
  readonly warnings: readonly string[]
}

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

type Reading = { readonly wait: Wait; readonly extension?: boolean }

const milliseconds = (value: string): Reading | undefined => {
  const afterMs = parseMilliseconds(value)
  return afterMs === undefined ? undefined : { wait: { afterMs } }
}

/** Fields that have one value, the strongest first. */
const single: readonly {
  readonly field: string
  readonly source: DelayHint['source']
  readonly read: (value: string, nowMs?: number) => Reading | undefined
}[] = [
  { field: 'retry-after-ms', source: 'retry-after-ms', read: milliseconds },
  { field: 'x-ms-retry-after-ms', source: 'retry-after-ms', read: milliseconds },
  { field: 'x-amz-retry-after', source: 'retry-after-ms', read: milliseconds },
  { field: 'retry-after', source: 'retry-after', read: parseRetryAfter },
]

/** `Retry-After-short`: the field of one of several limits, by the name of the limit. */
const named = 'retry-after-'

/** Of several limits that were hit the last to be lifted counts. A name under which milliseconds are sent is another field. */
const namedWait = (fields: Fields, nowMs: number | undefined): Candidate | undefined => {
  let longest: Candidate | undefined
  for (let i = 0; i < fields.delays.length; i++) {
    const field = fields.delays[i] as string
    if (!field.startsWith(named) || field.endsWith('-ms')) continue
    const found = parseRetryAfter(fields.get(field) ?? '', nowMs)
    if (found === undefined || (longest !== undefined && dueIn(found.wait, nowMs) <= dueIn(longest.wait, nowMs)))
      continue
    longest = { wait: found.wait, source: 'retry-after', field, extension: true }
  }
  return longest
}

const dueIn = (wait: Wait, nowMs: number | undefined): number =>
  'afterMs' in wait ? wait.afterMs : wait.atMs - (nowMs ?? 0)

const dayMs = 86_400_000

const shown = (field: string): string => field.replace(/(?:^|-)[a-z]/g, start => start.toUpperCase())

const oddity = (what: string, field: string, value: string): string =>
  `${what}-field: ${shown(field)} "${printable(value, 64)}"`

const isWait = (wait: Wait | undefined): wait is Wait => {
  if (typeof wait !== 'object' || wait === null) return false
  const ms: unknown = 'afterMs' in wait ? wait.afterMs : wait.atMs
  return typeof ms === 'number' && !Number.isNaN(ms)
}

/** All that may be believed, the strongest first; what cannot be read is warned of and passed over. */
const candidatesOf = (fields: Fields, clues: Clues, nowMs: number | undefined, warnings: string[]): Candidate[] => {
  const candidates: Candidate[] = []
  const pushback = 'grpc-retry-pushback-ms'
  const afterMs = fields.delays.includes(pushback) ? parsePushback(fields.get(pushback)) : undefined
  // One that cannot be read is a veto, which is another room's word.
  if (afterMs !== undefined) candidates.push({ wait: { afterMs }, source: 'retry-after-ms', field: pushback })
  for (const { field, source, read } of single) {
    const value = fields.delays.includes(field) ? fields.get(field) : undefined
    if (value === undefined) continue
    const one = read(value, nowMs)
    const found = one ?? longestOf(value, line => read(line, nowMs))
    if (one === undefined) warnings.push(oddity(found === undefined ? 'malformed' : 'repeated', field, value))
    if (found === undefined) continue
    candidates.push({
      wait: found.wait,
      source,
      field,
      ...(found.extension === true ? { extension: true } : undefined),
    })
  }
  const limited = candidates.length > 0 ? undefined : namedWait(fields, nowMs)
  if (limited !== undefined) candidates.push(limited)
  if (isWait(clues.body)) candidates.push({ wait: clues.body, source: 'body', field: 'body' })
  // A delay that needs no clock is certain to count; the search through all names would be in vain.
  if (candidates.some(({ wait }) => 'afterMs' in wait)) return candidates
  const limit = rateLimitWait(fields, clues.status, nowMs)
  if (limit !== undefined)
    candidates.push({ ...limit, source: limit.field === 'ratelimit' ? 'ratelimit' : 'ratelimit-reset' })
  return candidates
}

const wholeMs = (ms: number): number => Math.min(Math.max(Math.ceil(ms), 0), Number.MAX_SAFE_INTEGER)

const finite = (ms: number | undefined): number | undefined => (Number.isFinite(ms) ? ms : undefined)

const dateOf = (fields: Fields): number | undefined => parseHttpDate(fields.get('date') ?? '')

const ageMsOf = (fields: Fields): number => {
  const age = fields.get('age') ?? ''
  return /^\d+$/.test(age) ? Number(age) * 1_000 : 0
}

/**
 * The server's clock when the response arrived: its `Date`, and the `Age` that it has reached in caches since. An age of
 * more than a day is not believed.
 *
 * @example
 * serverClock(fieldsOf({ Date: 'Sun, 06 Nov 1994 08:49:37 GMT', Age: '3' })) // 784111780000
 * serverClock(fieldsOf({ Age: '3' })) // undefined
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1
 * @category accessors
 * @since 0.1.0
 */
export const serverClock: (fields: Fields) => number | undefined = total(fields => {
  const dateMs = dateOf(fields)
  const ageMs = ageMsOf(fields)
  return dateMs === undefined ? undefined : dateMs + (ageMs <= dayMs ? ageMs : 0)
}, undefined)

/** From receipt to an instant. An `Age` that would use up all of the wait is nonsense, or an attempt to shorten it. */
const untilInstant = (atMs: number, fields: Fields, nowMs: number | undefined, warnings: string[]): number => {
  const dateMs = dateOf(fields)
  const ageMs = ageMsOf(fields)
  if (dateMs === undefined || atMs <= dateMs || (ageMs <= dayMs && ageMs <= atMs - dateMs))
    return atMs - (nowMs ?? Number.NaN)
  warnings.push(`implausible-age: Age "${printable(fields.get('age') ?? '', 64)}" does not shorten the wait`)
  return atMs - dateMs
}

const noHint: DelayReading = { warnings: [] }

/**
 * The delay that the server asks for: fields in milliseconds, `Retry-After`, the body, `RateLimit`, older reset fields.
 * A date counts from the server's own clock where it sent one, else from receipt; without a clock it is no delay but an
 * `until`. A date that has passed is 0. Of a field that was given twice the longest wait counts. What cannot be read is
 * warned of, and the next source counts.
 *
 * @example
 * delayHint(fieldsOf({ 'Retry-After': '5' }), { status: 503 }).hint // { delayMs: 5000, source: 'retry-after', field: 'retry-after' }
 * delayHint(fieldsOf({ 'Retry-After': 'soon' }), { status: 503 }) // { warnings: ['malformed-field: Retry-After "soon"'] }
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 * @category advice
 * @since 0.1.0
 */
export const delayHint: (fields: Fields, at: Clues) => DelayReading = total((fields, at) => {
  if (fields.delays.length === 0 && at.body === undefined) return noHint
  const nowMs = serverClock(fields) ?? finite(at.receivedAtMs)
  const warnings: string[] = []
  let instant: { until: number; untilSource: DelayHint['source'] } | undefined
  for (const { wait, source, field, ...rest } of candidatesOf(fields, at, nowMs, warnings)) {
    const ms = 'afterMs' in wait ? wait.afterMs : untilInstant(wait.atMs, fields, nowMs, warnings)
    if (Number.isNaN(ms) && 'atMs' in wait) {
      warnings.push(`no-clock: ${shown(field)} names a date, and neither side a time to count from`)
      instant ??= { until: wholeMs(wait.atMs), untilSource: source }
      continue
    }
    const delayMs = wholeMs(ms)
    if (delayMs > dayMs) warnings.push(`implausible-delay: ${shown(field)} asks for ${delayMs} ms, more than a day`)
    return { hint: { delayMs, source, field, ...rest }, ...instant, warnings }
  }
  return { ...instant, warnings }
}, noHint)
