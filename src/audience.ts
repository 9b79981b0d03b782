/**
 * What may leave: the view of a problem that an audience may see, by an allow-list of members.
 * Comes in: a problem, an audience. Goes out: the part of the problem that may leave.
 * This room trusts no text of an upstream: what is not listed does not leave, and what is listed leaves only where all of it is
 * plain words, unless an API declares it safe. Nothing is cut out of a text.
 */
import type * as t from 'io-ts'
import { parseRfc3339, rfc3339 } from './http/http-date.js'
import { isSafeId } from './http/request-id.js'
import type { ApiProblem, PartialFailure, ProblemItem, RetryAdvice } from './problem.js'
import { asProblem } from './problem-codec.js'
import { isCode, isFieldPath, isSentence } from './public-words.js'
import { codecOfRule, listOf, object, type Rule, record, text, word } from './rules.js'
import { kinds } from './status/kind.js'
import { phraseOf, statusOf } from './status/registry.js'
import { advices, appliedWords, scopes } from './status/semantics.js'

/** The members that a policy can let out; status, kind and retry advice always leave. @category model @since 0.1.0 */
export const shareable = [
  ...(['type', 'title', 'detail', 'instance', 'code', 'errors', 'userMessage'] as const),
  ...(['requestId', 'traceId', 'links'] as const),
] as const

/** @category model @since 0.1.0 */
export type Shareable = (typeof shareable)[number]

/**
 * An audience of one's own, as data. What is left unsaid is as for the public.
 *
 * @category model
 * @since 0.1.0
 */
export interface AudiencePolicy {
  /** What leaves below 500; texts only where they are plain words. Default: `code` and `errors`. */
  readonly '4xx'?: readonly Shareable[]
  /** What leaves from 500 on, likewise. Default: nothing. */
  readonly '5xx'?: readonly Shareable[]
  /** By the id of a dialect: what that API declares safe to show, and leaves as it is, under any status. */
  readonly safe?: Readonly<Record<string, readonly Shareable[]>>
  /** The names of top-level extensions that leave, as they are. */
  readonly extensions?: readonly string[]
}

/** @category model @since 0.1.0 */
export type Audience = 'public' | 'internal' | AudiencePolicy

const standard = { '4xx': ['code', 'errors'], '5xx': [] } as const satisfies AudiencePolicy

const rule = (): Rule => {
  const members = listOf(word(shareable))
  return object({ '4xx': members, '5xx': members, safe: record(members), extensions: listOf(text) })
}

/** The codec of an {@link AudiencePolicy}, for one that stands in a configuration. @category decoding @since 0.1.0 */
export const AudiencePolicyCodec: t.Type<AudiencePolicy> = codecOfRule('audience', rule)

/**
 * An audience of one's own, checked: what it cannot be throws a `TypeError` that says what and where.
 *
 * @example
 * const partners = audience({ '4xx': ['code', 'errors', 'detail'], safe: { acme: ['userMessage'] } })
 * audience({ '4xx': ['details'] }) // throws TypeError: problem-dialects: audience: /4xx/0: "details" is not known here (did you mean "detail"?) …
 *
 * @category constructors
 * @since 0.1.0
 */
export const audience = (policy: AudiencePolicy): AudiencePolicy => {
  rule().check(policy, 'audience: ')
  return policy
}

/** Who knows more than the problem does. @category model @since 0.1.0 */
export interface Ours {
  /** The id under which the one who answers knows the request. It takes the place of the upstream's. */
  readonly requestId?: string | undefined
}

const oneOf = <A extends string>(words: readonly A[], given: A, otherwise: A): A =>
  words.includes(given) ? given : otherwise

/** The members that are known, each of its own form: advice is data, and an upstream may have written it. */
const publicRetry = (retry: RetryAdvice, phrase: string): RetryAdvice => {
  const { maxAttempts, baseDelayMs, retryAfterMs, attempts } = retry
  const instant = typeof retry.notBefore === 'string' ? parseRfc3339(retry.notBefore) : undefined
  const notBefore = instant === undefined ? undefined : rfc3339(Math.ceil(instant))
  const number = <Name extends string>(name: Name, value: number | undefined) =>
    Number.isFinite(value) && (value as number) >= 0 ? ({ [name]: value } as Record<Name, number>) : {}
  return {
    advice: oneOf(advices, retry.advice, 'never'),
    applied: oneOf(appliedWords, retry.applied, 'unknown'),
    maxAttempts: Number.isFinite(maxAttempts) && maxAttempts >= 0 ? maxAttempts : 1,
    scope: oneOf(scopes, retry.scope, 'request'),
    countsAsFailure: retry.countsAsFailure === true,
    ...number('baseDelayMs', baseDelayMs),
    ...number('retryAfterMs', retryAfterMs),
    ...number('attempts', attempts),
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(retry.ambiguousOnResend === true ? { ambiguousOnResend: true as const } : {}),
    ...(retry.exhausted === true ? { exhausted: true as const } : {}),
    because: phrase,
  }
}

const places: readonly unknown[] = ['body', 'query', 'path', 'header', 'cookie']

/** An error of a field, without what is no plain word; none where it does not even name the field. */
const publicItem = (item: ProblemItem, isSure: boolean): readonly ProblemItem[] => {
  const { detail, pointer, in: place, name, code, status } = item
  if (!isFieldPath(pointer)) return []
  return [
    {
      // what a field was refused for may be shown; what an operation said is a text for developers, as any `detail` is
      ...(status === undefined && isSentence(detail, name) ? { detail } : {}),
      pointer,
      ...(places.includes(place) ? { in: place as NonNullable<ProblemItem['in']> } : {}),
      ...(isFieldPath(name) ? { name } : {}),
      ...(isCode(code, isSure) ? { code } : {}),
      ...(typeof status === 'number' ? { status } : {}),
    },
  ]
}

