/**
 * What may leave: the public view of a problem by an allow-list, and the view for logs.
 * Comes in: a problem. Goes out: the part of it that an audience may see.
 * This room trusts no text of an upstream and no regular expression to clean it: what is not listed does not leave.
 */
import type { ApiProblem, ProblemItem } from './problem.js'
import { phraseOf } from './status/registry.js'

/** @category model @since 0.1.0 */
export type Audience = 'public' | 'internal'

/** A pointer or code that names things; not a sentence, path, host or token. */
const isName = (text: string | undefined): text is string =>
  text !== undefined && /^[A-Za-z][A-Za-z0-9 _.-]{0,63}$/.test(text)

const publicItem = (item: ProblemItem): ProblemItem => ({
  ...(item.detail === undefined || item.pointer === undefined ? {} : { detail: item.detail }),
  ...(item.pointer === undefined ? {} : { pointer: item.pointer }),
  ...(item.in === undefined ? {} : { in: item.in }),
  ...(item.name === undefined ? {} : { name: item.name }),
  ...(isName(item.code) ? { code: item.code } : {}),
})

const publicRetry = ({ because: _why, ...retry }: ApiProblem['retry'], phrase: string): ApiProblem['retry'] => ({
  ...retry,
  because: phrase,
})

/**
 * The part of a problem that an audience may see. `internal` is all of it. `public`: title, status, kind, request id and retry
 * advice; for a 4xx also the errors of fields and the API's code. Detail, unlisted members, links, causes, products and upstream
 * texts do not leave.
 *
 * @category encoding
 * @since 0.1.0
 */
export const forAudience = (problem: ApiProblem, audience: Audience = 'public'): ApiProblem => {
  if (audience === 'internal') return problem
  const { status, kind, code, requestId, retry, source } = problem
  const title = phraseOf(status)
  const ours = status < 500
  return {
    v: 1,
    type: 'about:blank',
    title,
    status,
    kind,
    ...(ours && isName(code) ? { code } : {}),
    errors: ours ? problem.errors.filter(({ pointer }) => pointer !== undefined).map(publicItem) : [],
    ...(requestId === undefined ? {} : { requestId }),
    dialect: problem.dialect,
    retry: publicRetry(retry, title),
    links: [],
    source: { rung: source.rung, answeredBy: source.answeredBy, rivals: [], warnings: [] },
    extensions: {},
  }
}
