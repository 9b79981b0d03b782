/**
 * What a gateway answers for its upstreams: the corridor from a response to the problem to answer, by the policy for its URL.
 * Comes in: what the upstream answered. Goes out: the problem to answer, and the fields to keep.
 * Pure data in and out: who sends, waits and retries is elsewhere; whose fault it is, in `relay/answer.ts`.
 */
import type { AnyDialect } from './dialect.js'
import { dialects as builtIn } from './dialects/index.js'
import type { Exchange, ExchangeRequest } from './exchange.js'
import { fieldsOf } from './http/fields.js'
import type { Limits } from './http/limits.js'
import { total } from './http/total.js'
import { createNormalizer, type Normalizer } from './normalize.js'
import type { ApiProblem } from './problem.js'
import { asProblem } from './problem-codec.js'
import { answered, counted, promised, type Told } from './relay/answer.js'
import { keptFields } from './relay/fields.js'
import { checkPolicies, policyFor, type RelayPolicy } from './relay/policy.js'
import { refuse } from './rules.js'

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

/** The exchange, where it is no problem already; what can be neither is a response without a status. */
const exchangeIn = total(
  (given: Exchange | ApiProblem): Exchange | undefined =>
    'v' in given && given.v === 1 ? undefined : (given as Exchange),
  { status: 0 },
)

const urlOf = total((given: Exchange): string | undefined => given.request?.url, undefined)

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
