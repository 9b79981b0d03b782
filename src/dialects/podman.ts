/**
 * Podman: `{ cause, message, response: 404 }`.
 * Who: containers/podman pkg/api/handlers/utils. Observed: captures of 4.3, 2026.
 * `cause` is the innermost error, whose text `message` ends with; `response` is the status. Docker's own API says only `{ message }`.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { textOf } from '../reading.js'

/** @category dialects @since 0.1.0 */
export const podmanBody = members('PodmanBody', { cause: t.string, message: t.string, response: t.number })

/** @category dialects @since 0.1.0 */
export type PodmanBody = t.TypeOf<typeof podmanBody>

const declared: Claim = { rung: 'declared', because: 'the field Libpod-API-Version' }
const distinctive: Claim = { rung: 'distinctive', because: 'cause, message and the status as response' }

const isStatus = (response: number): boolean => Number.isInteger(response) && response >= 100 && response <= 599

/**
 * The API of Podman.
 *
 * @see https://docs.podman.io/en/latest/_static/api.html
 * @category dialects
 * @since 0.1.0
 */
export const podman: Dialect<'podman', PodmanBody, never> = {
  id: 'podman',
  title: 'Podman API',
  docs: 'https://docs.podman.io/en/latest/_static/api.html',
  verified: '2026-11 against captures of 4.3',
  shape: { required: { cause: 'string', message: 'string', response: 'number' }, closed: true },
  reads: ['message', 'response'],
  body: podmanBody,
  claim: ({ response }, { fields }) => {
    if (fields.get('libpod-api-version') !== undefined) return declared
    return isStatus(response) ? distinctive : undefined
  },
  toProblem: ({ message, response }) => ({
    detail: textOf(message),
    bodyStatus: isStatus(response) ? response : undefined,
    extensions: {
      ...(message === '' ? { message } : {}),
      ...(isStatus(response) ? {} : { response }),
    },
  }),
}
