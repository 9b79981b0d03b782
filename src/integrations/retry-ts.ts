/**
 * retry-ts: a `RetryPolicy` by `decideRetry`.
 * Comes in: the `Left` of a task. Goes out: a policy, for `retrying` and the monoid of policies, and the check that goes with it.
 * This room decides nothing, and sees no request: the caller says what is sent.
 */
import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import type { RetryPolicy } from 'retry-ts'
import type { ApiProblem } from '../index.js'
import { type CallOptions, createAdvisor } from './client.js'

/**
 * A policy and the check for one request. A policy sees counts only; the check, which `retrying` asks just before it, tells it
 * the problem. Policies combine by the monoid of retry-ts: the longer wait counts, and who stops, stops all. `capDelay` alone
 * would send earlier than was asked; use `limitRetriesByDelay` or `maxWaitMs`.
 *
 * @example
 * const { policy, check } = problemRetry({ request: { method: 'GET' } })
 * retrying(policy, () => fetchTE(url), check)
 * retrying(Monoid.concat(policy, limitRetries(1)), () => fetchTE(url), check)
 *
 * @see https://gcanti.github.io/retry-ts/
 * @category integrations
 * @since 0.1.0
 */
export const problemRetry = (
  options: CallOptions,
): { readonly policy: RetryPolicy; readonly check: (result: Either<ApiProblem, unknown>) => boolean } => {
  const advisor = createAdvisor(options)
  let last: ApiProblem | undefined
  return {
    check: result => {
      last = isLeft(result) ? result.left : undefined
      if (last === undefined) advisor.succeeded(options.request)
      return last !== undefined
    },
    policy: ({ iterNumber }) => O.fromNullable(advisor.delayMs(undefined, last, options.request, iterNumber + 1)),
  }
}
