/**
 * The status monitor of a request that was accepted and is not done yet: where it is, and what its answers say.
 * Comes in: status and fields of an answer, and its body where one must be read. Goes out: a reference, a state, or a problem.
 * This room resolves no reference and fetches nothing.
 */
import { copyBudget } from '../http/copy-budget.js'
import { fieldsOf, type HeadersInput } from '../http/fields.js'
import { copyBounded } from '../http/json-copy.js'
import { defaultLimits } from '../http/limits.js'
import { type ApiProblem, problem } from '../problem.js'

/** What is looked at of an answer; a `Response` is one. @category model @since 0.1.0 */
export interface Answer {
  readonly status: number
  readonly headers: HeadersInput
  /** Where it came from: references are relative to it. */
  readonly url?: string | undefined
}

/** How far the work is. A problem: it was begun, and failed. @category model @since 0.1.0 */
export type OperationState = 'running' | 'done' | ApiProblem

/** Where a monitor is. `isOperation`: its answers are documents on the work, whose `status` member counts and not their HTTP status. */
interface Monitor {
  readonly reference: string
  readonly isOperation: boolean
}

/** The fields that name a monitor, the most telling first. */
const fieldsOfMonitors: readonly { readonly field: string; readonly isOperation: boolean }[] = [
  { field: 'operation-location', isOperation: true },
  { field: 'azure-asyncoperation', isOperation: true },
  { field: 'location', isOperation: false },
]

/**
 * The status monitor that an answer names. Under another status than 202 a `Location` is no monitor.
 *
 * @example
 * monitorOf({ status: 202, headers: { location: '/jobs/7' } }) // { reference: '/jobs/7', isOperation: false }
 * monitorOf({ status: 201, headers: { location: '/orders/7' } }) // undefined
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.3.3
 * @category accessors
 * @since 0.1.0
 */
export const monitorOf = ({ status, headers }: Answer): Monitor | undefined => {
  const fields = fieldsOf(headers)
  for (const { field, isOperation } of fieldsOfMonitors) {
    const reference = fields.get(field)
    if (reference !== undefined && reference !== '' && (isOperation || status === 202))
      return { reference, isOperation }
  }
  return undefined
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.prototype.hasOwnProperty.call(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/** What the document says of its failure. */
const failed = (body: unknown, { status }: Answer, isCancelled: boolean): ApiProblem => {
  const error = member(body, 'error')
  const [code, detail] = [textOf(member(error, 'code')), textOf(member(error, 'message'))]
  return problem({
    ...(isCancelled ? { kind: 'cancelled' } : { kind: 'unknown' }),
    ...(code === undefined ? {} : { code }),
    ...(detail === undefined ? {} : { detail }),
    extensions: copyBounded(body, copyBudget(defaultLimits)) as ApiProblem['extensions'],
    source: { rung: 'likely', answeredBy: 'application', wireStatus: status, rivals: [], warnings: [] },
  })
}

const settled = { advice: 'never', maxAttempts: 1 } as const

/**
 * Work that was begun and failed, whatever its problem says of another attempt: that would be another order.
 *
 * @category constructors
 * @since 0.1.0
 */
export const unsuccessful = (found: ApiProblem): ApiProblem => ({
  ...found,
  retry: {
    ...settled,
    applied: 'unknown',
    scope: found.retry.scope,
    countsAsFailure: found.retry.countsAsFailure,
    because: 'the request was accepted, and what it began did not succeed',
  },
})

/**
 * What an answer of the monitor says. 202 is `running` and anything else `done`, unless it is a document on the work, whose member
 * `status` is `Succeeded`, `Failed`, `Canceled`, or something that is not over.
 *
 * @example
 * stateOf({ status: 202, headers: {} }, undefined)                          // 'running'
 * stateOf({ status: 200, headers: {} }, { status: 'Running' })              // 'running'
 *
 * @category advice
 * @since 0.1.0
 */
export const stateOf = (answer: Answer, body: unknown): OperationState => {
  const word = textOf(member(body, 'status'))?.toLowerCase()
  if (word === undefined) return answer.status === 202 ? 'running' : 'done'
  if (word === 'succeeded') return 'done'
  const isCancelled = word === 'canceled' || word === 'cancelled'
  return isCancelled || word === 'failed' ? unsuccessful(failed(body, answer, isCancelled)) : 'running'
}

/**
 * Polling that ends before the work does. The request was accepted: nobody, however far outside, may take this for leave to send
 * it again.
 *
 * @category constructors
 * @since 0.1.0
 */
export const unfinished = (found: ApiProblem, because: string, monitor: string | undefined): ApiProblem => {
  const { retryAfterMs, notBefore, scope, countsAsFailure } = found.retry
  return {
    ...found,
    links: monitor === undefined ? found.links : [...found.links, { rel: 'status', href: monitor }],
    retry: {
      ...settled,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(notBefore === undefined ? {} : { notBefore }),
      applied: 'yes',
      scope,
      countsAsFailure,
      because: `the request was accepted and its outcome is open: ask the status monitor, never send it again · ${because}`,
    },
  }
}
