/**
 * What to do about a problem, and why that is thought, in lines.
 * Comes in: a problem and the reasoning that led to it. Goes out: harmless lines.
 * This room knows no clock and no method.
 */
import type { ApiProblem, Explanation, Rule } from '../index.js'
import { labelled, shown } from './terminal.js'
import { effect, nextStep } from './wording.js'

/** What an API documents is told under what to do; among the reasons it is only named. */
const documented: Readonly<Partial<Record<Rule['rule'], string>>> = {
  'api-code': 'what it documents about this code',
  'api-status': 'what it documents about this status',
}

/** What to do, also in the words of the API where it has a document. @category encoding @since 0.1.0 */
export const nextSteps = ({ retry, dialect }: ApiProblem, explanation: Explanation | undefined): string[] => [
  nextStep[retry.advice],
  ...(explanation?.rules ?? [])
    .filter(({ rule }) => documented[rule] !== undefined)
    .flatMap(({ because }) => labelled(`${dialect} documents`, because)),
]

/**
 * How the content was read, who else might have spoken, and each rule on retrying: `*` before those that won.
 *
 * @category encoding
 * @since 0.1.0
 */
export const reasons = ({ retry, source }: ApiProblem, explanation: Explanation | undefined): string[] => {
  const { content, claims = [], rules = [] } = explanation ?? {}
  const { advice, maxAttempts, applied, because } = retry
  const attempts = maxAttempts === 1 ? 'one attempt' : `${maxAttempts} attempts in all`
  const named = (text: string, more: string | undefined) => (more === undefined ? text : `${text} (${more})`)
  return [
    ...labelled('content', content && named(content.kind, content.mediaType)),
    ...claims
      .filter(({ won }) => !won)
      .flatMap(claim => labelled('also fits', `${claim.dialect}, ${claim.rung}: ${claim.because}`)),
    `advice: ${advice}; ${attempts}; took effect: ${effect[applied]}`,
    ...(rules.length === 0 ? labelled('* transport', because) : []),
    ...rules.map(({ rule, because, won }) => `${won ? '*' : '-'} ${rule}: ${documented[rule] ?? shown(because)}`),
    ...labelled(
      'answered by',
      source.answeredBy === 'application' ? undefined : named(source.answeredBy, source.product),
    ),
    ...labelled('status in the body', source.bodyStatus === source.wireStatus ? undefined : source.bodyStatus),
  ]
}
