/**
 * A bounded copy of a value that a client had parsed, or of leftovers of a body.
 * Comes in: any value and a budget. Goes out: plain JSON data that aliases nothing, with every cut counted; never a throw.
 * It copies level by level, so that a tight budget keeps what is nearest the top. This room knows no envelope.
 */
import { cutText, wellFormed } from './charset.js'
import { type CopyBudget, copyBudget } from './copy-budget.js'
import { copyWhole, unfit } from './json-plain.js'
import { isContainer, putMember } from './json-value.js'
import { defaultLimits, type Limits, limitsOf } from './limits.js'
import { total } from './total.js'

interface Pending {
  readonly source: object
  readonly target: unknown[] | Record<string, unknown>
  readonly depth: number
}

const isPlainObject = (value: object): boolean => {
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/** `undefined` is "nothing to copy"; anything else is charged to the budget. */
class Copier {
  private readonly budget: CopyBudget
  private readonly limits: Limits
  private readonly pending: Pending[] = []

  constructor(budget: CopyBudget) {
    this.budget = budget
    this.limits = limitsOf(budget.limits)
  }

  copy(value: unknown): unknown {
    const copy = this.value(value, 1)
    // Level by level, so that what a tight budget keeps is what stands nearest to the top.
    for (let i = 0; i < this.pending.length; i++) {
      const next = this.pending[i]
      if (next !== undefined) this.fill(next)
    }
    return copy
  }

  private fill({ source, target, depth }: Pending): void {
    try {
      if (Array.isArray(source)) this.fillArray(source, target as unknown[], depth)
      else this.fillObject(source, target as Record<string, unknown>, depth)
    } catch {
      this.budget.notJson++
    }
  }

  private fillArray(source: readonly unknown[], target: unknown[], depth: number): void {
    const { length } = source
    // No text that we would read holds more elements than it has bytes; a longer list is holes, and costs nothing to make.
    const kept = Math.min(length, this.limits.bodyBytes)
    if (length > kept) this.budget.sizeCut += length - kept
    for (let i = 0; i < kept; i++) {
      const cutBefore = this.budget.sizeCut
      let item = this.member(source, i, depth)
      if (item === undefined && this.budget.sizeCut === cutBefore) item = this.charged(null, 4)
      // Without its place in the row an item would be mistaken for another one, so the rest goes too.
      if (this.budget.sizeCut > cutBefore) {
        this.budget.sizeCut = cutBefore + kept - i
        return
      }
      target.push(item)
    }
  }

  private fillObject(source: object, target: Record<string, unknown>, depth: number): void {
    const names = Object.keys(source)
    const { keys, stringLength } = this.limits
    if (names.length > keys) this.budget.keysCut += names.length - keys
    for (let i = 0; i < names.length && i < keys; i++) {
      const given = names[i] ?? ''
      const name = wellFormed(cutText(given, stringLength))
      if (given.length > stringLength) this.budget.stringCut++
      if (!this.pays(name.length + 4)) continue
      const item = this.member(source, given, depth)
      if (item !== undefined) putMember(target, name, item)
    }
  }

  private member(source: object, name: string | number, depth: number): unknown {
    try {
      return this.value((source as Record<string | number, unknown>)[name], depth + 1)
    } catch {
      this.budget.notJson++
      return undefined
    }
  }

  private pays(length: number): boolean {
    if (!(this.budget.remaining >= length)) {
      this.budget.sizeCut++
      return false
    }
    this.budget.remaining -= length
    return true
  }

  private charged<T>(value: T, length: number): T | undefined {
    return this.pays(length) ? value : undefined
  }

  private value(value: unknown, depth: number): unknown {
    switch (typeof value) {
      case 'string':
        return this.text(value)
      case 'number':
        if (!Number.isFinite(value)) this.budget.notJson++
        // JSON has no -0: written and read again it would be another value.
        return Number.isFinite(value) ? this.charged(value + 0, String(value).length) : this.text(String(value))
      case 'boolean':
        return this.charged(value, 5)
      case 'bigint':
        this.budget.notJson++
        return this.text(value.toString())
      case 'object':
        return value === null ? this.charged(null, 4) : this.container(value, depth)
      case 'undefined':
        return undefined
      default:
        this.budget.notJson++
        return undefined
    }
  }

  private text(given: string): string | undefined {
    if (given.length > this.limits.stringLength) this.budget.stringCut++
    const text = wellFormed(cutText(given, this.limits.stringLength))
    return this.charged(text, text.length + 2)
  }

  private container(source: object, depth: number): unknown {
    const toJson = (source as { toJSON?: unknown }).toJSON
    if (typeof toJson === 'function') {
      const written: unknown = toJson.call(source)
      if (!isContainer(written)) return this.value(written, depth)
      return this.opened(written, depth)
    }
    return this.opened(source, depth)
  }

  private opened(source: object, depth: number): unknown {
    if (depth > this.limits.depth) {
      this.budget.depthCut++
      return this.charged(null, 4)
    }
    const isArray = Array.isArray(source)
    if (!isArray && !isPlainObject(source)) this.budget.notJson++
    // The bytes of a buffer are no members.
    if (ArrayBuffer.isView(source)) return undefined
    const target = this.charged(isArray ? [] : ({} as Record<string, unknown>), 2)
    if (target !== undefined) this.pending.push({ source, target, depth })
    return target
  }
}

/**
 * Copies any value into plain JSON data that shares nothing with it. What the budget cannot pay is left out and counted;
 * cycles end at the depth cap; a value that is no JSON (function, symbol, throwing getter) is left out, or null in an array.
 * Holes of an array are null as well, and charged; an array ends where the budget does, at the latest at `bodyBytes` elements.
 * `undefined` means that nothing of the value could be copied.
 *
 * @example
 * copyBounded({ a: [1, () => 2] }, copyBudget(defaultLimits)) // { a: [1, null] }
 * copyBounded(Symbol('no'), copyBudget(defaultLimits)) // undefined
 *
 * @category decoding
 * @since 0.1.0
 */
export const copyBounded: (value: unknown, budget: CopyBudget) => unknown = total((value, given) => {
  const budget = typeof given === 'object' && given !== null ? given : copyBudget(defaultLimits)
  return copyInto(budget, value)
}, undefined)

/** The same for a budget that is known to be one. @category decoding @since 0.1.0 */
export const copyInto = (budget: CopyBudget, value: unknown): unknown => {
  const whole = copyWhole(value, budget)
  if (whole !== unfit) return whole
  try {
    return new Copier(budget).copy(value)
  } catch {
    budget.notJson++
    return undefined
  }
}
