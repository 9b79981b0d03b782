/**
 * express-validator: `{ errors: [{ type: "field", value?, msg, path, location }] }`, or a map of these by path.
 * Who: https://express-validator.github.io/docs/api/validation-result. Observed: express-validator 7.3, November 2026; 6 quoted, which
 * has `param` for `path`. The envelope is the application's, but this one is in every guide. Alternatives of `oneOf` are nested, and have no
 * path themselves. Values are echoed, passwords too.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { pointerOfPath } from '../http/pointer.js'
import type { Place, ProblemItem } from '../problem.js'
import { isObj, itemOf, type Obj, rest, textOf } from '../reading.js'
import type { Said } from '../said.js'

/** @category dialects @since 0.1.0 */
export const expressValidatorBody = members(
  'ExpressValidatorBody',
  { errors: t.union([t.UnknownArray, t.UnknownRecord]) },
  { message: t.string },
)

/** @category dialects @since 0.1.0 */
export type ExpressValidatorBody = t.TypeOf<typeof expressValidatorBody>

/** What Express calls the parts of a request. */
const places: Readonly<Record<string, Place | 'body'>> = Object.assign(Object.create(null), {
  body: 'body',
  query: 'query',
  params: 'path',
  headers: 'header',
  cookies: 'cookie',
})

const placeOf = (location: unknown): Place | 'body' | undefined =>
  typeof location === 'string' ? places[location] : undefined

const isField = (u: unknown): u is Obj =>
  isObj(u) &&
  typeof u['msg'] === 'string' &&
  placeOf(u['location']) !== undefined &&
  (typeof u['path'] === 'string' || typeof u['param'] === 'string')

/** The location is kept as it is spelt. */
const toItem = (entry: unknown): ProblemItem => {
  if (!isObj(entry)) return { extensions: { value: entry } }
  const detail = textOf(entry['msg'])
  if (!isField(entry))
    return itemOf({ detail, extensions: rest(entry, { msg: detail, nestedErrors: nestedIn(entry) }) })
  const member = typeof entry['path'] === 'string' ? 'path' : 'param'
  const path = entry[member] as string
  const place = placeOf(entry['location'])
  return itemOf({
    detail,
    pointer: pointerOfPath(path),
    in: place === 'body' ? undefined : place,
    name: path === '' ? undefined : path,
    extensions: rest(entry, { msg: detail, [member]: path }),
  })
}

const nestedIn = (entry: unknown): readonly unknown[] | undefined => {
  const nested = isObj(entry) ? entry['nestedErrors'] : undefined
  return Array.isArray(nested) && nested.length > 0 ? nested : undefined
}

interface Found {
  readonly errors: ProblemItem[]
  count: number
}

/** Errors of alternatives follow the one that needs any of them. */
const add = (entry: unknown, cap: number, found: Found): void => {
  if (++found.count <= cap) found.errors.push(toItem(entry))
  for (const group of nestedIn(entry) ?? [])
    for (const one of Array.isArray(group) ? group : [group]) if (++found.count <= cap) found.errors.push(toItem(one))
}

const toProblem = ({ errors, message }: ExpressValidatorBody, { limits }: Payload): Said => {
  const found: Found = { errors: [], count: 0 }
  if (Array.isArray(errors)) for (const entry of errors) add(entry, limits.items, found)
  else for (const field in errors as Obj) add((errors as Obj)[field], limits.items, found)
  return {
    detail: textOf(message),
    errors: found.errors,
    errorCount: found.count,
    extensions: message === '' ? { message } : undefined,
  }
}

const firstOf = (errors: ExpressValidatorBody['errors']): unknown => {
  if (Array.isArray(errors)) return errors[0]
  for (const field in errors as Obj) return (errors as Obj)[field]
  return undefined
}

const byField: Claim = { rung: 'distinctive', because: 'items of errors have a msg, a path and a location' }
const byGroup: Claim = { rung: 'distinctive', because: 'an item of errors has a msg, and nestedErrors' }

/** A key of the map is the path that the item repeats. */
const isKeyed = (errors: ExpressValidatorBody['errors']): boolean => {
  if (Array.isArray(errors)) return true
  for (const field in errors as Obj) {
    const entry = (errors as Obj)[field]
    return isObj(entry) && (entry['path'] === field || entry['param'] === field)
  }
  return false
}

/**
 * express-validator, in the envelope of its guides.
 *
 * @see https://express-validator.github.io/docs/api/validation-result
 * @category dialects
 * @since 0.1.0
 */
export const expressValidator: Dialect<'express-validator', ExpressValidatorBody, never> = {
  id: 'express-validator',
  title: 'express-validator',
  docs: 'https://express-validator.github.io/docs/api/validation-result',
  verified: '2026-11 against captures of express-validator 7.3; version 6 from a quoted response',
  shape: {
    required: { errors: ['array', 'object'] },
    optional: { message: 'string' },
    absent: ['data', 'jsonapi', 'meta', 'error'],
  },
  body: expressValidatorBody,
  claim: ({ errors }) => {
    const first = firstOf(errors)
    if (isField(first)) return isKeyed(errors) ? byField : undefined
    return isObj(first) && typeof first['msg'] === 'string' && nestedIn(first) !== undefined ? byGroup : undefined
  },
  toProblem,
}
