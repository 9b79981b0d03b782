/**
 * The index over declarative shapes: from the members of a body, looked at once, to the dialects that may be speaking.
 * Comes in: a list of dialects, then payloads. Goes out: candidates, the most demanding first.
 * This room asks nobody and settles nothing; what it says of a body follows from names and JSON types alone.
 */
import { variantsOf, verdictOf } from './codec.js'
import {
  type AnyDialect,
  checkDialect,
  type MemberType,
  type MemberTypes,
  memberTypes,
  readsOf,
  roots,
  type Shape,
  shapesOf,
} from './dialect.js'
import type { Payload } from './exchange.js'
import { wordTable } from './word-table.js'

/** One shape of one dialect. @category detection @since 0.1.0 */
export interface Entry {
  readonly dialect: AnyDialect
  /** Its place in the list. */
  readonly place: number
  readonly shape: Shape
  readonly mediaTypes: readonly string[] | undefined
  readonly fields: readonly string[] | undefined
  /** How many members the shape requires: settles equal rungs. */
  readonly required: number
  /** Asked only where nobody else claims the body. */
  readonly isFallback: boolean
  /** The dialect's own: asked of objects of one shape, which an engine does at a fraction of what ninety shapes cost. */
  readonly claim: AnyDialect['claim']
}

/** A shape that fits a payload, and what the types of its members tell beforehand. @category detection @since 0.1.0 */
export interface Candidate extends Entry {
  /** The codec reads the body as it stands: it need not be asked. */
  readonly holds: boolean
  /** And the dialect reads all members of the body: nothing is left over at the top. */
  readonly whole: boolean
}

type Root = NonNullable<Shape['root']>
type Seen = Readonly<Record<string, number>>

/** The members that were seen in a body, each with its type. States are shared between bodies of the same members. */
interface State {
  readonly seen: Seen
  /** By member, then by its type. */
  readonly next: Record<string, (State | undefined)[]>
  /** Candidates, by the types of the members beside these that no shape names. */
  readonly found: (Candidates | undefined)[]
}

/** All that fit, and those that do so under any media type and beside any fields. */
interface Candidates {
  readonly all: readonly Candidate[]
  readonly unlabelled: readonly Candidate[]
}

const none: readonly never[] = Object.freeze([])
/** Room for the combinations of members that are really sent: some for any list, and more for every shape in it. */
const maxStatesOf = (entries: readonly Entry[]): number => 1_024 + 8 * entries.length

const typeIndexOf = (value: unknown): number => {
  switch (typeof value) {
    case 'string':
      return 0
    case 'number':
      return 1
    case 'boolean':
      return 2
    case 'object':
      return value === null ? 3 : Array.isArray(value) ? 5 : 4
    default:
      return 3
  }
}

/** The root of a payload, in the words of {@link Shape}. */
const rootOf = ({ content, json }: Payload): Root => {
  if (content !== 'json') return content
  if (typeof json === 'string') return 'string'
  if (typeof json !== 'object' || json === null) return 'scalar'
  return Array.isArray(json) ? 'array' : 'object'
}

const dictionary = <A>(): Record<string, A> => Object.create(null) as Record<string, A>

const checked = (dialects: readonly AnyDialect[]): readonly AnyDialect[] => {
  const ids = dictionary<true>()
  dialects.forEach((dialect, i) => {
    checkDialect(dialect, `dialects[${i}]`)
    if (ids[dialect.id])
      throw new TypeError(`problem-dialects: dialects[${i}]: a second dialect with the id "${dialect.id}"`)
    ids[dialect.id] = true
  })
  return dialects
}

/** A set of types as one number: the bit of each. */
const bitsOf = (types: MemberTypes): number =>
  ([] as MemberType[]).concat(types).reduce((bits, type) => bits | (1 << memberTypes.indexOf(type)), 0)

