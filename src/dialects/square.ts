/**
 * Square: `{ errors: [{ category, code, detail?, field? }] }`.
 * Who: https://developer.squareup.com/docs/build-basics/handling-errors. Observed: bodies pasted into issues of its SDKs, 2017 to 2022.
 * `field` is a dotted path into the request. Partial results may stand beside `errors`, also under 200.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { listReader } from '../error-list.js'
import { isObj } from '../reading.js'
import type { ApiWord } from '../status/semantics.js'
import { absent, denied, down, fault, fix, mend, renew, stale, unmet } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const squareBody = members('SquareBody', { errors: t.UnknownArray })

/** @category dialects @since 0.1.0 */
export type SquareBody = t.TypeOf<typeof squareBody>

const codes = {
  UNAUTHORIZED: mend('The access token is missing or wrong'),
  ACCESS_TOKEN_EXPIRED: renew('The access token expired'),
  ACCESS_TOKEN_REVOKED: mend('The access token was revoked'),
  FORBIDDEN: denied('A general access error'),
  INSUFFICIENT_SCOPES: denied('The token lacks the required permissions'),
  NOT_FOUND: absent('The resource was not found'),
  MISSING_REQUIRED_PARAMETER: fix('A required parameter is missing'),
  INVALID_VALUE: fix('A value is invalid'),
  BAD_REQUEST: fix('A general error of the request'),
  IDEMPOTENCY_KEY_REUSED: fix('The idempotency key was used with another request'),
  VERSION_MISMATCH: stale('The version is not the current one'),
  CARD_DECLINED: unmet('The card issuer declined the request'),
  CARD_EXPIRED: unmet('The card is expired'),
  CVV_FAILURE: unmet('The card issuer refused the CVV'),
  INSUFFICIENT_FUNDS: unmet('The funding source has insufficient funds'),
  GENERIC_DECLINE: unmet('The request was declined'),
  RATE_LIMITED: {
    because: 'Rate limited: retry with exponential backoff and jitter',
    kind: 'resource_exhausted',
    advice: 'backoff',
    maxAttempts: 3,
    baseDelayMs: 1_000,
    scope: 'client',
  },
  INTERNAL_SERVER_ERROR: fault('A general server error'),
  SERVICE_UNAVAILABLE: down('The server is not available'),
  TEMPORARY_ERROR: down('A temporary internal error: retry with the same key'),
  GATEWAY_TIMEOUT: { because: 'A general gateway timeout', kind: 'deadline_exceeded' },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type SquareCode = keyof typeof codes

const readErrors = listReader({ detail: 'detail', code: 'code', field: 'field' })

const categorised: Claim = { rung: 'distinctive', because: 'errors of category and code' }

/**
 * The APIs of Square.
 *
 * @see https://developer.squareup.com/docs/build-basics/handling-errors
 * @category dialects
 * @since 0.1.0
 */
export const square: Dialect<'square', SquareBody, SquareCode> = {
  id: 'square',
  title: 'Square',
  docs: 'https://developer.squareup.com/docs/build-basics/handling-errors',
  verified: '2026-11 against the document and pasted bodies; no live capture',
  shape: { required: { errors: 'array' }, absent: ['message', 'error', 'data', 'meta', 'type', 'jsonapi', 'success'] },
  body: squareBody,
  claim: ({ errors }) => {
    const [first] = errors
    return isObj(first) && typeof first['category'] === 'string' && typeof first['code'] === 'string'
      ? categorised
      : undefined
  },
  toProblem: ({ errors }, payload) => ({
    ...readErrors(errors, payload),
    kept: true,
  }),
  codes,
}
