/**
 * What a gateway declares of one upstream, as data: the same in code and in a configuration file.
 * Comes in: JSON that somebody wrote. Goes out: a checked policy, or a `TypeError` with the place of the fault.
 * This room knows no problem and reads no response. Which upstream a URL belongs to is decided here, by the most of it that fits.
 */
import type * as t from 'io-ts'
import {
  codecOfRule,
  count,
  either,
  listOf,
  matching,
  object,
  oneOrMore,
  pointer,
  type Rule,
  record,
  refuse,
  word,
} from '../rules.js'
import { responsibilityOf } from '../status/responsibility.js'

/** @category model @since 0.1.0 */
export interface RelayPolicy {
  /** Whose policy it is: a URL prefix such as `https://billing.example/v1/`, or a host, `*.example` for all below it. Default: any. */
  readonly match?: string | readonly string[]
  /** The ids of the dialects that the upstream speaks. One is pinned, so that its tables are trusted; of several, only these are heard. */
  readonly dialects?: readonly string[]
  /** `peer`: a service of one's own, whose problems in our own form are taken as they are. */
  readonly trust?: 'peer'
  /** Whose credential the upstream sees: the gateway's `own`, or one that the caller sent and that was `forwarded`. Default: `forwarded`. */
  readonly credential?: 'own' | 'forwarded'
  /**
   * Who wrote the request: the caller's was `forwarded`, or the gateway `composed` one. Of a composed request, what the upstream
   * holds against it is the gateway's fault, save what is mapped here: an upstream status or code, and the 4xx that the caller
   * is to see. Default: `forwarded`.
   */
  readonly request?: 'forwarded' | 'composed' | { readonly composed: Readonly<Record<string, number>> }
  /** The name of the request field in which this upstream honours an idempotency key. */
  readonly idempotencyKey?: string
  /** The statuses and codes under which this upstream promises that nothing was applied. */
  readonly notApplied?: readonly (number | string)[]
  /** The longest that the gateway waits before it sends a request again, in milliseconds. Default: 0. */
  readonly maxWaitMs?: number
  /** Where in the caller's own request a field of the upstream's is; `*` stands for one step. What is below moves with it. */
  readonly pointers?: Readonly<Record<string, string>>
}

