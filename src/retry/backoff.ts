/**
 * How long to wait before the next attempt, when nobody said so and when somebody did.
 * Comes in: attempts made, a base, a source of randomness. Goes out: milliseconds, finite and at most 2^31 − 1.
 * This room knows no problem and no clock.
 */

/** The largest wait that a timer can hold; beyond it timers fire at once. @category model @since 0.1.0 */
export const maxTimerMs = 2_147_483_647

/** Computed waits stop growing here. @category model @since 0.1.0 */
export const maxBackoffMs = 20_000

/** What a wait is computed from. @category model @since 0.1.0 */
export interface Backoff {
  /** Attempts already made, at least 1. */
  readonly attempt: number
  /** The first step, in milliseconds. */
  readonly baseDelayMs: number
  /** A draw from [0, 1). */
  readonly random: () => number
  /** What the server asked to wait, in milliseconds. It then sets the wait, whatever the jitter. */
  readonly askedMs?: number | undefined
  /** The wait before this one; only `decorrelated` looks at it. Default: the first step. */
  readonly previousDelayMs?: number | undefined
}

/** A draw in [0, 1], whatever the caller's function returns. */
const draw = (random: () => number): number => {
  const value = typeof random === 'function' ? random() : 0
  return value >= 0 && value <= 1 ? value : 0
}

/** From 0 to 20 s, whatever was computed; what is no number waits for nothing. */
const bounded = (ms: number): number => (ms > 0 ? Math.min(maxBackoffMs, ms) : 0)

/** `baseDelayMs · 2^(attempt − 1)`, at most 20 s. */
const step = ({ attempt, baseDelayMs }: Backoff): number =>
  bounded(baseDelayMs * 2 ** Math.min(Math.max(attempt, 1) - 1, 30))

/**
 * The named ways to spread computed waits, in whole milliseconds from 0 to 20,000. With contenders on one resource `full` makes
 * the fewest calls of them.
 *
 * - `none` the step itself: `baseDelayMs · 2^(attempt − 1)` · `full` from nothing to the step · `equal` from half the step to the step
 * - `decorrelated` from the first step to three times the wait before
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 * @category advice
 * @since 0.1.0
 */
export const jitters = {
  none: from => Math.round(step(from)),
  full: from => Math.round(draw(from.random) * step(from)),
  equal: from => Math.round((0.5 + draw(from.random) / 2) * step(from)),
  decorrelated: from => {
    const base = bounded(from.baseDelayMs)
    const highest = Math.max(base, 3 * bounded(from.previousDelayMs ?? base))
    return Math.round(bounded(base + draw(from.random) * (highest - base)))
  },
} as const satisfies Readonly<Record<string, (from: Backoff) => number>>

/** @category model @since 0.1.0 */
export type Jitter = keyof typeof jitters

/**
 * What the server asked for, and up to a tenth more, so that all its clients do not return in the same instant. Never less:
 * `undefined` where no timer can hold it.
 *
 * @example
 * hintJitter(5_000, () => 0.5)  // 5250
 * hintJitter(2 ** 31, () => 0)  // undefined
 *
 * @category advice
 * @since 0.1.0
 */
export const hintJitter = (askedMs: number, random: () => number): number | undefined =>
  askedMs >= 0 && askedMs <= maxTimerMs
    ? Math.min(maxTimerMs, Math.ceil(askedMs + draw(random) * 0.1 * askedMs))
    : undefined

/**
 * The wait before the next attempt: what the server asked for and a little more, else the step of the backoff, spread by the
 * jitter. `undefined` where the server asked for more than a timer can hold: then this is work for a queue.
 *
 * @example
 * backoff({ attempt: 2, baseDelayMs: 100, random: () => 0.5 })                  // 100
 * backoff({ attempt: 2, baseDelayMs: 100, random: () => 0.5 }, 'none')          // 200
 * backoff({ attempt: 1, baseDelayMs: 100, random: () => 0, askedMs: 9e9 })      // undefined
 *
 * @category advice
 * @since 0.1.0
 */
export const backoff = (from: Backoff, jitter: Jitter = 'full'): number | undefined => {
  const { askedMs, random } = from
  return askedMs !== undefined && askedMs > 0 ? hintJitter(askedMs, random) : spreadOf(jitter)(from)
}

/** A word of a later release, or none at all, spreads fully. */
export const spreadOf = (jitter: Jitter | undefined): ((from: Backoff) => number) =>
  jitter !== undefined && Object.keys(jitters).includes(jitter) ? jitters[jitter] : jitters.full
