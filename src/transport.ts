/**
 * Failures without a response: refused, reset, timed out, aborted.
 * Comes in: whatever a client threw. Goes out: an {@link ApiProblem} answered by `transport`.
 * This room knows the error codes of platforms, and no client.
 */
import { rfc3339 } from './http/http-date.js'
import { type ApiProblem, problem, type RetryAdvice } from './problem.js'
import type { Kind } from './status/kind.js'

/** What a failure code means: was anything sent, and what now. */
interface Failure {
  readonly status: 499 | 502 | 504
  readonly kind: Kind
  readonly retry: Pick<RetryAdvice, 'advice' | 'applied' | 'maxAttempts' | 'because'> & {
    readonly baseDelayMs?: number
    readonly countsAsFailure?: boolean
  }
}

const notSent: Failure = {
  status: 502,
  kind: 'unavailable',
  retry: {
    advice: 'backoff',
    applied: 'no',
    maxAttempts: 3,
    baseDelayMs: 100,
    because: 'no connection was made, so nothing was sent',
  },
}
const connectTimeout: Failure = { ...notSent, status: 504, kind: 'deadline_exceeded' }
const broken: Failure = {
  status: 502,
  kind: 'unavailable',
  retry: {
    advice: 'new-connection',
    applied: 'unknown',
    maxAttempts: 2,
    baseDelayMs: 100,
    because: 'the connection broke after the request may have been sent (RFC 9110 §9.2.2)',
  },
}
const timedOut: Failure = {
  status: 504,
  kind: 'deadline_exceeded',
  retry: {
    advice: 'backoff',
    applied: 'unknown',
    maxAttempts: 2,
    baseDelayMs: 100,
    because: 'no answer in time: the request may still be running',
  },
}
const refusedStream: Failure = {
  ...notSent,
  retry: {
    ...notSent.retry,
    advice: 'new-connection',
    because: 'the server refused the stream before processing it (RFC 9113 §8.7)',
  },
}
const untrusted: Failure = {
  status: 502,
  kind: 'failed_precondition',
  retry: {
    advice: 'never',
    applied: 'no',
    maxAttempts: 1,
    countsAsFailure: true,
    because: 'the certificate must be mended first: nothing was sent',
  },
}
const misspelt: Failure = {
  status: 502,
  kind: 'invalid_argument',
  retry: {
    advice: 'fix-request',
    applied: 'no',
    maxAttempts: 1,
    because: 'the URL is none: nothing was sent, and nothing ever will be',
  },
}
const malformed: Failure = {
  status: 502,
  kind: 'internal',
  retry: {
    advice: 'once',
    applied: 'unknown',
    maxAttempts: 2,
    baseDelayMs: 100,
    because: 'what came back was no HTTP response',
  },
}
const aborted: Failure = {
  status: 499,
  kind: 'cancelled',
  retry: { advice: 'never', applied: 'unknown', maxAttempts: 1, because: 'the caller gave up' },
}

const failures: Readonly<Record<string, Failure>> = {
  ECONNREFUSED: notSent,
  ENOTFOUND: notSent,
  EAI_AGAIN: notSent,
  EHOSTUNREACH: notSent,
  ENETUNREACH: notSent,
  ENETDOWN: notSent,
  EHOSTDOWN: notSent,
  EADDRNOTAVAIL: notSent,
  UND_ERR_CONNECT_TIMEOUT: connectTimeout,
  ECONNRESET: broken,
  EPIPE: broken,
  UND_ERR_SOCKET: broken,
  ERR_STREAM_PREMATURE_CLOSE: broken,
  ERR_HTTP2_STREAM_ERROR: broken,
  ERR_HTTP2_SESSION_ERROR: broken,
  NGHTTP2_REFUSED_STREAM: refusedStream,
  ETIMEDOUT: timedOut,
  ESOCKETTIMEDOUT: timedOut,
  ECONNABORTED: timedOut,
  UND_ERR_HEADERS_TIMEOUT: timedOut,
  UND_ERR_BODY_TIMEOUT: timedOut,
  UND_ERR_RESPONSE_TIMEOUT: timedOut,
  TimeoutError: timedOut,
  AbortError: aborted,
  ABORT_ERR: aborted,
  ERR_CANCELED: aborted,
  UND_ERR_ABORTED: aborted,
  HPE_INVALID_CONSTANT: malformed,
  HPE_INVALID_HEADER_TOKEN: malformed,
  HPE_INVALID_STATUS: malformed,
  HPE_HEADER_OVERFLOW: malformed,
  UND_ERR_HEADERS_OVERFLOW: malformed,
  ERR_INVALID_URL: misspelt,
  CERT_HAS_EXPIRED: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: untrusted,
}

