import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import {
  type AttemptContext,
  budgetBook,
  type DecisionEvent,
  type RetryPolicy,
  retry,
  retrying,
} from '../../src/integrations/retry.js'
import { type ApiProblem, ApiProblemError, problem } from '../door.js'
import { standing, timeless } from './world.js'

const at = (status: number, more: Partial<ApiProblem['retry']> = {}): ApiProblem => problem({ status, retry: more })

/** A request that answers one after the other; the last answer stays. */
const answering = (...answers: readonly (ApiProblem | string)[]) => {
  const seen: AttemptContext[] = []
  const request = (context: AttemptContext): TE.TaskEither<ApiProblem, string> => {
    seen.push(context)
    const answer = answers[Math.min(seen.length, answers.length) - 1] as ApiProblem | string
    return typeof answer === 'string' ? TE.right(answer) : TE.left(answer)
  }
  return { request, seen }
}

/** What became of a request, in a world without time. */
const told = async (policy: Partial<RetryPolicy>, ...answers: readonly (ApiProblem | string)[]) => {
  const { waits, ...world } = timeless()
  const decisions: DecisionEvent[] = []
  const { request, seen } = answering(...answers)
  const result = await retrying({ method: 'GET', onDecision: event => decisions.push(event), ...world, ...policy })(
    request,
  )()
  return {
    result,
    left: E.isLeft(result) ? result.left : undefined,
    attempts: seen.length,
    seen,
    waits,
    decisions: decisions.map(({ decision }) => ('reason' in decision ? decision.reason : decision.action)),
  }
}

describe('a request that is tried again', () => {
  test('gives the first result that works', async () => {
    const { result, attempts, waits } = await told({}, at(503), at(502), 'order 7')
    expect(result).toEqual(E.right('order 7'))
    expect([attempts, waits]).toEqual([3, [50, 100]])
  })
  test('waits as long as the server asks', async () => {
    const { waits } = await told({}, at(429, { retryAfterMs: 5_000 }), 'ok')
    expect(waits).toEqual([5_250])
  })
  test('is given up with how often it was tried, so that nobody above tries again', async () => {
    const { left, decisions } = await told({}, at(503))
    expect(left?.retry).toMatchObject({ attempts: 3, exhausted: true, advice: 'backoff' })
    expect(decisions).toEqual(['resend', 'resend', 'attempts'])
    expect((await told({}, left as ApiProblem)).decisions).toEqual(['exhausted'])
  })
  test('is not sent again where it may have been applied', async () => {
    const { left, attempts, decisions } = await told({ method: 'POST' }, at(502))
    expect([attempts, decisions]).toEqual([1, ['may-have-been-applied']])
    // those above may hold an idempotency key
    expect(left?.retry).toMatchObject({ attempts: 1 })
    expect(left?.retry.exhausted).toBe(undefined)
    expect((await told({ method: 'POST', idempotencyKey: 'k' }, at(502), 'ok')).result).toEqual(E.right('ok'))
  })
  test('that was sent once only is not exhausted: those above may try', async () => {
    for (const policy of [{ maxAttempts: 1 }, { totalMs: 1, jitter: 'none' as const }])
      expect((await told(policy, at(503))).left?.retry).toEqual({ ...at(503).retry, attempts: 1 })
  })
  test('with decorrelated waits knows the wait before', async () => {
    expect((await told({ jitter: 'decorrelated' }, at(503))).waits).toEqual([200, 350])
  })
  test('is a function of the attempt, or a TaskEither, or a promise of an Either', async () => {
    const { clock, random } = timeless()
    const policy = { method: 'GET', clock, random }
    const { seen } = await told({}, at(503), at(421), 'ok')
    expect(seen.map(({ attempt, newConnection }) => [attempt, newConnection])).toEqual([
      [1, false],
      [2, false],
    ])
    expect((await told({}, at(421), 'ok')).seen.map(one => one.newConnection)).toEqual([false, true])
    let calls = 0
    const plain: TE.TaskEither<ApiProblem, number> = async () => (++calls === 2 ? E.right(7) : E.left(at(503)))
    expect(await pipe(plain, retrying(policy))()).toEqual(E.right(7))
    expect(await retrying(policy)(async () => E.right(8))()).toEqual(E.right(8))
  })
  test('can be run as often as any TaskEither', async () => {
    const { clock, random } = timeless()
    const once = retrying({ method: 'GET', clock, random })(answering('ok').request)
    expect([await once(), await once()]).toEqual([E.right('ok'), E.right('ok')])
  })
  test('may say what is its own beside the policy', async () => {
    const { clock, random } = timeless()
    const send = retrying({ method: 'GET', clock, random })
    const { request, seen } = answering(at(502))
    await send(request, { method: 'POST' })()
    expect(seen.length).toBe(1)
  })
  test('counts what those below already tried, and what those above did', async () => {
    expect((await told({}, at(503, { attempts: 3 }))).decisions).toEqual(['attempts'])
    expect((await told({}, at(503, { attempts: 2 }), at(503))).left?.retry.attempts).toBe(3)
    expect((await told({ priorAttempts: 1 }, at(503))).decisions).toEqual(['resend', 'attempts'])
    expect((await told({ priorAttempts: 2 }, at(503))).left?.retry).toMatchObject({ attempts: 1, exhausted: true })
    expect((await told({}, at(503, { attempts: '3' as never }), 'ok')).result).toEqual(E.right('ok'))
  })
  test('that is parked can be resumed by those above, who may wait longer', async () => {
    const { left, decisions, attempts } = await told({}, at(503, { retryAfterMs: 600_000 }))
    expect([attempts, decisions]).toEqual([1, ['park']])
    expect(left?.retry).toMatchObject({ retryAfterMs: 600_000, attempts: 1 })
    expect(left?.retry.exhausted).toBe(undefined)
  })
  test('that rejects or throws is a problem, whatever was thrown', async () => {
    const { clock, random } = timeless()
    const send = retrying({ method: 'POST', clock, random })
    const thrown: unknown[] = [
      Object.assign(new Error('x'), { code: 'ECONNRESET' }),
      new ApiProblemError(at(409)),
      'text',
      undefined,
    ]
    for (const error of thrown)
      for (const request of [
        () => Promise.reject(error),
        () => {
          throw error
        },
      ]) {
        const result = await send(request)()
        expect(E.isLeft(result) && result.left.retry.attempts).toBe(1)
      }
    expect(E.isLeft(await send((() => undefined) as never)())).toBe(true)
    expect(E.isLeft(await send((async () => ({ _tag: 'Left' })) as never)())).toBe(true)
  })
})

