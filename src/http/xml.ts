/**
 * XML that a stranger sent: the tree of its elements, read once within the caps.
 * Comes in: a text and the caps. Goes out: the root element, or nothing where there is none; never a throw.
 * No document type is read and no entity is resolved but the five of XML and characters by number, so a small text never grows into a
 * large one. A text that ends too early gives what there was. This room knows no envelope.
 */
import { defaultLimits, type Limits, limitsOf } from './limits.js'
import { total } from './total.js'
import { isBlank, isSpace, type XmlElement } from './xml-element.js'

/**
 * The root, what was odd about it (each `code: text`), and whether the text went on to its end.
 *
 * @category model
 * @since 0.1.0
 */
export interface XmlReading {
  readonly root: XmlElement
  readonly warnings: readonly string[]
  readonly complete: boolean
}

/** What prefixes stand for within an element: its own declarations before those around it. The empty prefix is the default. */
type Scope = Readonly<Record<string, string>>

interface Open {
  readonly name: string
  readonly scope: Scope
  readonly attributes: Readonly<Record<string, string>>
  readonly children: XmlElement[]
  text: string
}

const isNameStart = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || code === 0x3a || code >= 0x80

const isName = (code: number): boolean =>
  isNameStart(code) || (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2e

const nameEnd = (text: string, start: number): number => {
  if (!isNameStart(text.charCodeAt(start))) return start
  let end = start + 1
  while (isName(text.charCodeAt(end))) end++
  return end
}

const spaceEnd = (text: string, start: number): number => {
  let end = start
  while (isSpace(text.charCodeAt(end))) end++
  return end
}

const entities: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
})

const longestEntity = 10

