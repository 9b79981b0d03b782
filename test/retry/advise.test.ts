import { describe, expect, test } from 'vitest'
import { type AnyDialect, createNormalizer, explain, forAudience, laravel } from '../door.js'

const { decode } = createNormalizer()
const date = 'Fri, 20 Nov 2026 12:00:00 GMT'

describe('what fields ask for', () => {
  test('a valid Retry-After sets the delay, turns backoff into after-delay, and is an instant where a clock is known', () => {
    expect(decode({ status: 503, headers: { 'Retry-After': '30', Date: date } }).retry).toMatchObject({
      advice: 'after-delay',
      retryAfterMs: 30_000,
      notBefore: '2026-11-20T12:00:30.000Z',
      maxAttempts: 3,
    })
    expect('notBefore' in decode({ status: 503, headers: { 'Retry-After': '30' } }).retry).toBe(false)
  })
  test('a date is relative to the server: a clock that is a day off changes nothing', () => {
    const headers = { Date: date, 'Retry-After': 'Fri, 20 Nov 2026 12:01:00 GMT' }
    for (const skew of [0, 86_400_000, -86_400_000])
      expect(decode({ status: 503, headers, receivedAt: Date.UTC(2026, 10, 20, 12) + skew }).retry.retryAfterMs).toBe(
        60_000,
      )
  })
  test('it lifts 413 and 409, not 403, 400 or 404', () => {
    const headers = { 'retry-after': '5' }
    for (const status of [409, 413, 423])
      expect(decode({ status, headers }).retry).toMatchObject({
        advice: 'after-delay',
        maxAttempts: 3,
        retryAfterMs: 5_000,
      })
    for (const [status, advice] of [
      [403, 'never'],
      [400, 'fix-request'],
      [404, 'never'],
      [500, 'once'],
    ] as const)
      expect(decode({ status, headers }).retry).toMatchObject({ advice, retryAfterMs: 5_000 })
  })
  test('a quota field speaks only where the status is about load', () => {
    const headers = { 'ratelimit-remaining': '0', 'ratelimit-reset': '30' }
    expect(decode({ status: 429, headers }).retry).toMatchObject({ advice: 'after-delay', retryAfterMs: 30_000 })
    expect('retryAfterMs' in decode({ status: 422, headers }).retry).toBe(false)
  })
  test('a malformed hint is warned of and changes nothing', () => {
    for (const value of ['abc', '-5', '1, soon', '0x10', 'Infinity', '1e400', '120 seconds', '']) {
      const problem = decode({ status: 503, headers: { 'retry-after': value } })
      expect(problem.retry).toMatchObject({ advice: 'backoff' })
      expect('retryAfterMs' in problem.retry).toBe(false)
    }
  })
  test('an implausible hint is kept as asked, and warned of', () => {
    const problem = decode({ status: 503, headers: { 'retry-after': '9999999999' }, receivedAt: 0 })
    expect(problem.retry).toMatchObject({ retryAfterMs: 9_999_999_999_000, notBefore: '2286-11-20T17:46:39.000Z' })
    expect(problem.source.warnings.join()).toContain('implausible-delay')
  })
})

