/**
 * Stripe: `{ error: { type, code?, param?, message?, decline_code?, doc_url?, charge?, … } }`.
 * Who: https://docs.stripe.com/api/errors. Observed: the document and the test data of stripe-ruby, 2026.
 * OpenAI sends the same envelope, always with `param` and `code`, null or not; Anthropic with a `type` beside it. Whole objects
 * (`payment_intent`) may be embedded. `Stripe-Should-Retry` is the server's own word on repeating.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect, Spoken } from '../dialect.js'
import { atField } from '../error-list.js'
import type { Payload } from '../exchange.js'
import { parsePointer } from '../http/pointer.js'
import { idField } from '../http/request-id.js'
import type { ApiProblem, ProblemItem } from '../problem.js'
import { besides, itemOf, linksOf, named, type Obj, objOf, present, textOf } from '../reading.js'
import type { Said } from '../said.js'
import { type ApiWord, advices } from '../status/semantics.js'
import { fix, mend, taken, unmet } from '../status/words.js'
import { each } from '../word-table.js'

/** @category dialects @since 0.1.0 */
export const stripeBody = members('StripeBody', { error: t.UnknownRecord })

/** @category dialects @since 0.1.0 */
export type StripeBody = t.TypeOf<typeof stripeBody>

const codes = {
  ...each(
    'card_error card_declined expired_card insufficient_funds balance_insufficient',
    unmet('The card is declined: ask for another means of payment; the same request gets the same answer.'),
  ),
  ...each(
    'incorrect_cvc incorrect_number incorrect_zip invalid_cvc invalid_expiry_month invalid_expiry_year invalid_number',
    fix('What the customer typed is wrong: ask again.'),
  ),
  ...each(
    'invalid_request_error parameter_invalid_empty parameter_invalid_integer parameter_missing parameter_unknown',
    fix('A parameter is wrong: see param.'),
  ),
  authentication_required: unmet('The payment needs the customer to authenticate: send it anew when they are there.'),
  processing_error: {
    because: 'An error while the card was processed: try again later, or another payment method.',
    kind: 'unavailable',
    advice: 'once',
  },
  resource_missing: {
    because: 'The id does not exist, or not in this mode.',
    kind: 'not_found',
    advice: 'fix-request',
  },
  resource_already_exists: taken('An object with this id exists: use a new one.'),
  ...each('api_key_expired platform_api_key_expired', mend('The API key has expired: a person has to replace it.')),
  idempotency_error: fix('The Idempotency-Key was used before with other parameters: use a new key.'),
  idempotency_key_in_use: {
    because: 'The first request with this Idempotency-Key is still being processed: send it again later.',
    kind: 'aborted',
    advice: 'backoff',
  },
  lock_timeout: {
    because: 'The object is locked by another request: send it again later, and not in parallel.',
    kind: 'aborted',
    advice: 'backoff',
    baseDelayMs: 500,
  },
  rate_limit: {
    because: 'Too many requests hit the API too quickly: exponential backoff.',
    kind: 'resource_exhausted',
    advice: 'backoff',
    baseDelayMs: 1_000,
    scope: 'client',
  },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type StripeCode = keyof typeof codes | 'api_error'

const withCode = named({ code: 'text', param: 'text', message: 'text', doc_url: 'text', user_message: 'text' })
const withoutCode = named({ type: 'text', param: 'text', message: 'text', doc_url: 'text', user_message: 'text' })

const toProblem = ({ error }: StripeBody, { ledger }: Payload): Said => {
  const code = textOf(error['code'])
  const type = textOf(error['type'])
  const detail = textOf(error['message'])
  const param = textOf(error['param'])
  // the document: messages of card errors can be shown to users
  const words = textOf(error['user_message']) ?? (type === 'card_error' ? detail : undefined)
  const left = besides(error, code === undefined ? withoutCode : withCode, ledger)
  return {
    code: code ?? type,
    detail,
    errors: param === undefined ? undefined : [itemOf({ detail, ...atField(param), code })],
    links: linksOf('help', error['doc_url']),
    userMessage: words === undefined ? undefined : { text: words },
    extensions: left === undefined ? undefined : { error: left },
    kept: true,
  }
}

const types: Readonly<Record<string, true>> = Object.assign(
  Object.create(null),
  each('api_error card_error idempotency_error invalid_request_error', true),
)

/** `/card/exp_year` as a form spells it: `card[exp_year]`. */
const paramOf = ({ name, pointer }: ProblemItem): string | undefined => {
  if (name !== undefined || pointer === undefined) return name
  const [first, ...others] = parsePointer(pointer) ?? []
  return first === undefined ? undefined : first + others.map(token => `[${token}]`).join('')
}

/** Its clients send a 409 and a 5xx again, unless told not to. */
const isSettled = ({ status, retry }: ApiProblem): boolean =>
  (status === 409 || status >= 500) &&
  (retry.exhausted === true || advices.indexOf(retry.advice) <= advices.indexOf('resolve-conflict'))

const fromProblem = (problem: ApiProblem): Spoken => {
  const { error, ...extensions } = problem.extensions as Record<string, unknown>
  const { code, errors, links, userMessage } = problem
  const received = problem.dialect === 'stripe' && problem.source.wireStatus !== undefined
  const isType = code !== undefined && types[code] === true
  const message = problem.detail ?? (received ? undefined : problem.title)
  const type = isType ? code : problem.status >= 500 ? 'api_error' : 'invalid_request_error'
  const param = errors.length === 0 ? undefined : paramOf(errors[0] as ProblemItem)
  const user_message = userMessage?.text === message ? undefined : userMessage?.text
  const doc_url = links.find(({ rel }) => rel === 'help')?.href
  return {
    body: {
      ...extensions,
      error: {
        type,
        ...objOf(error),
        ...present({ code: isType ? undefined : code, param, message, doc_url, user_message }),
      },
    },
    headers: {
      ...idField('request-id', problem.requestId),
      ...(isSettled(problem) ? { 'stripe-should-retry': 'false' } : {}),
    },
  }
}

const byField: Claim = { rung: 'declared', because: 'a field stripe-version or stripe-should-retry' }
const byDocument: Claim = { rung: 'distinctive', because: 'error with a type and pages of Stripe' }
const byType: Claim = { rung: 'distinctive', because: 'error with a type that only Stripe has' }
const typed: Claim = { rung: 'likely', because: 'error with a type of Stripe, and neither code nor param is null' }
const coded: Claim = { rung: 'possible', because: 'error with a type and a code' }

const claimOf = (error: Obj): Claim | undefined => {
  const { type, code, param, doc_url, request_log_url } = error
  if (typeof type !== 'string' || types[type] !== true) return undefined
  if (type === 'card_error' || type === 'idempotency_error') return byType
  const pages = typeof doc_url === 'string' ? doc_url : request_log_url
  if (typeof pages === 'string' && /^https:\/\/(?:docs\.|dashboard\.)?stripe\.com\//.test(pages)) return byDocument
  if (code === null || param === null) return undefined
  return code === undefined ? typed : param === undefined ? coded : undefined
}

/**
 * Stripe.
 *
 * @see https://docs.stripe.com/api/errors
 * @category dialects
 * @since 0.1.0
 */
export const stripe: Dialect<'stripe', StripeBody, StripeCode> = {
  id: 'stripe',
  title: 'Stripe',
  docs: 'https://docs.stripe.com/api/errors',
  verified: '2026-11 against the document and the test data of stripe-ruby; no live capture',
  shape: { required: { error: 'object' }, absent: ['type', 'message', 'status', 'code', 'success', 'errors'] },
  body: stripeBody,
  claim: ({ error }, { fields }) =>
    fields.get('stripe-version') !== undefined || fields.get('stripe-should-retry') !== undefined
      ? byField
      : claimOf(error),
  toProblem,
  fromProblem,
  codes: { ...codes, api_error: { because: 'Something is wrong on the side of Stripe; these are rare.' } },
  honoursForce: true,
}
