import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as main from '../../src/index.js'
import * as retry from '../../src/integrations/retry.js'
import { claims } from './claims.js'
import { figures, layerCounts, outages, shares } from './figures.js'
import { failures, type Library, ours } from './ours.js'
import { noRetry, peers } from './peers.js'
import { plots } from './plots.js'
import { page, type Run } from './report.js'
import { layered, outage, partial, recovery } from './scenarios.js'

const library = { ...retry, ...main }
const recorded: Run = JSON.parse(readFileSync('test/simulate/figures.json', 'utf8'))
const { seed } = recorded.figures
const [standard] = ours(library)
const everybody = [...peers, ...ours(library)]

/** A budget that refills by request: whoever asks for a retry brings the refill along. */
const planted: Library = {
  ...library,
  stepBudget: (budget, event) =>
    library.stepBudget(event === 'retry' ? library.stepBudget(budget, 'success').budget : budget, event),
}

describe('the claims', () => {
  test('hold in what is recorded', () => {
    expect(claims(library, recorded.figures).map(({ says, holds }) => [says, holds])).toEqual(
      claims(library, recorded.figures).map(({ says }) => [says, true]),
    )
  })

  /** The claims at a shorter horizon, for both presets. */
  const shorter = (lib: Library, other: number) => {
    const presets = ours(lib).slice(0, 2)
    const load = { clients: 20, rps: 50, seconds: 25 }
    const secondsOf = (policy: typeof noRetry) => recovery(lib, policy, other, 30).recoveredAfter ?? 31
    return {
      outage: presets.every(policy => outage(lib, policy, other, load).amplification <= 1.01),
      layers: presets.every(policy => layered(lib, policy, other, 3, 1, load.seconds).amplification <= 1.01),
      recovery: presets.every(policy => secondsOf(policy) <= secondsOf(noRetry)),
    }
  }

  test.each([1, 2, 3])('hold with seed %i, and shorter', other => {
    expect(shorter(library, other)).toEqual({ outage: true, layers: true, recovery: true })
  })

  test('do not hold for a budget that refills by request', () => {
    expect(shorter(planted, 1)).toEqual({ outage: false, layers: false, recovery: false })
  })

  test('do not hold where a figure is missing', () => {
    const empty = { seed, outage: {}, partial: {}, layers: {}, recovery: {} }
    expect(claims(library, empty).map(({ holds }) => holds)).toEqual([false, false, false])
  })
})

describe('the page', () => {
  test('and its plots are made of the recorded figures', () => {
    expect(readFileSync('docs/retry-simulation.md', 'utf8')).toBe(page(library, recorded))
    for (const [name, svg] of Object.entries(plots(recorded.figures)))
      expect(readFileSync(`docs/retry-simulation/${name}.svg`, 'utf8')).toBe(svg)
  })

  test('records what the code does: all of the default preset again, with the same seed', () => {
    const wanted = [standard.name]
    const again = figures(library, seed, name => wanted.includes(name))
    const of = <A>(all: Readonly<Record<string, A>>) =>
      Object.fromEntries(Object.entries(all).filter(([name]) => wanted.includes(name)))
    expect(again).toEqual({
      seed,
      outage: of(recorded.figures.outage),
      partial: of(recorded.figures.partial),
      layers: of(recorded.figures.layers),
      recovery: of(recorded.figures.recovery),
    })
  })

  test.each(everybody)('records what the code does: a cell of each situation for $name', policy => {
    const { name } = policy
    const load = outages[1] ?? { clients: 0, rps: 0, seconds: 0 }
    expect(recorded.figures.outage[name]?.[1]).toEqual(outage(library, policy, seed, load))
    expect(recorded.figures.partial[name]?.[2]).toEqual(partial(library, policy, seed, shares[2] ?? 0))
    expect(recorded.figures.layers[name]?.[1]).toEqual(layered(library, policy, seed, layerCounts[1] ?? 0, 1))
    expect(recorded.figures.recovery[name]).toEqual(recovery(library, policy, seed))
  })
})

describe('the simulation agrees with what can be computed', () => {
  const counted = [
    ['naive, 3 retries', 3],
    ['axios-retry 4.5', 3],
    ['got 14.6', 2],
    ['ky 1.14', 2],
  ] as const

  test.each(counted)('%s: the sum of a geometric series', (name, retries) => {
    shares.forEach((share, column) => {
      const attempts = Array.from({ length: retries + 1 }, (_, i) => share ** i).reduce((sum, term) => sum + term, 0)
      const cell = recorded.figures.partial[name]?.[column]
      expect(cell?.amplification).toBeCloseTo(attempts, 1.7)
      expect(cell?.success).toBeCloseTo(1 - share ** (retries + 1), 2)
    })
  })

  test.each(counted)('%s: layers multiply', (name, retries) => {
    layerCounts.forEach((layers, column) => {
      expect(recorded.figures.layers[name]?.[column]?.amplification).toBe((retries + 1) ** layers)
    })
  })

  test('what one layer hands to the next is read off the wire as well: the caller does not begin anew', () => {
    const [policy] = ours(library)
    const given = policy.retrier(() => 0).gaveUp?.(failures(library).unavailable, 3)
    const { wire } = library.encode(given ?? failures(library).unavailable, 'problem-json')
    const attempt = { method: 'GET', attempt: 1, role: 'client', random: () => 0, now: 0 } as const
    const heard = (trust: 'peer' | undefined) =>
      library.decideRetry(library.createNormalizer(trust === undefined ? {} : { trust }).decode(wire), attempt)
    expect(heard('peer')).toEqual({ action: 'stop', reason: 'exhausted' })
    expect(heard(undefined)).toEqual({ action: 'stop', reason: 'never' })
  })

  test('no retry: a queue of 4,000 drains by 200 a second until 1,000 are left', () => {
    const { recoveredAfter } = recorded.figures.recovery[noRetry.name] ?? { recoveredAfter: null }
    expect(Math.abs((recoveredAfter ?? Number.NaN) - (4_000 - 1_000) / (1_000 - 800))).toBeLessThanOrEqual(2)
  })
})
