/**
 * The words in which retry semantics are said, and the shapes that carry them: a status row, and an API's own word about it.
 * Comes in: nothing. Goes out: types and the ranking of advice from strict to permissive.
 * This room knows no table and no dialect.
 */
import type { Kind } from './kind.js'

/**
 * What to do next, from "nothing failed" to "once". Ordered by how much a machine may do: a later word never permits less.
 *
 * - `none` nothing failed · `poll` ask the status monitor · `follow-redirect` go to `Location`
 * - `never` nothing this client can do now · `fix-request` change the request · `resolve-conflict` re-read, decide, send anew
 * - `reauthenticate` new credentials, then once · `new-connection` once, over another connection
 * - `once` one more try, then report · `after-delay` the server said when, or asked for less · `backoff` computed delay
 *
 * @category model
 * @since 0.1.0
 */
export const advices = [
  'none',
  'poll',
  'follow-redirect',
  'never',
  'fix-request',
  'resolve-conflict',
  'reauthenticate',
  'new-connection',
  'once',
  'after-delay',
  'backoff',
] as const

/** @category model @since 0.1.0 */
export type Advice = (typeof advices)[number]

/**
 * Did the request take effect? `no`: the specification says it did not. `unlikely`: convention or a vendor says so.
 *
 * @category model
 * @since 0.1.0
 */
export const appliedWords = ['no', 'unlikely', 'unknown', 'yes'] as const

/** @category model @since 0.1.0 */
export type Applied = (typeof appliedWords)[number]

/**
 * Whom a refusal holds back: this request, everything this client (key) sends, or everything sent to this origin.
 *
 * @category model
 * @since 0.1.0
 */
export const scopes = ['request', 'client', 'origin'] as const

/** @category model @since 0.1.0 */
export type Scope = (typeof scopes)[number]

/**
 * What a status means for the next attempt, and why.
 *
 * @category model
 * @since 0.1.0
 */
export interface RetrySemantics {
  readonly advice: Advice
  readonly applied: Applied
  /** How often the same request may be sent in all, the first time included. */
  readonly maxAttempts: number
  /** The first backoff step in milliseconds; 0 where no machine sends the request again after a computed wait. */
  readonly baseDelayMs: number
  /** `honour`: a valid `Retry-After` sets the delay. `lift`: it also turns the advice into `after-delay`. `ignore`: it is reported, and changes nothing. */
  readonly retryAfter: 'honour' | 'lift' | 'ignore'
  readonly scope: Scope
  /** Whether a circuit breaker should count it: it tells of a fault of the server that may pass. */
  readonly countsAsFailure: boolean
  /** On a second attempt this code may mean that the first one worked (404 on DELETE, 409 on create, 412 with `If-Match`). */
  readonly ambiguousOnResend: boolean
  /** With an idempotency key that this API honours, the same code means "still in progress": wait and send again. */
  readonly withIdempotencyKey?: { readonly advice: Advice; readonly maxAttempts: number; readonly baseDelayMs: number }
  /** The reason, in one or two sentences, with its source. */
  readonly because: string
}

/**
 * One row of the registry.
 *
 * @category model
 * @since 0.1.0
 */
export interface StatusRow {
  readonly code: number
  /** The registered reason phrase, or the name its vendor gave it. */
  readonly phrase: string
  /** Other phrases seen on the wire or in older specifications. */
  readonly otherPhrases: readonly string[]
  /** Whether IANA registers it. */
  readonly registered: boolean
  /** Who uses an unregistered code. */
  readonly origin?: string
  /** Where it is defined: RFC and section, or the vendor's document. */
  readonly reference: string
  /** Whether the reference was checked against its source. */
  readonly referenceVerified: boolean
  /** `ok` where nothing failed. */
  readonly kind: Kind | 'ok'
  /** Who sends this code by its definition; absent where anyone may. */
  readonly answeredBy?: 'intermediary'
  /** Whether a response with this code may carry content (RFC 9110 §6.4.1); a response to HEAD never does. */
  readonly mayHaveBody: boolean
  readonly retry: RetrySemantics
  /** What this API's own document says that the code means. Only where a dialect was asked. */
  readonly meaning?: string
}

/**
 * What an API's own document says about one of its statuses or codes: only what differs from the registry, and the instruction itself.
 *
 * @category model
 * @since 0.1.0
 */
export interface ApiWord {
  /** The document's own instruction or description, as it stands there. */
  readonly because: string
  /** What the document says the status or code means, where it says more than the instruction. */
  readonly meaning?: string
  readonly kind?: Kind
  readonly advice?: Advice
  readonly applied?: Applied
  readonly maxAttempts?: number
  readonly baseDelayMs?: number
  readonly retryAfter?: 'honour' | 'lift' | 'ignore'
  readonly scope?: Scope
}

/**
 * An API's documented status table, by status code.
 *
 * @category model
 * @since 0.1.0
 */
export type StatusWords = Readonly<Record<number, ApiWord>>

/**
 * Everything that can answer for its own statuses; every dialect is one.
 *
 * @category model
 * @since 0.1.0
 */
export interface SpeaksStatus {
  readonly id: string
  readonly title: string
  readonly statuses?: StatusWords
}
