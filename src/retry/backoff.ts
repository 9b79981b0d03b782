/**
 * How long to wait before the next attempt, when nobody said so and when somebody did.
 * Comes in: attempts made, a base, a source of randomness. Goes out: milliseconds, finite and at most 2^31 − 1.
 * This room knows no problem and no clock.
 */

/** The largest wait that a timer can hold; beyond it timers fire at once. @category model @since 0.1.0 */
export const maxTimerMs = 2_147_483_647

/** Computed waits stop growing here. @category model @since 0.1.0 */
export const maxBackoffMs = 20_000

/** A draw in [0, 1], whatever the caller's function returns. */
const draw = (random: () => number): number => {
  const value = typeof random === 'function' ? random() : 0
  return value >= 0 && value <= 1 ? value : 0
}

/**
 * Exponential backoff with full jitter: anything from 0 to `baseDelayMs · 2^(attempt − 1)`, at most 20 s.
 * Of the known jitters it makes the fewest calls under contention.
 *
 * @category advice
 * @since 0.1.0
 */
export const fullJitter = (attempt: number, baseDelayMs: number, random: () => number): number =>
  Math.round(draw(random) * Math.min(maxBackoffMs, baseDelayMs * 2 ** Math.min(Math.max(attempt, 1) - 1, 30)))

/**
 * What the server asked for, and up to a tenth more, so that all its clients do not return in the same instant. Never less.
 *
 * @category advice
 * @since 0.1.0
 */
export const hintJitter = (askedMs: number, random: () => number): number =>
  Math.min(maxTimerMs, Math.ceil(askedMs + draw(random) * 0.1 * askedMs))
