/**
 * One element of an XML tree, and the small questions that readers of envelopes ask it.
 * Comes in: elements. Goes out: a child by name, a text, the same as plain JSON.
 * This room reads no text and knows no envelope.
 */
import { putMember } from './json-value.js'
import { total } from './total.js'

/**
 * One element. `name` is as it was written, prefix included; `namespace` is what the prefix stands for, and empty where nothing says.
 * `text` is its own character data; white space between elements is none.
 *
 * @see https://www.w3.org/TR/xml-names/
 * @category model
 * @since 0.1.0
 */
export interface XmlElement {
  readonly name: string
  readonly namespace: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  readonly text: string
}

/** White space of XML. @category detection @since 0.1.0 */
export const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09

/** Nothing but white space? @category detection @since 0.1.0 */
export const isBlank = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) if (!isSpace(text.charCodeAt(i))) return false
  return true
}

/** A name without its prefix. @category accessors @since 0.1.0 */
export const localName = (name: string): string => {
  if (typeof name !== 'string') return ''
  const colon = name.indexOf(':')
  return colon <= 0 ? name : name.slice(colon + 1)
}

const isCalled = (element: XmlElement, name: string, namespace: string | undefined): boolean =>
  (element.name === name || localName(element.name) === name) &&
  (namespace === undefined || element.namespace === namespace)

/** Is it called so, whatever its prefix? With a namespace, it has to be of that one. @category detection @since 0.1.0 */
export const isNamed: (element: XmlElement | undefined, name: string, namespace?: string) => boolean = total(
  (element, name, namespace) => element !== undefined && isCalled(element, name, namespace),
  false,
)

/** The first child of this local name, of one namespace or of any. @category accessors @since 0.1.0 */
export const childOf: (element: XmlElement | undefined, name: string, namespace?: string) => XmlElement | undefined =
  total((element, name, namespace) => {
    const children = element?.children
    for (let i = 0; children !== undefined && i < children.length; i++)
      if (isCalled(children[i] as XmlElement, name, namespace)) return children[i]
    return undefined
  }, undefined)

/** The text of the first child of this local name, trimmed; `undefined` where it says nothing. @category accessors @since 0.1.0 */
export const textOfChild = (element: XmlElement | undefined, name: string): string | undefined => {
  const text = childOf(element, name)?.text
  const trimmed = typeof text === 'string' ? text.trim() : ''
  return trimmed === '' ? undefined : trimmed
}

/** The first child of each of these local names, as far as they are there. @category accessors @since 0.1.0 */
export const firstsOf: (element: XmlElement | undefined, names: readonly string[]) => readonly XmlElement[] = total(
  (element, names) => {
    const found: XmlElement[] = []
    for (let i = 0; i < names.length && i < maxNames; i++) {
      const child = childOf(element, names[i] as string)
      if (child !== undefined) found.push(child)
    }
    return found
  },
  [],
)

/** More names than any envelope has are not looked for. */
const maxNames = 100

/** The attributes as `@name`; nothing where there are none. @category decoding @since 0.1.0 */
export const attributesOf = ({ attributes }: XmlElement): Record<string, unknown> | undefined => {
  let out: Record<string, unknown> | undefined
  for (const name in attributes) {
    out ??= {}
    putMember(out, `@${name}`, attributes[name])
  }
  return out
}

const writtenOf = (element: XmlElement, besides: readonly XmlElement[] | undefined): unknown => {
  const { attributes, children, text } = element
  const out: Record<string, unknown> = Object.create(null)
  let isPlain = besides === undefined && children.length === 0
  for (const name in attributes) {
    isPlain = false
    out[`@${name}`] = attributes[name]
  }
  if (isPlain) return text
  const lists: Record<string, unknown[]> = Object.create(null)
  for (let i = 0; i < children.length; i++) {
    const child = children[i] as XmlElement
    if (besides?.includes(child) === true) continue
    const { name } = child
    const value = writtenOf(child, undefined)
    const list = lists[name]
    if (list !== undefined) list.push(value)
    else if (name in out) out[name] = lists[name] = [out[name], value]
    else out[name] = value
  }
  if (!isBlank(text)) putMember(out, '#text', text)
  return out
}

/**
 * An element as JSON: its text where it has nothing else; else an object of its children by name, a list where a name comes twice,
 * attributes as `@name` and text beside children as `#text`.
 *
 * @example
 * jsonOfXml(root) // of <e a="1"><b>x</b><b/></e>: { '@a': '1', b: ['x', ''] }
 *
 * @category decoding
 * @since 0.1.0
 */
export const jsonOfXml: (element: XmlElement) => unknown = total(element => writtenOf(element, undefined), undefined)

/** The same, always as an object, without the children that were read. @category decoding @since 0.1.0 */
export const restOfXml: (element: XmlElement, read: readonly XmlElement[]) => Readonly<Record<string, unknown>> = total(
  (element, read) => writtenOf(element, read) as Readonly<Record<string, unknown>>,
  {},
)
