import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fieldsOf } from '../../src/http/fields.js'
import { rateLimitWait } from '../../src/http/rate-limit.js'

const now = Date.UTC(2026, 0, 1)
const wait = (headers: Record<string, string>, status = 429, nowMs: number | undefined = now) =>
  rateLimitWait(fieldsOf(headers), status, nowMs)

describe('RateLimit', () => {
  test.each([
    ['"default";r=0;t=30', 30_000],
    ['"hour";r=0;t=900, "minute";r=0;t=30', 900_000],
    ['"hour";r=10;t=900, "minute";r=0;t=30', 30_000],
    ['"default";r=0;t=30;pk=:cHNkZnNkZg==:', 30_000],
    ['limit=1, remaining=0, reset=60', 60_000],
    ['limit=1;remaining=0;reset=60', 60_000],
  ])('%s asks for %d ms', (RateLimit, afterMs) => {
    expect(wait({ RateLimit }, 200)).toEqual({ wait: { afterMs }, field: 'ratelimit' })
  })

  test.each([
    '"default";r=50;t=30',
    '"default";r=0',
    '"default";t=30',
    'default;r=0;t=30',
    '"default";r=0;t=-1',
    '"default";r=0;t=1.5',
    '"default";r=0;t=30, broken"',
    '("default";r=0;t=30)',
    'limit=1, remaining=5, reset=60',
    'limit=1, remaining=0, reset=soon',
    '',
    '"',
  ])('%j asks for nothing', RateLimit => {
    expect(wait({ RateLimit })).toBeUndefined()
  })

  test('a policy is no state', () => {
    expect(wait({ 'RateLimit-Policy': '"default";q=100;w=60', 'X-Request-Id': 'a' })).toBeUndefined()
  })
})

/** One row for each older field: its name, the name of what is left, a value, and the wait. */
const older: readonly (readonly [string, string, string, object])[] = [
  ['X-RateLimit-Reset', 'X-RateLimit-Remaining', '1767225600', { atMs: 1_767_225_600_000 }],
  ['x-rate-limit-reset', 'x-rate-limit-remaining', '1767225600', { atMs: 1_767_225_600_000 }],
  ['X-RateLimit-Reset', 'X-RateLimit-Remaining', '30', { afterMs: 30_000 }],
  ['X-RateLimit-Reset', 'X-RateLimit-Remaining', '1470173023.123', { atMs: 1_470_173_023_123 }],
  ['X-RateLimit-Reset', 'X-RateLimit-Remaining', '1767225600123', { atMs: 1_767_225_600_123 }],
  ['X-RateLimit-Requests-Reset', 'X-RateLimit-Requests-Remaining', '1767225600123', { atMs: 1_767_225_600_123 }],
  [
    'X-RateLimit-Reset',
    'X-RateLimit-Remaining',
    'Tue Feb 16 2021 09:02:42 GMT+0100 (Central European Standard Time)',
    { atMs: Date.UTC(2021, 1, 16, 8, 2, 42) },
  ],
  [
    'X-RateLimit-Reset',
    'X-RateLimit-Remaining',
    'Tue Feb 16 2021 09:02:42 GMT-0130',
    { atMs: Date.UTC(2021, 1, 16, 10, 32, 42) },
  ],
  ['X-RateLimit-Reset-After', 'X-RateLimit-Remaining', '1.5', { afterMs: 1_500 }],
  ['X-RateLimit-Reset-After', 'X-RateLimit-Remaining', '1767225600', { afterMs: 1_767_225_600_000 }],
  ['X-RateLimit-Retry-After', 'X-RateLimit-Remaining', '42', { afterMs: 42_000 }],
  ['RateLimit-Reset', 'RateLimit-Remaining', '41', { afterMs: 41_000 }],
  ['RateLimit-Reset', 'RateLimit-Remaining', '1767225600', { atMs: 1_767_225_600_000 }],
  ['RateLimit-ResetTime', 'RateLimit-Remaining', 'Thu, 01 Jan 2026 00:00:00 GMT', { atMs: now }],
  ['x-ratelimit-reset-tokens', 'x-ratelimit-remaining-tokens', '6m0s', { afterMs: 360_000 }],
  ['x-ratelimit-reset-requests', 'x-ratelimit-remaining-requests', '12ms', { afterMs: 12 }],
  [
    'anthropic-ratelimit-tokens-reset',
    'anthropic-ratelimit-tokens-remaining',
    '2026-01-01T00:00:30Z',
    { atMs: now + 30_000 },
  ],
  ['anthropic-ratelimit-unified-reset', 'anthropic-ratelimit-unified-remaining', '1767225630', { atMs: now + 30_000 }],
]

