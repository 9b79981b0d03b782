/**
 * What shape errors have: entries, lists, maps of fields, trees of maps, lists within entries.
 * Comes in: any value. Goes out: yes or no, or where within it the errors are. Long lists are judged by their first entries.
 */
import { areTexts, isObj, type Obj, put } from '../reading.js'
import { trustOf } from './names.js'
import { rolesOf } from './roles.js'

const maxDepth = 8

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

/** Of a tree that was looked at from above all branches are gone into. */
export const isFurther = (u: unknown, depth: number): u is Obj =>
  typeof u === 'object' && u !== null && !isEmpty(u) && depth < maxDepth && (depth > 0 || isTree(u, 1))

/** More entries of a list are not looked at to tell what it is. */
const sample = 100

export const areErrors = (list: readonly unknown[]): boolean => {
  for (let i = 0; i < list.length && i < sample; i++) if (!looksLikeError(list[i])) return false
  return true
}

export const isEmpty = (u: unknown): boolean => {
  if (typeof u !== 'object' || u === null) return false
  for (const _ in u) return false
  return true
}

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

/** Is this a tree of fields: are all its leaves texts in lists, sentences, or errors? @category detection @since 0.1.0 */
export const isTree = (u: unknown, depth = 0): boolean => {
  if (depth > maxDepth || typeof u !== 'object' || u === null) return false
  let leaves = 0
  let looked = 0
  for (const name in u as Obj) {
    if (++looked > sample) break
    const value = (u as Obj)[name]
    if (typeof value === 'string') {
      if (!/\s/.test(value)) return false
      leaves++
    } else if (Array.isArray(value) && value.length > 0 && areTexts(value)) leaves++
    else if (isEmpty(value)) continue
    else if (looksLikeError(value) || (Array.isArray(value) && areErrors(value))) leaves++
    else if (isTree(value, depth + 1)) leaves++
    else return false
  }
  return leaves > 0
}

/** A map whose every value is a list of texts: fields and their messages, without any envelope. A lone list of errors is none. */
export const isBareMap = (body: Obj): boolean => {
  let count = 0
  let only: string | undefined
  for (const name in body) {
    const value = body[name]
    if (!(Array.isArray(value) && value.length > 0 && areTexts(value))) return false
    only = ++count === 1 ? name : undefined
  }
  return count > 0 && (only === undefined || trustOf(only) === undefined)
}

/** A tree of fields that is more than a few texts: somewhere in it there is a list. */
export const isFieldTree = (map: Obj): boolean => {
  for (const name in map) if (typeof map[name] === 'object') return isTree(map)
  return false
}
