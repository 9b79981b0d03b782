/**
 * What a dialect heard, brought into canonical form: status, bounds, leftovers, ids, advice.
 * Comes in: a payload, the dialect's words about it and how sure it is. Goes out: an {@link ApiProblem}.
 * This room knows no dialect by name, and aliases nothing of the body but strings.
 */
import { advise, type Rule, type Trust, type Voice, type Word } from './advise.js'
import type { Said } from './dialect.js'
import type { Payload } from './exchange.js'
import { rfc3339 } from './http/http-date.js'
import { requestIdOf, traceIdOf } from './http/request-id.js'
import { Ledger } from './ledger.js'
import type { ApiProblem, ProblemItem, Rung } from './problem.js'
import { itemOf } from './reading.js'
import { type Kind, statusOfKind } from './status/kind.js'
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

/** Members of the body that no rule consumed: not named in the shape, or of another type than it says. */
const leftovers = (hearing: Hearing, ledger: Ledger): Readonly<Record<string, unknown>> => {
  const { original, read, said } = hearing
  const reads = said.reads ?? hearing.reads
  let out: Record<string, unknown> | undefined
  if (typeof original === 'object' && original !== null && !Array.isArray(original)) {
    const body = original as Record<string, unknown>
    const taken = read as Record<string, unknown>
    for (const key in body) {
      if (reads[key] === true && (taken === body || taken[key] === body[key])) continue
      if (hasOwn.call(body, key)) out = put(out, key, ledger.copy(body[key]))
    }
  }
  const own = said.extensions
  if (own !== undefined) for (const key in own) if (hasOwn.call(own, key)) out = put(out, key, ledger.copy(own[key]))
  return out ?? noMembers
}

const put = (out: Record<string, unknown> = {}, key: string, copy: unknown): Record<string, unknown> => {
  if (key === '__proto__')
    Object.defineProperty(out, key, { value: copy, enumerable: true, configurable: true, writable: true })
  else if (copy !== undefined) out[key] = copy
  return out
}

const tidyItem = (item: ProblemItem, ledger: Ledger): ProblemItem => {
  const { detail, pointer, name, code, resource, links, extensions } = item
  const isLong =
    ledger.isLong(detail) ||
    ledger.isLong(pointer) ||
    ledger.isLong(name) ||
    ledger.isLong(code) ||
    ledger.isLong(resource)
  if (extensions === undefined && links === undefined && !isLong) return item
  return itemOf({
    detail: ledger.cut(detail),
    pointer: ledger.cut(pointer),
    in: item.in,
    name: ledger.cut(name),
    code: ledger.cut(code),
    resource: ledger.cut(resource),
    links: links === undefined ? undefined : ledger.links(links),
    extensions: extensions === undefined ? undefined : (ledger.copy(extensions) as Record<string, unknown> | undefined),
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

/** The kind that a dialect says, if it is one. */
const kindOf = ({ kind }: Said): Kind | undefined =>
  kind !== undefined && hasOwn.call(statusOfKind, kind) ? kind : undefined

/** In-band failures act on the body's own status, or on that of its kind. */
const statusToActOn = (wire: number, said: Said, voice: Voice, code: string | undefined): number => {
  if (wire >= 400) return wire
  const claimed = said.bodyStatus
  if (claimed !== undefined && isFinal(claimed) && claimed >= 400) return claimed
  const named = kindOf(said)
  if (named !== undefined) return statusOfKind[named]
  // who says which field was wrong says that the request was
  const kind = said.errors?.some?.(({ pointer }) => pointer !== undefined) === true ? 'invalid_argument' : 'unknown'
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
  const ledger = new Ledger(limits)
  ledger.warnOf(payload.warnings)
  ledger.warnOf(hearing.warnings)
  if (fields.dropped > 0) ledger.warn(`fields-cut: ${fields.dropped} fields beyond the cap were not kept`)
  if (fields.cut > 0) ledger.warn(`fields-cut: ${fields.cut} values of fields were cut`)
  if (said.warnings !== undefined) ledger.warnOf(said.warnings)

  let wire = payload.status
  if (!isFinal(wire)) {
    ledger.warn(`invalid-status: ${String(wire)} is no final HTTP status (RFC 9110 §15), read as 502`)
    wire = 502
  }
  const key = said.code ?? said.errors?.[0]?.code
  const status = statusToActOn(wire, said, voice, key)
  if (said.bodyStatus !== undefined && said.bodyStatus !== status && wire >= 400)
    ledger.warn(`status-disagreement: the body says ${said.bodyStatus}, the wire says ${wire}`)

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
  ledger.warnOf(advised.warnings)

  const all = ledger.list(said.errors)
  const count = said.errorCount ?? all.length
  const kept = all.length > limits.items ? all.slice(0, limits.items) : all
  if (count > kept.length) ledger.warn(`items-cut: ${kept.length} of ${count} errors were kept`)
  let errors: readonly ProblemItem[] = kept
  for (let i = 0; i < kept.length; i++) {
    const item = kept[i] as ProblemItem
    const tidy = tidyItem(item, ledger)
    if (tidy === item) continue
    if (errors === kept) errors = kept.slice()
    ;(errors as ProblemItem[])[i] = tidy
  }
  const first = errors[0]
  // an envelope with a title or type of its own has said what it is; else its first error speaks for it
  const spokesman = said.title === undefined && said.type === undefined ? first : undefined
  const detail = ledger.text(said.detail) ?? ledger.text(spokesman?.detail)
  const rawCode = ledger.text(said.code) ?? spokesman?.code
  const code =
    rawCode !== undefined && !isDocumented(said, voice, rawCode) && isPhraseOf(status, rawCode) ? undefined : rawCode
  const extensions = leftovers(hearing, ledger)
  const links = said.links === undefined ? nothing : ledger.links(said.links)
  const requestId = ledger.text(said.requestId) ?? (fields.ids ? requestIdOf(fields) : undefined)
  const traceId = ledger.text(said.traceId) ?? (fields.ids ? traceIdOf(fields) : undefined)
  const receivedAt = payload.receivedAt === undefined ? undefined : rfc3339(payload.receivedAt)

  const source: Mutable<ApiProblem['source']> = {
    rung,
    answeredBy: said.answeredBy ?? (rung === 'possible' ? advised.word.row.answeredBy : undefined) ?? 'application',
    wireStatus: wire,
    rivals: hearing.rivals,
    warnings: nothing,
  }
  if (said.product !== undefined) source.product = said.product
  if (said.bodyStatus !== undefined) source.bodyStatus = said.bodyStatus

  const problem: Mutable<ApiProblem> = {
    v: 1,
    type: ledger.text(said.type) ?? 'about:blank',
    title: ledger.text(said.title) ?? advised.word.row.phrase,
    status,
    kind: kindOf(said) ?? advised.word.kind,
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
  const instance = ledger.cut(said.instance)
  if (instance !== undefined) problem.instance = instance
  if (said.userMessage !== undefined) problem.userMessage = said.userMessage
  if (receivedAt !== undefined) problem.receivedAt = receivedAt
  if (said.cause !== undefined) problem.cause = said.cause
  ledger.close()
  if (ledger.warnings !== undefined) source.warnings = ledger.warnings
  return { problem, rules: advised.rules, word: advised.word }
}
