/**
 * Any HTTP client: a failed attempt → problem → decision. What the integrations with clients share, and the subpath for a client that has none.
 * Comes in: an answer as an exchange, or whatever the client threw. Goes out: a problem, told on the error, and what to do next.
 * This room knows no library. Clock, chance and timer are those of the platform unless they are given.
 */
import { fieldsOf } from '../http/index.js'
import {
  type ApiProblem,
  type Attempt,
  createNormalizer,
  type Decision,
  decideRetry,
  type Exchange,
  type ExchangeRequest,
  fromTransport,
  isApiProblem,
  type Normalizer,
} from '../index.js'

/** What is needed to read failures. @category model @since 0.1.0 */
export interface ReadOptions {
  /** A normalizer of one's own, from `createNormalizer`. Default: all built-in dialects. */
  readonly normalizer?: Normalizer | undefined
  /** Epoch milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
}

/** What was decided on one attempt. @category model @since 0.1.0 */
export interface Decided {
  readonly decision: Decision
  /** Absent where the client failed in a way that is no failure of HTTP. */
  readonly problem: ApiProblem | undefined
  readonly request: ExchangeRequest
  /** Attempts made, this one included. */
  readonly attempt: number
}

/** What is needed to decide on the next attempt, too. @category model @since 0.1.0 */
export interface RetryOptions
  extends ReadOptions,
    Pick<Attempt, 'accept' | 'deadline' | 'maxWaitMs' | 'priorAttempts'> {
  /** Default: `client`. A gateway waits for nothing unless `maxWaitMs` says so. */
  readonly role?: Attempt['role'] | undefined
  /** The request field whose value is an idempotency key that this API honours. Default: it honours none. */
  readonly idempotencyHeader?: string | undefined
  /** Whether sending this request twice is the same as once, by the caller's own statement. Default: what its method promises. */
  readonly idempotent?: ((request: ExchangeRequest) => boolean) | undefined
  /** Told of every decision; what it does changes none. */
  readonly onDecision?: ((decided: Decided) => void) | undefined
  /** A draw from [0, 1). Default: `Math.random`. */
  readonly random?: (() => number) | undefined
  /** Waits where the library leaves that to its hook. Default: a timer. It rejects when the signal aborts. */
  readonly wait?: ((delayMs: number, signal?: AbortSignal) => Promise<void>) | undefined
}

/** For libraries that see a call and not its request. @category model @since 0.1.0 */
export interface CallOptions extends RetryOptions {
  /** What is sent: its method decides whether it may go out again. */
  readonly request: ExchangeRequest
}

/** Reads failures and decides. @category model @since 0.1.0 */
export interface Advisor {
  readonly normalizer: Normalizer
  readonly now: () => number
  /**
   * The problem of a failed attempt, told on the error from then on: the one it carries, else what the answer says (nothing below
   * 400), else that of a request without an answer.
   */
  readonly read: (error: unknown, answer?: Exchange) => ApiProblem | undefined
  /** What to do next; nobody is told. */
  readonly decide: (problem: ApiProblem | undefined, request: ExchangeRequest, attempt: number) => Decision
  /**
   * The wait before the next attempt in milliseconds, from 0 to 2^31 − 1; `undefined` where there is to be none. Where attempts
   * ran out, the error's problem is `exhausted` from then on, so that no layer above sends again what was sent enough.
   */
  readonly delayMs: (
    error: unknown,
    problem: ApiProblem | undefined,
    request: ExchangeRequest,
    attempt: number,
  ) => number | undefined
  readonly wait: (delayMs: number, signal?: AbortSignal) => Promise<void>
}

/** More than `decideRetry` ever allows: the libraries' own limits only have to stay out of its way. @category constants @since 0.1.0 */
export const retryLimit = 9

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'

/**
 * The problem that an error carries: one of an {@link ApiProblemError}, one that a hook told on it, or that of its cause.
 *
 * @example
 * try { await got(url) } catch (error) { problemOf(error)?.kind } // 'unavailable'
 * problemOf(new RangeError('a bug'))                              // undefined
 *
 * @category accessors
 * @since 0.1.0
 */
export const problemOf = (error: unknown): ApiProblem | undefined => {
  try {
    for (let at = error, depth = 0; isObject(at) && depth < 5; depth++) {
      const { problem, cause } = at as { readonly problem?: unknown; readonly cause?: unknown }
      if (isApiProblem(problem)) return problem
      at = cause
    }
  } catch {
    // an error whose getters throw carries nothing
  }
  return undefined
}

/**
 * Tells an error its problem, as a member that loggers and `JSON.stringify` do not see; what is no object stays as it is.
 *
 * @category constructors
 * @since 0.1.0
 */
export const attachProblem = <A>(error: A, problem: ApiProblem | undefined): A => {
  if (isObject(error) && problem !== undefined)
    Reflect.defineProperty(error, 'problem', { value: problem, enumerable: false, configurable: true, writable: true })
  return error
}

const timer = (delayMs: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(running)
      reject(signal?.reason)
    }
    const running = setTimeout(() => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }, delayMs)
    if (signal?.aborted) abort()
    else signal?.addEventListener('abort', abort, { once: true })
  })

