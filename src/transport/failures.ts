/**
 * What the failures of platforms mean: Node, undici, browsers, by code, by name and by their constant texts.
 * Comes in: nothing. Goes out: tables. Each row says whether anything can have been sent, and what to do next.
 * This room looks at no error.
 */
import type { RetryAdvice } from '../problem.js'
import type { Kind } from '../status/kind.js'

/** What a failure code means: was anything sent, and what now. @category model @since 0.1.0 */
export interface Failure {
  readonly status: 499 | 502 | 504
  readonly kind: Kind
  readonly retry: Pick<RetryAdvice, 'advice' | 'applied' | 'maxAttempts' | 'because'> & {
    readonly baseDelayMs?: number
    readonly countsAsFailure?: boolean
  }
}

export const notSent: Failure = {
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
export const broken: Failure = {
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
export const timedOut: Failure = {
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
export const opaque: Failure = {
  ...broken,
  retry: {
    ...broken.retry,
    advice: 'once',
    because: 'the platform says only that there was no response: the request may have been sent',
  },
}
export const refusedStream: Failure = {
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
export const noTls: Failure = {
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
export const aborted: Failure = {
  status: 499,
  kind: 'cancelled',
  retry: { advice: 'never', applied: 'unknown', maxAttempts: 1, because: 'the caller gave up' },
}

/** By the code or name of an error. @category registry @since 0.1.0 */
export const failures: Readonly<Record<string, Failure>> = {
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

/** What platforms say in words alone. Each text is a constant of theirs, and is compared as a whole. @category registry @since 0.1.0 */
export const texts: Readonly<Record<string, Failure>> = {
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

/** Nothing is known: it may have been sent. @category registry @since 0.1.0 */
export const unknown: Failure = {
  ...broken,
  kind: 'unknown',
  retry: {
    ...broken.retry,
    advice: 'once',
    because: 'the request failed without a response, for a reason that is not known',
  },
}
