/**
 * The runner: an attempt, a decision, a wait, until it works or is given up.
 * Comes in: a request and settings. Goes out: its result, or the problem with how often it was tried.
 * It decides nothing itself, knows no client, and waits on the clock that it was given.
 */
import * as E from 'fp-ts/lib/Either.js'
import type * as TE from 'fp-ts/lib/TaskEither.js'
import type { ApiProblem } from '../problem.js'
import { asProblem } from '../problem-codec.js'
import { ApiProblemError } from '../problem-error.js'
import { fromTransport } from '../transport.js'
import { budgetKeys } from './budget-book.js'
import { endOf, unlessAborted } from './cancel.js'
import { decideRetry } from './decide.js'
import type { AttemptContext, Clock, Settings } from './policy.js'

/** A `TaskEither`, or a function that makes one for an attempt. @category model @since 0.1.0 */
export type Request<C, A> = (context: C) => TE.TaskEither<ApiProblem, A> | Promise<E.Either<ApiProblem, A>>

/** The problem that was thrown, or that a failure without a response is. @category constructors @since 0.1.0 */
export const problemOfError = (error: unknown): ApiProblem =>
  error instanceof ApiProblemError ? asProblem(error.problem) : fromTransport(error)

/** Runs a request once. Whatever it throws is a problem. @category constructors @since 0.1.0 */
export const once = async <C, A>(request: Request<C, A>, context: C): Promise<E.Either<ApiProblem, A>> => {
  try {
    const made = await request(context)
    const result = typeof made === 'function' ? await made() : made
    return E.isLeft(result) ? E.left(asProblem(result.left)) : result
  } catch (error) {
    return E.left(problemOfError(error))
  }
}

/** Waits; `false` where the wait was cut short, or the clock is broken: then nothing may go out. @category constructors @since 0.1.0 */
export const waited = async (clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> => {
  try {
    if (ms > 0) await unlessAborted(signal, async () => clock.sleep(ms, signal))
    return !signal.aborted
  } catch {
    return false
  }
}

/** A hook that throws or rejects is none of the request's business. @category constructors @since 0.1.0 */
export const notify = <Event>(hook: ((event: Event) => unknown) | undefined, event: Event): void => {
  if (hook !== undefined) new Promise(resolve => resolve(hook(event))).catch(() => undefined)
}

/** The earlier of the two ends, in epoch milliseconds. @category constructors @since 0.1.0 */
export const deadlineOf = (
  { deadline, totalMs }: { readonly deadline?: number | undefined; readonly totalMs?: number | undefined },
  now: number,
): number | undefined => {
  if (totalMs === undefined) return deadline
  return Math.min(deadline ?? Number.POSITIVE_INFINITY, now + totalMs)
}

/** Reasons that hold for everybody above as well, once the request was sent more than once. */
const exhausting: readonly string[] = ['attempts', 'deadline', 'budget', 'exhausted']

/**
 * The problem as those above should hear it: how often it was tried, and whether trying is over. Where nothing was tried again, those
 * above may know better (an idempotency key, a longer wait), unless there was no budget: then the server has enough to do.
 *
 * @category constructors
 * @since 0.1.0
 */
export const givenUp = (problem: ApiProblem, sent: number, made: number, reason: string | undefined): ApiProblem => ({
  ...problem,
  retry: {
    ...problem.retry,
    attempts: sent,
    ...(reason === 'budget' || (made > 1 && reason !== undefined && exhausting.includes(reason))
      ? { exhausted: true as const }
      : {}),
  },
})

/** How often one of our attempts was sent by those below. @category accessors @since 0.1.0 */
export const timesSent = ({ retry: { attempts } }: ApiProblem): number =>
  attempts !== undefined && Number.isInteger(attempts) && attempts >= 1 ? attempts : 1

/**
 * When it was received is told by another clock than that of the waits; a problem that comes in now has its whole wait before it.
 *
 * @category constructors
 * @since 0.1.0
 */
export const timeless = ({ receivedAt: _clock, ...problem }: ApiProblem): ApiProblem => problem

const renewed = async ({ reauthenticate, signal }: Settings, problem: ApiProblem): Promise<boolean> => {
  try {
    const answer = await unlessAborted(signal, async () => (await reauthenticate?.(problem, { signal })) !== false)
    return answer === true
  } catch {
    return false
  }
}

/**
 * Runs a request under a policy. It never rejects.
 *
 * @category advice
 * @since 0.1.0
 */
export const run = async <A>(
  settings: Settings,
  request: Request<AttemptContext, A>,
): Promise<E.Either<ApiProblem, A>> => {
  const { clock, signal, budgets, server, client, observe = false, priorAttempts = 0 } = settings
  const deadline = deadlineOf(settings, clock.now())
  let sent = 0
  let newConnection = false
  let previousDelayMs: number | undefined
  let last: ApiProblem | undefined
  const ended = (): E.Either<ApiProblem, A> => {
    const end = last === undefined ? endOf(signal) : { ...endOf(signal), cause: last }
    return E.left(sent === 0 ? end : givenUp(end, sent, priorAttempts + sent, 'deadline'))
  }

  for (let attempt = 1; ; attempt++) {
    if (signal.aborted) return ended()
    notify(settings.onAttempt, { attempt, newConnection })
    const result = await unlessAborted(signal, () => once(request, { attempt, signal, newConnection }))
    if (result === undefined) {
      sent++
      return ended()
    }
    if (E.isRight(result)) {
      budgets.step(budgetKeys('client', server, client), 'success')
      return result
    }
    const problem = result.left
    last = problem
    sent += timesSent(problem)
    const keys = budgetKeys(problem.retry.scope, server, client)
    const decision = decideRetry(timeless(problem), {
      ...settings,
      ...{ attempt, deadline, previousDelayMs, now: clock.now(), budget: budgets.of(keys) },
      priorAttempts: priorAttempts + sent - attempt,
    })
    notify(settings.onDecision, { attempt, problem, decision, observed: observe })
    const giveUp = (reason?: string): E.Either<ApiProblem, A> =>
      E.left(givenUp(problem, sent, priorAttempts + sent, reason))

    const reason = 'reason' in decision ? decision.reason : undefined
    const isHelpless = decision.action === 'reauthenticate-then-resend' && settings.reauthenticate === undefined
    // a refusal is booked too, so that what is spent is not forgotten; and who only watches must see a budget run out
    if (reason === 'budget' || ('delayMs' in decision && !isHelpless)) budgets.step(keys, 'retry')
    if (observe) return result
    if (!('delayMs' in decision) || isHelpless) return giveUp(reason)
    if (!(await waited(clock, decision.delayMs, signal))) return signal.aborted ? ended() : giveUp()
    if (decision.action === 'reauthenticate-then-resend' && !(await renewed(settings, problem)))
      return signal.aborted ? ended() : giveUp()
    if (deadline !== undefined && !(clock.now() < deadline)) return giveUp('deadline')
    newConnection = decision.action === 'resend-on-new-connection'
    previousDelayMs = decision.delayMs
  }
}
