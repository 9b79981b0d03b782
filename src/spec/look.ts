/**
 * Looking into a body along the plan, and telling what nobody consumed.
 * Comes in: values of any type, places, marks. Goes out: texts, codes, delays, and leftovers that keep their nesting.
 * This room knows no role. A getter may throw here; whoever asks a dialect expects that.
 */
import type { Payload } from '../exchange.js'
import { parseHttpDate, parseRfc3339 } from '../http/http-date.js'
import { isSafeId } from '../http/request-id.js'
import { decimalMs, parseDuration, type Wait } from '../http/retry-after.js'
import type { Ledger } from '../ledger.js'
import { codeOf, isObj, type Obj, put, textOf } from '../reading.js'
import type { DelayUnit } from './format.js'
import { type Branch, isIndex, type Source, type Sources } from './plan.js'

const hasOwn = Object.prototype.hasOwnProperty

/** What was consumed, by mark. @category model @since 0.1.0 */
export type Taken = boolean[]

/** The value at these tokens, or nothing. Only a number leads into a list. @category accessors @since 0.1.0 */
export const valueAt = (body: unknown, tokens: readonly string[]): unknown => {
  let at = body
  for (let i = 0; i < tokens.length; i++) {
    if (typeof at !== 'object' || at === null) return undefined
    const token = tokens[i] as string
    if (!hasOwn.call(at, token) || (Array.isArray(at) && !isIndex(token))) return undefined
    at = (at as Obj)[token]
  }
  return at
}

/** Does the way lead through a list? What stands in one is read, and stays. */
const leadsThroughList = (body: unknown, tokens: readonly string[]): boolean => {
  let at = body
  for (let i = 0; i < tokens.length; i++) {
    if (Array.isArray(at)) return true
    at = (at as Obj)[tokens[i] as string]
  }
  return false
}

/** Notes that what stands there was consumed, where anybody wants to know. @category decoding @since 0.1.0 */
export const consume = ({ mark, tokens, indexed }: Source, body: unknown, taken: Taken | undefined): void => {
  if (taken !== undefined && mark >= 0 && !(indexed && leadsThroughList(body, tokens))) taken[mark] = true
}

/** The first text that says something. @category decoding @since 0.1.0 */
export const firstText = (sources: Sources, body: unknown, taken?: Taken): string | undefined => {
  for (let i = 0; i < sources.length; i++) {
    const source = sources[i] as Source
    const found = textOf(valueAt(body, source.tokens))
    if (found === undefined) continue
    consume(source, body, taken)
    return found
  }
  return undefined
}

/** The first machine code: a text, or a number as text. @category decoding @since 0.1.0 */
export const firstCode = (sources: Sources, body: unknown, taken?: Taken): string | undefined => {
  for (let i = 0; i < sources.length; i++) {
    const source = sources[i] as Source
    const found = codeOf(valueAt(body, source.tokens))
    if (found === undefined) continue
    consume(source, body, taken)
    return found
  }
  return undefined
}

/** What a field of the response says; an id only where it is a safe one. @category accessors @since 0.1.0 */
export const headerText = (name: string, { fields }: Payload, isId: boolean): string | undefined => {
  const value = textOf(fields.get(name))
  return value === undefined || (isId && !isSafeId(value)) ? undefined : value
}

const wholeMs = (amount: number, unitMs: number): number | undefined =>
  Number.isFinite(amount) && amount >= 0
    ? Math.min(Math.ceil(Number((amount * unitMs).toFixed(6))), Number.MAX_SAFE_INTEGER)
    : undefined

const amountOf = (value: unknown, unitMs: number): number | undefined =>
  typeof value === 'number' ? wholeMs(value, unitMs) : decimalMs(value as string, unitMs)

const after = (afterMs: number | undefined): Wait | undefined => (afterMs === undefined ? undefined : { afterMs })
const until = (atMs: number | undefined): Wait | undefined => (atMs === undefined ? undefined : { atMs })

/** A delay said in this unit, or nothing. @category decoding @since 0.1.0 */
export const waitOf = (value: unknown, unit: DelayUnit, receivedAt: number | undefined): Wait | undefined => {
  switch (unit) {
    case 'ms':
      return after(amountOf(value, 1))
    case 's':
      return after(amountOf(value, 1_000))
    case 'epoch-ms':
      return until(amountOf(value, 1))
    case 'epoch-s':
      return until(amountOf(value, 1_000))
    case 'duration':
      return after(parseDuration(value as string))
    case 'http-date':
      return typeof value === 'string' ? until(parseHttpDate(value, receivedAt)) : undefined
    case 'date-time':
      return typeof value === 'string' ? until(parseRfc3339(value)) : undefined
  }
}

const isEmpty = (object: Obj): boolean => {
  for (const _name in object) return false
  return true
}

/** What is left of one value: nothing where it was consumed. An object of which something was consumed keeps the rest. */
const leave = (
  left: Record<string, unknown> | undefined,
  branch: Branch,
  value: unknown,
  taken: Taken,
  ledger: Ledger,
): Record<string, unknown> | undefined => {
  if (branch.mark >= 0 && taken[branch.mark] === true) return left
  if (branch.children.length === 0 || !isObj(value) || isEmpty(value)) return ledger.keep(left, branch.name, value)
  const within = leftIn(value, branch, taken, ledger)
  return within === undefined ? left : put(left, branch.name, within)
}

/** The members of an object that nobody consumed. @category decoding @since 0.1.0 */
export const leftIn = (
  object: Obj,
  tree: Branch,
  taken: Taken,
  ledger: Ledger,
): Record<string, unknown> | undefined => {
  let left: Record<string, unknown> | undefined
  for (const name in object) {
    if (!hasOwn.call(object, name)) continue
    const branch = tree.byName[name]
    left =
      branch === undefined ? ledger.keep(left, name, object[name]) : leave(left, branch, object[name], taken, ledger)
  }
  return left
}

/** The same for some members of the top: those that no plan names are found by the corridor. @category decoding @since 0.1.0 */
export const leftAmong = (
  object: Obj,
  branches: readonly Branch[],
  before: Record<string, unknown> | undefined,
  taken: Taken,
  ledger: Ledger,
): Record<string, unknown> | undefined => {
  let left = before
  for (let i = 0; i < branches.length; i++) {
    const branch = branches[i] as Branch
    if (branch.mark >= 0 && taken[branch.mark] === true) continue
    if (hasOwn.call(object, branch.name)) left = leave(left, branch, object[branch.name], taken, ledger)
  }
  return left
}