/** `others` is the set of types of the members that no shape names. */
const fits = (shape: Shape, seen: Seen, others: number): boolean => {
  const required = shape.required ?? {}
  for (const name in required) {
    const type = seen[name]
    if (type === undefined || (bitsOf(required[name] as MemberTypes) & (1 << type)) === 0) return false
  }
  for (const name of shape.absent ?? none) if (seen[name] !== undefined) return false
  if (shape.every !== undefined) {
    const allowed = bitsOf(shape.every)
    if ((others & ~allowed) !== 0) return false
    for (const name in seen) if ((allowed & (1 << (seen[name] as number))) === 0) return false
  }
  if (shape.closed !== true) return true
  if (others !== 0) return false
  const optional = shape.optional ?? {}
  for (const name in seen) if (!(name in required) && !(name in optional)) return false
  return true
}

/** The most demanding first; the id settles the rest, so that the order of registration never does. */
const demanding = (a: Entry, b: Entry): number =>
  Number(a.isFallback) - Number(b.isFallback) ||
  b.required - a.required ||
  (a.dialect.id < b.dialect.id ? -1 : a.dialect.id > b.dialect.id ? 1 : 0)

const entriesOf = (dialects: readonly AnyDialect[], fallbacks: readonly AnyDialect[]): readonly Entry[] => {
  if (!Array.isArray(dialects)) throw new TypeError('problem-dialects: dialects: expected a list')
  const entries: Entry[] = []
  checked([...dialects, ...fallbacks.filter(dialect => !dialects.includes(dialect))]).forEach((dialect, place) => {
    for (const shape of shapesOf(dialect)) {
      const required = Object.keys(shape.required ?? {}).length
      const isFallback = fallbacks.includes(dialect)
      entries.push({
        dialect,
        place,
        shape,
        mediaTypes: shape.mediaTypes,
        fields: shape.fields,
        required,
        isFallback,
        claim: dialect.claim,
      })
    }
  })
  return entries.sort(demanding)
}

const membersOf = ({ dialect, shape }: Entry): readonly string[] => {
  const variants = variantsOf(dialect.body) ?? none
  const named = [shape, ...variants].map(({ required, optional }) => ({ ...required, ...optional }))
  return [...(shape.absent ?? none), ...(dialect.reads ?? none), ...Object.keys(Object.assign({}, ...named))]
}

/** Entries by the rarest of the members that they require, so that few have to be looked at. */
const anchored = (entries: readonly Entry[]) => {
  const uses = dictionary<number>()
  for (const { shape } of entries) for (const name in shape.required) uses[name] = (uses[name] ?? 0) + 1
  const rarest = ({ shape }: Entry): string | undefined =>
    Object.keys(shape.required ?? {}).sort((a, b) => (uses[a] as number) - (uses[b] as number))[0]
  const byMember = dictionary<Entry[]>()
  const always: Entry[] = []
  for (const entry of entries) {
    const anchor = rarest(entry)
    if (anchor === undefined) always.push(entry)
    else (byMember[anchor] ??= []).push(entry)
  }
  return { byMember, always }
}

/**
 * Builds the index. A list that cannot work (two dialects with one id, no codec, an unknown member type) throws a
 * `TypeError` that says what and where: now, never while reading.
 *
 * @category detection
 * @since 0.1.0
 */
