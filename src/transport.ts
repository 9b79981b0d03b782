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
/** A body that broke off, a proxy between: which of them is not said. */
const opaque: Failure = {
  ...broken,
  retry: {
    ...broken.retry,
    advice: 'once',
    because: 'the platform says only that there was no response: the request may have been sent',
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
    because: 'the certificate must be mended first: nothing was sent',
  },
}
const noTls: Failure = {
  ...untrusted,
  retry: {
    ...untrusted.retry,
    because: 'both sides found no common TLS: nothing was sent, and the next attempt meets the same',
  },
}
const misspelt: Failure = {
  status: 502,
  kind: 'invalid_argument',
  retry: {
    advice: 'fix-request',
    applied: 'no',
    maxAttempts: 1,
    because: 'it is no request that can be sent: nothing was, and nothing ever will be',
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
  ERR_HTTP2_GOAWAY_SESSION: notSent,
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
  EPROTO: opaque,
  HTTPParserError: malformed,
  HPE_INVALID_CONSTANT: malformed,
  HPE_INVALID_HEADER_TOKEN: malformed,
  HPE_INVALID_STATUS: malformed,
  HPE_HEADER_OVERFLOW: malformed,
  UND_ERR_HEADERS_OVERFLOW: malformed,
  ERR_INVALID_URL: misspelt,
  ERR_INVALID_PROTOCOL: misspelt,
  ERR_INVALID_CHAR: misspelt,
  ERR_UNESCAPED_CHARACTERS: misspelt,
  UND_ERR_INVALID_ARG: misspelt,
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  ERR_SSL_UNSUPPORTED_PROTOCOL: noTls,
  ERR_SSL_NO_PROTOCOLS_AVAILABLE: noTls,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: noTls,
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: noTls,
  CERT_HAS_EXPIRED: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: untrusted,
}

/** What platforms say in words alone. Each text is a constant of theirs, and is compared as a whole. */
const texts: Readonly<Record<string, Failure>> = {
  // browsers and React Native: a TypeError for whatever befell the request
  'Failed to fetch': opaque,
  'Load failed': opaque,
  'NetworkError when attempting to fetch resource.': opaque,
  'Network request failed': opaque,
  // browsers, while a body is read
  'network error': opaque,
  'Error in input stream': opaque,
  'The network connection was lost.': opaque,
  'The Internet connection appears to be offline.': notSent,
  'A server with the specified hostname could not be found.': notSent,
  'Could not connect to the server.': notSent,
  'The request timed out.': timedOut,
  // undici
  'fetch failed': opaque,
  terminated: opaque,
  'unknown scheme': misspelt,
  'bad port': misspelt,
  // node:http2
  'Stream closed with error code NGHTTP2_REFUSED_STREAM': refusedStream,
}

/** OpenSSL's number for what is no TLS at all: the handshake never began. */
const noHandshake = 'error:0A00010B:'

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
  readonly code: string | undefined
  readonly failure: Failure
}

type Thrown = Readonly<Record<string, unknown>>

const has = (table: Readonly<Record<string, Failure>>, word: unknown): word is string =>
  typeof word === 'string' && Object.prototype.hasOwnProperty.call(table, word)

/** A socket over which no byte ever left. */
const isUnused = (socket: unknown): boolean =>
  typeof socket === 'object' && socket !== null && (socket as Thrown)['bytesWritten'] === 0

const ownFailure = ({ code, name, message, syscall, socket }: Thrown): Known | undefined => {
  const text = typeof message === 'string' ? message : ''
  // of a stream that was refused the text says more than the code
  if (has(texts, text) && texts[text] === refusedStream) return { code: String(code), failure: refusedStream }
  const word = [code, name].find(one => has(failures, one)) as string | undefined
  if (word === undefined) return has(texts, text) ? { code: undefined, failure: texts[text] as Failure } : undefined
  const failure = failures[word] as Failure
  if (failure === broken && isUnused(socket)) return { code: word, failure: notSent }
  if (word === 'EPROTO' && text.indexOf(noHandshake) >= 0) return { code: word, failure: noTls }
  const connecting =
    syscall === undefined ? !alsoLater.includes(word) : syscall === 'connect' || syscall === 'getaddrinfo'
  return {
    code: word,
    failure: failure.retry.applied === 'no' && failure.retry.maxAttempts > 1 && !connecting ? broken : failure,
  }
}

