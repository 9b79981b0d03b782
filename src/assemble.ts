/**
 * What a dialect heard, brought into canonical form: status, bounds, leftovers, ids, advice.
 * Comes in: a payload, the dialect's words about it and how sure it is. Goes out: an {@link ApiProblem}.
 * This room knows no dialect by name, and aliases nothing of the body but strings.
 */
import { advise, type Rule, type Trust, type Voice, type Word } from './advise.js'
import type { Payload } from './exchange.js'
import { rfc3339 } from './http/http-date.js'
import { putMember } from './http/json-value.js'
import { requestIdOf, traceIdOf } from './http/request-id.js'
import type { Ledger } from './ledger.js'
import { type ApiProblem, countedBy, type Link, type ProblemItem, type Rung } from './problem.js'
import { itemOf } from './reading.js'
import { type Heard, inOneShape, type Said } from './said.js'
import { type Kind, statusOfKind } from './status/kind.js'
import { isPhraseOf } from './status/registry.js'

/** Everything that one problem is made from. @category model @since 0.1.0 */
export interface Hearing {
  readonly payload: Payload
  readonly voice: Voice
  readonly said: Said
  readonly rung: Rung
  /** The caller named this dialect, so its tables may speak. */
  readonly pinned: boolean
  readonly rivals: readonly string[]
  readonly warnings: readonly string[]
  /** The body as the dialect's codec read it: what differs from what was sent is left over. */
  readonly read: unknown
  /** The top-level members that the dialect reads. */
  readonly reads: Readonly<Record<string, true>>
  /** It reads all members of this body as they stand, unless it says otherwise. */
  readonly whole: boolean
}

type Mutable<A> = { -readonly [K in keyof A]: A[K] }

const nothing: readonly never[] = Object.freeze([])
const hasOwn = Object.prototype.hasOwnProperty

/** Members of the body that no rule consumed: not named in the shape, or of another type than it says. */
const leftovers = (hearing: Hearing, said: Heard, ledger: Ledger): Readonly<Record<string, unknown>> => {
  const own = said.extensions
  const isRead = hearing.whole && said.reads === undefined
  if (isRead && (own === undefined || said.kept === true)) return own ?? {}
  const out: Record<string, unknown> = {}
  if (!isRead) topLeftovers(hearing, said.reads ?? hearing.reads, ledger, out)
  for (const name in own)
    if (hasOwn.call(own, name)) put(out, name, said.kept === true ? own[name] : ledger.copy(own[name]))
  return out
}

const topLeftovers = (
  { payload, read }: Hearing,
  reads: Readonly<Record<string, true>>,
  ledger: Ledger,
  out: Record<string, unknown>,
): void => {
  if (typeof payload.json !== 'object' || payload.json === null || Array.isArray(payload.json)) return
  const body = payload.json as Record<string, unknown>
  const taken = read as Record<string, unknown>
  for (const name in body) {
    if (reads[name] === true && (taken === body || taken[name] === body[name])) continue
    if (hasOwn.call(body, name)) put(out, name, ledger.copy(body[name]))
  }
}

const put = (out: Record<string, unknown>, name: string, copy: unknown): void => {
  if (copy !== undefined) putMember(out, name, copy)
}

/** Most items are a few short texts, and stay as they are. */
const isTidy = (item: ProblemItem, ledger: Ledger, kept: boolean): boolean => {
  for (const member in item) {
    const value = item[member as keyof ProblemItem]
    if (kept && (member === 'extensions' || (member === 'links' && ledger.areFine(value as readonly Link[])))) continue
    if (typeof value !== 'string' || ledger.isLong(value)) return false
  }
  return true
}

const tidied = (item: ProblemItem, ledger: Ledger, kept: boolean): ProblemItem => {
  const { extensions, links } = item
  return itemOf({
    detail: ledger.cut(item.detail),
    pointer: ledger.cut(item.pointer),
    in: item.in,
    name: ledger.cut(item.name),
    code: ledger.cut(item.code),
    resource: ledger.cut(item.resource),
    links: links === undefined ? undefined : ledger.links(links),
    extensions: extensions === undefined || kept ? extensions : (ledger.copy(extensions) as ProblemItem['extensions']),
  })
}