type TypeName = 'function' | 'number' | 'object' | 'string'

const optionTypes: Readonly<Record<keyof CallOptions, TypeName | readonly string[]>> = {
  normalizer: 'object',
  now: 'function',
  role: ['client', 'gateway'],
  accept: ['unlikely'],
  deadline: 'number',
  maxWaitMs: 'number',
  priorAttempts: 'number',
  idempotencyHeader: 'string',
  idempotent: 'function',
  onDecision: 'function',
  random: 'function',
  wait: 'function',
  request: 'object',
}

/** A misspelt option would be a silent one. */
const checkOptions = (options: RetryOptions): void => {
  const refuse = (what: string): never => {
    throw new TypeError(`problem-dialects: options of a client: ${what}`)
  }
  if (typeof options !== 'object' || options === null) refuse('expected an object')
  for (const [name, value] of Object.entries(options)) {
    const wanted = Object.keys(optionTypes).includes(name) ? optionTypes[name as keyof CallOptions] : undefined
    if (wanted === undefined) refuse(`unknown option "${name}"; known are ${Object.keys(optionTypes).join(', ')}`)
    else if (value === undefined) continue
    else if (typeof wanted === 'string' && (typeof value !== wanted || value === null || Number.isNaN(value)))
      refuse(`${name}: expected ${wanted}`)
    else if (typeof wanted !== 'string' && !wanted.includes(value)) refuse(`${name}: expected ${wanted.join(' or ')}`)
  }
}

let made: Normalizer | undefined

const keyIn = ({ headers }: ExchangeRequest, name: string | undefined): string | undefined =>
  name === undefined ? undefined : fieldsOf(headers).get(name.toLowerCase())

const saysYes = (ask: RetryOptions['idempotent'], request: ExchangeRequest): boolean => {
  try {
    return ask?.(request) === true
  } catch {
    return false
  }
}

/** Where attempts ran out, those above must know: what was sent enough is not sent again by each layer. */
const exhausted = (problem: ApiProblem, made: number, before: number | undefined): ApiProblem => ({
  ...problem,
  retry: { ...problem.retry, attempts: made + (before ?? (problem.retry.attempts ?? 1) - 1), exhausted: true },
})

/**
 * Reads failures of one client and decides on the next attempt by `decideRetry`. An option that cannot work is a `TypeError`.
 *
 * @example
 * const advisor = createAdvisor({ maxWaitMs: 10_000 })
 * const problem = advisor.read(error, { status: 503, headers: { 'retry-after': '2' } })
 * advisor.delayMs(error, problem, { method: 'GET' }, 1)  // 2000 to 2200
 * advisor.delayMs(error, problem, { method: 'POST' }, 1) // undefined
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2
 * @category integrations
 * @since 0.1.0
 */
export const createAdvisor = (options: RetryOptions = {}): Advisor => {
  checkOptions(options)
  const { now = Date.now, random = Math.random, wait = timer, role = 'client', onDecision } = options
  const { accept, deadline, maxWaitMs, priorAttempts, idempotencyHeader, idempotent } = options
  const normalizer = options.normalizer ?? (made ??= createNormalizer())

  const decide: Advisor['decide'] = (problem, request, attempt) =>
    problem === undefined
      ? { action: 'stop', reason: 'nothing-failed' }
      : decideRetry(problem, {
          method: request.method ?? '',
          attempt,
          role,
          random,
          now: now(),
          deadline,
          maxWaitMs,
          accept,
          priorAttempts,
          idempotencyKey: keyIn(request, idempotencyHeader),
          idempotent: saysYes(idempotent, request),
        })

  return {
    normalizer,
    now,
    wait,
    decide,
    read: (error, answer) => {
      const receivedAt = now()
      const told = problemOf(error)
      const problem =
        told ??
        (answer === undefined ? fromTransport(error, { receivedAt }) : normalizer.normalize({ receivedAt, ...answer }))
      attachProblem(error, problem)
      return problem
    },
    delayMs: (error, problem, request, attempt) => {
      const decision = decide(problem, request, attempt)
      if (decision.action === 'stop' && decision.reason === 'attempts' && attempt > 1 && problem !== undefined)
        attachProblem(error, exhausted(problem, attempt, priorAttempts))
      try {
        onDecision?.({ decision, problem, request, attempt })
      } catch {
        // whoever only looks on changes nothing, also not by throwing
      }
      // new credentials are the caller's business, and none of these clients can be told to take a new connection: a broken one is never reused
      return decision.action === 'resend' || decision.action === 'resend-on-new-connection'
        ? decision.delayMs
        : undefined
    },
  }
}
