/**
 * A tree of messages as items, and the items as a tree again.
 * Comes in: a tree of any depth and width. Goes out: one item for each message, in order, up to the cap; and the tree as it was.
 * What is no message is left to the caller, to be kept as it is.
 */
import { putMember } from '../http/json-value.js'
import type { Limits } from '../http/limits.js'
import { parsePointer } from '../http/pointer.js'
import type { ProblemItem } from '../problem.js'
import type { Obj } from '../reading.js'
import { bareOrInLists, maxDepth, readTree, type TreeReader } from './tree.js'

const hasOwn = Object.prototype.hasOwnProperty

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

/** Where a node is; `spelt` where its name says more than its pointer. */
interface Place {
  readonly pointer: string
  readonly name: string
  readonly spelt: boolean
}

const escaped = (token: string): string => token.replace(/~/g, '~0').replace(/\//g, '~1')

/** Messages as items that say where they stood, so that the tree can be written again. */
class Items implements TreeReader<Place> {
  readonly errors: ProblemItem[] = []
  readonly leaves = bareOrInLists
  count = 0
  private readonly cap: number
  private readonly whole: WholeNames
  /** Every message repeats its path: deep ones would grow a small body into a large problem. */
  private spelling: number

  constructor(limits: Limits, whole: WholeNames) {
    this.cap = limits.items
    this.whole = whole
    this.spelling = 4 * limits.extensionsLength
  }

  message(entry: unknown, { pointer, name, spelt }: Place): void {
    this.count++
    if (this.errors.length >= this.cap) return
    this.spelling -= spelt ? pointer.length + name.length : pointer.length
    if (this.spelling < 0) return
    const isText = typeof entry === 'string'
    const detail = (isText ? entry : (entry as Obj)['message']) as string
    const item: { -readonly [K in keyof ProblemItem]: ProblemItem[K] } = { detail, pointer }
    // rows of a list and names that stand for the whole are spelt out, so that they can be given back
    if (spelt) item.name = name
    if (!isText) item.code = (entry as Obj)['code'] as string
    this.errors.push(item)
  }

  below({ pointer, name, spelt }: Place, key: string): Place {
    const isWhole = this.whole.indexOf(key) >= 0
    return {
      pointer: isWhole ? pointer : `${pointer}/${escaped(key)}`,
      name: name === '' ? key : `${name}.${key}`,
      spelt: spelt || isWhole,
    }
  }

  row({ pointer, name }: Place, index: number): Place {
    return { pointer: `${pointer}/${index}`, name: `${name}[${index}]`, spelt: true }
  }
}

const root: Place = { pointer: '', name: '', spelt: false }

/**
 * One item for each message of a tree. A member of the root that holds anything else is not among `reads`, so that it is left over.
 *
 * @category decoding
 * @since 0.1.0
 */
export const itemsOfTree = (tree: Obj | readonly unknown[], limits: Limits, whole: WholeNames): TreeItems => {
  const items = new Items(limits, whole)
  const reads: Record<string, true> = Object.create(null)
  const isList = Array.isArray(tree)
  const complete = !isList || readTree(tree, root, items) === undefined
  for (const name in isList ? {} : (tree as Obj)) {
    if (!hasOwn.call(tree, name)) continue
    if (readTree((tree as Obj)[name], items.below(root, name), items, 1) === undefined) reads[name] = true
  }
  return { errors: items.errors, errorCount: items.count, reads, complete }
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
