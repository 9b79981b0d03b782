/**
 * What a dialect heard, brought into canonical form: status, bounds, leftovers, ids, advice.
 * Comes in: a payload, the dialect's words about it and how sure it is. Goes out: an {@link ApiProblem}.
 * This room knows no dialect by name, and aliases nothing of the body but strings.
 */
import { advise, type Rule, type Trust, type Voice, type Word } from './advise.js'
import type { Said } from './dialect.js'
import type { Payload } from './exchange.js'
import { rfc3339 } from './http/http-date.js'
import { budgetWarnings, type CopyBudget, copyBounded, copyBudget } from './http/json-copy.js'
import { requestIdOf, traceIdOf } from './http/request-id.js'
import type { ApiProblem, Link, ProblemItem, Rung } from './problem.js'
import { ApiProblemCodec } from './problem-codec.js'
import { statusOfKind } from './status/kind.js'
import { isPhraseOf } from './status/registry.js'

/** Everything that one problem is made from. @category model @since 0.1.0 */
export interface Hearing {
  readonly payload: Payload
  readonly voice: Voice
  readonly dialectId: string
  readonly said: Said
  readonly rung: Rung
  /** The caller named this dialect, so its tables may speak. */
  readonly pinned: boolean
  readonly rivals: readonly string[]
  readonly warnings: readonly string[]
  /** The body as it was, and as the dialect's codec read it: what differs is left over. */
  readonly original: unknown
  readonly read: unknown
  /** The top-level members that the dialect reads. */
  readonly reads: Readonly<Record<string, true>>
}

type Mutable<A> = { -readonly [K in keyof A]: A[K] }

const nothing: readonly never[] = Object.freeze([])
const noMembers: Readonly<Record<string, unknown>> = Object.freeze({})
const hasOwn = Object.prototype.hasOwnProperty

const cutText = (text: string, length: number, budget: () => CopyBudget): string =>
  text.length <= length ? text : (copyBounded(text, budget()) as string)

/** Members of the body that no rule consumed: not named in the shape, or of another type than it says. */
const leftovers = (hearing: Hearing, budget: () => CopyBudget): Readonly<Record<string, unknown>> => {
  const { original, read, said } = hearing
  const reads = said.reads ?? hearing.reads
  let out: Record<string, unknown> | undefined
  const put = (key: string, value: unknown): void => {
    out ??= {}
    const copy = copyBounded(value, budget())
    if (copy === undefined) return
    if (key === '__proto__')
      Object.defineProperty(out, key, { value: copy, enumerable: true, configurable: true, writable: true })
    else out[key] = copy
  }
  if (typeof original === 'object' && original !== null && !Array.isArray(original)) {
    const body = original as Record<string, unknown>
    const taken = read as Record<string, unknown>
    for (const key in body) {
      if (!hasOwn.call(body, key)) continue
      if (reads[key] !== true || taken[key] !== body[key]) put(key, body[key])
    }
  }
  if (said.extensions !== undefined) for (const key of Object.keys(said.extensions)) put(key, said.extensions[key])
  return out ?? noMembers
}

