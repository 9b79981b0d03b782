/**
 * Where an individual error stands: the spellings of a field, of a location in pieces and of the part of a request.
 * Comes in: a name, a path, a pointer or a list of pieces. Goes out: pointer, place and name.
 */
import { pointerOfLoc, pointerOfPath } from '../http/pointer.js'
import type { Place } from '../problem.js'
import type { ItemParts } from '../reading.js'

/** @category model @since 0.1.0 */
export type Where = Pick<ItemParts, 'pointer' | 'in' | 'name'>
/** @category constructors @since 0.1.0 */
export const nowhere: Where = {}

/** Names that stand for the whole of what they stand in. */
const wholes: Readonly<Record<string, true>> = Object.assign(Object.create(null), {
  base: true,
  non_field_errors: true,
  __all__: true,
  __root__: true,
  _error: true,
  _errors: true,
  global: true,
  '': true,
})

/** A field by its name, within another. @category decoding @since 0.1.0 */
export const pointerOfName = (name: string, within: string): string =>
  wholes[name] === true ? within : `${within}${pointerOfPath(name)}`

/** No document is nested deeper than this. */
const maxTokens = 64

/** A location in pieces. @category detection @since 0.1.0 */
export const isLoc = (list: readonly unknown[]): list is readonly (string | number)[] =>
  list.length <= maxTokens && list.every(token => typeof token === 'string' || typeof token === 'number')

const placeWords: Readonly<Record<string, 'body' | 'query' | 'path' | 'header' | 'cookie'>> = Object.assign(
  Object.create(null),
  {
    body: 'body',
    payload: 'body',
    json: 'body',
    query: 'query',
    querystring: 'query',
    path: 'path',
    params: 'path',
    header: 'header',
    headers: 'header',
    cookie: 'cookie',
    cookies: 'cookie',
  },
)

/** The part of a request that a word names. @category decoding @since 0.1.0 */
export const placeOfWord = (u: unknown) => (typeof u === 'string' ? placeWords[u] : undefined)

/** Where a field is, however it is spelt. @category decoding @since 0.1.0 */
export const spelt = (u: unknown, place: Place | undefined): Where => {
  if (Array.isArray(u)) {
    if (!isLoc(u)) return nowhere
    const first = u.length > 1 || u[0] === 'body' ? placeOfWord(u[0]) : undefined
    const tokens = (first === undefined ? u : u.slice(1)).filter(token => token !== '__root__')
    const at = place ?? (first === 'body' ? undefined : first)
    return { pointer: pointerOfLoc(tokens), in: at, name: u.join('.') }
  }
  if (typeof u !== 'string') return nowhere
  // validators begin a path with the dot that its root would have
  const pointer = wholes[u] === true ? '' : pointerOfPath(/^\.\w/.test(u) ? u.slice(1) : u)
  return { pointer, in: place, name: u === pointer ? undefined : u }
}
