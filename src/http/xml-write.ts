/**
 * XML out of plain JSON: the way back of `jsonOfXml`.
 * Comes in: a name and a value, of any depth and with any names. Goes out: well-formed XML, always; what cannot stand in it is left out.
 * This room knows no envelope.
 */
import { defaultLimits } from './limits.js'
import { total } from './total.js'

const isName = /^[A-Za-z_][\w.-]{0,99}(?::[A-Za-z_][\w.-]{0,99})?$/

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML cannot hold
const forbidden = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g
const alone = /[\ud800-\udbff](?![\udc00-\udfff])|(^|[^\ud800-\udbff])[\udc00-\udfff]/g

/** Text as it may stand between tags or in an attribute; what is no character of XML is replaced. @category encoding @since 0.1.0 */
export const xmlText: (text: string) => string = total(
  text =>
    text
      .replace(forbidden, '\ufffd')
      .replace(alone, (_pair: string, before: string | undefined) => `${before ?? ''}\ufffd`)
      .replace(/[&<>"\r]/g, character => escapes[character] as string),
  '',
)

const isScalar = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

const attributesOf = (value: Readonly<Record<string, unknown>>): string => {
  let out = ''
  for (const name of Object.keys(value))
    if (name[0] === '@' && isName.test(name.slice(1)) && isScalar(value[name]))
      out += ` ${name.slice(1)}="${xmlText(String(value[name]))}"`
  return out
}

const written = (name: string, value: unknown, depth: number): string => {
  if (!isName.test(name) || depth > defaultLimits.depth || value === undefined) return ''
  if (Array.isArray(value)) return value.map(one => written(name, one, depth + 1)).join('')
  if (typeof value !== 'object' || value === null) {
    const text = isScalar(value) ? xmlText(String(value)) : ''
    return text === '' ? `<${name}/>` : `<${name}>${text}</${name}>`
  }
  const members = value as Readonly<Record<string, unknown>>
  let inner = isScalar(members['#text']) ? xmlText(String(members['#text'])) : ''
  for (const child of Object.keys(members)) if (child[0] !== '@') inner += written(child, members[child], depth + 1)
  const start = `${name}${attributesOf(members)}`
  return inner === '' ? `<${start}/>` : `<${start}>${inner}</${name}>`
}

/**
 * An element of this name: a text or number is its text, a list so many elements, an object its children; `@name` is an attribute and
 * `#text` the text beside them. A name that XML does not allow is left out, with what it holds.
 *
 * @example
 * xmlOf('e', { '@a': '1', b: ['x', ''] }) // '<e a="1"><b>x</b><b/></e>'
 * xmlOf('no name', 'x')                   // ''
 *
 * @see https://www.w3.org/TR/xml/
 * @category encoding
 * @since 0.1.0
 */
export const xmlOf: (name: string, value: unknown) => string = total((name, value) => written(name, value, 0), '')

/** The declaration that stands before the root. @category encoding @since 0.1.0 */
export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>'
