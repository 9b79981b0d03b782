/**
 * The tables of one dialect over the registry: what it documents of a status, a code, and a cause.
 * Comes in: a dialect, then status, code and how far it may speak. Goes out: its standing {@link Word}, looked up once.
 * This room knows no dialect by name, and nothing of the response at hand.
 */
import type { AnyDialect } from './dialect.js'
import { type RetryAdvice, retryOf } from './problem.js'
import type { Kind } from './status/kind.js'
import { applyWord, statusOf } from './status/registry.js'
import { type ApiWord, advices, appliedWords, type RetrySemantics, type StatusRow } from './status/semantics.js'
import { type WordTable, wordTable } from './word-table.js'

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
  readonly rule: 'registry' | 'api-status' | 'api-code' | 'challenge' | 'partial' | 'delay' | 'force' | 'veto'
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