describe('time', () => {
  test('ends at the deadline: no wait goes beyond it', async () => {
    const { left, decisions, waits } = await told({ totalMs: 6_000 }, at(503, { retryAfterMs: 4_000 }))
    expect([decisions, waits]).toEqual([['resend', 'deadline'], [4_200]])
    expect(left?.retry).toMatchObject({ attempts: 2, exhausted: true })
    const { clock } = timeless()
    expect((await told({ deadline: clock.now() + 10, clock }, at(503))).decisions).toEqual(['deadline'])
  })
  test('that reauthenticating takes counts too', async () => {
    const { clock } = timeless()
    const reauthenticate = () => clock.sleep(20_000, new AbortController().signal)
    const { attempts, left } = await told({ totalMs: 10_000, clock, reauthenticate }, at(401), 'ok')
    expect([attempts, left?.status]).toEqual([1, 401])
  })
  test('is told by one clock: a day of skew in what was received changes nothing', async () => {
    for (const skew of [0, 86_400_000, -86_400_000]) {
      const receivedAt = new Date(timeless().clock.now() + skew).toISOString()
      const late = { ...at(503, { retryAfterMs: 5_000 }), receivedAt }
      expect((await told({}, late, 'ok')).waits).toEqual([5_250])
    }
  })
  test('on a clock that does not wait, nothing is sent early', async () => {
    const broken = { now: () => 0, sleep: () => Promise.reject(new Error('no timers here')) }
    const { attempts, left } = await told({ clock: broken }, at(503), 'ok')
    expect([attempts, left?.status]).toEqual([1, 503])
  })
})

