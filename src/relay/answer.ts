/**
 * Whose word an upstream's problem is, by what the gateway declares, and what the gateway then says.
 * Comes in: what the upstream said, a policy. Goes out: the problem to answer, with its reason; nothing more retryable than it was.
 * This room reads no response and knows no URL.
 */
import { type ApiProblem, problem, type RetryAdvice } from '../problem.js'
import { phraseOf, statusOf } from '../status/registry.js'
import { type Responsibility, responsibilityOf } from '../status/responsibility.js'
import { advices } from '../status/semantics.js'
import { type RenamedItem, renameFields } from './pointers.js'
import type { RelayPolicy } from './policy.js'

/** What only the gateway knows of what it did. @category model @since 0.1.0 */
export interface Told {
  /** How often the gateway sent the request. */
  readonly attempts?: number | undefined
  /** The gateway gave up: nobody above should send again what was sent again already. */
  readonly exhausted?: boolean | undefined
  /** Where the request was sent, for a problem that does not say: it chooses the policy. */
  readonly url?: string | undefined
}

const rank = (advice: RetryAdvice['advice']): number => advices.indexOf(advice)
const resends = (advice: RetryAdvice['advice']): boolean => rank(advice) > rank('reauthenticate')

/** What the caller can do about a fault of the gateway's: wait, where the upstream says so; else nothing. */
const ofGateway = (retry: RetryAdvice): RetryAdvice => {
  if (resends(retry.advice) || rank(retry.advice) <= rank('never')) return retry
  const { baseDelayMs: _step, ...rest } = retry
  return { ...rest, advice: 'never', maxAttempts: Math.min(1, retry.maxAttempts) }
}

/** Attempts add up along the way: of ours, the last one stands for those that the upstream reports. @category advice @since 0.1.0 */
export const counted = (retry: RetryAdvice, { attempts, exhausted }: Told): RetryAdvice => {
  const ours = typeof attempts === 'number' && attempts >= 1 ? Math.floor(attempts) : undefined
  const all = ours === undefined ? retry.attempts : ours - 1 + Math.max(1, retry.attempts ?? 1)
  return {
    ...retry,
    ...(all === undefined ? {} : { attempts: all }),
    ...(exhausted === true ? { exhausted: true as const } : {}),
  }
}

/** What an upstream says by its kind counts over a number that many things are said with. */
const wordOf = ({ status, kind, source }: ApiProblem): Responsibility => {
  const row = responsibilityOf(status)
  if ((row.whose !== 'request' && row.whose !== 'credential') || source.rung === 'possible') return row
  if (kind === 'resource_exhausted') return { ...responsibilityOf(429), status }
  if (row.whose === 'request' && (kind === 'unauthenticated' || kind === 'permission_denied'))
    return { ...responsibilityOf(401), status }
  return row
}

const composedOf = ({ request = 'forwarded' }: RelayPolicy): Readonly<Record<string, number>> | undefined => {
  if (request === 'forwarded') return undefined
  return request === 'composed' ? {} : request.composed
}

/** The status that the gateway mapped this to, by code or by status. */
const mappedTo = (upstream: ApiProblem, mapped: Readonly<Record<string, number>>): number | undefined => {
  for (const key of [upstream.code, String(upstream.status)])
    if (key !== undefined && Object.prototype.hasOwnProperty.call(mapped, key)) return mapped[key]
  return undefined
}

/**
 * Under another status the same advice can permit more: with an idempotency key a 409 is still in progress, a 423 is not.
 */
const mappedRetry = (retry: RetryAdvice, from: number, to: number): RetryAdvice =>
  statusOf(to).retry.withIdempotencyKey !== undefined && statusOf(from).retry.withIdempotencyKey === undefined
    ? ofGateway(retry)
    : retry

/** Is it the gateway's own word, by what it declares? */
const isOurs = ({ whose }: Responsibility, policy: RelayPolicy): boolean => {
  if (whose === 'hop') return true
  if (whose === 'credential' || whose === 'quota') return policy.credential === 'own'
  return whose === 'request' && composedOf(policy) !== undefined
}

/** The gateway speaks for itself; what it heard is the cause. */
const ownWord = (upstream: ApiProblem, row: Responsibility): ApiProblem => {
  const { instance, traceId, receivedAt } = upstream
  const isQuota = row.whose === 'quota'
  return problem({
    status: row.becomes,
    detail: `The upstream answered ${upstream.status}: ${row.because}.`,
    instance,
    traceId,
    receivedAt,
    cause: upstream,
    // the whole upstream is out of reach for everybody whose requests go out under the same key
    retry: { ...ofGateway(upstream.retry), ...(isQuota ? { scope: 'origin' as const } : {}) },
    source: { rung: 'declared', answeredBy: 'intermediary', rivals: [], warnings: [] },
  })
}

const withFields = (upstream: ApiProblem, fields: readonly RenamedItem[], isComposed: boolean): ApiProblem => {
  if (fields.length === 0) return upstream
  // a field of a request that the caller never saw has no name for it
  const nameless = ({ pointer: _pointer, name: _name, in: _place, ...rest }: ApiProblem['errors'][number]) => rest
  return {
    ...upstream,
    errors: fields.map(({ item, known }) => (known || !isComposed ? item : nameless(item))),
  }
}

/** Whose word it is by the policy, and what the gateway then says. @category encoding @since 0.1.0 */
export const answered = (
  upstream: ApiProblem,
  policy: RelayPolicy,
): { readonly problem: ApiProblem; readonly because: string } => {
  // what the transport says, the gateway says already
  if (upstream.source.answeredBy === 'transport') return { problem: upstream, because: 'there was no response' }
  const row = wordOf(upstream)
  const composed = composedOf(policy)
  const fields = renameFields(upstream.errors, policy.pointers ?? {})
  const passed = withFields(upstream, fields, composed !== undefined)
  if (!isOurs(row, policy)) return { problem: passed, because: `${row.whose}: ${row.because}` }
  const status = row.whose === 'hop' ? undefined : mappedTo(upstream, composed ?? {})
  if (status !== undefined && status !== upstream.status) {
    const { kind } = statusOf(status)
    const named = {
      ...passed,
      status,
      title: phraseOf(status),
      kind: kind === 'ok' ? passed.kind : kind,
      retry: mappedRetry(upstream.retry, upstream.status, status),
      cause: upstream,
    }
    return { problem: named, because: `mapped: ${upstream.status} is a ${status} to the caller` }
  }
  const isOfFields = row.whose === 'request' && fields.some(({ known }) => known)
  if (status !== undefined || (isOfFields && fields.every(({ known, item }) => known || item.pointer === undefined)))
    return { problem: passed, because: 'mapped: it is about what the caller sent' }
  return { problem: ownWord(upstream, row), because: `${row.whose}: ${row.because}` }
}

/** The upstream's promise, where its policy knows of one. @category advice @since 0.1.0 */
export const promised = (upstream: ApiProblem, { notApplied = [] }: RelayPolicy): ApiProblem => {
  const { status, code, retry } = upstream
  if (!notApplied.includes(status) && (code === undefined || !notApplied.includes(code))) return upstream
  if (retry.applied === 'no') return upstream
  return {
    ...upstream,
    retry: { ...retry, applied: 'no', because: `${retry.because} · not applied, as its policy says` },
  }
}
