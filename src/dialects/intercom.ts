/**
 * Intercom: `{ type: "error.list", request_id?, errors: [{ code, message?, field? }] }`.
 * Who: https://developers.intercom.com/docs/references/rest-api/errors/error-objects. Observed: the document of several versions.
 * `field` (until version 2.7) names a field or a query parameter, and not which of them: it is read as a field.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { pointerOfPath } from '../http/pointer.js'
import type { ProblemItem } from '../problem.js'
import { besides, isObj, itemOf, itemsOfList, named, textOf } from '../reading.js'
import type { ApiWord } from '../status/semantics.js'

/** @category dialects @since 0.1.0 */
export const intercomBody = members(
  'IntercomBody',
  { type: t.string, errors: t.UnknownArray },
  { request_id: t.string },
)

/** @category dialects @since 0.1.0 */
export type IntercomBody = t.TypeOf<typeof intercomBody>

const fix = <Because extends string>(because: Because) =>
  ({ because, kind: 'invalid_argument', advice: 'fix-request' }) as const
const absent = <Because extends string>(because: Because) => ({ because, kind: 'not_found', advice: 'never' }) as const
const mend = <Because extends string>(because: Because) =>
  ({ because, kind: 'unauthenticated', advice: 'fix-request' }) as const

const codes = {
  unauthorized: mend('The access token is invalid'),
  token_unauthorized: mend('The access token does not belong to this app'),
  token_not_found: mend('No such access token'),
  token_revoked: mend('The access token was revoked'),
  token_blocked: mend('The access token is blocked'),
  token_expired: { because: 'The access token has expired', kind: 'unauthenticated', advice: 'reauthenticate' },
  action_forbidden: { because: 'The token lacks a permission', kind: 'permission_denied', advice: 'never' },
  api_plan_restricted: { because: 'The plan does not include this', kind: 'permission_denied', advice: 'never' },
  not_found: absent('No such resource'),
  company_not_found: absent('No such company'),
  admin_not_found: absent('No such admin'),
  parameter_not_found: fix('A parameter is missing'),
  parameter_invalid: fix('A parameter is invalid'),
  type_mismatch: fix('A parameter is of another type'),
  bad_request: fix('The request is malformed'),
  conflict: { because: 'The resource was changed in between', kind: 'aborted', advice: 'resolve-conflict' },
  unique_user_constraint: {
    because: 'Several users match the identifiers',
    kind: 'already_exists',
    advice: 'resolve-conflict',
  },
  rate_limit_exceeded: {
    because: 'The rate limit is used up until X-RateLimit-Reset',
    kind: 'resource_exhausted',
    advice: 'after-delay',
    maxAttempts: 3,
    baseDelayMs: 1_000,
    scope: 'client',
  },
  server_error: { because: 'An error on the server', kind: 'internal' },
  service_unavailable: { because: 'The service is not available', kind: 'unavailable', advice: 'backoff' },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type IntercomCode = keyof typeof codes

const inEntry = named({ code: 'text', message: 'text', field: 'text' })

const toItem = (entry: unknown, { ledger }: Payload): ProblemItem => {
  if (!isObj(entry)) return itemOf({ extensions: ledger.keep(undefined, 'value', entry) })
  const name = textOf(entry['field'])
  const pointer = name === undefined ? undefined : pointerOfPath(name)
  return itemOf({
    detail: textOf(entry['message']),
    pointer,
    name: name === pointer ? undefined : name,
    code: textOf(entry['code']),
    extensions: besides(entry, inEntry, ledger),
  })
}

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
    ...itemsOfList(errors, payload.limits, entry => toItem(entry, payload)),
    requestId: textOf(request_id),
    kept: true,
  }),
  codes,
}
