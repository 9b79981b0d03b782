/**
 * Errors in the shape of the document that they are about: `{ "customer": { "city": ["…"] }, "lines": [{}, { "sku": ["…"] }] }`.
 * Comes in: a tree of any depth and width. Goes out: one item for each message, in order; and the tree again.
 * This room knows no dialect. What is no tree is left to the caller, to be kept as it is.
 */
import { putMember } from './http/json-value.js'
import type { Limits } from './http/limits.js'
import { parsePointer } from './http/pointer.js'
import type { ProblemItem } from './problem.js'

type Obj = Readonly<Record<string, unknown>>

/** Names in the tree that stand for the node above them: the first of them is written. @category model @since 0.1.0 */
export type WholeNames = readonly string[]

/** Errors up to the cap, how many there were, and the members of the root that were read as a whole. @category model @since 0.1.0 */
export interface TreeItems {
  readonly errors: readonly ProblemItem[]
  readonly errorCount: number
  readonly reads: Readonly<Record<string, true>>
  /** Whether all of a list was read; of a map, `reads` tells. */
  readonly complete: boolean
}

const maxDepth = 32
const hasOwn = Object.prototype.hasOwnProperty
const isObj = (u: unknown): u is Obj => typeof u === 'object' && u !== null && !Array.isArray(u)

/** `{ message, code }`, and nothing else: a message with its code in the place of a text. */
const isCoded = (u: Obj): boolean => {
  if (typeof u['message'] !== 'string' || typeof u['code'] !== 'string') return false
  let count = 0
  for (const _name in u) if (++count > 2) return false
  return true
}

/** Texts, coded messages and trees, at least one of them saying something: a few nodes tell as much as a thousand. */
const looksLike = (
  value: unknown,
  bareTexts: boolean,
  depth: number,
  state: { nodes: number; told: boolean },
): boolean => {
  if (depth > maxDepth || ++state.nodes > 100) return depth <= maxDepth
  if (typeof value === 'string') {
    state.told ||= bareTexts
    return bareTexts
  }
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length && state.nodes <= 100; i++) {
      const entry: unknown = value[i]
      if (typeof entry === 'string' || (isObj(entry) && isCoded(entry))) {
        state.nodes++
        state.told = true
      } else if (!isObj(entry) || !looksLike(entry, bareTexts, depth + 1, state)) return false
    }
    return true
  }
  if (!isObj(value)) return false
  for (const name in value) {
    if (state.nodes > 100) break
    if (!looksLike(value[name], bareTexts, depth + 1, state)) return false
  }
  return true
}

/**
 * Is this a tree of messages? `bareTexts`: a text counts as a list of one, too.
 *
 * @example
 * isMessageTree({ customer: { city: ['Too long.'] } }, false) // true
 * isMessageTree({ error: 'No.' }, false) // false
 *
 * @category detection
 * @since 0.1.0
 */
export const isMessageTree = (value: unknown, bareTexts: boolean): boolean => {
  const state = { nodes: 0, told: false }
  return looksLike(value, bareTexts, 0, state) && state.told
}

interface Reading {
  readonly errors: ProblemItem[]
  readonly limits: Limits
  readonly whole: WholeNames
  errorCount: number
  /** Every message repeats its path: deep ones would grow a small body into a large problem. */
  spelling: number
}

/** Where a node is; `spelt` where its name says more than its pointer. */
interface Place {
  readonly pointer: string
  readonly name: string
  readonly spelt: boolean
}

const add = (reading: Reading, detail: string, code: string | undefined, { pointer, name, spelt }: Place): void => {
  reading.errorCount++
  if (reading.errors.length >= reading.limits.items) return
  reading.spelling -= spelt ? pointer.length + name.length : pointer.length
  if (reading.spelling < 0) return
  const item: { -readonly [K in keyof ProblemItem]: ProblemItem[K] } = { detail, pointer }
  // rows of a list and names that stand for the whole are spelt out, so that they can be given back
  if (spelt) item.name = name
  if (code !== undefined) item.code = code
  reading.errors.push(item)
}

