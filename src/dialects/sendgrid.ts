/**
 * Twilio SendGrid, v3: `{ errors: [{ message, field, help }], id? }`.
 * Who: https://www.twilio.com/docs/sendgrid/for-developers/sending-email. Observed: an answer with its headers pasted into a pull request, 2022.
 * `field` is a dotted path into the request (`personalizations.0.to`) or null; `help` is a link, an object or null.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { atField, itemOfJunk } from '../error-list.js'
import type { Payload } from '../exchange.js'
import type { ProblemItem } from '../problem.js'
import { besides, isObj, itemOf, itemsOfList, linksOf, named, textOf } from '../reading.js'
import type { StatusWords } from '../status/semantics.js'

/** @category dialects @since 0.1.0 */
export const sendgridBody = members('SendgridBody', { errors: t.UnknownArray })

/** @category dialects @since 0.1.0 */
export type SendgridBody = t.TypeOf<typeof sendgridBody>

const statuses: StatusWords = {
  401: { because: 'The API key is missing, wrong or revoked', advice: 'fix-request' },
  403: { because: 'The sender is not verified, or the key lacks the permission', advice: 'never' },
  413: { because: 'The JSON payload is too large', advice: 'fix-request' },
  429: { because: 'The rate limit of this endpoint is used up until X-RateLimit-Reset', advice: 'after-delay' },
}

const inEntry = named({ message: 'text', field: 'text', help: 'text' })
const inText = named({ message: 'text', field: 'text' })
const isUrl = (u: unknown): boolean => typeof u === 'string' && /^https?:\/\//.test(u)

const toItem = (entry: unknown, { ledger }: Payload): ProblemItem => {
  if (!isObj(entry)) return itemOfJunk(entry, ledger)
  const { message, field, help } = entry
  const name = textOf(field)
  return itemOf({
    detail: textOf(message),
    ...atField(name),
    links: isUrl(help) ? linksOf('help', help) : undefined,
    extensions: besides(entry, isUrl(help) ? inEntry : inText, ledger),
  })
}

const whole: Claim = { rung: 'distinctive', because: 'errors of message, field and help' }
const some: Claim = { rung: 'likely', because: 'errors of message and field, and nothing else' }

/**
 * SendGrid.
 *
 * @see https://www.twilio.com/docs/sendgrid/for-developers/sending-email
 * @category dialects
 * @since 0.1.0
 */
export const sendgrid: Dialect<'sendgrid', SendgridBody, never> = {
  id: 'sendgrid',
  title: 'SendGrid',
  docs: 'https://www.twilio.com/docs/sendgrid/for-developers/sending-email',
  verified: '2026-11 against the document and a pasted answer; no live capture',
  shape: {
    required: { errors: 'array' },
    absent: ['message', 'error', 'data', 'meta', 'type', 'code', 'status', 'success', 'title', 'jsonapi'],
  },
  body: sendgridBody,
  claim: ({ errors }) => {
    const [first] = errors
    if (!isObj(first) || typeof first['message'] !== 'string' || 'code' in first) return undefined
    const { field } = first
    if (field !== null && typeof field !== 'string') return undefined
    if ('help' in first) return whole
    return Object.keys(first).length === 2 ? some : undefined
  },
  toProblem: ({ errors }, payload) => ({
    ...itemsOfList(errors, payload.limits, entry => toItem(entry, payload)),
    kept: true,
  }),
  statuses,
}
