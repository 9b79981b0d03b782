import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { delayHint, serverClock } from '../../src/http/delay.js'
import { fieldsOf } from '../../src/http/fields.js'
import { formatHttpDate } from '../../src/http/http-date.js'
import { retryVeto } from '../../src/http/veto.js'

const now = Date.UTC(2026, 0, 1)
const at = (ms: number) => formatHttpDate(now + ms)
const hint = (headers: Record<string, string>, clues = {}) => delayHint(fieldsOf(headers), { status: 429, ...clues })

describe('delayHint', () => {
  const all = {
    'Retry-After-Ms': '1',
    'X-Ms-Retry-After-Ms': '2',
    'X-Amz-Retry-After': '3',
    'Retry-After': '4',
    RateLimit: '"d";r=0;t=6',
    'X-RateLimit-Reset': '7',
  }

  test('takes the sources in their order', () => {
    const left: Record<string, string> = { ...all }
    const found: unknown[] = []
    for (const field of Object.keys(all)) {
      const { hint: first } = hint(left)
      found.push([first?.field, first?.source, first?.delayMs])
      delete left[field]
    }
    expect(found).toEqual([
      ['retry-after-ms', 'retry-after-ms', 1],
      ['x-ms-retry-after-ms', 'retry-after-ms', 2],
      ['x-amz-retry-after', 'retry-after-ms', 3],
      ['retry-after', 'retry-after', 4_000],
      ['ratelimit', 'ratelimit', 6_000],
      ['x-ratelimit-reset', 'ratelimit-reset', 7_000],
    ])
    expect(hint(left)).toEqual({ warnings: [] })
  })

  test('takes the body after Retry-After and before RateLimit', () => {
    const body = { afterMs: 5_000 }
    expect(hint({ 'Retry-After': '4', RateLimit: '"d";r=0;t=6' }, { body }).hint?.source).toBe('retry-after')
    expect(hint({ RateLimit: '"d";r=0;t=6' }, { body }).hint).toEqual({ delayMs: 5_000, source: 'body', field: 'body' })
    expect(hint({}, { body: { afterMs: Number.NaN } })).toEqual({ warnings: [] })
    expect(hint({}, { body: { atMs: now + 1 }, receivedAtMs: now }).hint?.delayMs).toBe(1)
  })

  test.each([
    ['the server has a Date', { Date: at(0), 'Retry-After': at(5_000) }, { receivedAtMs: now + 3_600_000 }, 5_000],
    ['it lay in a cache since', { Date: at(0), Age: '2', 'Retry-After': at(5_000) }, {}, 3_000],
    ['the age is nonsense', { Date: at(0), Age: '-2', 'Retry-After': at(5_000) }, {}, 5_000],
    ['only we have a clock', { 'Retry-After': at(5_000) }, { receivedAtMs: now + 1_000 }, 4_000],
    ['the Date is nonsense', { Date: 'today', 'Retry-After': at(5_000) }, { receivedAtMs: now }, 5_000],
    ['it has passed', { Date: at(0), 'Retry-After': at(-5_000) }, {}, 0],
    ['an epoch is given', { Date: at(0), 'X-RateLimit-Reset': String(now / 1_000 + 9) }, {}, 9_000],
    ['seconds are given, age or not', { Date: at(0), Age: '100', 'Retry-After': '120' }, {}, 120_000],
  ])('counts right where %s', (_, headers, clues, delayMs) => {
    expect(hint(headers as Record<string, string>, clues)).toMatchObject({ hint: { delayMs }, warnings: [] })
  })

  test('without a clock a date is no delay, and the next source counts', () => {
    const { hint: found, warnings } = hint({ 'Retry-After': at(0), 'X-RateLimit-Reset': '7' })
    expect(found?.delayMs).toBe(7_000)
    expect(warnings).toEqual(['no-clock: Retry-After names a date, and neither side a time to count from'])
    expect(hint({ 'Retry-After': at(0) }, { receivedAtMs: Number.NaN }).hint).toBeUndefined()
  })

  test.each([
    [{ 'Retry-After': at(5_000) }, {}, now + 5_000, 'retry-after'],
    [{ 'X-RateLimit-Reset': String(now / 1_000) }, {}, now, 'ratelimit-reset'],
    [{}, { body: { atMs: now + 0.5 } }, now + 1, 'body'],
    [{ 'Retry-After': at(5_000), 'X-RateLimit-Reset': '7' }, {}, now + 5_000, 'retry-after'],
    [{ 'Retry-After': at(5_000), 'X-RateLimit-Reset': String(now / 1_000) }, {}, now + 5_000, 'retry-after'],
    [{ 'Retry-After': '5', 'X-RateLimit-Reset': String(now / 1_000) }, {}, undefined, undefined],
    [{ 'Retry-After': at(5_000) }, { receivedAtMs: now }, undefined, undefined],
    [{ 'Retry-After': at(5_000), Date: at(0) }, {}, undefined, undefined],
  ])('without a clock the instant is kept: %j with %j', (headers, clues, until, source) => {
    const found = hint(headers as Record<string, string>, clues)
    expect(found.until).toBe(until)
    expect(found.untilSource).toBe(source)
  })

  test.each(['', '-5', 'abc', '1e400', 'Infinity', '0x10', '1, soon', '1,', '120 seconds', 'Sun'])(
    'warns of Retry-After: %j',
    value => {
      expect(hint({ 'Retry-After': value })).toEqual({ warnings: [`malformed-field: Retry-After "${value}"`] })
      expect(hint({ 'Retry-After': value, 'X-RateLimit-Reset': '7' }).hint?.delayMs).toBe(7_000)
    },
  )

  test.each([
    ['1, 1', 1_000],
    ['3600, 3600', 3_600_000],
    ['1, 3600, 2', 3_600_000],
    ['0.5,2', 2_000],
    [`${at(5_000)}, ${at(5_000)}`, 5_000],
    [`${at(5_000)}, ${at(9_000)}`, 9_000],
  ])('takes the longest of Retry-After on several lines, %j, and warns', (value, delayMs) => {
    const found = hint({ 'Retry-After': value, Date: at(0) })
    expect(found.hint).toMatchObject({ delayMs, source: 'retry-after' })
    expect(found.warnings).toEqual([expect.stringMatching(/^repeated-field: Retry-After "/)])
  })

  test('reads no field that mixes a wait and a date', () => {
    expect(hint({ 'Retry-After': `5, ${at(5_000)}`, Date: at(0) })).toEqual({
      warnings: [expect.stringMatching(/^malformed-field: Retry-After "5, /)],
    })
  })

  test.each([
    ['60000', 60_000],
    ['0', 0],
    ['-1', undefined],
    ['1, 1', undefined],
    ['soon', undefined],
    ['99999999999', undefined],
  ])('reads a pushback of %s as a delay or leaves it to the veto', (value, delayMs) => {
    const fields = fieldsOf({ 'grpc-retry-pushback-ms': value })
    const source = { source: 'retry-after-ms', field: 'grpc-retry-pushback-ms' }
    expect(delayHint(fields, { status: 503 })).toEqual({
      ...(delayMs === undefined ? {} : { hint: { delayMs, ...source } }),
      warnings: [],
    })
    expect(retryVeto(fields) === undefined).toBe(delayMs !== undefined)
  })

  test.each([
    ['3600', 5_000, 5_000],
    ['86400', 5_000, 5_000],
    ['86401', 172_800_000, 172_800_000],
    ['99999999999999', 172_800_000, 172_800_000],
    ['6', 5_000, 5_000],
  ])('an age of %s s does not shorten a wait of %d ms', (Age, waitMs, delayMs) => {
    const found = hint({ Date: at(0), Age, 'Retry-After': at(waitMs) }, { receivedAtMs: now + 3_600_000 })
    expect(found.hint?.delayMs).toBe(delayMs)
    expect(found.warnings).toContain(`implausible-age: Age "${Age}" does not shorten the wait`)
  })

  test('an age up to the whole of the wait, and one that plays no part, are believed', () => {
    expect(hint({ Date: at(0), Age: '5', 'Retry-After': at(5_000) })).toMatchObject({
      hint: { delayMs: 0 },
      warnings: [],
    })
    expect(hint({ Date: at(0), Age: '999999', 'Retry-After': '5' }).warnings).toEqual([])
    expect(hint({ Date: at(0), Age: '999999', 'Retry-After': at(-5_000) })).toMatchObject({
      hint: { delayMs: 0 },
      warnings: [],
    })
  })

  test('quotes a malformed value short and on one line', () => {
    const { warnings } = hint({ 'Retry-After': `\u001b[31m\n${'x'.repeat(5_000)}` })
    expect(warnings[0]).toMatch(/^malformed-field: Retry-After "\\u001b\[31m\\u000ax{58}…"$/)
  })

  test.each([
    ['0', 0, 0],
    ['1', 1_000, 0],
    ['86400', 86_400_000, 0],
    ['86401', 86_401_000, 1],
    ['2147484', 2_147_484_000, 1],
    ['9999999999', 9_999_999_999_000, 1],
    ['99999999999999999999999', Number.MAX_SAFE_INTEGER, 1],
  ])('never asks for less than Retry-After: %s', (value, delayMs, warnings) => {
    const found = hint({ 'Retry-After': value })
    expect(found.hint?.delayMs).toBe(delayMs)
    expect(found.warnings.filter(text => text.startsWith('implausible-delay: Retry-After'))).toHaveLength(warnings)
  })

  test('marks decimal seconds as an extension', () => {
    expect(hint({ 'Retry-After': '0.2' }).hint).toEqual({
      delayMs: 200,
      source: 'retry-after',
      field: 'retry-after',
      extension: true,
    })
  })

  test('is total, and what it gives is a whole number from 0 on', () => {
    const names = fc.constantFrom(...Object.keys(all), 'Date', 'Age')
    const values = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.constantFrom(at(0), at(1e9), '2026-01-01T00:00:00Z'),
    )
    const body = fc.option(fc.oneof(fc.record({ afterMs: fc.double() }), fc.record({ atMs: fc.double() })), {
      nil: undefined,
    })
    fc.assert(
      fc.property(fc.dictionary(names, values), fc.double(), body, (headers, receivedAtMs, wait) => {
        const found = delayHint(fieldsOf(headers), { status: 429, receivedAtMs, body: wait }).hint
        if (found !== undefined) expect(Number.isSafeInteger(found.delayMs) && found.delayMs >= 0).toBe(true)
        const { until } = delayHint(fieldsOf(headers), { status: 429, body: wait })
        if (until !== undefined) expect(Number.isSafeInteger(until) && until >= 0).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })
})

test('the field of a named limit counts where Retry-After itself is not there, and of several the last to be lifted', () => {
  const read = (headers: Record<string, string>) => delayHint(fieldsOf(headers), { status: 429 }).hint
  expect(read({ 'Retry-After-short': '1', 'Retry-After-long': '60' })).toEqual({
    delayMs: 60_000,
    source: 'retry-after',
    field: 'retry-after-long',
    extension: true,
  })
  expect(read({ 'Retry-After-long': '60', 'Retry-After': '2' })?.delayMs).toBe(2_000)
  expect(read({ 'Retry-After-unit-ms': '60', 'Retry-After-note': 'soon' })).toBeUndefined()
})

test('serverClock is Date plus Age, or nothing', () => {
  expect(serverClock(fieldsOf({ Date: at(0) }))).toBe(now)
  expect(serverClock(fieldsOf({ Date: at(0), Age: '3' }))).toBe(now + 3_000)
  expect(serverClock(fieldsOf({ Date: at(0), Age: '86400' }))).toBe(now + 86_400_000)
  expect(serverClock(fieldsOf({ Date: at(0), Age: '86401' }))).toBe(now)
  expect(serverClock(fieldsOf({ Age: '3' }))).toBeUndefined()
  expect(serverClock(fieldsOf({}))).toBeUndefined()
})
