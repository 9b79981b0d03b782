/**
 * One response, explained to an operator: what happened, what to do, whether and when to send it again, and why.
 * Comes in: what the library made of one entry, and the clock. Goes out: text for a terminal, harmless and coloured as asked.
 * This room reads no input and takes no decision of its own.
 */
import { parseRfc3339 } from '../http/index.js'
import { type ApiProblem, type Decision, decideRetry } from '../index.js'
import type { Told } from './explain.js'
import { nextSteps, reasons } from './print-reasons.js'
import { printSaid } from './print-said.js'
import { columns, duration, labelled, type Paint, type Style, shown } from './terminal.js'
import { decided } from './wording.js'

const indent = (lines: readonly string[]): string[] => lines.map(line => (line === '' ? '' : `  ${line}`))

const styleOf = (status: number): Style => (status >= 500 ? 'red' : status >= 400 ? 'yellow' : 'green')

const later = (one: string, other = one): string =>
  (parseRfc3339(other) ?? 0) > (parseRfc3339(one) ?? 0) ? other : one

const asked = (retryAfterMs: number | undefined, notBefore: string | undefined, now: number): string[] => {
  if (retryAfterMs === undefined) return []
  const instant = notBefore === undefined ? undefined : parseRfc3339(notBefore)
  const ask = `The server asks to wait ${duration(retryAfterMs)}`
  if (instant === undefined) return [`${ask}, from when it answered.`]
  return [`${ask}: not before ${notBefore} (${instant > now ? `in ${duration(instant - now)}` : 'that has passed'}).`]
}

const times = (problem: ApiProblem, method: string | undefined, now: number): string[] => {
  const { applied, notBefore, retryAfterMs } = problem.retry
  const decide = (name: string, draw: number): Decision => {
    const decision = decideRetry(problem, { method: name, attempt: 1, role: 'client', random: () => draw, now })
    // the server's clock and ours may differ: one instant is told, the later one
    return decision.action === 'park' ? { ...decision, notBefore: later(decision.notBefore, notBefore) } : decision
  }
  const methods = method === undefined ? ['GET', 'POST'] : [method.toUpperCase()]
  const decisions = methods.map(name => [name, decide(name, 0), decide(name, 1 - 2 ** -53)] as const)
  const [until = notBefore] = decisions.flatMap(([, made]) => (made.action === 'park' ? [made.notBefore] : []))
  // without our own clock nobody knows how much of the wait is over
  const from = (retryAfterMs ?? 0) > 0 && problem.receivedAt === undefined ? ', counted from the answer' : ''
  return [
    ...asked(retryAfterMs, notBefore && until, now),
    ...columns(
      decisions.map(([name, earliest, latest]) => [
        shown(name),
        `${decided(earliest, latest, applied)}${'delayMs' in earliest ? from : ''}`,
      ]),
    ),
  ]
}

const traces = ({ requestId, traceId, links, instance }: ApiProblem): string[] => [
  ...labelled('request id', requestId),
  ...labelled('trace id', traceId),
  ...labelled('instance', instance),
  ...links.slice(0, 20).flatMap(({ rel, href }) => labelled(rel, href)),
]

/**
 * The explanation of one entry; also of one that did not fail.
 *
 * @category encoding
 * @since 0.1.0
 */
export const printExplanation = (
  told: Told,
  { paint, now }: { readonly paint: Paint; readonly now: number },
): string => {
  const { problem, explanation, entry } = told
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', paint('bold', title), ...indent(lines)]
  const way = [
    ...(entry.request === undefined ? [] : [shown(`${entry.request.method ?? ''} ${entry.request.url ?? ''}`.trim())]),
    ...(entry.before.length === 0 ? [] : [`after ${entry.before.map(step => shown(step)).join(', ')}`]),
  ]
  const odd = section(
    'Odd',
    told.warnings.map(text => paint('yellow', shown(text))),
  )
  if (problem === undefined) {
    const { code, phrase } = explanation?.status ?? { code: 0, phrase: 'no response' }
    const hint = 'Errors under a status of success are read with --in-band.'
    return [`${paint('green', `${code} ${phrase}`)} — nothing failed`, ...indent([...way, hint]), ...odd, ''].join('\n')
  }
  const winner = explanation?.claims.find(({ won }) => won)
  const speaker = winner === undefined ? '' : `, ${winner.rung}: ${shown(winner.because)}`
  const happened =
    problem.source.answeredBy === 'transport' ? 'No response' : `${problem.status} ${shown(problem.title)}`
  const said = explanation?.content.kind === 'empty' ? ['nothing: there is no body'] : printSaid(problem)
  return [
    `${paint(styleOf(problem.status), happened)} — ${problem.kind} (${problem.dialect}${speaker})`,
    ...indent(way),
    ...section('What the API said', said),
    ...section('What to do', nextSteps(problem, explanation)),
    ...section('When to send it again', times(problem, entry.request?.method, now)),
    ...section('Why', reasons(problem, explanation)),
    ...section('To report it', traces(problem)),
    ...odd,
    '',
  ].join('\n')
}
