/**
 * Okta: `{ errorCode, errorSummary, errorLink, errorId, errorCauses: [{ errorSummary }] }`.
 * Who: https://developer.okta.com/docs/reference/error-codes/. Observed: the document and a body pasted into an issue, 2020.
 * `errorLink` is no link but the code again. A cause names its field in its text only, so it has no pointer.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { listReader } from '../error-list.js'
import { textOf } from '../reading.js'
import type { ApiWord } from '../status/semantics.js'
import { absent, denied, fault, fix, limited, mend, renew, unmet } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const oktaBody = members(
  'OktaBody',
  { errorCode: t.string, errorSummary: t.string },
  { errorId: t.string, errorCauses: t.UnknownArray },
)

/** @category dialects @since 0.1.0 */
export type OktaBody = t.TypeOf<typeof oktaBody>

const codes = {
  E0000001: fix('API validation failed'),
  E0000003: fix('The request body was not well-formed'),
  E0000004: mend('Authentication failed'),
  E0000005: renew('Invalid session'),
  E0000006: denied('No permission to perform the requested action'),
  E0000007: absent('The resource was not found'),
  E0000008: absent('The requested path was not found'),
  E0000009: fault('Internal server error'),
  E0000011: mend('Invalid token provided'),
  E0000014: { because: 'Update of credentials failed', kind: 'failed_precondition', advice: 'fix-request' },
  E0000022: { because: 'The endpoint does not support the method', kind: 'unimplemented', advice: 'fix-request' },
  E0000038: unmet("This operation is not allowed in the user's current status"),
  E0000047: limited('API call exceeded rate limit due to too many requests: wait until X-Rate-Limit-Reset'),
  E0000069: denied('The user is locked'),
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type OktaCode = keyof typeof codes

const readCauses = listReader({ detail: 'errorSummary' })

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
    ...readCauses(errorCauses, payload),
    detail: textOf(errorSummary),
    code: textOf(errorCode),
    requestId: textOf(errorId),
    kept: true,
  }),
  codes,
}
