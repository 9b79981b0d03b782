/**
 * Failures without a response: refused, reset, timed out, aborted.
 * Comes in: whatever a client threw. Goes out: an {@link ApiProblem} answered by `transport`.
 * This room looks at errors and their causes; what each of them means is in `transport/failures.ts`.
 */
import { rfc3339 } from './http/http-date.js'
import { type ApiProblem, problem } from './problem.js'
import {
  aborted,
  broken,
  type Failure,
  failures,
  noTls,
  notSent,
  opaque,
  refusedStream,
  texts,
  timedOut,
  unknown,
} from './transport/failures.js'

/** OpenSSL's number for what is no TLS at all: the handshake never began. */
const noHandshake = 'error:0A00010B:'

/** The codes that a failure without a response can have. @category registry @since 0.1.0 */
export const transportCodes: readonly string[] = Object.keys(failures)

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
