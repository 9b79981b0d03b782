/**
 * What tables of codes say most: a kind and its advice, by the name of what is to be done.
 * Comes in: the reason that an API documents. Goes out: an {@link ApiWord} with it.
 * This room knows no code and no status.
 */
import type { ApiWord } from './semantics.js'

/** The request is wrong: mend it. @category advice @since 0.1.0 */
export const fix = (because: string): ApiWord => ({ because, kind: 'invalid_argument', advice: 'fix-request' })

/** What was asked for is not there. @category advice @since 0.1.0 */
export const absent = (because: string): ApiWord => ({ because, kind: 'not_found', advice: 'never' })

/** Not allowed, with these credentials or any that a machine could get. @category advice @since 0.1.0 */
export const denied = (because: string): ApiWord => ({ because, kind: 'permission_denied', advice: 'never' })

/** New credentials are needed and can be had: a token is refreshed, a person logs in. @category advice @since 0.1.0 */
export const renew = (because: string): ApiWord => ({ because, kind: 'unauthenticated', advice: 'reauthenticate' })

/** The credentials are missing or wrong, and a person mends them: there is nothing to refresh. @category advice @since 0.1.0 */
export const mend = (because: string): ApiWord => ({ because, kind: 'unauthenticated', advice: 'fix-request' })

/** The state or the account does not allow it, and no machine changes that. @category advice @since 0.1.0 */
export const unmet = (because: string): ApiWord => ({ because, kind: 'failed_precondition', advice: 'never' })

/** Another one has this name or value already: choose another. @category advice @since 0.1.0 */
export const taken = (because: string): ApiWord => ({ because, kind: 'already_exists', advice: 'fix-request' })

/** It is there already: look at it, and decide. @category advice @since 0.1.0 */
export const exists = (because: string): ApiWord => ({ because, kind: 'already_exists', advice: 'resolve-conflict' })

/** Somebody else changed it in between: read it again. @category advice @since 0.1.0 */
export const stale = (because: string): ApiWord => ({ because, kind: 'aborted', advice: 'resolve-conflict' })

/** This client asks too often: wait as long as is asked for, else about a second. @category advice @since 0.1.0 */
export const limited = (because: string): ApiWord => ({
  because,
  kind: 'resource_exhausted',
  advice: 'after-delay',
  maxAttempts: 3,
  baseDelayMs: 1_000,
  scope: 'client',
})

/** Not to be had for now: back off. @category advice @since 0.1.0 */
export const down = (because: string): ApiWord => ({ because, kind: 'unavailable', advice: 'backoff' })

/** A fault of the server; its status says whether to try again. @category advice @since 0.1.0 */
export const fault = (because: string): ApiWord => ({ because, kind: 'internal' })