/** Of several attempts to connect the least safe counts; one that nobody knows may have been sent. */
const failureOfAll = (errors: readonly unknown[], depth: number): Known | undefined => {
  const all = errors.slice(0, 20).map(one => failureOf(one, depth + 1))
  if (all.includes(undefined)) return undefined
  return all.find(one => one?.failure.retry.applied !== 'no') ?? all[0]
}

/** The first known failure in an error and its causes: clients wrap what the platform threw. */
const failureOf = (error: unknown, depth: number): Known | undefined => {
  if (typeof error !== 'object' || error === null || depth > 5) return undefined
  const { cause, errors } = error as { readonly cause?: unknown; readonly errors?: unknown }
  if (Array.isArray(errors) && errors.length > 0) return failureOfAll(errors, depth)
  const own = ownFailure(error as Thrown)
  // a word for anything, and an abort, are told apart by what is behind them
  const isVague = own?.failure === opaque || own?.failure === aborted
  const behind = own === undefined || isVague ? failureOf(cause, depth + 1) : undefined
  return behind === undefined || (own?.failure === aborted && behind.failure !== timedOut) ? own : behind
}

const safely = <A>(read: () => A): A | undefined => {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** What the caller knows of the request that failed. @category model @since 0.1.0 */
export interface Sending {
  /** `false`: not a byte of it had left. `true`: some or all of it had. It sharpens `applied`. */
  readonly sent?: boolean | undefined
  /** The signal that the request was given: an abort may throw anything, as the caller's own reason. */
  readonly signal?: { readonly aborted: boolean; readonly reason?: unknown } | undefined
  /** When it failed, in epoch milliseconds. */
  readonly receivedAt?: number | undefined
}

/** The signal knows who gave up: the caller, or its clock. */
const bySignal = ({ signal }: Sending): Known | undefined => {
  if (typeof signal !== 'object' || signal === null || signal.aborted !== true) return undefined
  return failureOf(signal.reason, 0)?.failure === timedOut
    ? { code: 'TimeoutError', failure: timedOut }
    : { code: 'AbortError', failure: aborted }
}

/** The caller knows better than the error whether anything was sent. */
const sharpened = (failure: Failure, sent: boolean | undefined): Failure => {
  const { retry } = failure
  if (sent === false)
    return { ...failure, retry: { ...retry, applied: 'no', because: `nothing had been sent · ${retry.because}` } }
  if (sent !== true || retry.applied !== 'no') return failure
  const because = `it had been sent · ${retry.because}`
  return { ...failure, retry: { ...retry, applied: 'unknown', because } }
}

/**
 * A problem from what a client threw when there was no response: 504 for timeouts, 499 for the caller's own abort, else 502.
 * `applied` is `no` only where nothing can have been sent, by the error or because the caller says so. Anything may be given;
 * nothing throws.
 *
 * @example
 * try { await fetch(url, { signal }) } catch (error) { throw new ApiProblemError(fromTransport(error, { signal })) }
 * fromTransport(new TypeError('Failed to fetch'), { sent: false }).retry.applied // 'no'
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2
 * @category constructors
 * @since 0.1.0
 */
export const fromTransport = (error: unknown, sending: Sending = {}): ApiProblem => {
  const known = safely(() => bySignal(sending ?? {}) ?? failureOf(error, 0))
  const { status, kind, retry } = sharpened(known?.failure ?? unknown, sending?.sent)
  const text = safely(() => (error instanceof Error ? error.message : typeof error === 'string' ? error : ''))
  const receivedAt = typeof sending?.receivedAt === 'number' ? rfc3339(sending.receivedAt) : undefined
  return problem({
    status,
    kind,
    dialect: 'transport',
    ...(typeof text === 'string' && text !== '' ? { detail: text.slice(0, 1_000) } : {}),
    ...(known?.code === undefined ? {} : { code: known.code }),
    ...(receivedAt === undefined ? {} : { receivedAt }),
    retry,
    source: { rung: 'declared', answeredBy: 'transport', rivals: [], warnings: [] },
  })
}
