import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatHttpDate, parseHttpDate, parseRfc3339, rfc3339 } from '../../src/http/http-date.js'

const example = 784_111_777_000

describe('parseHttpDate', () => {
  test.each(['Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994'])(
    'reads %s, an example of RFC 9110 §5.6.7',
    text => {
      expect(parseHttpDate(text)).toBe(example)
      expect(parseHttpDate(text, Date.UTC(2026, 0, 1))).toBe(example)
    },
  )

  test.each([
    ['a wrong weekday', 'Mon, 06 Nov 1994 08:49:37 GMT', example],
    ['a leap second', 'Sat, 31 Dec 2016 23:59:60 GMT', Date.UTC(2017, 0, 1)],
    ['a leap day', 'Thu, 29 Feb 2024 00:00:00 GMT', Date.UTC(2024, 1, 29)],
    ['a day of two digits in asctime', 'Wed Nov 16 08:49:37 1994', example + 10 * 86_400_000],
    ['the last second of the grammar', 'Fri, 31 Dec 9999 23:59:59 GMT', 253_402_300_799_000],
    ['a year below 100', 'Sat, 01 Jan 0050 00:00:00 GMT', -60_589_296_000_000],
  ])('accepts %s', (_, text, expected) => {
    expect(parseHttpDate(text)).toBe(expected)
  })

  test.each([
    ['Sunday, 06-Nov-70 08:49:37 GMT', undefined, 1970],
    ['Sunday, 06-Nov-69 08:49:37 GMT', undefined, 2069],
    ['Sunday, 06-Nov-76 08:49:37 GMT', Date.UTC(2026, 10, 7), 2076],
    ['Sunday, 06-Nov-76 08:49:37 GMT', Date.UTC(2026, 10, 5), 1976],
    ['Sunday, 06-Nov-94 08:49:37 GMT', Date.UTC(2045, 0, 1), 2094],
    ['Sunday, 06-Nov-01 08:49:37 GMT', Date.UTC(2099, 11, 31), 2101],
    ['Sunday, 06-Nov-94 08:49:37 GMT', Number.NaN, 1994],
  ])('places the year of %s, seen from %s, in %d', (text, nowMs, year) => {
    expect(new Date(parseHttpDate(text, nowMs) ?? 0).getUTCFullYear()).toBe(year)
  })

  test.each([
    '',
    '1, 1',
    'a 5',
    '2025',
    '1994-11-06T08:49:37Z',
    'Fri, 30 Feb 2024 00:00:00 GMT',
    'Wed, 29 Feb 2023 00:00:00 GMT',
    'Sun, 06 Nov 1994 24:00:00 GMT',
    'Sun, 06 Nov 1994 08:60:37 GMT',
    'Sun, 06 Nov 1994 08:49:61 GMT',
    'Sun, 6 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 08:49:37 UTC',
    'Sun, 06 Nov 1994 08:49:37 +0000',
    'Sun, 06 Nov 1994 08:49:37',
    'sun, 06 nov 1994 08:49:37 gmt',
    'Xyz, 06 Nov 1994 08:49:37 GMT',
    'Sun, 00 Nov 1994 08:49:37 GMT',
    'Sun, 32 Oct 1994 08:49:37 GMT',
    ' Sun, 06 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 08:49:37 GMT ',
    'Sun Nov 6 08:49:37 1994',
    'Sun Nov  6 1994 08:49:37',
    'Sun Nov 06 08:49:37 1994 GMT',
    'Sunday, 31-Feb-94 08:49:37 GMT',
    'Sun, 06 Nov 94 08:49:37 GMT',
    `${'x'.repeat(100_000)} 1`,
  ])('refuses %j', text => {
    expect(parseHttpDate(text)).toBeUndefined()
  })
})

describe('formatHttpDate', () => {
  test('writes what parseHttpDate reads back, to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_167_219_200, max: 253_402_300_799 }), seconds => {
        expect(parseHttpDate(formatHttpDate(seconds * 1_000))).toBe(seconds * 1_000)
      }),
    )
  })

  test.each([
    [example + 999, 'Sun, 06 Nov 1994 08:49:37 GMT'],
    [Number.POSITIVE_INFINITY, 'Fri, 31 Dec 9999 23:59:59 GMT'],
    [-1e300, 'Sat, 01 Jan 0000 00:00:00 GMT'],
    [Number.NaN, 'Thu, 01 Jan 1970 00:00:00 GMT'],
  ])('writes %d as %s', (epochMs, text) => {
    expect(formatHttpDate(epochMs)).toBe(text)
  })
})

describe('RFC 3339', () => {
  test.each([
    ['1985-04-12T23:20:50.52Z', Date.UTC(1985, 3, 12, 23, 20, 50, 520)],
    ['1996-12-19T16:39:57-08:00', Date.UTC(1996, 11, 20, 0, 39, 57)],
    ['1990-12-31T23:59:60Z', Date.UTC(1991, 0, 1)],
    ['1990-12-31T15:59:60-08:00', Date.UTC(1991, 0, 1)],
    ['1937-01-01T12:00:27.87+00:20', Date.UTC(1937, 0, 1, 11, 40, 27, 870)],
    ['1985-04-12t23:20:50z', Date.UTC(1985, 3, 12, 23, 20, 50)],
    ['1985-04-12T23:20:50.1239999Z', Date.UTC(1985, 3, 12, 23, 20, 50, 123)],
  ])('reads %s', (text, epochMs) => {
    expect(parseRfc3339(text)).toBe(epochMs)
  })

  test.each([
    '',
    '1985-04-12',
    '1985-04-12T23:20:50',
    '1985-04-12 23:20:50Z',
    '1985-02-30T00:00:00Z',
    '1985-04-12T24:00:00Z',
    '1985-04-12T23:20:50+24:00',
    '1985-04-12T23:20:50+01:60',
    '1985-04-12T23:20:50.Z',
    '85-04-12T23:20:50Z',
    '1985-13-12T23:20:50Z',
    '1985-00-12T23:20:50Z',
    '1985-04-12T23:20:50+0100',
  ])('refuses %j', text => {
    expect(parseRfc3339(text)).toBeUndefined()
  })

  test('writes what it reads back, or nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 }), epochMs => {
        expect(parseRfc3339(rfc3339(epochMs) ?? '')).toBe(epochMs)
      }),
    )
    for (const epochMs of [Number.NaN, Number.POSITIVE_INFINITY, 1e15, -1e15]) expect(rfc3339(epochMs)).toBeUndefined()
  })
})

test('no date function throws, or gives NaN', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (text, now) => {
      for (const epochMs of [parseHttpDate(text as string, now as number), parseRfc3339(text as string)])
        expect(epochMs).not.toBeNaN()
      expect(typeof formatHttpDate(text as number)).toBe('string')
      rfc3339(text as number)
    }),
  )
})
