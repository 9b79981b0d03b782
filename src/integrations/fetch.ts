/**
 * WHATWG `fetch`: a `Response` in, a problem out; and a `fetch` that fails where the API says that it failed.
 * Comes in: a response whose body was not read yet, or a request. Goes out: a problem, or the response, its body untouched.
 * At most the cap of a failed body is read; the rest is cancelled. Only what `withProblems` makes throws, and only an `ApiProblemError`.
 */
import * as E from 'fp-ts/lib/Either.js'
import type * as TE from 'fp-ts/lib/TaskEither.js'
import {
  type ApiProblem,
  ApiProblemError,
  createNormalizer,
  type Exchange,
  fromTransport,
  type Normalizer,
} from '../index.js'

/** @category model @since 0.1.0 */
export interface ResponseOptions {
  /** A normalizer of one's own, from `createNormalizer`. Default: all built-in dialects. */
  readonly normalizer?: Normalizer | undefined
  /** The request that was answered, for problems that depend on its method. */
  readonly request?: { readonly method?: string | undefined; readonly url?: string | undefined } | undefined
  /** When the response arrived, in epoch milliseconds. Default: now. */
  readonly receivedAt?: number | undefined
}

let made: Normalizer | undefined
const standard = (): Normalizer => (made ??= createNormalizer())

interface ReadBody {
  readonly bytes: Uint8Array
  readonly warning?: string
}

const joined = (chunks: readonly Uint8Array[], length: number): Uint8Array => {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

/** One byte more than the cap, so that a cut is seen as one. */
const readBody = async (response: Response, cap: number): Promise<ReadBody> => {
  const nothing = new Uint8Array(0)
  if (response.bodyUsed)
    return { bytes: nothing, warning: 'body-used: the body was read before, so only status and fields are known' }
  if (response.body === null) return { bytes: nothing }
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    const reader = response.body.getReader()
    while (length <= cap) {
      const { done, value } = await reader.read()
      if (done) return { bytes: joined(chunks, length) }
      if (!(value instanceof Uint8Array)) throw new TypeError('a chunk of the body is no bytes')
      chunks.push(value)
      length += value.length
    }
    // nobody waits for the rest of a body that is too large
    reader.cancel().catch(() => undefined)
    return { bytes: joined(chunks, length) }
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 100) : 'unknown'
    return { bytes: joined(chunks, length), warning: `body-interrupted: ${length} bytes arrived, then: ${why}` }
  }
}

const withWarning = (problem: ApiProblem, warning: string | undefined): ApiProblem =>
  warning === undefined
    ? problem
    : { ...problem, source: { ...problem.source, warnings: [...problem.source.warnings, warning] } }

/**
 * The problem that a response says, or `undefined` where nothing failed; then the body is untouched. A failed response's body is
 * consumed, up to the cap: pass `response.clone()` to keep it.
 *
 * @example
 * const response = await fetch(url)
 * const problem = await problemFromResponse(response)
 * if (problem !== undefined) throw new ApiProblemError(problem)
 *
 * @see https://fetch.spec.whatwg.org/#response-class
 * @category integrations
 * @since 0.1.0
 */
export const problemFromResponse = async (
  response: Response,
  options: ResponseOptions = {},
): Promise<ApiProblem | undefined> => {
  const { request, receivedAt = Date.now(), normalizer = standard() } = options
  const head: Exchange = {
    status: response.status,
    headers: response.headers,
    receivedAt,
    request: { method: request?.method, url: request?.url ?? response.url },
  }
  // a response without a status (an error, or an opaque one) is no success
  if (response.status >= 200 && response.status < 400 && !normalizer.readsSuccess) return undefined
  const { bytes, warning } = await readBody(response, normalizer.limits.bodyBytes)
  const problem = normalizer.normalize({ ...head, body: bytes })
  return problem === undefined ? undefined : withWarning(problem, warning)
}

type Fetch = typeof fetch

/** How a call ended. The response of `ok: true` is unread. @category model @since 0.1.0 */
export type FetchResult =
  | { readonly ok: true; readonly response: Response }
  | { readonly ok: false; readonly problem: ApiProblem }

