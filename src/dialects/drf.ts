/**
 * Django REST framework: `{ detail }`, or the errors in the shape of what was sent: `{ "lines": [{}, { "sku": ["…"] }] }`.
 * Who: encode/django-rest-framework exceptions.py, views.py, serializers.py. Observed: captures of 3.14, and simplejwt's refusal in an issue, 2026.
 * Neither shape is its own. What gives it away is `Allow`, which it sends with every answer, or `non_field_errors`.
 */
import * as t from 'io-ts'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { itemsOfTree, treeOfItems } from '../message-tree/items.js'
import { bareOrInLists, inLists, isMessageTree } from '../message-tree/tree.js'
import type { ApiProblem, ProblemItem } from '../problem.js'
import { hasOnly, isObj, itemOf, named, type Obj, objOf, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord } from '../status/semantics.js'

/** @category dialects @since 0.1.0 */
export const drfBody = t.union([t.UnknownRecord, t.UnknownArray], 'DrfBody')

/** @category dialects @since 0.1.0 */
export type DrfBody = t.TypeOf<typeof drfBody>

/** Names that stand for the node above them; the setting NON_FIELD_ERRORS_KEY allows others. */
const whole = ['non_field_errors', 'nonFieldErrors', '__all__'] as const

const codes = {
  token_not_valid: {
    because: 'The token is expired, of another type, or not signed by this server: obtain or refresh one.',
    kind: 'unauthenticated',
    advice: 'reauthenticate',
  },
} as const satisfies Readonly<Record<string, ApiWord>>

/** What the framework's own views for 400 and 500 say. */
const serverViews: Readonly<Record<string, true>> = { 'Server Error (500)': true, 'Bad Request (400)': true }

/** A text in these places is a message of somebody's envelope, not one of a field. */
const envelopeNames = ['message', 'error', 'status', 'code', 'type', 'title', 'reason', 'description'] as const
/** A list or a map in these places is the errors of somebody's envelope. */
const errorsNames = ['error', 'message', 'messages', 'detail', 'details', 'issues', 'violations'] as const

/** Every view answers with the methods that it allows, OPTIONS among them; others only do so where a method was refused. */
const saysMethods = ({ fields, status }: Payload): boolean =>
  status !== 405 && /\bOPTIONS\b/.test(fields.get('allow') ?? '')

const distinctive: Claim = { rung: 'distinctive', because: 'errors of fields beside those that belong to none' }
const serverView: Claim = { rung: 'distinctive', because: 'the text of the framework’s own view' }
const token: Claim = { rung: 'distinctive', because: 'a refused token with the messages of its types' }
const likely: Claim = { rung: 'likely', because: 'detail or errors by field, under a header that lists the methods' }
const possible: Claim = { rung: 'possible', because: 'detail, and nothing else' }
const possibleMap: Claim = { rung: 'possible', because: 'a bare map of fields to messages' }

const inView = named({ error: 'text' })
const inDetail = named({ detail: 'text', code: 'text', messages: 'object' })

const isForeign = (body: Obj): boolean =>
  envelopeNames.some(name => typeof body[name] === 'string') || errorsNames.some(name => typeof body[name] === 'object')

const claimTree = (body: DrfBody, payload: Payload): Claim | undefined => {
  if (payload.status !== 400) return undefined
  const sure = saysMethods(payload)
  if (Array.isArray(body)) return isMessageTree(body, inLists) ? (sure ? likely : possibleMap) : undefined
  if (!isMessageTree(body, sure ? bareOrInLists : inLists)) return undefined
  if (Array.isArray((body as Obj)['non_field_errors'])) return distinctive
  if (isForeign(body as Obj)) return undefined
  return sure ? likely : possibleMap
}

