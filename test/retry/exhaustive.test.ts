/**
 * The safety rule, looked at from outside: every status × method × key × dialect × role, and what a stranger may add to it.
 * The oracle is written here by hand, and shares nothing with the code but the words.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ApiProblem, type Attempt, createNormalizer, decideRetry, type Exchange } from '../door.js'

const now = Date.UTC(2026, 10, 20, 12)
const dayMs = 86_400_000
const date = 'Fri, 20 Nov 2026 12:00:00 GMT'
const statuses = Array.from({ length: 400 }, (_, i) => 200 + i)
const methods = ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE', 'POST', 'PATCH', 'CONNECT'] as const
/** RFC 9110 §9.2.2. */
const idempotent: readonly string[] = ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']
const roles = ['client', 'gateway'] as const

const json = { 'content-type': 'application/json' }
const liar = { advice: 'backoff', applied: 'no', maxAttempts: 99, retryable: true, ambiguousOnResend: false }
const bodies: Readonly<Record<string, Pick<Exchange, 'headers' | 'body'>>> = {
  basker: { headers: json, body: '{"error":"Server Error","message":"x","requestId":"a1b2c3d4"}' },
  base: {
    headers: json,
    body: '{"errors":[{"error":{"code":"temporarily_unavailable","message":"x"},"meta":{"type":"error"}}],"meta":{"type":"errors_collection","http_status":"x","logref":"l"}}',
  },
  laravel: { headers: json, body: '{"message":"x","errors":{"a":["b"]}}' },
  plain: { headers: { 'content-type': 'text/plain' }, body: 'no' },
  'problem-json': {
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify({
      type: 'about:blank',
      title: 'x',
      retry: liar,
      retryable: true,
      problem_dialects: { v: 1, retry: liar },
    }),
  },
}
/** What a server may add in order to get a request again. */
const pleas: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  nothing: {},
  'Retry-After': { 'retry-after': '1' },
  force: { 'retry-after': '0', 'x-should-retry': 'true', 'stripe-should-retry': 'true', 'grpc-retry-pushback-ms': '0' },
}

const problemOf = (status: number, id: string, plea: string): ApiProblem | undefined => {
  const { headers, body } = bodies[id] as Exchange
  const { normalize } = normalizers[id] as ReturnType<typeof createNormalizer>
  return normalize({
    status,
    headers: { ...(headers as object), ...pleas[plea], date },
    body: body as string,
    receivedAt: now,
  })
}
const normalizers = Object.fromEntries(Object.keys(bodies).map(id => [id, createNormalizer({ pinned: id })]))

const attempt = (over: Partial<Attempt>): Attempt => ({
  ...{ method: 'GET', attempt: 1, role: 'client', random: () => 0.5, now, maxWaitMs: 120_000 },
  ...over,
})
const resends = ['resend', 'resend-on-new-connection', 'reauthenticate-then-resend']

/** Everything that is sent again by itself, as `status method key role attempt`. */
const sentAgain = (id: string, plea: string, over: Partial<Attempt> = {}) => {
  const sent: { status: number; method: string; keyed: boolean; role: string; applied: string }[] = []
  let looked = 0
  for (const status of statuses) {
    const problem = problemOf(status, id, plea)
    if (problem === undefined) continue
    for (const method of methods)
      for (const keyed of [false, true])
        for (const role of roles)
          for (const n of [1, 2]) {
            looked++
            const key = keyed ? { idempotencyKey: 'k-7' } : {}
            const decision = decideRetry(problem, attempt({ method, role, attempt: n, ...key, ...over }))
            if (!resends.includes(decision.action)) continue
            sent.push({ status, method, keyed, role, applied: problem.retry.applied })
          }
  }
  return { sent, looked }
}

const mayHarm = (one: { method: string; keyed: boolean }) => !idempotent.includes(one.method) && !one.keyed
/** Where a specification says that nothing was done: credentials (RFC 9110 §15.5.2, §15.5.8), the wrong server (§15.5.20), early data (RFC 8470). */
const notApplied = [401, 407, 421, 425, 561]

