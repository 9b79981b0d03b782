/**
 * The budgets of many servers and clients, one a key, in a book of bounded size.
 * Comes in: keys and what happened. Goes out: what is left of their budgets, and whether a retry may go out.
 * A tiny mutable holder, because requests that run at the same time must see each other's retries: a value would have to be held
 * by somebody all the same. This room knows no problem and no clock.
 */
import type { Scope } from '../status/semantics.js'
import { type Budget, type BudgetPolicy, budget, defaultBudget, stepBudget } from './budget.js'

/** @category model @since 0.1.0 */
export interface BudgetBook {
  /** Of these keys the budget with the least left, as it is now; full where nothing is known. Asking changes nothing. */
  readonly of: (keys: readonly string[]) => Budget
  /** Books what happened under all of these keys; a retry that one of them cannot pay is refused, and costs none of them. */
  readonly step: (keys: readonly string[], event: 'retry' | 'success') => boolean
}

/**
 * Who pays for a retry: the server that is called, so that the bound holds for all that it gets; and the client as well where
 * `retry.scope` of the problem says that the limit is the client's, so that none spends for the others.
 *
 * @example
 * budgetKeys('origin', 'https://api.example.com', 'tenant-7') // ['https://api.example.com']
 * budgetKeys('client', 'https://api.example.com', 'tenant-7') // ['https://api.example.com', 'https://api.example.com for tenant-7']
 *
 * @category advice
 * @since 0.1.0
 */
export const budgetKeys = (scope: Scope, server = '', client = ''): readonly string[] =>
  scope === 'client' && client !== '' ? [server, `${server} for ${client}`] : [server]

/** Longer keys are cut, and then share a budget: no stranger's text fills the memory. */
const maxKeyLength = 256

/**
 * A book of budgets under one policy. It keeps the `maxKeys` that were last used, and never more than twice as many; a key that
 * fell out begins anew with a full budget, so set `maxKeys` above the number of servers and clients. The bound of a budget holds
 * for each key.
 *
 * @example
 * const budgets = budgetBook()
 * budgets.step(['https://api.example.com'], 'retry') // true, ten times; then false until something works
 * budgetBook(defaultBudget, { maxKeys: 0 })          // TypeError
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
  const cut = (keys: readonly string[]): readonly string[] => keys.map(key => key.slice(0, maxKeyLength))
  const tightest = (keys: readonly string[]): Budget =>
    keys.map(key => known(key) ?? full).reduce((least, one) => (one.tokens < least.tokens ? one : least), full)
  return {
    of: keys => tightest(cut(keys)),
    step: (given, event) => {
      const keys = cut(given)
      const { allowed } = stepBudget(tightest(keys), event)
      for (const key of keys) {
        const before = known(key)
        // a refusal is a use too: what is spent must not be forgotten while it is asked for
        if (!allowed) keep(key, before ?? full)
        // what is full needs no place
        else if (before !== undefined || event === 'retry') keep(key, stepBudget(before ?? full, event).budget)
      }
      return allowed
    },
  }
}
