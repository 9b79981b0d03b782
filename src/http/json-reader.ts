/**
 * A strict RFC 8259 reader that keeps to the caps, for the texts that the engine's parser must not or cannot read.
 * Comes in: a text without a byte order mark and the caps. Goes out: all that was readable, with every cut counted.
 * It holds its own stack, so that no depth overflows the engine's. This room knows no envelope and no field names.
 */
import { cutText, detached, printable, wellFormed } from './charset.js'
import type { JsonReading } from './json.js'
import { keepsDigits, putMember } from './json-value.js'
import type { Limits } from './limits.js'

const hasOwn = Object.prototype.hasOwnProperty

const isNumber = (token: string): boolean => /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(token)

const numberEnd = (text: string, start: number): number => {
  let end = start
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end)
    const isPart =
      (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2b || code === 0x2e || (code | 0x20) === 0x65
    if (!isPart) break
  }
  return end
}

interface StringToken {
  readonly value: string
  readonly end: number
  readonly closed: boolean
}

/** The string whose quote is just before `start`; one that the text's end leaves open is read as far as it goes. */
const stringFrom = (text: string, start: number): StringToken | undefined => {
  let i = start
  let escapeAt = -1
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x22) break
    if (code < 0x20) return undefined
    if (code === 0x5c) escapeAt = i++
  }
  const closed = i < text.length
  let raw = text.slice(start, i)
  if (!closed && escapeAt >= 0 && /^\\(?:u[0-9a-f]{0,3})?$/i.test(text.slice(escapeAt, escapeAt + 6)))
    raw = text.slice(start, escapeAt)
  if (escapeAt < 0) return { value: raw, end: i + 1, closed }
  try {
    return { value: JSON.parse(`"${raw}"`), end: i + 1, closed }
  } catch {
    return undefined
  }
}

const literals: Readonly<Record<string, readonly [string, unknown]>> = {
  t: ['true', true],
  f: ['false', false],
  n: ['null', null],
}

const skipSpace = (text: string, start: number): number => {
  let i = start
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break
  }
  return i
}

type Expected = 'value' | 'first-value' | 'name' | 'first-name' | 'colon' | 'next'

/** One open container. `target` is absent where it lies beyond a cap: it is still read, as grammar, and not kept. */
interface Frame {
  readonly isObject: boolean
  readonly target: unknown[] | Record<string, unknown> | undefined
  name: string
  count: number
}

const maxNamedDuplicates = 5

class Reader {
  private readonly frames: Frame[] = []
  private top: Frame | undefined
  private root: unknown
  private completed = 0
  private depthCut = 0
  private keysCut = 0
  private stringCut = 0
  private numberAsString = 0
  private duplicateCount = 0
  private readonly duplicates: Record<string, true> = Object.create(null)
  private readonly limits: Limits

  constructor(limits: Limits) {
    this.limits = limits
  }

  read(text: string): JsonReading | undefined {
    let expected: Expected = 'value'
    let i = 0
    while (true) {
      i = skipSpace(text, i)
      if (i >= text.length) return this.reading(expected === 'next' && this.top === undefined)
      const char = text.charAt(i)
      if (expected === 'next') {
        if (this.top === undefined) return undefined
        if (char === ',') expected = this.top.isObject ? 'name' : 'value'
        else if (char === (this.top.isObject ? '}' : ']')) this.close()
        else return undefined
        i++
      } else if (expected === 'colon') {
        if (char !== ':') return undefined
        expected = 'value'
        i++
      } else if (expected === 'first-name' && char === '}') {
        this.close()
        expected = 'next'
        i++
      } else if (expected === 'first-value' && char === ']') {
        this.close()
        expected = 'next'
        i++
      } else if (expected === 'name' || expected === 'first-name') {
        const token = char === '"' ? stringFrom(text, i + 1) : undefined
        if (token === undefined || this.top === undefined) return undefined
        if (!token.closed) return this.reading(false)
        this.top.name = this.kept(token)
        expected = 'colon'
        i = token.end
      } else if (char === '{' || char === '[') {
        this.open(char === '{')
        expected = char === '{' ? 'first-name' : 'first-value'
        i++
      } else {
        const end = this.scalar(text, i, char)
        if (end === undefined) return undefined
        if (end > text.length) return this.reading(false)
        expected = 'next'
        i = end
      }
    }
  }

