/**
 * Square: `{ errors: [{ category, code, detail?, field? }] }`.
 * Who: https://developer.squareup.com/docs/build-basics/handling-errors. Observed: bodies pasted into issues of its SDKs, 2017 to 2022.
 * `field` is a dotted path into the request. Partial results may stand beside `errors`, also under 200.
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
export const squareBody = members('SquareBody', { errors: t.UnknownArray })

/** @category dialects @since 0.1.0 */
export type SquareBody = t.TypeOf<typeof squareBody>

const fix = <Because extends string>(because: Because) =>
  ({ because, kind: 'invalid_argument', advice: 'fix-request' }) as const
const denied = <Because extends string>(because: Because) =>
  ({ because, kind: 'permission_denied', advice: 'never' }) as const
const card = <Because extends string>(because: Because) =>
  ({ because, kind: 'failed_precondition', advice: 'never' }) as const

const codes = {
  UNAUTHORIZED: { because: 'The access token is missing or wrong', kind: 'unauthenticated', advice: 'fix-request' },
  ACCESS_TOKEN_EXPIRED: { because: 'The access token expired', kind: 'unauthenticated', advice: 'reauthenticate' },
  ACCESS_TOKEN_REVOKED: { because: 'The access token was revoked', kind: 'unauthenticated', advice: 'fix-request' },
  FORBIDDEN: denied('A general access error'),
  INSUFFICIENT_SCOPES: denied('The token lacks the required permissions'),
  NOT_FOUND: { because: 'The resource was not found', kind: 'not_found', advice: 'never' },
  MISSING_REQUIRED_PARAMETER: fix('A required parameter is missing'),
  INVALID_VALUE: fix('A value is invalid'),
  BAD_REQUEST: fix('A general error of the request'),
  IDEMPOTENCY_KEY_REUSED: fix('The idempotency key was used with another request'),
  VERSION_MISMATCH: { because: 'The version is not the current one', kind: 'aborted', advice: 'resolve-conflict' },
  CARD_DECLINED: card('The card issuer declined the request'),
  CARD_EXPIRED: card('The card is expired'),
  CVV_FAILURE: card('The card issuer refused the CVV'),
  INSUFFICIENT_FUNDS: card('The funding source has insufficient funds'),
  GENERIC_DECLINE: card('The request was declined'),
  RATE_LIMITED: {
    because: 'Rate limited: retry with exponential backoff and jitter',
    kind: 'resource_exhausted',
    advice: 'backoff',
    maxAttempts: 3,
    baseDelayMs: 1_000,
    scope: 'client',
  },
  INTERNAL_SERVER_ERROR: { because: 'A general server error', kind: 'internal' },
  SERVICE_UNAVAILABLE: { because: 'The server is not available', kind: 'unavailable', advice: 'backoff' },
  TEMPORARY_ERROR: {
    because: 'A temporary internal error: retry with the same key',
    kind: 'unavailable',
    advice: 'backoff',
  },
  GATEWAY_TIMEOUT: { because: 'A general gateway timeout', kind: 'deadline_exceeded' },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type SquareCode = keyof typeof codes

const inEntry = named({ code: 'text', detail: 'text', field: 'text' })

const toItem = (entry: unknown, { ledger }: Payload): ProblemItem => {
  if (!isObj(entry)) return itemOf({ extensions: ledger.keep(undefined, 'value', entry) })
  const name = textOf(entry['field'])
  const pointer = name === undefined ? undefined : pointerOfPath(name)
  return itemOf({
    detail: textOf(entry['detail']),
    pointer,
    name: name === pointer ? undefined : name,
    code: textOf(entry['code']),
    extensions: besides(entry, inEntry, ledger),
  })
}

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
    ...itemsOfList(errors, payload.limits, entry => toItem(entry, payload)),
    kept: true,
  }),
  codes,
}