describe('a caller that gives up', () => {
  test('before anything was sent', async () => {
    const { attempts, left } = await told({ signal: AbortSignal.abort() }, 'ok')
    expect([attempts, left?.kind, left?.retry.advice, left?.retry.countsAsFailure]).toEqual([
      0,
      'cancelled',
      'never',
      false,
    ])
  })
  test('during the request: it is told, and not waited for', async () => {
    const controller = new AbortController()
    const { clock } = timeless()
    let heard = false
    const running = retrying({ method: 'GET', clock, signal: controller.signal })(({ signal }) => {
      signal.addEventListener('abort', () => {
        heard = true
      })
      return new Promise<never>(() => undefined)
    })()
    controller.abort(new Error('the user left'))
    const result = await running
    expect(heard).toBe(true)
    expect(E.isLeft(result) && result.left).toMatchObject({
      status: 499,
      kind: 'cancelled',
      detail: 'the user left',
      retry: { attempts: 1, applied: 'unknown' },
    })
  })
  test('during the wait: at once, with the problem that it was waiting for', async () => {
    const controller = new AbortController()
    const { request, seen } = answering(at(503))
    const running = retrying({
      method: 'GET',
      clock: standing(),
      signal: controller.signal,
      onDecision: () => queueMicrotask(() => controller.abort()),
    })(request)()
    const result = await running
    expect(E.isLeft(result) && result.left).toMatchObject({
      kind: 'cancelled',
      cause: { status: 503 },
      retry: { attempts: 1 },
    })
    expect(seen.length).toBe(1)
  })
  test('because its time was up: a deadline, not a change of mind', async () => {
    const timeout = new DOMException('time is up', 'TimeoutError')
    const { left } = await told({ signal: AbortSignal.abort(timeout) }, 'ok')
    expect([left?.status, left?.kind]).toEqual([504, 'deadline_exceeded'])
  })
  test('during reauthentication', async () => {
    const controller = new AbortController()
    const reauthenticate = () => {
      controller.abort()
      return new Promise(() => undefined)
    }
    const { left, attempts } = await told({ signal: controller.signal, reauthenticate }, at(401), 'ok')
    expect([left?.kind, attempts]).toEqual(['cancelled', 1])
  })
  test('leaves no listener behind', async () => {
    let [added, removed] = [0, 0]
    const { signal } = new AbortController()
    const add = signal.addEventListener.bind(signal)
    const remove = signal.removeEventListener.bind(signal)
    Object.assign(signal, {
      addEventListener: (...all: Parameters<typeof add>) => {
        added++
        add(...all)
      },
      removeEventListener: (...all: Parameters<typeof remove>) => {
        removed++
        remove(...all)
      },
    })
    await told({ signal }, at(503), at(503), 'ok')
    expect(added).toBeGreaterThan(3)
    expect(removed).toBe(added)
  })
})

describe('new credentials', () => {
  test('are fetched once, then the request goes out again', async () => {
    const asked: number[] = []
    const reauthenticate = (problem: ApiProblem) => {
      asked.push(problem.status)
    }
    expect((await told({ method: 'POST', reauthenticate }, at(401), 'ok')).result).toEqual(E.right('ok'))
    expect((await told({ method: 'POST', reauthenticate }, at(401))).attempts).toBe(2)
    expect(asked).toEqual([401, 401])
  })
  test('that nobody can get end it', async () => {
    const hooks = [
      undefined,
      () => false,
      async () => false,
      () => {
        throw new Error('x')
      },
      () => Promise.reject(new Error('x')),
    ]
    for (const reauthenticate of hooks) {
      const { attempts, left } = await told({ reauthenticate }, at(401), 'ok')
      expect([attempts, left?.retry.exhausted]).toEqual([1, undefined])
    }
  })
})

