/**
 * What a dialect heard, brought into canonical form: status, bounds, leftovers, ids, advice.
 * Comes in: a payload, the dialect's words about it and how sure it is. Goes out: an {@link ApiProblem}.
 * This room knows no dialect by name, and aliases nothing of the body but strings.
 */
import { advise, type Rule, type Trust, type Voice, type Word } from './advise.js'
import type { Said } from './dialect.js'
import type { Payload } from './exchange.js'
import type { Fields } from './http/fields.js'
import { parseRfc3339, rfc3339 } from './http/http-date.js'
import { budgetWarnings, type CopyBudget, copyBounded, copyBudget } from './http/json-copy.js'
import type { Limits } from './http/limits.js'
import { requestIdOf, traceIdOf } from './http/request-id.js'
import { retryVeto } from './http/veto.js'
import type { ApiProblem, Link, ProblemItem, Rung } from './problem.js'
import { ApiProblemCodec } from './problem-codec.js'
import { itemOf } from './reading.js'
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

/** The caps of one response at work, and all that was odd about it. A class, because a closure for each of these costs more than they do. */
class Desk {
  warnings: string[] | undefined
  private readonly limits: Limits
  private budget: CopyBudget | undefined

  constructor(limits: Limits) {
    this.warnings = undefined
    this.limits = limits
    this.budget = undefined
  }

  warn(text: string): void {
    if (this.warnings === undefined) this.warnings = [text]
    else this.warnings.push(text)
  }

  warnOf(texts: readonly string[]): void {
    for (let i = 0; i < texts.length; i++) this.warn(texts[i] as string)
  }

  copy(value: unknown): unknown {
    if (this.budget === undefined) this.budget = copyBudget(this.limits)
    return copyBounded(value, this.budget)
  }

  isLong(text: string | undefined): boolean {
    return text !== undefined && text.length > this.limits.stringLength
  }

  cut(text: string | undefined): string | undefined {
    return this.isLong(text) ? (this.copy(text) as string) : text
  }

  /** A text that says something. */
  text(value: string | undefined): string | undefined {
    return value === '' ? undefined : this.cut(value)
  }

  warnOfCuts(): void {
    if (this.budget !== undefined) this.warnOf(budgetWarnings(this.budget))
  }
}

/** Members of the body that no rule consumed: not named in the shape, or of another type than it says. */
const leftovers = (hearing: Hearing, desk: Desk): Readonly<Record<string, unknown>> => {
  const { original, read, said } = hearing
  const reads = said.reads ?? hearing.reads
  let out: Record<string, unknown> | undefined
  if (typeof original === 'object' && original !== null && !Array.isArray(original)) {
    const body = original as Record<string, unknown>
    const taken = read as Record<string, unknown>
    for (const key in body) {
      if (reads[key] === true && (taken === body || taken[key] === body[key])) continue
      if (hasOwn.call(body, key)) out = put(out, key, desk.copy(body[key]))
    }
  }
  const own = said.extensions
  if (own !== undefined) for (const key in own) if (hasOwn.call(own, key)) out = put(out, key, desk.copy(own[key]))
  return out ?? noMembers
}

const put = (out: Record<string, unknown> = {}, key: string, copy: unknown): Record<string, unknown> => {
  if (key === '__proto__')
    Object.defineProperty(out, key, { value: copy, enumerable: true, configurable: true, writable: true })
  else if (copy !== undefined) out[key] = copy
  return out
}

