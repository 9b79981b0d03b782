/** The libraries that retry any function: what only they have. */
import { ConsecutiveBreaker, circuitBreaker, handleAll, handleWhen, handleWhenResult, retry, wrap } from 'cockatiel'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import type * as TE from 'fp-ts/lib/TaskEither.js'
import pRetry, { AbortError } from 'p-retry'
import { defaultRetryStatus, limitRetries, limitRetriesByDelay, Monoid, type RetryPolicy } from 'retry-ts'
import { retrying } from 'retry-ts/lib/Task.js'
import { describe, expect, test } from 'vitest'
import { type ApiProblem, ApiProblemError, problem } from '../../src/index.js'
import { problemOf } from '../../src/integrations/client.js'
import * as byCockatiel from '../../src/integrations/cockatiel.js'
import * as byPRetry from '../../src/integrations/p-retry.js'
import * as byRetryTs from '../../src/integrations/retry-ts.js'
import { withoutWaiting } from '../retry/clients.mjs'

const get = { request: { method: 'GET' }, random: () => 0.5, clock: { now: () => 0 } }
const post = { ...get, request: { method: 'POST' } }

/** A function that fails with these in turn, and counts. */
const failingWith = (...errors: readonly unknown[]) => {
  let calls = 0
  const call = async (): Promise<string> => {
    const error = errors[calls++]
    if (error !== undefined) throw error
    return 'done'
  }
  return { call, calls: () => calls }
}
const busy = (retryAfterMs?: number) => new ApiProblemError(problem({ status: 503, retry: { retryAfterMs } }))

describe('p-retry', () => {
  test('leaves AbortError and programming errors to p-retry', async () => {
    for (const error of [new AbortError('enough'), new TypeError('a bug')]) {
      const { call, calls } = failingWith(error)
      await expect(pRetry(call, byPRetry.problemRetry(get))).rejects.toThrow()
      expect(calls()).toBe(1)
    }
  })

  test('sends a harmless request once more after an error that nobody knows, and no other', async () => {
    const unknown = () => new Error('odd')
    const [harmless, other] = [failingWith(unknown(), unknown(), unknown()), failingWith(unknown())]
    await withoutWaiting(() => pRetry(harmless.call, byPRetry.problemRetry(get)))
    await withoutWaiting(() => pRetry(other.call, byPRetry.problemRetry(post)))
    expect([harmless.calls(), other.calls()]).toEqual([2, 1])
  })

  test('ends when the caller aborts during the wait', async () => {
    const controller = new AbortController()
    const { call, calls } = failingWith(busy(60_000), busy())
    const onDecision = () => setImmediate(() => controller.abort(new Error('enough')))
    const run = pRetry(call, byPRetry.problemRetry({ ...get, signal: controller.signal, onDecision }))
    await expect(run).rejects.toThrow('enough')
    expect(calls()).toBe(1)
  })

  test('gives the whole wait, whatever a clock says of when the problem was received', async () => {
    for (const receivedAt of ['1999-01-01T00:00:00Z', '2999-01-01T00:00:00Z']) {
      const old = new ApiProblemError(problem({ status: 503, receivedAt, retry: { retryAfterMs: 5_000 } }))
      const waits: number[] = []
      const clock = { sleep: async (ms: number) => void waits.push(ms) }
      await pRetry(failingWith(old).call, byPRetry.problemRetry({ ...get, clock }))
      expect(waits).toEqual([5_250])
    }
  })

  test('counts what those below have sent for one attempt of ours', async () => {
    const tried = () => new ApiProblemError(problem({ status: 503, retry: { attempts: 2 } }))
    const { call, calls } = failingWith(tried(), tried(), tried())
    const { outcome } = await withoutWaiting(() => pRetry(call, byPRetry.problemRetry(get)))
    expect([calls(), problemOf(outcome.error)?.retry]).toMatchObject([2, { attempts: 3, exhausted: true }])
  })

  test('does not retry what a retrying layer below has tried enough', async () => {
    const inner = failingWith(...Array.from({ length: 20 }, () => busy()))
    const layer = () => pRetry(inner.call, byPRetry.problemRetry(get))
    const { outcome } = await withoutWaiting(() => pRetry(layer, byPRetry.problemRetry(get)))
    expect(inner.calls()).toBe(3)
    expect(problemOf(outcome.error)?.retry).toMatchObject({ exhausted: true, attempts: 3 })
  })
})