describe('the budget', () => {
  test('ends retries when too little works, for everybody above as well', async () => {
    const budgets = budgetBook({ tokens: 1, refillPerSuccess: 0.2 })
    expect((await told({ budgets }, at(503))).decisions).toEqual(['resend', 'budget'])
    const { left, attempts } = await told({ budgets }, at(503))
    expect([attempts, left?.retry.exhausted]).toEqual([1, true])
    for (let i = 0; i < 5; i++) await told({ budgets }, 'ok')
    expect((await told({ budgets }, at(503), 'ok')).result).toEqual(E.right('ok'))
  })
  test('is its own for each server; a client that is over its own limit spends no more than its share', async () => {
    const budgets = budgetBook({ tokens: 1, refillPerSuccess: 0 })
    const one = { budgets, server: 's', client: 'c' }
    expect((await told(one, at(429), 'ok')).attempts).toBe(2)
    expect((await told(one, at(429), 'ok')).decisions).toEqual(['budget'])
    expect((await told({ ...one, client: 'd' }, at(429), 'ok')).decisions).toEqual(['budget'])
    expect((await told({ ...one, server: 't' }, at(429), 'ok')).attempts).toBe(2)
    const wide = budgetBook({ tokens: 3, refillPerSuccess: 0 })
    wide.step(['s for c'], 'retry')
    wide.step(['s for c'], 'retry')
    wide.step(['s for c'], 'retry')
    expect((await told({ ...one, budgets: wide }, at(429), 'ok')).decisions).toEqual(['budget'])
    expect((await told({ ...one, budgets: wide }, at(503), 'ok')).attempts).toBe(2)
  })
  test('that is spent is not forgotten while it is asked for', async () => {
    const budgets = budgetBook({ tokens: 1, refillPerSuccess: 0 }, { maxKeys: 2 })
    await told({ budgets, server: 's' }, at(503))
    for (let i = 0; i < 10; i++) {
      expect((await told({ budgets, server: 's' }, at(503))).attempts).toBe(1)
      await told({ budgets, server: `t${i}` }, at(503), 'ok')
    }
  })
  test('is one for all requests of a policy, also of those that run at the same time', async () => {
    const { clock, random } = timeless()
    const get = retrying({ method: 'GET', clock, random })
    let sent = 0
    await Promise.all(
      Array.from({ length: 200 }, () =>
        get(async () => {
          sent++
          return E.left(at(503))
        })(),
      ),
    )
    expect(sent).toBe(210)
  })
})

test('layers do not multiply: three of them cost an outage what one of them does', async () => {
  let sent = 0
  let call: TE.TaskEither<ApiProblem, string> = async () => {
    sent++
    return E.left(at(503))
  }
  for (let layer = 0; layer < 3; layer++) {
    const { clock, random } = timeless()
    call = retrying({ method: 'GET', clock, random })(call)
  }
  for (let i = 0; i < 1_000; i++) await call()
  expect(sent).toBe(1_010)
})

describe('hooks', () => {
  test('hear of every attempt and every decision', async () => {
    const attempts: unknown[] = []
    await told({ onAttempt: event => attempts.push(event) }, at(503), 'ok')
    expect(attempts).toEqual([
      { attempt: 1, newConnection: false },
      { attempt: 2, newConnection: false },
    ])
  })
  test('that throw change nothing', async () => {
    const throws = () => {
      throw new Error('x')
    }
    const rejects = async () => throws()
    for (const hook of [throws, rejects])
      expect((await told({ onAttempt: hook, onDecision: hook }, at(503), 'ok')).result).toEqual(E.right('ok'))
  })
  test('observe only: what would have been done is reported, and nothing is sent again', async () => {
    const budgets = budgetBook({ tokens: 1, refillPerSuccess: 0 })
    const failing = at(503)
    const first = await told({ observe: true, budgets }, failing, 'ok')
    expect([first.attempts, first.waits, first.decisions]).toEqual([1, [], ['resend']])
    expect(first.result).toEqual(E.left(failing))
    // a budget that would have run out is seen to
    expect((await told({ observe: true, budgets }, failing)).decisions).toEqual(['budget'])
    expect((await told({ observe: true }, at(401), 'ok')).attempts).toBe(1)
  })
})

