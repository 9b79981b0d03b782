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
  if (!(day >= 1 && day <= daysIn(year, month))) return undefined
  if (!(hour <= 23 && minute <= 59 && second <= 60)) return undefined
  return daysSinceEpoch(year, month, day) * dayMs + ((hour * 60 + minute) * 60 + second) * 1_000
}

const dayMs = 86_400_000
const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

const daysIn = (year: number, month: number): number => {
  const length = monthLengths[month - 1]
  return length === undefined || !(year >= 0 && year <= 9_999) ? 0 : month === 2 && isLeap(year) ? 29 : length
}

/** Counted in years that begin in March, so that the leap day is the last. */
const daysSinceEpoch = (year: number, month: number, day: number): number => {
  const y = month <= 2 ? year - 1 : year
  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400)
  return y * 365 + leaps + Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 719_469
}

const shortDay = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)'
const month = `(${monthNames.join('|')})`
const time = '(\\d\\d):(\\d\\d):(\\d\\d)'
const imfFixdate = new RegExp(`^${shortDay}, \\d\\d ${month} \\d{4} ${time} GMT$`)
const rfc850Date = new RegExp(`^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (\\d\\d)-${month}-(\\d\\d) ${time} GMT$`)
const asctimeDate = new RegExp(`^${shortDay} ${month} (\\d\\d| \\d) ${time} (\\d{4})$`)

const maxLength = 40

/** Two digits of a text that is known to have them there. */
const twoDigits = (text: string, at: number): number => text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528

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
  // nearly every date has this form, in which everything has its place
  if (imfFixdate.test(text))
    return epochMsOf(
      twoDigits(text, 12) * 100 + twoDigits(text, 14),
      monthNames.indexOf(text.slice(8, 11)) + 1,
      twoDigits(text, 5),
      twoDigits(text, 17),
      twoDigits(text, 20),
      twoDigits(text, 23),
    )
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
    ? written(Math.trunc(epochMs))
    : undefined

const padded = (number: number): string => (number < 10 ? `0${number}` : String(number))

/** As `Date.prototype.toISOString` writes it, at a fifth of the cost: every wait is also said as an instant. */
const written = (epochMs: number): string => {
  const days = Math.floor(epochMs / dayMs)
  const ms = epochMs - days * dayMs
  // from the first of March of the year 0: eras of 400 years, then years, then months
  const sinceMarch = days + 719_468
  const era = Math.floor(sinceMarch / 146_097)
  const dayOfEra = sinceMarch - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  const clock = `${padded(Math.floor(ms / 3_600_000))}:${padded(Math.floor(ms / 60_000) % 60)}:${padded(Math.floor(ms / 1_000) % 60)}`
  return `${String(year + 10_000).slice(1)}-${padded(month)}-${padded(day)}T${clock}.${String((ms % 1_000) + 1_000).slice(1)}Z`
}

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
