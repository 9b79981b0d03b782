/**
 * A retry budget: one retry costs one token, a success gives a little back.
 * Comes in: a budget and what happened. Goes out: the next budget, and whether the retry may go out. A value and a reducer.
 * For every order of events, retries ≤ tokens + refillPerSuccess · successes: so the load of retries is bounded by what works.
 * This room knows no problem, no clock and no key.
 */

/** @category model @since 0.1.0 */
export interface BudgetPolicy {
  /** How many retries are at hand at the start, and at most. One retry costs one. From 0 to 1,000,000. */
  readonly tokens: number
  /** How much one success gives back. From 0 to 1; beyond 1 retries would outgrow what works. */
  readonly refillPerSuccess: number
}

/** A budget is a value: {@link stepBudget} gives the next one. @category model @since 0.1.0 */
export interface Budget {
  readonly policy: BudgetPolicy
  /** What is left, from 0 to `policy.tokens`. */
  readonly tokens: number
}

/** Retries are at most 20 % of the successes, and 10. @category constants @since 0.1.0 */
export const defaultBudget: BudgetPolicy = Object.freeze({ tokens: 10, refillPerSuccess: 0.2 })

/** Retries are at most 10 % of the successes, and 10. @category constants @since 0.1.0 */
export const strictBudget: BudgetPolicy = Object.freeze({ tokens: 10, refillPerSuccess: 0.1 })

/** Tokens are counted in whole millionths, so that no rounding ever lets one retry too many out. */
const millionths = (tokens: number): number => Math.round(tokens * 1e6)

const within = (value: unknown, most: number): value is number =>
  typeof value === 'number' && value >= 0 && value <= most

/**
 * A full budget; its `policy` is in whole millionths. A policy out of bounds is a `TypeError`: it is configuration, and is read at start.
 *
 * @example
 * budget().tokens                                       // 10
 * budget({ tokens: 10, refillPerSuccess: Number.NaN })  // TypeError
 *
 * @category constructors
 * @since 0.1.0
 */
export const budget = (policy: BudgetPolicy = defaultBudget): Budget => {
  if (!within(policy?.tokens, 1e6))
    throw new TypeError(`budget: tokens must be a number from 0 to 1000000, not ${String(policy?.tokens)}`)
  if (!within(policy.refillPerSuccess, 1))
    throw new TypeError(`budget: refillPerSuccess must be a number from 0 to 1, not ${String(policy.refillPerSuccess)}`)
  const tokens = millionths(policy.tokens) / 1e6
  return { policy: { tokens, refillPerSuccess: millionths(policy.refillPerSuccess) / 1e6 }, tokens }
}

/**
 * The next budget, and whether the event may happen. A success always may; a retry only where a whole token is left, and a
 * refused one costs nothing.
 *
 * @example
 * stepBudget(budget({ tokens: 1, refillPerSuccess: 0.2 }), 'retry') // { allowed: true, budget: { tokens: 0, … } }
 * stepBudget(budget({ tokens: 0, refillPerSuccess: 0.2 }), 'retry') // { allowed: false, budget: { tokens: 0, … } }
 *
 * @category advice
 * @since 0.1.0
 */
export const stepBudget = (
  before: Budget,
  event: 'retry' | 'success',
): { readonly budget: Budget; readonly allowed: boolean } => {
  const { policy } = before
  const left = millionths(before.tokens)
  if (event === 'success') {
    const refilled = Math.min(millionths(policy.tokens), left + millionths(policy.refillPerSuccess))
    return { allowed: true, budget: refilled === left ? before : { policy, tokens: refilled / 1e6 } }
  }
  if (!(left >= 1e6)) return { allowed: false, budget: before }
  return { allowed: true, budget: { policy, tokens: (left - 1e6) / 1e6 } }
}
