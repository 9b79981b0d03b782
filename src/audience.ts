/**
 * What may leave: the public view of a problem by an allow-list, and the view for logs.
 * Comes in: a problem. Goes out: the part of it that an audience may see.
 * This room trusts no text of an upstream and no regular expression to clean it: what is not listed does not leave.
 */
import { isSafeId } from './http/request-id.js'
import type { ApiProblem, PartialFailure, ProblemItem } from './problem.js'
import { asProblem } from './problem-codec.js'
import { phraseOf } from './status/registry.js'

/** @category model @since 0.1.0 */
export type Audience = 'public' | 'internal'

/**
 * A code made of words and a number, as `invalid_grant`, `E0001` or `VALIDATION-7`; not a sentence, a path, a host or a key.
 */
const isName = (text: string | undefined): text is string =>
  text !== undefined &&
  text.length <= 64 &&
  // words are told apart by their separator alone: an optional one could be tried in millions of ways
  /^(?:[A-Za-z]+(?:[_-][A-Za-z]+)*[_-]?)?[0-9]{0,8}$/.test(text)

/** What a field was refused for may be shown; what an operation said is a text for developers, as any `detail` is. */
const publicItem = (item: ProblemItem): ProblemItem => ({
  ...(item.detail === undefined || item.pointer === undefined || item.status !== undefined
    ? {}
    : { detail: item.detail }),
  ...(item.pointer === undefined ? {} : { pointer: item.pointer }),
  ...(item.in === undefined ? {} : { in: item.in }),
  ...(item.name === undefined ? {} : { name: item.name }),
  ...(isName(item.code) ? { code: item.code } : {}),
  ...(item.status === undefined ? {} : { status: item.status }),
})

const publicPart = ({ failed, total, others }: PartialFailure): PartialFailure => ({
  failed,
  ...(total === undefined ? {} : { total }),
  others,
})

const isField = ({ pointer }: ProblemItem): boolean => pointer !== undefined

const publicRetry = ({ because: _why, ...retry }: ApiProblem['retry'], phrase: string): ApiProblem['retry'] => ({
  ...retry,
  because: phrase,
})

/**
 * The part of a problem that an audience may see. `internal` is all of it. `public`: title, status, kind, request id and retry
 * advice, how many operations failed; for a 4xx also the errors of fields and the API's code. Detail, unlisted members, links, causes, products and upstream
 * texts do not leave.
 *
 * @category encoding
 * @since 0.1.0
 */
export const forAudience = (given: ApiProblem, audience: Audience = 'public'): ApiProblem => {
  const problem = asProblem(given)
  if (audience === 'internal') return problem
  const { status, kind, code, requestId, retry, source, partial } = problem
  const title = phraseOf(status)
  const ours = status < 500
  return {
    v: 1,
    type: 'about:blank',
    title,
    status,
    kind,
    ...(ours && isName(code) ? { code } : {}),
    // fields that were guessed from their names may be anything
    errors: ours && source.rung !== 'possible' ? problem.errors.filter(isField).map(publicItem) : [],
    ...(partial === undefined ? {} : { partial: publicPart(partial) }),
    ...(requestId === undefined || !isSafeId(requestId) ? {} : { requestId }),
    // who is behind is nobody's business
    dialect: 'problem-json',
    retry: publicRetry(retry, title),
    links: [],
    source: { rung: 'declared', answeredBy: 'application', rivals: [], warnings: [] },
    extensions: {},
  }
}
