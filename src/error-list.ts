/**
 * Lists of errors whose entries are objects: one table of names reads them.
 * Comes in: what an API calls the parts of an entry, then lists of any type and length. Goes out: items, with what they did not read.
 * This room knows no dialect.
 */
import type { Payload } from './exchange.js'
import { pointerOfPath } from './http/pointer.js'
import type { Ledger } from './ledger.js'
import type { ProblemItem } from './problem.js'
import { besides, codeOf, type Holds, type Items, isObj, itemOf, itemsOfList, named, textOf } from './reading.js'

/** What the members of an entry are called. @category model @since 0.1.0 */
export interface EntryNames {
  readonly detail?: string
  readonly code?: string
  /** A code that is a number, or a text. */
  readonly number?: string
  /** A path into the body of the request. */
  readonly field?: string
  readonly resource?: string
}

/**
 * Where a field is, and how it was spelt where that is not its pointer.
 *
 * @example
 * atField('a.b') // { pointer: '/a/b', name: 'a.b' }
 * atField('')    // {}
 *
 * @category decoding
 * @since 0.1.0
 */
export const atField = (field: unknown): Pick<ProblemItem, 'pointer' | 'name'> => {
  const name = textOf(field)
  if (name === undefined) return nowhere
  const pointer = pointerOfPath(name)
  return name === pointer ? { pointer } : { pointer, name }
}

const nowhere: Pick<ProblemItem, 'pointer' | 'name'> = {}

/** What is no object is kept as it is. @category decoding @since 0.1.0 */
export const itemOfJunk = (entry: unknown, ledger: Ledger): ProblemItem =>
  itemOf({ extensions: ledger.keep(undefined, 'value', entry) })

/**
 * A reader of entries with these names. What they hold besides is kept with them.
 *
 * @example
 * entryReader({ detail: 'msg' })({ msg: 'No.', more: 1 }, ledger) // { detail: 'No.', extensions: { more: 1 } }
 * entryReader({ detail: 'msg' })(7, ledger)                       // { extensions: { value: 7 } }
 *
 * @category constructors
 * @since 0.1.0
 */
export const entryReader = (names: EntryNames): ((entry: unknown, ledger: Ledger) => ProblemItem) => {
  const { detail, code, number, field, resource } = names
  const read: Record<string, Holds> = {}
  for (const name of [detail, code, field, resource]) if (name !== undefined) read[name] = 'text'
  if (number !== undefined) read[number] = 'code'
  const taken = named(read)
  return (entry, ledger) => {
    if (!isObj(entry)) return itemOfJunk(entry, ledger)
    const at = field === undefined ? nowhere : atField(entry[field])
    return itemOf({
      detail: detail === undefined ? undefined : textOf(entry[detail]),
      pointer: at.pointer,
      name: at.name,
      code: number !== undefined ? codeOf(entry[number]) : code === undefined ? undefined : textOf(entry[code]),
      resource: resource === undefined ? undefined : textOf(entry[resource]),
      extensions: besides(entry, taken, ledger),
    })
  }
}

/**
 * A reader of lists of such entries; of what is no list it says nothing.
 *
 * @category constructors
 * @since 0.1.0
 */
export const listReader = (names: EntryNames): ((list: unknown, payload: Payload) => Items | undefined) => {
  const read = entryReader(names)
  return (list, { limits, ledger }) =>
    Array.isArray(list) ? itemsOfList(list, limits, entry => read(entry, ledger)) : undefined
}
