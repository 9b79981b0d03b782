/**
 * What others have published: their numbers, as data, each with its source and with what it does on a timeout.
 * Where a peer leaves the number of retries to its operator, it is three; all requests are GET.
 */
import type { Retrier } from './services.js'

export interface Policy {
  readonly name: string
  readonly rule: string
  readonly source: string
  /** A new process, with a source of chance for its jitter. */
  readonly retrier: (random: () => number) => Retrier
}

const timedOut = ({ status }: { readonly status: number }): boolean => status === 504
const doubling = (firstMs: number, attempt: number, mostMs = Number.POSITIVE_INFINITY): number =>
  Math.min(firstMs * 2 ** (attempt - 1), mostMs)

/** Retries by count alone, with no memory between requests. */
const counted =
  (retries: number, delayMs: (attempt: number, random: () => number) => number, onTimeout = true): Policy['retrier'] =>
  random => ({
    failed: (problem, attempt) =>
      attempt > retries || (timedOut(problem) && !onTimeout) ? undefined : delayMs(attempt, random),
  })

const fullJitter =
  (firstMs: number, mostMs: number) =>
  (attempt: number, random: () => number): number =>
    random() * doubling(firstMs, attempt, mostMs)

/** A bucket of 500; a retry costs; what it cost comes back when it succeeds, and a clean success gives one. */
const aws =
  (cost: number, firstMs: number): Policy['retrier'] =>
  random => {
    let tokens = 500
    const delayMs = fullJitter(firstMs, 20_000)
    return {
      succeeded: attempt => {
        tokens = Math.min(500, tokens + (attempt > 1 ? cost : 1))
      },
      failed: (_, attempt) => {
        if (attempt > 2 || tokens < cost) return undefined
        tokens -= cost
        return delayMs(attempt, random)
      },
    }
  }

/** Every failure costs one, every success gives a tenth; only above half is there a retry. A deadline spans all attempts. */
const grpc: Policy['retrier'] = random => {
  let tokens = 10
  const delayMs = fullJitter(100, 1_000)
  return {
    succeeded: () => {
      tokens = Math.min(10, tokens + 0.1)
    },
    failed: (problem, attempt) => {
      if (timedOut(problem)) return undefined
      tokens = Math.max(0, tokens - 1)
      return attempt > 3 || tokens <= 5 ? undefined : delayMs(attempt, random)
    },
  }
}

/** A fifth of the requests of the last 10 s, and 10 a second on top, of which a retry takes one. */
const finagle =
  (onTimeout: boolean): Policy['retrier'] =>
  random => {
    const [seconds, requestsPerRetry, reserve] = [10, 5, 10 * 10 * 5]
    const window = Array.from({ length: seconds }, () => ({ second: -1, balance: 0 }))
    const slotAt = (now: number): { balance: number } => {
      const second = Math.floor(now / 1_000)
      const slot = window[second % seconds]
      if (slot?.second === second) return slot
      const fresh = { second, balance: 0 }
      window[second % seconds] = fresh
      return fresh
    }
    const delayMs = fullJitter(100, 20_000)
    return {
      sent: (attempt, now) => {
        if (attempt === 1) slotAt(now).balance += 1
      },
      failed: (problem, attempt, now) => {
        if (timedOut(problem) && !onTimeout) return undefined
        const current = slotAt(now)
        const oldest = Math.floor(now / 1_000) - seconds
        const balance = window.reduce((sum, slot) => (slot.second > oldest ? sum + slot.balance : sum), reserve)
        if (attempt > 3 || balance < requestsPerRetry) return undefined
        current.balance -= requestsPerRetry
        return delayMs(attempt, random)
      },
    }
  }

