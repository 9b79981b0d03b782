/**
 * Polling: a request that was accepted, followed to its end.
 * Comes in: the answer to the request, a way to ask the status monitor, a policy. Goes out: the answer that ends it, or a problem.
 * It follows nobody to another origin unless told so, waits on the clock that it was given, and ends at a deadline.
 */
import * as E from 'fp-ts/lib/Either.js'
import { delayHint } from '../http/delay.js'
import { fieldsOf } from '../http/fields.js'
import { type ApiProblem, problem } from '../problem.js'
import { asProblem } from '../problem-codec.js'
import { hintJitter, maxTimerMs } from './backoff.js'
import { endOf, unlessAborted } from './cancel.js'
import { type Answer, monitorOf, type OperationState, stateOf, unfinished, unsuccessful } from './monitor.js'
import { type Clock, callable, checkPolicy, policyRules, type RetryPolicy, text, type World } from './policy.js'
import { deadlineOf, notify, once, problemOfError, type Request, waited } from './run.js'

/** What one question to the monitor is told. @category model @since 0.1.0 */
export interface PollContext {
  /** 1 for the first. */
  readonly attempt: number
  /** The absolute URL of the status monitor. */
  readonly url: string
  readonly signal: AbortSignal
}

/** How to follow a request that was accepted. @category model @since 0.1.0 */
export interface PollPolicy
  extends Pick<RetryPolicy, 'deadline' | 'totalMs' | 'maxAttempts' | 'maxWaitMs' | 'signal' | 'random' | 'clock'> {
  /** Where the request went, if the answer to it does not say so: references are relative to it. */
  readonly url?: string | undefined
  /** Other origins, such as `https://jobs.example.com`, where a monitor may be. Whoever asks there sends its credentials there. */
  readonly allowedOrigins?: readonly string[] | undefined
  /** What an answer of the monitor says, where its status and its member `status` do not tell; `undefined` leaves it to them. */
  readonly stateOf?: ((answer: never) => OperationState | undefined | Promise<OperationState | undefined>) | undefined
  readonly onPoll?:
    | ((event: { readonly attempt: number; readonly url: string; readonly waitedMs: number }) => void)
    | undefined
}

/** What polling needs beside a clock. @category model @since 0.1.0 */
export interface PollWorld extends World {
  /** An absolute http(s) URL and its origin, or nothing. */
  readonly resolve: (
    reference: string,
    base: string | undefined,
  ) => { readonly href: string; readonly origin: string } | undefined
  /** The body of an answer as JSON, or nothing. The answer can still be read afterwards. */
  readonly bodyOf: (answer: Answer) => Promise<unknown>
}

const pollRules = {
  ...{ deadline: policyRules.deadline, totalMs: policyRules.totalMs, maxAttempts: policyRules.maxAttempts },
  ...{ maxWaitMs: policyRules.maxWaitMs, signal: policyRules.signal, random: policyRules.random },
  clock: policyRules.clock,
  url: text,
  allowedOrigins: ['a list of origins', (value: unknown) => Array.isArray(value)],
  stateOf: callable,
  onPoll: callable,
} as const

/** A second, half as much again each time, at most 30 s; and up to a tenth more, as for a wait that was asked for. */
const pace = (attempt: number): number => Math.min(30_000, 1_000 * 1.5 ** Math.min(attempt - 1, 20))

const failure = (status: 502 | 504, detail: string): ApiProblem =>
  problem({
    ...{ status, detail, dialect: 'transport' },
    retry: { countsAsFailure: false },
    source: { rung: 'declared', answeredBy: 'transport', rivals: [], warnings: [] },
  })

/**
 * Follows an accepted request to its end. It never rejects; an answer that leaves nothing open is given back as it is.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.3.3
 * @category advice
 * @since 0.1.0
 */
export const follow = (policy: PollPolicy, world: PollWorld) => {
  checkPolicy('poll', policy, pollRules)
  const { maxAttempts = 100, maxWaitMs = 120_000, allowedOrigins = [], onPoll } = policy
  const clock: Clock = policy.clock ?? world.clock
  const random = policy.random ?? world.random

  return async <A extends Answer>(ask: Request<PollContext, A>, accepted: A): Promise<E.Either<ApiProblem, A>> => {
    const first = monitorOf(accepted)
    if (first === undefined && accepted.status !== 202) return E.right(accepted)
    const signal = policy.signal ?? world.never()
    const deadline = deadlineOf(policy, clock.now())
    const home = world.resolve(accepted.url || (policy.url ?? ''), undefined)
    let answer = accepted
    let monitor = first
    let url: string | undefined
    const open = (found: ApiProblem, because: string): E.Either<ApiProblem, A> =>
      E.left(unfinished(found, because, url))

    const state = async (): Promise<OperationState> => {
      const own = policy.stateOf as
        | ((answer: A) => OperationState | undefined | Promise<OperationState | undefined>)
        | undefined
      try {
        const told = own === undefined ? undefined : await own(answer)
        if (told !== undefined) return told === 'done' || told === 'running' ? told : unsuccessful(asProblem(told))
        return stateOf(answer, monitor?.isOperation === true ? await world.bodyOf(answer) : undefined)
      } catch (error) {
        return unfinished(problemOfError(error), 'its answer could not be read', url)
      }
    }

    for (let attempt = 1; ; attempt++) {
      const named = monitorOf(answer)
      const reference = named?.reference ?? url
      const target = reference === undefined ? undefined : world.resolve(reference, answer.url || url || home?.href)
      if (target === undefined)
        return open(failure(502, 'No status monitor is named that could be asked.'), 'there is no URL to ask')
      if (target.origin !== home?.origin && !allowedOrigins.includes(target.origin))
        return open(failure(502, 'The status monitor is on another origin.'), 'its origin is not among those allowed')
      url = target.href
      monitor = named ?? monitor

      if (attempt > maxAttempts) return open(failure(504, 'It was asked often enough.'), 'the attempts are used up')
      const { hint } = delayHint(fieldsOf(answer.headers), { status: answer.status, receivedAtMs: clock.now() })
      const asked = hint !== undefined && hint.delayMs > 0 ? hint.delayMs : pace(attempt)
      const delayMs = hintJitter(asked, random) ?? Number.POSITIVE_INFINITY
      const leftMs = deadline === undefined ? maxTimerMs : deadline - clock.now()
      if (!(asked < leftMs) || asked > maxWaitMs) {
        const late = failure(504, 'The status monitor wants to be asked later than there is time for.')
        return open({ ...late, retry: { ...late.retry, retryAfterMs: asked } }, 'there is no time to wait that long')
      }
      if (!(await waited(clock, Math.min(delayMs, leftMs, maxTimerMs), signal)))
        return open(signal.aborted ? endOf(signal) : failure(502, 'The clock did not wait.'), 'the wait was cut short')
      notify(onPoll, { attempt, url, waitedMs: delayMs })
      const context = { attempt, url, signal }
      const result = await unlessAborted(signal, () => once(ask, context))
      if (result === undefined) return open(endOf(signal), 'the caller gave up')
      if (E.isLeft(result)) return open(result.left, 'the status monitor could not be asked')
      answer = result.right
      const now = await state()
      if (now === 'done') return E.right(answer)
      if (now !== 'running') return E.left(now)
    }
  }
}
