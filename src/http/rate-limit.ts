/**
 * Rate limit fields: how long until an exhausted quota is filled again.
 * Comes in: fields, the status, a clock where there is one. Goes out: the wait and the field that said it.
 * A quota with something left asks for no wait. This room knows no precedence over other sources.
 */
import { type BareItem, parseList } from 'structured-headers'
import type { Fields } from './fields.js'
import { epochMsOf, monthNames, parseHttpDate, parseRfc3339 } from './http-date.js'
import { longestOf, valuesOf } from './repeated.js'
import { decimalMs, parseDuration, type Wait } from './retry-after.js'
import { total } from './total.js'

const naturalOf = (value: BareItem | undefined): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined

/**
 * The items of a structured list, by name; none where the field is malformed, which has to be ignored as a whole.
 */
const itemsOf = (value: string | undefined): readonly (readonly [string, ReadonlyMap<string, BareItem>])[] => {
  try {
    return parseList(value ?? '').flatMap(([name, parameters]) =>
      typeof name === 'string' ? [[name, parameters as ReadonlyMap<string, BareItem>] as const] : [],
    )
  } catch {
    return []
  }
}

/**
 * `"default";r=0;t=30`: the longest wait of the quotas that have nothing left. One that does not say when it is filled
 * again is so after the window of its policy, `"default";q=100;w=60`, at the latest.
 */
const structuredWait = (limit: string, policy: string | undefined): Wait | undefined => {
  const policies = policy === undefined ? [] : itemsOf(policy)
  let seconds: number | undefined
  for (const [name, parameters] of itemsOf(limit)) {
    if (naturalOf(parameters.get('r')) !== 0) continue
    const window = policies.find(([one]) => one === name)?.[1].get('w')
    const reset = naturalOf(parameters.get('t')) ?? naturalOf(window)
    if (reset !== undefined) seconds = Math.max(seconds ?? 0, reset)
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
  return unitsWait(members['reset'] ?? members['resets'] ?? '', 1_000)
}

const unitsWait = (value: string, unitMs: number): Wait | undefined => {
  const afterMs = decimalMs(value, unitMs)
  return afterMs === undefined ? undefined : { afterMs }
}

/** Nothing left, or less than nothing: some servers count on. */
const isNothing = (left: string): boolean => /^(?:-\d+(?:\.\d+)?|0+(?:\.0+)?)$/.test(left)

/** Of several lines one is enough: the request was refused, and this quota tells why. */
const isExhausted = (remaining: string | undefined, status: number): boolean =>
  remaining === undefined ? status === 429 : valuesOf(remaining).some(isNothing)

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

/** A bare number: its size tells an instant from a wait, and milliseconds from the unit that is meant. */
const numberWait = (value: string, unitMs: number): Wait | undefined => {
  const number = decimalMs(value, 1)
  if (number === undefined) return undefined
  if (number >= firstEpochMs) return { atMs: number }
  const ms = decimalMs(value, unitMs) ?? 0
  return ms >= firstEpochMs ? { atMs: ms } : { afterMs: ms }
}

const anyWait = (value: string, unitMs: number, nowMs: number | undefined): Wait | undefined => {
  const wait = numberWait(value, unitMs)
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
  /** `wait`: a number is never an instant. `any`: the value's own form tells, see {@link anyWait}. */
  readonly form: 'wait' | 'any'
}

/** Older fields, those that need no clock first, `-ms` at their end aside. Only names that speak of a rate limit are looked up here. */
const resetFields: readonly ResetField[] = [
  { reset: '*-reset-after', remaining: '*-remaining', form: 'wait' },
  { reset: '*-retry-after', remaining: '*-remaining', form: 'any' },
  { reset: '*-resettime', remaining: '*-remaining', form: 'any' },
  { reset: '*-reset', remaining: '*-remaining', form: 'any' },
  { reset: '*-userreset', remaining: '*-userremaining', form: 'any' },
  { reset: '*-pathreset', remaining: '*-pathremaining', form: 'any' },
  { reset: '*-userpathreset', remaining: '*-userpathremaining', form: 'any' },
  { reset: 'x-ratelimit-reset-*', remaining: 'x-ratelimit-remaining-*', form: 'any' },
  { reset: 'x-rate-limit-reset-*', remaining: 'x-rate-limit-remaining-*', form: 'any' },
]

/** The text that `*` stands for, or `undefined` where the name does not fit. */
const starOf = (name: string, template: string): string | undefined => {
  const star = template.indexOf('*')
  const before = template.slice(0, star)
  const after = template.slice(star + 1)
  const fits = name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after)
  return fits ? name.slice(star, name.length - after.length) : undefined
}

