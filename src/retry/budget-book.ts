/**
 * The budgets of many servers and clients, one a key, in a book of bounded size.
 * Comes in: a key and what happened. Goes out: the budget of that key, and whether a retry may go out.
 * A tiny mutable holder, because requests that run at the same time must see each other's retries: a value would have to be held
 * by somebody all the same. This room knows no problem and no clock.
 */
import type { Scope } from '../status/semantics.js'
import { type Budget, type BudgetPolicy, budget, defaultBudget, stepBudget } from './budget.js'

/** @category model @since 0.1.0 */
export interface BudgetBook {
  /** The budget of a key as it is now; full for a key that nothing is known of. Asking changes nothing. */
  readonly of: (key: string) => Budget
  /** Books what happened; says whether it may. */
  readonly step: (key: string, event: 'retry' | 'success') => boolean
}

/**
 * Whose budget a retry is charged to: `retry.scope` of the problem says whose limit it met. A limit of the client leaves the
 * other clients of the same server alone.
 *
 * @example
 * budgetKey('client', 'https://api.example.com', 'tenant-7') // 'tenant-7 at https://api.example.com'
 * budgetKey('origin', 'https://api.example.com', 'tenant-7') // 'https://api.example.com'
 *
 * @category advice
 * @since 0.1.0
 */
export const budgetKey = (scope: Scope, server = '', client = ''): string =>
  scope === 'client' ? `${client} at ${server}` : server

/** Longer keys are cut, and then share a budget: no stranger's text fills the memory. */
const maxKeyLength = 256

/**
 * A book of budgets under one policy. It keeps the `maxKeys` that were last used, and never more than twice as many; a key that
 * fell out begins anew with a full budget, so set `maxKeys` above the number of servers and clients. The bound of a budget holds
 * for each key.
 *
 * @example
 * const budgets = budgetBook()
 * budgets.step('https://api.example.com', 'retry') // true, ten times; then false until something works
 * budgetBook(defaultBudget, { maxKeys: 0 })        // TypeError
 *
 * @category constructors
 * @since 0.1.0
 */
export const budgetBook = (
  policy: BudgetPolicy = defaultBudget,
  { maxKeys = 1_000 }: { readonly maxKeys?: number | undefined } = {},
): BudgetBook => {
  const full = budget(policy)
  if (!Number.isInteger(maxKeys) || maxKeys < 1)
    throw new TypeError(`budgetBook: maxKeys must be a whole number from 1, not ${String(maxKeys)}`)
  type Page = Record<string, Budget>
  // two pages instead of an ordered list: when the newer is full, the older goes, and with it only what was used before all that is kept
  let older: Page = Object.create(null)
  let newer: Page = Object.create(null)
  let count = 0
  const known = (key: string): Budget | undefined => newer[key] ?? older[key]
  const keep = (key: string, value: Budget): void => {
    if (newer[key] === undefined && ++count > maxKeys) {
      older = newer
      newer = Object.create(null)
      count = 1
    }
    newer[key] = value
  }
  return {
    of: key => known(key.slice(0, maxKeyLength)) ?? full,
    step: (given, event) => {
      const key = given.slice(0, maxKeyLength)
      const before = known(key)
      // what is full needs no place
      if (before === undefined && event === 'success') return true
      const next = stepBudget(before ?? full, event)
      keep(key, next.budget)
      return next.allowed
    },
  }
}
