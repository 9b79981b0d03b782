/**
 * What may leave: the public view of a problem by an allow-list, and the view for logs.
 * Comes in: a problem. Goes out: the part of it that an audience may see.
 * This room trusts no text of an upstream and no regular expression to clean it: what is not listed does not leave.
 */
import type { ApiProblem, ProblemItem } from './problem.js'
import { phraseOf } from './status/registry.js'

/** @category model @since 0.1.0 */
export type Audience = 'public' | 'internal'

/** A code is one word, a few plain words or a number; not a sentence, path, host or key. */
const isName = (text: string | undefined): text is string =>
  text !== undefined &&
  /^(?:[A-Za-z][A-Za-z0-9_.-]{0,63}|[A-Za-z]{1,20}(?: [A-Za-z]{1,20}){1,3}|[0-9]{1,8})$/.test(text)

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
  const { status, kind, code, requestId, retry } = problem
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
    // who is behind is nobody's business
    dialect: 'problem-json',
    retry: publicRetry(retry, title),
    links: [],
    source: { rung: 'declared', answeredBy: 'application', rivals: [], warnings: [] },
    extensions: {},
  }
}
