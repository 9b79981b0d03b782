import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as main from '../../src/index.js'
import * as retry from '../../src/integrations/retry.js'
import { type Library, retrier } from './ours.js'
import { stream } from './random.js'
import { retrying, type Service } from './services.js'
import { world } from './world.js'

const library: Library = { ...retry, ...main }

/** What a server says to an attempt: nothing, a status with or without a wait, or nothing in time. */
const answers = fc.record({
  status: fc.constantFrom(200, 200, 404, 408, 421, 425, 429, 500, 502, 503, 503, 504, 'ETIMEDOUT' as const),
  retryAfterMs: fc.option(fc.nat({ max: 300 }), { nil: undefined }),
  afterMs: fc.nat({ max: 100 }),
})

/** One process: requests at these moments, the server answering attempt by attempt as listed, over and over. */
const traces = fc.record({
  gaps: fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 150 }),
  script: fc.oneof(
    fc.array(answers, { minLength: 1, maxLength: 60 }),
    // long failures and long successes, which a budget is made for
    fc
      .array(fc.tuple(answers, fc.integer({ min: 1, max: 80 })), { minLength: 1, maxLength: 6 })
      .map(blocks => blocks.flatMap(([answer, times]) => Array<typeof answer>(times).fill(answer))),
  ),
  tokens: fc.integer({ min: 0, max: 12_000 }),
  refill: fc.integer({ min: 0, max: 1_000 }),
  chance: fc.nat(),
})
type Trace = typeof traces extends fc.Arbitrary<infer A> ? A : never

const run = (lib: Library, { gaps, script, tokens, refill, chance }: Trace) => {
  const w = world()
  const count = { requests: 0, attempts: 0, successes: 0, answered: 0 }
  const server: Service = answer => {
    const said = script[count.attempts % script.length]
    count.attempts += 1
    w.after(said?.afterMs ?? 0, () => {
      if (said === undefined || said.status === 200) {
        count.successes += 1
        return answer()
      }
      const { status, retryAfterMs } = said
      if (status === 'ETIMEDOUT') return answer(lib.fromTransport({ code: status }))
      answer(lib.problem({ status, retry: retryAfterMs === undefined ? {} : { retryAfterMs } }))
    })
  }
  const policy = { tokens: tokens / 1e3, refillPerSuccess: refill / 1e3 }
  const send = retrying(w, server, retrier(lib, policy, true)(stream(chance, 'jitter')))
  let at = 0
  for (const gap of gaps) {
    at += gap
    w.after(at, () => {
      count.requests += 1
      send(() => {
        count.answered += 1
      })
    })
  }
  w.run()
  return count
}

const bound = (lib: Library) =>
  fc.property(traces, trace => {
    const { requests, attempts, successes, answered } = run(lib, trace)
    expect(answered).toBe(requests)
    // in thousandths, which are whole
    expect((attempts - requests) * 1_000).toBeLessThanOrEqual(trace.tokens + trace.refill * successes)
    expect(attempts * 1_000).toBeLessThanOrEqual((1_000 + trace.refill) * requests + trace.tokens)
  })

describe('decideRetry and a budget together', () => {
  test('amplification ≤ 1 + refill + tokens / requests, for every trace', () => {
    fc.assert(bound(library), { numRuns: 3_000 })
  })

  test('a budget that refills by request breaks the bound', () => {
    const byRequest: Library = {
      ...library,
      stepBudget: (budget, event) =>
        library.stepBudget(event === 'retry' ? library.stepBudget(budget, 'success').budget : budget, event),
    }
    expect(fc.check(bound(byRequest), { numRuns: 3_000, seed: 1, endOnFailure: true }).failed).toBe(true)
  })
})
