/**
 * What the figures must show. Comes in: the figures of a run. Goes out: each claim, the measured worst, and whether it holds.
 */
import type { Figures } from './figures.js'
import { layerCounts } from './figures.js'
import { type Library, ours, uncarried } from './ours.js'
import { noRetry } from './peers.js'

export interface Claim {
  readonly says: string
  readonly measured: string
  readonly holds: boolean
}

/** What is absent must not pass. */
const worst = (values: readonly (number | null | undefined)[]): number =>
  values.length === 0 ? Number.NaN : Math.max(...values.map(value => value ?? Number.POSITIVE_INFINITY))

const atMost = (says: string, values: readonly (number | undefined)[], most: number): Claim => {
  const measured = worst(values)
  return { says: `${says}: at most ${most}`, measured: measured.toFixed(4), holds: measured <= most }
}

export const claims = (library: Library, { outage, layers, recovery }: Figures): readonly Claim[] => {
  const budgeted = ours(library)
    .slice(0, 2)
    .map(({ name }) => name)
  const three = layerCounts.indexOf(3)
  const without = recovery[noRetry.name]?.recoveredAfter ?? Number.NaN
  const recovered = worst(budgeted.map(name => recovery[name]?.recoveredAfter))
  return [
    atMost(
      'Arrivals per request in an outage of 60 s, 20 clients of 50 rps',
      budgeted.map(name => outage[name]?.[0]?.amplification),
      1.01,
    ),
    atMost(
      'Arrivals per request below three layers that all retry, everything failing',
      [...budgeted, uncarried(library)[0].name].map(name => layers[name]?.[three]?.amplification),
      1.01,
    ),
    {
      says: `Seconds from the end of the overload until 95 % are answered in time: at most ${without}, as without any retry`,
      measured: String(recovered),
      holds: recovered <= without,
    },
  ]
}
