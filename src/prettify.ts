/**
 * A problem in a few lines, for a terminal or a developer's log.
 * Comes in: a problem. Goes out: text without control or bidirectional characters. It shows upstream texts: not for end users.
 */
import { printable } from './http/charset.js'
import { partialText } from './partial.js'
import type { ApiProblem, ProblemItem, RetryAdvice } from './problem.js'
import { asProblem } from './problem-codec.js'

const maxLine = 400
const maxItems = 10

const seconds = (ms: number): string => (ms % 1000 === 0 ? `${ms / 1000} s` : `${ms} ms`)

const item = ({ pointer, in: place, detail, code, resource, status }: ProblemItem): string => {
  const where =
    pointer === undefined
      ? (resource ?? '')
      : `${place === undefined ? '' : `${place} `}${pointer === '' ? '(whole document)' : pointer}`
  return `  - ${status === undefined ? '' : `${status} `}${where}${where === '' ? '' : ': '}${detail ?? code ?? 'unspecified'}${detail !== undefined && code !== undefined ? ` [${code}]` : ''}`
}

const advice = ({ advice: word, retryAfterMs, maxAttempts, applied, because }: RetryAdvice): string =>
  `  retry: ${word}${retryAfterMs === undefined ? '' : ` in ${seconds(retryAfterMs)}`}, at most ${maxAttempts} ${maxAttempts === 1 ? 'attempt' : 'attempts'}, applied: ${applied} — ${because}`

/**
 * A few lines that say what happened, where, and whether to retry.
 *
 * @category accessors
 * @since 0.1.0
 */
export const prettify = (given: ApiProblem): string => {
  const problem = asProblem(given)
  const { status, title, code, kind, dialect, detail, errors, requestId, errorCount, partial } = problem
  const shown = errors.slice(0, maxItems).map(item)
  const hidden = (errorCount ?? errors.length) - shown.length
  return [
    `${status} ${title}${code === undefined ? '' : ` [${code}]`} (${kind}, ${dialect})`,
    ...(detail === undefined ? [] : [`  ${detail}`]),
    ...(partial === undefined ? [] : [`  partial: ${partialText(partial)}`]),
    ...shown,
    ...(hidden > 0 ? [`  - … and ${hidden} more`] : []),
    advice(problem.retry),
    ...(requestId === undefined ? [] : [`  request id: ${requestId}`]),
  ]
    .map(line => printable(line, maxLine))
    .join('\n')
}
