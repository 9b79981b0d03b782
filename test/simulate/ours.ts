/**
 * Our own policy: the library's `decideRetry` and its budget, with nothing between them but this.
 * Comes in: the library itself, built or as source. Goes out: policies beside those of the peers.
 */
import type { ApiProblem } from '../../src/index.js'
import type { BudgetPolicy } from '../../src/integrations/retry.js'
import type { Policy } from './peers.js'

/** What is used of the library, through its doors. */
export type Library = Pick<typeof import('../../src/index.js'), 'decideRetry' | 'fromTransport' | 'problem'> &
  Pick<typeof import('../../src/integrations/retry.js'), 'budget' | 'defaultBudget' | 'stepBudget' | 'strictBudget'>

/** How requests fail here. */
export const failures = ({ problem, fromTransport }: Library): { unavailable: ApiProblem; timedOut: ApiProblem } => ({
  unavailable: problem({ status: 503 }),
  timedOut: fromTransport({ code: 'ETIMEDOUT', name: 'TimeoutError' }),
})

/** Tells whoever asked that everything was tried, and how often: the caller of a caller does not begin anew. */
const exhausted = (problem: ApiProblem, attempts: number): ApiProblem => ({
  ...problem,
  retry: { ...problem.retry, exhausted: true, attempts: (problem.retry.attempts ?? 1) - 1 + attempts },
})

export const retrier =
  (library: Library, policy: BudgetPolicy | undefined, carries: boolean): Policy['retrier'] =>
  random => {
    let budget = policy === undefined ? undefined : library.budget(policy)
    const allows = (event: 'retry' | 'success'): boolean => {
      if (budget === undefined) return true
      const step = library.stepBudget(budget, event)
      budget = step.budget
      return step.allowed
    }
    return {
      succeeded: () => allows('success'),
      failed: (problem, attempt, now) => {
        const decision = library.decideRetry(problem, { method: 'GET', attempt, role: 'client', random, now })
        return 'delayMs' in decision && allows('retry') ? decision.delayMs : undefined
      },
      ...(carries ? { gaveUp: exhausted } : {}),
    }
  }

const named = (library: Library, budget: BudgetPolicy | undefined, carries: boolean): Policy => {
  const kept = budget === undefined ? 'no budget' : `budget ${budget.tokens} / ${budget.refillPerSuccess}`
  return {
    name: `decideRetry, ${kept}${carries ? '' : ', nothing carried'}`,
    rule: `as the problem advises: 2 retries on 503, 1 on a timeout; full jitter, 100 ms up to 20 s${
      budget === undefined ? '' : `; ${budget.tokens} tokens, 1 per retry, ${budget.refillPerSuccess} per success`
    }${carries ? '' : '; every layer answers with a bare 503'}`,
    source: '',
    retrier: retrier(library, budget, carries),
  }
}

/** The default preset, the strict one, and the decision alone. */
export const ours = (library: Library): readonly [Policy, Policy, Policy] => [
  named(library, library.defaultBudget, true),
  named(library, library.strictBudget, true),
  named(library, undefined, true),
]

/** As if every layer answered with a bare 503. */
export const uncarried = (library: Library): readonly [Policy, Policy] => [
  named(library, library.defaultBudget, false),
  named(library, undefined, false),
]