const claim = (body: DrfBody, payload: Payload): Claim | undefined => {
  const { detail, error, code, messages } = body as Obj
  if (typeof error === 'string')
    return serverViews[error] === true && hasOnly(body as Obj, inView) ? serverView : undefined
  if (typeof detail !== 'string' || Array.isArray(body)) return claimTree(body, payload)
  if (!hasOnly(body as Obj, inDetail)) return undefined
  if (code === 'token_not_valid' && Array.isArray(messages)) return token
  return saysMethods(payload) ? likely : possible
}

const readsDetail: Readonly<Record<string, true>> = { detail: true, code: true, error: true }

const hasErrors = (row: unknown): boolean => {
  for (const _name in objOf(row)) return true
  return !isObj(row)
}

/** Of several rows each that was refused has its errors, and the others `{}`: all are checked before the first is taken. */
const rowsOf = (rows: readonly unknown[]): Said['operations'] => {
  if (!rows.some(isObj)) return undefined
  let failed = 0
  for (let i = 0; i < rows.length; i++) if (hasErrors(rows[i])) failed++
  return { failed, total: rows.length, ...(failed < rows.length ? { others: 'unlikely' } : {}) }
}

const toProblem = (body: DrfBody, { limits }: Payload): Said => {
  const { detail, error, code } = body as Obj
  if (Array.isArray(body) || (typeof detail !== 'string' && typeof error !== 'string')) {
    const { errors, errorCount, reads, complete } = itemsOfTree(body, limits, whole)
    return {
      codesOfFields: true,
      errors,
      errorCount,
      operations: Array.isArray(body) ? rowsOf(body) : undefined,
      reads,
      extensions: complete ? undefined : { value: body },
    }
  }
  const text = textOf(detail) ?? textOf(error)
  return {
    detail: text,
    code: textOf(code),
    // what is no text, or says nothing, is left over
    reads: text !== undefined && (code === undefined || textOf(code) !== undefined) ? readsDetail : onlyDetail,
    extensions: text === undefined ? { detail } : undefined,
  }
}

const onlyDetail: Readonly<Record<string, true>> = { detail: true, error: true }

const leafOf = ({ detail, code }: ProblemItem): unknown => (code === undefined ? detail : { message: detail, code })

const fromProblem = (problem: ApiProblem) => {
  const { status, detail, code, title } = problem
  const own = problem.dialect === 'drf' ? problem.extensions : {}
  const errors = problem.errors.map(item => (item.pointer === undefined ? itemOf({ ...item, pointer: '' }) : item))
  // a list of texts at the top names nobody, not even the whole
  if (Array.isArray(own['value'])) return { body: own['value'] }
  const isList = problem.dialect === 'drf' && errors.every(({ pointer, name }) => pointer === '' && name === undefined)
  const tree = isList ? errors.map(leafOf) : treeOfItems(errors, whole)
  // only a refused body is answered in its own shape, and not where that would look like an envelope
  if (errors.length > 0 && status === 400 && !isForeign(tree as Obj))
    return { body: Array.isArray(tree) ? tree : { ...(tree as Obj), ...own } }
  const text = detail ?? title
  if (serverViews[text] === true) return { body: { error: text, ...own } }
  return { body: { detail: text, ...(code === undefined ? {} : { code }), ...own } }
}

/**
 * Django REST framework, and its package for JSON Web Tokens.
 *
 * @see https://www.django-rest-framework.org/api-guide/exceptions/
 * @category dialects
 * @since 0.1.0
 */
export const drf: Dialect<'drf', DrfBody, keyof typeof codes> = {
  id: 'drf',
  title: 'Django REST framework',
  docs: 'https://www.django-rest-framework.org/api-guide/exceptions/',
  verified: '2026-11 against captures of 3.14; simplejwt against an issue',
  shape: [
    { required: { detail: 'string' }, optional: { code: 'string', messages: 'array' }, closed: true },
    { required: { error: 'string' }, closed: true },
    { absent: ['errors'], every: ['object', 'array'] },
    { absent: ['errors'], every: ['string', 'object', 'array'], fields: ['allow'] },
    { root: 'array' },
  ],
  body: drfBody,
  claim,
  toProblem,
  fromProblem,
  codes,
}
