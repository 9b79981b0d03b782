/**
 * Heroku Platform API: `{ id, message, url? }`.
 * Who: https://devcenter.heroku.com/articles/platform-api-reference#error-responses. Observed: the document's own example.
 * `url` is help. Without it the ids that others use, too (`not_found`), say nothing on who is speaking.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { linksOf, textOf } from '../reading.js'
import type { ApiWord } from '../status/semantics.js'
import { absent, denied, fix, stale, unmet } from '../status/words.js'
import { wordTable } from '../word-table.js'

/** @category dialects @since 0.1.0 */
export const herokuBody = members('HerokuBody', { id: t.string, message: t.string }, { url: t.string })

/** @category dialects @since 0.1.0 */
export type HerokuBody = t.TypeOf<typeof herokuBody>

const codes = {
  bad_request: fix('Request invalid, validate usage and try again'),
  unauthorized: {
    because: 'Request not authenticated, API token is missing, invalid or expired',
    kind: 'unauthenticated',
  },
  delinquent: unmet('Account or team is not in good standing: payment is due'),
  forbidden: denied('Request not authorized'),
  suspended: denied('The account was suspended'),
  not_found: absent('The specified resource does not exist'),
  not_acceptable: fix('The Accept field lacks version 3'),
  conflict: stale('Request cannot be processed due to a conflict'),
  invalid_params: fix('Validation error on parameters'),
  verification_required: unmet('The account must be verified by adding a payment method'),
  rate_limit: {
    because: 'The account reached the API rate limit, 4,500 calls an hour: wait a few minutes',
    kind: 'resource_exhausted',
    advice: 'after-delay',
    maxAttempts: 3,
    baseDelayMs: 60_000,
    scope: 'client',
  },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type HerokuCode = keyof typeof codes

const documented = wordTable<ApiWord>(codes)
const its = wordTable<true>({ delinquent: true, invalid_params: true, rate_limit: true, verification_required: true })

const whole: Claim = { rung: 'distinctive', because: 'a documented id, message and url' }
const url: Claim = { rung: 'likely', because: 'id, message and url, and nothing else' }
const two: Claim = { rung: 'likely', because: 'message and an id that no other uses' }

/**
 * The Platform API of Heroku.
 *
 * @see https://devcenter.heroku.com/articles/platform-api-reference#error-responses
 * @category dialects
 * @since 0.1.0
 */
export const heroku: Dialect<'heroku', HerokuBody, HerokuCode> = {
  id: 'heroku',
  title: 'Heroku Platform API',
  docs: 'https://devcenter.heroku.com/articles/platform-api-reference#error-responses',
  verified: '2026-11 against the example of the document; no live capture',
  shape: { required: { id: 'string', message: 'string' }, optional: { url: 'string' }, closed: true },
  body: herokuBody,
  claim: body => {
    if (body.url !== undefined) return documented(body.id) === undefined ? url : whole
    return its(body.id) === undefined ? undefined : two
  },
  toProblem: body => ({ detail: textOf(body.message), code: textOf(body.id), links: linksOf('help', body.url) }),
  codes,
}
