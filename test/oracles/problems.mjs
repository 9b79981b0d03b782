/**
 * The problems that official clients get to read.
 * Comes in: the built package. Goes out: problems of every kind, and such as break careless encoders.
 */
import { kinds, problem } from '../../dist/esm/index.js'

const base = { requestId: 'req_8sKd2', detail: 'Order 7 does not exist.' }
const items = [
  { pointer: '/items/0/amount', detail: 'must be positive', code: 'invalid_amount' },
  { pointer: '/currency', detail: 'is unknown' },
]
const statuses = [
  400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 412, 413, 415, 418, 422, 423, 429, 451, 500, 501, 502, 503, 504,
  507, 529,
]

/** Each with what it is about. */
export const problems = {
  ...Object.fromEntries(kinds.map(kind => [`the kind ${kind}`, problem({ ...base, kind })])),
  ...Object.fromEntries(
    statuses.map(status => [`the status ${status}`, problem({ ...base, status, code: 'out_of_credit' })]),
  ),
  'errors of fields': problem({ ...base, status: 400, code: 'invalid_order', errors: items }),
  'errors of fields under 422': problem({ ...base, status: 422, errors: items }),
  'no detail': problem({ requestId: 'req_1', status: 404, code: 'no_such_order' }),
  'a title of its own': problem({ requestId: 'req_1', status: 404, title: 'There is no such order.' }),
  'nothing but a status': problem({ status: 500 }),
  'a text that is hard to quote': problem({ ...base, status: 400, detail: 'a "b" \\ \u00e9 \u{1f600} <c>\n\td\u2028' }),
  'a long text': problem({ ...base, status: 400, detail: 'x'.repeat(16_000) }),
  'a number as code': problem({ ...base, status: 400, code: '4711' }),
  'a code with spaces': problem({ ...base, status: 404, code: 'Resource not found' }),
  'a wait': problem({ ...base, status: 429, code: 'rate_limit_exceeded', retry: { retryAfterMs: 7_000 } }),
  'a text for end users': problem({ ...base, status: 402, userMessage: { text: 'Please top up.', lang: 'en' } }),
  'a page of help': problem({ ...base, status: 403, links: [{ rel: 'help', href: 'https://example.com/help' }] }),
  'leftovers and a cause': problem({
    ...base,
    status: 409,
    extensions: { a: { b: [1] } },
    cause: problem({ status: 503 }),
  }),
  'what was retried enough': problem({ ...base, status: 503, retry: { exhausted: true, attempts: 3 } }),
  'an id that cannot stand in a field': problem({ ...base, status: 500, requestId: 'a\r\nset-cookie: b' }),
}