describe('older fields', () => {
  test.each(older)('%s with %s: %s', (field, remaining, value, expected) => {
    const found = { wait: expected, field: field.toLowerCase() }
    expect(wait({ [field]: value, [remaining]: '0' }, 403)).toEqual(found)
    expect(wait({ [field]: value }, 429)).toEqual(found)
    expect(wait({ [field]: value }, 403)).toBeUndefined()
    expect(wait({ [field]: value, [remaining]: '5' }, 429)).toBeUndefined()
    expect(wait({ [field]: value, [remaining]: 'none' }, 429)).toBeUndefined()
  })

  test.each([
    ['-1', '3600', 3_600_000],
    ['-0.5', '3600', 3_600_000],
    ['0, 0', '3600', 3_600_000],
    ['0, 5', '3600', 3_600_000],
    ['0, 0', '1, 3600', 3_600_000],
    ['0', '1, 1', 1_000],
    ['5, 5', '3600', undefined],
    ['none, none', '3600', undefined],
    ['-', '3600', undefined],
  ])('with %j left and a reset of %j the wait is %s', (remaining, reset, afterMs) => {
    expect(wait({ 'X-RateLimit-Remaining': remaining, 'X-RateLimit-Reset': reset })?.wait).toEqual(
      afterMs === undefined ? undefined : { afterMs },
    )
  })

  test.each([
    ['x-ratelimit-reset-ms', '5000', { afterMs: 5_000 }],
    ['x-ratelimit-reset-after-ms', '5000', { afterMs: 5_000 }],
    ['x-ratelimit-reset-after-ms', '1767225600123', { afterMs: 1_767_225_600_123 }],
    ['x-ratelimit-retry-after-ms', '12.5', { afterMs: 13 }],
    ['ratelimit-reset-ms', '5000, 6000', { afterMs: 6_000 }],
    ['x-ratelimit-reset-ms', '1767225600', { afterMs: 1_767_225_600 }],
    ['x-ratelimit-reset-ms', '1767225600123', { atMs: 1_767_225_600_123 }],
    ['x-ratelimit-reset-tokens-ms', '20', { afterMs: 20 }],
  ])('%s: %s is in milliseconds', (field, value, expected) => {
    expect(wait({ [field]: value })).toEqual({ wait: expected, field })
    const remaining = field.replace(/(reset|retry)(-after)?/, 'remaining').replace('-ms', '')
    expect(wait({ [field]: value, [remaining]: '5' })).toBeUndefined()
  })

  test('a combined field of any name is read', () => {
    const limit = (value: string) => wait({ 'zendesk-ratelimit-tickets-index': value })
    expect(limit('total=100; remaining=0; resets=41')).toEqual({
      wait: { afterMs: 41_000 },
      field: 'zendesk-ratelimit-tickets-index',
    })
    expect(limit('total=100; remaining=99; resets=41')).toBeUndefined()
  })

  test.each([
    '',
    '-5',
    'abc',
    '1, soon',
    '0x10',
    '1e400',
    'Infinity',
    'soon',
    'Tue Feb 30 2021 09:02:42 GMT+0100',
    'Tue Feb 16 2021 09:02:42',
    'Tue Feb 16 2021 09:02:42 GMT+2500',
  ])('the value %j is none', value => {
    expect(wait({ 'X-RateLimit-Reset': value })).toBeUndefined()
  })

  test('of several exhausted quotas the last to be filled counts', () => {
    const headers = {
      'x-ratelimit-reset-requests': '6m0s',
      'x-ratelimit-remaining-requests': '12',
      'x-ratelimit-reset-tokens': '20ms',
      'x-ratelimit-remaining-tokens': '0',
    }
    expect(wait(headers)?.field).toBe('x-ratelimit-reset-tokens')
    expect(wait({ ...headers, 'x-ratelimit-remaining-requests': '0' })?.field).toBe('x-ratelimit-reset-requests')
  })

  test('of quotas that speak in different fields the last to be filled counts too', () => {
    const headers = { 'a-ratelimit-reset-after': '1', 'b-ratelimit-reset': '3600' }
    const found = { wait: { afterMs: 3_600_000 }, field: 'b-ratelimit-reset' }
    expect(wait(headers)).toEqual(found)
    expect(rateLimitWait(fieldsOf(headers), 429, undefined)).toEqual(found)
    expect(wait({ ...headers, 'c-ratelimit-index': 'remaining=0; resets=2' })).toEqual(found)
    expect(wait({ ...headers, 'b-ratelimit-remaining': '1' })?.field).toBe('a-ratelimit-reset-after')
  })

  test('a field that needs no clock comes before its twin that does', () => {
    const headers = {
      'X-RateLimit-Reset': '1767225630',
      'X-RateLimit-Reset-After': '29.5',
      'X-RateLimit-Remaining': '0',
    }
    expect(wait(headers)?.field).toBe('x-ratelimit-reset-after')
    expect(wait({ RateLimit: '"d";r=0;t=1', ...headers })?.field).toBe('ratelimit')
    const mixed = { 'a-ratelimit-reset': '1767225630', 'b-ratelimit-reset': '5' }
    expect(wait(mixed, 429, now)?.field).toBe('a-ratelimit-reset')
    expect(rateLimitWait(fieldsOf(mixed), 429, undefined)?.field).toBe('b-ratelimit-reset')
  })

  test('is total on any value of any of these fields', () => {
    const names = fc.constantFrom('ratelimit', 'x-ratelimit-$&-reset', ...older.map(([field]) => field.toLowerCase()))
    fc.assert(
      fc.property(fc.dictionary(names, fc.string()), fc.integer(), (headers, status) => {
        const found = rateLimitWait(fieldsOf(headers), status, undefined)
        if (found !== undefined) expect(Object.values(found.wait).every(Number.isFinite)).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })
})

test('a quota without a reset is filled again after the window of its policy', () => {
  const read = (policy: string) =>
    rateLimitWait(fieldsOf({ RateLimit: '"a";r=0', 'RateLimit-Policy': policy }), 429, undefined)
  expect(read('"b";q=9;w=9, "a";q=100;w=60')).toEqual({ wait: { afterMs: 60_000 }, field: 'ratelimit' })
  expect(read('"a";q=100')).toBeUndefined()
  expect(read('"a";w=60,,')).toBeUndefined()
})

test('a quota of one user or one path, in epoch milliseconds, with less than nothing left', () => {
  const reset = String(Date.UTC(2026, 10, 24))
  const read = (remaining: string) =>
    rateLimitWait(fieldsOf({ 'X-RateLimit-UserRemaining': remaining, 'X-RateLimit-UserReset': reset }), 429, undefined)
  expect(read('-1')).toEqual({ wait: { atMs: Number(reset) }, field: 'x-ratelimit-userreset' })
  expect(read('3')).toBeUndefined()
})
