/**
 * Status row + the API's own words + fields + body → retry advice, with the rule that won.
 * Comes in: what is known of one response. Goes out: {@link RetryAdvice}: evidence, never a decision.
 * This room knows no dialect by name. A stranger's body may tighten the advice; only a dialect that is sure may relax it.
 */
import type { AnyDialect } from './dialect.js'
import { type DelayHint, type DelayReading, delayHint, serverClock } from './http/delay.js'
import type { Fields } from './http/fields.js'
import { rfc3339 } from './http/http-date.js'
import type { Wait } from './http/retry-after.js'
import { retryForce, retryVeto } from './http/veto.js'
import { type RetryAdvice, retryOf } from './problem.js'
import type { Kind } from './status/kind.js'
import { applyWord, statusOf } from './status/registry.js'
import { type ApiWord, advices, appliedWords, type RetrySemantics, type StatusRow } from './status/semantics.js'

/** What is known of one response when advice is asked for. @category advice @since 0.1.0 */
export interface Evidence {
  readonly status: number
  readonly fields: Fields
  readonly receivedAtMs: number | undefined
  readonly code: string | undefined
  readonly detail: string | undefined
  readonly trust: Trust
  readonly wait: Wait | undefined
  readonly retryable: boolean | undefined
}

/**
 * How far a dialect's own tables may speak: `full` where it was declared, distinctive or pinned; `tighten` where it is likely;
 * `none` where it is merely possible, so that a bare `{ "message" }` changes nothing.
 *
 * @category model
 * @since 0.1.0
 */
export type Trust = 'full' | 'tighten' | 'none'

/** One rule that was looked at on the way to the advice. @category model @since 0.1.0 */
export interface Rule {
  readonly rule: 'registry' | 'api-status' | 'api-code' | 'delay' | 'force' | 'veto'
  /** What it said. */
  readonly because: string
  /** Whether it changed the advice. */
  readonly won: boolean
}

/** The standing word of one dialect on one status or code. @category model @since 0.1.0 */
export interface Word {
  readonly row: StatusRow
  readonly kind: Kind
  readonly semantics: RetrySemantics
  readonly retry: RetryAdvice
  readonly rules: readonly Rule[]
}

/** A dialect's tables, looked up at most once a status and code. @category model @since 0.1.0 */
export interface Voice {
  readonly dialect: AnyDialect | undefined
  word(status: number, trust: Trust, code?: string, detail?: string): Word
  /** The kind that the dialect documents for a code. */
  kindOf(code: string): Kind | undefined
}

const longest = <A>(words: readonly A[], a: A, b: A): A => (words.indexOf(a) > words.indexOf(b) ? a : b)

/** What both allow: a dialect that is not sure may only tighten what the registry says. */
const tighten = (generic: RetrySemantics, own: RetrySemantics): { semantics: RetrySemantics; taken: boolean } => {
  const taken = advices.indexOf(own.advice) <= advices.indexOf(generic.advice)
  const advice = taken ? own.advice : generic.advice
  return {
    taken,
    semantics: {
      ...generic,
      advice,
      applied: longest(appliedWords, generic.applied, own.applied),
      maxAttempts: Math.min(generic.maxAttempts, own.maxAttempts),
      baseDelayMs:
        advices.indexOf(advice) < advices.indexOf('once') ? 0 : Math.max(generic.baseDelayMs, own.baseDelayMs),
      retryAfter: own.retryAfter === 'lift' ? generic.retryAfter : own.retryAfter,
      because: taken ? own.because : generic.because,
    },
  }
}

const documented = (
  table: Readonly<Record<string, ApiWord>> | undefined,
  code: string | undefined,
): ApiWord | undefined =>
  table !== undefined && code !== undefined && Object.prototype.hasOwnProperty.call(table, code)
    ? table[code]
    : undefined

