/**
 * DigitalOcean: `{ id, message, request_id? }`.
 * Who: https://docs.digitalocean.com/reference/api/digitalocean/. Observed: an answer with its headers traced in an issue, 2023.
 * `id` is the status in words. Heroku sends the same two members, with `url`.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { textOf } from '../reading.js'
import type { ApiWord } from '../status/semantics.js'
import { absent, denied, down, fault, fix, limited, mend, stale } from '../status/words.js'
import { wordTable } from '../word-table.js'

/** @category dialects @since 0.1.0 */
export const digitaloceanBody = members(
  'DigitaloceanBody',
  { id: t.string, message: t.string },
  { request_id: t.string },
)

/** @category dialects @since 0.1.0 */
export type DigitaloceanBody = t.TypeOf<typeof digitaloceanBody>

const codes = {
  unauthorized: mend('Unable to authenticate'),
  forbidden: denied('No access to the attempted action'),
  not_found: absent('The resource could not be found'),
  conflict: stale('The resource is in another state'),
  unprocessable_entity: fix('A value is not allowed'),
  too_many_requests: limited('The rate limit is used up until RateLimit-Reset'),
  server_error: fault('Unexpected server-side error'),
  internal_server_error: fault('Unexpected server-side error'),
  service_unavailable: down('The service is not available'),
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type DigitaloceanCode = keyof typeof codes

const documented = wordTable<ApiWord>(codes)

const whole: Claim = { rung: 'distinctive', because: 'a documented id, message and request_id' }
const two: Claim = { rung: 'likely', because: 'a documented id and message, and nothing else' }

/**
 * The API of DigitalOcean.
 *
 * @see https://docs.digitalocean.com/reference/api/digitalocean/
 * @category dialects
 * @since 0.1.0
 */
export const digitalocean: Dialect<'digitalocean', DigitaloceanBody, DigitaloceanCode> = {
  id: 'digitalocean',
  title: 'DigitalOcean',
  docs: 'https://docs.digitalocean.com/reference/api/digitalocean/',
  verified: '2026-11 against a traced answer; no live capture',
  shape: { required: { id: 'string', message: 'string' }, optional: { request_id: 'string' }, closed: true },
  body: digitaloceanBody,
  claim: ({ id, request_id }) => {
    if (documented(id) === undefined) return undefined
    return request_id === undefined ? two : whole
  },
  toProblem: ({ id, message, request_id }) => ({
    detail: textOf(message),
    code: textOf(id),
    requestId: textOf(request_id),
  }),
  codes,
}
