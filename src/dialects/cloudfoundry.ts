/**
 * Cloud Foundry API, v3: `{ errors: [{ code, title: "CF-…", detail }] }`.
 * Who: https://v3-apidocs.cloudfoundry.org/#errors. Observed: the example of the document.
 * `code` is a number, and the machine's; `title` is its name. JSON:API has the same members, with codes that are text.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import type { ProblemItem } from '../problem.js'
import { besides, codeOf, isObj, itemOf, itemsOfList, named, textOf } from '../reading.js'
import type { ApiWord } from '../status/semantics.js'

/** @category dialects @since 0.1.0 */
export const cloudfoundryBody = members('CloudfoundryBody', { errors: t.UnknownArray })

/** @category dialects @since 0.1.0 */
export type CloudfoundryBody = t.TypeOf<typeof cloudfoundryBody>

const codes = {
  1000: { because: 'Invalid auth token', kind: 'unauthenticated', advice: 'reauthenticate' },
  1001: { because: 'Request invalid due to parse error', kind: 'invalid_argument', advice: 'fix-request' },
  10000: { because: 'Unknown request', kind: 'not_found', advice: 'never' },
  10001: { because: 'Server error', kind: 'internal' },
  10002: { because: 'Authentication error', kind: 'unauthenticated', advice: 'reauthenticate' },
  10003: {
    because: 'Not authorised to perform the requested action',
    kind: 'permission_denied',
    advice: 'never',
  },
  10005: { because: 'The query parameter is invalid', kind: 'invalid_argument', advice: 'fix-request' },
  10007: {
    because: 'The token lacks the necessary scopes',
    kind: 'permission_denied',
    advice: 'reauthenticate', // a token of wider scope is a new credential
  },
  10008: { because: 'The request is semantically invalid', kind: 'invalid_argument', advice: 'fix-request' },
  10010: { because: 'The resource was not found', kind: 'not_found', advice: 'never' },
  10013: {
    because: 'The rate limit is exceeded until X-RateLimit-Reset',
    kind: 'resource_exhausted',
    advice: 'after-delay',
    maxAttempts: 3,
    baseDelayMs: 1_000,
    scope: 'client',
  },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type CloudfoundryCode = `${keyof typeof codes}`

const inEntry = named({ code: 'code', detail: 'text' })

const toItem = (entry: unknown, { ledger }: Payload): ProblemItem =>
  isObj(entry)
    ? itemOf({
        detail: textOf(entry['detail']),
        code: codeOf(entry['code']),
        extensions: besides(entry, inEntry, ledger),
      })
    : itemOf({ extensions: ledger.keep(undefined, 'value', entry) })

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
    ...itemsOfList(errors, payload.limits, entry => toItem(entry, payload)),
    kept: true,
  }),
  codes,
}
