/**
 * Directus: `{ errors: [{ message, extensions: { code, field?, type?, … } }] }`.
 * Who: https://directus.io/docs/guides/connect/errors. Observed: directus 11.3, November 2026.
 * It looks like GraphQL, but there are no locations; `X-Powered-By: Directus` tells. A missing item is 403. The rule that a field breaks is
 * `extensions.type`. On 429 `extensions.reset` is an instant.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { parseRfc3339 } from '../http/http-date.js'
import { pointerOfPath } from '../http/pointer.js'
import type { ProblemItem } from '../problem.js'
import { isObj, itemOf, itemsOfList, type Obj, objOf, put, rest, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord } from '../status/semantics.js'
import { wordTable } from '../word-table.js'

/** @category dialects @since 0.1.0 */
export const directusBody = members('DirectusBody', { errors: t.UnknownArray })

/** @category dialects @since 0.1.0 */
export type DirectusBody = t.TypeOf<typeof directusBody>

const codes = {
  FAILED_VALIDATION: { because: 'A value of the item breaks a rule.', kind: 'invalid_argument', advice: 'fix-request' },
  RECORD_NOT_UNIQUE: { because: 'The value is taken.', kind: 'already_exists', advice: 'fix-request' },
  INVALID_FOREIGN_KEY: { because: 'The value refers to nothing.', kind: 'invalid_argument', advice: 'fix-request' },
  NOT_NULL_VIOLATION: { because: 'The value may not be null.', kind: 'invalid_argument', advice: 'fix-request' },
  VALUE_OUT_OF_RANGE: { because: 'The value is out of range.', kind: 'out_of_range', advice: 'fix-request' },
  CONTAINS_NULL_VALUES: { because: 'The field has nulls, and may not.', kind: 'failed_precondition' },
  VALUE_TOO_LONG: { because: 'The value is too long.', kind: 'invalid_argument', advice: 'fix-request' },
  FORBIDDEN: { because: 'The caller may not do this, or the item is not there.', kind: 'permission_denied' },
  INVALID_TOKEN: { because: 'The token is invalid.', kind: 'unauthenticated', advice: 'reauthenticate' },
  TOKEN_EXPIRED: { because: 'The token is expired.', kind: 'unauthenticated', advice: 'reauthenticate' },
  INVALID_CREDENTIALS: { because: 'User, password or static token are wrong.', kind: 'unauthenticated' },
  INVALID_OTP: { because: 'The one-time password is wrong.', kind: 'unauthenticated' },
  INVALID_IP: { because: 'This address is not allowed for the user.', kind: 'permission_denied' },
  USER_SUSPENDED: { because: 'The user is suspended.', kind: 'permission_denied' },
  INVALID_PAYLOAD: { because: 'The body is wrong, or too large.', kind: 'invalid_argument', advice: 'fix-request' },
  INVALID_QUERY: { because: 'The query parameters are wrong.', kind: 'invalid_argument', advice: 'fix-request' },
  UNPROCESSABLE_CONTENT: { because: 'What was asked for makes no sense.', kind: 'invalid_argument' },
  CONTENT_TOO_LARGE: { because: 'The file is too large.', kind: 'invalid_argument', advice: 'fix-request' },
  RANGE_NOT_SATISFIABLE: { because: 'The file has no such range.', kind: 'out_of_range', advice: 'fix-request' },
  ILLEGAL_ASSET_TRANSFORMATION: { because: 'The image may not be changed so.', kind: 'invalid_argument' },
  LIMIT_EXCEEDED: { because: 'A limit of the project is reached.', kind: 'resource_exhausted', advice: 'never' },
  UNSUPPORTED_MEDIA_TYPE: { because: 'The server does not take this media type.', kind: 'invalid_argument' },
  REQUESTS_EXCEEDED: { because: 'The rate limit was exceeded.', kind: 'resource_exhausted' },
  ROUTE_NOT_FOUND: { because: 'The endpoint does not exist.', kind: 'not_found' },
  METHOD_NOT_ALLOWED: { because: 'The endpoint has no such method.', kind: 'unimplemented' },
  SERVICE_UNAVAILABLE: { because: 'A service behind did not answer.', kind: 'unavailable' },
  INTERNAL_SERVER_ERROR: { because: 'Something that is not specified went wrong.', kind: 'internal' },
  GRAPHQL_VALIDATION: { because: 'The GraphQL document is invalid.', kind: 'invalid_argument', advice: 'fix-request' },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type DirectusCode = keyof typeof codes

/** Words that no GraphQL server is known for. */
const telling = wordTable<true>({
  FAILED_VALIDATION: true,
  RECORD_NOT_UNIQUE: true,
  INVALID_FOREIGN_KEY: true,
  NOT_NULL_VIOLATION: true,
  VALUE_OUT_OF_RANGE: true,
  VALUE_TOO_LONG: true,
  INVALID_PAYLOAD: true,
  REQUESTS_EXCEEDED: true,
  ROUTE_NOT_FOUND: true,
})

const toItem = (entry: unknown): ProblemItem => {
  if (!isObj(entry)) return { extensions: { value: entry } }
  const detail = textOf(entry['message'])
  const inner = objOf(entry['extensions'])
  const code = textOf(inner?.['code'])
  const field = textOf(inner?.['field'])
  const rule = field === undefined ? undefined : textOf(inner?.['type'])
  const innerLeft =
    inner === undefined ? undefined : rest(inner, { code: rule === undefined ? code : undefined, field, type: rule })
  const left = rest(entry, { message: detail, extensions: inner })
  return itemOf({
    detail,
    pointer: field === undefined ? undefined : pointerOfPath(field),
    name: field,
    code: rule ?? code,
    extensions: innerLeft === undefined ? left : put(left, 'extensions', innerLeft),
  })
}

const codeOfFirst = (entry: unknown): string | undefined =>
  isObj(entry) ? textOf(objOf(entry['extensions'])?.['code']) : undefined

/** The code of all of them, where they have one in common. */
const sharedCode = (errors: readonly unknown[], cap: number): string | undefined => {
  const first = codeOfFirst(errors[0])
  for (let i = 1; i < errors.length && i < cap; i++) if (codeOfFirst(errors[i]) !== first) return undefined
  return first
}

const toProblem = ({ errors }: DirectusBody, { limits }: Payload): Said => {
  const reset = objOf((errors[0] as Obj | undefined)?.['extensions'])?.['reset']
  const atMs = typeof reset === 'string' ? parseRfc3339(reset) : undefined
  const code = sharedCode(errors, limits.items)
  return {
    code,
    ...itemsOfList(errors, limits, toItem),
    ...(atMs === undefined || code !== 'REQUESTS_EXCEEDED' ? {} : { wait: { atMs } }),
    extensions: errors.length === 0 ? { errors } : undefined,
  }
}

const byField: Claim = { rung: 'declared', because: 'errors, and X-Powered-By: Directus' }
const byCode: Claim = { rung: 'distinctive', because: 'a code of Directus in extensions, and no locations' }

/**
 * Directus, its REST API.
 *
 * @see https://directus.io/docs/guides/connect/errors
 * @category dialects
 * @since 0.1.0
 */
export const directus: Dialect<'directus', DirectusBody, DirectusCode> = {
  id: 'directus',
  title: 'Directus',
  docs: 'https://directus.io/docs/guides/connect/errors',
  verified: '2026-11 against captures of directus 11.3; the words against its source',
  shape: { required: { errors: 'array' }, absent: ['data', 'jsonapi', 'message', 'success', 'error'] },
  body: directusBody,
  claim: ({ errors }, { fields }) => {
    const [first] = errors
    if (!isObj(first) || typeof first['message'] !== 'string' || 'locations' in first || 'path' in first)
      return undefined
    const code = codeOfFirst(first)
    if (code === undefined) return undefined
    if (fields.get('x-powered-by') === 'Directus') return byField
    return telling(code) === undefined ? undefined : byCode
  },
  toProblem,
  codes,
}
