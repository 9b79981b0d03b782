/**
 * The four plots. Comes in: figures. Goes out: SVG, by the name of its file.
 */
import { bars, type Column } from './bars.js'
import { type Figures, layerCounts, outages, shares } from './figures.js'
import { type Axis, lines, type Series } from './lines.js'
import { noRetry } from './peers.js'
import { dip } from './scenarios.js'
import { type Role, sheet } from './svg.js'
import { mean, percent } from './tables.js'

/** By its name: the policies with a budget of ours stand out. */
const roleOf = (policy: string): Role => {
  if (policy === noRetry.name) return 'none'
  if (!/^decideRetry, budget/.test(policy)) return 'peer'
  return /0\.1/.test(policy) ? 'strict' : 'ours'
}
const linear =
  (from: number, to: number): Axis['scale'] =>
  value =>
    (value - from) / (to - from)
const times = (value: number | string): string => `${value}×`
const measured = (value: number): string => times(value.toFixed(value < 2 ? 3 : value < 10 ? 2 : 0))

const outagePlot = ({ outage }: Figures): string =>
  bars(
    'Load on a server that is down, by retry policy',
    'Arrivals per request during a full outage, for each policy and four kinds of clients. 1 is no retry at all.',
    'arrivals at the server per request (×); 1 is no retry',
    outages.map(
      ({ clients, rps, seconds }): Column => ({
        title: `${clients} × ${rps} rps, ${seconds} s`,
        from: 1,
        to: 4,
        ticks: [1, 2, 3, 4],
        tick: times,
      }),
    ),
    Object.entries(outage).map(([name, cells]) => ({
      name,
      role: roleOf(name),
      bars: cells.map(({ amplification }) => ({ value: amplification, label: measured(amplification) })),
    })),
  )

const partialPlot = ({ partial }: Figures): string =>
  bars(
    'What retries save when some attempts fail, and their load',
    'The share of requests that fail for good, for each policy, while 5, 10, 20 and 50 % of attempts fail; beside it the arrivals per request.',
    'requests that fail for good (%), then arrivals per request (×); shorter is better',
    shares.map(
      (share): Column => ({
        title: `${percent(share)} of attempts fail`,
        from: 0,
        to: share,
        ticks: [0, share / 2, share],
        tick: value => `${Math.round(value * 1_000) / 10} %`,
      }),
    ),
    Object.entries(partial).map(([name, cells]) => ({
      name,
      role: roleOf(name),
      bars: cells.map(({ amplification, success }) => ({
        value: 1 - success,
        label: `${((1 - success) * 100).toFixed(1)} %, ${times(amplification.toFixed(2))}`,
      })),
    })),
  )

const layersPlot = ({ layers }: Figures): string => {
  const x: Axis = {
    name: 'layers that retry',
    ticks: layerCounts,
    tick: String,
    scale: linear(1, layerCounts[layerCounts.length - 1] ?? 1),
  }
  const y: Axis = {
    name: 'arrivals at the bottom per request at the top (×, logarithmic)',
    ticks: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    tick: times,
    scale: value => Math.log2(value) / 8,
  }
  const series = Object.entries(layers).map(
    ([name, cells]): Series => ({
      name: `${name}: ${measured(cells[layerCounts.length - 1]?.amplification ?? Number.NaN)}`,
      role: roleOf(name),
      points: layerCounts.map((count, i) => [count, cells[i]?.amplification ?? Number.NaN]),
    }),
  )
  return sheet(
    880,
    440,
    'Layers multiply: load at the bottom while everything fails',
    'Arrivals at the lowest server per request of a client, for one to four layers, each policy a line.',
    lines(78, 310, x, y, series),
  )
}

const recoveryPlot = ({ recovery }: Figures): string => {
  const seconds = recovery[noRetry.name]?.goodput.length ?? 0
  const x: Axis = {
    name: `seconds; capacity is short from ${dip.from} to ${dip.to}`,
    ticks: Array.from({ length: Math.floor(seconds / 20) + 1 }, (_, i) => i * 20),
    tick: String,
    scale: linear(0, seconds),
  }
  /** The mean of so many seconds at a time, at their middle. */
  const of = (figure: 'goodput' | 'arrived', width: number): Series[] =>
    Object.entries(recovery).map(([name, { [figure]: values }]) => ({
      name,
      role: roleOf(name),
      points: Array.from({ length: Math.floor(values.length / width) }, (_, i) => [
        (i + 0.5) * width,
        mean(values.slice(i * width, (i + 1) * width)),
      ]),
    }))
  const loads = of('arrived', 10)
  const highest = Math.ceil(Math.max(...loads.flatMap(({ points }) => points.map(([, load]) => load))) / 1_000)
  const goodput: Axis = {
    name: 'requests answered in time (%), by the second in which they began',
    ticks: [0, 0.25, 0.5, 0.75, 1],
    tick: percent,
    scale: linear(0, 1),
  }
  const arrived: Axis = {
    name: 'arrivals at the server (per second, means of 10 s); dotted: what it can serve',
    ticks: Array.from({ length: highest + 1 }, (_, i) => i * 1_000),
    tick: String,
    scale: linear(0, highest * 1_000),
  }
  const capacity: Series = {
    name: 'capacity',
    role: 'limit',
    points: [
      [0, 1_000],
      [dip.from, 1_000],
      [dip.from, 300],
      [dip.to, 300],
      [dip.to, 1_000],
      [seconds, 1_000],
    ],
  }
  return sheet(
    760,
    624,
    'After an overload of 10 s: who recovers, and who keeps it going',
    'Share of requests answered in time and arrivals per second, for each policy, during and after ten seconds of short capacity.',
    [...lines(78, 210, x, goodput, of('goodput', 1)), ...lines(368, 210, x, arrived, [...loads, capacity])],
  )
}

export const plots = (figures: Figures): Readonly<Record<'outage' | 'partial' | 'layers' | 'recovery', string>> => ({
  outage: outagePlot(figures),
  partial: partialPlot(figures),
  layers: layersPlot(figures),
  recovery: recoveryPlot(figures),
})
