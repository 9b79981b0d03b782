/**
 * Adyen: `{ status, errorCode, message, errorType, pspReference? }`.
 * Who: https://docs.adyen.com/development-resources/error-codes. Observed: a body pasted into an issue, 2018.
 * `errorCode` is text of three digits and no status; `errorType` is one of internal, validation, security and configuration.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { textOf } from '../reading.js'
import type { ApiWord } from '../status/semantics.js'
import { denied, fault, fix, stale } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const adyenBody = members(
  'AdyenBody',
  { status: t.number, errorCode: t.string, message: t.string, errorType: t.string },
  { pspReference: t.string },
)

/** @category dialects @since 0.1.0 */
export type AdyenBody = t.TypeOf<typeof adyenBody>

const codes = {
  '000': fault('Unknown error'),
  '010': denied('Not allowed: a role or a setting is missing'),
  '101': fix('Invalid card number'),
  '701': fault('Internal error'),
  '702': fix('Unable to process: the request could not be read'),
  '704': stale('The request was already processed, or is in progress'),
  '901': { because: 'Invalid merchant account', kind: 'permission_denied', advice: 'fix-request' },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type AdyenCode = `${keyof typeof codes}`

const enveloped: Claim = { rung: 'distinctive', because: 'status, errorCode, message and errorType' }

/**
 * The payment APIs of Adyen.
 *
 * @see https://docs.adyen.com/development-resources/error-codes
 * @category dialects
 * @since 0.1.0
 */
export const adyen: Dialect<'adyen', AdyenBody, AdyenCode> = {
  id: 'adyen',
  title: 'Adyen',
  docs: 'https://docs.adyen.com/development-resources/error-codes',
  verified: '2026-11 against the document and a pasted body; no live capture',
  shape: {
    required: { status: 'number', errorCode: 'string', message: 'string', errorType: 'string' },
    optional: { pspReference: 'string' },
  },
  reads: ['status', 'errorCode', 'message', 'pspReference'],
  body: adyenBody,
  claim: () => enveloped,
  toProblem: ({ status, errorCode, message, pspReference }) => ({
    detail: textOf(message),
    code: textOf(errorCode),
    codeIsCategory: true, // three digits, and yet no status
    requestId: textOf(pspReference),
    bodyStatus: status,
  }),
  codes,
}
