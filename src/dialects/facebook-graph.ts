/**
 * Meta's Graph API (Facebook, Instagram, WhatsApp): `{ error: { message, type, code, error_subcode?, fbtrace_id, is_transient?, error_user_msg? } }`.
 * Who: https://developers.facebook.com/docs/graph-api/guides/error-handling. Observed: bodies pasted into issues of its SDKs, 2015 to 2018.
 * `code` is a number and says what to do; the status is mostly 400, even for a limit or a fault that passes.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { besides, codeOf, named, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord } from '../status/semantics.js'
import { denied, fix, renew, taken } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const facebookGraphBody = members('FacebookGraphBody', { error: t.UnknownRecord })

/** @category dialects @since 0.1.0 */
export type FacebookGraphBody = t.TypeOf<typeof facebookGraphBody>

const limited = <Because extends string>(because: Because) =>
  ({
    because,
    kind: 'resource_exhausted',
    advice: 'after-delay',
    maxAttempts: 3,
    baseDelayMs: 60_000,
    scope: 'client',
  }) as const
const passing = <Because extends string>(because: Because) =>
  ({
    because,
    kind: 'unavailable',
    advice: 'backoff',
    applied: 'unknown', // the 400 that it comes with says nothing
    maxAttempts: 3,
    baseDelayMs: 1_000,
  }) as const

const codes = {
  1: passing('Possibly a temporary issue due to downtime: wait and retry'),
  2: passing('Temporary issue due to downtime: wait and retry'),
  3: denied('Capability or permissions issue'),
  4: limited('Temporary issue due to throttling of the application'),
  10: denied('Permission is either not granted or has been removed'),
  17: limited('Temporary issue due to throttling of the user'),
  32: limited('Temporary issue due to throttling of the page'),
  100: fix('Invalid parameter'),
  102: renew('The login status or access token has expired, been revoked, or is otherwise invalid'),
  190: renew('The access token has expired, been revoked, or is otherwise invalid'),
  200: denied('Permission is either not granted or has been removed'),
  341: limited('Temporary issue due to downtime or throttling: wait and retry'),
  368: denied('Temporarily blocked for policy violations'),
  506: taken('Duplicate posts cannot be published consecutively'),
  613: limited('Calls to this API have exceeded the rate limit'),
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type FacebookGraphCode = `${keyof typeof codes}`

const inError = named({ message: 'text', code: 'code', fbtrace_id: 'text', error_user_msg: 'text' })

const toProblem = ({ error }: FacebookGraphBody, { ledger }: Payload): Said => {
  const left = besides(error, inError, ledger)
  const text = ledger.text(textOf(error['error_user_msg']))
  return {
    detail: textOf(error['message']),
    code: codeOf(error['code']),
    requestId: textOf(error['fbtrace_id']),
    userMessage: text === undefined ? undefined : { text },
    retryable: error['is_transient'] === true ? true : undefined,
    extensions: left === undefined ? undefined : { error: left },
    kept: true,
  }
}

const traced: Claim = { rung: 'distinctive', because: 'an error with fbtrace_id' }
const exception: Claim = { rung: 'distinctive', because: 'an error whose type is an exception of the Graph API' }

/**
 * The Graph API of Meta.
 *
 * @see https://developers.facebook.com/docs/graph-api/guides/error-handling
 * @category dialects
 * @since 0.1.0
 */
export const facebookGraph: Dialect<'facebook-graph', FacebookGraphBody, FacebookGraphCode> = {
  id: 'facebook-graph',
  title: 'Graph API',
  docs: 'https://developers.facebook.com/docs/graph-api/guides/error-handling',
  verified: '2026-11 against the document and pasted bodies; no live capture',
  shape: { required: { error: 'object' }, absent: ['errors', 'status', 'message', 'success'] },
  body: facebookGraphBody,
  claim: ({ error }) => {
    if (typeof error['code'] !== 'number') return undefined
    if (typeof error['fbtrace_id'] === 'string') return traced
    return error['type'] === 'OAuthException' || error['type'] === 'GraphMethodException' ? exception : undefined
  },
  toProblem,
  codes,
  honoursForce: true,
}
