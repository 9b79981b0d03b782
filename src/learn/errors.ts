/**
 * Where in samples of bodies the individual errors stand, and what their parts are called.
 * Comes in: bodies and the items that somebody read from them. Goes out: the errors of a spec.
 * This room compares values; it knows no names of its own.
 */
import { formatPointer, parsePointer } from '../http/pointer.js'
import type { ProblemItem } from '../problem.js'
import { codeOf, isObj, type Obj, textOf } from '../reading.js'
import type { SpecErrors, SpecItem, SpecPlace } from '../spec/format.js'
import { placesOf, type Spots, spotsOf } from './evidence.js'

/** One body and the errors read from it. @category model @since 0.1.0 */
export interface Errand {
  readonly body: unknown
  readonly items: readonly ProblemItem[]
  readonly count: number
}

/** @category model @since 0.1.0 */
export interface LearntErrors {
  readonly errors: readonly SpecErrors[]
  readonly notes: readonly string[]
  /** The bodies that are a map of errors themselves. */
  readonly maps: readonly unknown[]
}

/** A place that holds the errors of one body. */
interface Holder {
  readonly as: 'list' | 'map'
  readonly pointer: string
}

const maxDepth = 4
const maxEntries = 200

const holdersIn = (body: unknown): readonly (Holder & { readonly value: object })[] => {
  const all: (Holder & { readonly value: object })[] = []
  const walk = (value: unknown, pointer: string, depth: number): void => {
    if (all.length > 500) return
    if (Array.isArray(value)) all.push({ as: 'list', pointer, value })
    if (!isObj(value)) return
    all.push({ as: 'map', pointer, value })
    if (depth < maxDepth)
      for (const name of Object.keys(value)) walk(value[name], pointer + formatPointer([name]), depth + 1)
  }
  walk(body, '', 0)
  return all
}

const holdsAll = (entry: unknown, { detail, code }: ProblemItem): boolean => {
  if (typeof entry === 'string') return entry === detail
  if (!isObj(entry)) return detail === undefined && code === undefined
  const spots = spotsOf(entry)
  const has = (text: string | undefined): boolean =>
    text === undefined || Object.keys(spots).some(pointer => codeOf(spots[pointer]) === text)
  return has(detail) && has(code)
}

const messagesOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])

const holds = ({ as, value }: Holder & { readonly value: object }, { items, count }: Errand): boolean => {
  if (as === 'list') {
    const list = value as readonly unknown[]
    return list.length === count && items.slice(0, 20).every((item, i) => holdsAll(list[i], item))
  }
  const map = value as Obj
  const messages = Object.keys(map).filter(name => messagesOf(map[name]).every(one => typeof one === 'string'))
  const named = items.slice(0, 20).every(({ name, detail }) => {
    const has = name !== undefined && Object.prototype.hasOwnProperty.call(map, name)
    return has && messagesOf(map[name]).includes(detail)
  })
  return named && messages.reduce((sum, name) => sum + messagesOf(map[name]).length, 0) === count
}

/** What a field would be read as: a text, or a location of texts and numbers. */
const spelling = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value
  const isLoc = Array.isArray(value) && value.every(one => typeof one === 'string' || typeof one === 'number')
  return isLoc ? value.join('.') : undefined
}

interface Pair {
  readonly entry: Obj
  readonly item: ProblemItem
}

const maybe = <A>(list: readonly A[]): A | readonly A[] | undefined => (list.length < 2 ? list[0] : list)

/** A code that is always a number is written as one. */
const asNumber = (pointers: readonly string[], spots: readonly Spots[]): readonly (string | SpecPlace)[] =>
  pointers.map(pointer => {
    const values = spots.map(one => one[pointer]).filter(value => value !== undefined && value !== null)
    const numbers = values.length > 0 && values.every(value => typeof value === 'number')
    return numbers ? { pointer, type: 'number' } : pointer
  })

const pathOf = (values: readonly unknown[]): 'loc' | 'pointer' | 'auto' => {
  if (values.some(Array.isArray)) return 'loc'
  const pointers = values.every(
    value => typeof value === 'string' && /^#?\//.test(value) && parsePointer(value.replace('#', '')) !== undefined,
  )
  return pointers && values.length > 0 ? 'pointer' : 'auto'
}

