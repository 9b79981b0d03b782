/**
 * Dates on the wire, read by grammar: HTTP dates and RFC 3339 timestamps.
 * Comes in: a text or an instant. Goes out: epoch milliseconds, or the text.
 * This room knows no clock; it never guesses, because a lenient parser finds a year in `1, 1`.
 */

/**
 * The names of the months as HTTP dates spell them.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
 * @category model
 * @since 0.1.0
 */
export const monthNames = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/**
 * The instant of a UTC date and time, or `undefined` where the calendar has no such day or the day no such time.
 * Second 60 is read as the first of the next minute: leap seconds are legal on the wire and unknown to the epoch.
 *
 * @example
 * epochMsOf(1994, 11, 6, 8, 49, 37) // 784111777000
 * epochMsOf(2026, 2, 30, 0, 0, 0) // undefined
 *
 * @category constructors
 * @since 0.1.0
 */
export const epochMsOf = (
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | undefined => {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  if (date.getUTCDate() !== day || date.getUTCMonth() !== month - 1) return undefined
  if (!(hour <= 23 && minute <= 59 && second <= 60)) return undefined
  return date.getTime() + ((hour * 60 + minute) * 60 + second) * 1_000
}

const shortDay = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)'
const month = `(${monthNames.join('|')})`
const time = '(\\d\\d):(\\d\\d):(\\d\\d)'
const imfFixdate = new RegExp(`^${shortDay}, (\\d\\d) ${month} (\\d{4}) ${time} GMT$`)
const rfc850Date = new RegExp(`^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (\\d\\d)-${month}-(\\d\\d) ${time} GMT$`)
const asctimeDate = new RegExp(`^${shortDay} ${month} (\\d\\d| \\d) ${time} (\\d{4})$`)

const maxLength = 40

const instant = (
  year: string | number | undefined,
  monthName: string | undefined,
  day: string | undefined,
  clock: readonly (string | undefined)[],
): number | undefined =>
  epochMsOf(
    Number(year),
    monthNames.indexOf(monthName ?? '') + 1,
    Number(day),
    Number(clock[0]),
    Number(clock[1]),
    Number(clock[2]),
  )

/** The century is the latest that does not lie more than 50 years ahead; without a clock, 70 to 99 are the 1900s. */
const centuryOf = (
  twoDigits: number,
  at: (year: number) => number | undefined,
  nowMs: number | undefined,
): number | undefined => {
  const now = new Date(typeof nowMs === 'number' ? nowMs : Number.NaN)
  const thisYear = now.getUTCFullYear()
  if (Number.isNaN(thisYear)) return at(twoDigits + (twoDigits >= 70 ? 1_900 : 2_000))
  const horizonMs = now.setUTCFullYear(thisYear + 50)
  const year = Math.floor(thisYear / 100) * 100 + 100 + twoDigits
  for (let back = 0; back <= 200; back += 100) {
    const epochMs = at(year - back)
    if (epochMs !== undefined && epochMs <= horizonMs) return epochMs
  }
  return undefined
}

/**
 * Reads an HTTP date in one of its three forms, into epoch milliseconds; everything else is `undefined`. A day of the
 * week that does not match its date is accepted: servers that compute it wrongly still mean the date.
 * `nowMs` places the two-digit year of the RFC 850 form.
 *
 * @example
 * parseHttpDate('Sun, 06 Nov 1994 08:49:37 GMT') // 784111777000
 * parseHttpDate('1, 1') // undefined
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
 * @category decoding
 * @since 0.1.0
 */
export const parseHttpDate = (text: string, nowMs?: number): number | undefined => {
  if (typeof text !== 'string' || text.length > maxLength) return undefined
  const fixed = imfFixdate.exec(text)
  if (fixed !== null) return instant(fixed[3], fixed[2], fixed[1], fixed.slice(4))
  const asctime = asctimeDate.exec(text)
  if (asctime !== null) return instant(asctime[6], asctime[1], asctime[2], asctime.slice(3))
  const old = rfc850Date.exec(text)
  if (old === null) return undefined
  return centuryOf(Number(old[3]), year => instant(year, old[2], old[1], old.slice(4)), nowMs)
}

const firstYearMs = -62_167_219_200_000
const lastYearMs = 253_402_300_799_999

/**
 * Writes an instant as an HTTP date; fractions of a second are dropped. What lies outside the years 0 to 9999 is moved
 * to the nearest end, and no number at all is written as the epoch.
 *
 * @example
 * formatHttpDate(784111777000) // 'Sun, 06 Nov 1994 08:49:37 GMT'
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
 * @category encoding
 * @since 0.1.0
 */
export const formatHttpDate = (epochMs: number): string =>
  new Date(
    typeof epochMs === 'number' && !Number.isNaN(epochMs) ? Math.min(Math.max(epochMs, firstYearMs), lastYearMs) : 0,
  ).toUTCString()

/**
 * Writes an instant as an RFC 3339 timestamp in UTC, or `undefined` outside the years 0 to 9999.
 *
 * @example
 * rfc3339(784111777000) // '1994-11-06T08:49:37.000Z'
 * rfc3339(Infinity) // undefined
 *
 * @see https://www.rfc-editor.org/rfc/rfc3339#section-5.6
 * @category encoding
 * @since 0.1.0
 */
export const rfc3339 = (epochMs: number): string | undefined =>
  typeof epochMs === 'number' && epochMs >= firstYearMs && epochMs <= lastYearMs
    ? new Date(epochMs).toISOString()
    : undefined

const timestamp = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))$/i

/**
 * Reads an RFC 3339 timestamp, with its offset, into epoch milliseconds; digits beyond milliseconds are dropped.
 *
 * @example
 * parseRfc3339('1985-04-12T23:20:50.52Z') // 482196050520
 * parseRfc3339('1985-04-12') // undefined
 *
 * @see https://www.rfc-editor.org/rfc/rfc3339#section-5.6
 * @category decoding
 * @since 0.1.0
 */
export const parseRfc3339 = (text: string): number | undefined => {
  if (typeof text !== 'string') return undefined
  const parts = timestamp.exec(text)
  if (parts === null) return undefined
  const [, year, monthOfYear, day, hour, minute, second, fraction = '', sign, offsetHour = '0', offsetMinute = '0'] =
    parts
  const local = epochMsOf(Number(year), Number(monthOfYear), Number(day), Number(hour), Number(minute), Number(second))
  if (local === undefined || Number(offsetHour) > 23 || Number(offsetMinute) > 59) return undefined
  const offsetMs = (Number(offsetHour) * 60 + Number(offsetMinute)) * 60_000
  return local + Number(`${fraction}00`.slice(0, 3)) + (sign === '-' ? offsetMs : -offsetMs)
}
