/**
 * Asana: `{ errors: [{ message, help?, phrase? }] }`.
 * Who: https://developers.asana.com/docs/errors. Observed: the document.
 * `phrase` comes with a 500: words by which support finds the incident. `help` is a sentence with a link in it.
 * An error of a message alone is sent by too many to be claimed.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { listReader } from '../error-list.js'
import { isObj } from '../reading.js'
import type { StatusWords } from '../status/semantics.js'

/** @category dialects @since 0.1.0 */
export const asanaBody = members('AsanaBody', { errors: t.UnknownArray })

/** @category dialects @since 0.1.0 */
export type AsanaBody = t.TypeOf<typeof asanaBody>

const statuses: StatusWords = {
  400: { because: 'A missing or malformed parameter', advice: 'fix-request' },
  401: { because: 'No valid authentication token was provided', advice: 'fix-request' },
  402: { because: 'The object is only available to premium users', advice: 'never' },
  404: { because: 'Neither the path nor the object exists', advice: 'never' },
  429: { because: 'A limit was hit: Retry-After says how many seconds to wait', advice: 'after-delay' },
  500: { because: "There was a problem on Asana's end" },
}

const readErrors = listReader({ detail: 'message' })

const phrased: Claim = { rung: 'distinctive', because: 'an error of message and phrase' }
const helped: Claim = { rung: 'likely', because: 'an error of message and help, and nothing else' }

/**
 * The API of Asana.
 *
 * @see https://developers.asana.com/docs/errors
 * @category dialects
 * @since 0.1.0
 */
export const asana: Dialect<'asana', AsanaBody, never> = {
  id: 'asana',
  title: 'Asana',
  docs: 'https://developers.asana.com/docs/errors',
  verified: '2026-11 against the document; no live capture',
  shape: { required: { errors: 'array' }, closed: true },
  body: asanaBody,
  claim: ({ errors }) => {
    const [first] = errors
    if (!isObj(first) || typeof first['message'] !== 'string') return undefined
    if (typeof first['phrase'] === 'string') return phrased
    return typeof first['help'] === 'string' && Object.keys(first).length === 2 ? helped : undefined
  },
  toProblem: ({ errors }, payload) => ({ ...readErrors(errors, payload), kept: true }),
  statuses,
}