/** @category model @since 0.1.0 */
export interface ProblemFetch {
  /** As `fetch`, but it rejects with an `ApiProblemError` where the response failed or there was none. */
  (...request: Parameters<Fetch>): Promise<Response>
  /** The same call, which never rejects. */
  readonly result: (...request: Parameters<Fetch>) => Promise<FetchResult>
}

const requestOf = ([input, init]: Parameters<Fetch>) => {
  // a Request of another realm is one too
  const given = typeof input === 'object' && 'method' in input ? input : undefined
  return {
    method: init?.method ?? given?.method ?? 'GET',
    url: given?.url ?? String(input),
    // a signal of `null` takes that of the Request away
    signal: init?.signal === undefined ? given?.signal : init.signal,
  }
}

/** Who aborts may give any reason, and `fetch` rejects with just that; a `TimeoutError` is a time limit, and no change of mind. */
const failureOf = (error: unknown, signal: AbortSignal | null | undefined): unknown => {
  const isReason = signal?.aborted === true && error === signal.reason
  const isTimeout = error instanceof Error && error.name === 'TimeoutError'
  return isReason && !isTimeout ? new DOMException('the caller aborted the request', 'AbortError') : error
}

/** A call and its end; beside a problem without response what was thrown, for the chain of causes. */
const attempt = async (
  call: Fetch,
  request: Parameters<Fetch>,
  options: ResponseOptions,
): Promise<FetchResult & { readonly thrown?: unknown }> => {
  let asked: Partial<ReturnType<typeof requestOf>> = {}
  let response: Response
  try {
    asked = requestOf(request)
    response = await call(...request)
  } catch (thrown) {
    const problem = fromTransport(failureOf(thrown, asked.signal), { receivedAt: Date.now() })
    return { ok: false, problem, thrown }
  }
  const { method, url } = asked
  const readable = options.normalizer?.readsSuccess === true && response.ok ? response.clone() : response
  const problem = await problemFromResponse(readable, {
    ...options,
    request: { method, url: response.url || url, ...options.request },
  })
  return problem === undefined ? { ok: true, response } : { ok: false, problem }
}

/**
 * A `fetch` that rejects with an {@link ApiProblemError} for a failed response and for none at all: refused, timed out, aborted by
 * the caller (499, the reason as `cause`). `.result` says the same as a value. The body of a success is not touched.
 *
 * @example
 * const api = withProblems(fetch)
 * await (await api('/orders/7')).json()               // { id: 7 }
 * await api('/orders/8')                              // ApiProblemError: 404 Not Found
 * (await api.result('/orders/8')).ok                  // false
 *
 * @see https://fetch.spec.whatwg.org/#fetch-method
 * @category integrations
 * @since 0.1.0
 */
export const withProblems = (
  call: Fetch,
  options: { readonly normalizer?: Normalizer | undefined } = {},
): ProblemFetch => {
  if (typeof call !== 'function') throw new TypeError('problem-dialects: withProblems: expected a fetch function')
  const throwing = async (...request: Parameters<Fetch>): Promise<Response> => {
    const ended = await attempt(call, request, options)
    if (ended.ok) return ended.response
    throw new ApiProblemError(ended.problem, 'thrown' in ended ? { cause: ended.thrown } : undefined)
  }
  const result: ProblemFetch['result'] = async (...request) => {
    const ended = await attempt(call, request, options)
    return ended.ok ? ended : { ok: false, problem: ended.problem }
  }
  return Object.assign(throwing, { result })
}

/**
 * `fetch` as a `TaskEither`: `left(problem)` for a failed response and for no response at all, else `right(response)`, unread.
 *
 * @example
 * pipe(fetchTE('https://api.example.com/orders/7'), TE.mapLeft(({ kind }) => kind))
 *
 * @category integrations
 * @since 0.1.0
 */
export const fetchTE =
  (
    input: Parameters<Fetch>[0],
    init?: Parameters<Fetch>[1],
    options: ResponseOptions = {},
  ): TE.TaskEither<ApiProblem, Response> =>
  async () => {
    const ended = await attempt(fetch, [input, init], options)
    return ended.ok ? E.right(ended.response) : E.left(ended.problem)
  }
