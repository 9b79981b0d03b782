/**
 * Cloud Foundry API, v3: `{ errors: [{ code, title: "CF-…", detail }] }`.
 * Who: https://v3-apidocs.cloudfoundry.org/#errors. Observed: the example of the document.
 * `code` is a number, and the machine's; `title` is its name. JSON:API has the same members, with codes that are text.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { listReader } from '../error-list.js'
import { isObj, textOf } from '../reading.js'
import type { ApiWord } from '../status/semantics.js'
import { absent, denied, fault, fix, limited, renew } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const cloudfoundryBody = members('CloudfoundryBody', { errors: t.UnknownArray })

/** @category dialects @since 0.1.0 */
export type CloudfoundryBody = t.TypeOf<typeof cloudfoundryBody>

const codes = {
  1000: renew('Invalid auth token'),
  1001: fix('Request invalid due to parse error'),
  10000: absent('Unknown request'),
  10001: fault('Server error'),
  10002: renew('Authentication error'),
  10003: denied('Not authorised to perform the requested action'),
  10005: fix('The query parameter is invalid'),
  10007: {
    because: 'The token lacks the necessary scopes',
    kind: 'permission_denied',
    advice: 'reauthenticate', // a token of wider scope is a new credential
  },
  10008: fix('The request is semantically invalid'),
  10010: absent('The resource was not found'),
  10013: limited('The rate limit is exceeded until X-RateLimit-Reset'),
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type CloudfoundryCode = `${keyof typeof codes}`

const readErrors = listReader({ detail: 'detail', number: 'code' })

const titled: Claim = { rung: 'distinctive', because: 'errors of a numeric code and a title that begins with CF-' }

/**
 * The Cloud Foundry API, v3.
 *
 * @see https://v3-apidocs.cloudfoundry.org/#errors
 * @category dialects
 * @since 0.1.0
 */
export const cloudfoundry: Dialect<'cloudfoundry', CloudfoundryBody, CloudfoundryCode> = {
  id: 'cloudfoundry',
  title: 'Cloud Foundry API',
  docs: 'https://v3-apidocs.cloudfoundry.org/#errors',
  verified: '2026-11 against the example of the document; no live capture',
  shape: { required: { errors: 'array' }, absent: ['message', 'error', 'data', 'jsonapi', 'success'] },
  body: cloudfoundryBody,
  claim: ({ errors }) => {
    const [first] = errors
    if (!isObj(first) || typeof first['code'] !== 'number') return undefined
    return textOf(first['title'])?.startsWith('CF-') === true ? titled : undefined
  },
  toProblem: ({ errors }, payload) => ({
    ...readErrors(errors, payload),
    kept: true,
  }),
  codes,
}