/** The items as they may be kept: up to the cap, each within its bounds. The list of the dialect stays as it was. */
const itemsOf = ({ errors, kept }: Heard, ledger: Ledger, cap: number): readonly ProblemItem[] => {
  const all = ledger.list(errors)
  const some = all.length > cap ? all.slice(0, cap) : all
  let tidy: ProblemItem[] | undefined
  for (let i = 0; i < some.length; i++) {
    const item = some[i] as ProblemItem
    if (isTidy(item, ledger, kept === true)) continue
    tidy ??= some.slice()
    tidy[i] = tidied(item, ledger, kept === true)
  }
  return tidy ?? some
}

const trustOf = (rung: Rung): Trust => {
  if (rung === 'declared' || rung === 'distinctive') return 'full'
  return rung === 'likely' ? 'tighten' : 'none'
}

const isFinal = (status: number): boolean => Number.isInteger(status) && status >= 200 && status <= 599

/** The kind that a dialect says, if it is one. */
const kindOf = (kind: Kind | undefined): Kind | undefined =>
  kind !== undefined && hasOwn.call(statusOfKind, kind) ? kind : undefined

/** In-band failures act on the body's own status, or on that of its kind. */
const statusToActOn = (wire: number, said: Heard, voice: Voice, code: string | undefined): number => {
  if (wire >= 400) return wire
  const claimed = said.bodyStatus
  if (claimed !== undefined && isFinal(claimed) && claimed >= 400) return claimed
  const named = kindOf(said.kind)
  if (named !== undefined) return statusOfKind[named]
  // who says which field was wrong says that the request was
  const kind = said.errors?.some?.(({ pointer }) => pointer !== undefined) === true ? 'invalid_argument' : 'unknown'
  return statusOfKind[(code === undefined ? undefined : voice.documented(code)?.kind) ?? kind]
}

/** An API that documents a word as its code means it, even where it is also a phrase. */
const isMereStatus = (code: string, status: number, said: Heard, voice: Voice): boolean =>
  said.codeIsCategory !== true && voice.documented(code) === undefined && isPhraseOf(status, code)

/** The code of the first error, unless another one has a code of its own: then it is not that of the whole. */
const codeOfAll = (errors: readonly ProblemItem[]): string | undefined => {
  const first = errors[0]?.code
  for (let i = 1; first !== undefined && i < errors.length; i++) {
    const code = errors[i]?.code
    if (code !== undefined && code !== first) return undefined
  }
  return first
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
  const { payload, voice, rung } = hearing
  const said = inOneShape(hearing.said)
  const { limits, fields } = payload
  const { ledger } = payload
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
    trust: hearing.pinned ? 'full' : trustOf(rung),
    wait: said.wait,
    retryable: said.retryable,
  })
  ledger.warnOf(advised.warnings)

  const errors = itemsOf(said, ledger, limits.items)
  const count = said.errorCount ?? said.errors?.length ?? 0
  if (count > errors.length) ledger.warn(`items-cut: ${errors.length} of ${count} errors were kept`)
  // an envelope with a message, title or type of its own has said what it is; else its errors speak for it
  const isSilent = said.detail === undefined && said.title === undefined && said.type === undefined
  const detail = ledger.text(said.detail) ?? ledger.text(isSilent ? errors[0]?.detail : undefined)
  const spelt = ledger.text(said.code) ?? (isSilent ? codeOfAll(errors) : undefined)
  const code = spelt === undefined || isMereStatus(spelt, status, said, voice) ? undefined : spelt
  const extensions = leftovers(hearing, said, ledger)
  const links =
    said.links === undefined
      ? nothing
      : said.kept === true && ledger.areFine(said.links)
        ? said.links
        : ledger.links(said.links)
  const requestId = ledger.text(said.requestId) ?? (fields.ids.length > 0 ? requestIdOf(fields) : undefined)
  const traceId = ledger.text(said.traceId) ?? (fields.ids.length > 0 ? traceIdOf(fields) : undefined)
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

  const kind = kindOf(said.kind) ?? advised.word.kind
  const problem: Mutable<ApiProblem> = {
    v: 1,
    type: ledger.text(said.type) ?? 'about:blank',
    title: ledger.text(said.title) ?? advised.word.row.phrase,
    status,
    kind,
    errors,
    dialect: voice.id,
    retry: countedBy(kind, advised.retry),
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
  const userText = ledger.text(said.userMessage?.text)
  if (said.userMessage !== undefined && userText !== undefined)
    problem.userMessage = { ...said.userMessage, text: userText }
  if (receivedAt !== undefined) problem.receivedAt = receivedAt
  if (said.cause !== undefined) problem.cause = said.cause
  ledger.close()
  if (ledger.warnings !== undefined) source.warnings = ledger.warnings
  return { problem, rules: advised.rules, word: advised.word }
}
