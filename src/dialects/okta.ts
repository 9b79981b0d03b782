/**
 * Okta: `{ errorCode, errorSummary, errorLink, errorId, errorCauses: [{ errorSummary }] }`.
 * Who: https://developer.okta.com/docs/reference/error-codes/. Observed: the document and a body pasted into an issue, 2020.
 * `errorLink` is no link but the code again. A cause names its field in its text only, so it has no pointer.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import type { ProblemItem } from '../problem.js'
import { besides, isObj, itemOf, itemsOfList, named, textOf } from '../reading.js'
import type { ApiWord } from '../status/semantics.js'

/** @category dialects @since 0.1.0 */
export const oktaBody = members(
  'OktaBody',
  { errorCode: t.string, errorSummary: t.string },
  { errorId: t.string, errorCauses: t.UnknownArray },
)

/** @category dialects @since 0.1.0 */
export type OktaBody = t.TypeOf<typeof oktaBody>

const fix = <Because extends string>(because: Because) =>
  ({ because, kind: 'invalid_argument', advice: 'fix-request' }) as const

const codes = {
  E0000001: fix('API validation failed'),
  E0000003: fix('The request body was not well-formed'),
  E0000004: { because: 'Authentication failed', kind: 'unauthenticated', advice: 'fix-request' },
  E0000005: { because: 'Invalid session', kind: 'unauthenticated', advice: 'reauthenticate' },
  E0000006: {
    because: 'No permission to perform the requested action',
    kind: 'permission_denied',
    advice: 'never',
  },
  E0000007: { because: 'The resource was not found', kind: 'not_found', advice: 'never' },
  E0000008: { because: 'The requested path was not found', kind: 'not_found', advice: 'never' },
  E0000009: { because: 'Internal server error', kind: 'internal' },
  E0000011: { because: 'Invalid token provided', kind: 'unauthenticated', advice: 'fix-request' },
  E0000014: { because: 'Update of credentials failed', kind: 'failed_precondition', advice: 'fix-request' },
  E0000022: { because: 'The endpoint does not support the method', kind: 'unimplemented', advice: 'fix-request' },
  E0000038: {
    because: "This operation is not allowed in the user's current status",
    kind: 'failed_precondition',
    advice: 'never',
  },
  E0000047: {
    because: 'API call exceeded rate limit due to too many requests: wait until X-Rate-Limit-Reset',
    kind: 'resource_exhausted',
    advice: 'after-delay',
    maxAttempts: 3,
    baseDelayMs: 1_000,
    scope: 'client',
  },
  E0000069: { because: 'The user is locked', kind: 'permission_denied', advice: 'never' },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type OktaCode = keyof typeof codes

const inCause = named({ errorSummary: 'text' })

const toItem = (cause: unknown, { ledger }: Payload): ProblemItem =>
  isObj(cause)
    ? itemOf({ detail: textOf(cause['errorSummary']), extensions: besides(cause, inCause, ledger) })
    : itemOf({ extensions: ledger.keep(undefined, 'value', cause) })

const enveloped: Claim = { rung: 'distinctive', because: 'errorCode, errorSummary and errorId' }
const short: Claim = { rung: 'likely', because: 'errorCode and errorSummary' }

/**
 * The management and authentication APIs of Okta.
 *
 * @see https://developer.okta.com/docs/reference/error-codes/
 * @category dialects
 * @since 0.1.0
 */
export const okta: Dialect<'okta', OktaBody, OktaCode> = {
  id: 'okta',
  title: 'Okta',
  docs: 'https://developer.okta.com/docs/reference/error-codes/',
  verified: '2026-11 against the document and a pasted body; no live capture',
  shape: {
    required: { errorCode: 'string', errorSummary: 'string' },
    optional: { errorId: 'string', errorCauses: 'array' },
  },
  body: oktaBody,
  claim: ({ errorId }) => (errorId === undefined ? short : enveloped),
  toProblem: ({ errorCode, errorSummary, errorId, errorCauses }, payload) => ({
    ...(errorCauses === undefined ? {} : itemsOfList(errorCauses, payload.limits, cause => toItem(cause, payload))),
    detail: textOf(errorSummary),
    code: textOf(errorCode),
    requestId: textOf(errorId),
    kept: true,
  }),
  codes,
}