describe('whatever comes', () => {
  const answer = fc.oneof(
    fc.constant('ok'),
    fc
      .record({
        status: fc.constantFrom(401, 404, 408, 409, 412, 421, 425, 429, 500, 502, 503, 504),
        asked: fc.option(fc.nat({ max: 200_000 })),
      })
      .map(({ status, asked }) => at(status, asked === null ? {} : { retryAfterMs: asked })),
  )
  const policies = fc.record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH'),
    role: fc.constantFrom('client' as const, 'gateway' as const),
    idempotencyKey: fc.option(fc.constant('k'), { nil: undefined }),
    totalMs: fc.option(fc.nat({ max: 300_000 }), { nil: undefined }),
    maxAttempts: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
    jitter: fc.constantFrom('none' as const, 'full' as const, 'equal' as const, 'decorrelated' as const),
  })

  test('the budget bounds all retries, no wait is shorter than asked, and nothing unsafe is sent again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(policies, fc.array(answer, { minLength: 1, maxLength: 6 })), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 0, max: 5 }),
        async (requests, tokens) => {
          const budgets = budgetBook({ tokens, refillPerSuccess: 0.2 })
          let [retries, successes] = [0, 0]
          for (const [policy, answers] of requests) {
            const { attempts, waits, result } = await told(
              { ...policy, budgets, reauthenticate: () => true },
              ...answers,
            )
            retries += attempts - 1
            successes += E.isRight(result) ? 1 : 0
            expect(attempts).toBeLessThanOrEqual(Math.min(10, policy.maxAttempts ?? 10))
            const asked = answers
              .slice(0, attempts - 1)
              .map(one => (typeof one === 'string' ? 0 : (one.retry.retryAfterMs ?? 0)))
            const least = asked.reduce((sum, ms) => sum + ms, 0)
            const slept = waits.reduce((sum, ms) => sum + ms, 0)
            expect(slept).toBeGreaterThanOrEqual(least)
            if (policy.totalMs !== undefined) expect(slept).toBeLessThanOrEqual(policy.totalMs)
            if (policy.role === 'gateway') expect(slept).toBe(0)
            if ((policy.method === 'POST' || policy.method === 'PATCH') && policy.idempotencyKey === undefined)
              for (const before of answers.slice(0, attempts - 1))
                expect((before as ApiProblem).retry.applied).toBe('no')
          }
          expect(retries).toBeLessThanOrEqual(tokens + 0.2 * successes + 1e-9)
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('a policy that cannot be meant', () => {
  test.each<[object, string]>([
    [{}, 'method'],
    [{ method: '' }, 'method must be a text'],
    [{ method: 7 }, 'method'],
    [{ method: 'GET', role: 'proxy' }, "role must be 'client' or 'gateway', not proxy"],
    [{ method: 'GET', maxAttempts: 0 }, 'maxAttempts'],
    [{ method: 'GET', maxAttempts: Number.NaN }, 'maxAttempts'],
    [{ method: 'GET', totalMs: '5s' }, 'totalMs'],
    [{ method: 'GET', jitter: 'toString' }, 'jitter'],
    [{ method: 'GET', accept: 'unknown' }, 'accept'],
    [{ method: 'GET', signal: {} }, 'signal'],
    [{ method: 'GET', clock: Date }, 'clock'],
    [{ method: 'GET', budgets: { tokens: 10 } }, 'budgets must be a book of budgets, not an object'],
    [{ method: 'GET', onDecision: 'log' }, 'onDecision'],
    [{ method: 'GET', idempotencykey: 'k' }, 'there is no idempotencykey'],
    [{ method: 'GET', constructor: 1 }, 'there is no constructor'],
  ])('%j is refused at once', (policy, says) => {
    for (const make of [retrying, retry]) {
      expect(() => make(policy as never)).toThrow(TypeError)
      expect(() => make(policy as never)).toThrow(says)
    }
  })
  test('nor can what one request says', () => {
    expect(() => retrying({ method: 'GET' })(async () => E.right(1), { totalMs: -1 })).toThrow(TypeError)
  })
})

describe('the twin for promises', () => {
  const { clock, random } = timeless()
  const get = retry({ method: 'GET', clock, random })
  test('gives what the call gives', async () => {
    let calls = 0
    expect(
      await get(() => {
        calls++
        if (calls < 3) throw new ApiProblemError(at(503))
        return 'ok'
      }),
    ).toBe('ok')
    expect(calls).toBe(3)
  })
  test('rejects with the problem, and with what was thrown as its cause', async () => {
    const reset = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
    const error = await get(() => Promise.reject(reset)).catch(error => error)
    expect(error).toBeInstanceOf(ApiProblemError)
    expect(error.problem).toMatchObject({ code: 'ECONNRESET', retry: { attempts: 2, exhausted: true } })
    expect(error.cause).toBe(reset)
    const own = await get(() => Promise.reject(new ApiProblemError(at(404)))).catch(error => error)
    expect([own.problem.status, own.cause]).toEqual([404, undefined])
  })
  test('reads a Response that failed, and leaves the body of one that did not', async () => {
    const answers = [new Response('busy', { status: 503 }), Response.json({ id: 7 })]
    expect(await (await get(() => answers.shift() as Response)).json()).toEqual({ id: 7 })
    const invalid = () => Response.json({ message: 'No.', errors: { name: ['Required.'] } }, { status: 422 })
    const error = await get(invalid).catch(error => error)
    expect(error.problem).toMatchObject({ status: 422, dialect: 'laravel', errors: [{ pointer: '/name' }] })
  })
  test('leaves what merely looks like one', async () => {
    expect(await get(() => ({ status: 503 }))).toEqual({ status: 503 })
    expect(await get(() => undefined)).toBe(undefined)
  })
})
