/**
 * JSON that a stranger sent: a text, read once within the caps.
 * Comes in: a text and the caps. Goes out: plain JSON data with the odd things counted; never a throw.
 * A plain text goes to the engine's own parser, `json-reader.ts` reads the rest. This room knows no envelope.
 */
import { readCapped } from './json-reader.js'
import { isContainer, keepsDigits } from './json-value.js'
import { type Limits, limitsOf } from './limits.js'

/**
 * What was read, what was odd about it (each `code: text`, counted), and whether the text went on to its end.
 *
 * @category model
 * @since 0.1.0
 */
export interface JsonReading {
  readonly value: unknown
  readonly warnings: readonly string[]
  readonly complete: boolean
}

const exactDigits = 15

/**
 * The number of members in a text that the engine's parser reads as it should, or -1 where a cap, a number or an escape
 * asks for the capped reader. It only skims: whether the text is JSON at all is left to the parser.
 */
const membersOfPlain = (text: string, limits: Limits): number => {
  // An escaped surrogate may be a lone one.
  if (text.indexOf('\\ud') >= 0 || text.indexOf('\\uD') >= 0) return -1
  const counts: number[] = []
  let depth = 0
  let members = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x22) {
      const end = closingQuote(text, i + 1)
      if (end < 0 || end - i - 1 > limits.stringLength) return -1
      i = end
    } else if (code === 0x3a) {
      const count = (counts[depth] ?? 0) + 1
      if (count > limits.keys) return -1
      counts[depth] = count
      members++
    } else if (code === 0x7b || code === 0x5b) {
      if (++depth > limits.depth) return -1
      counts[depth] = 0
    } else if (code === 0x7d || code === 0x5d) {
      depth--
    } else if ((code >= 0x30 && code <= 0x39) || code === 0x2d) {
      const end = plainNumberEnd(text, i)
      if (end < 0) return -1
      i = end - 1
    }
  }
  return members
}

const closingQuote = (text: string, start: number): number => {
  let end = text.indexOf('"', start)
  while (end >= 0) {
    let slash = end - 1
    while (slash >= start && text.charCodeAt(slash) === 0x5c) slash--
    if ((end - slash) % 2 === 1) return end
    end = text.indexOf('"', end + 1)
  }
  return -1
}

const plainNumberEnd = (text: string, start: number): number => {
  let isShort = true
  let end = start + 1
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end)
    if ((code >= 0x30 && code <= 0x39) || code === 0x2e) continue
    if ((code | 0x20) === 0x65 || code === 0x2b || code === 0x2d) isShort = false
    else break
  }
  return (isShort && end - start <= exactDigits) || keepsDigits(text.slice(start, end)) ? end : -1
}

/** The members of a parsed value in all: fewer than its text had means that some were given twice. */
const membersOf = (root: unknown): number => {
  if (!isContainer(root)) return 0
  const pending: object[] = [root]
  let members = 0
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (Array.isArray(value)) {
      for (const item of value) if (isContainer(item)) pending.push(item)
      continue
    }
    for (const name of Object.keys(value)) {
      members++
      const member = (value as Record<string, unknown>)[name]
      if (isContainer(member)) pending.push(member)
    }
  }
  return members
}

/**
 * Reads a JSON text within the caps; every cut, every number that a double cannot hold (it becomes its digits) and every
 * member given twice is warned of. A text that was cut off is read as far as it goes; what is not JSON is `undefined`.
 *
 * @example
 * readJson('{"code":42}', defaultLimits) // { value: { code: 42 }, warnings: [], complete: true }
 * readJson("{'code':42}", defaultLimits) // undefined
 *
 * @see https://www.rfc-editor.org/rfc/rfc8259
 * @category decoding
 * @since 0.1.0
 */
export const readJson = (given: string, caps: Limits): JsonReading | undefined => {
  if (typeof given !== 'string') return undefined
  const limits = limitsOf(caps)
  const text = given.charCodeAt(0) === 0xfeff ? given.slice(1) : given
  if (!/^[\t\n\r ]*[{["\-0-9tfn]/.test(text)) return undefined
  const members = membersOfPlain(text, limits)
  if (members >= 0) {
    try {
      const value: unknown = JSON.parse(text)
      if (members === 0 || membersOf(value) === members) return { value, warnings: [], complete: true }
    } catch {
      // Cut off, or no JSON: the capped reader tells which.
    }
  }
  return readCapped(text, limits)
}
