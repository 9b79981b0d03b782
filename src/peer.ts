/**
 * Problems of a peer: one that sent our own form, and that the caller trusts.
 * Comes in: a problem as a stranger's would be read, and what the peer wrote beside it. Goes out: the problem as the peer meant it.
 * This room knows no dialect.
 */
import type { Fields } from './http/fields.js'
import { parseRfc3339, rfc3339 } from './http/http-date.js'
import { retryVeto } from './http/veto.js'
import { wouldRepeat } from './partial.js'
import { type ApiProblem, isSpent } from './problem.js'
import { ApiProblemCodec } from './problem-codec.js'
import { advices } from './status/semantics.js'

/**
 * A problem that a trusted peer sent in our own form, as the peer meant it: its advice, its cause, its source.
 * The wire may still tighten it: a later `Retry-After` and a veto count, and when it arrived is known here only.
 * What the peer wrote wrongly is read as tolerantly as a stored problem; what is no problem at all, or speaks of another status
 * than the wire, changes nothing.
 *
 * @category decoding
 * @since 0.1.0
 */
export const restorePeer = (problem: ApiProblem, peer: unknown, fields: Fields): ApiProblem => {
  const { problem_dialects: _ours, ...extensions } = problem.extensions
  const given = peer as Readonly<Record<string, unknown>>
  const own = given['extensions']
  const result = ApiProblemCodec.decode({
    ...given,
    extensions: { ...extensions, ...(typeof own === 'object' ? own : {}) },
  })
  if (result._tag === 'Left' || result.right.status !== problem.status) return problem
  const restored = result.right
  const askedMs = restored.retry.retryAfterMs ?? 0
  const wireMs = problem.retry.retryAfterMs ?? 0
  // our own field is in whole seconds: only what goes beyond them was said on the way
  const later = wireMs > Math.ceil(askedMs / 1000) * 1000
  const retryAfterMs = later ? wireMs : restored.retry.retryAfterMs
  const receivedAt = restored.receivedAt ?? problem.receivedAt
  const arrived = restored.receivedAt === undefined && receivedAt !== undefined ? parseRfc3339(receivedAt) : undefined
  const notBefore = arrived === undefined || retryAfterMs === undefined ? undefined : rfc3339(arrived + retryAfterMs)
  const resends = advices.indexOf(restored.retry.advice) > advices.indexOf('resolve-conflict')
  // these two are told on in the same field, and say more themselves
  const isTold = isSpent(restored.retry) || wouldRepeat(restored.partial)
  const veto = resends && !isTold ? retryVeto(fields) : undefined
  return {
    ...restored,
    ...(receivedAt === undefined ? {} : { receivedAt }),
    retry: {
      ...restored.retry,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(notBefore === undefined ? {} : { notBefore }),
      ...(veto === undefined ? {} : { advice: 'never', maxAttempts: 1, because: veto.because }),
    },
  }
}
