/**
 * Which line of an error page a person would read out.
 * Comes in: the lines of a page, each with the part that it is. Goes out: the lines that may be read out, the best first.
 * Layout decides, and the few words that pages use as labels. This room knows no product.
 */

/** What a line of a page is. @category model @since 0.1.0 */
export type PagePart = 'title' | 'heading' | 'paragraph' | 'preformatted' | 'text'

/** @category model @since 0.1.0 */
export interface PageLine {
  readonly part: PagePart
  readonly text: string
}

/** What a page calls its own message; in order of preference. */
const messages = ['message', 'reason', 'description']
/** What a page says about itself or the request rather than about what happened. */
const aside =
  /^(?:type|status|uri|url|servlet|code|error code|error code explanation|exception|note|xid|details|server|(?:ray|request|support|your support) id(?: is)?)\s*:|^reference #|^https?:\/\/\S*$|^\(?(?:generated|powered) by\b|^[\w.$]{0,100}(?:Error|Exception)$/i
const isSignature = (line: string): boolean => /^[A-Z][\w.-]{0,40}\/[0-9]\S{0,20}(?: |$)/i.test(line)
const isTrace = (line: string): boolean => /^(?:Traceback \(|Stack ?trace|at \S|File "|from \/|#[0-9]+ )/i.test(line)

/**
 * The message of an error without the classes of exceptions before it.
 *
 * @example
 * withoutClasses('java.io.IOException: java.lang.Error: closed') // 'closed'
 * withoutClasses('No order: 7') // 'No order: 7'
 *
 * @category decoding
 * @since 0.1.0
 */
export const withoutClasses = (line: string): string => {
  if (typeof line !== 'string') return ''
  let text = line
  for (let i = 0; i < 4; i++) {
    const found = /^[A-Za-z_$][\w.$]{0,127}(?:Error|Exception)(?: \[[A-Z_]{1,40}\])?: +|^Error: +/.exec(text)
    if (found === null || !/[a-z]{2}/i.test(text.slice(found[0].length))) break
    text = text.slice(found[0].length)
  }
  return text
}

const labelled = (line: string): { readonly label: string; readonly value: string } | undefined => {
  const colon = line.indexOf(':')
  if (colon < 0 || colon > 20) return undefined
  return { label: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1).trim() }
}

/** The lines that may be read out. @category decoding @since 0.1.0 */
export const sentencesOf = (lines: readonly PageLine[]): readonly string[] => {
  const found: string[] = []
  for (const message of messages)
    for (const { text } of lines) {
      const part = labelled(text)
      if (part?.label === message && part.value !== '') {
        found.push(part.value)
        break
      }
    }
  let isHeaded = false
  const first: Partial<Record<PagePart, string>> = {}
  const order: string[] = []
  for (const { part, text } of lines) {
    if (part === 'heading' || part === 'paragraph') isHeaded = true
    if (first[part] !== undefined || aside.test(text) || isSignature(text) || isTrace(text)) continue
    // loose words are a sentence below a heading, if they are more than one; a line with a colon announces the next
    if (part === 'text' && !(isHeaded && text.indexOf(' ') > 0)) continue
    if (text.endsWith(':') || messages.includes(labelled(text)?.label ?? '')) continue
    first[part] = text
    if (part === 'paragraph' || part === 'preformatted') order.push(text)
  }
  for (const part of ['text', 'heading', 'title'] as const) {
    const text = first[part]
    if (text !== undefined) order.push(text)
  }
  return [...found, ...order].map(withoutClasses)
}