describe.each(Object.keys(bodies))('%s', id => {
  test.each(Object.keys(pleas))('with %s, nothing that may have been applied is sent again by itself', plea => {
    const { sent, looked } = sentAgain(id, plea)
    expect(looked).toBe(200 * 9 * 2 * 2 * 2)
    expect(sent.length).toBeGreaterThan(500)
    const harmful = sent.filter(mayHarm)
    expect(harmful.filter(({ applied }) => applied !== 'no')).toEqual([])
    // 413 is refused before anything is done, and Retry-After says that it is temporary (RFC 9110 §15.5.14)
    const allowed = plea === 'nothing' ? notApplied : [...notApplied, 413]
    expect([...new Set(harmful.map(({ status }) => status))].filter(status => !allowed.includes(status))).toEqual([])
  })

  test('what the caller says of it counts: idempotent for both roles, an opt-in for a client only', () => {
    const stated = sentAgain(id, 'nothing', { idempotent: true }).sent.filter(mayHarm)
    expect(new Set(stated.map(({ role }) => role))).toEqual(new Set(roles))
    expect(stated.some(({ status }) => status === 502)).toBe(true)
    const opted = sentAgain(id, 'nothing', { accept: 'unlikely' }).sent.filter(mayHarm)
    expect(new Set(opted.filter(({ applied }) => applied === 'unlikely').map(({ role }) => role))).toEqual(
      new Set(['client']),
    )
    expect(opted.filter(({ applied }) => applied === 'unknown' || applied === 'yes')).toEqual([])
  })

  test('a gateway that was told of no wait sends again at once or not at all', () => {
    for (const status of statuses) {
      const problem = problemOf(status, id, 'Retry-After')
      if (problem === undefined) continue
      const { maxWaitMs: _default, ...gateway } = attempt({ role: 'gateway' })
      const decision = decideRetry(problem, gateway)
      if ('delayMs' in decision) expect([status, decision.delayMs]).toEqual([status, 0])
    }
  })
})

describe('waits', () => {
  const seconds = fc
    .oneof(fc.nat({ max: 200 }), fc.nat(), fc.constantFrom(2_147_483, 2_147_484, 9_999_999_999))
    .map(n => ({ asked: n * 1_000, text: String(n) }))
  const dates = fc.integer({ min: -dayMs, max: 3 * dayMs }).map(ms => ({
    asked: Math.floor((now + ms) / 1_000) * 1_000 - now,
    text: new Date(now + ms).toUTCString(),
  }))
  const garbage = fc
    .oneof(
      fc.string(),
      fc.constantFrom(
        '-5',
        'abc',
        '1e400',
        'Infinity',
        '0x10',
        '1, soon',
        '120 seconds',
        'Thu, 99 Foo 2026 12:00:00 GMT',
      ),
    )
    .map(text => ({ asked: 0, text }))
  const hint = fc.oneof(
    seconds,
    dates,
    garbage.filter(({ text }) => !/\d/.test(text) || text.includes('-')),
  )
  const skew = fc.constantFrom(0, dayMs, -dayMs, 3_600_000, -1)

  test('are finite, fit a timer, and are never shorter than asked, however the two clocks differ', () => {
    const { decode } = createNormalizer()
    const decided = (text: string, skewMs: number, over: Partial<Attempt>) =>
      decideRetry(
        decode({ status: 503, headers: { 'retry-after': text, date }, receivedAt: now + skewMs }),
        attempt({ ...over, now: now + skewMs, maxWaitMs: Number.MAX_SAFE_INTEGER }),
      )
    fc.assert(
      fc.property(
        hint,
        skew,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(...roles),
        ({ asked, text }, skewMs, draw, role) => {
          const decision = decided(text, skewMs, { random: () => draw, role })
          if ('delayMs' in decision) {
            expect(Number.isFinite(decision.delayMs)).toBe(true)
            expect(decision.delayMs).toBeLessThanOrEqual(2_147_483_647)
            expect(decision.delayMs).toBeGreaterThanOrEqual(asked)
            // what the clocks say of each other changes nothing
            expect(decided(text, 0, { random: () => draw, role })).toEqual(decision)
          } else {
            expect(decision.action).toBe('park')
            expect(asked).toBeGreaterThan(2_147_483_647)
          }
        },
      ),
      { numRuns: 5_000 },
    )
  })
})
