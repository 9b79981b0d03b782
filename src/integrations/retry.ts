/**
 * The runner on the clock of the platform: requests that are tried again as far as that is safe, and work that is followed to its end.
 * Comes in: a request, as a `TaskEither` or as a function that gives a promise. Goes out: its result, or the problem.
 * What is decided, and why, is in `retry/`; this room only knows timers, chance, URLs and `Response`.
 */
import * as E from 'fp-ts/lib/Either.js'
import type * as TE from 'fp-ts/lib/TaskEither.js'
import { type ApiProblem, ApiProblemError } from '../index.js'
import {
  type Answer,
  type AttemptContext,
  follow,
  type PollContext,
  type PollPolicy,
  type PollWorld,
  type Request,
  type RetryPolicy,
  run,
  settingsOf,
} from '../retry/index.js'
import { problemFromResponse } from './fetch.js'

export {
  type Answer,
  type Attempt,
  type AttemptContext,
  type Backoff,
  type Budget,
  type BudgetBook,
  type BudgetPolicy,
  backoff,
  budget,
  budgetBook,
  budgetKeys,
  type Clock,
  type Decision,
  type DecisionEvent,
  decideRetry,
  defaultBudget,
  type Jitter,
  jitters,
  maxBackoffMs,
  maxTimerMs,
  type OperationState,
  type PollContext,
  type PollPolicy,
  priorAttemptsOf,
  type Request,
  type RetryPolicy,
  type StopReason,
  stepBudget,
  strictBudget,
} from '../retry/index.js'

/** Timers may fire up to a millisecond early. */
const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, Math.min(ms + 1, 2_147_483_647))
    signal.addEventListener('abort', done)
  })

const resolveUrl: PollWorld['resolve'] = (reference, base) => {
  try {
    const { href, origin, protocol } = new URL(reference, base)
    return protocol === 'https:' || protocol === 'http:' ? { href, origin } : undefined
  } catch {
    return undefined
  }
}

const isResponse = (value: unknown): value is Response => {
  const { status, headers, clone } = Object(value) as Partial<Response>
  return typeof status === 'number' && typeof headers?.get === 'function' && typeof clone === 'function'
}

/** A document on the work is small; more than this is none. */
const mostCharacters = 65_536

const bodyOf = async (answer: Answer): Promise<unknown> => {
  try {
    if (!isResponse(answer)) {
      const { json, body } = answer as { readonly json?: unknown; readonly body?: unknown }
      return json ?? (typeof body === 'string' ? JSON.parse(body) : undefined)
    }
    const reader = answer.clone().body?.getReader()
    const decoder = new TextDecoder()
    let text = ''
    while (reader !== undefined) {
      const { done, value } = await reader.read()
      if (done) return JSON.parse(text + decoder.decode())
      text += decoder.decode(value, { stream: true })
      if (text.length > mostCharacters) {
        // nobody waits for the rest
        reader.cancel().catch(() => undefined)
        return undefined
      }
    }
    return undefined
  } catch {
    return undefined
  }
}

const world: PollWorld = {
  clock: { now: () => Date.now(), sleep },
  random: () => Math.random(),
  never: () => new AbortController().signal,
  resolve: resolveUrl,
  bodyOf,
}

/**
 * Tries a request again as far as `decideRetry` allows it: never what may have been applied, never earlier than the server asked,
 * never beyond attempts, time and budget. What is given up carries `retry.attempts`, and `exhausted` where nobody above should try
 * either. Make it once; what differs from request to request is said beside the request.
 *
 * @example
 * const get = retrying({ method: 'GET', totalMs: 10_000 })
 * await get(({ signal }) => fetchTE(url, { signal }))()                       // right(response), after a 503 perhaps
 * await get(fetchTE(url), { method: 'POST' })()                               // left(problem): a 502 is not sent again
 *
 * @category integrations
 * @since 0.1.0
 */
export const retrying = (policy: RetryPolicy) => {
  const settings = settingsOf(policy, world)
  return <A>(request: Request<AttemptContext, A>, over?: Partial<RetryPolicy>): TE.TaskEither<ApiProblem, A> => {
    const all = settings(over)
    return () => run(all, request)
  }
}

/** A call that gives a promise, as one that gives an `Either`; what was thrown last is kept for the chain of causes. */
const asRequest = <C, A>(call: (context: C) => A | Promise<A>, method: string) => {
  let thrown: unknown
  const request = async (context: C): Promise<E.Either<ApiProblem, A>> => {
    thrown = undefined
    let value: A
    try {
      value = await call(context)
    } catch (error) {
      thrown = error
      throw error
    }
    const problem = isResponse(value) ? await problemFromResponse(value, { request: { method } }) : undefined
    return problem === undefined ? E.right(value) : E.left(problem)
  }
  const settled = (result: E.Either<ApiProblem, A>): A => {
    if (E.isRight(result)) return result.right
    const isOurs = thrown === undefined || thrown instanceof ApiProblemError
    throw new ApiProblemError(result.left, isOurs ? undefined : { cause: thrown })
  }
  return { request, settled }
}

/**
 * The same for promises: it gives what the call gave, and rejects with an `ApiProblemError` where it is given up. A call fails by
 * throwing, or by giving a `Response` that failed.
 *
 * @example
 * const get = retry({ method: 'GET' })
 * await get(({ signal }) => fetch(url, { signal }))                           // a Response that did not fail
 * await get(() => fetch('https://nowhere.example'))                           // ApiProblemError: 502 Bad Gateway (ENOTFOUND)
 *
 * @category integrations
 * @since 0.1.0
 */
export const retry = (policy: RetryPolicy) => {
  const settings = settingsOf(policy, world)
  return async <A>(call: (context: AttemptContext) => A | Promise<A>, over?: Partial<RetryPolicy>): Promise<A> => {
    const all = settings(over)
    const { request, settled } = asRequest(call, all.method)
    return settled(await run(all, request))
  }
}

/**
 * Follows a request that was accepted (202) to its end: asks its status monitor (`Operation-Location`, `Azure-AsyncOperation`,
 * `Location`) when the server says, at its own origin. An answer that leaves nothing open is given back as it is. A problem of
 * polling is never leave to send the request again.
 *
 * @example
 * pipe(order, TE.chain(polling({ totalMs: 60_000 })(({ url, signal }) => fetchTE(url, { signal })))) // right(the last answer)
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.3.3
 * @category integrations
 * @since 0.1.0
 */
export const polling = (policy: PollPolicy = {}) => {
  const followed = follow(policy, world)
  return <A extends Answer>(ask: Request<PollContext, A>) =>
    (accepted: A): TE.TaskEither<ApiProblem, A> =>
    () =>
      followed(ask, accepted)
}

/**
 * The same for promises: it gives the last answer, and rejects with an `ApiProblemError`.
 *
 * @example
 * const done = await poll({ totalMs: 60_000 })(({ url, signal }) => fetch(url, { signal }))(accepted)
 *
 * @category integrations
 * @since 0.1.0
 */
export const poll = (policy: PollPolicy = {}) => {
  const followed = follow(policy, world)
  return <A extends Answer>(ask: (context: PollContext) => A | Promise<A>) =>
    async (accepted: A): Promise<A> => {
      const { request, settled } = asRequest(ask, 'GET')
      return settled(await followed(request, accepted))
    }
}