const publicPart = ({ failed, total, others }: PartialFailure): PartialFailure => ({
  failed: typeof failed === 'number' ? failed : 0,
  ...(typeof total === 'number' ? { total } : {}),
  others: oneOf(appliedWords, others, 'unknown'),
})

/** What an API declares safe, without what nobody read and where it points to. */
const safeItem = ({ links: _links, extensions: _extensions, ...said }: ProblemItem): ProblemItem => said

/** A problem that no response brought was made here, and so was its id. */
const isOwn = ({ source }: ApiProblem): boolean => source.wireStatus === undefined

/** What may leave of the listed members: as they are, or where they are plain words. */
const members = (problem: ApiProblem, listed: readonly Shareable[], isSafe: boolean): Partial<ApiProblem> => {
  const { type, title, detail, instance, code, errors, errorCount, userMessage, requestId, traceId, links } = problem
  const { rung } = problem.source
  const isSure = rung === 'declared' || rung === 'distinctive'
  const out: { -readonly [Name in keyof ApiProblem]?: ApiProblem[Name] } = {}
  const has = (member: Shareable): boolean => listed.includes(member)
  if (has('type')) out.type = type
  if (has('title') && (isSafe || isSentence(title))) out.title = title
  if (has('detail') && detail !== undefined && (isSafe || isSentence(detail))) out.detail = detail
  if (has('instance') && instance !== undefined) out.instance = instance
  if (has('code') && code !== undefined && (isSafe || isCode(code, isSure))) out.code = code
  if (has('errors')) {
    // fields that were guessed from their names may be anything
    if (isSafe) out.errors = errors.map(safeItem)
    else if (isOwn(problem)) out.errors = errors.filter(({ pointer }) => pointer !== undefined).map(safeItem)
    else if (rung !== 'possible') out.errors = errors.flatMap(item => publicItem(item, isSure))
    if (errorCount !== undefined) out.errorCount = errorCount
  }
  if (has('userMessage') && userMessage !== undefined && (isSafe || isSentence(userMessage.text)))
    out.userMessage = userMessage
  if (has('requestId') && requestId !== undefined && isSafeId(requestId)) out.requestId = requestId
  if (has('traceId') && traceId !== undefined && isSafeId(traceId)) out.traceId = traceId
  if (has('links')) out.links = links
  return out
}

const extensionsOf = ({ extensions }: ApiProblem, names: readonly string[]): ApiProblem['extensions'] => {
  const out: Record<string, unknown> = {}
  for (const name of names)
    if (name !== '__proto__' && Object.prototype.hasOwnProperty.call(extensions, name)) out[name] = extensions[name]
  return out
}

const list = <A>(given: readonly A[] | undefined, otherwise: readonly A[]): readonly A[] =>
  Array.isArray(given) ? given : otherwise

/**
 * The part of a problem that an audience may see. `internal` is all of it. `public`: title, status, kind, our request id and retry
 * advice, how many operations failed; below 500 also the API's code and the errors of fields, where they are plain words. Detail, unlisted members, links,
 * causes, products, the ids and texts of an upstream do not leave. A policy says as data what else does; what no policy can be
 * lets out what the public may see.
 *
 * @example
 * forAudience(normalize({ status: 500, json: { error: 'e', message: 'SELECT *', requestId: 'r' } })).detail // undefined
 * forAudience(problem, 'public', { requestId: 'gw-7' }).requestId                                           // 'gw-7'
 *
 * @category encoding
 * @since 0.1.0
 */
export const forAudience = (given: ApiProblem, audience: Audience = 'public', ours: Ours = {}): ApiProblem => {
  const problem = asProblem(given)
  const own = ours.requestId !== undefined && isSafeId(ours.requestId) ? ours.requestId : undefined
  if (audience === 'internal')
    return own === undefined || own === problem.requestId ? problem : { ...problem, requestId: own }
  const policy: AudiencePolicy = typeof audience === 'object' && audience !== null ? audience : {}
  const { status, kind, requestId, dialect } = problem
  const title = phraseOf(status)
  const hundreds = status < 500 ? '4xx' : '5xx'
  const shownId = own ?? (isOwn(problem) && requestId !== undefined && isSafeId(requestId) ? requestId : undefined)
  const row = statusOf(status).kind
  const safe = Object.prototype.hasOwnProperty.call(policy.safe ?? {}, dialect) ? policy.safe?.[dialect] : undefined
  return {
    v: 1,
    type: 'about:blank',
    title,
    status,
    kind: oneOf(kinds, kind, row === 'ok' ? 'unknown' : row),
    errors: [],
    ...(problem.partial === undefined ? {} : { partial: publicPart(problem.partial) }),
    // who is behind is nobody's business
    dialect: 'problem-json',
    retry: publicRetry(problem.retry, title),
    links: [],
    source: { rung: 'declared', answeredBy: 'application', rivals: [], warnings: [] },
    extensions: extensionsOf(problem, list(policy.extensions, [])),
    ...members(problem, list<Shareable>(policy[hundreds], standard[hundreds]), false),
    ...members(problem, list<Shareable>(safe, []), true),
    ...(shownId === undefined ? {} : { requestId: shownId }),
  }
}
