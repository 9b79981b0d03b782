/**
 * Individual errors along the plan: a list of them, or a map of fields to them.
 * Comes in: values of any type. Goes out: items within the caps, their leftovers kept.
 * This room knows no envelope.
 */
import type { Payload } from '../exchange.js'
import { formatPointer, parsePointer, pointerOfFragment, pointerOfLoc, pointerOfPath } from '../http/pointer.js'
import { isSafeLink, type Ledger } from '../ledger.js'
import { type Link, type Place, type ProblemItem, places } from '../problem.js'
import { type Items, isObj, itemOf, type Obj, textOf } from '../reading.js'
import type { PathSyntax } from './format.js'
import { consume, firstCode, firstText, leftIn, type Taken, valueAt } from './look.js'
import type { Branch, ErrorsPlan, FieldSource, LinkSource, Sources } from './plan.js'

const hasOwn = Object.prototype.hasOwnProperty

/** No document is nested deeper than this. */
const maxTokens = 64

/** The pointer that a path of this syntax means; total, as `pointerOfPath` is. @category decoding @since 0.1.0 */
export const pointerOf = (name: string, path: PathSyntax): string => {
  if (path === 'dot') {
    const first = name[0]
    return first === '/' || first === '#' ? formatPointer(name.split('.')) : pointerOfPath(name)
  }
  if (path !== 'pointer') return pointerOfPath(name)
  if (parsePointer(name) !== undefined) return name
  return pointerOfFragment(name) ?? formatPointer([name])
}

const placeOf = (u: unknown): Place | undefined => places.find(place => place === u)

const isLoc = (u: unknown): u is readonly (string | number)[] => {
  if (!Array.isArray(u) || u.length > maxTokens) return false
  for (let i = 0; i < u.length; i++) if (typeof u[i] !== 'string' && typeof u[i] !== 'number') return false
  return true
}

interface Where {
  readonly pointer: string
  readonly name: string | undefined
  readonly in: Place | undefined
}

/** The spelling is kept where it is not the pointer itself. */
const spelt = (name: string, path: PathSyntax, whole: ErrorsPlan['whole']): Where => {
  const pointer = whole[name] === true ? '' : pointerOf(name, path)
  return { pointer, name: name === pointer ? undefined : name, in: undefined }
}

const located = (loc: readonly (string | number)[]): Where => {
  const place = placeOf(loc[0])
  return {
    pointer: pointerOfLoc(place === undefined ? loc : loc.slice(1)),
    name: loc.join('.'),
    in: place === 'body' ? undefined : place,
  }
}

const whereOf = (
  fields: readonly FieldSource[],
  whole: ErrorsPlan['whole'],
  entry: Obj,
  taken: Taken,
): Where | undefined => {
  for (let i = 0; i < fields.length; i++) {
    const { source, path } = fields[i] as FieldSource
    const value = valueAt(entry, source.tokens)
    const found =
      typeof value === 'string'
        ? spelt(value, path, whole)
        : path === 'loc' && isLoc(value)
          ? located(value)
          : undefined
    if (found === undefined) continue
    consume(source, entry, taken)
    return found
  }
  return undefined
}

/** A word for the place; of the body nothing need be said, so that word stays where it is. */
const placeIn = (sources: Sources, entry: Obj, taken: Taken): Place | undefined => {
  for (const source of sources) {
    const place = placeOf(valueAt(entry, source.tokens))
    if (place === undefined || place === 'body') continue
    consume(source, entry, taken)
    return place
  }
  return undefined
}

/** The links that are there. One that is not safe to show is left over, as it is. @category decoding @since 0.1.0 */
export const linksAt = (links: readonly LinkSource[], body: unknown, taken: Taken): readonly Link[] | undefined => {
  let found: Link[] | undefined
  for (let i = 0; i < links.length; i++) {
    const { rel, source } = links[i] as LinkSource
    const href = textOf(valueAt(body, source.tokens))
    if (href === undefined || !isSafeLink(href)) continue
    consume(source, body, taken)
    if (found === undefined) found = [{ rel, href }]
    else found.push({ rel, href })
  }
  return found
}

/** Errors that name no field, where that means the whole document. */
const unnamed: Where = { pointer: '', name: undefined, in: undefined }

