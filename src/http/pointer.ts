/**
 * JSON Pointers, and the path syntaxes in which APIs name a field: dots, brackets, JSONPath, URI fragments.
 * Comes in: tokens, a pointer, a fragment or a path. Goes out: another of these.
 * This room knows no document: whether a pointer leads anywhere is not its question.
 */
import { wellFormed } from './charset.js'
import { total } from './total.js'

const escapeToken = (token: string): string =>
  token.indexOf('~') < 0 && token.indexOf('/') < 0 ? token : token.replace(/~/g, '~0').replace(/\//g, '~1')

/**
 * Writes a pointer from its tokens; no tokens is the whole document.
 *
 * @example
 * formatPointer(['items', 0, 'a/b']) // '/items/0/a~1b'
 * formatPointer([]) // ''
 *
 * @see https://www.rfc-editor.org/rfc/rfc6901#section-3
 * @category encoding
 * @since 0.1.0
 */
export const formatPointer = (tokens: readonly (string | number)[]): string => pointerOfLoc(tokens)

/**
 * Reads a pointer into its tokens, or `undefined` where the text is none.
 *
 * @example
 * parsePointer('/m~0n/0') // ['m~n', '0']
 * parsePointer('/a~2') // undefined
 *
 * @see https://www.rfc-editor.org/rfc/rfc6901#section-4
 * @category decoding
 * @since 0.1.0
 */
export const parsePointer = (pointer: string): string[] | undefined => {
  if (pointer === '') return []
  if (typeof pointer !== 'string' || pointer.charCodeAt(0) !== 0x2f || /~(?![01])/.test(pointer)) return undefined
  const tokens = pointer.slice(1).split('/')
  return pointer.indexOf('~') < 0 ? tokens : tokens.map(token => token.replace(/~1/g, '/').replace(/~0/g, '~'))
}

/**
 * Reads the URI fragment form of a pointer, or `undefined` where it is none or its percent-encoding is broken.
 *
 * @example
 * pointerOfFragment('#/a%7E0b') // '/a~0b'
 * pointerOfFragment('#/%') // undefined
 *
 * @see https://www.rfc-editor.org/rfc/rfc6901#section-6
 * @category decoding
 * @since 0.1.0
 */
export const pointerOfFragment = (fragment: string): string | undefined => {
  if (typeof fragment !== 'string' || fragment.charCodeAt(0) !== 0x23) return undefined
  try {
    const pointer = decodeURIComponent(fragment.slice(1))
    return parsePointer(pointer) === undefined ? undefined : pointer
  } catch {
    return undefined
  }
}

/**
 * Writes a pointer as a URI fragment; lone surrogates, which no URI can carry, become U+FFFD.
 *
 * @example
 * fragmentOfPointer('/c%d') // '#/c%25d'
 *
 * @see https://www.rfc-editor.org/rfc/rfc6901#section-6
 * @category encoding
 * @since 0.1.0
 */
export const fragmentOfPointer = (pointer: string): string =>
  typeof pointer === 'string' ? `#${encodeURI(wellFormed(pointer)).replace(/#/g, '%23')}` : '#'

const dot = 0x2e
const openBracket = 0x5b
const closeBracket = 0x5d

const isQuote = (code: number): boolean => code === 0x22 || code === 0x27

/** Letters, digits, `_` and `-`: a path of these and single dots needs no closer look. */
const isPlain = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) ||
  (code >= 0x41 && code <= 0x5a) ||
  (code >= 0x30 && code <= 0x39) ||
  code === 0x5f ||
  code === 0x2d

const isDotted = (path: string): boolean => {
  let inName = false
  for (let i = 0; i < path.length; i++) {
    const code = path.charCodeAt(i)
    if (isPlain(code)) inName = true
    else if (code === dot && inName) inName = false
    else return false
  }
  return inName
}

/** One bracket from `start` on, `[0]`, `["b.c"]` or `[name]`: its token and where it ends. */
const bracketAt = (path: string, start: number): { token: string; end: number } | undefined => {
  const quote = path.charCodeAt(start + 1)
  if (!isQuote(quote)) {
    const end = path.indexOf(']', start)
    const token = end < 0 ? '' : path.slice(start + 1, end)
    return token === '' || token.indexOf('[') >= 0 ? undefined : { token, end: end + 1 }
  }
  let token = ''
  for (let i = start + 2; i < path.length; i++) {
    const code = path.charCodeAt(i)
    if (code === quote) return path.charCodeAt(i + 1) === closeBracket ? { token, end: i + 2 } : undefined
    if (code === 0x5c) i++
    token += path.charAt(i)
  }
  return undefined
}

/** The tokens of a path with dots and brackets from `start` on, or `undefined` where it is odd. */
const tokensFrom = (path: string, start: number): string[] | undefined => {
  const tokens: string[] = []
  let i = start
  while (i < path.length) {
    if (path.charCodeAt(i) === openBracket) {
      const bracket = bracketAt(path, i)
      if (bracket === undefined) return undefined
      tokens.push(bracket.token)
      i = bracket.end
      continue
    }
    if (path.charCodeAt(i) === dot) i++
    // A name follows a dot, or starts the path; anything else after a bracket is odd.
    else if (i !== start) return undefined
    const nameStart = i
    while (i < path.length && path.charCodeAt(i) !== dot && path.charCodeAt(i) !== openBracket) {
      if (path.charCodeAt(i) === closeBracket) return undefined
      i++
    }
    if (i === nameStart) return undefined
    tokens.push(path.slice(nameStart, i))
  }
  return tokens
}

