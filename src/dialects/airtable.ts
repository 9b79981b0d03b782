/**
 * Airtable: `{ error: { type, message } }`, and for some statuses `{ error: "NOT_FOUND" }`.
 * Who: https://airtable.com/developers/web/api/errors. Observed: a body pasted into an issue, 2022.
 * Codes are in capitals. A 429 blocks the base for thirty seconds and says nothing on that in its fields.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { besides, named, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord, StatusWords } from '../status/semantics.js'
import { absent, denied, fix, mend } from '../status/words.js'
import { wordTable } from '../word-table.js'

/** @category dialects @since 0.1.0 */
export const airtableBody = members('AirtableBody', { error: t.union([t.UnknownRecord, t.string]) })

/** @category dialects @since 0.1.0 */
export type AirtableBody = t.TypeOf<typeof airtableBody>

const blocked = {
  because: 'More than five requests in a second to one base: wait thirty seconds',
  kind: 'resource_exhausted',
  advice: 'after-delay',
  maxAttempts: 3,
  baseDelayMs: 30_000,
  scope: 'client',
} as const

const codes = {
  AUTHENTICATION_REQUIRED: mend('No or a wrong token'),
  INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND: denied('The token lacks the permission, or the model does not exist'),
  INVALID_PERMISSIONS: denied('The token lacks the permission'),
  NOT_FOUND: absent('Route or resource is not found'),
  MODEL_ID_NOT_FOUND: absent('No such model'),
  TABLE_NOT_FOUND: absent('No such table'),
  INVALID_REQUEST_UNKNOWN: fix('The request data is invalid'),
  INVALID_REQUEST_MISSING_FIELDS: fix('The body lacks fields'),
  INVALID_VALUE_FOR_COLUMN: fix('A value does not fit its column'),
  UNKNOWN_FIELD_NAME: fix('No field of that name'),
  INVALID_MULTIPLE_CHOICE_OPTIONS: fix('A choice that does not exist'),
  RATE_LIMIT_REACHED: blocked,
  PUBLIC_API_BILLING_LIMIT_EXCEEDED: {
    because: 'The monthly number of calls of the plan is used up',
    kind: 'resource_exhausted',
    advice: 'never',
  },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type AirtableCode = keyof typeof codes

const statuses: StatusWords = {
  401: { because: 'Incorrect or missing token', advice: 'fix-request' },
  429: blocked,
  503: { because: 'The server could not process the request in time: retry with backoff', advice: 'backoff' },
}

const documented = wordTable<ApiWord>(codes)
const inError = named({ type: 'text', message: 'text' })
const inCapitals = /^[A-Z]+(?:_[A-Z]+){1,12}$/

const toProblem = ({ error }: AirtableBody, { ledger }: Payload): Said => {
  if (typeof error === 'string') return { code: textOf(error), codeIsCategory: true, kept: true }
  const left = besides(error, inError, ledger)
  return {
    detail: textOf(error['message']),
    code: textOf(error['type']),
    codeIsCategory: true,
    extensions: left === undefined ? undefined : { error: left },
    kept: true,
  }
}

const known: Claim = { rung: 'distinctive', because: 'an error of a documented type and a message' }
const capital: Claim = { rung: 'likely', because: 'an error of a message and a type in capitals' }
const word: Claim = { rung: 'likely', because: 'an error that is one documented word in capitals' }

/**
 * The Web API of Airtable.
 *
 * @see https://airtable.com/developers/web/api/errors
 * @category dialects
 * @since 0.1.0
 */
export const airtable: Dialect<'airtable', AirtableBody, AirtableCode> = {
  id: 'airtable',
  title: 'Airtable',
  docs: 'https://airtable.com/developers/web/api/errors',
  verified: '2026-11 against the document and a pasted body; no live capture',
  shape: { required: { error: ['object', 'string'] }, closed: true },
  body: airtableBody,
  claim: ({ error }) => {
    if (typeof error === 'string') return documented(error) === undefined ? undefined : word
    const { type, message } = error
    if (typeof type !== 'string' || typeof message !== 'string' || 'code' in error || 'param' in error) return undefined
    if (documented(type) !== undefined) return known
    return type.length <= 64 && inCapitals.test(type) ? capital : undefined
  },
  toProblem,
  statuses,
  codes,
}