const isSafeLink = ({ href }: Link): boolean =>
  href.startsWith('https://') || (href !== '' && (/^https?:\/\//i.test(href) || !/^[a-z][a-z0-9+.-]*:/i.test(href)))

const safeLinks = (links: readonly Link[], desk: Desk): readonly Link[] => {
  if (links.every(isSafeLink)) return links
  for (const link of links)
    if (link.href !== '' && !isSafeLink(link))
      desk.warn(`unsafe-link: ${link.rel} ${JSON.stringify(link.href.slice(0, 200))} is not http(s)`)
  return links.filter(isSafeLink)
}

const tidyItem = (item: ProblemItem, desk: Desk): ProblemItem => {
  const { detail, pointer, name, code, resource, links, extensions } = item
  const isLong =
    desk.isLong(detail) || desk.isLong(pointer) || desk.isLong(name) || desk.isLong(code) || desk.isLong(resource)
  if (extensions === undefined && links === undefined && !isLong) return item
  return itemOf({
    detail: desk.cut(detail),
    pointer: desk.cut(pointer),
    in: item.in,
    name: desk.cut(name),
    code: desk.cut(code),
    resource: desk.cut(resource),
    links: links === undefined ? undefined : safeLinks(links, desk),
    extensions: extensions === undefined ? undefined : (desk.copy(extensions) as Record<string, unknown>),
  })
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
  const desk = new Desk(limits)
  desk.warnOf(payload.warnings)
  desk.warnOf(hearing.warnings)
  if (said.warnings !== undefined) desk.warnOf(said.warnings)

  let wire = payload.status
  if (!isFinal(wire)) {
    desk.warn(`invalid-status: ${String(wire)} is no final HTTP status (RFC 9110 §15), read as 502`)
    wire = 502
  }
  const key = said.code ?? said.errors?.[0]?.code
  const status = statusToActOn(wire, said, voice, key)
  if (said.bodyStatus !== undefined && said.bodyStatus !== status && wire >= 400)
    desk.warn(`status-disagreement: the body says ${said.bodyStatus}, the wire says ${wire}`)

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
  desk.warnOf(advised.warnings)

  const all = said.errors ?? nothing
  const count = said.errorCount ?? all.length
  const kept = all.length > limits.items ? all.slice(0, limits.items) : all
  if (count > kept.length) desk.warn(`items-cut: ${kept.length} of ${count} errors were kept`)
  let errors: readonly ProblemItem[] = kept
  for (let i = 0; i < kept.length; i++) {
    const item = kept[i] as ProblemItem
    const tidy = tidyItem(item, desk)
    if (tidy === item) continue
    if (errors === kept) errors = kept.slice()
    ;(errors as ProblemItem[])[i] = tidy
  }
  const first = errors[0]
  // an envelope with a title or type of its own has said what it is; else its first error speaks for it
  const spokesman = said.title === undefined && said.type === undefined ? first : undefined
  const detail = desk.text(said.detail) ?? desk.text(spokesman?.detail)
  const rawCode = desk.text(said.code) ?? spokesman?.code
  const code =
    rawCode !== undefined && !isDocumented(said, voice, rawCode) && isPhraseOf(status, rawCode) ? undefined : rawCode
  const extensions = leftovers(hearing, desk)
  const links = said.links === undefined ? nothing : safeLinks(said.links, desk)
  const requestId = desk.text(said.requestId) ?? (fields.ids ? requestIdOf(fields) : undefined)
  const traceId = desk.text(said.traceId) ?? (fields.ids ? traceIdOf(fields) : undefined)
  desk.warnOfCuts()
  const receivedAt = payload.receivedAt === undefined ? undefined : rfc3339(payload.receivedAt)

  const source: Mutable<ApiProblem['source']> = {
    rung,
    answeredBy: said.answeredBy ?? (rung === 'possible' ? advised.word.row.answeredBy : undefined) ?? 'application',
    wireStatus: wire,
    rivals: hearing.rivals,
    warnings: desk.warnings ?? nothing,
  }
  if (said.product !== undefined) source.product = said.product
  if (said.bodyStatus !== undefined) source.bodyStatus = said.bodyStatus

  const problem: Mutable<ApiProblem> = {
    v: 1,
    type: desk.text(said.type) ?? 'about:blank',
    title: desk.text(said.title) ?? advised.word.row.phrase,
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
  const instance = desk.cut(said.instance)
  if (instance !== undefined) problem.instance = instance
  if (said.userMessage !== undefined) problem.userMessage = said.userMessage
  if (receivedAt !== undefined) problem.receivedAt = receivedAt
  if (said.cause !== undefined) problem.cause = said.cause
  return { problem, rules: advised.rules, word: advised.word }
}

/**
 * A problem that a trusted peer sent in our own form, as the peer meant it: its advice, its cause, its source.
 * The wire may still tighten it: a later `Retry-After` and a veto count, and when it arrived is known here only.
 * What the peer wrote wrongly is read as tolerantly as a stored problem; what is no problem at all, or speaks of another status
 * than the wire, changes nothing.
 *
 * @category decoding
 * @since 0.1.0
 */
export const restorePeer = (problem: ApiProblem, peer: unknown, fields: Fields): ApiProblem => {
  const { problem_dialects: _ours, ...extensions } = problem.extensions
  const given = peer as Readonly<Record<string, unknown>>
  const own = given['extensions']
  const result = ApiProblemCodec.decode({
    ...given,
    extensions: { ...extensions, ...(typeof own === 'object' ? own : {}) },
  })
  if (result._tag === 'Left' || result.right.status !== problem.status) return problem
  const restored = result.right
  const askedMs = restored.retry.retryAfterMs ?? 0
  const wireMs = problem.retry.retryAfterMs ?? 0
  // our own field is in whole seconds: only what goes beyond them was said on the way
  const later = wireMs > Math.ceil(askedMs / 1000) * 1000
  const retryAfterMs = later ? wireMs : restored.retry.retryAfterMs
  const receivedAt = restored.receivedAt ?? problem.receivedAt
  const arrived = restored.receivedAt === undefined && receivedAt !== undefined ? parseRfc3339(receivedAt) : undefined
  const notBefore = arrived === undefined || retryAfterMs === undefined ? undefined : rfc3339(arrived + retryAfterMs)
  const veto = retryVeto(fields)
  return {
    ...restored,
    ...(receivedAt === undefined ? {} : { receivedAt }),
    retry: {
      ...restored.retry,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(notBefore === undefined ? {} : { notBefore }),
      ...(veto === undefined ? {} : { advice: 'never', maxAttempts: 1, because: veto.because }),
    },
  }
}
