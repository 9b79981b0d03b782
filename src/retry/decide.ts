/**
 * The decision on one attempt: advice + the request that was made → an action from a closed set.
 * Comes in: a problem, and what only the caller knows. Goes out: what to do, and when. Pure: clock and randomness are arguments.
 * The safety rule here cannot be overridden by any server, dialect or field.
 */
import { parseRfc3339, rfc3339 } from '../http/http-date.js'
import { isIdempotent, isSafe } from '../http/method.js'
import type { ApiProblem } from '../problem.js'
import { asProblem } from '../problem-codec.js'
import { statusOf } from '../status/registry.js'
import { type Advice, advices } from '../status/semantics.js'
import { hintJitter, type Jitter, maxTimerMs, spreadOf } from './backoff.js'
import { type Budget, stepBudget } from './budget.js'

/** What only the caller knows of the attempt that failed. @category model @since 0.1.0 */
export interface Attempt {
  readonly method: string
  /** Attempts already made by this caller, at least 1. */
  readonly attempt: number
  /** A gateway waits for nothing unless `maxWaitMs` says so, and has no opt-in. */
  readonly role: 'client' | 'gateway'
  /** A draw from [0, 1). */
  readonly random: () => number
  /** Epoch milliseconds. */
  readonly now: number
  /** Epoch milliseconds after which the answer is of no use. */
  readonly deadline?: number | undefined
  /** The longest wait. Default: 120,000 for a client, 0 for a gateway. */
  readonly maxWaitMs?: number | undefined
  /** The key that the request carried and that this API honours. */
  readonly idempotencyKey?: string | undefined
  /** The caller's own statement that sending this request twice is the same as once. */
  readonly idempotent?: boolean | undefined
  /** A client's opt-in to send again what was probably, not certainly, not applied. */
  readonly accept?: 'unlikely' | undefined
  /** Attempts made by others before us, as told by a trusted hop. Default: what the problem itself reports. */
  readonly priorAttempts?: number | undefined
  /** The most attempts in all, the first included; the advice may allow fewer. */
  readonly maxAttempts?: number | undefined
  /** How computed waits are spread. Default: `full`. */
  readonly jitter?: Jitter | undefined
  /** The wait before this attempt, for the jitter `decorrelated`. */
  readonly previousDelayMs?: number | undefined
  /** What pays for the retry. It is only looked at: who sends again books it with `stepBudget`. Default: no budget. */
  readonly budget?: Budget | undefined
}

/** Why to stop. @category model @since 0.1.0 */
export const stopReasons = [
  'nothing-failed',
  'poll',
  'follow-redirect',
  'never',
  'fix-request',
  'resolve-conflict',
  'exhausted',
  'attempts',
  'may-have-been-applied',
  'deadline',
  'wait-unbounded',
  'budget',
] as const

/** @category model @since 0.1.0 */
export type StopReason = (typeof stopReasons)[number]

/** What to do next. @category model @since 0.1.0 */
export type Decision =
  | { readonly action: 'resend' | 'resend-on-new-connection' | 'reauthenticate-then-resend'; readonly delayMs: number }
  /** Later than we may wait: a queue can. `notBefore` is RFC 3339. */
  | { readonly action: 'park'; readonly notBefore: string }
  /** An earlier attempt may have worked: look before sending again. */
  | { readonly action: 'verify'; readonly reason: 'earlier-attempt-may-have-worked' }
  | { readonly action: 'stop'; readonly reason: StopReason }

const stops: Readonly<Partial<Record<Advice, StopReason>>> = {
  none: 'nothing-failed',
  poll: 'poll',
  'follow-redirect': 'follow-redirect',
  never: 'never',
  'fix-request': 'fix-request',
  'resolve-conflict': 'resolve-conflict',
}

const stop = (reason: StopReason): Decision => ({ action: 'stop', reason })

/** Attempts as a number; what is none counts as too many. */
const count = (value: number | undefined, absent: number): number => {
  if (value === undefined) return absent
  return typeof value === 'number' && value >= absent ? Math.floor(value) : Number.POSITIVE_INFINITY
}

/** A limit of the caller's; what is none allows nothing. */
const most = (value: number | undefined): number => {
  if (value === undefined) return Number.POSITIVE_INFINITY
  return typeof value === 'number' && value >= 0 ? value : 0
}

const longestWait = ({ maxWaitMs, role }: Attempt): number => {
  if (maxWaitMs === undefined) return role === 'client' ? 120_000 : 0
  return maxWaitMs >= 0 ? maxWaitMs : 0
}

/** No advice is followed further than this, whoever gave it. */
const mostAttempts = 10

/** An instant alone, as a peer may give it. */
const untilInstant = ({ retry }: ApiProblem, now: number): number | undefined => {
  const instant = retry.notBefore === undefined ? undefined : parseRfc3339(retry.notBefore)
  return instant === undefined ? undefined : Math.max(0, Math.ceil(instant - now))
}

