/**
 * p-retry: its retries by `decideRetry`.
 * Comes in: what a retried function threw. Goes out: the options of p-retry.
 * This room decides nothing, and sees no request: the caller says what is sent. p-retry is ESM-only.
 */
import { type CallOptions, createAdvisor, retryLimit } from './client.js'

type Options = import('p-retry', { with: { 'resolution-mode': 'import' }}).Options

/**
 * Options of p-retry for one request. A problem that the error carries decides; any other error counts as a request without an
 * answer. The wait is in `shouldRetry`, as `Retry-After` has no place in p-retry's own.
 *
 * @example
 * await pRetry(() => load('/orders/7'), problemRetry({ request: { method: 'GET' } }))
 * await pRetry(() => pay(order), problemRetry({ request: { method: 'POST' } })) // sent once, unless it was surely not applied
 *
 * @see https://github.com/sindresorhus/p-retry#api
 * @category integrations
 * @since 0.1.0
 */
export const problemRetry = (
  options: CallOptions & { readonly signal?: AbortSignal | undefined },
): Pick<Options, 'retries' | 'minTimeout' | 'shouldRetry' | 'signal'> => {
  const { signal, ...rest } = options
  const advisor = createAdvisor(rest)
  return {
    retries: retryLimit,
    minTimeout: 0,
    signal,
    shouldRetry: async ({ error, attemptNumber }) => {
      const delayMs = advisor.delayMs(error, advisor.read(error), options.request, attemptNumber)
      if (delayMs === undefined) return false
      await advisor.wait(delayMs, signal)
      return true
    },
  }
}

export { problemOf } from './client.js'
