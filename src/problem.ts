/**
 * The canonical problem: RFC 9457 and what the field has learned since. Plain, readonly, JSON-safe data.
 * Comes in: a kind or a status and what is known. Goes out: an {@link ApiProblem}.
 * This room knows no dialect, no wire and no clock. Absent means that the key is absent.
 */
import type { Refusal } from './http/www-authenticate.js'
import { isCallersFault, type Kind, kinds, statusOfKind } from './status/kind.js'
import { applyWord, statusOf } from './status/registry.js'
import type { Advice, Applied, RetrySemantics, Scope } from './status/semantics.js'

/** @category model @since 0.1.0 */
export interface Link {
  /** A link relation: `about`, `help`, `status`, `describedby` … */
  readonly rel: string
  /** As the API gave it. Never fetched by this package. */
  readonly href: string
}

/** Where in the request something was wrong. @category model @since 0.1.0 */
export type Place = 'body' | 'query' | 'path' | 'header' | 'cookie'

/** @category model @since 0.1.0 */
export const places: readonly Place[] = ['body', 'query', 'path', 'header', 'cookie']

/**
 * One individual error of a response.
 *
 * @category model
 * @since 0.1.0
 */
export interface ProblemItem {
  readonly detail?: string
  /** RFC 6901, into the request document. `""` is the whole document and is not absence. */
  readonly pointer?: string
  readonly in?: Place
  /** The path as the API spelt it, so that it can be given back. */
  readonly name?: string
  readonly code?: string
  /** What it is about: the type or the address of a resource, or the id of an operation. */
  readonly resource?: string
  /** The status of one operation, where the answer tells of several. An error that has one is about no field. */
  readonly status?: number
  readonly links?: readonly Link[]
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** An operation that went well, at its place among all of them: what the API said of it. @category model @since 0.1.0 */
export interface Succeeded {
  readonly index: number
  readonly entry: unknown
}

/**
 * The answer told of several operations, and not all of them failed. Which ones did is in `errors`.
 *
 * @category model
 * @since 0.1.0
 */
export interface PartialFailure {
  readonly failed: number
  /** How many there were; absent where the API names only those that failed. */
  readonly total?: number
  /** Whether those that did not fail took effect. */
  readonly others: Applied
  /** What the API said of them, up to the cap of `errors`. */
  readonly succeeded?: readonly Succeeded[]
}

/**
 * How a dialect was recognised, strongest first: the media type or a field says so; a shape nobody else has; likely; possible.
 *
 * @category model
 * @since 0.1.0
 */
export const rungs = ['declared', 'distinctive', 'likely', 'possible'] as const

/** @category model @since 0.1.0 */
export type Rung = (typeof rungs)[number]

/**
 * Who answered, and how sure that is.
 *
 * @category model
 * @since 0.1.0
 */
export interface Source {
  readonly rung: Rung
  readonly answeredBy: 'application' | 'intermediary' | 'transport'
  /** The product that answered, where a page or field named it. */
  readonly product?: string
  /** The status on the wire; absent where there was no response. */
  readonly wireStatus?: number
  /** The status that the body claimed. */
  readonly bodyStatus?: number
  /** What the challenge of `WWW-Authenticate` says was wrong with the token, whoever wrote the body. */
  readonly challenge?: Refusal
  /** Ids of the other dialects that also fitted. */
  readonly rivals: readonly string[]
  /** What was odd, each as `code: text`. */
  readonly warnings: readonly string[]
}

/**
 * Evidence for the next attempt, not policy: the decision needs the method and is made by `decideRetry`.
 *
 * @category model
 * @since 0.1.0
 */
export interface RetryAdvice {
  readonly advice: Advice
  readonly applied: Applied
  /** How often the same request may be sent in all, the first time included. */
  readonly maxAttempts: number
  /** The first step of a computed backoff, in milliseconds; absent where no machine waits on its own account. */
  readonly baseDelayMs?: number
  /** What the server asked for, in milliseconds from when it answered. */
  readonly retryAfterMs?: number
  /** The same as an instant (RFC 3339), where a clock is known. Never earlier than asked. */
  readonly notBefore?: string
  readonly scope: Scope
  /**
   * Whether a circuit breaker should count it: 408 and the 5xx that tell of a fault of the server which may pass, unless the kind
   * says that the call was at fault. A cancelled call never counts.
   */
  readonly countsAsFailure: boolean
  /** On a second attempt this answer may mean that the first one worked. */
  readonly ambiguousOnResend?: true
  /** How often the request was already sent by those who report this problem. */
  readonly attempts?: number
  /** They gave up: nobody above should retry what was already retried. */
  readonly exhausted?: true
  /** Which rule spoke, and its reason. */
  readonly because: string
}

/**
 * One problem, whatever the API called it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457#section-3.1
 * @category model
 * @since 0.1.0
 */
export interface ApiProblem {
  readonly v: 1
  /** `about:blank` unless the API named a type. */
  readonly type: string
  /** The status phrase unless the API sends a title. */
  readonly title: string
  /** The status to act on. */
  readonly status: number
  /** What the API said about this occurrence: text for developers, not assumed safe for end users. */
  readonly detail?: string
  readonly instance?: string
  /** What code branches on. */
  readonly kind: Kind
  /** The API's own machine code, verbatim; numbers as strings. */
  readonly code?: string
  /** Every individual error, in order. */
  readonly errors: readonly ProblemItem[]
  /** How many there were, where the cap cut `errors`. */
  readonly errorCount?: number
  /** Some of several operations failed, and others did not. */
  readonly partial?: PartialFailure
  /** Only where the API declares a text for end users. */
  readonly userMessage?: { readonly text: string; readonly lang?: string }
  readonly requestId?: string
  readonly traceId?: string
  /** RFC 3339: when it was received, so that a queued problem still knows how long is left. */
  readonly receivedAt?: string
  /** The problem behind this one. */
  readonly cause?: ApiProblem
  /** Who spoke. */
  readonly dialect: string
  readonly retry: RetryAdvice
  readonly links: readonly Link[]
  readonly source: Source
  /** Every member of the body that no rule consumed. */
  readonly extensions: Readonly<Record<string, unknown>>
}

/**
 * Advice from a row of the registry, before any field or body had a say.
 *
 * @category constructors
 * @since 0.1.0
 */
export const retryOf = (semantics: RetrySemantics): RetryAdvice => ({
  advice: semantics.advice,
  applied: semantics.applied,
  maxAttempts: semantics.maxAttempts,
  ...(semantics.baseDelayMs > 0 ? { baseDelayMs: semantics.baseDelayMs } : {}),
  scope: semantics.scope,
  countsAsFailure: semantics.countsAsFailure,
  ...(semantics.ambiguousOnResend ? { ambiguousOnResend: true as const } : {}),
  because: semantics.because,
})

/**
 * The advice as a circuit breaker should hear it, where the kind is known: a fault of the caller's is none of the server's. `own` is
 * what somebody said in so many words.
 *
 * @category constructors
 * @since 0.1.0
 */
export const countedBy = (kind: Kind | undefined, retry: RetryAdvice, own?: boolean): RetryAdvice =>
  own === undefined && retry.countsAsFailure && kind !== undefined && isCallersFault(kind)
    ? { ...retry, countsAsFailure: false }
    : retry
/** Was all tried that may be? Then nobody who hears of it is to try again. @category advice @since 0.1.0 */
export const isSpent = ({ exhausted, attempts, maxAttempts }: RetryAdvice): boolean =>
  exhausted === true || (attempts ?? 1) >= maxAttempts

type Said<A> = { readonly [K in keyof A]?: A[K] | undefined }

/** What a service may say of its own problem; the rest follows from kind or status. @category model @since 0.1.0 */
export type ProblemParts = Said<Omit<ApiProblem, 'v' | 'kind' | 'status' | 'retry'>> & {
  readonly retry?: Said<RetryAdvice> | undefined
} & (
    | { readonly kind: Kind; readonly status?: number | undefined }
    | { readonly kind?: Kind | undefined; readonly status: number }
  )

const isFinalStatus = (status: unknown): status is number =>
  typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599

const defined = (parts: object | undefined): Record<string, unknown> => {
  const out: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(parts ?? {})) if (value !== undefined) out[name] = value
  return out
}

