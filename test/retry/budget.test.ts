import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Budget, budget, defaultBudget, stepBudget, strictBudget } from '../../src/retry/budget.js'

type Event = 'retry' | 'success'

const run = (events: readonly Event[], start: Budget): { retries: number; successes: number; end: Budget } => {
  let [end, retries, successes] = [start, 0, 0]
  for (const event of events) {
    const step = stepBudget(end, event)
    end = step.budget
    if (event === 'success') successes += 1
    else if (step.allowed) retries += 1
  }
  return { retries, successes, end }
}

const traces = fc.array(
  fc
    .tuple(fc.constantFrom<Event>('retry', 'success'), fc.nat({ max: 40 }))
    .map(([event, n]) => Array<Event>(n).fill(event)),
  { maxLength: 40 },
)

describe('a budget', () => {
  it('is 10 tokens with 0.2 back, and 0.1 back where strict', () => {
    expect(budget()).toEqual({ policy: { tokens: 10, refillPerSuccess: 0.2 }, tokens: 10 })
    expect(budget(strictBudget).policy.refillPerSuccess).toBe(0.1)
  })

  it('allows as many retries as it has tokens, and one more for every five successes', () => {
    const spent = run(Array<Event>(11).fill('retry'), budget())
    expect([spent.retries, spent.end.tokens]).toEqual([10, 0])
    expect(run([...Array<Event>(4).fill('success'), 'retry'], spent.end).retries).toBe(0)
    expect(run([...Array<Event>(5).fill('success'), 'retry', 'retry'], spent.end).retries).toBe(1)
  })

  it('never holds more than it began with, and refuses without a charge', () => {
    const full = budget()
    expect(stepBudget(full, 'success')).toEqual({ allowed: true, budget: full })
    const empty = budget({ tokens: 0.5, refillPerSuccess: 0 })
    expect(stepBudget(empty, 'retry')).toEqual({ allowed: false, budget: empty })
  })

  it('changes no value that it was given', () => {
    const before = Object.freeze(budget())
    expect(stepBudget(before, 'retry').budget.tokens).toBe(9)
    expect(before.tokens).toBe(10)
  })

  it.each([
    [{ tokens: Number.NaN, refillPerSuccess: 0.2 }, /tokens/],
    [{ tokens: -1, refillPerSuccess: 0.2 }, /tokens/],
    [{ tokens: Number.POSITIVE_INFINITY, refillPerSuccess: 0.2 }, /tokens/],
    [{ tokens: 10, refillPerSuccess: 1.5 }, /refillPerSuccess/],
    [{ tokens: 10, refillPerSuccess: '0.2' as unknown as number }, /refillPerSuccess/],
    [{ tokens: 10 } as never, /refillPerSuccess/],
    [null as never, /tokens/],
  ])('is refused for %j', (policy, says) => {
    expect(() => budget(policy)).toThrow(TypeError)
    expect(() => budget(policy)).toThrow(says)
  })

  it('holds its bound for every trace and every policy: retries ≤ tokens + refill · successes', () => {
    fc.assert(
      fc.property(
        traces,
        fc.integer({ min: 0, max: 50_000 }),
        fc.integer({ min: 0, max: 1_000 }),
        (blocks, tokens, refill) => {
          const { retries, successes, end } = run(
            blocks.flat(),
            budget({ tokens: tokens / 1e3, refillPerSuccess: refill / 1e3 }),
          )
          // in thousandths, which are whole
          expect(retries * 1_000).toBeLessThanOrEqual(tokens + refill * successes)
          expect(end.tokens).toBeGreaterThanOrEqual(0)
          expect(end.tokens).toBeLessThanOrEqual(tokens / 1e3)
        },
      ),
      { numRuns: 10_000 },
    )
  })

  it('wastes nothing: a trace that never fills it up gets exactly what it earned', () => {
    const spent = run(Array<Event>(10).fill('retry'), budget()).end
    const { retries } = run(
      Array.from({ length: 6_000 }, (_, i) => (i % 6 === 5 ? 'retry' : 'success')),
      spent,
    )
    expect(retries).toBe(1_000)
  })

  it('refuses what is no budget any more', () => {
    expect(stepBudget({ policy: defaultBudget, tokens: Number.NaN }, 'retry').allowed).toBe(false)
  })
})
