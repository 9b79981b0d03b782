/**
 * The small readings that dialects share: text, codes, leftovers, lists and maps of errors.
 * Comes in: members of a body, of any type. Goes out: canonical parts, or nothing. Raw values are handed on; the corridor copies and bounds them.
 * This room knows no dialect.
 */
import { putMember } from './http/json-value.js'
import type { Limits } from './http/limits.js'
import { pathOfPointer, pointerOfPath } from './http/pointer.js'
import type { Ledger } from './ledger.js'
import type { Link, ProblemItem } from './problem.js'

/** @category model @since 0.1.0 */
export type Obj = Readonly<Record<string, unknown>>

const hasOwn = Object.prototype.hasOwnProperty

/** Is this a JSON object? @category accessors @since 0.1.0 */
export const isObj = (u: unknown): u is Obj => typeof u === 'object' && u !== null && !Array.isArray(u)

/** A text that says something. @category decoding @since 0.1.0 */
export const textOf = (u: unknown): string | undefined => (typeof u === 'string' && u !== '' ? u : undefined)

/** A machine code: text, or a number as text. @category decoding @since 0.1.0 */
export const codeOf = (u: unknown): string | undefined =>
  typeof u === 'number' && Number.isFinite(u) ? String(u) : textOf(u)

/** A status said as text: three digits, and perhaps a phrase after a space. @category decoding @since 0.1.0 */
export const statusOfText = (line: unknown): number | undefined => {
  if (typeof line !== 'string' || (line.length !== 3 && line[3] !== ' ')) return undefined
  let status = 0
  for (let i = 0; i < 3; i++) {
    const digit = line.charCodeAt(i) - 0x30
    if (!(digit >= 0 && digit <= 9)) return undefined
    status = 10 * status + digit
  }
  return status >= 100 && status <= 599 ? status : undefined
}

/**
 * A member put beside others; the first of them makes the object. It is put as it is: a leftover that is to be bounded is put with
 * `payload.ledger.keep`.
 *
 * @category decoding
 * @since 0.1.0
 */
export const put = (
  left: Record<string, unknown> | undefined,
  name: string,
  value: unknown,
): Record<string, unknown> => {
  const out = left ?? {}
  putMember(out, name, value)
  return out
}

/** A JSON object, or nothing. @category decoding @since 0.1.0 */
export const objOf = (u: unknown): Obj | undefined => (isObj(u) ? u : undefined)

/** What a member has to hold to be read: a text that says something, a text or number, an object, a list. @category model @since 0.1.0 */
export type Holds = 'text' | 'code' | 'object' | 'list'

/** Names of members that are read. @category model @since 0.1.0 */
export interface Names {
  readonly words: readonly string[]
  readonly holds: readonly Holds[]
}

/**
 * Names by which strangers' members are looked up: they are few, and comparing them costs a fraction of what a record takes.
 *
 * @category constructors
 * @since 0.1.0
 */
export const named = (names: Readonly<Record<string, Holds>>): Names => ({
  words: Object.keys(names),
  holds: Object.keys(names).map(name => names[name] as Holds),
})

/** Where a name stands among these, or -1. @category accessors @since 0.1.0 */
export const placeIn = ({ words }: Names, name: string): number => {
  for (let i = 0; i < words.length; i++) if (words[i] === name) return i
  return -1
}

/** Has the object no members but these? @category accessors @since 0.1.0 */
export const hasOnly = (object: Obj, names: Names): boolean => {
  for (const name in object) if (placeIn(names, name) < 0) return false
  return true
}

/** Has the object no members? @category accessors @since 0.1.0 */
export const isEmpty = (object: Obj): boolean => {
  for (const _name in object) return false
  return true
}

/** The members that are there: what is `undefined` is left out. @category encoding @since 0.1.0 */
export const present = (members: Obj): Record<string, unknown> => {
  const out: Record<string, unknown> = {}
  for (const name in members) if (members[name] !== undefined) putMember(out, name, members[name])
  return out
}

const holdsIt = (holds: Holds | undefined, value: unknown): boolean => {
  if (holds === 'text') return typeof value === 'string' && value !== ''
  if (holds === 'object') return isObj(value)
  return holds === 'code' ? codeOf(value) !== undefined : holds === 'list' && Array.isArray(value)
}

/**
 * The members beside those that were read: of another name, or that do not hold what is read. They are kept within the caps.
 *
 * @category decoding
 * @since 0.1.0
 */
export const besides = (object: Obj, names: Names, ledger: Ledger): Record<string, unknown> | undefined => {
  let left: Record<string, unknown> | undefined
  for (const name in object) {
    if (!hasOwn.call(object, name)) continue
    const value = object[name]
    if (!holdsIt(names.holds[placeIn(names, name)], value)) left = ledger.keep(left, name, value)
  }
  return left
}

/**
 * Members that were not read, added to those of `out`, or nothing. Names whose value was not taken are absent from `taken`, or undefined.
 *
 * @category decoding
 * @since 0.1.0
 */
export const rest = (
  object: Obj,
  taken: Readonly<Record<string, unknown>>,
  out?: Record<string, unknown>,
): Record<string, unknown> | undefined => {
  for (const key in object) {
    if ((taken[key] !== undefined && hasOwn.call(taken, key)) || !hasOwn.call(object, key)) continue
    out = put(out, key, object[key])
  }
  return out
}

