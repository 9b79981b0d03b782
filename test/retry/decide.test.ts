import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { budget } from '../../src/retry/budget.js'
import { stopReasons } from '../../src/retry/decide.js'
import {
  type ApiProblem,
  type Attempt,
  createNormalizer,
  decideRetry,
  fromTransport,
  problem,
  statusRows,
} from '../door.js'

const now = Date.UTC(2026, 10, 20, 12)
const attempt = (over: Partial<Attempt> = {}): Attempt => ({
  method: 'GET',
  attempt: 1,
  role: 'client',
  random: () => 0.5,
  now,
  ...over,
})
const at = (status: number, retry: Partial<ApiProblem['retry']> = {}): ApiProblem => problem({ status, retry })
const { decode } = createNormalizer()

describe('every action of the closed set', () => {
  test('resend after a computed backoff', () =>
    expect(decideRetry(at(503), attempt())).toEqual({ action: 'resend', delayMs: 50 }))
  test('resend when the server said, and up to a tenth later', () => {
    expect(decideRetry(at(429, { retryAfterMs: 5_000 }), attempt())).toEqual({ action: 'resend', delayMs: 5_250 })
    expect(decideRetry(at(429, { retryAfterMs: 5_000 }), attempt({ random: () => 0 }))).toEqual({
      action: 'resend',
      delayMs: 5_000,
    })
  })
  test('resend on a new connection', () =>
    expect(decideRetry(at(421), attempt({ method: 'POST' }))).toEqual({
      action: 'resend-on-new-connection',
      delayMs: 0,
    }))
  test('reauthenticate, then resend', () =>
    expect(decideRetry(at(401), attempt({ method: 'POST' }))).toEqual({
      action: 'reauthenticate-then-resend',
      delayMs: 0,
    }))
  test('park what is later than we may wait, exactly', () => {
    expect(decideRetry(at(503, { retryAfterMs: 121_000 }), attempt())).toEqual({
      action: 'park',
      notBefore: '2026-11-20T12:02:01.000Z',
    })
    expect(decideRetry(at(503, { retryAfterMs: 25 * 86_400_000 }), attempt())).toEqual({
      action: 'park',
      notBefore: '2026-12-15T12:00:00.000Z',
    })
  })
  test('verify what an earlier attempt may have done', () => {
    const verify = { action: 'verify', reason: 'earlier-attempt-may-have-worked' }
    expect(decideRetry(at(404), attempt({ method: 'DELETE', attempt: 2 }))).toEqual(verify)
    expect(decideRetry(at(409), attempt({ method: 'POST', attempt: 2 }))).toEqual(verify)
    expect(decideRetry(at(412), attempt({ method: 'PUT', attempt: 1, priorAttempts: 1 }))).toEqual(verify)
    expect(decideRetry(at(404), attempt({ method: 'GET', attempt: 2 }))).toEqual({ action: 'stop', reason: 'never' })
    expect(decideRetry(at(404), attempt({ method: 'DELETE', attempt: 1 }))).toEqual({ action: 'stop', reason: 'never' })
  })
})

describe('every reason to stop', () => {
  const stops: Readonly<Record<string, readonly [ApiProblem, Attempt]>> = {
    'nothing-failed': [at(200), attempt()],
    poll: [at(202), attempt()],
    'follow-redirect': [at(307), attempt()],
    never: [at(403), attempt()],
    'fix-request': [at(422), attempt()],
    'resolve-conflict': [at(409), attempt({ method: 'POST' })],
    exhausted: [at(503, { exhausted: true }), attempt()],
    attempts: [at(503), attempt({ attempt: 3 })],
    'may-have-been-applied': [at(502), attempt({ method: 'POST' })],
    deadline: [at(503, { retryAfterMs: 5_000 }), attempt({ deadline: now + 4_000 })],
    'wait-unbounded': [at(503, { retryAfterMs: 1e300 }), attempt()],
    budget: [at(503), attempt({ budget: budget({ tokens: 0.9, refillPerSuccess: 0 }) })],
  }
  test('is listed', () => expect(Object.keys(stops)).toEqual([...stopReasons]))
  for (const [reason, [p, a]] of Object.entries(stops))
    test(reason, () => expect(decideRetry(p, a)).toEqual({ action: 'stop', reason }))
})

