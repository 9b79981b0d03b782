/**
 * The way back out: a problem said in a dialect, and what it could not say.
 * Comes in: a problem and a dialect. Goes out: a {@link Wire}, ready to send, and the measured loss.
 * This room knows no member of the family. The loss is not declared but measured: whoever expects this dialect reads the answer.
 */
import { type Audience, forAudience } from './audience.js'
import { type AnyDialect, type Shape, type Spoken, shapesOf } from './dialect.js'
import { bestAccepted } from './http/accept.js'
import { copyBudget } from './http/copy-budget.js'
import { parseRfc3339 } from './http/http-date.js'
import { copyBounded } from './http/json-copy.js'
import { defaultLimits } from './http/limits.js'
import { parseMediaType } from './http/media-type.js'
import { isSafeId } from './http/request-id.js'
import { isField, noChallenge, writeLanguage, writeLinks, writeRetryAfter, writeTokens } from './http/write-fields.js'
import { wouldRepeat } from './partial.js'
import { type ApiProblem, isSpent } from './problem.js'
import { statusOf } from './status/registry.js'
import { type Advice, advices } from './status/semantics.js'

/** A response, ready to send. `body` is absent where there is nothing to say, or none is allowed. @category model @since 0.1.0 */
export interface Wire {
  readonly status: number
  /** The reason phrase of the status line, for what still sends one. */
  readonly statusText: string
  /** Every value can stand in a field, whatever the problem holds. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** What only the one who answers knows. @category model @since 0.1.0 */
export interface EncodeOptions {
  /** Default: `public`. */
  readonly audience?: Audience | undefined
  /** The `Accept` field of the request: chooses among the dialects offered. Where nothing fits, the first is sent all the same. */
  readonly accept?: string | null | undefined
  /** The method of the request: an answer to HEAD has no body. */
  readonly method?: string | undefined
  /** The id under which the one who answers knows the request. */
  readonly requestId?: string | undefined
  /** Further fields, such as `www-authenticate` and `allow`, or those that `relay` kept. What cannot stand in a field is left out. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** A member of the canonical problem that the target cannot carry. @category model @since 0.1.0 */
export type Lost = Exclude<keyof ApiProblem, 'v' | 'status' | 'dialect' | 'source' | 'receivedAt'>

/** @category model @since 0.1.0 */
export interface Encoded {
  readonly wire: Wire
  /** The id of the dialect that was chosen. */
  readonly dialect: string
  /** The canonical members that do not come back when the dialect reads its own words. */
  readonly loss: readonly Lost[]
}

const carriable: readonly Lost[] = [
  'type',
  'title',
  'kind',
  'detail',
  'instance',
  'code',
  'errors',
  'errorCount',
  'partial',
  'userMessage',
  'requestId',
  'traceId',
  'cause',
  'retry',
  'links',
  'extensions',
]

/** Is all of `wanted` found in `given`? More may be there; order in lists counts. */
const includes = (given: unknown, wanted: unknown): boolean => {
  if (wanted === given) return true
  if (typeof wanted !== 'object' || wanted === null || typeof given !== 'object' || given === null) return false
  if (Array.isArray(wanted) !== Array.isArray(given)) return false
  return Object.entries(wanted).every(([name, value]) => includes((given as Record<string, unknown>)[name], value))
}

/** Is this no longer to be sent again where its status alone would allow it? Whoever reads only the status must hear so. */
const isSettled = ({ status, retry, partial }: ApiProblem): boolean => {
  const resends = (advice: Advice): boolean => advices.indexOf(advice) > advices.indexOf('resolve-conflict')
  const row = statusOf(status).retry
  // with an idempotency key, a status may mean that the first request is still in progress
  const mayResend = resends(row.advice) || (row.withIdempotencyKey !== undefined && retry.advice !== row.advice)
  return mayResend && (isSpent(retry) || wouldRepeat(partial) || !resends(retry.advice))
}

/** What this room says itself, or what belongs to the message that carries it. */
const reserved: readonly string[] = [
  ...['content-type', 'content-length', 'content-encoding', 'content-language', 'etag', 'last-modified'],
  ...['transfer-encoding', 'connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'upgrade', 'date', 'age'],
  ...['retry-after', 'x-should-retry', 'x-request-id'],
]

/** A 401 and a 407 must carry a challenge (RFC 9110 §15.5.2, §15.5.8). */
const challengeFields: Readonly<Record<number, string>> = { 401: 'www-authenticate', 407: 'proxy-authenticate' }

const further = (given: EncodeOptions['headers'], spoken: Spoken): Record<string, string> => {
  const headers: Record<string, string> = {}
  for (const [spelt, value] of [...Object.entries(given ?? {}), ...Object.entries(spoken.headers ?? {})]) {
    const name = spelt.toLowerCase()
    if (!reserved.includes(name) && isField(name, value)) headers[name] = value
  }
  return headers
}

const varies = (before: string | undefined, isNegotiated: boolean): string | undefined =>
  !isNegotiated || before === '*' ? before : writeTokens(before === undefined ? 'accept' : `${before}, accept`)

const headersOf = (
  problem: ApiProblem,
  spoken: Spoken,
  contentType: string | undefined,
  { headers: given }: EncodeOptions,
  isNegotiated: boolean,
): Record<string, string> => {
  const { status, requestId, retry, links } = problem
  const until = retry.notBefore === undefined ? undefined : parseRfc3339(retry.notBefore)
  const headers = further(given, spoken)
  const set = (name: string, value: string | undefined): void => {
    if (value !== undefined) headers[name] = value
  }
  const challenge = challengeFields[status]
  if (challenge !== undefined) set(challenge, headers[challenge] ?? noChallenge)
  set('content-type', contentType)
  set('retry-after', writeRetryAfter(retry.retryAfterMs, until))
  set('x-should-retry', isSettled(problem) ? 'false' : undefined)
  set('x-request-id', requestId !== undefined && isSafeId(requestId) ? requestId : undefined)
  set('link', headers['link'] ?? writeLinks(links))
  set('vary', varies(headers['vary'], isNegotiated))
  return headers
}

/** A problem that somebody made by hand may hold what JSON cannot. */
const writtenBody = (body: unknown): string => {
  if (typeof body === 'string') return body
  try {
    return JSON.stringify(body)
  } catch {
    return JSON.stringify(copyBounded(body, copyBudget(defaultLimits)) ?? {})
  }
}

const forbids = ({ absent, closed, required, optional }: Shape, name: string): boolean =>
  absent?.includes(name) === true ||
  (closed === true && required?.[name] === undefined && optional?.[name] === undefined)

/** Leftovers that no shape of this dialect allows are what others are known by: with them the body would look like theirs. */
const withoutForeign = (problem: ApiProblem, dialect: AnyDialect): ApiProblem => {
  const shapes = shapesOf(dialect)
  const foreign = Object.keys(problem.extensions).filter(
    name => shapes.length > 0 && shapes.every(one => forbids(one, name)),
  )
  if (foreign.length === 0) return problem
  const extensions = { ...problem.extensions }
  for (const name of foreign) delete extensions[name]
  return { ...problem, extensions }
}

/** A media type as it may stand in a field; what is none is JSON, as most dialects are. */
const typeOf = ({ contentType = 'application/json' }: Spoken): string =>
  isField('content-type', contentType) && parseMediaType(contentType) !== undefined ? contentType : 'application/json'

interface Offer {
  readonly dialect: AnyDialect
  readonly spoken: Spoken
  readonly contentType: string
}

const essence = (contentType: string): string => parseMediaType(contentType)?.essence ?? contentType

/** As a range of `Accept` may name it, with the charset that all of them have or without. */
const negotiable = ({ contentType }: Offer): string => `${essence(contentType)}; charset=utf-8`

/** Who reads JSON and not this kind of it can read it as JSON all the same (RFC 6839 §3.1). */
const asJson = (offer: Offer): readonly Offer[] =>
  essence(offer.contentType).endsWith('+json') ? [{ ...offer, contentType: 'application/json' }] : []

const chosen = (offers: readonly Offer[], accept: EncodeOptions['accept']): Offer => {
  const first = offers[0] as Offer
  if (accept === undefined || accept === null) return first
  const all = offers.concat(offers.flatMap(asJson))
  const best = bestAccepted(accept, all.map(negotiable))
  // RFC 9110 §15.5.7: better an error that was not asked for than none
  return all[best] ?? first
}

/**
 * Says a problem in the best of the dialects, as far as the audience may know it; `hear` reads the answer as its receiver would.
 * A dialect without a way back throws a `TypeError` that names it.
 *
 * @category encoding
 * @since 0.1.0
 */
export const encodeIn = (
  problem: ApiProblem,
  dialects: readonly AnyDialect[],
  options: EncodeOptions,
  hear: (wire: Wire, dialect: AnyDialect) => ApiProblem,
): Encoded => {
  const shown = forAudience(problem, options.audience, { requestId: options.requestId })
  const offers = dialects.map((dialect): Offer => {
    if (dialect.fromProblem === undefined) throw new TypeError(`problem-dialects: encode: ${dialect.id} is decode-only`)
    const spoken = dialect.fromProblem(withoutForeign(shown, dialect))
    return { dialect, spoken, contentType: typeOf(spoken) }
  })
  const { dialect, spoken, contentType } = chosen(offers, options.accept)
  const row = statusOf(shown.status)
  const hasBody = spoken.body !== undefined && row.mayHaveBody
  // where there is no choice, nothing varies
  const isNegotiated = options.accept !== undefined && offers.concat(offers.flatMap(asJson)).length > 1
  const headers = headersOf(shown, spoken, hasBody ? contentType : undefined, options, isNegotiated)
  const text = hasBody && options.method !== 'HEAD' ? writtenBody(spoken.body) : undefined
  const wire: Wire = {
    status: shown.status,
    statusText: row.phrase,
    headers,
    ...(text === undefined ? {} : { body: text }),
  }
  const back = hear(wire, dialect)
  const loss = carriable.filter(member => member in shown && !includes(back[member], shown[member]))
  const language = writeLanguage(shown.userMessage?.lang)
  // the language of a text that is not there is none
  if (language !== undefined && !loss.includes('userMessage')) headers['content-language'] = language
  return { wire, dialect: dialect.id, loss }
}
