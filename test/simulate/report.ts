/**
 * The page of a run. Comes in: the figures, and when and on what they were made. Goes out: Markdown, in which every number is taken from
 * the figures.
 */
import { claims } from './claims.js'
import { type Figures, layerCounts, outages, shares } from './figures.js'
import { type Library, ours, uncarried } from './ours.js'
import { naive, noRetry, type Policy, peers } from './peers.js'
import type { Cell } from './scenarios.js'
import { layersTable, markdown, outageTable, partialTable, recoveryTable } from './tables.js'

export interface Run {
  readonly date: string
  readonly node: string
  readonly figures: Figures
}

const policyRow = ({ name, rule, source }: Policy): string[] => [source === '' ? name : `[${name}](${source})`, rule]

const cellAt = (cells: readonly Cell[] | undefined, column: number): Cell => {
  const cell = cells?.[column]
  if (cell === undefined) throw new TypeError('a figure is missing')
  return cell
}

/** What is gained and what is paid, in sentences. */
const balance = (library: Library, figures: Figures): string => {
  const { tokens } = library.defaultBudget
  const [standard, strict, alone] = ours(library).map(({ name }) => name) as [string, string, string]
  const bare = uncarried(library)[1].name
  const answered = (policy: string, share: number): string =>
    `${(cellAt(figures.partial[policy], shares.indexOf(share)).success * 100).toFixed(1)} %`
  const load = (policy: string, clients: number, seconds: number): string => {
    const column = outages.findIndex(outage => outage.clients === clients && outage.seconds === seconds)
    return `${cellAt(figures.outage[policy], column).amplification.toFixed(2)}×`
  }
  const deep = (policy: string): string =>
    `${cellAt(figures.layers[policy], layerCounts.length - 1).amplification.toFixed(0)}×`
  const recovers = (name: string): boolean => typeof figures.recovery[name]?.recoveredAfter === 'number'
  const names = (policies: readonly Policy[]): string => policies.map(({ name }) => name).join('; ')
  return `- **The price is paid where much fails.** With 20 % of attempts failing the default answers ${answered(standard, 0.2)} of the requests and the strict preset
  ${answered(strict, 0.2)}; naive retries answer ${answered(naive.name, 0.2)}, the AWS SDK ${answered('AWS SDK, standard', 0.2)}, gRPC ${answered('gRPC A6', 0.2)}, no retry ${answered(noRetry.name, 0.2)}. At 50 % it is
  ${[standard, strict, naive.name, 'AWS SDK, standard', 'gRPC A6', noRetry.name].map(name => answered(name, 0.5)).join(', ')}, in this order. At 5 % it is ${answered(standard, 0.05)} and ${answered(strict, 0.05)}.
- **The decision alone does not bound the load.** \`decideRetry\` without a budget puts ${load(alone, 20, 60)} on a server that is down, and from the overload it
  ${recovers(alone) ? 'recovers' : 'does not recover'}. It needs the budget.
- **A budget is per process.** A thousand small clients have a thousand budgets, and each may spend its ${tokens} tokens: ${load(standard, 1_000, 10)} in an outage of
  10 s at 1 rps each, ${load(standard, 20, 10)} with twenty clients of 50 rps. The bound is 1 + refill + tokens / requests per budget, whatever happens; while nothing
  succeeds it is 1 + tokens / requests, at 50 rps 1.01 from ${tokens / 50 / 0.01} s on.
- **Others bound it too.** gRPC sends less in an outage (${load('gRPC A6', 1_000, 10)} where ours sends ${load(standard, 1_000, 10)}), because it stops at half of its tokens, and answers less in a
  partial failure. The AWS SDK answers more there, and sends more in an outage (${load('AWS SDK, standard', 1_000, 10)}). A budget that is filled by requests, or by time,
  goes on paying while everything fails: Finagle's ${load('Finagle RetryBudget', 20, 60)} and ${load('Finagle RetryBudget', 1_000, 60)} for a minute, with large and with small clients.
- **Ours is not the only one to recover.** Also do: ${names(peers.filter(({ name }) => recovers(name)))}. Some of them because they never retry a timeout,
  whatever else they put on a server. Not within 120 s: ${names(peers.filter(({ name }) => !recovers(name)))}.
- **Layers do not multiply where giving up is told on.** \`exhausted\` and the number of attempts travel with the problem, so only one layer retries: with
  four layers ${deep(alone)} even without a budget, where a bare 503 from every layer makes it ${deep(bare)}. It needs every layer to say so and to listen.
  The price: the layer nearest to the failure decides for all; a caller's tokens cannot help it.`
}

export const page = (library: Library, { date, node, figures }: Run): string => `# Retries in a simulation

What retry policies do to a server that fails, and what they save. Made by \`npm run simulate\` with seed ${figures.seed} on ${date}, Node ${node}; the same seed gives
the same figures. Ours are the library's own \`decideRetry\` and \`Budget\`; the others are [what they publish](#policies), by their numbers, not by their code.

| what must hold | measured |  |
| --- | ---: | --- |
${claims(library, figures)
  .map(({ says, measured, holds }) => `| ${says} | ${measured} | ${holds ? 'holds' : 'does not hold'} |`)
  .join('\n')}

## What it costs and what it gives

${balance(library, figures)}

## Full outage

Clients send GET requests at random, so many a second each. After 10 s everything fails with a 503. Counted are the requests that begin and the attempts that arrive
while it lasts: **arrivals per request / share of these requests answered well in the end**.

![Bars: arrivals per request during a full outage, by policy](retry-simulation/outage.svg)

${markdown(outageTable(figures))}

## Partial failure

20 clients of 50 rps, for 60 s. Each attempt fails with a 503 by lot, independently of all others: **arrivals per request / share of requests answered well**.

![Bars: requests that fail for good, by policy and by share of failing attempts](retry-simulation/partial.svg)

${markdown(partialTable(figures))}

## Layers

20 clients of 50 rps for 60 s, in front of services of ten instances each, one upon another; clients and services all retry, and the server at the bottom answers every
attempt with a 503. **Arrivals at the bottom per request at the top.** The last column has 5 % failing instead, with the share of requests answered well.

![Lines: arrivals at the bottom per request, by number of layers](retry-simulation/layers.svg)

${markdown(layersTable(figures))}

## Recovery from an overload

20 clients of 40 rps on a server that serves 1,000 a second, first come, first served. For 10 s it can serve only 300. Clients wait for 1 s; the server works on what
nobody waits for any more; its queue has 4,000 places, and who finds it full is answered 503 at once. A service that recovers only when its load goes away is
[metastable](https://www.usenix.org/conference/osdi22/presentation/huang-lexiang). *Recovered* is the first second from which on 95 % are answered in each.

![Lines: requests answered in time, and arrivals, before, during and after an overload](retry-simulation/recovery.svg)

${markdown(recoveryTable(figures))}

## Policies

${markdown({
  title: '',
  head: ['policy', 'what it does here'],
  rows: [...peers, ...ours(library), ...uncarried(library)].map(policyRow),
}).replace('---:', '---')}

## What it is not

- Requests are GET, failures are 503 and timeouts, answers take 10 ms. No server says \`Retry-After\`; hints lower the load of all who obey them.
- Each process has one budget for one server. Where peers leave the number of retries to their operator it is three here, as in the naive policy.
- Attempts fail independently. Where the same request fails again and again, retries save less, at the same price.
- One seed, three decimals: another seed moves the last two of them. \`npm run simulate -- --seed 7\` prints another run, and leaves this page as it is.
`
