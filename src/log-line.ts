/**
 * A problem as one line for a log, in `name=value` pairs.
 * Comes in: a problem. Goes out: one line of printable characters, capped: nothing in it can end the line, move a cursor or turn
 * the direction of writing. This room writes to no log.
 */
import { cutText, printable } from './http/charset.js'
import type { ApiProblem } from './problem.js'
import { asProblem } from './problem-codec.js'
import { logView } from './problem-error.js'

const longestValue = 500
const longestLine = 2_000
const deepest = 4

type Value = string | number | boolean | undefined

/** A bare word where it is one, else in quotes. */
const pair = ([name, value]: readonly [string, Value]): string => {
  if (value === undefined) return ''
  const text = printable(String(value).replace(/["\\]/g, '\\$&'), longestValue)
  return ` ${name}=${/^[\w.:/@+-]+$/.test(text) ? text : `"${text}"`}`
}

/** What the log view says. */
const seen = (problem: ApiProblem): readonly (readonly [string, Value])[] => {
  const view = logView(problem)
  const { retryAfterMs, attempts, exhausted } = problem.retry
  return [
    ['status', view.status],
    ['kind', view.kind],
    ['code', view.code],
    ['dialect', view.dialect],
    ['advice', view.advice],
    ['retry_after_ms', typeof retryAfterMs === 'number' ? retryAfterMs : undefined],
    ['attempts', typeof attempts === 'number' ? attempts : undefined],
    ['exhausted', exhausted === true ? true : undefined],
    ['errors', view.errorCount],
    ['request_id', view.requestId],
    ['trace_id', view.traceId],
  ]
}

/** What only those may read who may read what the upstream said. */
const said = ({
  title,
  detail,
  code,
  errors,
  source,
  requestId,
}: ApiProblem): readonly (readonly [string, Value])[] => [
  ['said_title', title],
  ['said_code', code],
  ['said_request_id', requestId],
  ['detail', detail],
  ['product', source.product],
  ['answered_by', source.answeredBy],
  ['wire_status', source.wireStatus],
  ['first_error', errors[0] === undefined ? undefined : `${errors[0].pointer ?? ''} ${errors[0].detail ?? ''}`.trim()],
  ['warnings', source.warnings.length === 0 ? undefined : source.warnings.join('; ')],
]

const lineOf = (given: ApiProblem, isInternal: boolean, depth: number): string => {
  const problem = asProblem(given)
  const pairs = [...seen(problem), ...(isInternal ? said(problem) : [])].map(pair).join('')
  const { cause } = problem
  return cause === undefined || depth >= deepest ? pairs : `${pairs} cause:${lineOf(cause, isInternal, depth + 1)}`
}

/**
 * One line for a log. By default it holds no text of an upstream, as `ApiProblemError` prints itself; for `internal` also what
 * was said. Causes follow behind `cause:`. Control, line and direction characters are escaped; the line ends at 2,000 characters.
 *
 * @example
 * logLine(problem({ status: 503, code: 'E7', requestId: 'r-1' }))
 * // 'status=503 kind=unavailable code=E7 dialect=problem-json advice=backoff request_id=r-1'
 * logLine(problem({ status: 500, detail: 'a\nb' }), 'internal') // … detail="a\\u000ab" …
 *
 * @category accessors
 * @since 0.1.0
 */
export const logLine = (problem: ApiProblem, audience: 'public' | 'internal' = 'public'): string => {
  const line = lineOf(problem, audience === 'internal', 0).trim()
  return line.length > longestLine ? `${cutText(line, longestLine - 1)}…` : line
}
