/**
 * Status row + the API's own words + fields + body → retry advice, with the rule that won.
 * Comes in: what is known of one response. Goes out: {@link RetryAdvice}: evidence, never a decision.
 * This room knows no dialect by name. A stranger's body may tighten the advice; only a dialect that is sure may relax it.
 */
import { type DelayHint, type DelayReading, delayHint, serverClock } from './http/delay.js'
import type { Fields } from './http/fields.js'
import { rfc3339 } from './http/http-date.js'
import type { Wait } from './http/retry-after.js'
import { retryForce, retryVeto } from './http/veto.js'
import type { Refusal } from './http/www-authenticate.js'
import { appliedOf, partialText } from './partial.js'
import { type PartialFailure, type ProblemItem, type RetryAdvice, retryOf } from './problem.js'
import { applyWord } from './status/registry.js'
import { type ApiWord, advices, type RetrySemantics } from './status/semantics.js'
import type { Rule, Trust, Voice, Word } from './voice.js'
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
  readonly challenge: Refusal | undefined
  /** The answer told of several operations. */
  readonly operations?:
    | { readonly errors: readonly ProblemItem[]; readonly partial: PartialFailure | undefined }
    | undefined
}

/** What to do about a token that was refused (RFC 6750 §3.1): new ones are asked for, with the scope that is named. */
const onRefusal: WordTable<ApiWord> = wordTable({
  invalid_request: { because: 'the request for access is malformed', advice: 'fix-request' },
  invalid_token: {
    because: 'the token is expired, revoked or invalid: get a new one',
    advice: 'reauthenticate',
    applied: 'no',
  },
  insufficient_scope: {
    because: 'the token allows less than this needs: get one of wider scope',
    advice: 'reauthenticate',
    applied: 'no',
  },
})

/** Where only the registry speaks, a challenge knows more about the token than the status does. */
const challenged = (word: Word, challenge: Refusal | undefined): Word => {
  const says = challenge === undefined ? undefined : onRefusal(challenge.error)
  const registry = word.rules[word.rules.length - 1] as Rule
  if (says === undefined || !registry.won) return word
  const semantics = applyWord(word.semantics, says, 'RFC 6750 §3.1')
  const rule: Rule = { rule: 'challenge', because: says.because, won: true }
  const rules = [...word.rules.slice(0, -1), rule, { ...registry, won: false }]
  return { ...word, semantics, retry: retryOf(semantics), rules }
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
  const word = challenged(
    voice.word(evidence.status, evidence.trust, evidence.code, evidence.detail),
    evidence.challenge,
  )
  // nothing in fields or body speaks of time: the standing word is the answer
  const { retryable } = evidence
  if (evidence.fields.delays.length === 0 && evidence.wait === undefined && retryable === undefined)
    return { retry: word.retry, word, warnings: noWarnings, rules: word.rules }

  const rules = [...word.rules]
  const { status, fields, receivedAtMs, wait } = evidence
  const reading = delayHint(fields, { status, receivedAtMs, body: wait })
  const asked = askedBy(evidence, reading)
  let retry: RetryAdvice = asked === undefined ? word.retry : awaited(word, asked, evidence.trust)
  if (asked !== undefined && retry !== word.retry)
    rules.push({ rule: 'delay', because: asked.says, won: retry.advice !== word.retry.advice })
  const force = retryForce(fields)
  if (force !== undefined || retryable === true) {
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
  if (veto !== undefined || retryable === false) {
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
 * word on the code, its word on the status, the challenge to a token, the registry; then the delay that the server asked for, and
 * what took effect already.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2
 * @category advice
 * @since 0.1.0
 */
export const advise = (voice: Voice, evidence: Evidence): Advised => {
  const advised = adviseWhole(voice, evidence)
  return evidence.operations === undefined ? advised : withOperations(advised, evidence.operations)
}
