/**
 * Which member of an object holds individual errors, whatever it is called.
 * Comes in: a member and its name. Goes out: its errors, into an item reader, and what of the member was something else.
 */
import { isMessageTree } from '../message-tree/tree.js'
import { areTexts, isObj, type Obj, put } from '../reading.js'
import { byLook, isBareMap, isFieldTree, looksLikeError } from './error-look.js'
import type { ItemReader } from './item-reader.js'
import { trustOf } from './names.js'
import { isWord, rolesOf } from './roles.js'
import { placeOfWord } from './where.js'

const parameters = /^invalid[-_]?params$/i
const bulk = /^(?:results|responses)$/

const maxDepth = 3
/** Of longer lists the rest is not looked at. */
const maxNames = 1_000

/** What was read of a member, if anything; `left` is what was not. */
export type Found = { readonly left?: unknown } | undefined
const all: Found = {}

const hasError = (u: unknown): boolean => isObj(u) && (u['error'] !== undefined || u['errors'] !== undefined)

/** Could this be the name of a field? @category detection @since 0.1.0 */
export const isFieldName = (u: unknown): boolean => typeof u === 'string' && u.length <= 128 && isWord(u)

const errorsOfList = (reader: ItemReader, name: string, value: readonly unknown[]): Found => {
  const kind = trustOf(name)
  if (value.length === 0) return undefined
  if (bulk.test(name)) {
    const some = value.length > maxNames ? value.slice(0, maxNames) : value
    const failed = some.filter(hasError)
    if (failed.length === 0) return undefined
    reader.list(failed)
    if (failed.length === value.length) return all
    return { left: some.length < value.length ? value : value.filter(entry => !hasError(entry)) }
  }
  if (areTexts(value)) {
    if (kind === 'named' || name === 'params') {
      if (value.length > maxNames || !value.every(isFieldName)) return undefined
      reader.named(value as readonly string[], undefined)
      return all
    }
    if (kind !== 'errors' && (name === 'data' || name === 'extensions')) return undefined
  } else if (kind !== 'errors' && !looksLikeError(value[0])) return undefined
  reader.list(value, undefined, parameters.test(name))
  return all
}

/** Where a map of sentences is one of fields. */
const isLoose = (name: string): boolean => name === 'params' || name === 'data' || name === 'messages'

/** Reads the errors in a member; `undefined` where there are none. @category decoding @since 0.1.0 */
export const errorsOfMember = (reader: ItemReader, name: string, value: unknown, depth: number): Found => {
  if (Array.isArray(value)) return errorsOfList(reader, name, value)
  const kind = trustOf(name)
  if (!isObj(value) || kind === 'named') return undefined
  if (kind === 'mixed' || 'fieldErrors' in value) {
    const found = depth < maxDepth ? errorsWithin(reader, value, depth + 1) : undefined
    if (found !== undefined) return found
    if (
      isLoose(name) ? !isMessageTree(value, byLook) || looksLikeError(value) : !isBareMap(value) && !isFieldTree(value)
    )
      return undefined
  }
  const before = reader.count
  const left = reader.map(value, '')
  return reader.count === before ? undefined : left === undefined ? all : { left }
}

/** The first member of an object that holds errors, and what stands beside it. */
const errorsWithin = (reader: ItemReader, object: Obj, depth: number): Found => {
  for (const name of rolesOf(object).errors) {
    const value = object[name]
    const before = reader.count
    const found = errorsOfMember(reader, name, value, depth)
    if (found === undefined) continue
    reader.place(before, placeOfWord(object['source']))
    let left: Record<string, unknown> | undefined
    for (const other in object) {
      if (other !== name) left = put(left, other, object[other])
      else if (found.left !== undefined) left = put(left, name, found.left)
    }
    return left === undefined ? all : { left }
  }
  return undefined
}
