/**
 * GraphQL over HTTP: `{ errors: [{ message, locations?, path?, extensions?: { code } }], data?, extensions? }`.
 * Who: https://spec.graphql.org/draft/#sec-Errors, https://graphql.github.io/graphql-over-http/draft/; codes: Apollo Server.
 * Observed: Yoga, Apollo Server, Mercurius and graphql-http captured, 2026. The same fault is a 200 here and a 400 there; beside
 * errors there may be data that is good. `path` leads into the response: it is no pointer into the request.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import type { Ledger } from '../ledger.js'
import type { ApiProblem, ProblemItem } from '../problem.js'
import { besides, isObj, itemOf, itemsOfList, named, type Obj, objOf, put, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { Kind } from '../status/kind.js'
import type { ApiWord } from '../status/semantics.js'
import { wordTable } from '../word-table.js'

/** @category dialects @since 0.1.0 */
export const graphqlBody = members('GraphqlBody', { errors: t.UnknownArray })

/** @category dialects @since 0.1.0 */
export type GraphqlBody = t.TypeOf<typeof graphqlBody>

const fix = <Because extends string>(because: Because) =>
  ({ because, kind: 'invalid_argument', advice: 'fix-request' }) as const

const codes = {
  GRAPHQL_PARSE_FAILED: fix('The document has a syntax error.'),
  GRAPHQL_VALIDATION_FAILED: fix('The document does not fit the schema.'),
  BAD_USER_INPUT: fix('The value of an argument or variable is invalid.'),
  BAD_REQUEST: fix('The request could not be read before it came to a document.'),
  OPERATION_RESOLUTION_FAILURE: fix('The document holds several operations, and the request does not say which.'),
  PERSISTED_QUERY_NOT_FOUND: {
    because: 'The server does not know this hash: send the whole document along, once.',
    kind: 'failed_precondition',
    advice: 'fix-request',
  },
  PERSISTED_QUERY_NOT_SUPPORTED: {
    because: 'The server takes no persisted queries: send the document.',
    kind: 'unimplemented',
    advice: 'fix-request',
  },
  UNAUTHENTICATED: { because: 'The request has no valid credentials.', kind: 'unauthenticated' },
  FORBIDDEN: { because: 'The caller may not see or do this.', kind: 'permission_denied' },
  INTERNAL_SERVER_ERROR: { because: 'An error that the server has not given a code.', kind: 'internal' },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type GraphqlCode = keyof typeof codes

const known = wordTable<ApiWord>(codes)

const codeOfKind = (kind: Kind): GraphqlCode | undefined =>
  kind === 'invalid_argument'
    ? 'BAD_USER_INPUT'
    : (Object.keys(codes) as GraphqlCode[]).find(code => codes[code].kind === kind)

const inError = named({ message: 'text', extensions: 'object' })
const inExtensions = named({ code: 'text' })

const toItem = (error: unknown, ledger: Ledger): ProblemItem => {
  if (!isObj(error)) return itemOf({ extensions: ledger.keep(undefined, 'value', error) })
  const about = objOf(error['extensions'])
  let left = besides(error, inError, ledger)
  const others = about === undefined ? undefined : besides(about, inExtensions, ledger)
  const code = textOf(about?.['code'])
  if (about !== undefined && (others !== undefined || code === undefined)) left = put(left, 'extensions', others ?? {})
  return itemOf({ detail: textOf(error['message']), code, extensions: left })
}

/** The status that a resolver asked for, where the server did not apply it. */
const statusOf = (error: Obj | undefined): number | undefined => {
  const status = objOf(objOf(error?.['extensions'])?.['http'])?.['status']
  return typeof status === 'number' && status >= 400 && status <= 599 && status % 1 === 0 ? status : undefined
}

/** Errors without a path were raised before anything was executed: the request is at fault. */
const isRequestError = (errors: readonly unknown[]): boolean =>
  errors.length > 0 && errors.every(error => isObj(error) && error['path'] === undefined)

/** Is there data beside the errors? Its members are what the operation was to find or do, one by one. */
const hasData = (data: unknown): boolean => {
  for (const name in objOf(data)) if ((data as Obj)[name] !== null) return true
  return false
}

const toProblem = ({ errors }: GraphqlBody, { json, limits, ledger, status }: Payload): Said => {
  const first = objOf(errors[0])
  const code = textOf(objOf(first?.['extensions'])?.['code'])
  const isUndocumented = code === undefined || known(code) === undefined
  return {
    ...itemsOfList(errors, limits, error => toItem(error, ledger)),
    // how many fields there were, only the request knows
    operations: hasData((json as Obj)['data']) ? { failed: errors.length, others: 'yes', code } : undefined,
    // an empty list reports nothing
    bodyStatus: errors.length === 0 && status < 400 ? 200 : statusOf(first),
    kind:
      status < 400 && isUndocumented && statusOf(first) === undefined && isRequestError(errors)
        ? 'invalid_argument'
        : undefined,
    kept: true,
  }
}

const fromItem = ({ detail, code, extensions }: ProblemItem, title?: string): Obj => {
  const { extensions: about, message, ...left } = extensions ?? {}
  const all = { ...(isObj(about) ? about : {}), ...(code === undefined ? {} : { code }) }
  const text = detail ?? message ?? title
  return {
    ...(text === undefined ? {} : { message: text }),
    ...left,
    ...(about === undefined && code === undefined
      ? {}
      : { extensions: isObj(about) || code !== undefined ? all : about }),
  }
}

const fromProblem = ({ errors, code, kind, detail, title, extensions, dialect, source }: ApiProblem) => {
  const received = dialect === 'graphql' && source.wireStatus !== undefined
  const items = errors.length > 0 || received ? errors : [itemOf({ code, detail })]
  const own = codeOfKind(kind)
  return {
    body: {
      errors: items.map(item =>
        received ? fromItem(item) : fromItem(itemOf({ ...item, code: item.code ?? own }), title),
      ),
      ...extensions,
    },
    contentType: 'application/graphql-response+json',
  }
}

const byMediaType: Claim = {
  rung: 'declared',
  because: 'errors under the media type application/graphql-response+json',
}
const byLocation: Claim = { rung: 'distinctive', because: 'an error has locations in a document' }
const byPath: Claim = { rung: 'distinctive', because: 'an error has a path into the data beside it' }
const byCode: Claim = { rung: 'distinctive', because: 'an error has a code that only GraphQL servers send' }
const byExtensions: Claim = { rung: 'possible', because: 'an error has message and extensions, and nothing else' }
const withData: Claim = { rung: 'likely', because: 'errors with messages beside data' }

const isLocation = (u: unknown): boolean => isObj(u) && typeof u['line'] === 'number'

/** REST servers (Directus) send errors of the same members; they have no places in a document, and codes of their own. */
const claimOf = (first: Obj, hasData: boolean): Claim | undefined => {
  const { locations, path, extensions } = first
  if (Array.isArray(locations) && isLocation(locations[0])) return byLocation
  if (Array.isArray(path) && hasData) return byPath
  const code = objOf(extensions)?.['code']
  if (typeof code === 'string' && /^(?:GRAPHQL_(?:PARSE|VALIDATION)_FAILED|PERSISTED_QUERY_NOT_)/.test(code))
    return byCode
  if (hasData) return withData
  return isObj(extensions) && Object.keys(first).length === 2 ? byExtensions : undefined
}

/**
 * GraphQL over HTTP.
 *
 * @see https://graphql.github.io/graphql-over-http/draft/
 * @category dialects
 * @since 0.1.0
 */
export const graphql: Dialect<'graphql', GraphqlBody, GraphqlCode> = {
  id: 'graphql',
  title: 'GraphQL over HTTP',
  docs: 'https://graphql.github.io/graphql-over-http/draft/',
  verified: '2026-11 against the specifications and captures of Yoga, Apollo Server, Mercurius and graphql-http',
  shape: [
    { required: { errors: 'array' }, mediaTypes: ['application/graphql-response+json', 'application/graphql+json'] },
    { required: { errors: 'array' }, optional: { data: ['object', 'null'], extensions: 'object' }, closed: true },
  ],
  reads: ['errors'],
  body: graphqlBody,
  claim: ({ errors }, { mediaType, json }) => {
    if (mediaType?.essence.startsWith('application/graphql') === true) return byMediaType
    const first = errors[0]
    return isObj(first) && typeof first['message'] === 'string' ? claimOf(first, 'data' in (json as Obj)) : undefined
  },
  toProblem,
  fromProblem,
  codes,
}
