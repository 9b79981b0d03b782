/**
 * The way back: a problem written to where the plan would read it.
 * Comes in: a problem, whoever spoke. Goes out: a body. What finds no place is not forced into one: the loss is measured elsewhere.
 * What was received goes back as it came; what others said overwrites what stands in its way.
 */
import type { Shape, Spoken } from '../dialect.js'
import { formatHttpDate, parseRfc3339 } from '../http/http-date.js'
import { parsePointer } from '../http/pointer.js'
import type { ApiProblem, ProblemItem, RetryAdvice } from '../problem.js'
import { itemOf } from '../reading.js'
import { phraseOf } from '../status/registry.js'
import type { DelayUnit, DialectSpec, JsonScalar } from './format.js'
import { Page } from './page.js'
import { listed, type Plan, type Source, sourcesOf, type TextRole, textRoles } from './plan.js'
import { targetOf, writeErrors, writeLinks, written } from './write-items.js'

/** Everything that writing needs, made once. @category model @since 0.1.0 */
export interface Writer {
  readonly id: string
  readonly plan: Plan
  readonly shape: Shape
  readonly contentType: string | undefined
  readonly constants: readonly { readonly tokens: readonly string[]; readonly value: JsonScalar }[]
}

/** The writer of a spec; none where it is decode-only. @category constructors @since 0.1.0 */
export const writerOf = (spec: DialectSpec, plan: Plan): Writer | undefined => {
  if (spec.write === false) return undefined
  const writing = typeof spec.write === 'object' ? spec.write : {}
  const constants: Record<string, JsonScalar> = writing.constants ?? {}
  return {
    id: spec.id,
    plan,
    shape: listed(spec.shape)[0] ?? {},
    contentType: writing.contentType,
    constants: Object.keys(constants).map(pointer => ({
      tokens: parsePointer(pointer) ?? [],
      value: constants[pointer] as JsonScalar,
    })),
  }
}

const hasOwn = Object.prototype.hasOwnProperty

/** Was it only lent by the first error? A member that may be missing is taken to be so where it would say the same. */
const isLent = (problem: ApiProblem, role: 'detail' | 'code', { optional = {} }: Shape, target: Source): boolean => {
  const mayMiss = target.tokens.length === 1 && hasOwn.call(optional, target.tokens[0] ?? '')
  return mayMiss && problem.errors[0]?.[role] === problem[role]
}

/** What a role says of itself; what only repeats the status or the first error is not said. */
const saidOf = (problem: ApiProblem, role: TextRole, { plan, shape }: Writer, target: Source): string | undefined => {
  switch (role) {
    case 'title':
      return problem.title === phraseOf(problem.status) ? undefined : problem.title
    case 'type':
      return problem.type === 'about:blank' ? undefined : problem.type
    case 'detail':
    case 'code':
      return plan.errors.length > 0 && isLent(problem, role, shape, target) ? undefined : problem[role]
    case 'userMessage':
      return problem.userMessage?.text
    default:
      return problem[role]
  }
}

/** What stands in for a member that the shape requires. */
const standIn = (problem: ApiProblem, role: TextRole, { type }: Source, plan: Plan): string | undefined => {
  if (role === 'detail') return problem.detail ?? problem.title
  if (role === 'title' || role === 'type') return problem[role]
  if (role !== 'code') return undefined
  if (type === 'number') return problem.code ?? String(problem.status)
  return problem.code ?? (plan.codeIsCategory === true ? problem.title : problem.kind)
}

const instantOf = ({ notBefore }: RetryAdvice): number | undefined =>
  notBefore === undefined ? undefined : parseRfc3339(notBefore)

/** A delay in the unit of the API: never earlier than asked, and nothing where no clock is known. */
const delayIn = (unit: DelayUnit, retry: RetryAdvice): string | undefined => {
  const { retryAfterMs: ms } = retry
  const at = instantOf(retry)
  switch (unit) {
    case 'ms':
      return ms === undefined ? undefined : String(ms)
    case 's':
      return ms === undefined ? undefined : String(Math.ceil(ms / 1_000))
    case 'duration':
      return ms === undefined ? undefined : `${Math.ceil(ms / 1_000)}s`
    case 'epoch-ms':
      return at === undefined ? undefined : String(at)
    case 'epoch-s':
      return at === undefined ? undefined : String(Math.ceil(at / 1_000))
    case 'http-date':
      return at === undefined ? undefined : formatHttpDate(Math.ceil(at / 1_000) * 1_000)
    case 'date-time':
      return retry.notBefore
  }
}

