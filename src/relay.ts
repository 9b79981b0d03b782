/**
 * What a gateway answers for an upstream: whose fault it is, by what the gateway declares, and what of the response stays true.
 * Comes in: what the upstream answered, and the gateway's policy for it. Goes out: the problem to answer, and fields to keep.
 * Pure data in and out: who sends, waits and retries is elsewhere. Nothing here makes a problem more retryable than it was.
 */
import type { AnyDialect } from './dialect.js'
import { dialects as builtIn } from './dialects/index.js'
import type { Exchange, ExchangeRequest } from './exchange.js'
import { fieldsOf } from './http/fields.js'
import type { Limits } from './http/limits.js'
import { total } from './http/total.js'
import { createNormalizer, type Normalizer } from './normalize.js'
import { type ApiProblem, problem, type RetryAdvice } from './problem.js'
import { asProblem } from './problem-codec.js'
import { keptFields } from './relay/fields.js'
import { type RenamedItem, renameFields } from './relay/pointers.js'
import { checkPolicies, policyFor, type RelayPolicy } from './relay/policy.js'
import { refuse } from './rules.js'
import { phraseOf, statusOf } from './status/registry.js'
import { type Responsibility, responsibilityOf } from './status/responsibility.js'
import { advices } from './status/semantics.js'

/** What only the gateway knows of what it did. @category model @since 0.1.0 */
export interface Told {
  /** How often the gateway sent the request. */
  readonly attempts?: number | undefined
  /** The gateway gave up: nobody above should send again what was sent again already. */
  readonly exhausted?: boolean | undefined
  /** Where the request was sent, for a problem that does not say: it chooses the policy. */
  readonly url?: string | undefined
}

/** What a gateway answers. @category model @since 0.1.0 */
export interface Relayed {
  /** To be given to `encode`; what the upstream said is its `cause` where the gateway speaks for itself. */
  readonly problem: ApiProblem
  /** The fields that stay, for `encode(problem, …, { headers })`. */
  readonly headers: Readonly<Record<string, string>>
  /** Whose word it is, and why. */
  readonly because: string
}

/** A gateway's way with its upstreams. @category model @since 0.1.0 */
export interface Relay {
  /** The policy for a URL; without one that fits, one that says nothing: all is forwarded. */
  readonly policyOf: (url: string | undefined) => RelayPolicy
  /** What the upstream said, read by its policy; `undefined` where nothing failed. On this the gateway decides whether to retry. */
  readonly read: (exchange: Exchange) => ApiProblem | undefined
  /** What the policy says of the next attempt, for `decideRetry`. */
  readonly attempt: (request: ExchangeRequest | undefined) => {
    readonly role: 'gateway'
    readonly maxWaitMs: number
    readonly idempotencyKey?: string
  }
  /** What to answer; `undefined` where nothing failed: the response passes as it is. */
  readonly relay: (given: Exchange | ApiProblem, told?: Told) => Relayed | undefined
}

const rank = (advice: RetryAdvice['advice']): number => advices.indexOf(advice)
const resends = (advice: RetryAdvice['advice']): boolean => rank(advice) > rank('reauthenticate')

/** What the caller can do about a fault of the gateway's: wait, where the upstream says so; else nothing. */
const ofGateway = (retry: RetryAdvice): RetryAdvice => {
  if (resends(retry.advice) || rank(retry.advice) <= rank('never')) return retry
  const { baseDelayMs: _step, ...rest } = retry
  return { ...rest, advice: 'never', maxAttempts: Math.min(1, retry.maxAttempts) }
}