const safeLinks = (links: readonly Link[], warn: (text: string) => void): readonly Link[] => {
  const kept = links.filter(({ rel, href }) => {
    const ok = href !== '' && (/^https?:\/\//i.test(href) || !/^[a-z][a-z0-9+.-]*:/i.test(href))
    if (!ok && href !== '') warn(`unsafe-link: ${rel} ${JSON.stringify(href.slice(0, 200))} is not http(s)`)
    return ok
  })
  return kept.length === links.length ? links : kept
}

const tidyItem = (
  item: ProblemItem,
  length: number,
  budget: () => CopyBudget,
  warn: (text: string) => void,
): ProblemItem => {
  const long = (text: string | undefined): boolean => text !== undefined && text.length > length
  if (
    item.extensions === undefined &&
    item.links === undefined &&
    !(long(item.detail) || long(item.pointer) || long(item.name) || long(item.code) || long(item.resource))
  )
    return item
  const copy: Mutable<ProblemItem> = { ...item }
  for (const member of ['detail', 'pointer', 'name', 'code', 'resource'] as const) {
    const text = copy[member]
    if (text !== undefined) copy[member] = cutText(text, length, budget)
  }
  if (item.links !== undefined) copy.links = safeLinks(item.links, warn)
  if (item.extensions !== undefined) copy.extensions = copyBounded(item.extensions, budget()) as Record<string, unknown>
  return copy
}

const trustOf: Readonly<Record<Rung, Trust>> = {
  declared: 'full',
  distinctive: 'full',
  likely: 'tighten',
  possible: 'none',
}

const isFinal = (status: number): boolean => Number.isInteger(status) && status >= 200 && status <= 599

/** An API that documents a word as its code means it, even where it is also a phrase. */
const isDocumented = (said: Said, voice: Voice, code: string): boolean =>
  said.codeIsCategory === true || (voice.dialect?.codes !== undefined && hasOwn.call(voice.dialect.codes, code))

/** In-band failures act on the body's own status, or on that of its kind. */
const statusToActOn = (wire: number, said: Said, voice: Voice, code: string | undefined): number => {
  if (wire >= 400) return wire
  const claimed = said.bodyStatus
  if (claimed !== undefined && isFinal(claimed) && claimed >= 400) return claimed
  if (said.kind !== undefined) return statusOfKind[said.kind]
  // who says which field was wrong says that the request was
  const kind = said.errors?.some(({ pointer }) => pointer !== undefined) === true ? 'invalid_argument' : 'unknown'
  return statusOfKind[(code === undefined ? undefined : voice.kindOf(code)) ?? kind]
}

/**
 * Brings one hearing into canonical form, and says which rules spoke on the way.
 *
 * @category decoding
 * @since 0.1.0
 */
export const assemble = (
  hearing: Hearing,
): { readonly problem: ApiProblem; readonly rules: readonly Rule[]; readonly word: Word } => {
  const { payload, voice, said, rung } = hearing
  const { limits, fields } = payload
  let copying: CopyBudget | undefined
  const budget = (): CopyBudget => (copying ??= copyBudget(limits))
  let warnings: string[] | undefined
  const warn = (text: string): void => {
    ;(warnings ??= []).push(text)
  }
  for (const text of payload.warnings) warn(text)
  for (const text of hearing.warnings) warn(text)
  if (said.warnings !== undefined) for (const text of said.warnings) warn(text)

  let wire = payload.status
  if (!isFinal(wire)) {
    warn(`invalid-status: ${String(wire)} is no final HTTP status (RFC 9110 §15), read as 502`)
    wire = 502
  }
  const key = said.code ?? said.errors?.[0]?.code
  const status = statusToActOn(wire, said, voice, key)
  if (said.bodyStatus !== undefined && said.bodyStatus !== status && wire >= 400)
    warn(`status-disagreement: the body says ${said.bodyStatus}, the wire says ${wire}`)

  const advised = advise(voice, {
    status,
    fields,
    receivedAtMs: payload.receivedAt,
    code: key,
    detail: said.detail,
    trust: hearing.pinned ? 'full' : trustOf[rung],
    wait: said.wait,
    retryable: said.retryable,
  })
  for (const text of advised.warnings) warn(text)

  const all = said.errors ?? nothing
  const count = said.errorCount ?? all.length
  const kept = all.length > limits.items ? all.slice(0, limits.items) : all
  if (count > kept.length) warn(`items-cut: ${kept.length} of ${count} errors were kept`)
  let errors: readonly ProblemItem[] = kept
  for (let i = 0; i < kept.length; i++) {
    const item = kept[i] as ProblemItem
    const tidy = tidyItem(item, limits.stringLength, budget, warn)
    if (tidy === item) continue
    if (errors === kept) errors = kept.slice()
    ;(errors as ProblemItem[])[i] = tidy
  }
  const first = errors[0]
  const text = (value: string | undefined): string | undefined =>
    value === undefined || value === '' ? undefined : cutText(value, limits.stringLength, budget)
  // an envelope with a title or type of its own has said what it is; else its first error speaks for it
  const spokesman = said.title === undefined && said.type === undefined ? first : undefined
  const detail = text(said.detail) ?? text(spokesman?.detail)
  const rawCode = text(said.code) ?? spokesman?.code
  const code =
    rawCode !== undefined && !isDocumented(said, voice, rawCode) && isPhraseOf(status, rawCode) ? undefined : rawCode
  const extensions = leftovers(hearing, budget)
  const links = said.links === undefined ? nothing : safeLinks(said.links, warn)
  const requestId = text(said.requestId) ?? (fields.ids ? requestIdOf(fields) : undefined)
  const traceId = text(said.traceId) ?? (fields.ids ? traceIdOf(fields) : undefined)
  if (copying !== undefined) for (const cut of budgetWarnings(copying)) warn(cut)
  const receivedAt = payload.receivedAt === undefined ? undefined : rfc3339(payload.receivedAt)

  const source: Mutable<ApiProblem['source']> = {
    rung,
    answeredBy: said.answeredBy ?? (rung === 'possible' ? advised.word.row.answeredBy : undefined) ?? 'application',
    wireStatus: wire,
    rivals: hearing.rivals,
    warnings: warnings ?? nothing,
  }
  if (said.product !== undefined) source.product = said.product
  if (said.bodyStatus !== undefined) source.bodyStatus = said.bodyStatus

  const problem: Mutable<ApiProblem> = {
    v: 1,
    type: text(said.type) ?? 'about:blank',
    title: text(said.title) ?? advised.word.row.phrase,
    status,
    kind: said.kind ?? advised.word.kind,
    errors,
    dialect: hearing.dialectId,
    retry: advised.retry,
    links,
    source,
    extensions,
  }
  if (detail !== undefined) problem.detail = detail
  if (code !== undefined) problem.code = code
  if (requestId !== undefined) problem.requestId = requestId
  if (traceId !== undefined) problem.traceId = traceId
  if (count > errors.length) problem.errorCount = count
  if (said.instance !== undefined) problem.instance = cutText(said.instance, limits.stringLength, budget)
  if (said.userMessage !== undefined) problem.userMessage = said.userMessage
  if (receivedAt !== undefined) problem.receivedAt = receivedAt
  if (said.cause !== undefined) problem.cause = said.cause
  return { problem, rules: advised.rules, word: advised.word }
}

/**
 * A problem that a trusted peer sent in our own form, as the peer meant it: its advice, its cause, its source.
 * What the peer wrote wrongly is read as tolerantly as a stored problem; what is no problem at all changes nothing.
 *
 * @category decoding
 * @since 0.1.0
 */
export const restorePeer = (problem: ApiProblem, peer: unknown): ApiProblem => {
  const { problem_dialects: _ours, ...extensions } = problem.extensions
  const given = peer as Readonly<Record<string, unknown>>
  const own = given['extensions']
  const result = ApiProblemCodec.decode({
    ...given,
    extensions: { ...extensions, ...(typeof own === 'object' ? own : {}) },
  })
  return result._tag === 'Right' ? result.right : problem
}
