/**
 * Errors in the shape of the document that they are about: `{ "customer": { "city": ["…"] }, "lines": [{}, { "sku": ["…"] }] }`.
 * Comes in: any value, and what branches may end in. Goes out: yes or no; or every message, to whoever reads it, and what is none.
 * This room knows no dialect.
 */
import { areTexts, isObj, type Obj, put } from '../reading.js'

/** What branches may end in, beside lists of texts. @category model @since 0.1.0 */
export interface Leaves {
  /** Whether a text that stands in no list is a message. */
  readonly isMessage: (text: string) => boolean
  /** Whether an object is one error, and no further branch. */
  readonly isError: (object: Obj) => boolean
}

/** Nothing is nested deeper. */
export const maxDepth = 32
/** A few nodes tell as much as a thousand. */
const maxNodes = 100
const hasOwn = Object.prototype.hasOwnProperty

const isEmpty = (value: Obj): boolean => {
  for (const _name in value) return false
  return true
}

/** `{ message, code }`, and nothing else: a message with its code in the place of a text. */
const isCoded = (u: Obj): boolean => {
  if (typeof u['message'] !== 'string' || typeof u['code'] !== 'string') return false
  let count = 0
  for (const _name in u) if (++count > 2) return false
  return true
}

/** Lists of texts, and of messages with their codes. @category constructors @since 0.1.0 */
export const inLists: Leaves = { isMessage: () => false, isError: isCoded }

/** The same, and texts that stand in no list. @category constructors @since 0.1.0 */
export const bareOrInLists: Leaves = { isMessage: () => true, isError: isCoded }

interface Look {
  nodes: number
  told: boolean
}

const looksLike = (value: unknown, leaves: Leaves, depth: number, look: Look): boolean => {
  if (depth > maxDepth || ++look.nodes > maxNodes) return depth <= maxDepth
  if (typeof value === 'string' ? leaves.isMessage(value) : isObj(value) && leaves.isError(value)) {
    look.told = true
    return true
  }
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length && look.nodes <= maxNodes; i++) {
      const entry: unknown = value[i]
      if (typeof entry === 'string') {
        look.nodes++
        look.told = true
      } else if (!isObj(entry) || !looksLike(entry, leaves, depth + 1, look)) return false
    }
    return true
  }
  if (!isObj(value)) return false
  for (const name in value) {
    if (look.nodes > maxNodes) break
    if (!looksLike(value[name], leaves, depth + 1, look)) return false
  }
  return true
}

/**
 * Is this a tree of messages, at least one of them saying something? Of a large one the first nodes tell.
 *
 * @example
 * isMessageTree({ customer: { city: ['Too long.'] } }, inLists) // true
 * isMessageTree({ error: 'No.' }, inLists) // false
 *
 * @category detection
 * @since 0.1.0
 */
export const isMessageTree = (value: unknown, leaves: Leaves): boolean => {
  const look = { nodes: 0, told: false }
  return looksLike(value, leaves, 0, look) && look.told
}

/**
 * Is this a tree of one level: are all members lists of texts, and one of them not empty?
 *
 * @example
 * isMessageMap({ city: ['Too long.'] }) // true
 * isMessageMap({ customer: { city: ['Too long.'] } }) // false
 *
 * @category detection
 * @since 0.1.0
 */
export const isMessageMap = (map: Obj): boolean => {
  let told = false
  for (const name in map) {
    const value = map[name]
    if (!Array.isArray(value) || !areTexts(value)) return false
    told ||= value.length > 0
  }
  return told
}

/** Whoever takes the messages of a tree, and how he says where they stand. @category model @since 0.1.0 */
export interface TreeReader<Place> {
  readonly leaves: Leaves
  /** How many messages there were. */
  readonly count: number
  /** A text or an error, at its place. */
  message(entry: unknown, place: Place): void
  below(place: Place, key: string): Place
  row(place: Place, index: number): Place
}

/** A list of messages, or of rows each of which is a tree; one that is both, or neither, is left as it is. */
const readList = <Place>(list: readonly unknown[], place: Place, reader: TreeReader<Place>, depth: number): unknown => {
  const before = reader.count
  let left: Record<string, unknown> | undefined
  let rows = 0
  for (let i = 0; i < list.length; i++) {
    const entry = list[i]
    if (typeof entry === 'string' || (isObj(entry) && reader.leaves.isError(entry))) {
      reader.message(entry, place)
      continue
    }
    rows++
    if (isObj(entry) && isEmpty(entry)) continue
    const rest = isObj(entry) ? readTree(entry, reader.row(place, i), reader, depth + 1) : entry
    if (rest !== undefined) left = put(left, String(i), rest)
  }
  return reader.count === before || (rows > 0 && rows < list.length) ? list : left
}

/**
 * Hands the messages of a tree to its reader, in order. Returns what of it is no message, keeping its nesting, or nothing.
 *
 * @category decoding
 * @since 0.1.0
 */
export const readTree = <Place>(value: unknown, place: Place, reader: TreeReader<Place>, depth = 0): unknown => {
  if (typeof value === 'string' || (isObj(value) && reader.leaves.isError(value))) {
    reader.message(value, place)
    return undefined
  }
  if (depth > maxDepth) return value
  if (Array.isArray(value)) return readList(value, place, reader, depth)
  if (!isObj(value) || isEmpty(value)) return value
  let left: Record<string, unknown> | undefined
  for (const key in value) {
    if (!hasOwn.call(value, key)) continue
    const rest = readTree(value[key], reader.below(place, key), reader, depth + 1)
    if (rest !== undefined) left = put(left, key, rest)
  }
  return left
}