const areNumbers: readonly DelayUnit[] = ['ms', 's', 'epoch-ms', 'epoch-s']

const writeWait = (page: Page, { wait }: Plan, retry: RetryAdvice): void => {
  const [first] = wait.filter(({ source }) => source.header === undefined)
  const text = first === undefined ? undefined : delayIn(first.unit, retry)
  if (first === undefined || text === undefined) return
  const isNumber = areNumbers.includes(first.unit) && first.source.type !== 'string'
  page.set(first.source.tokens, isNumber ? Number(text) : text)
}

const isRequired = ({ required = {} }: Shape, { tokens }: Source): boolean => hasOwn.call(required, tokens[0] ?? '')

/** The errors to be written: where an envelope cannot do without one, or has no other place for the message, one is made. */
const itemsFor = (problem: ApiProblem, { plan, shape }: Writer, received: boolean): readonly ProblemItem[] => {
  const [first] = plan.errors
  if (problem.errors.length > 0 || received || first === undefined || first.isMap) return problem.errors
  const isNeeded = plan.detail.length === 0 || isRequired(shape, first.source)
  return isNeeded ? [itemOf({ code: problem.code, detail: problem.detail ?? problem.title })] : problem.errors
}

const objectOf = (problem: ApiProblem, writer: Writer, received: boolean): Page => {
  const { plan, shape, constants } = writer
  const page = new Page(problem.extensions, !received)
  const others = sourcesOf(plan)
  const [errors] = plan.errors
  for (const role of textRoles) {
    const target = targetOf(plan[role], others)
    if (target === undefined) continue
    // what was received had all that was required
    const needs = !received && isRequired(shape, target) && (target.tokens.length === 1 || role === 'detail')
    const text = saidOf(problem, role, writer, target) ?? (needs ? standIn(problem, role, target, plan) : undefined)
    if (text === undefined) continue
    if (target.header !== undefined) page.field(target.header, text)
    else page.set(target.tokens, written(target, text))
  }
  const [claimed] = plan.bodyStatus
  const status = received ? problem.source.bodyStatus : problem.status
  if (claimed !== undefined && status !== undefined)
    page.set(claimed.tokens, claimed.type === 'string' && !received ? String(status) : status)
  writeLinks(page, plan.links, problem.links)
  const items = itemsFor(problem, writer, received)
  if (errors !== undefined && items.length > 0) writeErrors(page, errors, items)
  if (received) return page
  writeWait(page, plan, problem.retry)
  for (const { tokens, value } of constants) page.set(tokens, value, true)
  return page
}

const listOf = (problem: ApiProblem, writer: Writer, received: boolean): unknown => {
  const errors = writer.plan.errors.find(({ source, isMap }) => source.tokens.length === 0 && !isMap)
  const items = itemsFor(problem, writer, received)
  if (errors === undefined || items.length === 0) return problem.extensions['value'] ?? []
  const page = new Page({}, true)
  writeErrors(page, errors, items)
  return page.root
}

/**
 * A problem as the API of the spec would say it.
 *
 * @category encoding
 * @since 0.1.0
 */
export const writeAlong = (writer: Writer, problem: ApiProblem): Spoken => {
  const received = problem.dialect === writer.id && problem.source.wireStatus !== undefined
  const { root = 'object' } = writer.shape
  const spoken = (body: unknown, contentType = writer.contentType): Spoken => ({
    body,
    ...(contentType === undefined ? {} : { contentType }),
  })
  const value = problem.extensions['value']
  const text = problem.detail ?? (typeof value === 'string' ? value : problem.title)
  switch (root) {
    case 'array':
      return spoken(listOf(problem, writer, received))
    case 'string':
      return spoken(JSON.stringify(text))
    case 'scalar':
      return spoken(value ?? problem.status)
    case 'text':
      return spoken(text, writer.contentType ?? 'text/plain; charset=utf-8')
    case 'empty':
      return spoken(undefined)
    default: {
      const { root: body, headers } = objectOf(problem, writer, received)
      return { ...spoken(body), ...(headers === undefined ? {} : { headers }) }
    }
  }
}
