/**
 * Anthropic: `{ type: "error", error: { type, message }, request_id? }`.
 * Who: https://platform.claude.com/docs/en/api/errors. Observed: the document and answers pasted into issues, 2025 and 2026.
 * Overload comes as 529 `overloaded_error` and as 500 `api_error` with the message "Overloaded".
 * A spend limit is a 429 `rate_limit_error` like any other: `error.details.error_code` tells.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { idField } from '../http/request-id.js'
import type { ApiProblem } from '../problem.js'
import { besides, isObj, named, objOf, present, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { Kind } from '../status/kind.js'
import type { ApiWord } from '../status/semantics.js'
import { absent, denied, fix, limited, unmet } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const anthropicBody = members(
  'AnthropicBody',
  { type: t.string, error: t.UnknownRecord },
  { request_id: t.string },
)

/** @category dialects @since 0.1.0 */
export type AnthropicBody = t.TypeOf<typeof anthropicBody>

const overloaded = {
  because: 'The API is temporarily overloaded, for all users',
  kind: 'unavailable',
  advice: 'backoff',
  applied: 'unlikely',
  maxAttempts: 3,
  baseDelayMs: 1_000,
  scope: 'origin',
} as const

const codes = {
  invalid_request_error: fix('There was an issue with the format or content of the request'),
  authentication_error: {
    because: 'There is an issue with the API key',
    kind: 'unauthenticated',
    advice: 'fix-request', // a person has to mend it
  },
  billing_error: unmet('There is an issue with billing or payment'),
  permission_error: denied('The API key does not have permission to use the resource'),
  not_found_error: absent('The resource was not found'),
  request_too_large: fix('The request exceeds the maximum number of bytes'),
  rate_limit_error: limited('The organisation has hit a rate limit'),
  api_error: {
    because: 'An unexpected error internal to the systems; the client libraries retry it with backoff',
    kind: 'internal',
    advice: 'backoff',
    maxAttempts: 3,
    baseDelayMs: 500,
  },
  timeout_error: {
    because: 'The request timed out while processing; consider streaming',
    kind: 'deadline_exceeded',
    advice: 'backoff',
    maxAttempts: 2,
    baseDelayMs: 500,
  },
  overloaded_error: overloaded,
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type AnthropicCode = keyof typeof codes

/** Overload under another number. */
const causes: Readonly<Record<string, ApiWord>> = { 'api_error: Overloaded': overloaded }

const inError = named({ type: 'text', message: 'text' })

const toProblem = ({ error, request_id }: AnthropicBody, { ledger }: Payload): Said => {
  const left = besides(error, inError, ledger)
  return {
    detail: textOf(error['message']),
    code: textOf(error['type']),
    requestId: textOf(request_id),
    retryable: objOf(error['details'])?.['error_code'] === 'enforced_spend_limit_reached' ? false : undefined,
    extensions: left === undefined ? undefined : { error: left },
    kept: true,
  }
}

const typeOf: Readonly<Partial<Record<Kind, AnthropicCode>>> = {
  invalid_argument: 'invalid_request_error',
  failed_precondition: 'invalid_request_error',
  unauthenticated: 'authentication_error',
  permission_denied: 'permission_error',
  not_found: 'not_found_error',
  resource_exhausted: 'rate_limit_error',
  deadline_exceeded: 'timeout_error',
  unavailable: 'overloaded_error',
}

const fromProblem = (problem: ApiProblem) => {
  const { error: left, ...outer } = problem.extensions
  const received = problem.dialect === 'anthropic' && problem.source.wireStatus !== undefined
  const type = problem.code ?? (received ? undefined : (typeOf[problem.kind] ?? 'api_error'))
  const message = problem.detail ?? (received ? undefined : problem.title)
  return {
    body: {
      ...outer,
      type: 'error',
      error: { ...(isObj(left) ? left : {}), ...present({ type, message }) },
      ...present({ request_id: problem.requestId }),
    },
    headers: idField('request-id', problem.requestId),
  }
}

const enveloped: Claim = { rung: 'distinctive', because: 'type "error" beside an error of type and message' }

/**
 * The Claude API of Anthropic.
 *
 * @see https://platform.claude.com/docs/en/api/errors
 * @category dialects
 * @since 0.1.0
 */
export const anthropic: Dialect<'anthropic', AnthropicBody, AnthropicCode> = {
  id: 'anthropic',
  title: 'Anthropic',
  docs: 'https://platform.claude.com/docs/en/api/errors',
  verified: '2026-11 against the document and pasted answers; no live capture',
  shape: {
    required: { type: 'string', error: 'object' },
    optional: { request_id: 'string' },
    absent: ['status', 'code', 'message', 'errors'],
  },
  reads: ['error', 'request_id'],
  body: anthropicBody,
  claim: ({ type, error }) =>
    type === 'error' && textOf(error['type']) !== undefined && typeof error['message'] === 'string'
      ? enveloped
      : undefined,
  toProblem,
  fromProblem,
  codes,
  causes,
  honoursForce: true,
}
