/**
 * Kong Gateway, where it answers itself: `{ message, request_id? }` under `Server: kong/…`.
 * Who: https://developer.konghq.com/gateway/. Observed: the answer in its proxy reference.
 * What it merely passes on has `Via: kong/…` and the server's own `Server` field, and is not claimed.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { textOf } from '../reading.js'
import type { StatusWords } from '../status/semantics.js'

/** @category dialects @since 0.1.0 */
export const kongBody = members('KongBody', { message: t.string }, { request_id: t.string })

/** @category dialects @since 0.1.0 */
export type KongBody = t.TypeOf<typeof kongBody>

const statuses: StatusWords = {
  404: { because: 'No route matches the request: it reached no service', applied: 'no', advice: 'never' },
  429: {
    because: 'The rate limit of the gateway is exceeded: the request reached no service',
    applied: 'no',
    advice: 'after-delay',
    maxAttempts: 3,
    baseDelayMs: 1_000,
    scope: 'client',
  },
}

const gateway: Claim = { rung: 'declared', because: 'the field Server of a Kong gateway' }

/**
 * Kong Gateway.
 *
 * @see https://developer.konghq.com/gateway/
 * @category dialects
 * @since 0.1.0
 */
export const kong: Dialect<'kong', KongBody, never> = {
  id: 'kong',
  title: 'Kong Gateway',
  docs: 'https://developer.konghq.com/gateway/',
  verified: '2026-11 against the answer in its proxy reference; no live capture',
  shape: { required: { message: 'string' }, optional: { request_id: 'string' }, closed: true, fields: ['server'] },
  body: kongBody,
  claim: (_body, { fields }) => (fields.get('server')?.startsWith('kong/') === true ? gateway : undefined),
  toProblem: ({ message, request_id }) => ({
    detail: textOf(message),
    requestId: textOf(request_id),
    answeredBy: 'intermediary',
    product: 'kong',
  }),
  statuses,
}