/** What the server asked for, less the time that has passed since it was received. */
const remaining = (problem: ApiProblem, now: number): number | undefined => {
  const asked = problem.retry.retryAfterMs
  if (typeof asked !== 'number' || !(asked >= 0)) return untilInstant(problem, now)
  const received = problem.receivedAt === undefined ? undefined : parseRfc3339(problem.receivedAt)
  // a clock that ran backwards must not shorten or lengthen what was asked
  const passed = received === undefined || !(now >= received) ? 0 : now - received
  // timers count whole milliseconds, and none may be missing
  return Math.max(0, Math.ceil(asked - passed))
}

/**
 * Decides on the next attempt. A request goes out again by itself only if it was not applied, or sending it twice is the same
 * as once (its method, an honoured idempotency key, or the caller says so); never earlier than the server asked; never beyond
 * the attempts, the deadline, the longest wait and the budget.
 *
 * @example
 * decideRetry(p503, { method: 'GET', attempt: 1, role: 'client', random, now })  // { action: 'resend', delayMs: 87 }
 * decideRetry(p502, { method: 'POST', attempt: 1, role: 'client', random, now }) // { action: 'stop', reason: 'may-have-been-applied' }
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2
 * @category advice
 * @since 0.1.0
 */
export const decideRetry = (given: ApiProblem, attempt: Attempt): Decision => {
  const problem = asProblem(given)
  const method = typeof attempt.method === 'string' ? attempt.method.toUpperCase() : ''
  const keyed = typeof attempt.idempotencyKey === 'string' && attempt.idempotencyKey !== ''
  // those who report the problem may have sent the request more than once for the one attempt that we count
  const reported = Math.max(0, (problem.retry.attempts ?? 1) - 1)
  const made = count(attempt.attempt, 1) + count(attempt.priorAttempts ?? reported, 0)
  let { advice, maxAttempts } = problem.retry
  let baseDelayMs = Math.max(0, problem.retry.baseDelayMs ?? 0)
  if (problem.retry.exhausted === true) return stop('exhausted')

  const row = statusOf(problem.status).retry
  const inProgress = keyed && advice === row.advice ? row.withIdempotencyKey : undefined
  if (inProgress !== undefined) ({ advice, maxAttempts, baseDelayMs } = inProgress)
  // with an honoured key the request may be sent again to ask how it went
  const pending = keyed && row.withIdempotencyKey !== undefined && advices.indexOf(advice) >= advices.indexOf('once')
  const isLast = !(made < Math.min(maxAttempts, mostAttempts, most(attempt.maxAttempts)))

  // only a request that changes something can have worked unseen; a missing thing proves that only for its deletion
  const telling = problem.kind === 'not_found' ? method === 'DELETE' : !isSafe(method)
  if (problem.retry.ambiguousOnResend === true && made > 1 && telling && (!pending || isLast))
    return { action: 'verify', reason: 'earlier-attempt-may-have-worked' }
  // a word of a later release reads as `never`
  const final = advices.includes(advice) ? stops[advice] : 'never'
  if (final !== undefined) return stop(final)
  if (isLast) return stop('attempts')

  const harmless = problem.retry.applied === 'no' || isIdempotent(method) || keyed || attempt.idempotent === true
  const opted = attempt.accept === 'unlikely' && problem.retry.applied === 'unlikely' && attempt.role === 'client'
  if (!harmless && !opted) return stop('may-have-been-applied')

  const askedMs = remaining(problem, attempt.now) ?? 0
  const { random, previousDelayMs } = attempt
  // a hint of nothing is no licence for a hot loop: then the backoff counts
  const neededMs =
    askedMs > 0 ? askedMs : spreadOf(attempt.jitter)({ attempt: made, baseDelayMs, random, previousDelayMs })
  const leftMs = attempt.deadline === undefined ? Number.POSITIVE_INFINITY : attempt.deadline - attempt.now
  if (!(neededMs < leftMs)) return stop('deadline')
  const maxWaitMs = Math.floor(Math.min(maxTimerMs, leftMs, longestWait(attempt)))
  // whether somebody waits at all is not left to the draw
  const mayNotWait = maxWaitMs === 0 && (askedMs > 0 || baseDelayMs > 0)
  if (neededMs > maxWaitMs || mayNotWait) {
    const notBefore = rfc3339(attempt.now + neededMs)
    return notBefore === undefined ? stop('wait-unbounded') : { action: 'park', notBefore }
  }
  if (attempt.budget !== undefined && !stepBudget(attempt.budget, 'retry').allowed) return stop('budget')
  const delayMs = askedMs > 0 ? Math.min(hintJitter(askedMs, random) ?? maxWaitMs, maxWaitMs) : neededMs
  if (advice === 'reauthenticate') return { action: 'reauthenticate-then-resend', delayMs }
  if (advice === 'new-connection') return { action: 'resend-on-new-connection', delayMs }
  return { action: 'resend', delayMs }
}