/** What `&name;` stands for; `undefined` for a name that only a document type could explain. */
const entityOf = (name: string): string | undefined => {
  if (name.charCodeAt(0) !== 0x23) return entities[name]
  const hex = name[1] === 'x'
  if (!(hex ? /^#x[0-9a-fA-F]{1,6}$/ : /^#[0-9]{1,7}$/).test(name)) return undefined
  const point = hex ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  const isChar =
    point === 9 ||
    point === 10 ||
    point === 13 ||
    (point >= 0x20 && point <= 0xd7ff) ||
    (point >= 0xe000 && point <= 0x10ffff && point !== 0xfffe && point !== 0xffff)
  return isChar ? String.fromCodePoint(point) : '\uFFFD'
}

const resolved = (text: string): string => {
  let at = text.indexOf('&')
  if (at < 0) return text
  let out = ''
  let from = 0
  while (at >= 0) {
    const stretch = text.slice(at + 1, at + 1 + longestEntity)
    const end = stretch.indexOf(';')
    const character = end < 0 ? undefined : entityOf(stretch.slice(0, end))
    if (character !== undefined) {
      out += text.slice(from, at) + character
      from = at + end + 2
    }
    at = text.indexOf('&', character === undefined ? at + 1 : from)
  }
  return out + text.slice(from)
}

/** Where what begins at `start` is over, or -1 where it never is. */
const after = (text: string, end: string, start: number): number => {
  const at = text.indexOf(end, start)
  return at < 0 ? -1 : at + end.length
}

/** Behind what stands at `<!` or `<?` and is no element; -1 where it does not end, or declares what is not read. */
const asideEnd = (text: string, at: number): number => {
  if (text.startsWith('<!--', at)) return after(text, '-->', at + 4)
  if (text.charCodeAt(at + 1) === 0x3f) return after(text, '?>', at + 2)
  const end = after(text, '>', at + 2)
  return text.slice(at, end).indexOf('[') >= 0 ? -1 : end
}

/** Behind the declaration, comments and white space before the root; -1 where there is none. */
const prologEnd = (text: string): number => {
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0
  for (;;) {
    at = spaceEnd(text, at)
    if (text.charCodeAt(at) !== 0x3c) return -1
    const next = text.charCodeAt(at + 1)
    if (next !== 0x21 && next !== 0x3f) return isNameStart(next) ? at : -1
    at = asideEnd(text, at)
    if (at < 0) return -1
  }
}

/**
 * The name of the root element, prefix included, without reading further: which envelope this may be.
 *
 * @example
 * rootNameOf('<?xml version="1.0"?><soap:Fault/>') // 'soap:Fault'
 * rootNameOf('no markup') // undefined
 *
 * @category detection
 * @since 0.1.0
 */
export const rootNameOf = (text: string): string | undefined => {
  const at = typeof text === 'string' ? prologEnd(text) : -1
  const end = at < 0 ? at : nameEnd(text, at + 1)
  return end <= at + 1 ? undefined : text.slice(at + 1, end)
}

const noAttributes: Readonly<Record<string, string>> = Object.freeze(Object.create(null))

const noScope: Scope = Object.freeze(
  Object.assign(Object.create(null), { xml: 'http://www.w3.org/XML/1998/namespace' }),
)

/** The prefixes that these attributes declare, over those of the scope around. */
const scopeWith = (attributes: Readonly<Record<string, string>>, around: Scope): Scope => {
  let scope: Record<string, string> | undefined
  for (const name in attributes) {
    if (!name.startsWith('xmlns') || (name.length > 5 && name[5] !== ':')) continue
    scope ??= Object.create(around) as Record<string, string>
    scope[name.slice(6)] = attributes[name] as string
  }
  return scope ?? around
}

const namespaceOf = (name: string, scope: Scope): string => scope[name.slice(0, Math.max(0, name.indexOf(':')))] ?? ''

class XmlReader {
  private readonly text: string
  private readonly limits: Limits
  private readonly open: Open[] = []
  private at: number
  private root: XmlElement | undefined
  private tooDeep = 0
  private skipped = 0
  private beyond = 0

  constructor(text: string, start: number, limits: Limits) {
    this.text = text
    this.at = start
    this.limits = limits
  }

  read(): XmlReading | undefined {
    while (this.root === undefined && this.step());
    const complete = this.root !== undefined
    while (this.open.length > 0) this.close()
    if (this.root === undefined) return undefined
    const warnings: string[] = []
    if (!complete) warnings.push('malformed-xml: the text ends, or is no XML any more, before its root element does')
    if (this.skipped > 0)
      warnings.push(`depth-cut: ${this.skipped} elements deeper than ${this.limits.depth} levels were dropped`)
    if (this.beyond > 0)
      warnings.push(`keys-cut: ${this.beyond} elements beyond ${this.limits.keys} of one element were dropped`)
    return { root: this.root, warnings, complete }
  }

  /** One piece of text and the markup behind it; `false` where nothing more can be read. */
  private step(): boolean {
    const { text } = this
    const markup = text.indexOf('<', this.at)
    if (this.at !== markup) this.say(resolved(text.slice(this.at, markup < 0 ? text.length : markup)))
    if (markup < 0) return false
    const next = text.charCodeAt(markup + 1)
    if (next === 0x2f) return this.endTag(markup)
    if (next !== 0x21 && next !== 0x3f) return this.startTag(markup)
    const isData = text.startsWith('<![CDATA[', markup)
    const end = isData ? after(text, ']]>', markup + 9) : asideEnd(text, markup)
    if (isData) this.say(text.slice(markup + 9, end < 0 ? text.length : end - 3))
    this.at = end
    return end >= 0
  }

  private say(words: string): void {
    const element = this.tooDeep > 0 ? undefined : this.open[this.open.length - 1]
    if (element !== undefined) element.text += words
  }

  private startTag(markup: number): boolean {
    const { text } = this
    let at = nameEnd(text, markup + 1)
    if (at === markup + 1) return false
    const name = text.slice(markup + 1, at)
    let attributes: Record<string, string> | undefined
    let count = 0
    for (;;) {
      at = spaceEnd(text, at)
      const code = text.charCodeAt(at)
      if (code === 0x3e || code === 0x2f) break
      const end = nameEnd(text, at)
      const equals = spaceEnd(text, end)
      const start = spaceEnd(text, equals + 1)
      const quote = text[start]
      if (end === at || text.charCodeAt(equals) !== 0x3d || (quote !== '"' && quote !== "'")) return false
      const close = text.indexOf(quote, start + 1)
      if (close < 0) return false
      if (++count <= this.limits.keys) {
        attributes ??= Object.create(null) as Record<string, string>
        attributes[text.slice(at, end)] = resolved(text.slice(start + 1, close))
      } else this.beyond++
      at = close + 1
    }
    const isEmpty = text.charCodeAt(at) === 0x2f
    if (isEmpty && text.charCodeAt(at + 1) !== 0x3e) return false
    this.at = at + (isEmpty ? 2 : 1)
    if (this.tooDeep > 0 || this.open.length >= this.limits.depth) {
      this.skipped++
      if (!isEmpty) this.tooDeep++
      return true
    }
    const around = this.open[this.open.length - 1]?.scope ?? noScope
    const scope = attributes === undefined ? around : scopeWith(attributes, around)
    this.open.push({ name, scope, attributes: attributes ?? noAttributes, children: [], text: '' })
    if (isEmpty) this.close()
    return true
  }

  private endTag(markup: number): boolean {
    const { text } = this
    const end = text.indexOf('>', markup)
    if (end < 0) return false
    this.at = end + 1
    if (this.tooDeep > 0) {
      this.tooDeep--
      return true
    }
    const { name } = this.open[this.open.length - 1] as Open
    if (!text.startsWith(name, markup + 2) || spaceEnd(text, markup + 2 + name.length) !== end) return false
    this.close()
    return true
  }

  private close(): void {
    const { name, scope, attributes, children, text } = this.open.pop() as Open
    const own = children.length > 0 && isBlank(text) ? '' : text
    const element: XmlElement = { name, namespace: namespaceOf(name, scope), attributes, children, text: own }
    const parent = this.open[this.open.length - 1]
    if (parent === undefined) this.root = element
    else if (parent.children.length < this.limits.keys) parent.children.push(element)
    else this.beyond++
  }
}

/**
 * Reads the elements of an XML text. `undefined` where no element begins it, or a document type declares things of its own.
 *
 * @example
 * readXml('<Error><Code>NoSuchKey</Code></Error>', defaultLimits)?.root.children[0]?.text // 'NoSuchKey'
 * readXml('{"no":"XML"}', defaultLimits) // undefined
 *
 * @see https://www.w3.org/TR/xml/
 * @category decoding
 * @since 0.1.0
 */
export const readXml: (text: string, limits: Limits) => XmlReading | undefined = total((text, limits) => {
  if (typeof text !== 'string') return undefined
  const start = prologEnd(text)
  return start < 0 ? undefined : new XmlReader(text, start, limitsOf(limits ?? defaultLimits)).read()
}, undefined)
