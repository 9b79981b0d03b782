/**
 * Podman's own API (libpod): `{ cause, message, response }`.
 * Who: https://docs.podman.io/en/latest/_static/api.html. Observed: Podman 4.3 run locally, 2026.
 * `response` is the status again; `cause` is the innermost error, whose text is the end of `message`.
 * `X-Reference-Id` is an address in the server's memory and no request id.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { textOf } from '../reading.js'

/** @category dialects @since 0.1.0 */
export const podmanBody = members('PodmanBody', { cause: t.string, message: t.string, response: t.number })

/** @category dialects @since 0.1.0 */
export type PodmanBody = t.TypeOf<typeof podmanBody>

const enveloped: Claim = { rung: 'distinctive', because: 'cause, message and response, and nothing else' }

/**
 * The libpod API of Podman.
 *
 * @see https://docs.podman.io/en/latest/_static/api.html
 * @category dialects
 * @since 0.1.0
 */
export const podman: Dialect<'podman', PodmanBody, never> = {
  id: 'podman',
  title: 'Podman',
  docs: 'https://docs.podman.io/en/latest/_static/api.html',
  verified: '2026-11 against a capture of Podman 4.3.1',
  shape: { required: { cause: 'string', message: 'string', response: 'number' }, closed: true },
  reads: ['message', 'response'],
  body: podmanBody,
  claim: () => enveloped,
  toProblem: ({ message, response }) => ({ detail: textOf(message), bodyStatus: response }),
}
