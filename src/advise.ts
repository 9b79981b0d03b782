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
import { appliedOf, partialText } from './partial.js'
import { type PartialFailure, type ProblemItem, type RetryAdvice, retryOf } from './problem.js'
import type { Kind } from './status/kind.js'
import { applyWord, statusOf } from './status/registry.js'
import { type ApiWord, advices, appliedWords, type RetrySemantics, type StatusRow } from './status/semantics.js'
import { type WordTable, wordTable } from './word-table.js'

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
  /** The answer told of several operations. */
  readonly operations?:
    | { readonly errors: readonly ProblemItem[]; readonly partial: PartialFailure | undefined }
    | undefined
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
  readonly rule: 'registry' | 'api-status' | 'api-code' | 'partial' | 'delay' | 'force' | 'veto'
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
  /** The id of the dialect; where nobody speaks there was nothing to read. */
  readonly id: string
  readonly dialect: AnyDialect | undefined
  readonly word: (status: number, trust: Trust, code: string | undefined, detail: string | undefined) => Word
  /** What the dialect documents of a code. */
  readonly documented: WordTable<ApiWord>
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

/** What was looked up for one documented code or cause, or for none. */
interface Standing {
  readonly onCode: ApiWord | undefined
  readonly words: Readonly<Record<Trust, (Word | undefined)[]>>
  /** Where the document tells causes of one code apart, by their message. */
  readonly byCause: WordTable<Standing>
}

type Words = Readonly<Record<string, ApiWord>>

const standing = (onCode?: ApiWord, causes?: Words): Standing => ({
  onCode,
  words: { full: [], tighten: [], none: [] },
  byCause: standings(causes),
})

const standings = (codes: Words = {}, causes: Words = {}): WordTable<Standing> => {
  const grouped: Record<string, Record<string, ApiWord>> = Object.create(null)
  for (const code in codes) grouped[code] = Object.create(null) as Record<string, ApiWord>
  for (const cause in causes) {
    const colon = cause.indexOf(': ')
    const messages = (grouped[cause.slice(0, colon)] ??= Object.create(null) as Record<string, ApiWord>)
    messages[cause.slice(colon + 2)] = causes[cause] as ApiWord
  }
  const all: Record<string, Standing> = Object.create(null)
  for (const code in grouped) all[code] = standing(codes[code], grouped[code])
  return wordTable(all)
}

/**
 * The tables of one dialect, or of nobody. What was looked up is kept, by status and documented code only, so that it is bounded.
 *
 * @category advice
 * @since 0.1.0
 */
export const createVoice = (api: AnyDialect | undefined): Voice => {
  const uncoded = standing()
  const byCode = standings(api?.codes, api?.causes)
  return {
    id: api?.id ?? 'empty',
    dialect: api,
    documented: wordTable(api?.codes),
    word: (status, trust, code, detail) => {
      const known = code === undefined || trust === 'none' ? undefined : byCode(code)
      const cause = known === undefined || detail === undefined ? undefined : known.byCause(detail)
      const { onCode, words } = cause ?? known ?? uncoded
      const standing = trust === 'full' ? words.full : trust === 'none' ? words.none : words.tighten
      const before = standing[status]
      if (before !== undefined) return before
      const made = resolve(trust === 'none' ? undefined : api, status, onCode, trust)
      if (status >= 200 && status <= 599) standing[status] = made
      return made
    },
  }
}

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

/** The advice, and how it came about. @category model @since 0.1.0 */
export interface Advised {
  readonly retry: RetryAdvice
  readonly word: Word
  readonly warnings: readonly string[]
  readonly rules: readonly Rule[]
}

const adviseWhole = (voice: Voice, evidence: Evidence): Advised => {
  const word = voice.word(evidence.status, evidence.trust, evidence.code, evidence.detail)
  // nothing in fields or body speaks of time: the standing word is the answer
  if (evidence.fields.delays.length === 0 && evidence.wait === undefined && evidence.retryable === undefined)
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

/** What took effect would be done twice: the advice stays, and whoever decides learns that the request was applied. */
const withOperations = (advised: Advised, { errors, partial }: NonNullable<Evidence['operations']>): Advised => {
  const { retry, rules } = advised
  const applied = appliedOf(retry.applied, errors, partial?.others)
  if (partial === undefined) return applied === retry.applied ? advised : { ...advised, retry: { ...retry, applied } }
  const because = partialText(partial)
  return {
    ...advised,
    retry: { ...retry, applied, because: `${because} · ${retry.because}` },
    rules: [{ rule: 'partial', because, won: applied !== retry.applied }, ...rules],
  }
}

/**
 * The advice for one response. Order, the first that speaks wins: veto, force (of a dialect that documents one), the API's
 * word on the code, its word on the status, the registry; then the delay that the server asked for, and what took effect already.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2
 * @category advice
 * @since 0.1.0
 */
export const advise = (voice: Voice, evidence: Evidence): Advised => {
  const advised = adviseWhole(voice, evidence)
  return evidence.operations === undefined ? advised : withOperations(advised, evidence.operations)
}
