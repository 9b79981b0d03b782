/**
 * The io-ts codec of the canonical problem: strict to say yes, tolerant to read.
 * Comes in: anything, also a problem that a later release wrote. Goes out: an {@link ApiProblem} with every unknown member kept.
 * This room knows no dialect.
 */
import * as t from 'io-ts'
import { type ApiProblem, type ProblemItem, places, problem, retryOf, rungs } from './problem.js'
import { type Kind, kinds } from './status/kind.js'
import { statusOf } from './status/registry.js'
import { advices, appliedWords, scopes } from './status/semantics.js'

type Obj = Readonly<Record<string, unknown>>
type Check = (u: unknown) => boolean

const isObj = (u: unknown): u is Obj => typeof u === 'object' && u !== null && !Array.isArray(u)
const text: Check = u => typeof u === 'string'
const count: Check = u => typeof u === 'number' && Number.isInteger(u) && u >= 0
const duration: Check = u => typeof u === 'number' && Number.isFinite(u) && u >= 0
const status: Check = u => typeof u === 'number' && Number.isInteger(u) && u >= 200 && u <= 599
const integer: Check = u => typeof u === 'number' && Number.isInteger(u)
const oneOf =
  (words: readonly string[]): Check =>
  u =>
    typeof u === 'string' && words.includes(u)
const listOf =
  (check: Check): Check =>
  u =>
    Array.isArray(u) && u.every(check)

interface Members {
  readonly required: Readonly<Record<string, Check>>
  readonly optional: Readonly<Record<string, Check>>
}

const fits =
  ({ required, optional }: Members): Check =>
  u => {
    if (!isObj(u)) return false
    for (const name in required) if (!(required[name] as Check)(u[name])) return false
    for (const name in optional) if (name in u && !(optional[name] as Check)(u[name])) return false
    return true
  }

const link: Check = fits({ required: { rel: text, href: text }, optional: {} })
const itemMembers = {
  detail: text,
  pointer: text,
  in: oneOf(places),
  name: text,
  code: text,
  resource: text,
  status,
  links: listOf(link),
  extensions: isObj,
}
const retryMembers: Members = {
  required: {
    advice: oneOf(advices),
    applied: oneOf(appliedWords),
    maxAttempts: count,
    scope: oneOf(scopes),
    countsAsFailure: u => typeof u === 'boolean',
    because: text,
  },
  optional: {
    baseDelayMs: duration,
    retryAfterMs: duration,
    notBefore: text,
    ambiguousOnResend: u => u === true,
    attempts: count,
    exhausted: u => u === true,
  },
}
const sourceMembers: Members = {
  required: {
    rung: oneOf(rungs),
    answeredBy: oneOf(['application', 'intermediary', 'transport']),
    rivals: listOf(text),
    warnings: listOf(text),
  },
  optional: {
    product: text,
    wireStatus: status,
    bodyStatus: integer,
    challenge: fits({
      required: { scheme: text, error: text },
      optional: { description: text, uri: text, scope: text, realm: text },
    }),
  },
}
const partial: Check = fits({
  required: { failed: count, others: oneOf(appliedWords) },
  optional: {
    total: count,
    succeeded: listOf(fits({ required: { index: count, entry: u => u !== undefined }, optional: {} })),
  },
})
const optional: Readonly<Record<string, Check>> = {
  detail: text,
  instance: text,
  code: text,
  errorCount: count,
  partial,
  userMessage: fits({ required: { text }, optional: { lang: text } }),
  requestId: text,
  traceId: text,
  receivedAt: text,
}

/** Chains of causes are read this far; nothing real is deeper. */
const maxCauses = 16

const isProblem = (u: unknown, depth: number): boolean =>
  isObj(u) &&
  u['v'] === 1 &&
  depth < maxCauses &&
  fits({
    required: {
      type: text,
      title: text,
      status,
      kind: oneOf(kinds),
      errors: listOf(fits({ required: {}, optional: itemMembers })),
      dialect: text,
      retry: fits(retryMembers),
      links: listOf(link),
      source: fits(sourceMembers),
      extensions: isObj,
    },
    optional,
  })(u) &&
  (!('cause' in u) || isProblem(u['cause'], depth + 1))

/** The known members that fit, over the defaults; members that this release does not know stay as they are. */
const tolerant = (u: Obj, defaults: Obj, { required, optional }: Members): Record<string, unknown> => {
  const out: Record<string, unknown> = { ...u }
  for (const name in optional) if (name in out && !(optional[name] as Check)(out[name])) delete out[name]
  for (const name in required) if (!(required[name] as Check)(out[name])) out[name] = defaults[name]
  return out
}

