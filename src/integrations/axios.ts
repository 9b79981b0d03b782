/**
 * axios and axios-retry: problems on axios errors, and retries by `decideRetry`.
 * Comes in: an instance, or the errors that axios throws. Goes out: an interceptor, and the options of axios-retry.
 * This room decides nothing.
 */
import type { AxiosError, AxiosInstance } from 'axios'
import type { IAxiosRetryConfig } from 'axios-retry'
import type { ApiProblem, Exchange, ExchangeRequest } from '../index.js'
import {
  type Advisor,
  createAdvisor,
  problemOf as problemToldOn,
  type ReadOptions,
  type RetryOptions,
  retryLimit,
} from './client.js'

const isAxiosError = (error: unknown): error is AxiosError =>
  typeof error === 'object' && error !== null && 'isAxiosError' in error && error.isAxiosError === true

const requestOf = ({ config }: Pick<AxiosError, 'config'>): ExchangeRequest => ({
  method: config?.method,
  url:
    config?.url === undefined || /^[a-z][a-z0-9+.-]*:/i.test(config.url)
      ? config?.url
      : `${config.baseURL ?? ''}${config.url}`,
  headers: config?.headers,
})

type Chunks = Pick<AsyncIterator<unknown>, 'next' | 'return'>

/** The streams of the web and of Node: how to read one, and how to make one of chunks again. */
interface StreamKind<S> {
  readonly is: (data: object) => data is object & S
  readonly chunks: (stream: S) => Chunks
  readonly again: (chunks: AsyncIterableIterator<unknown>, like: S) => unknown
}

