/**
 * Individual errors as problem details list them: `{ detail, pointer }`, and the older spellings of the same.
 * Comes in: an entry of any type and the names of its list. Goes out: an item with what was left of it; and the entry again.
 * This room knows no problem as a whole.
 */
import { itemOfJunk } from './error-list.js'
import { pointerOfPath } from './http/pointer.js'
import type { Ledger } from './ledger.js'
import { type Link, type Place, type ProblemItem, places } from './problem.js'
import { codeOf, isObj, itemOf, type Obj, textOf } from './reading.js'

/** Where lists of individual errors are found, and what their members are called: RFC 9457 §3, RFC 7807 §3, the frameworks of PHP. @category model @since 0.1.0 */
export const problemLists = {
  errors: { pointer: ['pointer', 'field', 'path', 'property'], detail: ['detail', 'message', 'title', 'reason'] },
  violations: { pointer: ['propertyPath', 'field'], detail: ['message', 'title'] },
  'invalid-params': { pointer: ['name'], detail: ['reason', 'message'] },
} as const

const placeOf = (u: unknown): Place | undefined => (u === undefined ? undefined : places.find(place => place === u))

/** The first of these members that is a text; an empty one counts where `''` says something. */
const firstText = (entry: Obj, names: readonly string[], mayBeEmpty: boolean): string | undefined => {
  for (let i = 0; i < names.length; i++) {
    const value = entry[names[i] as string]
    if (typeof value === 'string' && (mayBeEmpty || value !== '')) return names[i]
  }
  return undefined
}

/** One error, by the names of its list; what they do not name is kept with it. @category decoding @since 0.1.0 */
export const itemOfProblem = (
  entry: unknown,
  spellings: (typeof problemLists)[keyof typeof problemLists],
  ledger: Ledger,
): ProblemItem => {
  if (typeof entry === 'string') return { detail: entry }
  if (!isObj(entry)) return itemOfJunk(entry, ledger)
  const said = firstText(entry, spellings.detail, false)
  const where = firstText(entry, spellings.pointer, true)
  const spelt = where === undefined ? undefined : (entry[where] as string)
  const pointer = spelt === undefined ? undefined : pointerOfPath(spelt)
  const named = where === 'name' ? undefined : textOf(entry['name'])
  const place = placeOf(entry['in'])
  const own = codeOf(entry['code'])
  const { type } = entry
  // the URN of a constraint is the code of its violation
  const code = own ?? (typeof type === 'string' && type.startsWith('urn:uuid:') ? type : undefined)
  const resource = textOf(entry['resource'])
  const links = linksIn(entry['links'])
  let extensions: Record<string, unknown> | undefined
  for (const name in entry) {
    if (name === said || name === where) continue
    if (name === 'name' && named !== undefined) continue
    if (name === 'in' && place !== undefined) continue
    if (name === (own === undefined ? 'type' : 'code') && code !== undefined) continue
    if (name === 'resource' && resource !== undefined) continue
    if (name === 'links' && links !== undefined) continue
    extensions = ledger.keep(extensions, name, entry[name])
  }
  return itemOf({
    detail: said === undefined ? undefined : (entry[said] as string),
    pointer,
    in: place,
    name: named ?? (spelt === pointer ? undefined : spelt),
    code,
    resource,
    links,
    extensions,
  })
}

/** Links in our own form, copied. */
const linksIn = (u: unknown): readonly Link[] | undefined =>
  Array.isArray(u) && u.every(isLink) ? u.map(({ rel, href }: Link) => ({ rel, href })) : undefined

const isLink = (u: unknown): boolean =>
  isObj(u) && typeof u['rel'] === 'string' && typeof u['href'] === 'string' && Object.keys(u).length === 2

/** The same error again, under the names of RFC 9457. @category encoding @since 0.1.0 */
export const problemOfItem = (item: ProblemItem): Obj => {
  const { pointer, name, extensions, ...said } = item
  // a name that spells the pointer itself, as a fragment, is given back in its place
  const spelt = name !== undefined && pointer !== undefined && name[0] === '#' && pointerOfPath(name) === pointer
  return {
    ...extensions,
    ...said,
    ...(pointer === undefined ? {} : { pointer: spelt ? name : pointer }),
    ...(name === undefined || spelt ? {} : { name }),
  }
}

/** Would this item come back the same? Where not (as the status of an operation), the list also travels with what is ours alone. @category encoding @since 0.1.0 */
export const isPlainItem = ({ pointer, extensions, ...said }: ProblemItem): boolean =>
  (pointer === undefined || said.name !== pointer) &&
  (pointer === undefined || pointerOfPath(pointer) === pointer) &&
  !Object.values(said).some(value => value === '' || typeof value === 'number') &&
  (extensions === undefined ||
    (Object.keys(extensions).length > 0 && !Object.keys(extensions).some(name => itemNames.includes(name))))

const itemNames: readonly string[] =
  'detail message title reason pointer field path property in name code resource links __proto__'.split(' ')
