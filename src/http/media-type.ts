/**
 * Media types: what a `Content-Type` says about a body.
 * Comes in: the field's value. Goes out: its parts in lower case, and the three questions that readers ask of it.
 * This room knows no body: labels lie in both directions, and only who reads the body can tell.
 */
import { total } from './total.js'

/**
 * A media type with its parameters; `suffix` is the structured syntax suffix (`json` in `application/problem+json`).
 *
 * @category model
 * @since 0.1.0
 */
export interface MediaType {
  readonly essence: string
  readonly suffix?: string
  readonly charset?: string
  /** Names in lower case, values as they came; a dictionary without a prototype. */
  readonly parameters: Readonly<Record<string, string>>
}

const essencePattern = /^[\t ]*([!#$%&'*+.^_`|~0-9a-z-]+\/[!#$%&'*+.^_`|~0-9a-z-]+)[\t ]*(?=[;,]|$)/i
const parameterPattern = /^[\t ]*([!#$%&'*+.^_`|~0-9a-z-]+)=([!#$%&'*+.^_`|~0-9a-z-]+)?/i

/** The quoted string whose quote is just before `start`, unescaped, and where it ends. */
const quotedFrom = (text: string, start: number): { value: string; end: number } => {
  let value = ''
  let i = start
  for (; i < text.length && text.charCodeAt(i) !== 0x22; i++) {
    if (text.charCodeAt(i) === 0x5c) i++
    value += text.charAt(i)
  }
  return { value, end: i + 1 }
}

const maxParameters = 32

const parametersFrom = (text: string, start: number): Record<string, string> => {
  const parameters: Record<string, string> = Object.create(null)
  let i = start
  for (let count = 0; count < maxParameters && text.charCodeAt(i) === 0x3b; count++) {
    const [whole = '', name = '', token] = parameterPattern.exec(text.slice(i + 1)) ?? []
    let end = i + 1 + whole.length
    let value = token
    if (value === undefined && text.charCodeAt(end) === 0x22) {
      const quoted = quotedFrom(text, end + 1)
      value = quoted.value
      end = quoted.end
    }
    if (value !== undefined && parameters[name.toLowerCase()] === undefined) parameters[name.toLowerCase()] = value
    // Anything odd before the next semicolon is passed over; a comma starts the next media type, and only the first counts.
    while (end < text.length && text.charCodeAt(end) !== 0x3b && text.charCodeAt(end) !== 0x2c) end++
    i = end
  }
  return parameters
}

const readMediaType = (value: string): MediaType | undefined => {
  const [whole = '', given] = essencePattern.exec(value) ?? []
  if (given === undefined) return undefined
  const essence = given.toLowerCase()
  const plus = essence.lastIndexOf('+')
  const parameters = parametersFrom(value, whole.length)
  const charset = parameters['charset']?.toLowerCase()
  return Object.freeze({
    essence,
    ...(plus > 0 && plus < essence.length - 1 ? { suffix: essence.slice(plus + 1) } : undefined),
    ...(charset ? { charset } : undefined),
    parameters: Object.freeze(parameters),
  })
}

const maxKnown = 256
const maxKnownLength = 64
const maxLength = 1_024
let known: Record<string, MediaType> = Object.create(null)
let knownCount = 0

/**
 * Reads a media type. Of several in one field the first counts; what is none is `undefined`.
 *
 * @example
 * parseMediaType('application/problem+json; charset="UTF-8"') // { essence: 'application/problem+json', suffix: 'json', charset: 'utf-8', … }
 * parseMediaType('json') // undefined
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1
 * @category decoding
 * @since 0.1.0
 */
export const parseMediaType = (value: string | undefined): MediaType | undefined => {
  if (typeof value !== 'string' || value === '') return undefined
  const seen = known[value]
  if (seen !== undefined) return seen
  const mediaType = readMediaType(value.slice(0, maxLength))
  if (mediaType !== undefined && value.length <= maxKnownLength) {
    if (knownCount >= maxKnown) {
      known = Object.create(null)
      knownCount = 0
    }
    known[value] = mediaType
    knownCount++
  }
  return mediaType
}

const isOf = total((mediaType: MediaType | undefined, pattern: RegExp): boolean => {
  const essence = mediaType?.essence
  return typeof essence === 'string' && pattern.test(essence)
}, false)

/**
 * Whether the label speaks of one JSON text: `json` as subtype, as its last part or as suffix. Sequences of texts are none.
 *
 * @example
 * isJsonType(parseMediaType('application/ld+json')) // true
 * isJsonType(parseMediaType('application/json-seq')) // false
 *
 * @see https://www.rfc-editor.org/rfc/rfc6839#section-3.1
 * @category detection
 * @since 0.1.0
 */
export const isJsonType = (mediaType: MediaType | undefined): boolean =>
  isOf(mediaType, /[/+.-]json(?:-[0-9]+\.[0-9]+|-rpc)?$/)

/**
 * Whether the label speaks of HTML, in either syntax.
 *
 * @example
 * isHtmlType(parseMediaType('text/html; charset=utf-8')) // true
 * isHtmlType(parseMediaType('text/plain')) // false
 *
 * @see https://www.rfc-editor.org/rfc/rfc2854
 * @category detection
 * @since 0.1.0
 */
export const isHtmlType = (mediaType: MediaType | undefined): boolean =>
  isOf(mediaType, /^(?:text\/html|application\/xhtml\+xml)$/)

/**
 * Whether the label speaks of XML; XHTML is XML too, so ask for HTML first.
 *
 * @example
 * isXmlType(parseMediaType('application/problem+xml')) // true
 * isXmlType(parseMediaType('text/html')) // false
 *
 * @see https://www.rfc-editor.org/rfc/rfc7303#section-9
 * @category detection
 * @since 0.1.0
 */
export const isXmlType = (mediaType: MediaType | undefined): boolean => isOf(mediaType, /[/+]xml$/)
