/**
 * The four situations, each for one policy: how much arrives at the server, and how much is answered.
 * Comes in: the library, a policy, a seed. Goes out: plain figures. The same seed gives every policy the same requests.
 */
import { failures, type Library } from './ours.js'
import type { Policy } from './peers.js'
import { stream } from './random.js'
import { anyOf, failing, queueing, retrying, type Service, withTimeout } from './services.js'
import { type World, world } from './world.js'

/** What happened, by the second: requests that began, attempts that arrived, and how many of those requests were answered well. */
export interface Trace {
  readonly begun: number[]
  readonly arrived: number[]
  readonly answered: number[]
}

const sum = (counts: readonly number[], from: number, to: number): number =>
  counts.slice(from, to).reduce((total, count) => total + (count ?? 0), 0)

/** Arrivals per request, and the share of requests that were answered well. */
export interface Cell {
  readonly amplification: number
  readonly success: number
}

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4
const cellOf = ({ begun, arrived, answered }: Trace, from = 0, to = arrived.length): Cell => ({
  amplification: rounded(sum(arrived, from, to) / sum(begun, from, to)),
  success: rounded(sum(answered, from, to) / sum(begun, from, to)),
})

/** Many processes of one kind, each of which sends requests at random, so many a second. */
export interface Load {
  readonly clients: number
  readonly rps: number
  readonly seconds: number
}

const run = (
  { clients, rps, seconds }: Load,
  seed: number,
  entry: (world: World, server: (service: Service) => Service, client: number) => Service,
): Trace => {
  const w = world()
  const trace: Trace = { begun: [], arrived: [], answered: [] }
  const count = (counts: number[], second: number): void => {
    counts[second] = (counts[second] ?? 0) + 1
  }
  const second = (): number => Math.floor(w.now() / 1_000)
  const server =
    (service: Service): Service =>
    answer => {
      count(trace.arrived, second())
      service(answer)
    }
  for (let client = 0; client < clients; client++) {
    const send = entry(w, server, client)
    const random = stream(seed, `requests of client ${client}`)
    let at = 0
    const next = (): void => {
      at += (-Math.log(1 - random()) * 1_000) / rps
      if (at >= seconds * 1_000) return
      w.after(Math.floor(at) - w.now(), () => {
        const began = second()
        count(trace.begun, began)
        send(problem => {
          if (problem === undefined) count(trace.answered, began)
        })
        next()
      })
    }
    next()
  }
  w.run()
  return trace
}

/** Clients in front of a server that fails by lot, with so many layers of services that retry, the clients being the first. */
const chain = (
  library: Library,
  policy: Policy,
  seed: number,
  load: Load,
  shareAt: (now: number) => number,
  layers = 1,
): Trace => {
  const { unavailable } = failures(library)
  let below: Service | undefined
  return run(load, seed, (w, server, client) => {
    below ??= Array.from({ length: layers - 1 }, (_, i) => layers - i).reduce(
      (service, layer) =>
        anyOf(
          Array.from({ length: 10 }, (_, instance) =>
            retrying(w, service, policy.retrier(stream(seed, `jitter of layer ${layer}, ${instance}`))),
          ),
          stream(seed, `routes to layer ${layer}`),
        ),
      server(failing(w, shareAt, stream(seed, 'server'), unavailable)),
    )
    return retrying(w, below, policy.retrier(stream(seed, `jitter of client ${client}`)))
  })
}

/** Everything fails for so many seconds, after 10 good ones. Counted is what falls into the outage. */
export const outage = (library: Library, policy: Policy, seed: number, { clients, rps, seconds }: Load): Cell => {
  const down = (now: number): number => (now >= 10_000 && now < (10 + seconds) * 1_000 ? 1 : 0)
  return cellOf(chain(library, policy, seed, { clients, rps, seconds: seconds + 20 }, down), 10, 10 + seconds)
}

/** A share of the attempts fails by lot, for a minute. */
export const partial = (library: Library, policy: Policy, seed: number, share: number, seconds = 60): Cell =>
  cellOf(chain(library, policy, seed, { clients: 20, rps: 50, seconds }, () => share))

/** Services on top of each other, all of which retry. */
export const layered = (
  library: Library,
  policy: Policy,
  seed: number,
  layers: number,
  share: number,
  seconds = 60,
): Cell => cellOf(chain(library, policy, seed, { clients: 20, rps: 50, seconds }, () => share, layers))

/** What became of an overload, by the second. */
export interface Recovery {
  /** Seconds after the dip until 95 % are answered in time, for good. */
  readonly recoveredAfter: number | null
  /** Arrivals per request while capacity was short. */
  readonly amplification: number
  readonly goodput: readonly number[]
  readonly arrived: readonly number[]
}

export const dip = { from: 10, to: 20 }

/** 800 rps on a server for 1,000, which can serve only 300 for 10 s; clients wait for 1 s, the queue has 4,000 places. */
export const recovery = (library: Library, policy: Policy, seed: number, secondsAfter = 120): Recovery => {
  const { unavailable, timedOut } = failures(library)
  const seconds = dip.to + secondsAfter
  let service: Service | undefined
  // the load goes on beyond what is counted, so that no second profits from its end
  const trace = run({ clients: 20, rps: 40, seconds: seconds + 10 }, seed, (w, server, client) => {
    const perSecondAt = (now: number): number => (now >= dip.from * 1_000 && now < dip.to * 1_000 ? 300 : 1_000)
    service ??= withTimeout(w, server(queueing(w, perSecondAt, 4_000, unavailable)), 1_000, timedOut)
    return retrying(w, service, policy.retrier(stream(seed, `jitter of client ${client}`)))
  })
  const goodput = trace.begun.slice(0, seconds).map((begun, second) => rounded((trace.answered[second] ?? 0) / begun))
  const lastBad = goodput.reduce((last, share, second) => (share < 0.95 ? second : last), dip.to - 1)
  return {
    recoveredAfter: lastBad === seconds - 1 ? null : lastBad + 1 - dip.to,
    amplification: cellOf(trace, dip.from, dip.to).amplification,
    goodput,
    arrived: Array.from({ length: seconds }, (_, second) => trace.arrived[second] ?? 0),
  }
}