const readPath = (path: string): string => {
  if (path === '' || path === '$') return ''
  if (isDotted(path)) return `/${path.split('.').join('/')}`
  const first = path.charCodeAt(0)
  const second = path.charCodeAt(1)
  if (first === 0x23) return pointerOfFragment(path) ?? formatPointer([path])
  if (first === 0x2f) return parsePointer(path) === undefined ? formatPointer([path]) : path
  if (first === dot) return formatPointer([path])
  const rooted = first === 0x24 && (second === dot || second === openBracket)
  return formatPointer((first === 0x24 && !rooted ? undefined : tokensFrom(path, rooted ? 1 : 0)) ?? [path])
}

const maxPaths = 1_024
const maxPathLength = 64
let pointers: Record<string, string> = Object.create(null)
let pointerCount = 0

/**
 * Reads a field path as APIs write it. It is total: a path that fits no syntax is one token that holds it literally.
 *
 * @example
 * pointerOfPath('items[0].name') // '/items/0/name'
 * pointerOfPath('$.a["b.c"]') // '/a/b.c'
 * pointerOfPath('a..b') // '/a..b'
 *
 * @see https://www.rfc-editor.org/rfc/rfc9535#section-2
 * @category decoding
 * @since 0.1.0
 */
export const pointerOfPath = (path: string): string => {
  if (typeof path !== 'string') return ''
  const known = pointers[path]
  if (known !== undefined) return known
  const pointer = readPath(path)
  if (path.length <= maxPathLength) {
    if (pointerCount >= maxPaths) {
      pointers = Object.create(null)
      pointerCount = 0
    }
    pointers[path] = pointer
    pointerCount++
  }
  return pointer
}

const longPath = 1_000

/**
 * Reads a path that is already in pieces. Pieces that are neither text, number nor boolean are left out, holes too.
 *
 * @example
 * pointerOfLoc(['lines', 0, 'qty']) // '/lines/0/qty'
 * pointerOfLoc([]) // ''
 *
 * @category decoding
 * @since 0.1.0
 */
export const pointerOfLoc: (loc: readonly unknown[]) => string = total(loc => {
  if (!Array.isArray(loc)) return ''
  // What is longer than any path may be mostly holes; to look at each of them is work that nobody sent.
  const pieces: readonly unknown[] = loc.length > longPath ? Object.keys(loc).map(at => loc[Number(at)]) : loc
  let pointer = ''
  for (let i = 0; i < pieces.length; i++) {
    const token = pieces[i]
    if (typeof token === 'string' || typeof token === 'number' || typeof token === 'boolean')
      pointer += `/${escapeToken(String(token))}`
  }
  return pointer
}, '')

/**
 * The pieces of a pointer as JavaScript writes a path: what can be an index of a list is a number.
 *
 * @example
 * locOfPointer('/lines/0/qty') // ['lines', 0, 'qty']
 * locOfPointer('') // []
 *
 * @category encoding
 * @since 0.1.0
 */
export const locOfPointer = (pointer: string): (string | number)[] =>
  (parsePointer(pointer) ?? []).map(token => (/^(?:0|[1-9][0-9]{0,9})$/.test(token) ? Number(token) : token))

const needsQuotes = (token: string, isFirst: boolean): boolean =>
  token === '' || /[.[\]]/.test(token) || (isFirst && /^[$#/]/.test(token))

const quoted = (token: string): string => `["${token.replace(/[\\"]/g, '\\$&')}"]`

/**
 * Writes a pointer as a dotted path that `pointerOfPath` reads back; a token that holds a dot or bracket is quoted.
 *
 * @example
 * dotOfPointer('/items/0/name') // 'items.0.name'
 * dotOfPointer('/a/b.c') // 'a["b.c"]'
 *
 * @category encoding
 * @since 0.1.0
 */
export const dotOfPointer = (pointer: string): string => {
  const tokens = parsePointer(pointer)
  if (tokens === undefined) return typeof pointer === 'string' ? pointer : ''
  let path = ''
  for (const token of tokens) {
    if (needsQuotes(token, path === '')) path += quoted(token)
    else path += path === '' ? token : `.${token}`
  }
  return path
}

/**
 * Writes a pointer as a path with indices in brackets, as protobuf and FHIRPath write it; the separator is another for OData.
 *
 * @example
 * pathOfPointer('/items/0/name') // 'items[0].name'
 * pathOfPointer('/items/0/name', '/') // 'items[0]/name'
 *
 * @category encoding
 * @since 0.1.0
 */
export const pathOfPointer = (pointer: string, separator = '.'): string => {
  const tokens = parsePointer(pointer)
  if (tokens === undefined) return typeof pointer === 'string' ? pointer : ''
  let path = ''
  for (const token of tokens) {
    if (/^[0-9]{1,9}$/.test(token)) path += `[${token}]`
    else if (needsQuotes(token, path === '')) path += quoted(token)
    else path += path === '' ? token : separator + token
  }
  return path
}
