/**
 * Payload CMS: `{ errors: [{ name?, message, data?: { collection, errors: [{ label?, message, path }] } }] }`, and of a bulk update
 * `{ docs, errors: [{ id, message }], message }`.
 * Who: https://payloadcms.com/docs/rest-api/overview. Observed: payload 3 under Next.js, November 2026.
 * Validation and uniqueness are 400. A path has dots. A single error is the envelope's own; of several each is an item.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { dotOfPointer, pointerOfPath } from '../http/pointer.js'
import type { ApiProblem, ProblemItem } from '../problem.js'
import {
  codeOf,
  entryOf,
  hasOnly,
  isObj,
  itemOf,
  itemsOfList,
  named,
  type Obj,
  objOf,
  present,
  put,
  rest,
  textOf,
} from '../reading.js'
import type { Said } from '../said.js'

/** @category dialects @since 0.1.0 */
export const payloadBody = members(
  'PayloadBody',
  { errors: t.UnknownArray },
  { message: t.string, docs: t.UnknownArray },
)

/** @category dialects @since 0.1.0 */
export type PayloadBody = t.TypeOf<typeof payloadBody>

const toField = (entry: unknown): ProblemItem => {
  if (!isObj(entry)) return { extensions: { value: entry } }
  const detail = textOf(entry['message'])
  const path = textOf(entry['path'])
  return itemOf({
    detail,
    pointer: path === undefined ? undefined : pointerOfPath(path),
    name: path,
    extensions: rest(entry, { message: detail, path }),
  })
}

/** One of several errors, which keeps all that it carries beside name and message. */
const toItem = (entry: unknown): ProblemItem => {
  if (!isObj(entry)) return { extensions: { value: entry } }
  const detail = textOf(entry['message'])
  const code = textOf(entry['name'])
  return itemOf({ detail, code, extensions: rest(entry, { message: detail, name: code }) })
}

/** The only error: what it says is what the envelope says. */
const readOne = (error: Obj, { limits }: Payload): Said => {
  const detail = textOf(error['message'])
  const code = textOf(error['name'])
  const data = objOf(error['data'])
  const fields = data?.['errors']
  const left = { message: detail, name: code }
  if (!Array.isArray(fields) || fields.length === 0) {
    const extensions = rest(error, left)
    return { detail, code, extensions: extensions === undefined ? undefined : { errors: [extensions] } }
  }
  const dataLeft = rest(data as Obj, { errors: fields })
  let extensions = rest(error, { ...left, data })
  if (dataLeft !== undefined) extensions = put(extensions, 'data', dataLeft)
  return {
    detail,
    code,
    ...itemsOfList(fields, limits, toField),
    // says that these are the fields of one error
    extensions: { errors: [extensions ?? { data: {} }] },
  }
}

/** One of the documents of a bulk: its id says which. */
const toDocument = (entry: unknown): ProblemItem => ({
  ...toItem(entry),
  ...present({ resource: isObj(entry) ? codeOf(entry['id']) : undefined }),
})

/** The documents that were changed, where a bulk could not change all. They stay where they stood. */
const operationsOf = (docs: readonly unknown[] | undefined, failed: number): Said['operations'] =>
  docs === undefined
    ? undefined
    : { failed, total: failed + docs.length, ...(docs.length > 0 ? { others: 'yes' } : {}) }

const toProblem = ({ errors, message, docs }: PayloadBody, payload: Payload): Said => {
  const [only] = errors
  if (message === undefined && errors.length === 1 && isObj(only)) return readOne(only, payload)
  const silent = message === '' ? { message } : undefined
  if (errors.length === 0) return { detail: textOf(message), extensions: { ...silent, errors } }
  const items = itemsOfList(errors, payload.limits, docs === undefined ? toItem : toDocument)
  return { detail: textOf(message), ...items, operations: operationsOf(docs, errors.length), extensions: silent }
}

const fromField = (item: ProblemItem): unknown => {
  const { detail, pointer, name } = item
  return entryOf(item, { message: detail, path: pointer === undefined ? undefined : (name ?? dotOfPointer(pointer)) })
}

const fromItem = (item: ProblemItem): unknown => entryOf(item, { name: item.code, message: item.detail })

const fromProblem = (problem: ApiProblem) => {
  const { errors: kept, message, ...left } = problem.extensions
  const own = problem.dialect === 'payload'
  const { detail, code, errors, title } = problem
  const list = own && Array.isArray(kept) ? kept : undefined
  const silent = own ? message : undefined
  if (list?.length === 0) return { body: { ...left, errors: [], ...present({ message: silent ?? detail }) } }
  const hasFields = errors.some(({ pointer }) => pointer !== undefined)
  if (errors.length > 0 && !hasFields && list === undefined) {
    // of several errors without an envelope's message the first one was taken for it
    const isTaken = own && detail === errors[0]?.detail && !('docs' in left)
    return {
      body: {
        ...left,
        errors: errors.map(fromItem),
        ...present({ message: silent ?? (isTaken ? undefined : detail) }),
      },
    }
  }
  const { data, ...error } = objOf(list?.[0]) ?? {}
  const fields = errors.length > 0 ? { data: { ...objOf(data), errors: errors.map(fromField) } } : present({ data })
  // an error with data has a name
  const name = code ?? (own || errors.length === 0 ? undefined : 'ValidationError')
  const said = present({ name, message: detail ?? (own ? undefined : title) })
  return { body: { ...left, errors: [{ ...said, ...fields, ...error }] } }
}

const byFields: Claim = { rung: 'distinctive', because: 'an item of errors has a name, a message and data' }
const bulk: Claim = { rung: 'distinctive', because: 'docs, errors by id, and message' }
const bare: Claim = { rung: 'possible', because: 'items of errors have a message, perhaps a name, and nothing else' }

const inError = named({ name: 'text', message: 'text' })

/**
 * Payload CMS, its own REST API.
 *
 * @see https://payloadcms.com/docs/rest-api/overview
 * @category dialects
 * @since 0.1.0
 */
export const payload: Dialect<'payload', PayloadBody, never> = {
  id: 'payload',
  title: 'Payload CMS',
  docs: 'https://payloadcms.com/docs/rest-api/overview',
  verified: '2026-11 against captures of payload 3',
  shape: {
    required: { errors: 'array' },
    optional: { message: 'string', docs: 'array' },
    absent: [
      'data',
      'jsonapi',
      'meta',
      'success',
      'error',
      'code',
      'status',
      'statusCode',
      'documentation_url',
      '__type',
    ],
  },
  reads: ['errors', 'message'],
  body: payloadBody,
  claim: ({ errors, message, docs }) => {
    const [first] = errors
    if (!isObj(first) || typeof first['message'] !== 'string') return undefined
    if (docs !== undefined) return message !== undefined && 'id' in first ? bulk : undefined
    if (message !== undefined) return undefined
    if (typeof first['name'] === 'string' && typeof first['data'] === 'object') return byFields
    return hasOnly(first, inError) ? bare : undefined
  },
  toProblem,
  fromProblem,
}
