/**
 * The registry of HTTP status codes, and the questions that can be asked of it. Every question is total.
 * Comes in: a status code, of whatever type it turns out to be, and an API that may speak for its own statuses.
 * Goes out: a row, shared and frozen where it is in the table and no API was asked.
 * This room knows no body, no header and no method; whether an API's word may be believed is decided above.
 */
import { rowOf, usualOf } from './row.js'
import { classRows } from './rows-class.js'
import { clientRows } from './rows-client.js'
import { serverRows } from './rows-server.js'
import { successRows } from './rows-success.js'
import { unofficialRows } from './rows-unofficial.js'
import type { ApiWord, RetrySemantics, SpeaksStatus, StatusRow } from './semantics.js'

/**
 * Every row, by ascending code: all that IANA registers from 200 to 599, and the unofficial ones that are seen.
 *
 * @see https://www.iana.org/assignments/http-status-codes
 * @category registry
 * @since 0.1.0
 */
export const statusRows: readonly StatusRow[] = Object.freeze(
  [...successRows, ...clientRows, ...serverRows, ...unofficialRows].map(rowOf).sort((a, b) => a.code - b.code),
)

const byCode: StatusRow[] = []
for (const row of statusRows) byCode[row.code] = row

const rowOfClass = (code: unknown): StatusRow => {
  const number = typeof code === 'number' && Number.isFinite(code) ? code : 0
  const hundreds = Number.isInteger(number) ? Math.floor(number / 100) : 0
  const row = classRows[hundreds >= 2 && hundreds <= 5 ? hundreds - 1 : 0] as StatusRow
  // Adding zero turns minus zero, which JSON would not give back, into zero.
  return { ...row, code: number + 0 }
}

/**
 * What a status means and what to do next. Total: an unknown code answers with the row of its class, and what is not an
 * integer from 200 to 599 with `never`; its `code` is given back if it is a finite number and is 0 otherwise.
 *
 * With an `api`, the row in that API's own words: its document replaces what it speaks about, and `meaning` quotes it.
 *
 * @example
 * statusOf(429).retry.advice // 'after-delay'
 * statusOf(299).phrase // 'Success (unregistered)'
 * statusOf(Number.NaN).retry.advice // 'never'
 * statusOf(500, { id: 'acme', title: 'Acme', statuses: { 500: { because: 'Ask us.' } } }).retry.because // 'Acme: Ask us.'
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15
 * @category registry
 * @since 0.1.0
 */
export const statusOf = (code: number, api?: SpeaksStatus): StatusRow => {
  const row = (typeof code === 'number' ? byCode[code] : undefined) ?? rowOfClass(code)
  const word = api?.statuses?.[row.code]
  if (api === undefined || !word) return row
  return {
    ...row,
    kind: word.kind ?? row.kind,
    retry: applyWord(row.retry, word, api.title),
    meaning: word.meaning ?? word.because,
  }
}

/**
 * The semantics with an API's word laid over them: what it says replaces, what it leaves unsaid stays.
 *
 * A word that changes the advice brings that advice's usual attempts, delay and use of `Retry-After` with it unless it
 * says its own, never a shorter base delay than before, and drops the rule for idempotency keys, which was made for the
 * old advice. Advice under which no machine sends the same request again keeps its one attempt, whatever the word says. A refusal
 * that the word makes one that may pass (a rate limit under 403) was only `unlikely` not applied, unless the word says its own.
 *
 * @example
 * applyWord(statusOf(500).retry, { advice: 'backoff', because: 'Try again later.' }, 'Acme').maxAttempts // 3
 * applyWord(statusOf(503).retry, { advice: 'never', because: 'Closed.' }, 'Acme').because // 'Acme: Closed.'
 * @category advice
 * @since 0.1.0
 */
