/**
 * Rate limit fields: how long until an exhausted quota is filled again.
 * Comes in: fields, the status, a clock where there is one. Goes out: the wait and the field that said it.
 * A quota with something left asks for no wait. This room knows no precedence over other sources.
 */
import { type BareItem, parseList } from 'structured-headers'
import type { Fields } from './fields.js'
import { epochMsOf, monthNames, parseHttpDate, parseRfc3339 } from './http-date.js'
import { decimalMs, parseDuration, type Wait } from './retry-after.js'

const naturalOf = (value: BareItem | undefined): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined

/** `"default";r=0;t=30`: the longest wait of the quotas that have nothing left. */
const structuredWait = (value: string): Wait | undefined => {
  let seconds: number | undefined
  try {
    for (const [name, parameters] of parseList(value)) {
      if (typeof name !== 'string' || naturalOf(parameters.get('r')) !== 0) continue
      const reset = naturalOf(parameters.get('t'))
      if (reset !== undefined) seconds = Math.max(seconds ?? 0, reset)
    }
  } catch {
    // Malformed fields have to be ignored as a whole.
    return undefined
  }
  return seconds === undefined ? undefined : { afterMs: seconds * 1_000 }
}

/** `limit=1, remaining=0, reset=60` and the like: the wait of one quota in one field. */
const combinedWait = (value: string, status: number): Wait | undefined => {
  const members: Record<string, string> = Object.create(null)
  for (const part of value.split(/[,;]/)) {
    const equals = part.indexOf('=')
    if (equals > 0) members[part.slice(0, equals).trim().toLowerCase()] = part.slice(equals + 1).trim()
  }
  if (!isExhausted(members['remaining'], status)) return undefined
  return secondsWait(members['reset'] ?? members['resets'] ?? '')
}

const secondsWait = (value: string): Wait | undefined => {
  const afterMs = decimalMs(value, 1_000)
  return afterMs === undefined ? undefined : { afterMs }
}

const isExhausted = (remaining: string | undefined, status: number): boolean =>
  remaining === undefined ? status === 429 : /^0+(?:\.0+)?$/.test(remaining)

const jsDate = new RegExp(
  `^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (${monthNames.join('|')}) (\\d\\d) (\\d{4}) (\\d\\d):(\\d\\d):(\\d\\d) GMT([+-])(\\d\\d)(\\d\\d)(?: \\([^()]{1,64}\\))?$`,
)

/** A date as JavaScript prints it: some servers send that. */
const parseJsDate = (value: string): number | undefined => {
  const [, month = '', day, year, hour, minute, second, sign, offsetHour, offsetMinute] = jsDate.exec(value) ?? []
  const local = epochMsOf(
    Number(year),
    monthNames.indexOf(month) + 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  )
  if (local === undefined || Number(offsetHour) > 23 || Number(offsetMinute) > 59) return undefined
  const offsetMs = (Number(offsetHour) * 60 + Number(offsetMinute)) * 60_000
  return sign === '-' ? local + offsetMs : local - offsetMs
}

const firstEpochMs = 1e12
const firstEpochSeconds = 1e9

/** A bare number whose unit nobody says: its size tells an instant from a wait. */
const numberWait = (value: string): Wait | undefined => {
  const number = decimalMs(value, 1)
  if (number === undefined) return undefined
  if (number >= firstEpochMs) return { atMs: number }
  const ms = decimalMs(value, 1_000) ?? 0
  return number >= firstEpochSeconds ? { atMs: ms } : { afterMs: ms }
}

const anyWait = (value: string, nowMs: number | undefined): Wait | undefined => {
  const wait = numberWait(value)
  if (wait !== undefined) return wait
  const afterMs = parseDuration(value)
  if (afterMs !== undefined) return { afterMs }
  const atMs = parseRfc3339(value) ?? parseHttpDate(value, nowMs) ?? parseJsDate(value)
  return atMs === undefined ? undefined : { atMs }
}

