/**
 * A copy of plain data that needs no cut, which nearly all leftovers are: at a third of what care costs.
 * Comes in: any value and a budget. Goes out: the copy, or word that it takes more care than this; never a throw.
 * This room cuts nothing.
 */
import { isWellFormed } from './charset.js'
import type { CopyBudget } from './copy-budget.js'
import { putMember } from './json-value.js'

const hasOwn = Object.prototype.hasOwnProperty

/** Not plain data that fits in whole. @category decoding @since 0.1.0 */
export const unfit = Symbol('unfit')

const lengthOf = (number: number): number =>
  number >= 0 && number < 10 && Number.isInteger(number) ? 1 : String(number).length

/**
 * Copies what is plain data and needs no cut, which nearly everything is: at a third of what care costs. Anything else is
 * `unfit`, and is copied again with care. It never goes deeper than the cap, so a cycle is unfit too.
 */
const copyPlain = (value: unknown, budget: CopyBudget, depth: number): unknown => {
  if (budget.remaining < 0) return unfit
  switch (typeof value) {
    case 'string':
      budget.remaining -= value.length + 2
      return value.length <= budget.limits.stringLength && isWellFormed(value) ? value : unfit
    case 'number':
      if (!Number.isFinite(value)) return unfit
      budget.remaining -= lengthOf(value)
      return value + 0
    case 'boolean':
      budget.remaining -= 5
      return value
    case 'object':
      if (value === null) {
        budget.remaining -= 4
        return null
      }
      budget.remaining -= 2
      if (depth > budget.limits.depth) return unfit
      return Array.isArray(value) ? copyPlainList(value, budget, depth) : copyPlainObject(value, budget, depth)
    default:
      return unfit
  }
}

const copyPlainList = (source: readonly unknown[], budget: CopyBudget, depth: number): unknown => {
  if (Object.getPrototypeOf(source) !== Array.prototype) return unfit
  const target: unknown[] = []
  for (let i = 0; i < source.length; i++) {
    const copy = copyPlain(source[i], budget, depth + 1)
    if (copy === unfit) return unfit
    target.push(copy)
  }
  return target
}

const copyPlainObject = (source: object, budget: CopyBudget, depth: number): unknown => {
  const prototype = Object.getPrototypeOf(source)
  if (prototype !== Object.prototype && prototype !== null) return unfit
  const { keys, stringLength } = budget.limits
  const target: Record<string, unknown> = {}
  let count = 0
  for (const name in source) {
    if (!hasOwn.call(source, name)) continue
    if (++count > keys || name.length > stringLength || !isWellFormed(name)) return unfit
    budget.remaining -= name.length + 4
    const copy = copyPlain((source as Record<string, unknown>)[name], budget, depth + 1)
    if (copy === unfit) return unfit
    putMember(target, name, copy)
  }
  return target
}

/** All of the value where nothing had to be cut, else `unfit`: then the budget is as it was. @category decoding @since 0.1.0 */
export const copyWhole = (value: unknown, budget: CopyBudget): unknown => {
  const { remaining } = budget
  try {
    const copy = 'toJSON' in Array.prototype ? unfit : copyPlain(value, budget, 1)
    if (copy !== unfit && budget.remaining >= 0) return copy
  } catch {
    // A getter or a proxy threw: care tells which.
  }
  budget.remaining = remaining
  return unfit
}
