/**
 * Services: whoever is asked, and answers later with a problem or without. A server is one; a server behind a timeout is one;
 * a server behind somebody who retries is one: so layers are made by nesting.
 * This room knows no policy.
 */
import type { ApiProblem } from '../../src/index.js'
import type { World } from './world.js'

/** Asks once. The answer comes once: a problem, or nothing where all went well. */
export type Service = (answer: (problem?: ApiProblem) => void) => void

/** What one process remembers between its requests, and what it decides. */
export interface Retrier {
  /** An attempt leaves; the first is 1. */
  readonly sent?: (attempt: number, now: number) => void
  readonly succeeded?: (attempt: number, now: number) => void
  /** An attempt failed: milliseconds to wait for the next one, or nothing where this was the last. */
  readonly failed: (problem: ApiProblem, attempt: number, now: number) => number | undefined
  /** What the caller is told then. Without it, what came from below. */
  readonly gaveUp?: (problem: ApiProblem, attempts: number) => ApiProblem
}

export const retrying =
  ({ now, after }: World, service: Service, retrier: Retrier): Service =>
  answer => {
    const send = (attempt: number): void => {
      retrier.sent?.(attempt, now())
      service(problem => {
        if (problem === undefined) {
          retrier.succeeded?.(attempt, now())
          return answer()
        }
        const delayMs = retrier.failed(problem, attempt, now())
        if (delayMs === undefined) return answer(retrier.gaveUp?.(problem, attempt) ?? problem)
        after(delayMs, () => send(attempt + 1))
      })
    }
    send(1)
  }

/** Waits no longer than that; the service works on, and nobody hears its answer. */
export const withTimeout =
  ({ after }: World, service: Service, timeoutMs: number, timedOut: ApiProblem): Service =>
  answer => {
    let open = true
    const close = (problem?: ApiProblem): void => {
      if (open) answer(problem)
      open = false
    }
    service(close)
    after(timeoutMs, () => close(timedOut))
  }

/** One of several alike, by lot. */
export const anyOf =
  (services: readonly Service[], random: () => number): Service =>
  answer =>
    services[Math.floor(random() * services.length)]?.(answer)

/** Answers after 10 ms; fails by lot, as often as it is said for that moment. */
export const failing =
  ({ now, after }: World, shareAt: (now: number) => number, random: () => number, unavailable: ApiProblem): Service =>
  answer => {
    const fails = random() < shareAt(now())
    after(10, () => (fails ? answer(unavailable) : answer()))
  }

/** Serves one after the other; who finds the queue full is refused at once. Nobody leaves the queue. */
export const queueing = (
  { now, after }: World,
  perSecondAt: (now: number) => number,
  places: number,
  unavailable: ApiProblem,
): Service => {
  let waiting = 0
  let freeAt = 0
  return answer => {
    if (waiting >= places) return after(0, () => answer(unavailable))
    waiting += 1
    const starts = Math.max(now(), freeAt)
    freeAt = starts + 1000 / perSecondAt(starts)
    after(freeAt - now(), () => {
      waiting -= 1
      answer()
    })
  }
}
