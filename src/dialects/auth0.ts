/**
 * Auth0 Management API: `{ statusCode, error, message, errorCode }`.
 * Who: https://auth0.com/docs/api/management/v2. Observed: bodies pasted into issues of its clients, 2017 and 2019.
 * Without `errorCode` it is hapi's envelope, and hapi's to read. `/oauth/token` on the same host answers in OAuth 2.0's shape.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { textOf } from '../reading.js'
import type { ApiWord } from '../status/semantics.js'
import { absent, fix, limited, mend, renew } from '../status/words.js'
import { wordTable } from '../word-table.js'

/** @category dialects @since 0.1.0 */
export const auth0Body = members('Auth0Body', {
  statusCode: t.number,
  error: t.string,
  message: t.string,
  errorCode: t.string,
})

/** @category dialects @since 0.1.0 */
export type Auth0Body = t.TypeOf<typeof auth0Body>

const codes = {
  invalid_body: fix('The request body does not fit its schema'),
  invalid_query_string: fix('The query string does not fit its schema'),
  invalid_uri: fix('The path does not fit its schema'),
  invalid_headers: fix('The header fields do not fit their schema'),
  Bearer: mend('The Authorization field is not of the format Bearer'),
  invalid_token: renew('The token is not valid'),
  insufficient_scope: {
    because: 'The token lacks a scope that this operation needs',
    kind: 'permission_denied',
    advice: 'reauthenticate', // a token of wider scope is a new credential
  },
  inexistent_user: absent('The user does not exist'),
  inexistent_connection: absent('The connection does not exist'),
  inexistent_client: absent('The client does not exist'),
  operation_not_supported: { because: 'The operation is not supported', kind: 'unimplemented', advice: 'never' },
  auth0_idp_error: { because: 'The identity provider refused', kind: 'failed_precondition', advice: 'fix-request' },
  too_many_requests: limited('The rate limit is used up until X-RateLimit-Reset'),
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type Auth0Code = keyof typeof codes

const documented = wordTable<ApiWord>(codes)

const known: Claim = { rung: 'distinctive', because: 'statusCode, error, message and a documented errorCode' }
const unknown: Claim = { rung: 'likely', because: 'statusCode, error, message and errorCode' }

/**
 * The Management API of Auth0.
 *
 * @see https://auth0.com/docs/api/management/v2
 * @category dialects
 * @since 0.1.0
 */
export const auth0: Dialect<'auth0', Auth0Body, Auth0Code> = {
  id: 'auth0',
  title: 'Auth0 Management API',
  docs: 'https://auth0.com/docs/api/management/v2',
  verified: '2026-11 against pasted bodies; no live capture',
  shape: { required: { statusCode: 'number', error: 'string', message: 'string', errorCode: 'string' } },
  body: auth0Body,
  claim: ({ errorCode }) => (documented(errorCode) === undefined ? unknown : known),
  toProblem: ({ statusCode, error, message, errorCode }) => ({
    title: textOf(error),
    detail: textOf(message),
    code: textOf(errorCode),
    bodyStatus: statusCode,
  }),
  codes,
}
