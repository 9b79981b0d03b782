/**
 * WHATWG `fetch`: a `Response` in, a problem out.
 * Comes in: a response whose body was not read yet. Goes out: a problem, or `undefined` where nothing failed and nothing was read.
 * At most the cap of the body is read; the rest is cancelled. Nothing throws or rejects.
 */
import * as E from 'fp-ts/lib/Either.js'
import type * as TE from 'fp-ts/lib/TaskEither.js'
import { type ApiProblem, createNormalizer, type Exchange, fromTransport, type Normalizer } from '../index.js'

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
    request: { url: response.url, ...request },
  }
  // a response without a status (an error, or an opaque one) is no success
  if (response.status >= 200 && response.status < 400 && !normalizer.readsSuccess) return undefined
  const { bytes, warning } = await readBody(response, normalizer.limits.bodyBytes)
  const problem = normalizer.normalize({ ...head, body: bytes })
  return problem === undefined ? undefined : withWarning(problem, warning)
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
    input: Parameters<typeof fetch>[0],
    init?: Parameters<typeof fetch>[1],
    options: ResponseOptions = {},
  ): TE.TaskEither<ApiProblem, Response> =>
  async () => {
    let response: Response
    try {
      response = await fetch(input, init)
    } catch (error) {
      return E.left(fromTransport(error, { receivedAt: Date.now() }))
    }
    const readable = options.normalizer?.readsSuccess && response.ok ? response.clone() : response
    const problem = await problemFromResponse(readable, { request: { method: init?.method ?? 'GET' }, ...options })
    return problem === undefined ? E.right(response) : E.left(problem)
  }
