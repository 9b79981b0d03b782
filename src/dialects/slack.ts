/**
 * Slack Web API: `{ ok: false, error, needed?, provided?, errors?, response_metadata: { messages: ["[ERROR] … [json-pointer:/x]"] } }`.
 * Who: https://docs.slack.dev/apis/web-api/#responses. Observed: recordings of slack-ruby-client and the document, 2026.
 * Failures come with status 200; only rate limits (429 with `Retry-After`) and outages have one of their own. `error` is a code. A place
 * stands in the text of a message; incoming webhooks answer with plain text.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { atField, itemOfJunk } from '../error-list.js'
import type { Payload } from '../exchange.js'
import { pointerOfPath } from '../http/pointer.js'
import type { Ledger } from '../ledger.js'
import type { ProblemItem } from '../problem.js'
import { besides, isObj, itemOf, itemsOfList, named, objOf, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord } from '../status/semantics.js'
import { absent, denied, down, exists, fix, mend, renew } from '../status/words.js'
import { each } from '../word-table.js'

/** @category dialects @since 0.1.0 */
export const slackBody = members(
  'SlackBody',
  { ok: t.boolean, error: t.string },
  { response_metadata: t.UnknownRecord, errors: t.UnknownArray },
)

/** @category dialects @since 0.1.0 */
export type SlackBody = t.TypeOf<typeof slackBody>

const codes = {
  ...each(
    'account_inactive invalid_auth not_authed token_revoked two_factor_setup_required',
    mend('The token is missing, invalid or revoked, or its user is gone: a person has to install the app again.'),
  ),
  token_expired: renew('The token has expired: refresh it.'),
  ...each(
    'access_denied ekm_access_denied missing_scope no_permission not_allowed_token_type restricted_action',
    denied('The token does not allow this; for missing_scope, needed says what it lacks.'),
  ),
  ...each(
    'invalid_arg_name invalid_arguments invalid_array_arg invalid_blocks invalid_charset invalid_form_data invalid_json invalid_post_type json_not_object missing_charset missing_post_type msg_too_long no_text',
    fix('The arguments or the body are not as the method wants them.'),
  ),
  ...each(
    'channel_not_found file_not_found message_not_found thread_not_found user_not_found users_not_found',
    absent('It does not exist, or the token does not see it.'),
  ),
  ...each('already_in_channel already_reacted name_taken', exists('It is so already.')),
  ...each('cant_update_message is_archived not_in_channel', {
    because: 'The state of the channel or message does not allow it.',
    kind: 'failed_precondition',
    advice: 'resolve-conflict',
  } as ApiWord),
  ...each('rate_limited ratelimited', {
    because: 'Too many requests: wait for Retry-After.',
    kind: 'resource_exhausted',
    advice: 'after-delay',
    scope: 'client',
  } as ApiWord),
  ...each('fatal_error internal_error', {
    because: 'The server could not complete the operation; some aspect of it may have succeeded.',
    kind: 'internal',
    advice: 'once',
    applied: 'unknown',
  } as ApiWord),
  ...each(
    'service_unavailable team_added_to_org',
    down('Not available for the moment, or the workspace is being moved.'),
  ),
  request_timeout: fix('The data of the POST was missing or cut off: the request has to arrive whole.'),
  ...each('deprecated_endpoint method_deprecated unknown_method', {
    because: 'The method does not exist, or no longer.',
    kind: 'unimplemented',
    advice: 'never',
  } as ApiWord),
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type SlackCode = keyof typeof codes

const mark = '[json-pointer:'

/** `[ERROR] what is wrong [json-pointer:/view]`: nothing else tells the place. */
const toItem = (entry: unknown): ProblemItem => {
  const text = entry as string
  const from = text.startsWith('[ERROR] ') ? 8 : 0
  const at = text.endsWith(']') ? text.lastIndexOf(mark) : -1
  if (at < from) return { detail: text.slice(from) }
  return { detail: text.slice(from, at).trim(), pointer: pointerOfPath(text.slice(at + mark.length, -1)) }
}

/** Warnings stand among the errors. */
const isError = (entry: unknown): entry is string =>
  typeof entry === 'string' && entry !== '' && !entry.startsWith('[WARN')

const inError = named({ message: 'text', pointer: 'text', code: 'text' })

const toError = (entry: unknown, ledger: Ledger): ProblemItem => {
  if (typeof entry === 'string' && entry !== '') return { detail: entry }
  if (!isObj(entry)) return itemOfJunk(entry, ledger)
  const spelt = textOf(entry['pointer'])
  return itemOf({
    detail: textOf(entry['message']),
    ...atField(spelt),
    code: textOf(entry['code']),
    extensions: besides(entry, inError, ledger),
  })
}

const toProblem = ({ error, errors, response_metadata }: SlackBody, { limits, ledger }: Payload): Said => {
  const list = errors === undefined ? objOf(response_metadata)?.['messages'] : undefined
  const messages = Array.isArray(list) ? list.filter(isError) : undefined
  const items =
    errors !== undefined
      ? itemsOfList(errors, limits, entry => toError(entry, ledger))
      : messages === undefined
        ? undefined
        : itemsOfList(messages, limits, toItem)
  return { code: textOf(error), errors: items?.errors, errorCount: items?.errorCount, kept: true }
}

const byField: Claim = { rung: 'declared', because: 'ok, error and a field x-slack-req-id' }
const withMetadata: Claim = { rung: 'distinctive', because: 'ok is false, error is a code, beside response_metadata' }
const withScopes: Claim = { rung: 'distinctive', because: 'ok is false, error is a code, beside needed and provided' }
const plain: Claim = { rung: 'likely', because: 'ok is false, and error is a code' }

/**
 * Slack's Web API.
 *
 * @see https://docs.slack.dev/apis/web-api/#responses
 * @category dialects
 * @since 0.1.0
 */
export const slack: Dialect<'slack', SlackBody, SlackCode> = {
  id: 'slack',
  title: 'Slack Web API',
  docs: 'https://docs.slack.dev/apis/web-api/#responses',
  verified: '2026-11 against the document and recordings of slack-ruby-client; no live capture',
  shape: {
    required: { ok: 'boolean', error: 'string' },
    optional: { response_metadata: 'object', errors: 'array' },
    absent: ['message', 'error_code', 'description', 'data', 'result', 'status', 'statusCode', 'code'],
  },
  // the messages are kept as they were: their texts are taken apart
  reads: ['ok', 'error', 'errors'],
  body: slackBody,
  claim: ({ ok, error, response_metadata }, { fields, json }) => {
    if (ok || !/^[a-z][a-z0-9_]{1,63}$/.test(error)) return undefined
    if (fields.get('x-slack-req-id') !== undefined) return byField
    if (response_metadata !== undefined) return withMetadata
    return 'needed' in (json as object) && 'provided' in (json as object) ? withScopes : plain
  },
  toProblem,
  codes,
}
