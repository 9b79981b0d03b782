import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  backoff,
  hintJitter,
  type Jitter,
  jitters,
  maxBackoffMs,
  maxTimerMs,
  spreadOf,
} from '../../src/retry/backoff.js'

const names = Object.keys(jitters) as readonly Jitter[]
const at = (attempt: number, draw: number, more: object = {}) => ({
  attempt,
  baseDelayMs: 100,
  random: () => draw,
  ...more,
})
const sample = (jitter: Jitter, attempt: number, more: object = {}) =>
  [0, 0.5, 1].map(draw => jitters[jitter](at(attempt, draw, more)))

describe('computed waits', () => {
  it('spread as each jitter is defined', () => {
    expect(sample('none', 3)).toEqual([400, 400, 400])
    expect(sample('full', 3)).toEqual([0, 200, 400])
    expect(sample('equal', 3)).toEqual([200, 300, 400])
    expect(sample('decorrelated', 3)).toEqual([100, 200, 300])
    expect(sample('decorrelated', 3, { previousDelayMs: 1_000 })).toEqual([100, 1_550, 3_000])
  })
  it('double up to 20 s', () => {
    expect([1, 2, 3, 8, 9, 1e6].map(n => jitters.none(at(n, 0)))).toEqual([100, 200, 400, 12_800, 20_000, 20_000])
    expect(sample('decorrelated', 1, { previousDelayMs: 1e9 })).toEqual([100, 20_000, 20_000])
  })
  it('are whole, finite and bounded, whatever comes in', () => {
    const odd = fc.oneof(
      fc.double(),
      fc.integer(),
      fc.constantFrom<unknown>(undefined, null, '9', {}, -0, 1e308, Number.NaN),
    )
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        odd,
        odd,
        odd,
        odd,
        (jitter, attempt, baseDelayMs, previousDelayMs, drawn) => {
          const wait = jitters[jitter]({ attempt, baseDelayMs, previousDelayMs, random: () => drawn } as never)
          expect(Number.isInteger(wait)).toBe(true)
          expect(wait).toBeGreaterThanOrEqual(0)
          expect(wait).toBeLessThanOrEqual(maxBackoffMs)
        },
      ),
      { numRuns: 2_000 },
    )
  })
})

describe('asked waits', () => {
  it('are kept, and up to a tenth longer, whatever the jitter', () => {
    for (const jitter of names) {
      expect(backoff(at(1, 0, { askedMs: 5_000 }), jitter)).toBe(5_000)
      expect(backoff(at(1, 1, { askedMs: 5_000 }), jitter)).toBe(5_500)
    }
  })
  it('are none where a timer cannot hold them', () => {
    expect(backoff(at(1, 0, { askedMs: maxTimerMs }))).toBe(maxTimerMs)
    expect(backoff(at(1, 1, { askedMs: maxTimerMs }))).toBe(maxTimerMs)
    for (const askedMs of [maxTimerMs + 1, 1e300, Number.POSITIVE_INFINITY])
      expect(backoff(at(1, 0, { askedMs }))).toBe(undefined)
  })
  it('of nothing, or that are none, leave the backoff', () => {
    for (const askedMs of [0, -5, Number.NaN, undefined]) expect(backoff(at(2, 1, { askedMs }), 'none')).toBe(200)
    expect(hintJitter(Number.NaN, () => 0)).toBe(undefined)
  })
  it('are never undercut', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.oneof(fc.nat(), fc.double({ min: 0, noNaN: true })),
        fc.double(),
        (jitter, askedMs, drawn) => {
          const wait = backoff(at(1, drawn, { askedMs }), jitter)
          expect(wait === undefined).toBe(askedMs > maxTimerMs)
          // a wait of nothing leaves the backoff, which is no less
          expect(wait ?? askedMs).toBeGreaterThanOrEqual(askedMs)
          expect(wait ?? 0).toBeLessThanOrEqual(maxTimerMs)
        },
      ),
      { numRuns: 2_000 },
    )
  })
})

it('a jitter that is none spreads fully', () => {
  for (const odd of [undefined, 'toString', 'fullest', 7]) expect(spreadOf(odd as never)).toBe(jitters.full)
})
