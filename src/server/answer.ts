/**
 * A problem as a server sends it: in a dialect, for an audience, in the media type that was asked for.
 * Comes in: a problem and what was asked. Goes out: status, headers and text, and what becomes of the headers that were there.
 * This room writes to no socket and knows no framework.
 */
import { type AnyDialect, type ApiProblem, type Audience, type EncodableId, encode } from '../index.js'

/** @category model @since 0.1.0 */
export interface Answer {
  /** All of it, for logs: only what the audience may see is in the rest. */
  readonly problem: ApiProblem
  readonly status: number
  /** Lower-case names; each value can stand in a header as it is. */
  readonly headers: Readonly<Record<string, string>>
  /** Absent where the dialect says nothing. To a HEAD it is not sent, which servers of HTTP see to. */
  readonly body?: string
}

/** In what and for whom. @category model @since 0.1.0 */
export interface AnswerOptions {
  /** The id of a built-in dialect, or one of one's own. Default: `problem-json`. */
  readonly dialect?: EncodableId | AnyDialect | undefined
  /** Who is told. Default: `public`. */
  readonly audience?: Audience | undefined
}

/** What the answer is to carry besides. @category model @since 0.1.0 */
export interface Addressed {
  readonly accept?: string | undefined
  /** The id under which this server knows the request. */
  readonly requestId?: string | undefined
  /** Further headers, such as `www-authenticate` and `allow`. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/**
 * Says a problem as one response. RFC 9457 goes out as `application/json` to those who ask for that and not for it; who accepts
 * neither gets it all the same, because a 406 would say less.
 *
 * @example
 * answer(problem, {}, { accept: 'application/json' }).headers['content-type'] // 'application/json'
 * answer(problem, {}, { accept: 'text/html' }).headers['content-type']        // 'application/problem+json'
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
 * @category encoding
 * @since 0.1.0
 */
export const answer = (
  problem: ApiProblem,
  { dialect = 'problem-json', audience }: AnswerOptions = {},
  { accept = '*/*', ...rest }: Addressed = {},
): Answer => ({ problem, ...encode(problem, dialect, { audience, accept, ...rest }).wire })

/** Fields that describe a body or how long it is good for: the body that will not be sent. */
const describes =
  /^(?:content-(?!security-policy)[a-z-]+|transfer-encoding|trailer|etag|last-modified|accept-ranges|expires|age|(?:repr-)?digest)$/

const isStale = (name: string, value: unknown): boolean =>
  describes.test(name) || (name === 'cache-control' && !/no-store|no-cache|private/.test(String(value)))

/** Of an upstream's fields only those are passed on that are about the caller's own connection to it. */
const relayed = /^(?:access-control-[a-z-]+|timing-allow-origin|vary)$/

const withAccept = (vary: unknown): string => {
  const names = String(vary ?? '')
  if (/(?:^|,)\s*(?:\*|accept)\s*(?:,|$)/i.test(names)) return names
  return names === '' ? 'accept' : `${names}, accept`
}

/** What to take off a response that was begun, and what to set. @category model @since 0.1.0 */
export interface HeaderChange {
  readonly remove: readonly string[]
  readonly set: Readonly<Record<string, string>>
}

/**
 * How the headers of a begun response become those of the answer: what described the old body goes, a request id that the server
 * had given stays. `upstream` names the headers that came from there: of these nearly all go.
 *
 * @example
 * headerChange({ etag: '"a"', 'x-app': '1' }, answer).remove // ['etag']
 *
 * @category encoding
 * @since 0.1.0
 */
export const headerChange = (
  present: Readonly<Record<string, unknown>>,
  { headers }: Answer,
  upstream: readonly string[] = [],
): HeaderChange => {
  const remove = Object.keys(present).filter(name => {
    const field = name.toLowerCase()
    return isStale(field, present[name]) || (upstream.includes(field) && !relayed.test(field))
  })
  const set: Record<string, string> = { ...headers }
  if (present['x-request-id'] !== undefined && !remove.includes('x-request-id')) delete set['x-request-id']
  if (set['vary'] !== undefined) set['vary'] = withAccept(present['vary'])
  return { remove, set }
}
