/**
 * How a row of the table is written: one tuple that says what is particular, and what its advice usually means.
 * Comes in: tuples. Goes out: complete, frozen `StatusRow`s, and the usual numbers of each advice.
 * This room knows no status code: the tables do, in `rows-*.ts`.
 */
import type { Kind } from './kind.js'
import type { Advice, Applied, RetrySemantics, StatusRow } from './semantics.js'

/**
 * What an advice usually means in numbers, where neither a row nor an API says otherwise.
 *
 * @category registry
 * @since 0.1.0
 */
export type Usual = Pick<RetrySemantics, 'maxAttempts' | 'baseDelayMs' | 'retryAfter'>

/**
 * The usual numbers of every advice: one attempt where no machine sends the same request again, else two or three.
 *
 * @category registry
 * @since 0.1.0
 */
export const usualOf: Readonly<Record<Advice, Usual>> = {
  none: { maxAttempts: 1, baseDelayMs: 0, retryAfter: 'ignore' },
  poll: { maxAttempts: 1, baseDelayMs: 1_000, retryAfter: 'honour' },
  'follow-redirect': { maxAttempts: 1, baseDelayMs: 0, retryAfter: 'honour' },
  never: { maxAttempts: 1, baseDelayMs: 0, retryAfter: 'ignore' },
  'fix-request': { maxAttempts: 1, baseDelayMs: 0, retryAfter: 'ignore' },
  'resolve-conflict': { maxAttempts: 1, baseDelayMs: 0, retryAfter: 'ignore' },
  reauthenticate: { maxAttempts: 2, baseDelayMs: 0, retryAfter: 'ignore' },
  'new-connection': { maxAttempts: 2, baseDelayMs: 100, retryAfter: 'honour' },
  once: { maxAttempts: 2, baseDelayMs: 100, retryAfter: 'honour' },
  'after-delay': { maxAttempts: 3, baseDelayMs: 1_000, retryAfter: 'honour' },
  backoff: { maxAttempts: 3, baseDelayMs: 100, retryAfter: 'honour' },
}

/**
 * Where a row differs from what is usual. `origin` makes it unregistered.
 *
 * @category registry
 * @since 0.1.0
 */
export type Particulars = Partial<
  Pick<StatusRow, 'otherPhrases' | 'origin' | 'referenceVerified' | 'answeredBy' | 'mayHaveBody'> &
    Omit<RetrySemantics, 'advice' | 'applied' | 'because'>
>

/**
 * One row as it is written.
 *
 * @category registry
 * @since 0.1.0
 */
export type RowSource = readonly [
  code: number,
  phrase: string,
  kind: Kind | 'ok',
  advice: Advice,
  applied: Applied,
  reference: string,
  because: string,
  particulars?: Particulars,
]

/**
 * The complete row for one tuple, frozen so that it can be shared. Every row has the same members in the same order.
 *
 * @example
 * rowOf([500, 'Internal Server Error', 'internal', 'once', 'unknown', 'RFC 9110 §15.6.1', 'An unexpected condition.'])
 *   .retry.maxAttempts // 2
 * @category registry
 * @since 0.1.0
 */
export const rowOf = ([code, phrase, kind, advice, applied, reference, because, own = {}]: RowSource): StatusRow => {
  const usual = usualOf[advice]
  return Object.freeze({
    code,
    phrase,
    otherPhrases: Object.freeze(own.otherPhrases ?? []),
    registered: own.origin === undefined,
    ...(own.origin === undefined ? {} : { origin: own.origin }),
    reference,
    referenceVerified: own.referenceVerified ?? true,
    kind,
    ...(own.answeredBy === undefined ? {} : { answeredBy: own.answeredBy }),
    mayHaveBody: own.mayHaveBody ?? true,
    retry: Object.freeze({
      advice,
      applied,
      maxAttempts: own.maxAttempts ?? usual.maxAttempts,
      baseDelayMs: own.baseDelayMs ?? usual.baseDelayMs,
      retryAfter: own.retryAfter ?? usual.retryAfter,
      scope: own.scope ?? 'request',
      countsAsFailure: own.countsAsFailure ?? code >= 500,
      ambiguousOnResend: own.ambiguousOnResend ?? false,
      ...(own.withIdempotencyKey === undefined ? {} : { withIdempotencyKey: Object.freeze(own.withIdempotencyKey) }),
      because,
    }),
  })
}
