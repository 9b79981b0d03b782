/**
 * The data-last twins of the plain functions, for `pipe` and `flow`, and the instances of the canonical problem.
 * Comes in: options first. Goes out: `Option`, `Either` and `TaskEither`. Nothing here knows more than its plain twin.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Eq as EqOf } from 'fp-ts/lib/Eq.js'
import * as O from 'fp-ts/lib/Option.js'
import type { Ord as OrdOf } from 'fp-ts/lib/Ord.js'
import type { Show as ShowOf } from 'fp-ts/lib/Show.js'
import type * as TE from 'fp-ts/lib/TaskEither.js'
import { type Audience, forAudience as forAudiencePlain, type Ours } from './audience.js'
import { decodeWith as decodeWithPlain } from './decode.js'
import { type AnyDialect, isFrom as isFromPlain, type ProblemFrom } from './dialect.js'
import type { Encoded, EncodeOptions } from './encode.js'
import type { Exchange } from './exchange.js'
import { fieldErrors as fieldErrorsPlain } from './field-errors.js'
import {
  createNormalizer as createPlain,
  encode as encodePlain,
  type NormalizerOptions,
  normalize as normalizePlain,
  type Target,
} from './normalize.js'
import { prettify } from './prettify.js'
import type { ApiProblem } from './problem.js'
import type { Told } from './relay/answer.js'
import type { RelayPolicy } from './relay/policy.js'
import { type Relayed, relay as relayPlain } from './relay.js'
import { type Attempt, type Decision, decideRetry as decidePlain } from './retry/decide.js'
import { statusOf as statusOfPlain } from './status/registry.js'
import type { SpeaksStatus, StatusRow } from './status/semantics.js'
import { fromTransport } from './transport.js'

/** One dialect alone. @category decoding @since 0.1.0 */
export const decodeWith = decodeWithPlain

/** `some(problem)` where something failed. @category decoding @since 0.1.0 */
export const normalize = (exchange: Exchange): O.Option<ApiProblem> => O.fromNullable(normalizePlain(exchange))

/** `left(problem)` where something failed, else the exchange itself. @category decoding @since 0.1.0 */
export const toEither = (exchange: Exchange): E.Either<ApiProblem, Exchange> => {
  const problem = normalizePlain(exchange)
  return problem === undefined ? E.right(exchange) : E.left(problem)
}

/**
 * A request as a `TaskEither`: a rejection becomes a problem of the transport, a failing response the problem it says.
 *
 * @example
 * pipe(request(() => call('/orders/7')), TE.mapLeft(problem => problem.kind))
 *
 * @category constructors
 * @since 0.1.0
 */
export const request =
  (
    run: () => Promise<Exchange>,
    read: (exchange: Exchange) => E.Either<ApiProblem, Exchange> = toEither,
  ): TE.TaskEither<ApiProblem, Exchange> =>
  () =>
    // a function that throws before it returns a promise is a failed request too
    new Promise<Exchange>(resolve => resolve(run())).then(read, error => E.left(fromTransport(error)))

/** The twins of one configuration. @category constructors @since 0.1.0 */
export const createNormalizer = (options: NormalizerOptions = {}) => {
  const plain = createPlain(options)
  return {
    ...plain,
    normalize: (exchange: Exchange): O.Option<ApiProblem> => O.fromNullable(plain.normalize(exchange)),
    toEither: (exchange: Exchange): E.Either<ApiProblem, Exchange> => {
      const problem = plain.normalize(exchange)
      return problem === undefined ? E.right(exchange) : E.left(problem)
    },
  }
}

/** @category advice @since 0.1.0 */
export const decideRetry =
  (attempt: Attempt) =>
  (problem: ApiProblem): Decision =>
    decidePlain(problem, attempt)

/** @category encoding @since 0.1.0 */
export const encode =
  (to: Target | readonly Target[], options: EncodeOptions = {}) =>
  (problem: ApiProblem): Encoded =>
    encodePlain(problem, to, options)

/** @category encoding @since 0.1.0 */
export const forAudience =
  (audience: Audience = 'public', ours: Ours = {}) =>
  (problem: ApiProblem): ApiProblem =>
    forAudiencePlain(problem, audience, ours)

/** `some(answer)` where something failed. @category encoding @since 0.1.0 */
export const relay =
  (policy: RelayPolicy, told: Told = {}) =>
  (given: Exchange | ApiProblem): O.Option<Relayed> =>
    O.fromNullable(relayPlain(given, policy, told))

/** @category accessors @since 0.1.0 */
export const fieldErrors =
  (options: { readonly path?: 'dot' | 'pointer' } = {}) =>
  (problem: ApiProblem): Readonly<Record<string, readonly string[]>> =>
    fieldErrorsPlain(problem, options)

/** A refinement, for `Option.fromPredicate` and `Either.filterOrElse`. @category accessors @since 0.1.0 */
export const isFrom =
  <D extends AnyDialect>(dialect: D) =>
  (problem: ApiProblem): problem is ProblemFrom<D> =>
    isFromPlain(problem, dialect)

/** The registry in the words of one API. @category registry @since 0.1.0 */
export const statusOf =
  (api: SpeaksStatus) =>
  (code: number): StatusRow =>
    statusOfPlain(code, api)

/** The machine code that the API gave, if any. @category accessors @since 0.1.0 */
export const codeOf = (problem: ApiProblem): O.Option<string> => O.fromNullable(problem.code)

/** What the server asked to wait, in milliseconds, if it did. @category accessors @since 0.1.0 */
export const retryAfterMs = (problem: ApiProblem): O.Option<number> => O.fromNullable(problem.retry.retryAfterMs)

/** The same data with sorted members, so that equal problems have equal text. */
const canonical = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  const members = value as Readonly<Record<string, unknown>>
  return `{${Object.keys(members)
    .sort()
    .map(name => `${JSON.stringify(name)}:${canonical(members[name])}`)
    .join()}}`
}

/** Equal as data, whatever the order of members. @category instances @since 0.1.0 */
export const Eq: EqOf<ApiProblem> = { equals: (x, y) => x === y || canonical(x) === canonical(y) }

/** By status, then by all the rest: total, and equal only where {@link Eq} says so. @category instances @since 0.1.0 */
export const Ord: OrdOf<ApiProblem> = {
  equals: Eq.equals,
  compare: (x, y) => {
    if (x.status !== y.status) return x.status < y.status ? -1 : 1
    const [a, b] = [canonical(x), canonical(y)]
    return a < b ? -1 : a > b ? 1 : 0
  },
}

/** A few lines for a terminal. @category instances @since 0.1.0 */
export const Show: ShowOf<ApiProblem> = { show: prettify }
