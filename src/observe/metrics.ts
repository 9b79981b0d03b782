/**
 * A problem as attributes of a metric, in the names of OpenTelemetry, and how many responses no dialect recognised.
 * Comes in: a problem. Goes out: a few words of closed lists, so that no stranger can make a new time series.
 * This room knows no clock and no exporter.
 */
import type { AnyDialect } from '../dialect.js'
import { dialects as builtIn } from '../dialects/index.js'
import type { ApiProblem } from '../problem.js'
import { readProblem } from '../problem-codec.js'
import { transportCodes } from '../transport.js'

/** @category model @since 0.1.0 */
export interface MetricAttributes {
  /** The API's code where it documents it, `_OTHER` where it does not, the status where there is no code. */
  readonly 'error.type': string
  /** Absent where there was no response. */
  readonly 'http.response.status_code'?: number
  readonly 'problem_dialects.dialect': string
  readonly 'problem_dialects.kind': string
  readonly 'problem_dialects.advice': string
  readonly 'problem_dialects.answered_by': string
}

/** @category model @since 0.1.0 */
export interface MetricOptions {
  /** Dialects of one's own, whose codes are documented too. */
  readonly dialects?: readonly AnyDialect[] | undefined
  /** Further codes that are known, such as those of a table of problems. */
  readonly codes?: readonly string[] | undefined
}

/** What the convention calls whatever is not worth a value of its own. */
const other = '_OTHER'

/**
 * The attributes of one problem, for counters and histograms: `http.client.request.duration` and the like. Every value is from a
 * closed list: a code that the dialect does not document is `_OTHER`.
 *
 * @example
 * metricAttributes(problem)['error.type']         // 'rate_limit_exceeded'
 * metricAttributes(problem({ status: 404 }))['error.type'] // '404'
 *
 * @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/
 * @category observability
 * @since 0.1.0
 */
export const metricAttributes = (given: ApiProblem, options: MetricOptions = {}): MetricAttributes => {
  const { dialect: id, code, status, kind, retry, source } = readProblem(given)
  const known = [...(options.dialects ?? []), ...builtIn]
  const dialect = known.find(one => one.id === id)
  const isTransport = source.answeredBy === 'transport'
  const codes = isTransport ? transportCodes : Object.keys(dialect?.codes ?? {})
  const ofStatus = isTransport ? other : String(status)
  const isKnown = code !== undefined && (codes.includes(code) || options.codes?.includes(code) === true)
  const answered = source.wireStatus ?? (isTransport ? undefined : status)
  return {
    'error.type': code === undefined ? ofStatus : isKnown ? code : other,
    ...(answered !== undefined ? { 'http.response.status_code': answered } : {}),
    'problem_dialects.dialect': dialect !== undefined || (isTransport && id === 'transport') ? id : other,
    'problem_dialects.kind': kind,
    'problem_dialects.advice': retry.advice,
    'problem_dialects.answered_by': source.answeredBy,
  }
}

/** How many problems there were of an upstream, and how many of them nobody recognised. @category model @since 0.1.0 */
export type Tally = Readonly<Record<string, { readonly problems: number; readonly unrecognised: number }>>

/**
 * Did this response fall to the generic reader, so that a dialect of its own would say more? Not where there was no body, nor where
 * the product that answered is known.
 *
 * @category observability
 * @since 0.1.0
 */
export const isUnrecognised = (given: ApiProblem): boolean => {
  const { dialect, source } = readProblem(given)
  if (source.rung !== 'possible' || source.product !== undefined) return false
  return (
    ['json', 'html', 'text'].includes(dialect) || source.warnings.some(warning => warning.startsWith('pinned-refused:'))
  )
}

/**
 * The counts after one more problem of an upstream. Name upstreams as your configuration does: each is kept.
 *
 * @example
 * tally({}, 'billing', problem) // { billing: { problems: 1, unrecognised: 0 } }
 *
 * @category observability
 * @since 0.1.0
 */
export const tally = (before: Tally, upstream: string, problem: ApiProblem): Tally => {
  const { problems, unrecognised } = (Object.prototype.hasOwnProperty.call(before, upstream)
    ? before[upstream]
    : undefined) ?? { problems: 0, unrecognised: 0 }
  return {
    ...before,
    [upstream]: { problems: problems + 1, unrecognised: unrecognised + (isUnrecognised(problem) ? 1 : 0) },
  }
}
