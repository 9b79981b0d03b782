/**
 * The whole run: every situation for every policy.
 * Comes in: the library and a seed. Goes out: plain figures, which pages and plots are made of.
 */
import { type Library, ours, uncarried } from './ours.js'
import { peers } from './peers.js'
import { type Cell, type Load, layered, outage, partial, type Recovery, recovery } from './scenarios.js'

export const outages: readonly Load[] = [
  { clients: 20, rps: 50, seconds: 60 },
  { clients: 20, rps: 50, seconds: 10 },
  { clients: 1_000, rps: 1, seconds: 60 },
  { clients: 1_000, rps: 1, seconds: 10 },
]
export const shares: readonly number[] = [0.05, 0.1, 0.2, 0.5]
export const layerCounts: readonly number[] = [1, 2, 3, 4]

/** By policy, in the order of the lists above. */
export type Table = Readonly<Record<string, readonly Cell[]>>

export interface Figures {
  readonly seed: number
  readonly outage: Table
  readonly partial: Table
  /** By layers with everything failing, and three layers with 5 % failing. */
  readonly layers: Table
  readonly recovery: Readonly<Record<string, Recovery>>
}

export const figures = (library: Library, seed: number, wanted: (policy: string) => boolean = () => true): Figures => {
  const policies = [...peers, ...ours(library)]
  const each = <A>(list: typeof policies, of: (policy: (typeof policies)[number]) => A): Record<string, A> =>
    Object.fromEntries(list.filter(({ name }) => wanted(name)).map(policy => [policy.name, of(policy)]))
  return {
    seed,
    outage: each(policies, policy => outages.map(load => outage(library, policy, seed, load))),
    partial: each(policies, policy => shares.map(share => partial(library, policy, seed, share))),
    layers: each([...policies, ...uncarried(library)], policy => [
      ...layerCounts.map(layers => layered(library, policy, seed, layers, 1)),
      layered(library, policy, seed, 3, 0.05),
    ]),
    recovery: each(policies, policy => recovery(library, policy, seed)),
  }
}