describe('the safety rule', () => {
  const idempotent = ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY', 'PUT', 'DELETE', 'PROPFIND']
  const methods = [...idempotent, 'POST', 'PATCH', 'CONNECT', 'LOCK', 'MADEUP', 'delete', '']
  const sends = (decision: { action: string }): boolean => decision.action.includes('resend')

  test('no request that may have been applied goes out again by itself: every status, method, key and role', () => {
    let sent = 0
    for (const { code } of statusRows)
      for (const method of methods)
        for (const role of ['client', 'gateway'] as const)
          for (const over of [
            {},
            { idempotencyKey: 'k' },
            { idempotent: true },
            { accept: 'unlikely' as const },
            { idempotencyKey: '' },
          ]) {
            const p = at(code)
            const decision = decideRetry(p, attempt({ method, role, maxWaitMs: 120_000, ...over }))
            if (!sends(decision)) continue
            sent++
            const safe =
              p.retry.applied === 'no' ||
              idempotent.includes(method.toUpperCase()) ||
              'idempotent' in over ||
              ('idempotencyKey' in over && over.idempotencyKey !== '') ||
              ('accept' in over && role === 'client' && p.retry.applied === 'unlikely')
            expect({ code, method, role, over, safe }).toEqual({ code, method, role, over, safe: true })
          }
    expect(sent).toBeGreaterThan(500)
  })
  test('a gateway has no opt-in', () => {
    const post = { method: 'POST', accept: 'unlikely', maxWaitMs: 60_000 } as const
    expect(decideRetry(at(503), attempt(post)).action).toBe('resend')
    expect(decideRetry(at(503), attempt({ ...post, role: 'gateway' }))).toEqual({
      action: 'stop',
      reason: 'may-have-been-applied',
    })
  })
  test('what was certainly not applied may be sent again with any method', () => {
    expect(
      decideRetry(fromTransport(Object.assign(new Error('x'), { code: 'ECONNREFUSED' })), attempt({ method: 'POST' }))
        .action,
    ).toBe('resend')
    expect(
      decideRetry(fromTransport(Object.assign(new Error('x'), { code: 'ECONNRESET' })), attempt({ method: 'POST' })),
    ).toEqual({ action: 'stop', reason: 'may-have-been-applied' })
  })
  test('a failure that may have come after sending is not one before it', () => {
    const coded = (code: string, syscall?: string) => Object.assign(new Error('x'), { code, syscall })
    const post = (error: unknown) => decideRetry(fromTransport(error), attempt({ method: 'POST' })).action
    expect(post(coded('EHOSTUNREACH', 'connect'))).toBe('resend')
    for (const error of [
      coded('EHOSTUNREACH', 'read'),
      coded('ENETUNREACH'),
      Object.assign(new Error('x'), { errors: [coded('ECONNREFUSED', 'connect'), coded('ECONNRESET')] }),
    ])
      expect(post(error)).toBe('stop')
    expect(
      post(
        Object.assign(new Error('x'), { errors: [coded('ECONNREFUSED', 'connect'), coded('ENETUNREACH', 'connect')] }),
      ),
    ).toBe('resend')
  })
  test('no server can order a POST to be repeated', () => {
    const p = decode({ status: 500, headers: { 'x-should-retry': 'true', 'retry-after': '0' }, json: {} })
    expect(decideRetry(p, attempt({ method: 'POST' }))).toEqual({ action: 'stop', reason: 'may-have-been-applied' })
    expect(decideRetry(decode({ status: 400, headers: { 'x-should-retry': 'true' } }), attempt())).toEqual({
      action: 'stop',
      reason: 'fix-request',
    })
  })
  test('a veto of the server is final', () => {
    expect(
      decideRetry(
        decode({ status: 409, headers: { 'x-should-retry': 'false' } }),
        attempt({ method: 'POST', idempotencyKey: 'k' }),
      ),
    ).toEqual({ action: 'stop', reason: 'never' })
    expect(decideRetry(decode({ status: 503, headers: { 'x-should-retry': 'false' } }), attempt())).toEqual({
      action: 'stop',
      reason: 'never',
    })
    expect(decideRetry(decode({ status: 503, headers: { 'x-envoy-overloaded': 'true' } }), attempt())).toEqual({
      action: 'stop',
      reason: 'never',
    })
  })
})