/** Nothing is known: it may have been sent. */
const unknown: Failure = {
  ...broken,
  kind: 'unknown',
  retry: {
    ...broken.retry,
    advice: 'once',
    because: 'the request failed without a response, for a reason that is not known',
  },
}

/** These may also end a connection that was made: only while connecting do they say that nothing was sent. */
const alsoLater: readonly string[] = ['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EHOSTDOWN', 'EADDRNOTAVAIL']

interface Known {
  readonly code: string
  readonly failure: Failure
}

const ownFailure = ({ code, name, syscall }: Readonly<Record<string, unknown>>): Known | undefined => {
  const word = [code, name].find(one => typeof one === 'string' && Object.prototype.hasOwnProperty.call(failures, one))
  if (typeof word !== 'string') return undefined
  const failure = failures[word] as Failure
  const connecting =
    syscall === undefined ? !alsoLater.includes(word) : syscall === 'connect' || syscall === 'getaddrinfo'
  return {
    code: word,
    failure: failure.retry.applied === 'no' && failure.retry.maxAttempts > 1 && !connecting ? broken : failure,
  }
}

/** The first known failure in an error and its causes: clients wrap what the platform threw. Of several the least safe counts. */
const failureOf = (error: unknown, depth: number): Known | undefined => {
  if (typeof error !== 'object' || error === null || depth > 5) return undefined
  const { cause, errors } = error as { readonly cause?: unknown; readonly errors?: unknown }
  if (Array.isArray(errors) && errors.length > 0) {
    const all = errors.slice(0, 20).map(one => failureOf(one, depth + 1))
    if (all.includes(undefined)) return undefined
    return all.find(one => one?.failure.retry.applied !== 'no') ?? all[0]
  }
  return ownFailure(error as Readonly<Record<string, unknown>>) ?? failureOf(cause, depth + 1)
}

const safely = <A>(read: () => A): A | undefined => {
  try {
    return read()
  } catch {
    return undefined
  }
}

/**
 * A problem from what a client threw when there was no response: 504 for timeouts, 499 for the caller's own abort, else 502.
 * `applied` is `no` only where nothing can have been sent. Anything may be given; nothing throws.
 *
 * @example
 * try { await fetch(url) } catch (error) { throw new ApiProblemError(fromTransport(error)) }
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2
 * @category constructors
 * @since 0.1.0
 */
export const fromTransport = (
  error: unknown,
  context: { readonly receivedAt?: number | undefined } = {},
): ApiProblem => {
  const known = safely(() => failureOf(error, 0))
  const { status, kind, retry } = known?.failure ?? unknown
  const text = safely(() => (error instanceof Error ? error.message : typeof error === 'string' ? error : ''))
  const receivedAt = typeof context?.receivedAt === 'number' ? rfc3339(context.receivedAt) : undefined
  return problem({
    status,
    kind,
    dialect: 'transport',
    ...(typeof text === 'string' && text !== '' ? { detail: text.slice(0, 1_000) } : {}),
    ...(known === undefined ? {} : { code: known.code }),
    ...(receivedAt === undefined ? {} : { receivedAt }),
    retry,
    source: { rung: 'declared', answeredBy: 'transport', rivals: [], warnings: [] },
  })
}
