/**
 * got: problems on its errors, and its retries by `decideRetry`.
 * Comes in: the errors that got throws. Goes out: its own tables of hooks and of retry options.
 * This room decides nothing. got is ESM-only.
 */
import type { Exchange, ExchangeRequest } from '../index.js'
import { createAdvisor, type ReadOptions, type RetryOptions, retryLimit } from './client.js'

type AfterResponseHook = import('got', { with: { 'resolution-mode': 'import' }}).AfterResponseHook
type BeforeErrorHook = import('got', { with: { 'resolution-mode': 'import' }}).BeforeErrorHook
type RequestError = import('got', { with: { 'resolution-mode': 'import' }}).RequestError
type RetryFunction = import('got', { with: { 'resolution-mode': 'import' }}).RetryFunction

const requestOf = ({ options }: Pick<RequestError, 'options'>): ExchangeRequest => ({
  method: options.method,
  url: String(options.url ?? ''),
  headers: options.headers,
})

/** What was answered. Where the body of a success never came, nothing was: that is a failure of the transport. */
const answerOf = (error: RequestError): Exchange | undefined => {
  const { name, response } = error
  if (response === undefined) return undefined
  const { statusCode: status, headers, rawBody, body } = response
  const raw: unknown = rawBody ?? body
  if (status < 400 && raw === undefined && name !== 'MaxRedirectsError') return undefined
  const content = typeof raw === 'string' || raw instanceof Uint8Array ? { body: raw } : { json: raw }
  return { status, headers, request: requestOf(error), ...content }
}

/**
 * Hooks that tell every error its problem, as `error.problem` and for `problemOf(error)`. The error stays got's own.
 *
 * @example
 * const api = got.extend({ hooks: problemHooks() })
 * await api('https://api.example.com/orders/7').catch(error => problemOf(error)?.kind) // 'not_found'
 *
 * @see https://github.com/sindresorhus/got/blob/main/documentation/9-hooks.md
 * @category integrations
 * @since 0.1.0
 */
export const problemHooks = (
  options: ReadOptions = {},
): { beforeError: BeforeErrorHook[]; afterResponse: AfterResponseHook[] } => {
  const advisor = createAdvisor(options)
  return {
    afterResponse: [
      response => {
        if (response.statusCode < 400) advisor.succeeded(requestOf(response.request))
        return response
      },
    ],
    beforeError: [
      error => {
        advisor.read(error, answerOf(error))
        return error
      },
    ],
  }
}

/**
 * Retry options in which `decideRetry` has the word, got's own rules none: what may have been applied is not sent again, a wait
 * is never shorter than `Retry-After` asks, and one that is too long ends the retries. A `limit` of one's own still holds.
 *
 * @example
 * got.extend({ retry: problemRetry() })
 * got.post(url, { json, retry: problemRetry({ idempotencyHeader: 'idempotency-key' }) })
 *
 * @see https://github.com/sindresorhus/got/blob/main/documentation/7-retry.md
 * @category integrations
 * @since 0.1.0
 */
export const problemRetry = (
  options: RetryOptions = {},
): { limit: number; enforceRetryRules: false; calculateDelay: RetryFunction } => {
  const advisor = createAdvisor(options)
  return {
    limit: retryLimit,
    enforceRetryRules: false,
    calculateDelay: ({ attemptCount, retryOptions, error, computedValue }) => {
      // a hook of the caller's own asked for this one
      if (error.name === 'RetryError') return computedValue
      if (attemptCount > retryOptions.limit) return 0
      const delayMs = advisor.delayMs(error, advisor.read(error, answerOf(error)), requestOf(error), attemptCount)
      // to got, 0 is no retry
      return delayMs === undefined ? 0 : Math.max(1, delayMs)
    },
  }
}

export { problemOf } from './client.js'
