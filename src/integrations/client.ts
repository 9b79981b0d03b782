/**
 * Any HTTP client: a failed attempt → problem → decision. What the integrations with clients share, and the subpath for a client that has none.
 * Comes in: an answer as an exchange, or whatever the client threw. Goes out: a problem, told on the error, and what to do next.
 * This room knows no library. Clock, chance and timer are those of the platform unless they are given.
 */
import { fieldsOf } from '../http/index.js'
import {
  type ApiProblem,
  createNormalizer,
  type Exchange,
  type ExchangeRequest,
  fromTransport,
  isApiProblem,
  type Normalizer,
} from '../index.js'
import {
  type Attempt,
  type BudgetBook,
  budgetKeys,
  type Clock,
  callable,
  checkPolicy,
  type Decision,
  decideRetry,
  givenUp,
  notify,
  policyRules,
  text,
  timeless,
  timesSent,
} from '../retry/index.js'

/** What is needed to read failures, and to count what works. @category model @since 0.1.0 */
export interface ReadOptions {
  /** A normalizer of one's own, from `createNormalizer`. Default: all built-in dialects. */
  readonly normalizer?: Normalizer | undefined
  /** Default: the clock and the timers of the platform. */
  readonly clock?: Partial<Clock> | undefined
  /** What pays for retries, from `budgetBook`: give the same one to what reads and to what retries. Default: nobody counts. */
  readonly budgets?: BudgetBook | undefined
  /** Who pays as well where a limit is the client's own: a tenant of a gateway, by a name that is no secret. */
  readonly client?: string | undefined
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

type OfAttempt = Pick<Attempt, 'accept' | 'deadline' | 'jitter' | 'maxAttempts' | 'maxWaitMs' | 'priorAttempts'>

/** What is needed to decide on the next attempt, too. @category model @since 0.1.0 */
export interface RetryOptions extends ReadOptions, OfAttempt {
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
  /** Books what worked. */
  readonly succeeded: (request: ExchangeRequest) => void
  /** What to do next; nobody is told, and nothing is booked. */
  readonly decide: (problem: ApiProblem | undefined, request: ExchangeRequest, attempt: number) => Decision
  /**
   * The wait before the next attempt in milliseconds, from 0 to 2^31 − 1; `undefined` where there is to be none. The error's problem
   * then says how often it was tried, and whether that was enough, so that no layer above sends again what was sent enough.
   */
  readonly delayMs: (
    error: unknown,
    problem: ApiProblem | undefined,
    request: ExchangeRequest,
    attempt: number,
  ) => number | undefined
  /** Waits; rejects with the reason of the signal once that is aborted. */
  readonly wait: (delayMs: number, signal?: AbortSignal) => Promise<void>
}

/** More than `decideRetry` ever allows: the libraries' own limits only have to stay out of its way. @category constants @since 0.1.0 */
export const retryLimit = 9

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'

/**
 * The problem that an error carries: one of an `ApiProblemError`, one that a hook told on it, or that of its cause.
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

const sleep: Clock['sleep'] = (ms, signal) =>
  new Promise<void>(resolve => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    if (signal.aborted) done()
    else signal.addEventListener('abort', done)
  })

const { accept, budgets, client, deadline, jitter, maxAttempts, maxWaitMs, onDecision, priorAttempts, random, role } =
  policyRules
const anObject: typeof text = ['an object', value => typeof value === 'object' && value !== null]

/** A misspelt option would be a silent one. */
const optionRules: Readonly<Record<keyof CallOptions, typeof text>> = {
  ...{ accept, budgets, client, deadline, jitter, maxAttempts, maxWaitMs, onDecision, priorAttempts, random, role },
  normalizer: anObject,
  clock: anObject,
  request: anObject,
  idempotencyHeader: text,
  idempotent: callable,
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

/** A relative address is that of the one server of this client. */
const serverOf = ({ url = '' }: ExchangeRequest): string => /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(url)?.[0] ?? ''

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
  checkPolicy('problem-dialects: options of a client', options, optionRules)
  const {
    clock,
    budgets,
    client,
    idempotencyHeader,
    idempotent,
    onDecision,
    role = 'client',
    random = Math.random,
  } = options
  const { accept, deadline, jitter, maxAttempts, maxWaitMs, priorAttempts = 0 } = options
  const normalizer = options.normalizer ?? (made ??= createNormalizer())
  const now = clock?.now ?? Date.now

  const keysOf = (problem: ApiProblem, request: ExchangeRequest): readonly string[] =>
    budgetKeys(problem.retry.scope, serverOf(request), client)

  const decide: Advisor['decide'] = (problem, request, attempt) =>
    problem === undefined
      ? { action: 'stop', reason: 'nothing-failed' }
      : decideRetry(timeless(problem), {
          ...{ accept, attempt, deadline, jitter, maxAttempts, maxWaitMs, random, role, now: now() },
          method: request.method ?? '',
          idempotencyKey: keyIn(request, idempotencyHeader),
          idempotent: saysYes(idempotent, request),
          priorAttempts: priorAttempts + timesSent(problem) - 1,
          budget: budgets?.of(keysOf(problem, request)),
        })

  return {
    normalizer,
    now,
    decide,
    read: (error, answer) => {
      const receivedAt = now()
      const told = problemOf(error)
      const fresh = (): ApiProblem | undefined =>
        answer === undefined ? fromTransport(error, { receivedAt }) : normalizer.normalize({ receivedAt, ...answer })
      const problem = told ?? fresh()
      attachProblem(error, problem)
      return problem
    },
    succeeded: request => {
      budgets?.step(budgetKeys('client', serverOf(request), client), 'success')
    },
    delayMs: (error, problem, request, attempt) => {
      const decision = decide(problem, request, attempt)
      notify(onDecision, { decision, problem, request, attempt })
      // new credentials are the caller's business, and none of these clients can be told to take a new connection: a broken one is never reused
      const delayMs =
        decision.action === 'resend' || decision.action === 'resend-on-new-connection' ? decision.delayMs : undefined
      if (problem === undefined) return undefined
      const reason = 'reason' in decision ? decision.reason : undefined
      // a refusal is booked too, so that what is spent is not forgotten
      if (delayMs !== undefined || reason === 'budget') budgets?.step(keysOf(problem, request), 'retry')
      const sent = attempt - 1 + timesSent(problem)
      if (delayMs === undefined) attachProblem(error, givenUp(problem, sent, priorAttempts + sent, reason))
      return delayMs
    },
    wait: async (delayMs, signal = new AbortController().signal) => {
      await (clock?.sleep ?? sleep)(delayMs, signal)
      if (signal.aborted) throw signal.reason
    },
  }
}