/** `key`: the field of a map under which it stood. */
const toItem = (
  entry: unknown,
  { item: plan, whole }: ErrorsPlan,
  taken: Taken,
  ledger: Ledger,
  key: Where | undefined,
): ProblemItem => {
  const otherwise = key ?? (whole[''] === true ? unnamed : undefined)
  if (!isObj(entry))
    return itemOf({
      detail: typeof entry === 'string' ? entry : undefined,
      pointer: otherwise?.pointer,
      name: otherwise?.name,
      extensions: typeof entry === 'string' ? undefined : ledger.keep(undefined, 'value', entry),
    })
  // one list for all errors: to empty it costs less than to make another
  for (let i = 0; i < taken.length; i++) taken[i] = false
  const where = key ?? whereOf(plan.field, whole, entry, taken) ?? otherwise
  return itemOf({
    detail: firstText(plan.detail, entry, taken),
    pointer: where?.pointer,
    in: placeIn(plan.in, entry, taken) ?? where?.in,
    name: where?.name,
    code: firstCode(plan.code, entry, taken),
    resource: firstText(plan.resource, entry, taken),
    links: linksAt(plan.links, entry, taken),
    extensions: leftIn(entry, plan.tree, taken, ledger),
  })
}

/** What was found at the first place that holds errors. @category model @since 0.1.0 */
export interface Found extends Items {
  readonly plan: ErrorsPlan
  /** What in a map was no error. */
  readonly left: Record<string, unknown> | undefined
}

const ofList = (list: readonly unknown[], plan: ErrorsPlan, { limits, ledger }: Payload): Found => {
  const errors: ProblemItem[] = []
  const taken: Taken = []
  const kept = Math.min(list.length, limits.items)
  for (let i = 0; i < kept; i++) errors.push(toItem(list[i], plan, taken, ledger, undefined))
  return { errors, errorCount: list.length, plan, left: undefined }
}

const sample = 1_000

/** Texts, and objects where the spec says how one is read. Of a long list the first thousand entries tell. */
const areErrors = (list: readonly unknown[], objects: boolean): boolean => {
  if (list.length === 0) return false
  for (let i = 0; i < list.length && i < sample; i++)
    if (typeof list[i] !== 'string' && !(objects && isObj(list[i]))) return false
  return true
}

const holdsErrors = (map: Obj, objects: boolean): boolean => {
  for (const name in map) {
    const value = map[name]
    if (Array.isArray(value) ? areErrors(value, objects) : typeof value === 'string' || (objects && isObj(value)))
      return true
  }
  return false
}

const readsObjects = ({ item }: ErrorsPlan): boolean => item.tree.children.length > 0

/** Names that another part of the plan has consumed are no fields. */
const ofMap = (
  map: Obj,
  plan: ErrorsPlan,
  branch: Branch | undefined,
  consumed: Taken,
  { limits, ledger }: Payload,
): Found => {
  const errors: ProblemItem[] = []
  const taken: Taken = []
  const objects = readsObjects(plan)
  let errorCount = 0
  let left: Record<string, unknown> | undefined
  // every error repeats its field: a long name would grow a small body into a large problem
  let spelling = 4 * limits.extensionsLength
  for (const name in map) {
    if (!hasOwn.call(map, name)) continue
    const known = branch?.byName[name]
    if (known !== undefined && known.mark >= 0 && consumed[known.mark] === true) continue
    const value = map[name]
    const list: readonly unknown[] = Array.isArray(value) ? value : [value]
    if (!areErrors(list, objects)) {
      left = ledger.keep(left, name, value)
      continue
    }
    errorCount += list.length
    if (errors.length >= limits.items) continue
    const key = spelt(name, plan.path, plan.whole)
    for (let i = 0; i < list.length && errors.length < limits.items; i++) {
      spelling -= name.length
      if (spelling < 0) break
      errors.push(toItem(list[i], plan, taken, ledger, key))
    }
  }
  return { errors, errorCount, plan, left }
}

const branchAt = (tree: Branch, tokens: readonly string[]): Branch | undefined => {
  let at: Branch | undefined = tree
  for (const token of tokens) at = at?.byName[token]
  return at
}

/** The errors at the first place that holds any: an empty list says nothing, and stays. @category decoding @since 0.1.0 */
export const errorsAt = (
  plans: readonly ErrorsPlan[],
  tree: Branch,
  body: unknown,
  taken: Taken,
  payload: Payload,
): Found | undefined => {
  for (const plan of plans) {
    const value = valueAt(body, plan.source.tokens)
    if (!plan.isMap) {
      if (!Array.isArray(value) || value.length === 0) continue
      consume(plan.source, body, taken)
      return ofList(value, plan, payload)
    }
    if (!isObj(value) || !holdsErrors(value, readsObjects(plan))) continue
    const found = ofMap(value, plan, branchAt(tree, plan.source.tokens), taken, payload)
    if (found.errors.length === 0) continue
    consume(plan.source, body, taken)
    return found
  }
  return undefined
}
