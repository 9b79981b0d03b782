/**
 * CouchDB: `{ error, reason }`; in the answer to a bulk request `{ id, error, reason }` for each document that was refused, under 201.
 * Who: apache/couchdb chttpd_error. Observed: captures of PouchDB Server, and the source of CouchDB, 2026.
 * `error` is the code, `reason` the text. RabbitMQ's management API has the same two members and other words.
 */
import * as t from 'io-ts'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { readOperations } from '../partial.js'
import type { ProblemItem } from '../problem.js'
import { hasOnly, isObj, itemOf, named, type Obj, rest, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { Kind } from '../status/kind.js'
import type { ApiWord } from '../status/semantics.js'

/** @category dialects @since 0.1.0 */
export const couchdbBody = t.union([t.UnknownRecord, t.UnknownArray], 'CouchdbBody')

/** @category dialects @since 0.1.0 */
export type CouchdbBody = t.TypeOf<typeof couchdbBody>

const fix = (because: string) => ({ because, kind: 'invalid_argument', advice: 'fix-request' }) as const

const codes = {
  bad_request: fix('The request is not as the API wants it.'),
  bad_content_type: fix('The media type is not JSON.'),
  doc_validation: fix('The document has a member that it may not have.'),
  illegal_database_name: fix('The name of the database is not allowed.'),
  illegal_docid: fix('The id of the document is not allowed.'),
  query_parse_error: fix('A parameter of the query is not valid.'),
  conflict: {
    because: 'The document was changed meanwhile, or exists: read its revision again.',
    kind: 'aborted',
    advice: 'resolve-conflict',
  },
  file_exists: { because: 'The database exists.', kind: 'already_exists', advice: 'resolve-conflict' },
  forbidden: { because: 'A validation function of the database refused the document.', kind: 'permission_denied' },
  unauthorized: { because: 'Name or password is wrong, or missing.', kind: 'unauthenticated' },
  not_found: { because: 'There is no such database, document or attachment.', kind: 'not_found', advice: 'never' },
  method_not_allowed: {
    because: 'The resource does not know this method.',
    kind: 'unimplemented',
    advice: 'fix-request',
  },
  too_large: fix('The request is larger than allowed.'),
  document_too_large: fix('The document is larger than allowed.'),
  attachment_too_large: fix('The attachment is larger than allowed.'),
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type CouchdbCode = keyof typeof codes

const isCode = (code: unknown): code is CouchdbCode =>
  typeof code === 'string' && Object.prototype.hasOwnProperty.call(codes, code)

const inBody = named({ error: 'text', reason: 'text' })

const isRefused = (entry: unknown): entry is Obj =>
  isObj(entry) &&
  typeof entry['id'] === 'string' &&
  typeof entry['error'] === 'string' &&
  typeof entry['reason'] === 'string'

const kindOf = (code: string | undefined): Kind | undefined =>
  isCode(code) ? (codes[code] as ApiWord).kind : undefined

/** A document that was refused. Its id says which; where only refusals are listed, the order does not. */
const toItems = (entry: unknown): readonly ProblemItem[] => {
  const detail = textOf((entry as Obj)['reason'])
  const code = textOf((entry as Obj)['error'])
  const extensions = rest(entry as Obj, { reason: detail, error: code })
  return [itemOf({ detail, code, resource: textOf((entry as Obj)['id']), extensions })]
}

const reads: Readonly<Record<string, true>> = { error: true, reason: true }

const toProblem = (body: CouchdbBody, payload: Payload): Said => {
  if (Array.isArray(body)) return readOperations(body, payload.limits, { hasFailed: isRefused, toItems, kindOf })
  const { error, reason } = body as Obj
  const detail = textOf(reason)
  return { detail, code: textOf(error), reads, extensions: detail === undefined ? { reason } : undefined }
}

const declared: Claim = { rung: 'declared', because: 'the server says that it is CouchDB' }
const likely: Claim = { rung: 'likely', because: 'error and reason, the first a word of CouchDB' }
const possible: Claim = { rung: 'possible', because: 'error and reason, and nothing else' }
const bulk: Claim = { rung: 'distinctive', because: 'a list of documents, and error and reason for one of them' }

/**
 * CouchDB, and what speaks its API.
 *
 * @see https://docs.couchdb.org/en/stable/json-structure.html#couchdb-error-status
 * @category dialects
 * @since 0.1.0
 */
export const couchdb: Dialect<'couchdb', CouchdbBody, CouchdbCode> = {
  id: 'couchdb',
  title: 'CouchDB',
  docs: 'https://docs.couchdb.org/en/stable/json-structure.html#couchdb-error-status',
  verified: '2026-11 against captures of PouchDB Server; the words against the source of CouchDB',
  shape: [{ required: { error: 'string', reason: 'string' }, closed: true }, { root: 'array' }],
  body: couchdbBody,
  claim: (body, { fields }) => {
    if (Array.isArray(body)) return body.some(isRefused) ? bulk : undefined
    const { error, reason } = body as Obj
    if (typeof reason !== 'string' || !hasOnly(body as Obj, inBody)) return undefined
    const server = fields.get('server') ?? ''
    if (server.startsWith('CouchDB/')) return declared
    if (server === 'Cowboy') return undefined
    return isCode(error) ? likely : possible
  },
  toProblem,
  codes,
}
