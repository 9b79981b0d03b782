/**
 * Salesforce REST API: a list `[{ message, errorCode, fields? }]`, and with a 300 a list of addresses.
 * Who: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm. Observed: restforce's fixtures, 2026.
 * Collections are a 200, `[{ id?, success, errors: [{ statusCode, message, fields }] }]`, as are composites,
 * `{ compositeResponse: [{ body, httpStatusCode, referenceId }] }`. One error may name several fields. A busy row is a 400 (`UNABLE_TO_LOCK_ROW`), a used-up limit a 403. The token endpoint speaks OAuth.
 */
import * as t from 'io-ts'
import { members, orElse } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { pointerOfPath } from '../http/pointer.js'
import { readOperations } from '../partial.js'
import type { ProblemItem } from '../problem.js'
import { areTexts, isObj, itemOf, type Obj, rest, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { Kind } from '../status/kind.js'
import type { ApiWord } from '../status/semantics.js'
import { statusOfNumber } from '../status-envelope.js'
import { each, wordTable } from '../word-table.js'

/** @category dialects @since 0.1.0 */
export const salesforceBody = orElse(
  'SalesforceBody',
  members('SalesforceComposite', { compositeResponse: t.UnknownArray }),
  t.UnknownArray,
)

/** @category dialects @since 0.1.0 */
export type SalesforceBody = t.TypeOf<typeof salesforceBody>

const codes = {
  INVALID_SESSION_ID: {
    because: 'The session has expired or is invalid: get a new access token.',
    kind: 'unauthenticated',
    advice: 'reauthenticate',
  },
  REQUEST_LIMIT_EXCEEDED: {
    because: 'Too many requests at once, or in these 24 hours: the day is not waited for.',
    kind: 'resource_exhausted',
    advice: 'once',
    baseDelayMs: 5_000,
    scope: 'client',
  },
  UNABLE_TO_LOCK_ROW: {
    because: 'Another request is changing the same records: send it again.',
    kind: 'aborted',
    advice: 'backoff',
  },
  SERVER_UNAVAILABLE: { because: 'A server is unavailable: send it again.', kind: 'unavailable', advice: 'backoff' },
  UNKNOWN_EXCEPTION: { because: 'An error inside Salesforce.', kind: 'internal', advice: 'once' },
  QUERY_TIMEOUT: {
    because: 'The query takes too long: make it more selective.',
    kind: 'deadline_exceeded',
    advice: 'fix-request',
  },
  ...each(
    'API_CURRENTLY_DISABLED API_DISABLED_FOR_ORG FUNCTIONALITY_NOT_ENABLED INSUFFICIENT_ACCESS INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY INSUFFICIENT_ACCESS_OR_READONLY',
    { because: 'The user or the organisation may not do this.', kind: 'permission_denied', advice: 'never' } as ApiWord,
  ),
  ...each('ENTITY_IS_DELETED NOT_FOUND', {
    because: 'The record does not exist, or not for this user.',
    kind: 'not_found',
    advice: 'never',
  } as ApiWord),
  ...each('DUPLICATES_DETECTED DUPLICATE_EXTERNAL_ID DUPLICATE_VALUE', {
    because: 'A record with these values exists.',
    kind: 'already_exists',
    advice: 'resolve-conflict',
  } as ApiWord),
  ...each(
    'FIELD_CUSTOM_VALIDATION_EXCEPTION FIELD_INTEGRITY_EXCEPTION INVALID_CROSS_REFERENCE_KEY INVALID_FIELD INVALID_FIELD_FOR_INSERT_UPDATE INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST INVALID_TYPE JSON_PARSER_ERROR MALFORMED_ID MALFORMED_QUERY MISSING_ARGUMENT REQUIRED_FIELD_MISSING STRING_TOO_LONG',
    {
      because: 'The request, a field or the query is not valid.',
      kind: 'invalid_argument',
      advice: 'fix-request',
    } as ApiWord,
  ),
  ...each('ALL_OR_NONE_OPERATION_ROLLED_BACK PROCESSING_HALTED', {
    because: 'It depends on another part of the same request, which failed: nothing of it was done.',
    kind: 'aborted',
    advice: 'resolve-conflict',
    applied: 'no',
  } as ApiWord),
  ...each('LIMIT_EXCEEDED STORAGE_LIMIT_EXCEEDED', {
    because: 'A limit of the organisation is reached: no retry settles that.',
    kind: 'resource_exhausted',
    advice: 'never',
  } as ApiWord),
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type SalesforceCode = keyof typeof codes

/** One item for each field of an error; an error that names none is one item, about what `at` leads to. */
const addItems = (entry: unknown, at: string | undefined, cap: number, into: ProblemItem[]): number => {
  if (!isObj(entry)) {
    if (into.length < cap) into.push({ extensions: { value: entry } })
    return 1
  }
  const { fields } = entry
  const names = Array.isArray(fields) && areTexts(fields) ? (fields as readonly string[]) : undefined
  if (into.length >= cap) return names === undefined || names.length === 0 ? 1 : names.length
  const detail = textOf(entry['message'])
  const code = textOf(entry['errorCode']) ?? textOf(entry['statusCode'])
  const read = entry['errorCode'] === code ? { errorCode: code } : { statusCode: code }
  let extensions = rest(entry, { ...read, message: detail, fields: names })
  if (names === undefined || names.length === 0) {
    into.push(itemOf({ detail, pointer: at, code, extensions }))
    return 1
  }
  for (let i = 0; i < names.length && into.length < cap; i++) {
    const name = names[i] as string
    into.push(itemOf({ detail, pointer: `${at ?? ''}${pointerOfPath(name)}`, name, code, extensions }))
    extensions = undefined
  }
  return names.length
}

const itemsOf = (errors: readonly unknown[], at: string | undefined, cap: number) => {
  const items: ProblemItem[] = []
  let errorCount = 0
  for (let i = 0; i < errors.length; i++) errorCount += addItems(errors[i], at, cap, items)
  return { errors: items, errorCount }
}

const known = wordTable<ApiWord>(codes)
const kindOf = (code: string | undefined): Kind | undefined => (code === undefined ? undefined : known(code)?.kind)
const follows = ({ code }: ProblemItem): boolean =>
  code === 'ALL_OR_NONE_OPERATION_ROLLED_BACK' || code === 'PROCESSING_HALTED'

const isRefused = (result: unknown): boolean => isObj(result) && result['success'] === false

/** A collection answers in the order of `records`; to delete, there are none in the request. */
const readCollection = (results: readonly unknown[], { limits, method }: Payload): Said =>
  readOperations(results, limits, {
    hasFailed: isRefused,
    toItems: (result, index) => {
      const { id, errors } = result as Obj
      const at = method === 'DELETE' ? undefined : `/records/${index}`
      const list = Array.isArray(errors) && errors.length > 0 ? errors : undefined
      const [first, ...others] = itemsOf(list ?? [{}], at, limits.items).errors
      const resource = textOf(id)
      const extensions = rest(result as Obj, { id: resource, errors: list }, { ...first?.extensions })
      return [itemOf({ ...first, resource, extensions }), ...others]
    },
    kindOf,
    follows,
  })

/** A part of a composite failed, or is a collection of which a record was refused. */
const hasFailed = (response: unknown): boolean =>
  isObj(response) && ((statusOfNumber(response['httpStatusCode']) ?? 0) >= 400 || refusedIn(response) !== undefined)

const refusedIn = ({ body }: Obj): Obj | undefined => (Array.isArray(body) ? body.find(isRefused) : undefined)

/** A part of a composite that failed: the name that the client gave it says which. */
const toParts = (response: unknown, cap: number): readonly ProblemItem[] => {
  const { body, httpStatusCode, referenceId } = response as Obj
  const refused = refusedIn(response as Obj)
  const errors = refused === undefined ? body : refused['errors']
  const items = itemsOf(Array.isArray(errors) && errors.length > 0 ? errors : [errors], undefined, cap).errors
  const { detail, code, pointer, extensions } = items[0] as ProblemItem
  const resource = textOf(referenceId)
  // a collection of which a record was refused has a status of success
  if (refused !== undefined)
    return [itemOf({ detail, code, resource, extensions: rest(response as Obj, { referenceId: resource }) })]
  const status = statusOfNumber(httpStatusCode)
  const left = rest(response as Obj, { referenceId: resource, httpStatusCode: status, body: true })
  // the part is one error, and the fields that it was refused for are others
  if (pointer !== undefined) return [itemOf({ detail, code, resource, status, extensions: left }), ...items]
  return [itemOf({ detail, code, resource, status, extensions: { ...left, ...extensions } }), ...items.slice(1)]
}

const isAddress = (entry: unknown): entry is string => typeof entry === 'string' && entry.startsWith('/services/data/')

const toProblem = (body: SalesforceBody, payload: Payload): Said => {
  const cap = payload.limits.items
  if (!Array.isArray(body)) {
    const reader = { hasFailed, toItems: (part: unknown) => toParts(part, cap), kindOf, follows }
    return readOperations(body.compositeResponse, payload.limits, reader)
  }
  if (payload.status === 300)
    return {
      kind: 'failed_precondition',
      links: body.filter(isAddress).map(href => ({ rel: 'alternate', href })),
      extensions: body.every(isAddress) ? undefined : { value: body },
    }
  return body.some(isRefused) ? readCollection(body, payload) : itemsOf(body, undefined, cap)
}

const coded: Claim = { rung: 'distinctive', because: 'a list of errors with message and errorCode' }
const collection: Claim = {
  rung: 'distinctive',
  because: 'results with success, and errors with statusCode and message',
}
const composite: Claim = { rung: 'distinctive', because: 'compositeResponse with a failed httpStatusCode' }
const addresses: Claim = { rung: 'distinctive', because: 'a 300 with a list of addresses below /services/data' }

/** The first of its errors tells. */
const isRefusal = (result: unknown): boolean => {
  const errors = isRefused(result) ? (result as Obj)['errors'] : undefined
  const [error] = Array.isArray(errors) ? errors : []
  if (!isObj(error) || typeof error['message'] !== 'string' || typeof error['statusCode'] !== 'string') return false
  return /^[A-Z][A-Z0-9_]{2,99}$/.test(error['statusCode'])
}

/**
 * Salesforce's REST API.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm
 * @category dialects
 * @since 0.1.0
 */
export const salesforce: Dialect<'salesforce', SalesforceBody, SalesforceCode> = {
  id: 'salesforce',
  title: 'Salesforce REST API',
  docs: 'https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm',
  verified: '2026-11 against the fixtures of restforce and users’ reports; no live capture',
  shape: [{ root: 'array' }, { required: { compositeResponse: 'array' } }],
  body: salesforceBody,
  claim: (body, { status }) => {
    if (!Array.isArray(body)) return body.compositeResponse.some(hasFailed) ? composite : undefined
    const [first] = body
    if (status === 300) return isAddress(first) ? addresses : undefined
    if (isObj(first) && typeof first['success'] === 'boolean') return body.some(isRefusal) ? collection : undefined
    if (!isObj(first) || typeof first['message'] !== 'string' || typeof first['errorCode'] !== 'string')
      return undefined
    return /^[A-Z][A-Z0-9_]{2,99}$/.test(first['errorCode']) ? coded : undefined
  },
  toProblem,
  codes,
}