/** As many retries at a time as a fifth of the attempts under way, and never fewer than three. */
const envoy: Policy['retrier'] = random => {
  let underWay = 0
  let retries = 0
  const delayMs = fullJitter(25, 250)
  const ended = (attempt: number): void => {
    underWay -= 1
    if (attempt > 1) retries -= 1
  }
  return {
    sent: () => {
      underWay += 1
    },
    succeeded: ended,
    failed: (_, attempt) => {
      ended(attempt)
      if (attempt > 3 || retries >= Math.max(3, Math.floor(0.2 * underWay))) return undefined
      retries += 1
      return delayMs(attempt, random)
    },
  }
}

export const noRetry: Policy = {
  name: 'no retry',
  rule: 'one attempt',
  source: '',
  retrier: () => ({ failed: () => undefined }),
}

export const naive: Policy = {
  name: 'naive, 3 retries',
  rule: 'on every failure; full jitter, 100 ms doubling up to 20 s',
  source: '',
  retrier: counted(3, fullJitter(100, 20_000)),
}

export const peers: readonly Policy[] = [
  noRetry,
  naive,
  {
    name: 'axios-retry 4.5',
    rule: '3 retries at once; none on a timeout',
    source: 'https://github.com/softonic/axios-retry',
    retrier: counted(3, () => 0, false),
  },
  {
    name: 'got 14.6',
    rule: '2 retries, after 1 s and 2 s, and up to 0.1 s more; also on a timeout',
    source: 'https://github.com/sindresorhus/got/blob/main/documentation/7-retry.md',
    retrier: counted(2, (attempt, random) => doubling(1_000, attempt) + random() * 100),
  },
  {
    name: 'ky 1.14',
    rule: '2 retries, after 0.3 s and 0.6 s; none on a timeout',
    source: 'https://github.com/sindresorhus/ky#retry',
    retrier: counted(2, attempt => doubling(300, attempt), false),
  },
  {
    name: 'Envoy retry_budget',
    rule: '3 retries; at most 20 % of the attempts under way, or 3 at a time; full jitter, 25 ms up to 250 ms; also on a timeout of one try',
    source:
      'https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/cluster/v3/circuit_breaker.proto#config-cluster-v3-circuitbreakers-thresholds-retrybudget',
    retrier: envoy,
  },
  {
    name: 'Finagle RetryBudget',
    rule: '3 retries; 20 % of the requests of the last 10 s, and 10 a second; full jitter, 100 ms; also on a timeout of one try',
    source:
      'https://github.com/twitter/finagle/blob/0e26b57635f1194eb90abf2d446a5fc6358a4b9e/finagle-core/src/main/scala/com/twitter/finagle/service/RetryBudget.scala',
    retrier: finagle(true),
  },
  {
    name: 'Linkerd ServiceProfile',
    rule: 'the same; the timeout of a route spans all tries, so none on a timeout',
    source: 'https://linkerd.io/2/reference/service-profiles/',
    retrier: finagle(false),
  },
  {
    name: 'AWS SDK, standard',
    rule: '2 retries; 500 tokens, 10 per retry, given back when it succeeds, 1 per clean success; full jitter, 100 ms up to 20 s; also on a timeout',
    source:
      'https://github.com/smithy-lang/smithy-typescript/blob/14b922a82f998f1d1e3071ea6a56712739623cf0/packages/util-retry/src/constants.ts',
    retrier: aws(10, 100),
  },
  {
    name: 'AWS SDK, 2026',
    rule: 'the same with 14 per retry and 50 ms',
    source:
      'https://github.com/smithy-lang/smithy-typescript/blob/cffd868a9ea0a97513ae9acd12e3842ac6fd533f/packages/util-retry/src/retries-2026-config.ts',
    retrier: aws(14, 50),
  },
  {
    name: 'gRPC A6',
    rule: '3 retries; 10 tokens, 1 per failure, 0.1 per success, no retry at 5 or fewer; full jitter, 100 ms up to 1 s; the deadline spans all attempts, so none on a timeout',
    source: 'https://github.com/grpc/proposal/blob/0070717fd63d2aea8c3dcd608e989507c3fdc373/A6-client-retries.md',
    retrier: grpc,
  },
]
