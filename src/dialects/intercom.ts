/**
 * Intercom: `{ type: "error.list", request_id?, errors: [{ code, message?, field? }] }`.
 * Who: https://developers.intercom.com/docs/references/rest-api/errors/error-objects. Observed: the document of several versions.
 * `field` (until version 2.7) names a field or a query parameter, and not which of them: it is read as a field.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { listReader } from '../error-list.js'
import { textOf } from '../reading.js'
import type { ApiWord } from '../status/semantics.js'
import { absent, denied, down, exists, fault, fix, limited, mend, renew, stale } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const intercomBody = members(
  'IntercomBody',
  { type: t.string, errors: t.UnknownArray },
  { request_id: t.string },
)

/** @category dialects @since 0.1.0 */
export type IntercomBody = t.TypeOf<typeof intercomBody>

const codes = {
  unauthorized: mend('The access token is invalid'),
  token_unauthorized: mend('The access token does not belong to this app'),
  token_not_found: mend('No such access token'),
  token_revoked: mend('The access token was revoked'),
  token_blocked: mend('The access token is blocked'),
  token_expired: renew('The access token has expired'),
  action_forbidden: denied('The token lacks a permission'),
  api_plan_restricted: denied('The plan does not include this'),
  not_found: absent('No such resource'),
  company_not_found: absent('No such company'),
  admin_not_found: absent('No such admin'),
  parameter_not_found: fix('A parameter is missing'),
  parameter_invalid: fix('A parameter is invalid'),
  type_mismatch: fix('A parameter is of another type'),
  bad_request: fix('The request is malformed'),
  conflict: stale('The resource was changed in between'),
  unique_user_constraint: exists('Several users match the identifiers'),
  rate_limit_exceeded: limited('The rate limit is used up until X-RateLimit-Reset'),
  server_error: fault('An error on the server'),
  service_unavailable: down('The service is not available'),
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type IntercomCode = keyof typeof codes

const readErrors = listReader({ detail: 'message', code: 'code', field: 'field' })

const listed: Claim = { rung: 'distinctive', because: 'the type error.list beside errors' }

/**
 * The API of Intercom.
 *
 * @see https://developers.intercom.com/docs/references/rest-api/errors/error-objects
 * @category dialects
 * @since 0.1.0
 */
export const intercom: Dialect<'intercom', IntercomBody, IntercomCode> = {
  id: 'intercom',
  title: 'Intercom',
  docs: 'https://developers.intercom.com/docs/references/rest-api/errors/error-objects',
  verified: '2026-11 against the document; no live capture',
  shape: { required: { type: 'string', errors: 'array' }, optional: { request_id: 'string' } },
  reads: ['errors', 'request_id'],
  body: intercomBody,
  claim: ({ type }) => (type === 'error.list' ? listed : undefined),
  toProblem: ({ errors, request_id }, payload) => ({
    ...readErrors(errors, payload),
    requestId: textOf(request_id),
    kept: true,
  }),
  codes,
}
