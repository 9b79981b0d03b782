/**
 * Twilio: `{ code, message, more_info, status, details? }`, in older places only `{ message, code }`.
 * Who: https://www.twilio.com/docs/usage/twilios-response. Observed: the tests of twilio-python and the document, 2026.
 * `code` is a number of Twilio's own, `status` repeats the HTTP status. Newer products answer in RFC 9457, with the number as `code`.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect, Spoken } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { isSafeId } from '../http/request-id.js'
import type { ApiProblem } from '../problem.js'
import { linksOf, present, takenOf, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord } from '../status/semantics.js'
import { absent, fix, mend, unmet } from '../status/words.js'
import { each } from '../word-table.js'

/** @category dialects @since 0.1.0 */
export const twilioBody = members(
  'TwilioBody',
  { code: t.number, message: t.string },
  { more_info: t.string, status: t.number },
)

/** @category dialects @since 0.1.0 */
export type TwilioBody = t.TypeOf<typeof twilioBody>

const codes = {
  ...each(
    '20003 20005 20006 20008',
    mend('The credentials are wrong, of a suspended account, or may not do this: a person has to mend that.'),
  ),
  '20404': absent('The resource was not found, perhaps in another account.'),
  ...each('14107 20429', {
    because: 'Too many requests, or messages: exponential backoff.',
    kind: 'resource_exhausted',
    advice: 'backoff',
    baseDelayMs: 1_000,
    scope: 'client',
  } as ApiWord),
  ...each('20500 20503', { because: 'A failure of Twilio: send it again later.', kind: 'unavailable' } as ApiWord),
  ...each(
    '21211 21212 21214 21217 21601 21602 21604 21614 21617',
    fix('The number or the text is not valid for this message or call.'),
  ),
  ...each(
    '21408 21608 21610',
    unmet('Not allowed to send there: the region, the trial account, or the recipient, who has unsubscribed.'),
  ),
  '30001': {
    because: 'The queue for messages overflowed: send it again later.',
    kind: 'resource_exhausted',
    advice: 'backoff',
    baseDelayMs: 1_000,
  },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type TwilioCode = `${keyof typeof codes}`

const isStatus = (u: number | undefined): u is number => u !== undefined && Number.isInteger(u) && u >= 100 && u <= 599

const toProblem = (body: TwilioBody, { fields }: Payload): Said => {
  const { message, more_info, status } = body
  const code = String(body.code)
  const detail = textOf(message)
  const links = linksOf('help', more_info)
  const id = fields.get('twilio-request-id')
  return {
    code,
    detail,
    links,
    bodyStatus: isStatus(status) ? status : undefined,
    requestId: id !== undefined && isSafeId(id) ? id : undefined,
    reads: takenOf(body, {
      code,
      message: detail,
      more_info: textOf(more_info),
      status: isStatus(status) ? status : undefined,
    }),
  }
}

const fromProblem = (problem: ApiProblem): Spoken => {
  const { code, detail, extensions, links, source, status, title } = problem
  const received = problem.dialect === 'twilio' && source.wireStatus !== undefined
  const help = links.find(({ rel }) => rel === 'help')?.href
  const number = code !== undefined && /^-?[0-9]{1,15}$/.test(code) ? Number(code) : 20_000 + status
  return {
    body: {
      ...extensions,
      code: number,
      message: detail ?? extensions['message'] ?? title,
      ...present({
        more_info: help ?? (received ? undefined : `https://www.twilio.com/docs/errors/${number}`),
        status: received ? source.bodyStatus : status,
      }),
    },
  }
}

const byField: Claim = { rung: 'declared', because: 'a field twilio-request-id' }
const byDocument: Claim = { rung: 'distinctive', because: 'code, message and a more_info of Twilio' }
const full: Claim = { rung: 'likely', because: 'a number as code, message, more_info and status' }
const bare: Claim = { rung: 'possible', because: 'message and a code of five digits, and nothing else' }

const isOurs = (href: string): boolean => /^https?:\/\/(?:www\.)?twilio\.com\//.test(href)

/**
 * Twilio.
 *
 * @see https://www.twilio.com/docs/usage/twilios-response
 * @category dialects
 * @since 0.1.0
 */
export const twilio: Dialect<'twilio', TwilioBody, TwilioCode> = {
  id: 'twilio',
  title: 'Twilio',
  docs: 'https://www.twilio.com/docs/usage/twilios-response',
  verified: '2026-11 against the document and the tests of twilio-python; no live capture',
  shape: {
    required: { code: 'number', message: 'string' },
    optional: { more_info: 'string', status: 'number' },
    absent: ['error', 'errors', 'type', 'title', 'kind', 'success', 'documentation_url', 'data'],
  },
  body: twilioBody,
  claim: ({ code, more_info, status }, { fields, json }) => {
    if (fields.get('twilio-request-id') !== undefined) return byField
    if (more_info !== undefined) return isOurs(more_info) ? byDocument : status === undefined ? undefined : full
    for (const name in json as object) if (name !== 'code' && name !== 'message') return undefined
    return code >= 10_000 && code < 100_000 ? bare : undefined
  },
  toProblem,
  fromProblem,
  codes,
}
