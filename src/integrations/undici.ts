/**
 * undici: failed responses of `request` as problems, and the retries of its RetryAgent by `decideRetry`.
 * Comes in: what a dispatcher dispatches. Goes out: an interceptor for `compose`, and the options of RetryAgent.
 * This room decides nothing. For `fetch` there is the integration of that name.
 */
import type { Dispatcher, RetryHandler } from 'undici'
import { ApiProblemError, type Exchange, type ExchangeRequest } from '../index.js'
import { type Advisor, createAdvisor, type ReadOptions, type RetryOptions } from './client.js'

type Dispatched = Pick<Dispatcher.DispatchOptions, 'origin' | 'path' | 'method' | 'headers'>

/** undici also takes names and values in one flat list; every other form is one that fields are read from. */
const fieldsIn = (headers: Dispatched['headers']): ExchangeRequest['headers'] => {
  if (!Array.isArray(headers)) return headers as ExchangeRequest['headers']
  const pairs: (readonly [string, string])[] = []
  for (let i = 0; i + 1 < headers.length; i += 2) pairs.push([String(headers[i]), String(headers[i + 1])])
  return pairs
}

const requestOf = ({ origin, path, method, headers }: Dispatched): ExchangeRequest => ({
  method,
  url: `${String(origin ?? '')}${path}`,
  headers: fieldsIn(headers),
})

/** Passes on what goes well. A failed response is read up to the cap, and becomes an error of the request. */
const reading = (
  { normalizer, now, read, succeeded }: Advisor,
  request: ExchangeRequest,
  handler: Dispatcher.DispatchHandler,
): Dispatcher.DispatchHandler => {
  let failed: { readonly head: Exchange; readonly chunks: Buffer[]; length: number } | undefined
  const errorOf = ({ head, chunks }: NonNullable<typeof failed>, cause?: Error): ApiProblemError => {
    const problem = normalizer.decode({ ...head, body: Buffer.concat(chunks), receivedAt: now() })
    return new ApiProblemError(problem, cause && { cause })
  }
  return {
    onRequestStart: (controller, context) => {
      failed = undefined
      handler.onRequestStart?.(controller, context)
    },
    onRequestUpgrade: (...upgrade) => handler.onRequestUpgrade?.(...upgrade),
    onResponseStart: (controller, status, headers, message) => {
      if (status < 400) {
        if (status >= 200) succeeded(request)
        return handler.onResponseStart?.(controller, status, headers, message)
      }
      failed = { head: { status, headers, request }, chunks: [], length: 0 }
    },
    onResponseData: (controller, chunk) => {
      if (failed === undefined) return handler.onResponseData?.(controller, chunk)
      failed.chunks.push(chunk)
      failed.length += chunk.length
      // nobody waits for the rest of a body that is too large
      if (failed.length > normalizer.limits.bodyBytes) controller.abort(errorOf(failed))
    },
    onResponseEnd: (controller, trailers) => {
      if (failed === undefined) return handler.onResponseEnd?.(controller, trailers)
      handler.onResponseError?.(controller, errorOf(failed))
    },
    onResponseError: (controller, error) => {
      const told = failed === undefined || error instanceof ApiProblemError ? error : errorOf(failed, error)
      read(told)
      handler.onResponseError?.(controller, told)
    },
  }
}

/**
 * An interceptor that makes failed responses of `request`, `stream` and `pipeline` reject with an {@link ApiProblemError}. Errors
 * without a response stay those of undici, and are told their problem as `error.problem`.
 *
 * @example
 * const client = new Agent().compose(problems())
 * await request(url, { dispatcher: client }).catch(error => problemOf(error)?.kind) // 'not_found'
 *
 * @see https://undici.nodejs.org/#/docs/api/Dispatcher?id=dispatchercomposeinterceptors-interceptor
 * @category integrations
 * @since 0.1.0
 */
export const problems = (options: ReadOptions = {}): Dispatcher.DispatcherComposeInterceptor => {
  const advisor = createAdvisor(options)
  return dispatch => (sent, handler) => dispatch(sent, reading(advisor, requestOf(sent), handler))
}

/** A failed response as RetryAgent shows it: without its body. */
type Answered = Error & { readonly statusCode?: number; readonly headers?: Exchange['headers'] }

/**
 * Options of RetryAgent in which `decideRetry` has the word: what may have been applied is not sent again, a wait is never
 * shorter than `Retry-After` asks, and one that is too long ends the retries: then the response is passed on as it came.
 * RetryAgent shows no body, so the decision is made from status and fields; compose {@link problems} on top to read the last one.
 *
 * @example
 * new RetryAgent(new Agent(), problemRetry()).compose(problems())
 *
 * @see https://undici.nodejs.org/#/docs/api/RetryHandler
 * @category integrations
 * @since 0.1.0
 */
export const problemRetry = (
  options: RetryOptions = {},
): Pick<RetryHandler.RetryOptions, 'throwOnError'> & { retry: RetryHandler.RetryCallback } => {
  const advisor = createAdvisor(options)
  return {
    throwOnError: false,
    retry: (error: Answered, { state, opts }, callback) => {
      const { statusCode: status, headers } = error
      const request = requestOf(opts)
      const problem = advisor.read(error, status === undefined ? undefined : { status, headers, request })
      const delayMs = advisor.delayMs(error, problem, request, state.counter)
      if (delayMs === undefined) return callback(error)
      const { signal } = opts as { readonly signal?: unknown }
      const aborting = signal instanceof AbortSignal ? signal : undefined
      advisor.wait(delayMs, aborting).then(
        () => callback(null),
        // a response that was aborted meanwhile undici has told already, and a request that never began it has not
        () => callback(status === undefined ? aborting?.reason : null),
      )
    },
  }
}

export { problemOf } from './client.js'