const resolve = (api: AnyDialect | undefined, status: number, onCode: ApiWord | undefined, trust: Trust): Word => {
  const row = statusOf(status)
  const words: { readonly rule: Rule['rule']; readonly word: ApiWord }[] = []
  const onStatus = api?.statuses?.[status]
  if (onCode !== undefined) words.push({ rule: 'api-code', word: onCode })
  if (onStatus !== undefined) words.push({ rule: 'api-status', word: onStatus })

  let own = row.retry
  // the word on the code is applied last, so that it wins over the word on the status
  for (let i = words.length - 1; i >= 0; i--)
    own = applyWord(own, (words[i] as { word: ApiWord }).word, api?.title ?? '')
  if (words.length > 0) own = { ...own, because: `${api?.title}: ${words.map(({ word }) => word.because).join(' · ')}` }
  const { semantics, taken } = trust === 'full' ? { semantics: own, taken: true } : tighten(row.retry, own)
  const winner = taken ? words.find(({ word }) => word.advice !== undefined) : undefined
  const kind = onCode?.kind ?? onStatus?.kind ?? row.kind
  return Object.freeze({
    row,
    kind: kind === 'ok' ? 'unknown' : kind,
    semantics,
    retry: Object.freeze(retryOf(semantics)),
    rules: [
      ...words.map(entry => ({ rule: entry.rule, because: entry.word.because, won: entry === winner })),
      { rule: 'registry' as const, because: row.retry.because, won: winner === undefined },
    ],
  })
}

/**
 * The tables of one dialect, or of nobody. What was looked up is kept, by status and documented code only, so that it is bounded.
 *
 * @category advice
 * @since 0.1.0
 */
export const createVoice = (api: AnyDialect | undefined): Voice => {
  const uncoded = standing(undefined)
  const byCode = standings(api?.codes)
  // causes are grouped by their code, so that no key has to be put together while reading
  const byCause: Record<string, Record<string, Standing>> = Object.create(null)
  for (const [cause, word] of Object.entries(api?.causes ?? {})) {
    const colon = cause.indexOf(': ')
    const code = cause.slice(0, colon)
    byCause[code] ??= Object.create(null) as Record<string, Standing>
    byCause[code][cause.slice(colon + 2)] = standing(word)
  }

  return {
    dialect: api,
    kindOf: code => documented(api?.codes, code)?.kind,
    word: (status, trust, code, detail) => {
      let found: Standing | undefined
      if (code !== undefined && api !== undefined && trust !== 'none') {
        if (detail !== undefined) found = byCause[code]?.[detail]
        found ??= byCode[code]
      }
      const { onCode, words } = found ?? uncoded
      const known = words[trust][status]
      if (known !== undefined) return known
      const made = resolve(trust === 'none' ? undefined : api, status, onCode, trust)
      if (status >= 200 && status <= 599) words[trust][status] = made
      return made
    },
  }
}

const standings = (table: Readonly<Record<string, ApiWord>> | undefined): Readonly<Record<string, Standing>> => {
  const out: Record<string, Standing> = Object.create(null)
  for (const [name, word] of Object.entries(table ?? {})) out[name] = standing(word)
  return out
}

/** What was looked up for one documented code or cause, or for none. */
interface Standing {
  readonly onCode: ApiWord | undefined
  readonly words: Readonly<Record<Trust, (Word | undefined)[]>>
}

const standing = (onCode: ApiWord | undefined): Standing => ({ onCode, words: { full: [], tighten: [], none: [] } })

const instant = (evidence: Evidence, delayMs: number): string | undefined => {
  const clock = evidence.receivedAtMs ?? serverClock(evidence.fields)
  return clock === undefined ? undefined : rfc3339(clock + delayMs)
}

const rise = (retry: RetryAdvice, semantics: RetrySemantics, asked: boolean): RetryAdvice['advice'] => {
  if (semantics.retryAfter === 'lift' && asked) return 'after-delay'
  return semantics.retryAfter === 'honour' && retry.advice === 'backoff' ? 'after-delay' : retry.advice
}

/** What somebody asked to wait, and who. */
interface Asked {
  readonly source: DelayHint['source']
  readonly retryAfterMs?: number
  readonly notBefore?: string
  readonly says: string
}