/** What one field says of one quota. The quota is named as its *remaining* field; a lower row is the better source for it. */
interface QuotaWait {
  readonly wait: Wait
  readonly field: string
  readonly quota: string
  readonly row: number
}

/** What one older field says; the row is the first of the table that its name fits. */
const resetWait = (fields: Fields, field: string, status: number, nowMs: number | undefined): QuotaWait | undefined => {
  const unitMs = field.endsWith('-ms') ? 1 : 1_000
  const name = unitMs === 1 ? field.slice(0, -3) : field
  const row = resetFields.findIndex(({ reset }) => starOf(name, reset) !== undefined)
  const known = resetFields[row]
  if (known === undefined) return undefined
  const star = starOf(name, known.reset) ?? ''
  const quota = known.remaining.replace('*', () => star)
  if (!isExhausted(fields.get(quota), status)) return undefined
  const read = (value: string): { wait: Wait } | undefined => {
    const wait = known.form === 'wait' ? unitsWait(value, unitMs) : anyWait(value, unitMs, nowMs)
    return wait === undefined ? undefined : { wait }
  }
  const value = fields.get(field) ?? ''
  const found = read(value) ?? longestOf(value, read)
  return found === undefined ? undefined : { wait: found.wait, field, quota, row }
}

/** Without a clock an instant is no wait, so it gives way to any. */
const dueMs = (wait: Wait, nowMs: number | undefined): number =>
  'afterMs' in wait ? wait.afterMs : nowMs === undefined ? -1 : wait.atMs - nowMs

/**
 * The wait that the rate limit fields ask for. A field counts only where its *remaining* is 0 or less, or is absent on a
 * 429; of several quotas the last to be filled counts. `RateLimit` (structured) comes before older fields.
 *
 * @example
 * rateLimitWait(fieldsOf({ RateLimit: '"default";r=0;t=30' }), 429, undefined) // { wait: { afterMs: 30000 }, field: 'ratelimit' }
 * rateLimitWait(fieldsOf({ RateLimit: '"default";r=50;t=30' }), 429, undefined) // undefined
 *
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-10
 * @category decoding
 * @since 0.1.0
 */
export const rateLimitWait: (
  fields: Fields,
  status: number,
  nowMs: number | undefined,
) => { wait: Wait; field: string } | undefined = total((fields, status, clock) => {
  if (fields.delays.length === 0) return undefined
  // what is no number is not even touched: turning a long list into one takes minutes
  const nowMs = typeof clock === 'number' ? clock : undefined
  const current = fields.get('ratelimit')
  const structured = current === undefined ? undefined : structuredWait(current, fields.get('ratelimit-policy'))
  if (structured !== undefined) return { wait: structured, field: 'ratelimit' }
  const quotas: Record<string, QuotaWait> = Object.create(null)
  for (const field of fields.delays) {
    if (!/rate-?limit/.test(field)) continue
    const combined = combinedWait(fields.get(field) ?? '', status)
    const next =
      combined === undefined
        ? resetWait(fields, field, status, nowMs)
        : { wait: combined, field, quota: `${field}-remaining`, row: -1 }
    if (next === undefined) continue
    const known = quotas[next.quota]
    if (known === undefined || next.row < known.row) quotas[next.quota] = next
  }
  let last: QuotaWait | undefined
  for (const name in quotas) {
    const quota = quotas[name]
    if (quota !== undefined && (last === undefined || dueMs(quota.wait, nowMs) > dueMs(last.wait, nowMs))) last = quota
  }
  return last === undefined ? undefined : { wait: last.wait, field: last.field }
}, undefined)