interface ResetField {
  /** The name of the reset field; `*` stands for any text. */
  readonly reset: string
  /** The name of the field that says what is left, with the same text for `*`. */
  readonly remaining: string
  /** `any`: the value's own form tells, see {@link anyWait}. */
  readonly unit: 'seconds' | 'any'
}

/** Older fields, those that need no clock first. Only names that speak of a rate limit are looked up here. */
const resetFields: readonly ResetField[] = [
  { reset: '*-reset-after', remaining: '*-remaining', unit: 'seconds' },
  { reset: '*-retry-after', remaining: '*-remaining', unit: 'any' },
  { reset: '*-resettime', remaining: '*-remaining', unit: 'any' },
  { reset: '*-reset', remaining: '*-remaining', unit: 'any' },
  { reset: 'x-ratelimit-reset-*', remaining: 'x-ratelimit-remaining-*', unit: 'any' },
  { reset: 'x-rate-limit-reset-*', remaining: 'x-rate-limit-remaining-*', unit: 'any' },
]

/** The text that `*` stands for, or `undefined` where the name does not fit. */
const starOf = (name: string, template: string): string | undefined => {
  const star = template.indexOf('*')
  const before = template.slice(0, star)
  const after = template.slice(star + 1)
  const fits = name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after)
  return fits ? name.slice(star, name.length - after.length) : undefined
}

/** The wait of one older field, and the row of the table that it belongs to: the first that its name fits. */
const resetWait = (
  fields: Fields,
  field: string,
  status: number,
  nowMs: number | undefined,
): { wait: Wait; row: number } | undefined => {
  const row = resetFields.findIndex(({ reset }) => starOf(field, reset) !== undefined)
  const known = resetFields[row]
  if (known === undefined) return undefined
  const star = starOf(field, known.reset) ?? ''
  if (!isExhausted(fields.get(known.remaining.replace('*', () => star)), status)) return undefined
  const value = fields.get(field) ?? ''
  const wait = known.unit === 'seconds' ? secondsWait(value) : anyWait(value, nowMs)
  return wait === undefined ? undefined : { wait, row }
}

/** Without a clock an instant is no wait, so it gives way to any. */
const dueMs = (wait: Wait, nowMs: number | undefined): number =>
  'afterMs' in wait ? wait.afterMs : nowMs === undefined ? -1 : wait.atMs - nowMs

/**
 * The wait that the rate limit fields ask for. A field counts only where its *remaining* is 0, or is absent on a 429; of
 * several quotas the last to be filled counts. `RateLimit` (structured) comes before older fields.
 *
 * @example
 * rateLimitWait(fieldsOf({ RateLimit: '"default";r=0;t=30' }), 429, undefined) // { wait: { afterMs: 30000 }, field: 'ratelimit' }
 * rateLimitWait(fieldsOf({ RateLimit: '"default";r=50;t=30' }), 429, undefined) // undefined
 *
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-10
 * @category decoding
 * @since 0.1.0
 */
export const rateLimitWait = (
  fields: Fields,
  status: number,
  nowMs: number | undefined,
): { wait: Wait; field: string } | undefined => {
  if (!fields.delays) return undefined
  const current = fields.get('ratelimit')
  const structured = current === undefined ? undefined : structuredWait(current)
  if (structured !== undefined) return { wait: structured, field: 'ratelimit' }
  let found: { wait: Wait; field: string; row: number } | undefined
  for (const field of fields.names) {
    if (!/rate-?limit/.test(field)) continue
    const combined = combinedWait(fields.get(field) ?? '', status)
    const next = combined === undefined ? resetWait(fields, field, status, nowMs) : { wait: combined, row: -1 }
    if (next === undefined) continue
    const isBetter =
      found === undefined ||
      next.row < found.row ||
      (next.row === found.row && dueMs(next.wait, nowMs) > dueMs(found.wait, nowMs))
    if (isBetter) found = { ...next, field }
  }
  return found === undefined ? undefined : { wait: found.wait, field: found.field }
}