const askedBy = (evidence: Evidence, { hint, until, untilSource }: DelayReading): Asked | undefined => {
  // an instant without a clock is no delay, but it is an instant; a weaker hint beside it would send the request too early
  const alone = until === undefined ? undefined : rfc3339(until)
  if (alone !== undefined && untilSource !== undefined)
    return { source: untilSource, notBefore: alone, says: `a field asks to wait until ${alone}` }
  if (hint === undefined) return undefined
  const notBefore = instant(evidence, hint.delayMs)
  const { source, field, delayMs } = hint
  const says = `${field} asks to wait ${delayMs} ms`
  return { source, retryAfterMs: delayMs, says, ...(notBefore === undefined ? {} : { notBefore }) }
}

/**
 * The standing advice with the wait in it. A quota field says when a quota is full: only where the status is about load does
 * that answer this request.
 */
const awaited = ({ retry, semantics }: Word, { source, retryAfterMs, notBefore }: Asked, trust: Trust): RetryAdvice => {
  const isAnswer = source !== 'ratelimit' && source !== 'ratelimit-reset'
  if (!isAnswer && semantics.retryAfter === 'ignore') return retry
  const advice = rise(retry, semantics, isAnswer && (source !== 'body' || trust === 'full'))
  const lifted = advice !== retry.advice && semantics.retryAfter === 'lift'
  return {
    ...retry,
    advice,
    ...(lifted ? { maxAttempts: Math.max(retry.maxAttempts, 3), baseDelayMs: 1_000 } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(notBefore === undefined ? {} : { notBefore }),
  }
}

/**
 * The advice for one response. Order, the first that speaks wins: veto, force (of a dialect that documents one), the API's
 * word on the code, its word on the status, the registry; then the delay that the server asked for.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2
 * @category advice
 * @since 0.1.0
 */
export const advise = (
  voice: Voice,
  evidence: Evidence,
): {
  readonly retry: RetryAdvice
  readonly word: Word
  readonly warnings: readonly string[]
  readonly rules: readonly Rule[]
} => {
  const word = voice.word(evidence.status, evidence.trust, evidence.code, evidence.detail)
  // nothing in fields or body speaks of time: the standing word is the answer
  if (!evidence.fields.delays && evidence.wait === undefined && evidence.retryable === undefined)
    return { retry: word.retry, word, warnings: noWarnings, rules: word.rules }

  const rules = [...word.rules]
  const { status, fields, receivedAtMs, wait } = evidence
  const reading = delayHint(fields, { status, receivedAtMs, body: wait })
  const asked = askedBy(evidence, reading)
  let retry: RetryAdvice = asked === undefined ? word.retry : awaited(word, asked, evidence.trust)
  if (asked !== undefined && retry !== word.retry)
    rules.push({ rule: 'delay', because: asked.says, won: retry.advice !== word.retry.advice })
  const force = retryForce(fields)
  if (force !== undefined || evidence.retryable === true) {
    const taken = voice.dialect?.honoursForce === true && evidence.trust === 'full'
    const because = `${force?.field ?? 'the body'} asks for a retry`
    if (taken && advices.indexOf(retry.advice) < advices.indexOf('once'))
      retry = {
        ...retry,
        advice: 'backoff',
        maxAttempts: 3,
        baseDelayMs: 100,
        because: `${because} · ${retry.because}`,
      }
    rules.push({ rule: 'force', because: taken ? because : `${because}; nobody documents that here`, won: taken })
  }
  const veto = retryVeto(fields)
  if (veto !== undefined || evidence.retryable === false) {
    const because = veto?.because ?? 'the body says that a retry is of no use'
    const { baseDelayMs: _gone, ...rest } = retry
    if (advices.indexOf(retry.advice) > advices.indexOf('fix-request'))
      retry = { ...rest, advice: 'never', maxAttempts: 1, because: `${because} · ${word.retry.because}` }
    rules.push({ rule: 'veto', because, won: true })
  }
  return { retry, word, warnings: reading.warnings, rules }
}

const noWarnings: readonly string[] = Object.freeze([])
