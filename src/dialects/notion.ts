/**
 * Notion: `{ object: "error", status, code, message, request_id? }`.
 * Who: https://developers.notion.com/reference/status-codes. Observed: the document and a body pasted into an issue, 2024.
 * A 429 has `Retry-After`. Anytype answers in the same shape.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { textOf } from '../reading.js'
import type { ApiWord } from '../status/semantics.js'
import { absent, denied, fault, fix, limited, mend } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const notionBody = members(
  'NotionBody',
  { object: t.string, status: t.number, code: t.string },
  { message: t.string, request_id: t.string },
)

/** @category dialects @since 0.1.0 */
export type NotionBody = t.TypeOf<typeof notionBody>

const down = <Because extends string>(because: Because) =>
  ({ because, kind: 'unavailable', advice: 'backoff', maxAttempts: 3, baseDelayMs: 1_000 }) as const

const codes = {
  invalid_json: fix('The request body could not be decoded as JSON'),
  invalid_request_url: fix('The request URL is not valid'),
  invalid_request: fix('This request is not supported'),
  validation_error: fix('The request body does not match the schema for the expected parameters'),
  missing_version: fix('The request is missing the required Notion-Version header'),
  unauthorized: mend('The bearer token is not valid'),
  restricted_resource: denied('The client does not have permission to perform this operation'),
  object_not_found: absent('The resource does not exist, or has not been shared with the owner of the token'),
  conflict_error: {
    because: 'The transaction could not be completed, potentially due to a data collision: try again',
    kind: 'aborted',
    advice: 'backoff',
    maxAttempts: 3,
    baseDelayMs: 500,
  },
  rate_limited: limited('More requests than allowed: slow down and try again'),
  internal_server_error: fault('An unexpected error occurred'),
  service_unavailable: down('Notion is unavailable: try again later'),
  database_connection_unavailable: down('The database is unavailable or not in a state to be queried: try again later'),
  gateway_timeout: { because: 'The request timed out: try again later', kind: 'deadline_exceeded' },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type NotionCode = keyof typeof codes

const enveloped: Claim = { rung: 'distinctive', because: 'an object "error" with status and code' }

/**
 * The API of Notion.
 *
 * @see https://developers.notion.com/reference/status-codes
 * @category dialects
 * @since 0.1.0
 */
export const notion: Dialect<'notion', NotionBody, NotionCode> = {
  id: 'notion',
  title: 'Notion',
  docs: 'https://developers.notion.com/reference/status-codes',
  verified: '2026-11 against the document and a pasted body; no live capture',
  shape: {
    required: { object: 'string', status: 'number', code: 'string' },
    optional: { message: 'string', request_id: 'string' },
    absent: ['type', 'error', 'errors'],
  },
  reads: ['status', 'code', 'message', 'request_id'],
  body: notionBody,
  claim: ({ object }) => (object === 'error' ? enveloped : undefined),
  toProblem: ({ status, code, message, request_id }) => ({
    detail: textOf(message),
    code: textOf(code),
    requestId: textOf(request_id),
    bodyStatus: status,
  }),
  codes,
}