/** Advice of a service's own brings the attempts and waits of that advice with it; a wait alone makes a backoff one that was asked for. */
const ownRetry = (row: RetrySemantics, kind: Kind | undefined, own: Said<RetryAdvice> = {}): RetryAdvice => {
  const asked = own.retryAfterMs !== undefined && row.retryAfter === 'honour' && row.advice === 'backoff'
  const { advice = row.advice } = own
  const semantics: RetrySemantics =
    advice !== row.advice
      ? { ...applyWord(row, { advice, because: '' }, ''), because: row.because }
      : asked && own.advice === undefined
        ? { ...row, advice: 'after-delay' }
        : row
  return countedBy(kind, { ...retryOf(semantics), ...defined(own) }, own.countsAsFailure)
}

/**
 * Makes a problem, for services that emit them. From `kind` follow status, title and retry advice; from `status` the kind.
 * A status that is no final HTTP status gives that of the kind, else 500; a kind that is none is read from the status.
 *
 * @example
 * problem({ kind: 'not_found', code: 'no_such_order', detail: 'Order 7 does not exist.' }).status // 404
 * problem({ status: 503, retry: { retryAfterMs: 5000 } }).retry.advice                           // 'after-delay'
 *
 * @category constructors
 * @since 0.1.0
 */
export const problem = (given: ProblemParts): ApiProblem => {
  const parts: ProblemParts = typeof given === 'object' && given !== null ? given : { status: 500 }
  const kind = parts.kind !== undefined && kinds.includes(parts.kind) ? parts.kind : undefined
  const status = isFinalStatus(parts.status) ? parts.status : kind === undefined ? 500 : statusOfKind[kind]
  const row = statusOf(status)
  return {
    type: 'about:blank',
    title: row.phrase,
    errors: [],
    dialect: 'problem-json',
    links: [],
    extensions: {},
    source: { rung: 'declared', answeredBy: 'application', rivals: [], warnings: [] },
    ...defined(parts),
    v: 1,
    status,
    kind: kind ?? (row.kind === 'ok' ? 'unknown' : row.kind),
    retry: ownRetry(row.retry, kind, parts.retry),
  } as ApiProblem
}
