/**
 * Fields that were given on several lines, though their grammar has one value: proxies do that when each adds its own.
 * Comes in: the lines, joined by commas. Goes out: the values, and of several waits the longest.
 * This room knows no field; it never shortens what any of the lines asked for.
 */
import type { Wait } from './retry-after.js'

const day = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*$/

/**
 * The values of a field that was given several times. The comma after the day of an HTTP date parts nothing.
 *
 * @example
 * valuesOf('0, 0') // ['0', '0']
 * valuesOf('Sun, 06 Nov 1994 08:49:37 GMT') // ['Sun, 06 Nov 1994 08:49:37 GMT']
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.3
 * @category decoding
 * @since 0.1.0
 */
export const valuesOf = (value: string): string[] => {
  const values: string[] = []
  for (const part of value.split(',')) {
    const before = values[values.length - 1]
    if (before !== undefined && day.test(before)) values[values.length - 1] = `${before}, ${part.trim()}`
    else values.push(part.trim())
  }
  return values
}

/**
 * The longest wait of a field that was given several times; `undefined` where it was not, where one of its values cannot
 * be read, or where waits and instants are mixed.
 *
 * @example
 * longestOf('1, 2', parseRetryAfter) // { wait: { afterMs: 2000 }, extension: false }
 * longestOf('1, soon', parseRetryAfter) // undefined
 *
 * @category decoding
 * @since 0.1.0
 */
export const longestOf = <T extends { readonly wait: Wait }>(
  value: string,
  read: (value: string) => T | undefined,
): T | undefined => {
  const values = valuesOf(value)
  if (values.length < 2) return undefined
  let longest: T | undefined
  for (const one of values) {
    const next = read(one)
    if (next === undefined) return undefined
    longest ??= next
    if ('afterMs' in next.wait !== 'afterMs' in longest.wait) return undefined
    if (msOf(next.wait) > msOf(longest.wait)) longest = next
  }
  return longest
}

const msOf = (wait: Wait): number => ('afterMs' in wait ? wait.afterMs : wait.atMs)
