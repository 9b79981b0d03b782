/**
 * Fields of an upstream's request in the names of the caller's own.
 * Comes in: errors, and a table of pointers. Goes out: the errors with their fields renamed, and whether all of them were known.
 * This room knows no status and no policy.
 */
import { formatPointer, parsePointer } from '../http/pointer.js'
import type { ProblemItem } from '../problem.js'

/** One row of the table, its steps told apart. */
interface Renaming {
  readonly from: readonly string[]
  readonly to: readonly string[]
}

/** The longest first, so that what is said of a part goes before what is said of the whole; of equals, the one with fewer stars. */
const renamingsOf = (table: Readonly<Record<string, string>>): readonly Renaming[] => {
  const stars = (steps: readonly string[]): number => steps.filter(step => step === '*').length
  return Object.keys(table)
    .map(name => ({ from: parsePointer(name) ?? [], to: parsePointer(table[name] ?? '') ?? [] }))
    .sort((a, b) => b.from.length - a.from.length || stars(a.from) - stars(b.from))
}

const renamed = (steps: readonly string[], { from, to }: Renaming): readonly string[] | undefined => {
  if (steps.length < from.length) return undefined
  const taken: string[] = []
  for (let i = 0; i < from.length; i++) {
    if (from[i] === '*') taken.push(steps[i] as string)
    else if (from[i] !== steps[i]) return undefined
  }
  return [...to.map(step => (step === '*' ? (taken.shift() ?? step) : step)), ...steps.slice(from.length)]
}

/** Errors in the caller's words. `known`: the pointer was in the table. @category model @since 0.1.0 */
export interface RenamedItem {
  readonly item: ProblemItem
  readonly known: boolean
}

/**
 * Renames the fields of errors. `*` stands for any one step and is given back where the other side has one; what is below a
 * renamed field moves with it. The spelling of the upstream is left out, for it would be the old name.
 *
 * @example
 * renameFields([{ pointer: '/lines/0/sku' }], { '/lines/*\/sku': '/items/*\/code' })[0]?.item.pointer // '/items/0/code'
 * renameFields([{ pointer: '/tenant' }], {})[0]?.known // false
 *
 * @category encoding
 * @since 0.1.0
 */
export const renameFields = (
  items: readonly ProblemItem[],
  table: Readonly<Record<string, string>>,
): readonly RenamedItem[] => {
  const renamings = renamingsOf(table)
  return items.map(item => {
    const steps = item.pointer === undefined ? undefined : parsePointer(item.pointer)
    if (steps === undefined) return { item, known: false }
    for (const renaming of renamings) {
      const found = renamed(steps, renaming)
      if (found === undefined) continue
      const { name: _old, ...rest } = item
      return { item: { ...rest, pointer: formatPointer([...found]) }, known: true }
    }
    return { item, known: false }
  })
}