describe('who may speak', () => {
  const eager = (rung: 'declared' | 'distinctive' | 'likely' | 'possible'): AnyDialect => ({
    ...laravel,
    id: 'eager',
    title: 'Eager',
    shape: { required: { eager: 'boolean' } },
    reads: ['eager'],
    body: {
      ...laravel.body,
      is: () => true,
      decode: (u: unknown) => ({ _tag: 'Right', right: u }),
    } as never,
    claim: () => ({ rung, because: 'test' }),
    toProblem: () => ({ code: 'c', retryable: true, wait: { afterMs: 9_000 } }),
    statuses: {
      400: { because: 'again!', advice: 'backoff', maxAttempts: 9, applied: 'no' },
      500: { because: 'later', advice: 'after-delay', maxAttempts: 9 },
      503: { because: 'stop.', advice: 'never' },
    },
  })
  const hear = (rung: 'declared' | 'distinctive' | 'likely' | 'possible', status: number, pinned = false) => {
    const d = eager(rung)
    const { read: _fast, ...body } = d.body as never as { read: unknown }
    return createNormalizer({
      dialects: [{ ...d, body: body as never }],
      ...(pinned ? { pinned: 'eager' } : {}),
    }).decode({ status, json: { eager: true } }).retry
  }
  test('a dialect that is sure may relax', () => {
    for (const rung of ['declared', 'distinctive'] as const)
      expect(hear(rung, 400)).toMatchObject({
        advice: 'after-delay',
        retryAfterMs: 9_000,
        maxAttempts: 9,
        applied: 'no',
      })
    expect(hear('possible', 400, true)).toMatchObject({ advice: 'after-delay', maxAttempts: 9 })
  })
  test('a likely one may only tighten', () => {
    expect(hear('likely', 400)).toMatchObject({ advice: 'fix-request', maxAttempts: 1, applied: 'unlikely' })
    expect(hear('likely', 500)).toMatchObject({ advice: 'once', maxAttempts: 2 })
    expect(hear('likely', 503)).toMatchObject({ advice: 'never', maxAttempts: 1, because: 'Eager: stop.' })
  })
  test('a possible one is silent', () => {
    expect(hear('possible', 503)).toMatchObject({ advice: 'after-delay', maxAttempts: 3 })
    expect(hear('possible', 400)).toMatchObject({ advice: 'fix-request' })
  })
  test('an order to retry counts only where it is documented, a veto of the body always', () => {
    const read = (d: AnyDialect) =>
      createNormalizer({ dialects: [d] }).decode({ status: 404, json: { eager: true } }).retry.advice
    const { read: _fast, ...body } = eager('declared').body as never as { read: unknown }
    const make = (over: Partial<AnyDialect>): AnyDialect => ({
      ...eager('declared'),
      statuses: {},
      body: body as never,
      ...over,
    })
    expect(read(make({}))).toBe('never')
    expect(read(make({ honoursForce: true }))).toBe('backoff')
    expect(
      createNormalizer({ dialects: [make({ toProblem: () => ({ retryable: false }) })] }).decode({
        status: 503,
        json: { eager: true },
      }).retry,
    ).toMatchObject({ advice: 'never', maxAttempts: 1 })
  })
})

describe('explain', () => {
  test('shows every claim, the winner, the row and every rule with the one that won', () => {
    const why = explain({
      status: 503,
      headers: { 'retry-after': '5' },
      json: { error: 'e', message: 'm', requestId: 'r' },
    })
    expect(why).toMatchObject({ failed: true, winner: 'basker', status: { code: 503 }, content: { kind: 'json' } })
    expect(why.claims.map(({ dialect, won }) => [dialect, won])).toEqual([
      ['basker', true],
      ['json', false],
    ])
    expect(why.rules.map(({ rule, won }) => [rule, won])).toEqual([
      ['api-status', true],
      ['registry', false],
      ['delay', false],
    ])
    expect(JSON.parse(JSON.stringify(why))).toEqual(why)
  })
  test('of a success it says that nothing failed', () => {
    const why = explain({ status: 200, json: { ok: true } })
    expect(why).toMatchObject({ failed: false, status: { code: 200 } })
    expect('problem' in why).toBe(false)
  })
})

describe('without any clock', () => {
  test('an instant is no delay, but nothing is sent before it', () => {
    const problem = decode({ status: 503, headers: { 'retry-after': 'Fri, 31 Dec 2027 23:59:59 GMT' } })
    expect(problem.retry).toMatchObject({ advice: 'after-delay', notBefore: '2027-12-31T23:59:59.000Z' })
    expect('retryAfterMs' in problem.retry).toBe(false)
  })
})

