/**
 * Phoenix: `{ errors: { detail: "Not Found" } }`, and the errors of a changeset in the shape of the data: `{ errors: { title: ["…"] } }`.
 * Who: phoenixframework/phoenix generators (ErrorJSON, ChangesetJSON). Observed: published bodies of APIs built with it, 2026.
 * Only the first is its own. The framework generates both modules into the application, where they may be changed.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { itemsOfTree, treeOfItems } from '../message-tree/items.js'
import { inLists, isMessageTree } from '../message-tree/tree.js'
import type { ApiProblem } from '../problem.js'
import { besides, hasOnly, isObj, itemOf, named, type Obj, put, textOf } from '../reading.js'
import type { Said } from '../said.js'

/** @category dialects @since 0.1.0 */
export const phoenixBody = members('PhoenixBody', { errors: t.UnknownRecord })

/** @category dialects @since 0.1.0 */
export type PhoenixBody = t.TypeOf<typeof phoenixBody>

/** What stands for the changeset as a whole, by convention. */
const whole = ['base'] as const
const inErrors = named({ detail: 'text' })

const toProblem = ({ errors }: PhoenixBody, { limits, ledger }: Payload): Said => {
  const map = errors as Obj
  const detail = textOf(map['detail'])
  if (typeof map['detail'] === 'string') {
    const left = besides(map, inErrors, ledger)
    return { detail, extensions: left === undefined ? undefined : { errors: left }, kept: true }
  }
  const { errors: items, errorCount, reads } = itemsOfTree(map, limits, whole)
  let left: Record<string, unknown> | undefined
  for (const name in map) if (reads[name] !== true) left = put(left, name, map[name])
  if (items.length === 0) left = map as Record<string, unknown>
  return { errors: items, errorCount, extensions: left === undefined ? undefined : { errors: left } }
}

const fromProblem = (problem: ApiProblem) => {
  const { errors: left, ...own } = problem.dialect === 'phoenix' ? problem.extensions : ({} as Obj)
  const others = isObj(left) ? left : {}
  const items = problem.errors.map(item => (item.pointer === undefined ? itemOf({ ...item, pointer: '' }) : item))
  if (items.length > 0) return { body: { errors: { ...(treeOfItems(items, whole) as Obj), ...others }, ...own } }
  const isSilent = problem.detail === undefined && left !== undefined
  return { body: { errors: isSilent ? others : { detail: problem.detail ?? problem.title, ...others }, ...own } }
}

const distinctive: Claim = { rung: 'distinctive', because: 'errors holds a detail, and nothing else' }
const amongOthers: Claim = { rung: 'likely', because: 'errors holds a detail among other members' }
const likely: Claim = { rung: 'likely', because: 'errors in the shape of the data, and a field of its server' }
const possible: Claim = { rung: 'possible', because: 'errors in the shape of the data' }

/** Cowboy names itself, and Plug makes request ids of twenty characters that begin so. */
const isPlug = ({ fields }: Payload): boolean =>
  fields.get('server') === 'Cowboy' || /^[FG][A-Za-z0-9_-]{19}$/.test(fields.get('x-request-id') ?? '')

/**
 * Phoenix, with Ecto changesets.
 *
 * @see https://hexdocs.pm/phoenix/json_and_apis.html
 * @category dialects
 * @since 0.1.0
 */
export const phoenix: Dialect<'phoenix', PhoenixBody, never> = {
  id: 'phoenix',
  title: 'Phoenix',
  docs: 'https://hexdocs.pm/phoenix/json_and_apis.html',
  verified: '2026-11 against published bodies; no capture',
  shape: { required: { errors: 'object' }, closed: true },
  body: phoenixBody,
  claim: ({ errors }, payload) => {
    if (typeof errors['detail'] === 'string') return hasOnly(errors, inErrors) ? distinctive : amongOthers
    if (!isMessageTree(errors, inLists)) return undefined
    return isPlug(payload) ? likely : possible
  },
  toProblem,
  fromProblem,
}
