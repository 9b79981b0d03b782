/**
 * The door of the retry room: the decision, what it is computed from, and the runner on a clock that it is given.
 * Nothing here knows a client, a timer or the network; `problem-dialects/retry` brings those of the platform.
 */
export { type Backoff, backoff, type Jitter, jitters, maxBackoffMs, maxTimerMs } from './backoff.js'
export { type Budget, type BudgetPolicy, budget, defaultBudget, stepBudget, strictBudget } from './budget.js'
export { type BudgetBook, budgetBook, budgetKeys } from './budget-book.js'
export { type Attempt, type Decision, decideRetry, type StopReason } from './decide.js'
export type { Answer, OperationState } from './monitor.js'
export type { AttemptContext, Clock, DecisionEvent, RetryPolicy } from './policy.js'
export { callable, checkPolicy, policyRules, settingsOf, text } from './policy.js'
export { follow, type PollContext, type PollPolicy, type PollWorld } from './poll.js'
export { priorAttemptsOf } from './prior-attempts.js'
export { givenUp, notify, type Request, run, timeless, timesSent } from './run.js'