  /** Where the scalar ends; beyond the text's length where the text ended first, `undefined` where it is none. */
  private scalar(text: string, start: number, char: string): number | undefined {
    const cutShort = text.length + 1
    if (char === '"') {
      const token = stringFrom(text, start + 1)
      if (token === undefined) return undefined
      this.put(this.keeps() ? this.kept(token) : null)
      if (!token.closed) return cutShort
      this.completed++
      return token.end
    }
    const literal = literals[char]
    if (literal !== undefined) {
      const [word, value] = literal
      const found = text.slice(start, start + word.length)
      if (found !== word) return start + found.length === text.length && word.startsWith(found) ? cutShort : undefined
      this.put(value)
      this.completed++
      return start + word.length
    }
    const end = numberEnd(text, start)
    const token = text.slice(start, end)
    // A number at the very end of a cut text may lack its last digits: 40 is not what 404 meant.
    if (end === text.length && this.top !== undefined && (isNumber(token) || isNumber(`${token}0`))) return cutShort
    if (!isNumber(token)) return undefined
    if (keepsDigits(token)) this.put(Number(token))
    else {
      if (this.keeps()) this.numberAsString++
      this.put(this.keeps() ? this.cut(token) : null)
    }
    this.completed++
    return end
  }

  private open(isObject: boolean): void {
    let target: Frame['target']
    if (this.keeps()) {
      if (this.frames.length < this.limits.depth) target = isObject ? {} : []
      else this.depthCut++
      if (!this.put(target ?? null)) target = undefined
    }
    this.top = { isObject, target, name: '', count: 0 }
    this.frames.push(this.top)
  }

  private close(): void {
    this.frames.pop()
    this.top = this.frames[this.frames.length - 1]
    this.completed++
  }

  private keeps(): boolean {
    return this.top === undefined || this.top.target !== undefined
  }

  private put(value: unknown): boolean {
    const top = this.top
    if (top === undefined) {
      this.root = value
      return true
    }
    if (top.target === undefined) return false
    if (Array.isArray(top.target)) {
      top.target.push(value)
      return true
    }
    if (hasOwn.call(top.target, top.name)) {
      if (this.duplicates[top.name] === undefined) this.duplicateCount++
      this.duplicates[top.name] = true
    } else if (top.count >= this.limits.keys) {
      this.keysCut++
      return false
    } else top.count++
    putMember(top.target, top.name, value)
    return true
  }

  private kept({ value, closed }: StringToken): string {
    const last = value.charCodeAt(value.length - 1)
    const isHalf = !closed && last >= 0xd800 && last <= 0xdbff
    return this.cut(isHalf ? value.slice(0, -1) : value)
  }

  private cut(text: string): string {
    if (text.length > this.limits.stringLength) this.stringCut++
    return wellFormed(text.length > this.limits.stringLength ? cutText(text, this.limits.stringLength) : detached(text))
  }

  private reading(complete: boolean): JsonReading | undefined {
    if (!complete && (this.completed === 0 || this.frames.length === 0)) return undefined
    const { depth, keys, stringLength } = this.limits
    const warnings: string[] = []
    if (!complete) warnings.push('truncated: the text ends before the value does')
    if (this.depthCut > 0) warnings.push(`depth-cut: ${this.depthCut} values deeper than ${depth} levels became null`)
    if (this.keysCut > 0) warnings.push(`keys-cut: ${this.keysCut} members beyond ${keys} of an object were dropped`)
    if (this.stringCut > 0)
      warnings.push(`string-cut: ${this.stringCut} strings were cut at ${stringLength} characters`)
    if (this.numberAsString > 0)
      warnings.push(`number-as-string: ${this.numberAsString} numbers that a double cannot hold are kept as text`)
    if (this.duplicateCount > 0) {
      const names = Object.keys(this.duplicates).slice(0, maxNamedDuplicates)
      warnings.push(
        `duplicate-member: ${this.duplicateCount} members were given more than once, the last one counts: ${names
          .map(name => printable(name, 64))
          .join(', ')}`,
      )
    }
    return { value: this.root, warnings, complete }
  }
}

/**
 * Reads a text member by member, within the caps. A text that ends too early is closed where it ends, provided that it
 * starts with an object or array and one member or element in it was complete; what is not JSON is `undefined`.
 *
 * @example
 * readCapped('{"id":12345678901234567890}', limits) // { value: { id: '12345678901234567890' }, … }
 * readCapped('{"a":1,}', limits) // undefined
 *
 * @see https://www.rfc-editor.org/rfc/rfc8259
 * @category decoding
 * @since 0.1.0
 */
export const readCapped = (text: string, limits: Limits): JsonReading | undefined => new Reader(limits).read(text)
