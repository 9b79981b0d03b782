/**
 * GitHub REST API: `{ message, documentation_url, errors?: [{ resource, field, code, message? } | "text"], status? }`.
 * Who: https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api. Observed: octokit's recordings and tests, 2026.
 * A 403 may be a rate limit: the primary one says `x-ratelimit-remaining: 0`, the secondary one `Retry-After`, or nothing at all.
 * `message` may belie the status (a 307 says "Moved Permanently"); `name` of a field may be a query parameter.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect, Spoken } from '../dialect.js'
import { entryReader } from '../error-list.js'
import type { Payload } from '../exchange.js'
import { idField } from '../http/request-id.js'
import { decimalMs, type Wait } from '../http/retry-after.js'
import type { Ledger } from '../ledger.js'
import type { ApiProblem, ProblemItem } from '../problem.js'
import { hasOnly, itemsOfList, linksOf, named, type Obj, present, statusOfText, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord, StatusWords } from '../status/semantics.js'
import { fix, taken } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const githubBody = members(
  'GithubBody',
  { message: t.string },
  { documentation_url: t.string, errors: t.union([t.UnknownArray, t.string]), status: t.string, request_id: t.string },
)

/** @category dialects @since 0.1.0 */
export type GithubBody = t.TypeOf<typeof githubBody>

const statuses: StatusWords = {
  403: {
    because: 'Forbidden, or a rate limit: then the response says when to come back, and going on may get you banned.',
    applied: 'unlikely',
    retryAfter: 'lift',
  },
  404: { because: 'Not there, or a private resource that these credentials may not see.' },
  422: { because: 'The parameters are well-formed and not valid, or the resource exists already.' },
  429: { because: 'A rate limit: wait for Retry-After, else until x-ratelimit-reset, else at least a minute.' },
}

/** Codes of individual errors. */
const codes = {
  missing: { because: 'A resource does not exist.', kind: 'not_found', advice: 'fix-request' },
  missing_field: fix('A required field on a resource has not been set.'),
  invalid: fix('The formatting of a field is invalid.'),
  already_exists: taken('Another resource has the same value as this field: some key has to be unique.'),
  unprocessable: fix('The inputs provided were invalid.'),
  custom: fix('The error is described by its message.'),
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type GithubCode = keyof typeof codes

const readEntry = entryReader({ detail: 'message', code: 'code', field: 'field', resource: 'resource' })

const toItem = (entry: unknown, ledger: Ledger): ProblemItem =>
  typeof entry === 'string' && entry !== '' ? { detail: entry } : readEntry(entry, ledger)

const minute: Wait = { afterMs: 60_000 }

/** The wait of a limit that says so in its own way; the document of the secondary limit asks for a minute where no field says more. */
const waitOf = ({ documentation_url }: GithubBody, { fields }: Payload): Wait | undefined => {
  const atMs = fields.get('x-ratelimit-remaining') === '0' ? decimalMs(fields.get('x-ratelimit-reset') ?? '', 1_000) : 0
  if (atMs !== undefined && atMs > 0) return { atMs }
  return documentation_url?.endsWith('secondary-rate-limits') === true ? minute : undefined
}

const toProblem = (body: GithubBody, payload: Payload): Said => {
  const { message, documentation_url, errors, status, request_id } = body
  const mayBeLimit = payload.status === 403 || payload.status === 429
  const wait = mayBeLimit ? waitOf(body, payload) : undefined
  const isLimit = mayBeLimit && (wait !== undefined || textOf(payload.fields.get('retry-after')) !== undefined)
  const list = typeof errors === 'string' ? [errors] : errors
  const items =
    list === undefined ? undefined : itemsOfList(list, payload.limits, entry => toItem(entry, payload.ledger))
  return {
    detail: textOf(message),
    errors: items?.errors,
    errorCount: items?.errorCount,
    links: linksOf('help', documentation_url),
    kind: isLimit ? 'resource_exhausted' : undefined,
    wait,
    requestId: textOf(request_id),
    bodyStatus: statusOfText(status),
    kept: true,
  }
}

const fromItem = ({ detail, pointer, name, code, resource, extensions }: ProblemItem): unknown => {
  const field = name ?? (pointer === undefined ? undefined : pointer.slice(1).split('/').join('.'))
  const bare = field === undefined && code === undefined && resource === undefined && extensions === undefined
  return bare ? detail : { ...extensions, ...present({ resource, field, code, message: detail }) }
}

const fromProblem = (problem: ApiProblem): Spoken => {
  const { detail = problem.title, errors, links, extensions } = problem
  const help = links.find(({ rel }) => rel === 'help')?.href
  const items = errors.map(fromItem).filter(item => item !== undefined)
  return {
    body: {
      ...extensions,
      message: detail,
      ...(items.length === 0 ? {} : { errors: items }),
      ...present({
        documentation_url: help ?? (problem.dialect === 'github' ? undefined : 'https://docs.github.com/rest'),
      }),
    },
    contentType: 'application/json; charset=utf-8',
    headers: idField('x-github-request-id', problem.requestId),
  }
}

const byField: Claim = { rung: 'declared', because: 'a field x-github-request-id or x-github-media-type' }
const byDocument: Claim = { rung: 'distinctive', because: 'message and a documentation_url of GitHub' }
const documented: Claim = { rung: 'likely', because: 'message and documentation_url' }

const envelope = named({
  message: 'text',
  documentation_url: 'text',
  errors: 'object',
  status: 'text',
  request_id: 'text',
  url: 'text',
})

const isOurs = (href: string): boolean =>
  href.startsWith('https://docs.github.com/') || href.startsWith('https://developer.github.com/')

/**
 * GitHub, github.com and Enterprise.
 *
 * @see https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api
 * @category dialects
 * @since 0.1.0
 */
export const github: Dialect<'github', GithubBody, GithubCode> = {
  id: 'github',
  title: 'GitHub REST API',
  docs: 'https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api',
  verified: '2026-11 against its documents and the recordings of octokit; no live capture',
  shape: [
    { required: { message: 'string', documentation_url: 'string' } },
    {
      required: { message: 'string' },
      optional: { errors: ['array', 'string'], status: 'string' },
      closed: true,
      fields: ['x-github-request-id', 'x-github-media-type'],
    },
  ],
  // the id and the status of the body stay where they stood, too: so they can be given back
  reads: ['message', 'documentation_url', 'errors'],
  body: githubBody,
  claim: ({ documentation_url }, { fields, json }) => {
    if (fields.get('x-github-request-id') !== undefined || fields.get('x-github-media-type') !== undefined)
      return byField
    if (documentation_url === undefined) return undefined
    return isOurs(documentation_url) && hasOnly(json as Obj, envelope) ? byDocument : documented
  },
  toProblem,
  fromProblem,
  statuses,
  codes,
}
