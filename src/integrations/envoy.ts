/**
 * Envoy: routes with a `retry_policy` from the registry.
 * Comes in: where they lead, and what the operator knows of it. Goes out: routes as data, and as YAML text.
 * What Envoy cannot say is left out, not approximated: so it retries less than `decideRetry` would, and nothing that it would not.
 */
import { type Advice, type StatusRow, statusRows } from '../index.js'

/** @category model @since 0.1.0 */
export interface EnvoyOptions {
  /** The cluster that the routes lead to. Default: `upstream`. */
  readonly cluster?: string | undefined
  /** Default: `/`. */
  readonly prefix?: string | undefined
  /** The request field whose value is an idempotency key that this upstream honours. Default: it honours none. */
  readonly idempotencyHeader?: string | undefined
  /**
   * The operator's word that this upstream never sends `Retry-After` as a date, and never asks for more than a year. Envoy
   * cannot read a date and comes early; so without this word the statuses that are made for the field are not retried.
   */
  readonly retryAfterInSeconds?: boolean | undefined
}

/** A matcher of request fields, in Envoy's own words. @category model @since 0.1.0 */
export type EnvoyHeaderMatcher =
  | { readonly name: string; readonly present_match: true }
  | { readonly name: string; readonly string_match: { readonly safe_regex: { readonly regex: string } } }

/** A `RetryPolicy`, in Envoy's own words. @category model @since 0.1.0 */
export interface EnvoyRetryPolicy {
  readonly retry_on: string
  readonly retriable_status_codes?: readonly number[]
  readonly retriable_request_headers?: readonly EnvoyHeaderMatcher[]
  readonly num_retries: number
  readonly retry_back_off: { readonly base_interval: string }
  readonly rate_limited_retry_back_off?: {
    readonly reset_headers: readonly { readonly name: string; readonly format: 'SECONDS' }[]
    readonly max_interval: string
  }
}

/** A `Route`, in Envoy's own words. @category model @since 0.1.0 */
export interface EnvoyRoute {
  readonly match: { readonly prefix: string; readonly headers?: readonly EnvoyHeaderMatcher[] }
  readonly route: { readonly cluster: string; readonly retry_policy: EnvoyRetryPolicy }
}

const optionTypes: Readonly<Record<keyof EnvoyOptions, 'string' | 'boolean'>> = {
  cluster: 'string',
  prefix: 'string',
  idempotencyHeader: 'string',
  retryAfterInSeconds: 'boolean',
}

/** A misspelt option would be a silent one. */
const checkOptions = (options: EnvoyOptions): void => {
  for (const [name, value] of Object.entries(options)) {
    const wanted = optionTypes[name as keyof EnvoyOptions]
    if (wanted === undefined || (value !== undefined && typeof value !== wanted))
      throw new TypeError(
        `problem-dialects: envoyRoutes: ${name}: expected ${wanted ?? Object.keys(optionTypes).join(', ')}`,
      )
  }
}

/** No other connection can be asked for, and no new credentials: those advices are left to the caller. */
const resent: readonly Advice[] = ['once', 'after-delay', 'backoff']

/** Their own definitions name `Retry-After` (RFC 9110 §15.6.4, RFC 6585 §4). */
const namesRetryAfter: readonly number[] = [429, 503]

const rowsFor = ({ retryAfterInSeconds }: EnvoyOptions): readonly StatusRow[] =>
  statusRows.filter(
    ({ code, registered, retry }) =>
      registered && resent.includes(retry.advice) && (retryAfterInSeconds === true || !namesRetryAfter.includes(code)),
  )

const idempotentMethods: EnvoyHeaderMatcher = {
  name: ':method',
  string_match: { safe_regex: { regex: 'GET|HEAD|OPTIONS|TRACE|PUT|DELETE' } },
}

const seconds = (ms: number): string => `${ms / 1_000}s`

/** One number has to do for all statuses: the least of their attempts. */
const policyFor = (rows: readonly StatusRow[], harmless: readonly EnvoyHeaderMatcher[]): EnvoyRetryPolicy => ({
  retry_on: 'connect-failure,refused-stream,reset,retriable-status-codes',
  retriable_status_codes: rows.map(({ code }) => code),
  // the route's own match says it already; here it also holds where the policy is copied to a route of other methods
  retriable_request_headers: harmless,
  num_retries: Math.min(...rows.map(({ retry }) => retry.maxAttempts)) - 1,
  retry_back_off: { base_interval: seconds(Math.max(...rows.map(({ retry }) => retry.baseDelayMs))) },
  rate_limited_retry_back_off: {
    reset_headers: [{ name: 'Retry-After', format: 'SECONDS' }],
    // a longer wait than this Envoy passes over, and comes early
    max_interval: '31536000s',
  },
})

/** Nothing was sent, or the server refused the stream before it read it: harmless for any method. */
const neverApplied: EnvoyRetryPolicy = {
  retry_on: 'connect-failure,refused-stream',
  num_retries: 1,
  retry_back_off: { base_interval: seconds(100) },
}

/**
 * Routes to one cluster, the most harmless first: idempotent methods, requests with an honoured key, and all others, which are
 * sent again only where they were never sent. Order is what keeps them apart.
 *
 * @example
 * envoyRoutes({ cluster: 'orders' })[0]?.route.retry_policy.retriable_status_codes // [500, 502, 504]
 * envoyRoutes({ cluster: 'orders' })[1]?.route.retry_policy.retry_on               // 'connect-failure,refused-stream'
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto
 * @category integrations
 * @since 0.1.0
 */
export const envoyRoutes = (options: EnvoyOptions = {}): readonly EnvoyRoute[] => {
  checkOptions(options)
  const { cluster = 'upstream', prefix = '/', idempotencyHeader } = options
  const keyed: readonly EnvoyHeaderMatcher[] =
    idempotencyHeader === undefined ? [] : [{ name: idempotencyHeader.toLowerCase(), present_match: true }]
  const harmless = [idempotentMethods, ...keyed]
  const retry_policy = policyFor(rowsFor(options), harmless)
  return [
    ...harmless.map(header => ({ match: { prefix, headers: [header] }, route: { cluster, retry_policy } })),
    { match: { prefix }, route: { cluster, retry_policy: neverApplied } },
  ]
}

/** Block style; texts are quoted as in JSON, which YAML 1.2 reads. */
const lines = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [JSON.stringify(value)]
  if (Array.isArray(value)) {
    if (value.every(item => typeof item !== 'object')) return [JSON.stringify(value)]
    return value.flatMap(item => lines(item).map((line, i) => (i === 0 ? `- ${line}` : `  ${line}`)))
  }
  return Object.entries(value).flatMap(([name, member]) => {
    const [first = '', ...rest] = lines(member)
    const isScalar = rest.length === 0 && (typeof member !== 'object' || first.startsWith('['))
    return isScalar ? [`${name}: ${first}`] : [`${name}:`, ...[first, ...rest].map(line => `  ${line}`)]
  })
}

/**
 * Routes as YAML, for a virtual host of Envoy's configuration.
 *
 * @example
 * envoyYaml(envoyRoutes({ cluster: 'orders' })) // 'routes:\n  - match:\n      prefix: "/"\n …'
 *
 * @category integrations
 * @since 0.1.0
 */
export const envoyYaml = (routes: readonly EnvoyRoute[]): string => `${lines({ routes }).join('\n')}\n`
