/**
 * cockatiel: a retry policy by `decideRetry`.
 * Comes in: what a policed function threw. Goes out: the filter and the options of cockatiel's `retry`.
 * This room decides nothing, and sees no request: the caller says what is sent.
 */
import type { IBackoff, IRetryBackoffContext } from 'cockatiel'
import { ApiProblemError } from '../index.js'
import { type CallOptions, createAdvisor, retryLimit } from './client.js'

type Context = IRetryBackoffContext<unknown>

/**
 * Filter and options of a retry policy for one request. The filter sees no count: it lets pass what could be sent again at all,
 * and the backoff, which cannot end the retries otherwise, throws the error itself once there were enough.
 *
 * @example
 * const advice = problemRetry({ request: { method: 'GET' } })
 * const policy = retry(handleWhen(advice.isWorthRetrying), advice)
 * await policy.execute(() => load('/orders/7'))
 *
 * @see https://github.com/connor4312/cockatiel#retrypolicy-options
 * @category integrations
 * @since 0.1.0
 */
export const problemRetry = (
  options: CallOptions,
): {
  readonly isWorthRetrying: (error: Error) => boolean
  readonly maxAttempts: number
  readonly backoff: { readonly next: (context: Context) => IBackoff<Context> }
} => {
  const advisor = createAdvisor(options)
  const { request } = options
  const next = ({ attempt, result }: Context): IBackoff<Context> => {
    const failure = 'error' in result ? result.error : result.value
    const problem = advisor.read(failure)
    const duration = advisor.delayMs(failure, problem, request, attempt)
    if (duration !== undefined) return { duration, next }
    throw 'error' in result || problem === undefined ? failure : new ApiProblemError(problem)
  }
  return {
    maxAttempts: retryLimit,
    backoff: { next },
    isWorthRetrying: error => {
      const problem = advisor.read(error)
      const decision = advisor.decide(problem, request, 1)
      if (decision.action === 'resend' || decision.action === 'resend-on-new-connection') return true
      // the backoff is asked with the true count, and pays
      if (decision.action === 'stop' && decision.reason === 'budget') return true
      advisor.delayMs(error, problem, request, 1)
      return false
    },
  }
}

export { problemOf } from './client.js'
