/**
 * CouchDB and PouchDB: `{ error: "conflict", reason: "Document update conflict" }`; of a bulk request a list in which some may have worked.
 * Who: https://docs.couchdb.org/en/stable/api/basics.html. Observed: express-pouchdb 4.2, November 2026; CouchDB quoted.
 * It is JSON under `text/plain`, with a newline at its end. A bulk request answers 201 whatever became of its documents.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import type { ProblemItem } from '../problem.js'
import { hasOnly, isObj, itemOf, named, type Obj, rest, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord } from '../status/semantics.js'
import { wordTable } from '../word-table.js'

/** @category dialects @since 0.1.0 */
export const couchdbBody = t.union([members('CouchdbBody', { error: t.string, reason: t.string }), t.UnknownArray])

/** @category dialects @since 0.1.0 */
export type CouchdbBody = t.TypeOf<typeof couchdbBody>

const codes = {
  bad_request: { because: 'The request is malformed.', kind: 'invalid_argument' },
  query_parse_error: { because: 'A query parameter is wrong.', kind: 'invalid_argument' },
  illegal_database_name: {
    because: 'No database may have this name.',
    kind: 'invalid_argument',
    advice: 'fix-request',
  },
  illegal_docid: { because: 'No document may have this id.', kind: 'invalid_argument', advice: 'fix-request' },
  doc_validation: {
    because: 'The document has special members that are not allowed.',
    kind: 'invalid_argument',
    advice: 'fix-request',
  },
  unauthorized: { because: 'Name or password is wrong, or missing.', kind: 'unauthenticated' },
  forbidden: { because: 'The caller, or a validation function, may not have it so.', kind: 'permission_denied' },
  not_found: { because: 'The document, the database or the path is not there.', kind: 'not_found' },
  method_not_allowed: { because: 'The path has no such method.', kind: 'unimplemented' },
  not_acceptable: { because: 'The server has no such form.', kind: 'invalid_argument' },
  conflict: { because: 'The revision is not the latest one.', kind: 'aborted', advice: 'resolve-conflict' },
  file_exists: { because: 'The database is there already.', kind: 'already_exists' },
  missing_stub: { because: 'An attachment was sent as a stub that is not there.', kind: 'failed_precondition' },
  too_large: { because: 'The document is larger than the limit.', kind: 'out_of_range' },
  bad_content_type: { because: 'The body has to be JSON.', kind: 'invalid_argument' },
  timeout: { because: 'The request could not be processed in time.', kind: 'deadline_exceeded' },
  internal_server_error: { because: 'The server failed.', kind: 'internal' },
  unknown_error: { because: 'The server failed, and does not know why.', kind: 'unknown' },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type CouchdbCode = keyof typeof codes

const known = wordTable<ApiWord>(codes)

/** Words that other servers with error and reason send, too. */
const common = wordTable<true>({
  bad_request: true,
  method_not_allowed: true,
  not_acceptable: true,
  timeout: true,
  internal_server_error: true,
  unknown_error: true,
})

const isFailure = (u: unknown): u is Obj =>
  isObj(u) && typeof u['error'] === 'string' && typeof u['reason'] === 'string' && typeof u['id'] === 'string'
const isSuccess = (u: unknown): boolean => isObj(u) && typeof u['id'] === 'string' && typeof u['rev'] === 'string'

const toItem = (entry: Obj, index: number): ProblemItem => {
  const code = textOf(entry['error'])
  const detail = textOf(entry['reason'])
  const resource = textOf(entry['id'])
  const left = rest(entry, { error: code, reason: detail, id: resource })
  return itemOf({ detail, code, resource, extensions: { ...left, index } })
}

/** Documents that could not be written; those that were keep their places, and would get another revision. */
const readBulk = (list: readonly unknown[], { limits }: Payload): Said => {
  const errors: ProblemItem[] = []
  const succeeded: { index: number; entry: unknown }[] = []
  let failed = 0
  list.forEach((entry, index) => {
    if (isFailure(entry)) {
      if (++failed <= limits.items) errors.push(toItem(entry, index))
    } else if (succeeded.length < limits.items) succeeded.push({ index, entry })
  })
  const some = succeeded.length > 0
  return {
    errors,
    errorCount: failed,
    ...(some
      ? {
          extensions: { succeeded },
          retryable: false,
          warnings: [`batch: ${failed} of ${list.length} documents were refused, the others were written`],
        }
      : {}),
  }
}

const toProblem = (body: CouchdbBody, payload: Payload): Said => {
  if (Array.isArray(body)) return readBulk(body, payload)
  const { error, reason } = body as { error: string; reason: string }
  return {
    detail: textOf(reason),
    code: textOf(error),
    extensions:
      error === '' || reason === ''
        ? { ...(error === '' ? { error } : {}), ...(reason === '' ? { reason } : {}) }
        : undefined,
  }
}

const envelope = named({ error: 'text', reason: 'text' })
const sample = 100

const byServer: Claim = { rung: 'declared', because: 'error and reason, from a Server that is CouchDB' }
const byCode: Claim = { rung: 'distinctive', because: 'a documented error beside its reason, and nothing else' }
const byWord: Claim = { rung: 'likely', because: 'a common word as error beside its reason, and nothing else' }
const bulk: Claim = { rung: 'distinctive', because: 'a list of documents, refused with error and reason, or written' }

const isBulk = (list: readonly unknown[]): boolean => {
  let failed = false
  for (let i = 0; i < list.length && i < sample; i++) {
    if (isFailure(list[i])) failed = true
    else if (!isSuccess(list[i])) return false
  }
  return failed
}

/**
 * CouchDB, and what speaks its protocol.
 *
 * @see https://docs.couchdb.org/en/stable/api/basics.html
 * @category dialects
 * @since 0.1.0
 */
export const couchdb: Dialect<'couchdb', CouchdbBody, CouchdbCode> = {
  id: 'couchdb',
  title: 'CouchDB',
  docs: 'https://docs.couchdb.org/en/stable/api/basics.html',
  verified: '2026-11 against captures of express-pouchdb 4.2 and quoted responses of CouchDB',
  shape: [
    { required: { error: 'string', reason: 'string' }, absent: ['message', 'status', 'statusCode', 'code'] },
    { root: 'array' },
  ],
  body: couchdbBody,
  claim: (body, { fields }) => {
    if (Array.isArray(body)) return isBulk(body) ? bulk : undefined
    if (fields.get('server')?.startsWith('CouchDB/') === true) return byServer
    if (!hasOnly(body as Obj, envelope)) return undefined
    const { error } = body as { error: string }
    if (known(error) === undefined) return undefined
    return common(error) === undefined ? byCode : byWord
  },
  toProblem,
  codes,
}
