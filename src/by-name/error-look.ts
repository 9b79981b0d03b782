/**
 * What one error looks like, and where the errors within it are.
 * Comes in: any value. Goes out: yes or no, or a list of further errors. Long lists are judged by their first entries.
 */
import { isMessageMap, isMessageTree, type Leaves } from '../message-tree/tree.js'
import { isObj, type Obj, put } from '../reading.js'
import { trustOf } from './names.js'
import { rolesOf } from './roles.js'

/** Lists of errors within an entry, and members in which such lists stand. */
const inner = ['errors', 'fieldViolations', 'violations', 'nestedErrors', 'causes', 'children', 'detail']
const containers = ['data', 'extensions', 'debug', 'details', 'meta']

/** Is this what an error looks like: a message, or a code beside a field? @category detection @since 0.1.0 */
export const looksLikeError = (u: unknown): boolean => {
  if (!isObj(u)) return false
  if (Array.isArray(u['fieldViolations'])) return true
  const wrapped = u['error']
  const roles = rolesOf(isObj(wrapped) ? wrapped : u)
  return roles.message !== undefined || (roles.code !== undefined && (roles.field !== undefined || roles.count <= 4))
}

/** What a tree of fields ends in, where nobody says so: sentences, and what looks like an error. */
export const byLook: Leaves = { isMessage: text => /\s/.test(text), isError: looksLikeError }

export interface Children {
  readonly list: readonly unknown[]
  readonly member: string
  /** The member within, where the list stands in a container. */
  readonly within?: string
}

const isListOfErrors = (u: unknown): u is readonly unknown[] =>
  Array.isArray(u) && u.length > 0 && (looksLikeError(u[0]) || (Array.isArray(u[0]) && looksLikeError(u[0][0])))

/** The errors within an entry. */
export const childrenOf = (body: Obj): Children | undefined => {
  for (const member of inner) if (isListOfErrors(body[member])) return { list: body[member], member }
  for (const member of containers) {
    const container = body[member]
    if (!isObj(container)) continue
    for (const within of inner)
      if (isListOfErrors(container[within])) return { list: container[within] as readonly unknown[], member, within }
  }
  return undefined
}

export const without = (object: Obj, name: string): Obj | undefined => {
  let left: Record<string, unknown> | undefined
  for (const other in object) if (other !== name) left = put(left, other, object[other])
  return left
}

/** A map of fields and their messages, without any envelope. A lone list under a name for errors is none. */
export const isBareMap = (body: Obj): boolean => {
  if (!isMessageMap(body)) return false
  const names = Object.keys(body)
  return names.length > 1 || trustOf(names[0] as string) === undefined
}

/** A tree of fields that is more than a few texts: somewhere in it there is a list. */
export const isFieldTree = (map: Obj): boolean => {
  for (const name in map) if (typeof map[name] === 'object') return isMessageTree(map, byLook)
  return false
}