const itemOf = (pairs: readonly Pair[], notes: string[]): SpecItem | undefined => {
  if (pairs.length === 0) return undefined
  const spots = pairs.map(({ entry }) => spotsOf(entry))
  const where = (
    part: string,
    fact: (item: ProblemItem) => string | undefined,
    tells: (value: unknown) => string | undefined,
  ) => {
    const facts = pairs.map(({ item }) => fact(item))
    const { pointers, told, of } = placesOf(spots, facts, tells)
    if (of > 0) notes.push(`${part}: ${pointers.join(' or ') || 'not found'}, in ${told} of ${of} errors that have one`)
    return pointers
  }
  const field = where('field', ({ name, pointer }) => name ?? pointer, spelling)
  const detail = where('detail', item => item.detail, textOf)
  const code = where('code', item => item.code, codeOf)
  const place = where('in', item => item.in, textOf).filter(pointer => !field.includes(pointer))
  return {
    ...(detail.length > 0 ? { detail: maybe(detail) as string } : {}),
    ...(code.length > 0 ? { code: maybe(asNumber(code, spots)) as string } : {}),
    ...(field.length > 0
      ? {
          field: maybe(
            field.map(pointer => ({
              pointer,
              path: pathOf(spots.map(one => one[pointer]).filter(value => value !== undefined)),
            })),
          ) as { pointer: string; path: 'auto' },
        }
      : {}),
    ...(place.length > 0 ? { in: maybe(place) as string } : {}),
  }
}

/**
 * The places of errors in samples, the one that serves most of them first.
 *
 * @category accessors
 * @since 0.1.0
 */
export const learnErrors = (errands: readonly Errand[]): LearntErrors => {
  const notes: string[] = []
  const errors: SpecErrors[] = []
  const maps: unknown[] = []
  let left = errands.filter(({ items }) => items.length > 0)
  while (left.length > 0 && errors.length < 4) {
    const serves: Record<string, number> = Object.create(null)
    let best: Holder | undefined
    for (const errand of left)
      for (const holder of holdersIn(errand.body)) {
        if (!holds(holder, errand)) continue
        const key = `${holder.as} ${holder.pointer}`
        serves[key] = (serves[key] ?? 0) + 1
        if (best === undefined || (serves[key] ?? 0) > (serves[`${best.as} ${best.pointer}`] ?? 0)) best = holder
      }
    if (best === undefined) break
    const { as, pointer } = best
    const served: { readonly errand: Errand; readonly value: object }[] = []
    for (const errand of left)
      for (const holder of holdersIn(errand.body))
        if (holder.as === as && holder.pointer === pointer && holds(holder, errand))
          served.push({ errand, value: holder.value })
    if (as === 'map' && pointer === '') maps.push(...served.map(({ errand }) => errand.body))
    left = left.filter(errand => !served.some(one => one.errand === errand))
    notes.push(
      `${pointer === '' ? 'the body itself' : pointer}: a ${as}, in ${served.length} of ${errands.length} samples`,
    )
    errors.push(errorsOf(best, served, notes))
  }
  if (left.length > 0) notes.push(`in ${left.length} samples it could not be told where the errors stand`)
  return { errors, notes, maps }
}

const errorsOf = (
  { as, pointer }: Holder,
  served: readonly { readonly errand: Errand; readonly value: object }[],
  notes: string[],
): SpecErrors => {
  const whole: string[] = []
  for (const { errand } of served)
    for (const { pointer: at, name = '' } of errand.items)
      if (at === '' && !whole.includes(name) && whole.length < 10) whole.push(name)
  const common = whole.length > 0 ? { whole } : {}
  if (as === 'map') {
    const single = served.every(({ value }) => Object.keys(value).every(name => !Array.isArray((value as Obj)[name])))
    return { pointer, as, ...(single ? { values: 'one' } : {}), ...common }
  }
  const pairs: Pair[] = []
  for (const { errand, value } of served)
    (value as readonly unknown[]).forEach((entry, i) => {
      const item = errand.items[i]
      if (isObj(entry) && item !== undefined && pairs.length < maxEntries) pairs.push({ entry, item })
    })
  const item = itemOf(pairs, notes)
  return { pointer, as, ...common, ...(item === undefined ? {} : { item }) }
}