const readRetry = (u: unknown, code: number): Obj => {
  const row = retryOf(statusOf(code).retry)
  if (!isObj(u)) return { ...row }
  // a word of a later release must never be read as leave to send again
  const cautious = { ...row, advice: 'never', applied: 'unknown', maxAttempts: 1 }
  return tolerant(u, cautious, retryMembers)
}

const read = (u: unknown, depth: number): ApiProblem | undefined => {
  if (!isObj(u) || u['v'] !== 1 || !status(u['status']) || depth >= maxCauses) return undefined
  const code = u['status'] as number
  const defaults = problem({ status: code })
  const cause = 'cause' in u ? read(u['cause'], depth + 1) : undefined
  const { cause: _unread, ...members } = u
  return {
    ...tolerant(members, defaults as unknown as Obj, {
      required: { type: text, title: text, dialect: text, extensions: isObj },
      optional,
    }),
    kind: oneOf(kinds)(u['kind']) ? (u['kind'] as Kind) : defaults.kind,
    errors: Array.isArray(u['errors'])
      ? u['errors']
          .filter(isObj)
          .map(item => tolerant(item, {}, { required: {}, optional: itemMembers }) as ProblemItem)
      : [],
    links: Array.isArray(u['links']) ? u['links'].filter(link) : [],
    retry: readRetry(u['retry'], code),
    source: isObj(u['source'])
      ? tolerant(u['source'], defaults.source as unknown as Obj, sourceMembers)
      : defaults.source,
    ...(cause === undefined ? {} : { cause }),
  } as unknown as ApiProblem
}

/** A proxy or a getter may throw: what cannot be read is no problem. */
const safely = <A>(look: () => A): A | undefined => {
  try {
    return look()
  } catch {
    return undefined
  }
}

/**
 * The codec of {@link ApiProblem}. `is` is strict. `decode` is tolerant, for problems that other releases stored: an unknown
 * `advice` reads as `never`, an unknown `applied` as `unknown`, an unknown `kind` as that of the status row, a member of the wrong
 * type as absent or as its default; unknown members are kept, so that they survive being written again. It refuses what has no
 * `v: 1` or no final HTTP status.
 *
 * @example
 * ApiProblemCodec.decode(JSON.parse(stored)) // right(problem)
 * ApiProblemCodec.decode({ error: 'x' })     // left(errors)
 *
 * @category decoding
 * @since 0.1.0
 */
export const ApiProblemCodec: t.Type<ApiProblem, ApiProblem, unknown> = new t.Type<ApiProblem, ApiProblem, unknown>(
  'ApiProblem',
  (u): u is ApiProblem => safely(() => isProblem(u, 0)) === true,
  (u, context) => {
    const value = safely(() => read(u, 0))
    return value === undefined
      ? t.failure(u, context, 'not a problem: v is not 1, or status is no final HTTP status')
      : t.success(value)
  },
  t.identity,
)

/**
 * Is this a canonical problem, complete and in words that this release knows?
 *
 * @category accessors
 * @since 0.1.0
 */
export const isApiProblem = (u: unknown): u is ApiProblem => ApiProblemCodec.is(u)

/**
 * The problem itself where it is whole enough to work with; else what a tolerant reading makes of it; at worst an unknown one.
 * For functions that take a problem from plain JavaScript.
 *
 * @category decoding
 * @since 0.1.0
 */
export const asProblem = (given: ApiProblem): ApiProblem => {
  const isWhole = safely(
    () =>
      Array.isArray(given.errors) &&
      Array.isArray(given.links) &&
      isObj(given.retry) &&
      isObj(given.source) &&
      isObj(given.extensions) &&
      status(given.status),
  )
  if (isWhole === true) return given
  const result = ApiProblemCodec.decode(
    Object.assign(
      { v: 1, status: 500 },
      safely(() => ({ ...given })),
    ),
  )
  return result._tag === 'Right' ? result.right : problem({ status: 500, kind: 'unknown' })
}

/**
 * The problem with every member of the type it should have: for who looks at all of them, whatever was given.
 *
 * @category decoding
 * @since 0.1.0
 */
export const readProblem = (given: unknown): ApiProblem => {
  const own: Obj = safely(() => (isObj(given) ? { ...given } : {})) ?? {}
  const result = ApiProblemCodec.decode({ ...own, v: 1, status: status(own['status']) ? own['status'] : 500 })
  return result._tag === 'Right' ? result.right : problem({ status: 500, kind: 'unknown' })
}