test('fields beyond the cap are counted, and junk does not hide a hint or a veto', () => {
  const junk = Object.fromEntries(Array.from({ length: 1_500 }, (_, i) => [`x-junk-${i}`, 'v']))
  const problem = decode({ status: 503, headers: { ...junk, 'retry-after': '3600', 'x-should-retry': 'false' } })
  expect(problem.retry).toMatchObject({ advice: 'never', retryAfterMs: 3_600_000 })
  expect(problem.source.warnings.join()).toContain('fields-cut: 500')
})

test('an epoch of a quota does not lift what is not about load, with a clock or without', () => {
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1861833600' }
  for (const receivedAt of [undefined, 1_795_000_000_000]) {
    const { retry } = decode({ status: 422, headers, receivedAt })
    expect(retry.advice).toBe('fix-request')
    expect('notBefore' in retry).toBe(false)
  }
  expect(decode({ status: 429, headers }).retry).toMatchObject({
    advice: 'after-delay',
    notBefore: '2028-12-31T00:00:00.000Z',
  })
})

describe('a challenge to the token, beside a body of somebody else', () => {
  const answer = (status: number, challenge: string, json: unknown = { message: 'No.' }, pinned?: 'basker') =>
    createNormalizer({ pinned }).decode({ status, headers: { 'WWW-Authenticate': challenge }, json })

  test('says what to do where only the registry speaks, and leaves the body to its dialect', () => {
    const problem = answer(403, 'Bearer error="insufficient_scope", error_description="More, please.", scope="a b"')
    expect(problem).toMatchObject({
      dialect: 'laravel',
      detail: 'No.',
      errors: [],
      extensions: {},
      retry: { advice: 'reauthenticate', maxAttempts: 2, applied: 'no' },
      source: {
        challenge: { scheme: 'Bearer', error: 'insufficient_scope', description: 'More, please.', scope: 'a b' },
      },
    })
    expect(problem.retry.because).toBe('RFC 6750 §3.1: the token allows less than this needs: get one of wider scope')
    expect('code' in problem).toBe(false)
    const { rules } = explain({
      status: 403,
      headers: { 'www-authenticate': 'Bearer error="insufficient_scope"' },
      json: { message: 'No.' },
    })
    expect(rules?.map(({ rule, won }) => [rule, won])).toContainEqual(['challenge', true])
  })
  test('of a malformed request it says that a new token is of no use', () => {
    expect(answer(401, 'Bearer error="invalid_request"').retry.advice).toBe('fix-request')
    expect(answer(401, 'DPoP error="invalid_token"').retry.advice).toBe('reauthenticate')
  })
  test('it does not speak over an API that documents the status', () => {
    const body = { error: 'Unauthorized', message: 'Valid API key required' }
    const problem = answer(401, 'Bearer error="invalid_token"', body, 'basker')
    expect(problem.retry.advice).toBe('fix-request')
    expect(problem.source.challenge?.error).toBe('invalid_token')
  })
  test('a word of an extension is kept and changes nothing; other statuses, schemes and junk say nothing', () => {
    expect(answer(401, 'Bearer error="use_nonce"')).toMatchObject({
      retry: { advice: 'reauthenticate' },
      source: { challenge: { error: 'use_nonce' } },
    })
    for (const [status, challenge] of [
      [429, 'Bearer error="invalid_token"'],
      [403, 'Basic error="insufficient_scope"'],
      [403, 'Bearer scope="a"'],
      [403, 'Bearer error="two words"'],
      [403, 'error'],
    ] as const) {
      const problem = answer(status, challenge)
      expect('challenge' in problem.source).toBe(false)
      expect(problem.retry).toEqual(decode({ status, json: { message: 'No.' } }).retry)
    }
  })
  test('a veto still counts', () => {
    const headers = { 'www-authenticate': 'Bearer error="insufficient_scope"', 'x-should-retry': 'false' }
    expect(decode({ status: 403, headers, json: { message: 'No.' } }).retry.advice).toBe('never')
  })
  test('it does not leave for the public', () => {
    expect('challenge' in forAudience(answer(401, 'Bearer error="invalid_token"')).source).toBe(false)
  })
})