export const applyWord = (semantics: RetrySemantics, word: ApiWord, speaker: string): RetrySemantics => {
  const { withIdempotencyKey, ...before } = semantics
  const advice = word.advice ?? before.advice
  const changed = advice !== before.advice
  // An advice of a later release reads as `never`.
  const usual = usualOf[advice] ?? usualOf.never
  const resends = usual.maxAttempts > 1
  // the promise that nothing was done was made for a refusal that stands, not for one that may pass
  const isLifted = resends && (usualOf[before.advice] ?? usualOf.never).maxAttempts === 1
  const applied = isLifted && before.applied === 'no' ? 'unlikely' : before.applied
  const baseDelayMs = changed
    ? usual.baseDelayMs && Math.max(usual.baseDelayMs, before.baseDelayMs)
    : before.baseDelayMs
  return {
    ...before,
    advice,
    applied: word.applied ?? applied,
    maxAttempts: (resends ? word.maxAttempts : undefined) ?? (changed ? usual : before).maxAttempts,
    baseDelayMs: (resends ? word.baseDelayMs : undefined) ?? baseDelayMs,
    retryAfter: word.retryAfter ?? (changed ? usual : before).retryAfter,
    scope: word.scope ?? before.scope,
    ...(changed || withIdempotencyKey === undefined ? {} : { withIdempotencyKey }),
    because: `${speaker}: ${word.because}`,
  }
}

/**
 * The reason phrase of a status: the registered one, the name its vendor gave it, or that of its class.
 *
 * @example
 * phraseOf(413) // 'Content Too Large'
 * phraseOf(477) // 'Client Error (unregistered)'
 * @category registry
 * @since 0.1.0
 */
export const phraseOf = (code: number): string => statusOf(code).phrase

/** No code with its phrase is longer, so a long text costs nothing. */
const longestPhrase = 64

/**
 * Whether a text is merely the status said again: the number, a phrase known for it, or both, in any case. It says
 * nothing that the status did not, so it is no machine code.
 *
 * @example
 * isPhraseOf(404, '404 not found') // true
 * isPhraseOf(404, 'user_not_found') // false
 * @category registry
 * @since 0.1.0
 */
export const isPhraseOf = (code: number, text: string): boolean => {
  if (typeof text !== 'string' || text.length > longestPhrase) return false
  const row = statusOf(code)
  const said = text.trim().toLowerCase()
  const number = String(row.code)
  if (said === number) return true
  const phrase = said.startsWith(number) ? said.slice(number.length).replace(/^[ :-]+/, '') : said
  return phrase === row.phrase.toLowerCase() || row.otherPhrases.some(other => phrase === other.toLowerCase())
}

/** What pages and texts say instead of a phrase, and no more. */
const hollow =
  'error|server error|error response|bad message|an error occurred|oops! an error occurred|page not found|service error|request error'

let phrases: Record<string, true> | undefined
const isAnyPhrase = (text: string): boolean => {
  if (phrases === undefined) {
    const all: Record<string, true> = Object.create(null)
    for (const word of hollow.split('|')) all[word] = true
    for (const { phrase, otherPhrases } of statusRows)
      for (const known of [phrase, ...otherPhrases]) all[known.toLowerCase()] = true
    phrases = all
  }
  return phrases[text] === true
}

/**
 * Whether a line says no more than that there was an error of this status, in whatever layout: with any phrase beside the number,
 * `Error`, `HTTP Status` or the like before it. A person who knows the status learns nothing from it.
 *
 * @example
 * isMereStatus(407, 'HTTP ERROR 407 Unauthorized') // true
 * isMereStatus(404, 'No order 7') // false
 * @category registry
 * @since 0.1.0
 */
export const isMereStatus = (code: number, line: string): boolean => {
  if (typeof line !== 'string' || line.length > longestPhrase) return false
  const said = line
    .toLowerCase()
    .replace(/[^a-z!']+|'$/g, ' ')
    .trim()
  const number = /[0-9]+/.exec(line)?.[0]
  if (number !== undefined && number !== String(statusOf(code).code)) return false
  const rest = said.replace(/^(?:http )?(?:error|status)(?: code)?(?: |$)/, '')
  return rest === '' || isAnyPhrase(said) || isAnyPhrase(rest) || isPhraseOf(code, line)
}
