import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decimalMs, parseDuration, parseMilliseconds, parseRetryAfter } from '../../src/http/retry-after.js'

const delta = (afterMs: number, extension = false) => ({ wait: { afterMs }, extension })

describe('parseRetryAfter', () => {
  test.each([
    ['Fri, 31 Dec 1999 23:59:59 GMT', { wait: { atMs: Date.UTC(1999, 11, 31, 23, 59, 59) }, extension: false }],
    ['120', delta(120_000)],
    ['0', delta(0)],
    ['007', delta(7_000)],
    ['2025', delta(2_025_000)],
    ['0.2', delta(200, true)],
    ['2.0', delta(2_000, true)],
    ['1.1', delta(1_100, true)],
    ['0.0001', delta(1, true)],
    ['2147484', delta(2_147_484_000)],
    ['9999999999', delta(9_999_999_999_000)],
    ['99999999999999999999999', delta(Number.MAX_SAFE_INTEGER)],
    ['9'.repeat(5_000), delta(Number.MAX_SAFE_INTEGER)],
    ['Fri, 31 Dec 9999 23:59:59 GMT', { wait: { atMs: 253_402_300_799_000 }, extension: false }],
  ])('reads %s', (value, expected) => {
    expect(parseRetryAfter(value)).toEqual(expected)
  })

  test.each([
    '',
    '-5',
    '+5',
    'abc',
    '1, 1',
    '0x10',
    '1e400',
    '1e3',
    'Infinity',
    'NaN',
    '120 seconds',
    '1.',
    '.5',
    '1 ',
    '١',
    '5s',
  ])('refuses %j', value => {
    expect(parseRetryAfter(value)).toBeUndefined()
  })
})

describe('the relatives', () => {
  test.each([
    ['1500', 1_500],
    ['0', 0],
    ['0.4', 1],
    ['-1', undefined],
    ['', undefined],
    ['1e3', undefined],
    ['1s', undefined],
  ])('parseMilliseconds reads %j as %s', (value, expected) => {
    expect(parseMilliseconds(value)).toBe(expected)
  })

  test.each([
    ['6m0s', 360_000],
    ['20ms', 20],
    ['1h2m3.5s', 3_723_500],
    ['3.5s', 3_500],
    ['1s', 1_000],
    ['0s', 0],
    ['1.000340012s', 1_001],
    ['1\u00b5s', 1],
    ['1500\u03bcs', 2],
    ['1500us', 2],
    ['20ns', 1],
    ['', undefined],
    ['-1s', undefined],
    ['5', undefined],
    ['1m5', undefined],
    ['1d', undefined],
    ['s', undefined],
    ['1.5.5s', undefined],
    ['1s 2s', undefined],
    ['.5s', undefined],
    [`${'9'.repeat(60)}h`, Number.MAX_SAFE_INTEGER],
  ])('parseDuration reads %j as %s', (value, expected) => {
    expect(parseDuration(value)).toBe(expected)
  })

  test('all are total, and what they give is a whole number from 0 on', () => {
    const odd = fc.string({ unit: fc.constantFrom('0', '9', '.', 'm', 's', 'h', 'u', '-', ' ', 'e') })
    fc.assert(
      fc.property(fc.oneof(odd, fc.anything()), value => {
        const text = value as string
        const read = parseRetryAfter(text)?.wait
        const all = [
          parseMilliseconds(text),
          parseDuration(text),
          decimalMs(text, 1_000),
          read && 'afterMs' in read ? read.afterMs : undefined,
        ]
        for (const ms of all) if (ms !== undefined) expect(Number.isSafeInteger(ms) && ms >= 0).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })
})