describe('cockatiel', () => {
  const policy = (options = get) => {
    const advice = byCockatiel.problemRetry(options)
    return retry(handleWhen(advice.isWorthRetrying), advice)
  }

  test('waits in the timer of cockatiel, as long as was asked', async () => {
    const { call } = failingWith(busy(7_000))
    const delays: number[] = []
    const watched = policy()
    watched.onRetry(({ delay }) => delays.push(delay))
    const { outcome } = await withoutWaiting(() => watched.execute(call))
    expect([outcome.value, delays]).toEqual(['done', [7_350]])
  })

  test('ends with the error itself', async () => {
    const errors = [busy(), busy(), busy()]
    const { outcome } = await withoutWaiting(() => policy().execute(failingWith(...errors).call))
    expect(outcome.error).toBe(errors[2])
    const parked = busy(3_600_000)
    expect((await withoutWaiting(() => policy().execute(failingWith(parked).call))).outcome.error).toBe(parked)
  })

  test('tells the observer once of each decision', async () => {
    const seen: string[] = []
    const told = {
      ...get,
      onDecision: ({ decision }: { decision: { action: string } }) => void seen.push(decision.action),
    }
    await withoutWaiting(() => policy(told).execute(failingWith(busy(), busy(), busy()).call))
    await withoutWaiting(() => policy(told).execute(failingWith(busy(3_600_000)).call))
    expect(seen).toEqual(['resend', 'resend', 'stop', 'park'])
  })

  test('works within other policies', async () => {
    const breaker = circuitBreaker(handleAll, { halfOpenAfter: 1_000, breaker: new ConsecutiveBreaker(5) })
    const { call, calls } = failingWith(busy(), busy())
    const { outcome } = await withoutWaiting(() => wrap(policy(), breaker).execute(call))
    expect([outcome.value, calls()]).toEqual(['done', 3])
  })

  test('throws a problem where a result was to be retried, and is not', async () => {
    const advice = byCockatiel.problemRetry(post)
    const results = retry(
      handleWhenResult(() => true),
      advice,
    )
    const { outcome } = await withoutWaiting(() => results.execute(() => 'odd'))
    expect(outcome.error).toBeInstanceOf(ApiProblemError)
  })
})

describe('retry-ts', () => {
  const waiting = (problemLeft: ApiProblem | undefined, iterNumber = 0) => {
    const { policy, check } = byRetryTs.problemRetry(get)
    check(problemLeft === undefined ? E.right(1) : E.left(problemLeft))
    return policy({ ...defaultRetryStatus, iterNumber })
  }
  const busyProblem = problem({ status: 503 })

  test('is a policy: some wait, or none', () => {
    expect(waiting(busyProblem)).toEqual(O.some(50))
    expect(waiting(busyProblem, 1)).toEqual(O.some(100))
    expect(waiting(busyProblem, 2)).toEqual(O.none)
    expect(waiting(undefined)).toEqual(O.none)
    expect(waiting(problem({ status: 429, retry: { retryAfterMs: 2 ** 31 } }))).toEqual(O.none)
  })

  test('combines with other policies by the monoid: never shorter than asked, and who stops, stops', () => {
    const statuses = [429, 500, 502, 503, 504, 400, 404]
    const others: readonly RetryPolicy[] = [limitRetries(1), () => O.some(500), () => O.none, Monoid.empty]
    fc.assert(
      fc.property(
        fc.constantFrom(...statuses),
        fc.option(fc.nat(2 ** 33), { nil: undefined }),
        fc.nat(4),
        fc.constantFrom(...others),
        (status, retryAfterMs, iterNumber, other) => {
          const { policy, check } = byRetryTs.problemRetry(get)
          check(E.left(problem({ status, retry: { retryAfterMs } })))
          const at = { ...defaultRetryStatus, iterNumber }
          const alone = policy(at)
          for (const both of [Monoid.concat(policy, other), Monoid.concat(other, policy)]) {
            const together = both(at)
            if (O.isNone(alone) || O.isNone(other(at))) expect(together).toEqual(O.none)
            else expect(O.isSome(together) && together.value >= alone.value).toBe(true)
          }
          expect(Monoid.concat(policy, Monoid.empty)(at)).toEqual(alone)
          if (O.isSome(alone)) {
            expect(alone.value).toBeGreaterThanOrEqual(retryAfterMs ?? 0)
            expect(alone.value).toBeLessThanOrEqual(2 ** 31 - 1)
          }
        },
      ),
    )
  })

  test('stops early with a limit of its own', async () => {
    let calls = 0
    const call: TE.TaskEither<ApiProblem, string> = async () => {
      calls++
      return E.left(busyProblem)
    }
    const { policy, check } = byRetryTs.problemRetry(get)
    await withoutWaiting(() => retrying(Monoid.concat(policy, limitRetries(1)), () => call, check)())
    expect(calls).toBe(2)
    await withoutWaiting(() => retrying(limitRetriesByDelay(100, policy), () => call, check)())
    expect(calls).toBe(4)
  })
})