const web: StreamKind<ReadableStream> = {
  is: (data): data is object & ReadableStream => 'getReader' in data,
  chunks: stream => {
    const reader = stream.getReader()
    return {
      next: () => reader.read() as Promise<IteratorResult<unknown>>,
      return: async () => ({ done: true, value: await reader.cancel() }),
    }
  },
  again: chunks =>
    new ReadableStream({
      pull: async controller => {
        const { done, value } = await chunks.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: async () => {
        await chunks.return?.()
      },
    }),
}

interface NodeStream extends AsyncIterable<unknown> {
  readonly constructor: { readonly from: (chunks: AsyncIterable<unknown>, how: { objectMode: false }) => unknown }
}

const node: StreamKind<NodeStream> = {
  is: (data): data is object & NodeStream => 'pipe' in data && Symbol.asyncIterator in data,
  chunks: stream => stream[Symbol.asyncIterator](),
  // every class of Node's streams inherits `from`, which spares an import that browsers lack
  again: (chunks, like) => like.constructor.from(chunks, { objectMode: false }),
}

/** First what was read, then what was not. */
const resumed = (seen: readonly Uint8Array[], failure: Promise<never> | undefined, unread: Chunks) => {
  let at = 0
  const chunks: AsyncIterableIterator<unknown> = {
    next: async () => {
      const value = seen[at++]
      if (value !== undefined) return { done: false, value }
      return failure ?? unread.next()
    },
    return: async () => unread.return?.() ?? { done: true, value: undefined },
    [Symbol.asyncIterator]: () => chunks,
  }
  return chunks
}

/** Reads up to the cap; the stream that is left behind says all of it. */
const readStream = async <S>(kind: StreamKind<S>, stream: S, cap: number): Promise<readonly [Uint8Array, unknown]> => {
  const unread = kind.chunks(stream)
  const seen: Uint8Array[] = []
  let length = 0
  let failure: Promise<never> | undefined
  try {
    // one byte more than the cap, so that a cut is seen as one
    while (length <= cap) {
      const { done, value } = await unread.next()
      if (done === true || !(value instanceof Uint8Array)) break
      seen.push(value)
      length += value.length
    }
  } catch (error) {
    failure = Promise.reject(error)
    // told to whoever reads on, and to nobody else
    failure.catch(() => undefined)
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of seen) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return [bytes, kind.again(resumed(seen, failure, unread), stream)]
}

type Content = Pick<Exchange, 'body' | 'json'>

/** What is there without waiting; `undefined` for a stream or a blob. */
const contentOf = (data: unknown): Content | undefined => {
  if (typeof data === 'string' || data instanceof Uint8Array) return { body: data }
  if (data instanceof ArrayBuffer) return { body: new Uint8Array(data) }
  if (typeof data !== 'object' || data === null) return { json: data }
  return web.is(data) || node.is(data) || data instanceof Blob ? undefined : { json: data }
}

/** What was answered. Where the body of a success never came, nothing was: that is a failure of the transport. */
const answerOf = (error: AxiosError): Exchange | undefined => {
  const { response } = error
  if (response === undefined || (response.status < 400 && response.data === undefined)) return undefined
  return { status: response.status, headers: response.headers, request: requestOf(error), ...contentOf(response.data) }
}

/** The same with the body of a stream or blob, which stays readable for others. */
const wholeAnswerOf = async (error: AxiosError, cap: number): Promise<Exchange | undefined> => {
  const answer = answerOf(error)
  const { response } = error
  const data: unknown = response?.data
  if (answer === undefined || response === undefined || answer.status < 400) return answer
  if (typeof data !== 'object' || data === null) return answer
  if (data instanceof Blob) return { ...answer, body: new Uint8Array(await data.slice(0, cap + 1).arrayBuffer()) }
  // somebody else is reading
  if (web.is(data) && data.locked) return answer
  if (!web.is(data) && !node.is(data)) return answer
  const [body, again] = web.is(data) ? await readStream(web, data, cap) : await readStream(node, data, cap)
  response.data = again
  return { ...answer, body }
}

const read = async (advisor: Advisor, error: AxiosError): Promise<ApiProblem | undefined> =>
  problemToldOn(error) ?? advisor.read(error, await wholeAnswerOf(error, advisor.normalizer.limits.bodyBytes))

/**
 * Tells every error of an instance its problem, as `error.problem` and for {@link problemOf}. It stays the same `AxiosError`; a body
 * that is a stream stays readable. Goes before axios-retry, and gives back what undoes it.
 *
 * @example
 * const eject = attachProblems(axios)
 * await axios.get('/orders/7').catch(error => problemOf(error)?.kind) // 'not_found'
 *
 * @see https://axios-http.com/docs/interceptors
 * @category integrations
 * @since 0.1.0
 */
export const attachProblems = (instance: AxiosInstance, options: ReadOptions = {}): (() => void) => {
  const advisor = createAdvisor(options)
  const id = instance.interceptors.response.use(
    response => {
      advisor.succeeded(requestOf(response))
      return response
    },
    async (error: unknown) => {
      if (isAxiosError(error)) await read(advisor, error)
      throw error
    },
  )
  return () => instance.interceptors.response.eject(id)
}

let standard: Advisor | undefined

/**
 * The problem of an axios error, told on it or read now: of a stream that nobody told only status and fields. `undefined` for
 * errors of others, and where nothing failed.
 *
 * @example
 * try { await axios.get(url) } catch (error) { problemOf(error)?.retry }
 * problemOf(new RangeError('a bug')) // undefined
 *
 * @category accessors
 * @since 0.1.0
 */
export const problemOf = (error: unknown): ApiProblem | undefined => {
  const told = problemToldOn(error)
  if (told !== undefined || !isAxiosError(error)) return told
  return (standard ??= createAdvisor()).read(error, answerOf(error))
}

/**
 * Options of axios-retry in which `decideRetry` has the word: what may have been applied is not sent again, a wait is never
 * shorter than `Retry-After` asks, and one that is too long ends the retries.
 *
 * @example
 * axiosRetry(axios, problemRetry())
 * axiosRetry(axios, problemRetry({ idempotencyHeader: 'idempotency-key' }))
 *
 * @see https://github.com/softonic/axios-retry#options
 * @category integrations
 * @since 0.1.0
 */
export const problemRetry = (
  options: RetryOptions = {},
): Required<Pick<IAxiosRetryConfig, 'retries' | 'retryCondition' | 'retryDelay'>> => {
  const advisor = createAdvisor(options)
  const delays = new WeakMap<AxiosError, number>()
  return {
    retries: retryLimit,
    retryCondition: async error => {
      const attempt = (error.config?.['axios-retry']?.retryCount ?? 0) + 1
      const delayMs = advisor.delayMs(error, await read(advisor, error), requestOf(error), attempt)
      if (delayMs !== undefined) delays.set(error, delayMs)
      return delayMs !== undefined
    },
    // only asked of errors that the condition let pass
    retryDelay: (_, error) => delays.get(error) ?? 0,
  }
}
