/**
 * What a runner is told: how to retry one kind of request, and the world it waits in.
 * Comes in: a policy as the caller wrote it. Goes out: complete settings; a policy that cannot be meant is a `TypeError`.
 * This room knows no system clock, no timer and no chance: they are part of the policy, and the integration has defaults for them.
 */
import type { ApiProblem } from '../problem.js'
import { type Jitter, jitters } from './backoff.js'
import { type BudgetBook, budgetBook } from './budget-book.js'
import type { Attempt, Decision } from './decide.js'

/** Where waiting happens. @category model @since 0.1.0 */
export interface Clock {
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Resolves when so many milliseconds have passed, never earlier; once the signal is aborted, nobody listens any more. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>
}

/** What one attempt is told. @category model @since 0.1.0 */
export interface AttemptContext {
  /** 1 for the first. */
  readonly attempt: number
  /** Aborted when the caller gives up. */
  readonly signal: AbortSignal
  /** The server asked for another connection than that of the attempt before (421, 425, a broken connection). */
  readonly newConnection: boolean
}

/** What was decided after a failed attempt. @category model @since 0.1.0 */
export interface DecisionEvent {
  readonly attempt: number
  readonly problem: ApiProblem
  readonly decision: Decision
  /** Only reported, not followed: see `observe`. */
  readonly observed: boolean
}

/** How to retry one kind of request. @category model @since 0.1.0 */
export interface RetryPolicy
  extends Partial<
    Pick<
      Attempt,
      | 'role'
      | 'deadline'
      | 'maxWaitMs'
      | 'maxAttempts'
      | 'idempotencyKey'
      | 'idempotent'
      | 'accept'
      | 'priorAttempts'
      | 'jitter'
      | 'random'
    >
  > {
  /** The method of the request: whether it may go out again hangs on it. */
  readonly method: string
  /** How long all of it may take, in milliseconds from the first attempt. */
  readonly totalMs?: number | undefined
  /** Ends the request or the wait, whichever is going on. */
  readonly signal?: AbortSignal | undefined
  /** What pays for retries; share one among all policies of a process. Default: one of this policy's own. */
  readonly budgets?: BudgetBook | undefined
  /** Whose budget pays: the server that is called, its origin for instance. */
  readonly server?: string | undefined
  /** Who pays as well where a limit is the client's own: a tenant of a gateway, by a name that is no secret. */
  readonly client?: string | undefined
  /** Decide and report, and send nothing again. */
  readonly observe?: boolean | undefined
  /** Gets new credentials before a request goes out with them; `false` where there are none. Without it a 401 is given up. */
  readonly reauthenticate?: ((problem: ApiProblem, context: { readonly signal: AbortSignal }) => unknown) | undefined
  readonly onAttempt?: ((event: Omit<AttemptContext, 'signal'>) => void) | undefined
  readonly onDecision?: ((event: DecisionEvent) => void) | undefined
  readonly clock?: Clock | undefined
}

/** What nobody below the integrations can know. @category model @since 0.1.0 */
export interface World {
  readonly clock: Clock
  readonly random: () => number
  /** A signal that is never aborted. */
  readonly never: () => AbortSignal
}

/** A policy with nothing left open. @category model @since 0.1.0 */
export interface Settings extends RetryPolicy {
  readonly role: Attempt['role']
  readonly budgets: BudgetBook
  readonly clock: Clock
  readonly random: () => number
  readonly signal: AbortSignal
}

type Rule = readonly [says: string, holds: (value: unknown) => boolean]
/** @category constructors @since 0.1.0 */
export const text: Rule = ['a text', value => typeof value === 'string' && value !== '']
const amount: Rule = ['a number from 0', value => typeof value === 'number' && value >= 0]
const truth: Rule = ['true or false', value => typeof value === 'boolean']
/** @category constructors @since 0.1.0 */
export const callable: Rule = ['a function', value => typeof value === 'function']
const having = (says: string, members: Readonly<Record<string, string>>): Rule => [
  says,
  value => Object.keys(members).every(name => typeof Object(value)[name] === members[name]),
]

/** What each member of a policy must be. @category model @since 0.1.0 */
export const policyRules = {
  method: text,
  role: ["'client' or 'gateway'", value => value === 'client' || value === 'gateway'],
  deadline: amount,
  totalMs: amount,
  maxWaitMs: amount,
  maxAttempts: ['a number from 1', value => typeof value === 'number' && value >= 1],
  priorAttempts: amount,
  idempotencyKey: text,
  idempotent: truth,
  accept: ["'unlikely'", value => value === 'unlikely'],
  jitter: [Object.keys(jitters).join(', '), value => Object.keys(jitters).includes(value as Jitter)],
  random: callable,
  signal: having('an AbortSignal', { aborted: 'boolean', addEventListener: 'function' }),
  budgets: having('a book of budgets', { of: 'function', step: 'function' }),
  server: ['a text', value => typeof value === 'string'],
  client: ['a text', value => typeof value === 'string'],
  observe: truth,
  reauthenticate: callable,
  onAttempt: callable,
  onDecision: callable,
  clock: having('a clock with now and sleep', { now: 'function', sleep: 'function' }),
} as const satisfies Readonly<Record<keyof RetryPolicy, Rule>>

/** Throws a `TypeError` that names the first member of a policy that cannot be meant. @category constructors @since 0.1.0 */
export const checkPolicy = (who: string, policy: object, rules: Readonly<Record<string, Rule>>): void => {
  for (const [name, value] of Object.entries(policy)) {
    const rule = Object.keys(rules).includes(name) ? rules[name] : undefined
    if (rule === undefined) throw new TypeError(`${who}: there is no ${name} in a policy`)
    const [says, holds] = rule
    if (value !== undefined && !holds(value))
      throw new TypeError(`${who}: ${name} must be ${says}, not ${shown(value)}`)
  }
}

const shown = (value: unknown): string => (typeof value === 'object' ? 'an object' : String(value))

/**
 * The settings of one request: the policy, what this request says of its own, and the world for the rest.
 *
 * @category constructors
 * @since 0.1.0
 */
export const settingsOf = (policy: RetryPolicy, world: World): ((over?: Partial<RetryPolicy>) => Settings) => {
  checkPolicy('retry', policy, policyRules)
  if (policy.method === undefined) throw new TypeError('retry: method must be a text, not undefined')
  const budgets = policy.budgets ?? budgetBook()
  return over => {
    if (over !== undefined) checkPolicy('retry', over, policyRules)
    const all: RetryPolicy = { ...policy, ...over }
    return {
      ...all,
      method: all.method ?? policy.method,
      role: all.role ?? 'client',
      budgets: all.budgets ?? budgets,
      clock: all.clock ?? world.clock,
      random: all.random ?? world.random,
      signal: all.signal ?? world.never(),
    }
  }
}
