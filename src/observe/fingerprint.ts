/**
 * One short name for all occurrences of the same problem, to group by in logs and alerts.
 * Comes in: a problem. Goes out: 16 hexadecimal digits. It is a name and no secret: anybody can make a text of the same name.
 * This room knows no dialect.
 */
import { parsePointer } from '../http/pointer.js'
import type { ApiProblem, ProblemItem } from '../problem.js'
import { readProblem } from '../problem-codec.js'

const maxText = 4_096
const maxItems = 100

/** What differs between occurrences: quoted parts, and words with a digit, with an `@`, or too long to be words. */
const steady = (text: string): string =>
  text
    .slice(0, maxText)
    .replace(/"[^"]*"|`[^`]*`|“[^“”]*”|«[^«»]*»|(^|[\s(=:,[])'[^']*'/g, '$1#')
    .replace(/[^\s,;:()[\]{}<>=/|#]+/g, word => (/[0-9@]/.test(word) || word.length > 32 ? '#' : word.toLowerCase()))
    .replace(/#(?:[\s,]*#)+/g, '#')

/** A place without the positions and ids in it. */
const place = (pointer: string): string =>
  (parsePointer(pointer) ?? [pointer])
    .map(token => (/^[0-9]+$/.test(token) || (token.length > 7 && /[0-9]/.test(token)) ? '*' : token))
    .join('/')

const itemLine = ({ code, detail, pointer, in: where, resource }: ProblemItem): string =>
  [code ?? steady(detail ?? ''), where, pointer === undefined ? undefined : place(pointer), resource].join(' ')

/** The 64-bit FNV-1a hash of the UTF-16 code units, a byte each where it is one. @see https://www.rfc-editor.org/rfc/rfc9923 @category accessors @since 0.1.0 */
export const fnv1a = (text: string): string => {
  let high = 0xcbf29ce4
  let low = 0x84222325
  const add = (byte: number): void => {
    low = (low ^ byte) >>> 0
    // times 2⁴⁰ + 0x1b3, in two halves that a double holds
    const product = low * 0x1b3
    high = (high * 0x1b3 + Math.floor(product / 0x1_0000_0000) + low * 0x100) % 0x1_0000_0000
    low = product % 0x1_0000_0000
  }
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 0xff) add(unit >>> 8)
    add(unit & 0xff)
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0')
}

/**
 * The same for every occurrence of a problem: of who spoke, status, code, type, and the texts without ids, numbers and quoted parts;
 * of individual errors which there are, not how many. Not for security.
 *
 * @example
 * fingerprint(problem({ status: 404, detail: 'Order 7 does not exist.' })) ===
 *   fingerprint(problem({ status: 404, detail: 'Order 8 does not exist.' })) // true
 *
 * @category observability
 * @since 0.1.0
 */
export const fingerprint = (given: ApiProblem): string => {
  const { dialect, status, kind, code, type, title, detail, errors, source } = readProblem(given)
  const lines = errors.slice(0, maxItems).map(itemLine).sort()
  const items = lines.filter((line, i) => line !== lines[i - 1])
  return fnv1a(
    [dialect, source.product, status, kind, code, type, steady(title), steady(detail ?? ''), ...items].join('\n'),
  )
}