export const createShapeIndex = (
  dialects: readonly AnyDialect[],
  fallbacks: readonly AnyDialect[] = none,
): ((payload: Payload) => readonly Candidate[]) => {
  const entries = entriesOf(dialects, fallbacks)
  const reads = dictionary<Readonly<Record<string, true>>>()
  const known = dictionary<true>()
  for (const entry of entries) {
    reads[entry.dialect.id] = readsOf(entry.dialect)
    for (const name of membersOf(entry)) known[name] = true
  }

  /** One candidate a dialect: its most demanding shape that fits. A shape that is bound to a label is kept beside others. */
  const select = (among: readonly Entry[], root: Root, seen: Seen, others: number): Candidates => {
    const taken = dictionary<true>()
    const found: Candidate[] = []
    for (const entry of among) {
      const { dialect, shape } = entry
      const key = `${dialect.id} ${shape.mediaTypes ?? ''} ${shape.fields ?? ''}`
      if ((shape.root ?? 'object') !== root || taken[key] || (root === 'object' && !fits(shape, seen, others))) continue
      const verdict = root === 'object' ? verdictOf(dialect.body, name => memberTypes[seen[name] as number]) : 'ask'
      if (verdict === 'no') continue
      taken[key] = true
      const holds = verdict === 'read'
      const named = reads[dialect.id] as Readonly<Record<string, true>>
      found.push({ ...entry, holds, whole: holds && others === 0 && Object.keys(seen).every(name => named[name]) })
    }
    return { all: found, unlabelled: found.filter(({ mediaTypes, fields }) => (mediaTypes ?? fields) === undefined) }
  }

  const spokenTypes = dictionary<true>()
  const spokenFields = dictionary<true>()
  for (const { mediaTypes, fields } of entries) {
    for (const type of mediaTypes ?? none) spokenTypes[type] = true
    for (const name of fields ?? none) spokenFields[name] = true
  }
  const isSpoken = wordTable(spokenTypes)
  /** Does a label speak for any dialect? Where none does, nobody bound to a label has to be looked at. */
  const isLabelled = ({ mediaType, fields }: Payload): boolean => {
    if (mediaType !== undefined && isSpoken(mediaType.essence) === true) return true
    const { names } = fields
    for (let i = 0; i < names.length; i++) if (spokenFields[names[i] as string] === true) return true
    return false
  }

  const byRoot = dictionary<Candidates>()
  for (const root of roots) if (root !== 'object') byRoot[root] = select(entries, root, {}, 0)

  const start: State = { seen: dictionary(), next: dictionary(), found: [] }
  const states = dictionary<State>()
  const maxStates = maxStatesOf(entries)
  let stateCount = 1
  const advance = (state: State, name: string, type: number): State | undefined => {
    const seen = Object.assign(dictionary<number>(), state.seen)
    seen[name] = type
    const key = Object.keys(seen)
      .sort()
      .map(member => `${JSON.stringify(member)}${seen[member]}`)
      .join()
    if (states[key] === undefined) {
      if (stateCount >= maxStates) return undefined
      stateCount++
      states[key] = { seen, next: dictionary(), found: [] }
    }
    const slots = (state.next[name] ??= [undefined, undefined, undefined, undefined, undefined, undefined])
    slots[type] = states[key]
    return states[key]
  }
  // the documented bodies get their states before strangers can fill the table
  for (const { shape } of entries) {
    let state: State | undefined = start
    for (const [name, types] of Object.entries({ ...shape.required, ...shape.optional }))
      if (state !== undefined)
        state = advance(state, name, memberTypes.indexOf(([] as MemberType[]).concat(types)[0] as MemberType))
  }

  const { byMember, always } = anchored(entries)
  /** The same answer without the states, for members in combinations that there was no room for. */
  const scan = (body: Record<string, unknown>): Candidates => {
    const seen = dictionary<number>()
    const among = always.slice()
    let others = 0
    for (const name in body) {
      const type = typeIndexOf(body[name])
      if (known[name] === undefined) others |= 1 << type
      else seen[name] = type
      for (const entry of byMember[name] ?? none) among.push(entry)
    }
    return select(among.sort(demanding), 'object', seen, others)
  }

  const ofObject = (body: Record<string, unknown>): Candidates => {
    let state = start
    let others = 0
    for (const name in body) {
      const type = typeIndexOf(body[name])
      let next = state.next[name]?.[type]
      if (next === undefined) {
        if (known[name] === undefined) {
          others |= 1 << type
          continue
        }
        next = stateCount < maxStates ? advance(state, name, type) : undefined
        if (next === undefined) return scan(body)
      }
      state = next
    }
    return (state.found[others] ??= select(entries, 'object', state.seen, others))
  }

  return payload => {
    const root = rootOf(payload)
    const found = root === 'object' ? ofObject(payload.json as Record<string, unknown>) : (byRoot[root] as Candidates)
    return found.all.length === found.unlabelled.length || isLabelled(payload) ? found.all : found.unlabelled
  }
}
