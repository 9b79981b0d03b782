/**
 * QuickBooks Online: `{ Fault: { Error: [{ Message, Detail, code, element }], type }, time }`.
 * Who: https://developer.intuit.com/app/developer/qbo/docs/develop/troubleshooting/error-codes. Observed: a body pasted into an issue, 2025.
 * `Message` is the general text of the code, `Detail` the particular one. Without `Accept: application/json` the same comes as XML.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { listReader } from '../error-list.js'
import type { Payload } from '../exchange.js'
import { besides, named } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord } from '../status/semantics.js'
import { absent, fix, renew, stale, taken } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const quickbooksBody = members('QuickbooksBody', { Fault: t.UnknownRecord })

/** @category dialects @since 0.1.0 */
export type QuickbooksBody = t.TypeOf<typeof quickbooksBody>

const limited = <Because extends string>(because: Because) =>
  ({
    because,
    kind: 'resource_exhausted',
    advice: 'after-delay',
    maxAttempts: 3,
    baseDelayMs: 60_000,
    scope: 'client',
  }) as const

const codes = {
  610: absent('Object not found, or made inactive'),
  2020: fix('A required parameter is missing'),
  2500: fix('Invalid reference id'),
  3001: limited('Throttled'),
  3003: limited('Throttled'),
  3200: renew('Authentication failed'),
  5010: stale('Stale object: somebody else has changed it since it was read'),
  6000: fix('Business validation error'),
  6140: taken('Duplicate document number'),
  6240: taken('Duplicate name'),
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type QuickbooksCode = `${keyof typeof codes}`

const inFault = named({ Error: 'list' })
const readErrors = listReader({ detail: 'Message', number: 'code', field: 'element' })

const toProblem = ({ Fault }: QuickbooksBody, payload: Payload): Said => {
  const list = Fault['Error']
  const left = besides(Fault, inFault, payload.ledger)
  return {
    ...readErrors(list, payload),
    extensions: left === undefined ? undefined : { Fault: left },
    kept: true,
  }
}

const faulty: Claim = { rung: 'distinctive', because: 'a Fault with a list named Error' }

/**
 * QuickBooks Online.
 *
 * @see https://developer.intuit.com/app/developer/qbo/docs/develop/troubleshooting/error-codes
 * @category dialects
 * @since 0.1.0
 */
export const quickbooks: Dialect<'quickbooks', QuickbooksBody, QuickbooksCode> = {
  id: 'quickbooks',
  title: 'QuickBooks Online',
  docs: 'https://developer.intuit.com/app/developer/qbo/docs/develop/troubleshooting/error-codes',
  verified: '2026-11 against pasted bodies; no live capture',
  shape: { required: { Fault: 'object' } },
  body: quickbooksBody,
  claim: ({ Fault }) => (Array.isArray(Fault['Error']) ? faulty : undefined),
  toProblem,
  codes,
}