const prefix = /^https?:\/\/[^/?#@\s]+(?:\/[^?#\s]*)?$/i
const host = /^(?:\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?$/i

const matcher: Rule = {
  check: (u, at) => {
    if (typeof u !== 'string' || !(prefix.test(u) || host.test(u)))
      refuse(
        at,
        `${JSON.stringify(u)} is neither a URL prefix, as "https://api.example/v1/", nor a host, as "*.api.example"`,
      )
  },
  schema: { type: 'string' },
}

/** A 4xx that a caller can act on: no challenge is known for 401 and 407, and a status of the hop is nobody else's. */
const mapped: Rule = {
  check: (u, at) => {
    const status = u as number
    if (!Number.isInteger(u) || status < 400 || status > 499 || [401, 407].includes(status))
      refuse(
        at,
        `${JSON.stringify(u)} is no status that the caller can be told; expected one from 400 to 499, not 401 or 407`,
      )
    if (responsibilityOf(status).whose === 'hop') refuse(at, `${status} is a status of the hop: it is never relayed`)
  },
  schema: { type: 'integer', minimum: 400, maximum: 499 },
}

const isText = (u: unknown): boolean => typeof u === 'string'

const build = (): Rule => {
  const status: Rule = {
    check: (u, at) => {
      if (!Number.isInteger(u) || (u as number) < 200 || (u as number) > 599)
        refuse(at, `${JSON.stringify(u)} is no status; expected one from 200 to 599, or a code as text`)
    },
    schema: { type: 'integer', minimum: 200, maximum: 599 },
  }
  const code = matching('[^]', 'code')
  return object({
    match: oneOrMore(matcher),
    dialects: listOf(matching('^[a-z0-9][a-z0-9-]*$', 'id of a dialect'), 1),
    trust: word(['peer']),
    credential: word(['own', 'forwarded']),
    request: either(isText, word(['forwarded', 'composed']), object({ composed: record(mapped) }, ['composed'])),
    idempotencyKey: matching("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$", 'name of a header field'),
    notApplied: listOf(either(isText, code, status)),
    maxWaitMs: count(0),
    pointers: record(pointer, pointer),
  })
}

let built: Rule | undefined
/** The form of a policy, as a check and as JSON Schema. @category constructors @since 0.1.0 */
export const policyRule = (): Rule => (built ??= build())

/** The codec of a {@link RelayPolicy}, for one that stands in a configuration. @category decoding @since 0.1.0 */
export const RelayPolicyCodec: t.Type<RelayPolicy> = codecOfRule('relay', policyRule)

const url = /^(https?:)\/\/(?:[^/?#@]*@)?([^/?#@]+)([^?#]*)/i

const withoutPort = (authority: string): string => authority.replace(/:[0-9]*$/, '')

/** How much of a URL a pattern fits, in characters of the pattern; `undefined` where it does not. */
const reach = (pattern: string, scheme: string, authority: string, path: string): number | undefined => {
  const wanted = pattern.toLowerCase()
  if (wanted.indexOf('://') < 0) {
    const given = /:[0-9]+$/.test(wanted) ? authority : withoutPort(authority)
    const isBelow = wanted.startsWith('*.') && given.endsWith(wanted.slice(1)) && given.length >= wanted.length
    // a host by its name goes before all below another
    return given === wanted ? wanted.length : isBelow ? wanted.length - 1 : undefined
  }
  // scheme and host are compared in lower case, the path as it is
  const [, , , ownPath = ''] = url.exec(pattern) ?? []
  if (
    !wanted.startsWith(`${scheme}//${authority}`) ||
    wanted.length !== scheme.length + 2 + authority.length + ownPath.length
  )
    return undefined
  const step = ownPath.endsWith('/') ? ownPath : `${ownPath}/`
  return path === ownPath || `${path}/`.startsWith(step) ? pattern.length : undefined
}

/**
 * The policy that fits most of a URL; one without `match` fits anything, and least. `undefined` where none does.
 *
 * @example
 * policyFor([{ match: 'https://a.example/v1' }], 'https://a.example/v1/orders') // that policy
 * policyFor([{ match: 'https://a.example/v1' }], 'https://a.example/v10') // undefined
 *
 * @category accessors
 * @since 0.1.0
 */
export const policyFor = <P extends Pick<RelayPolicy, 'match'>>(
  policies: readonly P[],
  given: string | undefined,
): P | undefined => {
  const [, scheme = '', authority = '', path = ''] = url.exec(typeof given === 'string' ? given : '') ?? []
  let found: P | undefined
  let best = -1
  for (const policy of policies)
    for (const pattern of policy.match === undefined ? [''] : ([] as string[]).concat(policy.match)) {
      const length = pattern === '' ? 0 : reach(pattern, scheme.toLowerCase(), authority.toLowerCase(), path)
      if (length === undefined || length <= best) continue
      found = policy
      best = length
    }
  return found
}

/** Two policies for the same upstream would leave it to their order which of them holds. @category constructors @since 0.1.0 */
export const checkPolicies = (policies: unknown): void => {
  const at = 'relay: '
  listOf(policyRule()).check(policies, at)
  const seen: Record<string, number> = Object.create(null)
  ;(policies as readonly RelayPolicy[]).forEach(({ match = '' }, i) => {
    for (const pattern of ([] as string[]).concat(match)) {
      const name = pattern.toLowerCase()
      const before = seen[name]
      if (before !== undefined)
        refuse(
          `${at}/${i}/match`,
          `${pattern === '' ? 'no match' : JSON.stringify(pattern)} as in /${before}; expected each upstream once`,
        )
      seen[name] = i
    }
  })
}
