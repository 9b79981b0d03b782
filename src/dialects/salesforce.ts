/**
 * Salesforce REST API: a list `[{ message, errorCode, fields? }]`, and with a 300 a list of addresses.
 * Who: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm. Observed: restforce's fixtures, 2026.
 * One error may name several fields. A busy row is a 400 (`UNABLE_TO_LOCK_ROW`), a used-up limit a 403. The token endpoint speaks OAuth.
 */
import * as t from 'io-ts'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { pointerOfPath } from '../http/pointer.js'
import type { Ledger } from '../ledger.js'
import type { ProblemItem } from '../problem.js'
import { areTexts, besides, isObj, itemOf, named, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord } from '../status/semantics.js'
import { each } from '../word-table.js'

/** @category dialects @since 0.1.0 */
export const salesforceBody = t.UnknownArray

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
  ...each('LIMIT_EXCEEDED STORAGE_LIMIT_EXCEEDED', {
    because: 'A limit of the organisation is reached: no retry settles that.',
    kind: 'resource_exhausted',
    advice: 'never',
  } as ApiWord),
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type SalesforceCode = keyof typeof codes

const withFields = named({ message: 'text', errorCode: 'text', fields: 'list' })
const withoutFields = named({ message: 'text', errorCode: 'text' })

/** One item for each field of an error; an error that names none is one item. */
const addItems = (entry: unknown, ledger: Ledger, cap: number, into: ProblemItem[]): number => {
  if (!isObj(entry)) {
    if (into.length < cap) into.push(itemOf({ extensions: ledger.keep(undefined, 'value', entry) }))
    return 1
  }
  const { fields } = entry
  const names = Array.isArray(fields) && areTexts(fields) ? (fields as readonly string[]) : undefined
  if (into.length >= cap) return names === undefined || names.length === 0 ? 1 : names.length
  const detail = textOf(entry['message'])
  const code = textOf(entry['errorCode'])
  let extensions = besides(entry, names === undefined ? withoutFields : withFields, ledger)
  if (names === undefined || names.length === 0) {
    into.push(itemOf({ detail, code, extensions }))
    return 1
  }
  for (let i = 0; i < names.length && into.length < cap; i++) {
    const name = names[i] as string
    into.push(itemOf({ detail, pointer: pointerOfPath(name), name, code, extensions }))
    extensions = undefined
  }
  return names.length
}

const isAddress = (entry: unknown): entry is string => typeof entry === 'string' && entry.startsWith('/services/data/')

const toProblem = (body: SalesforceBody, { status, limits, ledger }: Payload): Said => {
  if (status === 300)
    return {
      kind: 'failed_precondition',
      links: body.filter(isAddress).map(href => ({ rel: 'alternate', href })),
      extensions: body.every(isAddress) ? undefined : ledger.keep(undefined, 'value', body),
      kept: true,
    }
  const errors: ProblemItem[] = []
  let errorCount = 0
  for (let i = 0; i < body.length; i++) errorCount += addItems(body[i], ledger, limits.items, errors)
  return { errors, errorCount, kept: true }
}

const coded: Claim = { rung: 'distinctive', because: 'a list of errors with message and errorCode' }
const addresses: Claim = { rung: 'distinctive', because: 'a 300 with a list of addresses below /services/data' }

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
  shape: { root: 'array' },
  body: salesforceBody,
  claim: (body, { status }) => {
    const first = body[0]
    if (status === 300) return isAddress(first) ? addresses : undefined
    if (!isObj(first) || typeof first['message'] !== 'string' || typeof first['errorCode'] !== 'string')
      return undefined
    return /^[A-Z][A-Z0-9_]{2,99}$/.test(first['errorCode']) ? coded : undefined
  },
  toProblem,
  codes,
}
