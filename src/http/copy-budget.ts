/**
 * What may still be copied into one problem, and what had to be left behind.
 * Comes in: the caps. Goes out: a budget, and one counted warning for each kind of cut.
 * This room copies nothing itself.
 */
import { type Limits, limitsOf } from './limits.js'

/**
 * What may still be copied into the `extensions` of one problem, and what had to be left behind so far.
 *
 * @category model
 * @since 0.1.0
 */
export interface CopyBudget {
  readonly limits: Limits
  /** Characters of JSON that may still be copied. */
  remaining: number
  depthCut: number
  keysCut: number
  stringCut: number
  sizeCut: number
  notJson: number
}

/**
 * A fresh budget: all of `extensionsLength`, nothing cut. Caps that are no numbers are those of the defaults.
 *
 * @example
 * copyBudget(defaultLimits).remaining // 65536
 *
 * @category constructors
 * @since 0.1.0
 */
export const copyBudget = (caps: Limits): CopyBudget => budgetWithin(limitsOf(caps))

/** The same for caps that are known to be numbers. @category constructors @since 0.1.0 */
export const budgetWithin = (limits: Limits): CopyBudget => ({
  limits,
  remaining: limits.extensionsLength,
  depthCut: 0,
  keysCut: 0,
  stringCut: 0,
  sizeCut: 0,
  notJson: 0,
})

/**
 * What the copies left behind, one counted warning for each kind.
 *
 * @example
 * budgetWarnings(copyBudget(defaultLimits)) // []
 *
 * @category accessors
 * @since 0.1.0
 */
export const budgetWarnings = (budget: CopyBudget): string[] => {
  const { depth, keys, stringLength, extensionsLength } = budget.limits
  const warnings: string[] = []
  if (budget.depthCut > 0) warnings.push(`depth-cut: ${budget.depthCut} values deeper than ${depth} levels became null`)
  if (budget.keysCut > 0) warnings.push(`keys-cut: ${budget.keysCut} members beyond ${keys} of an object were dropped`)
  if (budget.stringCut > 0)
    warnings.push(`string-cut: ${budget.stringCut} strings were cut at ${stringLength} characters`)
  if (budget.sizeCut > 0)
    warnings.push(`extensions-cut: ${budget.sizeCut} values beyond ${extensionsLength} characters were dropped`)
  if (budget.notJson > 0) warnings.push(`not-json: ${budget.notJson} values were no JSON`)
  return warnings
}
