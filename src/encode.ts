/**
 * The way back out: a problem said in a dialect, and what it could not say.
 * Comes in: a problem and a dialect. Goes out: a {@link Wire}, ready to send, and the measured loss.
 * This room knows no member of the family. The loss is not declared but measured: whoever expects this dialect reads the answer.
 */
import { type Audience, forAudience } from './audience.js'
import { type AnyDialect, type Shape, type Spoken, shapesOf } from './dialect.js'
import { copyBudget } from './http/copy-budget.js'
import { copyBounded } from './http/json-copy.js'
import { defaultLimits } from './http/limits.js'
import { isSafeId } from './http/request-id.js'
import { wouldRepeat } from './partial.js'
import type { ApiProblem } from './problem.js'
import { statusOf } from './status/registry.js'
import { type Advice, advices } from './status/semantics.js'

/** A response, ready to send. `body` is absent where there is nothing to say or the status allows none. @category model @since 0.1.0 */
export interface Wire {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** A member of the canonical problem that the target cannot carry. @category model @since 0.1.0 */
export type Lost = Exclude<keyof ApiProblem, 'v' | 'status' | 'dialect' | 'source' | 'receivedAt'>

/** @category model @since 0.1.0 */
export interface Encoded {
  readonly wire: Wire
  /** The canonical members that do not come back when the dialect reads its own words. */
  readonly loss: readonly Lost[]
}

const carriable: readonly Lost[] = [
  'type',
  'title',
  'kind',
  'detail',
  'instance',
  'code',
  'errors',
  'errorCount',
  'partial',
  'userMessage',
  'requestId',
  'traceId',
  'cause',
  'retry',
  'links',
  'extensions',
]

/** Is all of `wanted` found in `given`? More may be there; order in lists counts. */
const includes = (given: unknown, wanted: unknown): boolean => {
  if (wanted === given) return true
  if (typeof wanted !== 'object' || wanted === null || typeof given !== 'object' || given === null) return false
  if (Array.isArray(wanted) !== Array.isArray(given)) return false
  return Object.entries(wanted).every(([name, value]) => includes((given as Record<string, unknown>)[name], value))
}

/** The hint in whole seconds, never earlier than asked; what no field can hold is said as the largest that one can. */
const retryAfter = ({ retry: { retryAfterMs } }: ApiProblem): string | undefined =>
  retryAfterMs === undefined || !(retryAfterMs >= 0)
    ? undefined
    : String(Math.min(Math.ceil(retryAfterMs / 1000), Number.MAX_SAFE_INTEGER))

/** Is this no longer to be sent again where its status alone would allow it? Whoever reads only the status must hear so. */
const isSettled = ({ status, retry, partial }: ApiProblem): boolean => {
  const resends = (advice: Advice): boolean => advices.indexOf(advice) > advices.indexOf('resolve-conflict')
  return (
    resends(statusOf(status).retry.advice) &&
    (retry.exhausted === true || wouldRepeat(partial) || !resends(retry.advice))
  )
}

const headersOf = (problem: ApiProblem, spoken: Spoken, hasBody: boolean): Readonly<Record<string, string>> => {
  const wait = retryAfter(problem)
  const headers: Record<string, string> = {}
  if (hasBody) headers['content-type'] = spoken.contentType ?? 'application/json'
  if (wait !== undefined) headers['retry-after'] = wait
  if (isSettled(problem)) headers['x-should-retry'] = 'false'
  if (problem.requestId !== undefined && isSafeId(problem.requestId)) headers['x-request-id'] = problem.requestId
  for (const [name, value] of Object.entries(spoken.headers ?? {}))
    if (/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name) && /^[\x20-\x7e]*$/.test(value)) headers[name] = value
  return headers
}

/** A problem that somebody made by hand may hold what JSON cannot. */
const written = (body: unknown): string => {
  try {
    return JSON.stringify(body)
  } catch {
    return JSON.stringify(copyBounded(body, copyBudget(defaultLimits)) ?? {})
  }
}

const forbids = ({ absent, closed, required, optional }: Shape, name: string): boolean =>
  absent?.includes(name) === true ||
  (closed === true && required?.[name] === undefined && optional?.[name] === undefined)

/** Leftovers that no shape of this dialect allows are what others are known by: with them the body would look like theirs. */
const withoutForeign = (problem: ApiProblem, dialect: AnyDialect): ApiProblem => {
  const shapes = shapesOf(dialect)
  const foreign = Object.keys(problem.extensions).filter(
    name => shapes.length > 0 && shapes.every(one => forbids(one, name)),
  )
  if (foreign.length === 0) return problem
  const extensions = { ...problem.extensions }
  for (const name of foreign) delete extensions[name]
  return { ...problem, extensions }
}

/**
 * Says a problem in a dialect, as far as the audience may know it; `hear` reads the answer as its receiver would.
 * A dialect without a way back throws a `TypeError` that names it.
 *
 * @category encoding
 * @since 0.1.0
 */
export const encodeIn = (
  problem: ApiProblem,
  dialect: AnyDialect,
  audience: Audience,
  hear: (wire: Wire) => ApiProblem,
): Encoded => {
  if (dialect.fromProblem === undefined) throw new TypeError(`problem-dialects: encode: ${dialect.id} is decode-only`)
  const shown = forAudience(problem, audience)
  const spoken = dialect.fromProblem(withoutForeign(shown, dialect))
  const { body } = spoken
  const hasBody = body !== undefined && statusOf(shown.status).mayHaveBody
  const wire: Wire = {
    status: shown.status,
    headers: headersOf(shown, spoken, hasBody),
    ...(hasBody ? { body: typeof body === 'string' ? body : written(body) } : {}),
  }
  const back = hear(wire)
  const loss = carriable.filter(member => member in shown && !includes(back[member], shown[member]))
  return { wire, loss }
}
