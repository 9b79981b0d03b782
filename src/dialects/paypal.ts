/**
 * PayPal REST APIs: `{ name, message, debug_id, details: [{ field, value, location, issue, description }], links }`.
 * Who: https://developer.paypal.com/api/rest/responses/. Observed: the document and users' reports, 2026.
 * The order API points at a field with a JSON Pointer (`/purchase_units/0/amount`), older ones with a path. `value` repeats what was sent.
 * The token endpoint speaks OAuth.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { atField, itemOfJunk } from '../error-list.js'
import type { Payload } from '../exchange.js'
import type { Ledger } from '../ledger.js'
import { type Link, type Place, type ProblemItem, places } from '../problem.js'
import { besides, isObj, itemOf, itemsOfList, linksOf, named, takenOf, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord } from '../status/semantics.js'
import { absent, denied, down, fix, renew, stale } from '../status/words.js'
import { each } from '../word-table.js'

/** @category dialects @since 0.1.0 */
export const paypalBody = members(
  'PaypalBody',
  { name: t.string, message: t.string },
  { debug_id: t.string, details: t.UnknownArray, links: t.UnknownArray, information_link: t.string },
)

/** @category dialects @since 0.1.0 */
export type PaypalBody = t.TypeOf<typeof paypalBody>

const codes = {
  ...each('INVALID_REQUEST VALIDATION_ERROR', fix('The request is not well-formed, or violates the schema.')),
  ...each(
    'AUTHENTICATION_FAILURE INVALID_TOKEN',
    renew('The access token is missing, expired or invalid: get a new one.'),
  ),
  ...each('NOT_AUTHORIZED PERMISSION_DENIED', denied('The account or the app is not allowed to do this.')),
  ...each('INVALID_RESOURCE_ID RESOURCE_NOT_FOUND', absent('The specified resource does not exist.')),
  RESOURCE_CONFLICT: stale('The server has detected a conflict while processing this request.'),
  UNPROCESSABLE_ENTITY: {
    because: 'Semantically incorrect, or business validation failed: issue says why.',
    kind: 'failed_precondition',
    advice: 'fix-request',
  },
  RATE_LIMIT_REACHED: {
    because: 'Too many requests, blocked due to rate limiting: send it again later.',
    kind: 'resource_exhausted',
    advice: 'backoff',
    baseDelayMs: 1_000,
    scope: 'client',
  },
  ...each('INTERNAL_SERVER_ERROR INTERNAL_SERVICE_ERROR', {
    because: 'An internal server error: with a PayPal-Request-Id the same request may be sent again.',
    kind: 'internal',
    advice: 'once',
  } as ApiWord),
  SERVICE_UNAVAILABLE: down('The service is unavailable: later.'),
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type PaypalCode = keyof typeof codes

const placeOf = (u: unknown): Place | undefined => places.find(place => place === u)

const inDetail = named({ field: 'text', issue: 'text', description: 'text' })
const inPlacedDetail = named({ field: 'text', issue: 'text', description: 'text', location: 'text' })

/** Older APIs put a sentence into `issue`. */
const toItem = (entry: unknown, ledger: Ledger): ProblemItem => {
  if (!isObj(entry)) return itemOfJunk(entry, ledger)
  const field = textOf(entry['field'])
  const place = placeOf(entry['location'])
  const issue = textOf(entry['issue'])
  const isCode = issue !== undefined && /^[A-Z][A-Z0-9_]{1,99}$/.test(issue)
  const description = textOf(entry['description'])
  let extensions = besides(entry, place === undefined ? inDetail : inPlacedDetail, ledger)
  if (issue !== undefined && !isCode && description !== undefined) extensions = ledger.keep(extensions, 'issue', issue)
  return itemOf({
    detail: description ?? (isCode ? undefined : issue),
    ...atField(field),
    in: place,
    code: isCode ? issue : undefined,
    extensions,
  })
}

const toLink = (entry: unknown): Link | undefined =>
  isObj(entry) && textOf(entry['rel']) !== undefined && textOf(entry['href']) !== undefined
    ? { rel: entry['rel'] as string, href: entry['href'] as string }
    : undefined

const isLink = (link: Link | undefined): link is Link => link !== undefined

const toProblem = (body: PaypalBody, { limits, ledger }: Payload): Said => {
  const { details, links } = body
  const code = textOf(body.name)
  const detail = textOf(body.message)
  const requestId = textOf(body.debug_id)
  const items = details === undefined ? undefined : itemsOfList(details, limits, entry => toItem(entry, ledger))
  const help = linksOf('help', body.information_link)
  return {
    code,
    detail,
    requestId,
    errors: items?.errors,
    errorCount: items?.errorCount,
    links: [...(help ?? []), ...(links ?? []).map(toLink).filter(isLink)],
    kept: true,
    // links hold more than a relation and an address: they stay as they were, too
    reads: takenOf(body, {
      name: code,
      message: detail,
      debug_id: requestId,
      details,
      information_link: help?.[0]?.href,
    }),
  }
}

const full: Claim = { rung: 'distinctive', because: 'name, message and debug_id' }
const withField: Claim = { rung: 'declared', because: 'name, message and a field paypal-debug-id' }

/**
 * PayPal's REST APIs.
 *
 * @see https://developer.paypal.com/api/rest/responses/
 * @category dialects
 * @since 0.1.0
 */
export const paypal: Dialect<'paypal', PaypalBody, PaypalCode> = {
  id: 'paypal',
  title: 'PayPal REST APIs',
  docs: 'https://developer.paypal.com/api/rest/responses/',
  verified: '2026-11 against the document and users’ reports; no live capture',
  shape: {
    required: { name: 'string', message: 'string' },
    optional: { debug_id: 'string', details: 'array', links: 'array', information_link: 'string' },
    absent: ['code', 'className', 'status', 'statusCode', 'stack', 'errors'],
  },
  reads: ['name', 'message', 'debug_id', 'details', 'information_link'],
  body: paypalBody,
  claim: ({ debug_id }, { fields }) => {
    if (fields.get('paypal-debug-id') !== undefined) return withField
    return debug_id === undefined ? undefined : full
  },
  toProblem,
  codes,
}