/** Attempts add up along the way: of ours, the last one stands for those that the upstream reports. */
const counted = (retry: RetryAdvice, { attempts, exhausted }: Told): RetryAdvice => {
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

const answered = (
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

/** The exchange, where it is no problem already; what can be neither is a response without a status. */
const exchangeIn = total(
  (given: Exchange | ApiProblem): Exchange | undefined =>
    'v' in given && given.v === 1 ? undefined : (given as Exchange),
  { status: 0 },
)

const urlOf = total((given: Exchange): string | undefined => given.request?.url, undefined)

/** The upstream's promise, where its policy knows of one. */
const promised = (upstream: ApiProblem, { notApplied = [] }: RelayPolicy): ApiProblem => {
  const { status, code, retry } = upstream
  if (!notApplied.includes(status) && (code === undefined || !notApplied.includes(code))) return upstream
  if (retry.applied === 'no') return upstream
  return {
    ...upstream,
    retry: { ...retry, applied: 'no', because: `${retry.because} · not applied, as its policy says` },
  }
}

const silent: RelayPolicy = Object.freeze({})

/** What all policies share. @category model @since 0.1.0 */
export interface RelayOptions {
  /** Dialects of one's own beside the built-in ones, or in their place. Default: all built-in dialects. */
  readonly dialects?: readonly AnyDialect[] | undefined
  readonly limits?: Partial<Limits> | undefined
}

const normalizerOf = (policy: RelayPolicy, at: string, { dialects = builtIn, limits }: RelayOptions): Normalizer => {
  const [first, ...more] = policy.dialects ?? []
  for (const id of policy.dialects ?? [])
    if (!dialects.some(dialect => dialect.id === id)) refuse(`${at}/dialects`, `no dialect "${id}" in the list`)
  const heard = more.length === 0 ? dialects : dialects.filter(({ id }) => policy.dialects?.includes(id))
  return createNormalizer({
    dialects: heard,
    limits,
    ...(first === undefined || more.length > 0 ? {} : { pinned: first }),
    ...(policy.trust === undefined ? {} : { trust: policy.trust }),
  })
}

/**
 * A gateway's way with its upstreams, from a policy for each; the one whose `match` fits most of a URL holds. What cannot be
 * throws a `TypeError` that says what and where.
 *
 * @example
 * const gateway = createRelay([{ match: 'https://billing.example', dialects: ['base'], credential: 'own', request: 'composed' }])
 * gateway.relay({ status: 401, request: { url: 'https://billing.example/v1' } })?.problem.status // 502
 * gateway.relay({ status: 200 })                                                                 // undefined
 * createRelay([{ credential: 'mine' }]) // throws TypeError: problem-dialects: relay: /0/credential: "mine" is not known here …
 *
 * @category constructors
 * @since 0.1.0
 */
export const createRelay = (policies: readonly RelayPolicy[], options: RelayOptions = {}): Relay => {
  checkPolicies(policies)
  const all = [...policies, ...(policies.some(({ match }) => match === undefined) ? [] : [silent])]
  const entries = all.map((policy, i) => ({
    ...(policy.match === undefined ? {} : { match: policy.match }),
    policy,
    normalizer: normalizerOf(policy, `relay: /${i}`, options),
  }))
  const entryOf = (url: string | undefined) => policyFor(entries, url) as (typeof entries)[number]
  const readBy = ({ normalizer, policy }: (typeof entries)[number], exchange: Exchange): ApiProblem | undefined => {
    const upstream = normalizer.normalize(exchange)
    return upstream === undefined ? undefined : promised(upstream, policy)
  }
  return {
    policyOf: url => entryOf(url).policy,
    read: exchange => readBy(entryOf(urlOf(exchange)), exchange),
    attempt: request => {
      const { policy } = entryOf(request?.url)
      const field = policy.idempotencyKey?.toLowerCase()
      const key = field === undefined ? undefined : fieldsOf(request?.headers).get(field)
      return { role: 'gateway', maxWaitMs: policy.maxWaitMs ?? 0, ...(key ? { idempotencyKey: key } : {}) }
    },
    relay: (given, told = {}) => {
      const exchange = exchangeIn(given)
      const entry = entryOf(told.url ?? (exchange === undefined ? undefined : urlOf(exchange)))
      const upstream = exchange === undefined ? asProblem(given as ApiProblem) : readBy(entry, exchange)
      if (upstream === undefined) return undefined
      const { problem: answer, because } = answered(upstream, entry.policy)
      const isSame = answer.status === answer.source.wireStatus
      const quotaIsOurs = entry.policy.credential === 'own'
      return {
        problem: { ...answer, retry: counted(answer.retry, told) },
        // what the gateway says of its own is true for now only
        headers: isSame
          ? keptFields(fieldsOf(exchange?.headers), answer, { quotaIsOurs })
          : { 'cache-control': 'no-store' },
        because,
      }
    },
  }
}

const recent: { readonly policy: RelayPolicy; readonly relay: Relay }[] = []
const mostRecent = 16

/** Of policies given one by one, the last few are kept as they were compiled. */
const relayOf = (policy: RelayPolicy): Relay => {
  const known = recent.find(one => one.policy === policy)
  if (known !== undefined) return known.relay
  const { match: _any, ...rest } = policy
  const relay = createRelay([rest])
  if (recent.length >= mostRecent) recent.shift()
  recent.push({ policy, relay })
  return relay
}

/**
 * What a gateway answers for one response, by one policy; `match` is not asked. With its own credential, an upstream's 401, 403
 * and 407 are the gateway's fault (502), and a 429 is its own (503, with its delay); of a request that it composed, so is what the
 * upstream holds against it, save what the policy maps; statuses of the hop are never said on. Whatever was forwarded passes.
 * `undefined` where nothing failed.
 *
 * @example
 * relay({ status: 429, headers: { 'retry-after': '7' } }, { credential: 'own' })?.problem.status // 503
 * relay({ status: 429 }, { credential: 'forwarded' })?.problem.status                            // 429
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.6.3
 * @category encoding
 * @since 0.1.0
 */
export const relay = (given: Exchange | ApiProblem, policy: RelayPolicy, told?: Told): Relayed | undefined =>
  relayOf(policy).relay(given, told)
