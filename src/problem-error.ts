/**
 * A problem for those who throw.
 * Comes in: an {@link ApiProblem}. Goes out: an `Error` whose printed, serialised and inspected forms show the log view only.
 * Two copies of this package know each other's errors: the brand is a registered symbol.
 */
import { isSafeId } from './http/request-id.js'
import type { ApiProblem } from './problem.js'
import { asProblem } from './problem-codec.js'
import { isCode, isIdShape } from './public-words.js'
import { kinds } from './status/kind.js'
import { phraseOf } from './status/registry.js'
import { advices } from './status/semantics.js'

const brand: unique symbol = Symbol.for('problem-dialects/ApiProblemError') as never
const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never

/**
 * What a log may hold of a problem: no text of an upstream. Its code is there where it is one, its ids where they have the shape of ids.
 *
 * @category model
 * @since 0.1.0
 */
export interface LogView {
  readonly name: 'ApiProblemError'
  readonly message: string
  readonly status: number
  readonly kind: string
  readonly dialect: string
  readonly advice: string
  readonly code?: string
  readonly requestId?: string
  readonly traceId?: string
  readonly retryAfterMs?: number
  readonly errorCount?: number
}

/** An id of our own may be any; one that came over a wire has to look like one. */
const idOf = (id: string | undefined, { source }: ApiProblem): string | undefined =>
  isIdShape(id) || (source.wireStatus === undefined && id !== undefined && isSafeId(id)) ? id : undefined

const codeIn = ({ code, source }: ApiProblem): string | undefined =>
  isCode(code, source.rung === 'declared' || source.rung === 'distinctive') ? code.replace(/ /g, '_') : undefined

/** The view for logs. @category encoding @since 0.1.0 */
export const logView = (given: ApiProblem): LogView => {
  const problem = asProblem(given)
  const code = codeIn(problem)
  const requestId = idOf(problem.requestId, problem)
  const traceId = idOf(problem.traceId, problem)
  const { retryAfterMs } = problem.retry
  const errorCount = problem.errorCount ?? problem.errors.length
  return {
    name: 'ApiProblemError',
    message: `${problem.status} ${phraseOf(problem.status)}${code === undefined ? '' : ` (${code})`}`,
    status: problem.status,
    kind: kinds.includes(problem.kind) ? problem.kind : 'unknown',
    // a problem made by hand, or kept by a later release, may hold any text there
    dialect: /^[a-z0-9][a-z0-9-]{0,39}$/.test(problem.dialect) ? problem.dialect : 'unknown',
    advice: advices.includes(problem.retry.advice) ? problem.retry.advice : 'never',
    ...(code === undefined ? {} : { code }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(traceId === undefined ? {} : { traceId }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(errorCount === 0 ? {} : { errorCount }),
  }
}

/**
 * An `Error` that carries a problem. Only `.problem` is all of it; `message`, `toJSON` and what `console.log` prints are the log
 * view, so that no detail of an upstream reaches a log by accident.
 *
 * @example
 * throw new ApiProblemError(problem)
 * catch (error) { if (error instanceof ApiProblemError) error.problem.retry }
 *
 * @category constructors
 * @since 0.1.0
 */
export class ApiProblemError extends Error {
  declare readonly problem: ApiProblem

  constructor(problem: ApiProblem, options?: { readonly cause?: unknown }) {
    super(logView(problem).message)
    if (options !== undefined && 'cause' in options)
      Object.defineProperty(this, 'cause', {
        value: options.cause,
        enumerable: false,
        configurable: true,
        writable: true,
      })
    Object.defineProperty(this, 'name', {
      value: 'ApiProblemError',
      enumerable: false,
      configurable: true,
      writable: true,
    })
    // not enumerable: loggers copy enumerable members; configurable: whoever retried may tell how often
    Object.defineProperty(this, 'problem', { value: problem, enumerable: false, configurable: true })
    Object.defineProperty(this, brand, { value: true, enumerable: false })
  }

  /** Also errors of another copy of this package. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true
  }

  toJSON(): LogView {
    return logView(this.problem)
  }

  [inspect](): LogView {
    return logView(this.problem)
  }
}
