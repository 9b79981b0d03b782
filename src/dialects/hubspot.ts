/**
 * HubSpot: `{ status: "error", message, correlationId, category | errorType, errors: [{ message, code, in, context }], context, links }`.
 * Who: https://developers.hubspot.com/docs/api-reference/error-handling. Observed: the document and users' reports, 2026.
 * `status` is a word. `message` of a failed validation holds JSON within its text, which `errors` repeats properly. All members are optional,
 * says the document. `policyName` of a 429 says which limit it was: the daily one is reset at midnight of the account.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { atField, itemOfJunk } from '../error-list.js'
import type { Payload } from '../exchange.js'
import type { Ledger } from '../ledger.js'
import type { ProblemItem } from '../problem.js'
import { besides, isObj, itemOf, itemsOfList, linksOf, named, objOf, takenOf, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord, StatusWords } from '../status/semantics.js'
import { absent, denied, exists, fix, mend, renew } from '../status/words.js'
import { each } from '../word-table.js'

/** @category dialects @since 0.1.0 */
export const hubspotBody = members(
  'HubspotBody',
  { message: t.string },
  {
    status: t.string,
    correlationId: t.string,
    category: t.string,
    errorType: t.string,
    policyName: t.string,
    errors: t.UnknownArray,
    links: t.UnknownRecord,
  },
)

/** @category dialects @since 0.1.0 */
export type HubspotBody = t.TypeOf<typeof hubspotBody>

const statuses: StatusWords = {
  423: {
    because: 'Locked while a high volume is being synchronised: two seconds at least between requests.',
    kind: 'unavailable',
    advice: 'backoff',
    baseDelayMs: 2_000,
  },
  429: { because: 'Over the limit of the day, or of these seconds: policyName says which.' },
  477: {
    because: 'The account is being moved between data centres: wait for Retry-After, up to 24 hours.',
    kind: 'unavailable',
    advice: 'after-delay',
  },
}

const codes = {
  ...each('INVALID_PARAMS VALIDATION_ERROR', fix('The request or a property is not valid.')),
  ...each('EXPIRED_AUTHENTICATION', renew('The access token has expired: refresh it.')),
  INVALID_AUTHENTICATION: mend('The authentication credentials are not found or not valid.'),
  ...each('BANNED MISSING_SCOPES', denied('The app lacks a scope, or is banned.')),
  OBJECT_NOT_FOUND: absent('The object does not exist.'),
  ...each('CONFLICT OBJECT_ALREADY_EXISTS', exists('An object with these values exists.')),
  ...each('RATE_LIMIT RATE_LIMITS', {
    because: 'Too many requests: slow down. The daily limit is reset at midnight.',
    kind: 'resource_exhausted',
    advice: 'backoff',
    baseDelayMs: 1_000,
    scope: 'client',
  } as ApiWord),
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type HubspotCode = keyof typeof codes

const inError = named({ message: 'text', code: 'text', in: 'text' })

/** The property of an error that is about one. */
const propertyOf = (context: unknown): string | undefined => {
  const names = objOf(context)?.['propertyName']
  return Array.isArray(names) && names.length === 1 ? textOf(names[0]) : undefined
}

const toItem = (entry: unknown, ledger: Ledger): ProblemItem => {
  if (!isObj(entry)) return itemOfJunk(entry, ledger)
  const name = textOf(entry['in']) ?? propertyOf(entry['context'])
  return itemOf({
    detail: textOf(entry['message']),
    ...atField(name),
    code: textOf(entry['code']),
    extensions: besides(entry, inError, ledger),
  })
}

const toProblem = (body: HubspotBody, { limits, ledger }: Payload): Said => {
  const { category, errorType, errors, links, policyName } = body
  const detail = textOf(body.message)
  const code = textOf(category) ?? textOf(errorType)
  const requestId = textOf(body.correlationId)
  const items = errors === undefined ? undefined : itemsOfList(errors, limits, entry => toItem(entry, ledger))
  return {
    detail,
    code,
    requestId,
    errors: items?.errors,
    errorCount: items?.errorCount,
    links: linksOf('help', links?.['knowledge-base']),
    retryable: policyName === 'DAILY' ? false : undefined,
    reads: takenOf(body, {
      message: detail,
      category: code,
      errorType: code,
      correlationId: requestId,
      errors,
    }),
    kept: true,
  }
}

const byField: Claim = { rung: 'declared', because: 'a field x-hubspot-correlation-id' }
const full: Claim = { rung: 'distinctive', because: 'status "error", message, correlationId and a category' }
const short: Claim = { rung: 'likely', because: 'status "error", message and correlationId' }
const shorter: Claim = { rung: 'likely', because: 'message, correlationId and a category' }

/**
 * HubSpot.
 *
 * @see https://developers.hubspot.com/docs/api-reference/error-handling
 * @category dialects
 * @since 0.1.0
 */
export const hubspot: Dialect<'hubspot', HubspotBody, HubspotCode> = {
  id: 'hubspot',
  title: 'HubSpot',
  docs: 'https://developers.hubspot.com/docs/api-reference/error-handling',
  verified: '2026-11 against the document and users’ reports; no live capture',
  shape: [
    { required: { message: 'string', correlationId: 'string' }, absent: ['error', 'code', 'title', 'type'] },
    { required: { status: 'string', message: 'string' }, absent: ['error', 'code', 'title', 'type'] },
  ],
  reads: ['message', 'correlationId', 'category', 'errorType', 'errors'],
  body: hubspotBody,
  claim: ({ status, correlationId, category, errorType }, { fields }) => {
    if (fields.get('x-hubspot-correlation-id') !== undefined) return byField
    if (correlationId === undefined) return undefined
    const kind = category ?? errorType
    const isKind = kind !== undefined && /^[A-Z][A-Z_]{2,99}$/.test(kind)
    if (status === 'error') return isKind ? full : short
    return status === undefined && isKind ? shorter : undefined
  },
  toProblem,
  statuses,
  codes,
}