const escaped = (token: string): string => token.replace(/~/g, '~0').replace(/\//g, '~1')

const isEmpty = (value: Obj): boolean => {
  for (const _name in value) return false
  return true
}

const below = ({ pointer, name, spelt }: Place, key: string, whole: WholeNames): Place => {
  const isWhole = whole.indexOf(key) >= 0
  return {
    pointer: isWhole ? pointer : `${pointer}/${escaped(key)}`,
    name: name === '' ? key : `${name}.${key}`,
    spelt: spelt || isWhole,
  }
}

/** Reads a list: of messages, or of rows each of which is a tree; `false` where it is both or neither. */
const readList = (reading: Reading, list: readonly unknown[], place: Place, depth: number): boolean => {
  const before = reading.errorCount
  let complete = true
  let rows = 0
  let messages = 0
  for (let i = 0; i < list.length; i++) {
    const entry = list[i]
    if (typeof entry === 'string') add(reading, entry, undefined, place)
    else if (!isObj(entry)) complete = false
    else if (isCoded(entry)) add(reading, entry['message'] as string, entry['code'] as string, place)
    else {
      rows++
      const row = { pointer: `${place.pointer}/${i}`, name: `${place.name}[${i}]`, spelt: true }
      if (!isEmpty(entry) && !readTree(reading, entry, row, depth + 1)) complete = false
      continue
    }
    messages++
  }
  return complete && reading.errorCount > before && (rows === 0 || messages === 0)
}

/** Reads one node; `false` where something in it is no message. */
const readTree = (reading: Reading, value: unknown, place: Place, depth: number): boolean => {
  if (typeof value === 'string') {
    add(reading, value, undefined, place)
    return true
  }
  if (depth > maxDepth) return false
  if (Array.isArray(value)) return readList(reading, value, place, depth)
  if (!isObj(value) || isEmpty(value)) return false
  let complete = true
  for (const key in value) {
    if (!hasOwn.call(value, key)) continue
    if (!readTree(reading, value[key], below(place, key, reading.whole), depth + 1)) complete = false
  }
  return complete
}

const root: Place = { pointer: '', name: '', spelt: false }

/**
 * One item for each message of a tree. A member of the root that holds anything else is not among `reads`, so that it is left over.
 *
 * @category decoding
 * @since 0.1.0
 */
export const itemsOfTree = (tree: Obj | readonly unknown[], limits: Limits, whole: WholeNames): TreeItems => {
  const reading: Reading = { errors: [], limits, whole, errorCount: 0, spelling: 4 * limits.extensionsLength }
  const reads: Record<string, true> = Object.create(null)
  let complete = true
  if (Array.isArray(tree)) complete = readList(reading, tree, root, 0)
  else
    for (const name in tree as Obj) {
      if (!hasOwn.call(tree, name)) continue
      if (readTree(reading, (tree as Obj)[name], below(root, name, whole), 1)) reads[name] = true
    }
  return { errors: reading.errors, errorCount: reading.errorCount, reads, complete }
}

interface Node {
  readonly leaves: unknown[]
  readonly members: Record<string, Node>
  rows: number
}

const node = (): Node => ({ leaves: [], members: Object.create(null), rows: -1 })

/** Rows that are filled up in all: a name may claim any index. */
const maxRows = 10_000

/** Where an item hangs: the tokens of its pointer, and which of them its name spells as rows of a list. */
const stepsOf = ({ pointer, name }: ProblemItem): readonly { readonly key: string; readonly isRow: boolean }[] => {
  const tokens = parsePointer(pointer ?? '') ?? []
  if (tokens.length > maxDepth) return [{ key: name ?? tokens.join('.'), isRow: false }]
  let at = 0
  return tokens.map(key => {
    const isRow = name !== undefined && /^(0|[1-9][0-9]{0,4})$/.test(key) && name.startsWith(`[${key}]`, at)
    if (isRow) at += key.length + 2
    else if (name !== undefined) at += (name[at] === '.' ? 1 : 0) + key.length
    return { key, isRow }
  })
}

const isBelow = (whole: WholeNames, { pointer, name }: ProblemItem): boolean => {
  if (pointer === '' || name === undefined) return pointer === ''
  const last = name.slice(name.lastIndexOf('.') + 1)
  return whole.indexOf(last) >= 0 && !(pointer ?? '').endsWith(`/${last}`)
}

const written = ({ leaves, members, rows }: Node, whole: string): unknown => {
  const names = Object.keys(members)
  if (names.length === 0) return leaves
  if (rows >= 0 && leaves.length === 0 && names.every(name => Number(name) <= rows && String(Number(name)) === name)) {
    const list: unknown[] = []
    for (let i = 0; i <= rows; i++) list.push(members[i] === undefined ? {} : written(members[i] as Node, whole))
    return list
  }
  const out: Record<string, unknown> = {}
  if (leaves.length > 0) putMember(out, whole, leaves)
  for (const name of names) putMember(out, name, written(members[name] as Node, whole))
  return out
}

/**
 * The tree of these items. A token is the row of a list where the name of its item says so, else a member; items without a
 * pointer are about the whole.
 *
 * @category encoding
 * @since 0.1.0
 */
export const treeOfItems = (errors: readonly ProblemItem[], whole: WholeNames): unknown => {
  const trunk = node()
  let rows = 0
  for (const item of errors) {
    const { detail, code } = item
    if (detail === undefined && code === undefined) continue
    let at = trunk
    for (const { key, isRow } of stepsOf(item)) {
      if (isRow && (rows += Math.max(0, Number(key) - at.rows)) <= maxRows) at.rows = Math.max(at.rows, Number(key))
      at = at.members[key] ??= node()
    }
    const leaf = detail !== undefined && code !== undefined ? { message: detail, code } : (detail ?? code)
    if (at.rows < 0 && isBelow(whole, item)) at = at.members[whole[0] as string] ??= node()
    at.leaves.push(leaf)
  }
  return written(trunk, whole[0] as string)
}
