/**
 * ky: problems on its errors, and its retries by `decideRetry`.
 * Comes in: the errors that ky throws, of its first and second major version. Goes out: its own tables of hooks and of retry options.
 * This room decides nothing. ky is ESM-only.
 */
import type { ApiProblem, ExchangeRequest } from '../index.js'
import {
  type Advisor,
  attachProblem,
  createAdvisor,
  problemOf,
  type ReadOptions,
  type RetryOptions,
  retryLimit,
} from './client.js'
import { problemFromResponse } from './fetch.js'

type BeforeRetryHook = import('ky', { with: { 'resolution-mode': 'import' }}).BeforeRetryHook
type KyRetryOptions = import('ky', { with: { 'resolution-mode': 'import' }}).RetryOptions

/** What an error of ky may carry: `data` is the body that ky 2 has read. */
type Failed = Error & { readonly response?: Response; readonly request?: Request; readonly data?: unknown }

/** What ky 2 gives its hooks. */
interface State {
  readonly request: Request
  readonly response: Response
}

const requestOf = (request: Request | undefined): ExchangeRequest => ({
  method: request?.method,
  url: request?.url,
  headers: request?.headers,
})

const read = async (advisor: Advisor, error: Failed, sent?: Request): Promise<ApiProblem | undefined> => {
  const { response, data } = error
  const request = requestOf(error.request ?? sent)
  if (response === undefined || problemOf(error) !== undefined) return advisor.read(error)
  if (response.bodyUsed && data !== undefined) {
    const content = typeof data === 'string' ? { body: data } : { json: data }
    return advisor.read(error, { status: response.status, headers: response.headers, request, ...content })
  }
  // the body stays there for others
  const unread = response.bodyUsed || response.body?.locked ? response : response.clone()
  const { normalizer, now } = advisor
  const problem = await problemFromResponse(unread, { normalizer, request, receivedAt: now() })
  attachProblem(error, problem)
  return problem
}

/**
 * Hooks that tell every error its problem, as `error.problem` and for `problemOf(error)`. The error stays ky's own, and its body
 * unread. They fit ky 1 (`(error)`) and ky 2 (`({ error })`); with `budgets` they also count what works.
 *
 * @example
 * const api = ky.extend({ hooks: problemHooks() })
 * await api('https://api.example.com/orders/7').catch(error => problemOf(error)?.kind) // 'not_found'
 *
 * @see https://github.com/sindresorhus/ky#hooksbeforeerror
 * @category integrations
 * @since 0.1.0
 */
export const problemHooks = (
  options: ReadOptions = {},
): {
  beforeError: (<E extends Error>(given: E | { readonly error: E }) => Promise<E>)[]
  afterResponse: ((given: Request | State, options?: unknown, response?: Response) => void)[]
} => {
  const advisor = createAdvisor(options)
  const count = (given: Request | State, _?: unknown, received?: Response): void => {
    const { request, response } = 'response' in given ? given : { request: given, response: received }
    if (response !== undefined && response.status < 400) advisor.succeeded(requestOf(request))
  }
  return {
    // ky copies the response for each of these hooks
    afterResponse: options.budgets === undefined ? [] : [count],
    beforeError: [
      async given => {
        const error = given instanceof Error ? given : given.error
        await read(advisor, error)
        return error
      },
    ],
  }
}

/** Every method may come before the hook, which knows better. */
const methods = 'get head options trace query put delete post patch propfind report search'.split(' ')

/**
 * Options in which `decideRetry` has the word: ky asks it before each retry, and waits as long as it says. What may have been
 * applied is not sent again, a wait is never shorter than `Retry-After` asks, and one that is too long ends the retries.
 *
 * @example
 * ky.extend(problemRetry())
 * ky.post(url, { json, ...problemRetry({ idempotencyHeader: 'idempotency-key' }) })
 *
 * @see https://github.com/sindresorhus/ky#hooksbeforeretry
 * @category integrations
 * @since 0.1.0
 */
export const problemRetry = (
  options: RetryOptions = {},
): { retry: KyRetryOptions; hooks: { beforeRetry: BeforeRetryHook[] } } => {
  const advisor = createAdvisor(options)
  return {
    // neither `shouldRetry` nor `delay` sees the request; the hook does, and throwing in it is how ky is stopped
    retry: { limit: retryLimit, methods: [...methods], shouldRetry: () => true, delay: () => 0 },
    hooks: {
      beforeRetry: [
        async ({ request, error, retryCount }) => {
          // a hook of the caller's own asked for this one
          if (error.name === 'ForceRetryError') return
          const problem = await read(advisor, error, request)
          const delayMs = advisor.delayMs(error, problem, requestOf(request), retryCount)
          if (delayMs === undefined) throw error
          // after a timeout ky's own signal is aborted, and says nothing of the caller
          await advisor.wait(delayMs, request.signal.aborted ? undefined : request.signal)
        },
      ],
    },
  }
}

export { problemOf } from './client.js'