/**
 * The names of those members that hold what was read from them: a word spelt otherwise, or something that was said a second time, is
 * no such member, and is left over. A number counts as its digits.
 *
 * @example
 * takenOf({ code: 7, message: '' }, { code: '7', message: undefined }) // { code: true }
 *
 * @category decoding
 * @since 0.1.0
 */
export const takenOf = (body: Obj, taken: Obj): Record<string, true> => {
  const reads: Record<string, true> = Object.create(null)
  for (const name in taken) {
    const value = taken[name]
    const given = body[name]
    if (value !== undefined && (given === value || (typeof given === 'number' && String(given) === value)))
      reads[name] = true
  }
  return reads
}

/** The members of an item, as far as they are there. @category model @since 0.1.0 */
export type ItemParts = { readonly [K in keyof ProblemItem]?: ProblemItem[K] | undefined }

/** An item of those parts that are there. @category constructors @since 0.1.0 */
export const itemOf = (parts: ItemParts): ProblemItem => {
  // member by member: all items get few hidden classes, at a twentieth of what spreading costs
  const item: { -readonly [K in keyof ProblemItem]: ProblemItem[K] } = {}
  if (parts.detail !== undefined) item.detail = parts.detail
  if (parts.pointer !== undefined) item.pointer = parts.pointer
  if (parts.in !== undefined) item.in = parts.in
  if (parts.name !== undefined) item.name = parts.name
  if (parts.code !== undefined) item.code = parts.code
  if (parts.resource !== undefined) item.resource = parts.resource
  if (parts.status !== undefined) item.status = parts.status
  if (parts.links !== undefined) item.links = parts.links
  if (parts.extensions !== undefined) item.extensions = parts.extensions
  return item
}

/**
 * The field of an item on the way back: spelt as it was received, or as the target writes paths.
 *
 * @category encoding
 * @since 0.1.0
 */
export const fieldOf = (
  { pointer, name }: ProblemItem,
  received: boolean,
  separator: '.' | '/' = '.',
): string | undefined => {
  if (pointer === undefined) return undefined
  return received ? (name ?? pointer) : pathOfPointer(pointer, separator)
}

/**
 * An entry of a list again: its leftovers and what was read of it. What was no error at all comes back as it came.
 *
 * @category encoding
 * @since 0.1.0
 */
export const entryOf = ({ detail, pointer, code, extensions }: ProblemItem, read: Obj): unknown => {
  const isRaw = detail === undefined && pointer === undefined && code === undefined
  if (isRaw && extensions !== undefined && hasOwn.call(extensions, 'value')) return extensions['value']
  return { ...extensions, ...present(read) }
}

/** A link, or nothing where there is no target. @category decoding @since 0.1.0 */
export const linksOf = (rel: string, href: unknown): readonly Link[] | undefined => {
  const target = textOf(href)
  return target === undefined ? undefined : [{ rel, href: target }]
}

/** Errors up to the cap, and how many there were. @category model @since 0.1.0 */
export interface Items {
  readonly errors: readonly ProblemItem[]
  readonly errorCount: number
}

/** One item for each entry, up to the cap: what lies beyond is counted, not built. @category decoding @since 0.1.0 */
export const itemsOfList = (
  list: readonly unknown[],
  limits: Limits,
  toItem: (entry: unknown, index: number) => ProblemItem,
): Items => {
  const errors: ProblemItem[] = []
  const kept = Math.min(list.length, limits.items)
  for (let i = 0; i < kept; i++) errors.push(toItem(list[i], i))
  return { errors, errorCount: list.length }
}

/** More entries of a list are not looked at to tell what it is: a list may be longer than anybody would read. */
const sample = 1_000

/** Are these texts? Of a long list the first thousand entries tell. @category accessors @since 0.1.0 */
export const areTexts = (list: readonly unknown[]): boolean => {
  for (let i = 0; i < list.length && i < sample; i++) if (typeof list[i] !== 'string') return false
  return true
}

/** A map of fields to messages, and what in it was neither a message nor a list of messages. @category model @since 0.1.0 */
export interface MapItems extends Items {
  readonly leftover: Obj | undefined
}

/**
 * A map of fields to messages: `{ "items.0.name": ["…", "…"], "email": "…" }`. A bare text counts as a list of one (iterating it
 * would give characters); a list in the place of the map is a map whose keys were numbers. A field whose list holds anything else
 * is left over as it is.
 *
 * @category decoding
 * @since 0.1.0
 */
export const itemsOfMap = (
  map: Obj | readonly unknown[],
  limits: Limits,
  pointerOf: (name: string) => string = pointerOfPath,
): MapItems => {
  const errors: ProblemItem[] = []
  let errorCount = 0
  let leftover: Record<string, unknown> | undefined
  let spelling = 4 * limits.extensionsLength
  const fields = map as Obj
  for (const name in fields) {
    if (!hasOwn.call(fields, name)) continue
    const value = fields[name]
    const messages = Array.isArray(value) ? value : [value]
    if (messages.length === 0 || !areTexts(messages)) {
      leftover ??= Object.create(null) as Record<string, unknown>
      leftover[name] = value
      continue
    }
    errorCount += messages.length
    const pointer = errors.length < limits.items ? pointerOf(name) : ''
    for (let i = 0; i < messages.length && errors.length < limits.items; i++) {
      // every message repeats its field: a long name would grow a small body into a large problem
      spelling -= name.length
      if (spelling < 0) break
      errors.push({ detail: messages[i] as string, pointer, name })
    }
  }
  return { errors, errorCount, leftover }
}
