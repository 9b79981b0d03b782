/**
 * The caps of one response at work, and all that was odd about it.
 * Comes in: texts, lists, links and leftovers of any size and type. Goes out: bounded copies, and a warning for every kind of cut.
 * This room knows no dialect. A class, because a closure for each of these would cost more than they do.
 */
import { cutText, detached, printable } from './http/charset.js'
import { budgetWarnings, budgetWithin, type CopyBudget } from './http/copy-budget.js'
import { copyInto } from './http/json-copy.js'
import { putMember } from './http/json-value.js'
import type { Limits } from './http/limits.js'
import type { Link } from './problem.js'

const nothing: readonly never[] = Object.freeze([])
const maxLinks = 100

/** A link that may be shown: of http(s), or relative. @category accessors @since 0.1.0 */
export const isSafeLink = (href: string): boolean =>
  href.startsWith('https://') || (href !== '' && (/^https?:\/\//i.test(href) || !/^[a-z][a-z0-9+.-]*:/i.test(href)))

/** @category model @since 0.1.0 */
export class Ledger {
  warnings: string[] | undefined
  private readonly limits: Limits
  private budget: CopyBudget | undefined
  private textsCut: number
  private noTexts: number

  constructor(limits: Limits) {
    this.warnings = undefined
    this.limits = limits
    this.budget = undefined
    this.textsCut = 0
    this.noTexts = 0
  }

  warn(text: string): void {
    if (this.warnings === undefined) this.warnings = [text]
    else this.warnings.push(text)
  }

  warnOf(texts: readonly string[]): void {
    for (let i = 0; i < texts.length; i++) this.warn(texts[i] as string)
  }

  /** A bounded copy of a leftover; `undefined` where nothing of it could be copied. */
  copy(value: unknown): unknown {
    if (this.budget === undefined) this.budget = budgetWithin(this.limits)
    return copyInto(this.budget, value)
  }

  /**
   * A member that was not read, put beside the others that were not; the first of them makes the object. An answer whose
   * leftovers were all kept so says `kept`.
   */
  keep(left: Record<string, unknown> | undefined, name: string, value: unknown): Record<string, unknown> | undefined {
    const copy = this.copy(value)
    if (copy === undefined) return left
    const out = left ?? {}
    putMember(out, name, copy)
    return out
  }

  isLong(text: string | undefined): boolean {
    return text !== undefined && text.length > this.limits.stringLength
  }

  cut(text: string | undefined): string | undefined {
    if (text === undefined || !this.isLong(text)) return text
    this.textsCut++
    return detached(cutText(text, this.limits.stringLength))
  }

  /** A text that says something. A dialect without a compiler may hand us anything. */
  text(value: string | undefined): string | undefined {
    if (value === undefined || value === '') return undefined
    if (typeof value === 'string') return this.cut(value)
    this.noTexts++
    return undefined
  }

  list<A>(value: readonly A[] | undefined): readonly A[] {
    if (value === undefined || Array.isArray(value)) return value ?? nothing
    this.noTexts++
    return nothing
  }

  /** Links that may be shown as they are. */
  areFine(links: readonly Link[]): boolean {
    if (links.length > maxLinks) return false
    for (let i = 0; i < links.length; i++) {
      const { rel, href } = links[i] as Link
      if (href === '' || this.isLong(href) || this.isLong(rel) || !isSafeLink(href)) return false
    }
    return true
  }

  /** Links that may be shown: copies, of http(s) or relative. The others are told in one warning. */
  links(given: readonly Link[]): readonly Link[] {
    const all = this.list(given)
    const safe: Link[] = []
    let unsafe = 0
    let first: Link | undefined
    for (let i = 0; i < all.length; i++) {
      const { rel, href } = all[i] as Link
      if (href === '') continue
      if (isSafeLink(href)) safe.push({ rel: this.cut(rel) ?? '', href: this.cut(href) ?? '' })
      else if (++unsafe === 1) first = { rel, href }
    }
    if (first !== undefined)
      this.warn(`unsafe-link: ${unsafe} left out, such as ${printable(first.rel, 40)} "${printable(first.href, 200)}"`)
    if (safe.length <= maxLinks) return safe
    this.warn(`links-cut: ${maxLinks} of ${safe.length} links were kept`)
    return safe.slice(0, maxLinks)
  }

  /** Warns of everything that was cut on the way. */
  close(): void {
    if (this.textsCut > 0)
      this.warn(`string-cut: ${this.textsCut} texts were cut to ${this.limits.stringLength} characters`)
    if (this.noTexts > 0) this.warn(`dialect-failed: ${this.noTexts} members are of another type than a problem's`)
    if (this.budget !== undefined) this.warnOf(budgetWarnings(this.budget))
  }
}