describe('waiting', () => {
  test('a gateway waits for nothing unless told otherwise', () => {
    expect(decideRetry(at(503, { retryAfterMs: 1_000 }), attempt({ role: 'gateway' }))).toEqual({
      action: 'park',
      notBefore: '2026-11-20T12:00:01.000Z',
    })
    expect(decideRetry(at(503, { retryAfterMs: 1_000 }), attempt({ role: 'gateway', maxWaitMs: 5_000 })).action).toBe(
      'resend',
    )
    expect(decideRetry(at(421), attempt({ role: 'gateway' }))).toEqual({
      action: 'resend-on-new-connection',
      delayMs: 0,
    })
  })
  test('time that has passed in a queue counts', () => {
    const queued: ApiProblem = { ...at(503, { retryAfterMs: 60_000 }), receivedAt: '2026-11-20T11:59:30.000Z' }
    expect(decideRetry(queued, attempt({ random: () => 0 }))).toEqual({ action: 'resend', delayMs: 30_000 })
    expect(decideRetry({ ...queued, receivedAt: '2026-11-20T11:00:00.000Z' }, attempt())).toEqual({
      action: 'resend',
      delayMs: 50,
    })
    expect(decideRetry({ ...queued, receivedAt: '2026-11-21T12:00:00.000Z' }, attempt({ random: () => 0 }))).toEqual({
      action: 'resend',
      delayMs: 60_000,
    })
  })
  test('an instant alone counts too', () => {
    expect(decideRetry(at(503, { notBefore: '2026-11-20T12:01:00.000Z' }), attempt({ random: () => 0 }))).toEqual({
      action: 'resend',
      delayMs: 60_000,
    })
    expect(decideRetry(at(503, { notBefore: 'soon' }), attempt())).toEqual({ action: 'resend', delayMs: 50 })
  })
  test('attempts that a problem reports count, unless the caller knows better', () => {
    expect(decideRetry(at(503, { attempts: 3 }), attempt())).toEqual({ action: 'stop', reason: 'attempts' })
    expect(decideRetry(at(503, { attempts: 3 }), attempt({ priorAttempts: 0 })).action).toBe('resend')
    expect(decideRetry(at(503, { attempts: 0 }), attempt()).action).toBe('resend')
    expect(decideRetry(at(503, { attempts: 'many' as never }), attempt())).toEqual({
      action: 'stop',
      reason: 'attempts',
    })
  })
  test('a hint of nothing is no licence for a hot loop', () =>
    expect(decideRetry(at(503, { retryAfterMs: 0 }), attempt())).toEqual({ action: 'resend', delayMs: 50 }))
  test('backoff doubles with every attempt, the attempts of others included', () => {
    expect(decideRetry(at(503), attempt({ attempt: 2 }))).toEqual({ action: 'resend', delayMs: 100 })
    expect(decideRetry(at(503), attempt({ attempt: 1, priorAttempts: 1 }))).toEqual({ action: 'resend', delayMs: 100 })
    expect(decideRetry(at(503), attempt({ attempt: 1, priorAttempts: 2 }))).toEqual({
      action: 'stop',
      reason: 'attempts',
    })
  })
  test('with an honoured key a conflict is one still in progress, until the attempts are used up', () => {
    const keyed = (n: number) => attempt({ method: 'POST', idempotencyKey: 'k', attempt: n })
    for (const p of [at(409), decode({ status: 409, headers: { 'retry-after': '1' } })])
      expect([1, 2, 3].map(n => decideRetry(p, keyed(n)).action)).toEqual(['resend', 'resend', 'verify'])
  })
  test('the limit of the caller counts where it is lower', () => {
    const one = { action: 'stop', reason: 'attempts' }
    expect(decideRetry(at(503), attempt({ maxAttempts: 1 }))).toEqual(one)
    expect(decideRetry(at(503), attempt({ maxAttempts: 9, attempt: 3 }))).toEqual(one)
    expect(decideRetry(at(503), attempt({ maxAttempts: '9' as never }))).toEqual(one)
    expect(decideRetry(at(503), attempt({ maxAttempts: 3, attempt: 2 })).action).toBe('resend')
  })
  test('a budget is looked at and not spent; a server that asks for more than we wait is parked all the same', () => {
    const before = budget()
    expect(decideRetry(at(503), attempt({ budget: before })).action).toBe('resend')
    expect(before.tokens).toBe(10)
    const spent = budget({ tokens: 0, refillPerSuccess: 0.1 })
    expect(decideRetry(at(503, { retryAfterMs: 1e6 }), attempt({ budget: spent })).action).toBe('park')
    expect(decideRetry(at(502), attempt({ method: 'POST', budget: spent }))).toEqual({
      action: 'stop',
      reason: 'may-have-been-applied',
    })
  })
  test('whether a gateway waits is not left to chance', () => {
    const lucky = decideRetry(at(503), attempt({ role: 'gateway', random: () => 0 }))
    expect(lucky).toEqual({ action: 'park', notBefore: '2026-11-20T12:00:00.000Z' })
  })
  test('at the deadline it is too late', () => {
    const stop = { action: 'stop', reason: 'deadline' }
    for (const deadline of [now, now - 1, Number.NaN]) expect(decideRetry(at(421), attempt({ deadline }))).toEqual(stop)
    expect(decideRetry(at(421), attempt({ deadline: now + 1 })).action).toBe('resend-on-new-connection')
  })
  test('waits are spread as asked', () => {
    const spread = (jitter: 'none' | 'equal' | 'decorrelated', over: Partial<Attempt> = {}) =>
      decideRetry(at(503), attempt({ attempt: 2, jitter, ...over }))
    expect(spread('none')).toEqual({ action: 'resend', delayMs: 200 })
    expect(spread('equal')).toEqual({ action: 'resend', delayMs: 150 })
    expect(spread('decorrelated', { previousDelayMs: 300 })).toEqual({ action: 'resend', delayMs: 500 })
    expect(spread('toString' as never)).toEqual({ action: 'resend', delayMs: 100 })
  })
  test('whatever is asked, waits are finite, fit a timer, and are never earlier than asked', () => {
    const delay = fc.oneof(
      fc.nat(),
      fc.double({ min: 0, noNaN: true }),
      fc.constantFrom(2_147_483_647, 2_147_483_648, 1e15, Number.MAX_SAFE_INTEGER),
    )
    fc.assert(
      fc.property(
        delay,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom('GET', 'POST'),
        fc.option(fc.double({ min: 0 }), { nil: undefined }),
        fc.option(fc.integer(), { nil: undefined }),
        (retryAfterMs, draw, method, maxWaitMs, left) => {
          const decision = decideRetry(
            at(503, { retryAfterMs }),
            attempt({ random: () => draw, method, maxWaitMs, deadline: left === undefined ? undefined : now + left }),
          )
          if ('delayMs' in decision) {
            expect(Number.isFinite(decision.delayMs)).toBe(true)
            expect(decision.delayMs).toBeLessThanOrEqual(2_147_483_647)
            if (retryAfterMs > 0) expect(decision.delayMs).toBeGreaterThanOrEqual(retryAfterMs)
            if (left !== undefined) expect(decision.delayMs).toBeLessThanOrEqual(left)
          }
          if (decision.action === 'park')
            expect(Date.parse(decision.notBefore)).toBeGreaterThanOrEqual(
              Math.floor(now + Math.min(retryAfterMs, 1e14)),
            )
        },
      ),
      { numRuns: 3_000 },
    )
  })
  test('odd callers get the cautious answer', () => {
    for (const random of [() => Number.NaN, () => 7, () => -1])
      expect(decideRetry(at(503), attempt({ random }))).toEqual({ action: 'resend', delayMs: 0 })
    for (const odd of [Number.NaN, '9', -1])
      expect(decideRetry(at(503), attempt({ attempt: odd as number }))).toEqual({ action: 'stop', reason: 'attempts' })
    expect(decideRetry(at(503), attempt({ priorAttempts: '9' as never }))).toEqual({
      action: 'stop',
      reason: 'attempts',
    })
    expect(
      decideRetry(at(503, { maxAttempts: undefined as never, advice: 'backoff' }), attempt({ attempt: 1e6 })),
    ).toEqual({ action: 'stop', reason: 'attempts' })
    expect(decideRetry(at(421, { maxAttempts: 1e300 }), attempt({ method: 'POST', attempt: 11 }))).toEqual({
      action: 'stop',
      reason: 'attempts',
    })
    expect(decideRetry({ ...at(503), retry: { ...at(503).retry, advice: 'whenever' as never } }, attempt())).toEqual({
      action: 'stop',
      reason: 'never',
    })
    expect(decideRetry(at(503, { baseDelayMs: -5_000 }), attempt())).toEqual({ action: 'resend', delayMs: 0 })
    expect(decideRetry(at(503, { retryAfterMs: 5 }), attempt({ now: Number.NaN, maxWaitMs: 1 }))).toEqual({
      action: 'stop',
      reason: 'wait-unbounded',
    })
    expect(decideRetry(at(503, { retryAfterMs: 5 }), attempt({ maxWaitMs: Number.NaN })).action).toBe('park')
    expect(decideRetry(at(503), attempt({ method: undefined as never }))).toEqual({
      action: 'stop',
      reason: 'may-have-been-applied',
    })
  })
})
