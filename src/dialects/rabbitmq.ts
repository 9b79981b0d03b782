/**
 * RabbitMQ's management API: `{ error, reason }`.
 * Who: rabbitmq/rabbitmq-server rabbit_mgmt_util. Observed: captures of 3.10, its source, 2026.
 * `error` is the code, `reason` mostly a text; where the server shows an Erlang term it is a list or an object.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { textOf } from '../reading.js'
import type { ApiWord } from '../status/semantics.js'
import { absent, fix } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const rabbitmqBody = members('RabbitmqBody', {
  error: t.string,
  reason: t.union([t.string, t.UnknownArray, t.UnknownRecord]),
})

/** @category dialects @since 0.1.0 */
export type RabbitmqBody = t.TypeOf<typeof rabbitmqBody>

const codes = {
  not_authorised: { because: 'Name or password is wrong, or the user may not do this.', kind: 'unauthenticated' },
  not_authorized: { because: 'Name or password is wrong, or the user may not do this.', kind: 'unauthenticated' },
  bad_request: fix('The request is not as the API wants it.'),
  'Object Not Found': absent('There is no such object.'),
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type RabbitmqCode = keyof typeof codes

const likely: Claim = { rung: 'likely', because: 'error and reason, from Cowboy' }
const itsWord: Claim = { rung: 'likely', because: 'error and reason, the first a word that only it uses' }

/**
 * The management API of RabbitMQ.
 *
 * @see https://www.rabbitmq.com/docs/http-api-reference
 * @category dialects
 * @since 0.1.0
 */
export const rabbitmq: Dialect<'rabbitmq', RabbitmqBody, RabbitmqCode> = {
  id: 'rabbitmq',
  title: 'RabbitMQ management API',
  docs: 'https://www.rabbitmq.com/docs/http-api-reference',
  verified: '2026-11 against captures of 3.10; the words against its source',
  shape: { required: { error: 'string', reason: ['string', 'array', 'object'] }, closed: true },
  body: rabbitmqBody,
  claim: ({ error }, { fields }) => {
    if (fields.get('server') === 'Cowboy') return likely
    return error === 'not_authorised' || error === 'not_authorized' || error === 'Object Not Found'
      ? itsWord
      : undefined
  },
  toProblem: ({ error, reason }) => {
    const detail = textOf(reason)
    return { detail, code: textOf(error), extensions: detail === undefined ? { reason } : undefined }
  },
  codes,
}
