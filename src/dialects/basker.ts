/**
 * Basker Partners API: `{ error, message, requestId? }`.
 * Who: https://support.basker.app/docs/api/overview/errors and …/status-codes. Observed: both documents, November 2026.
 * `error` is a short category, documented as such, so it is the code even where it repeats the phrase of the status.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Dialect } from '../dialect.js'
import { present, takenOf, textOf } from '../reading.js'
import type { ApiWord, StatusWords } from '../status/semantics.js'
import { wordTable } from '../word-table.js'

/** @category dialects @since 0.1.0 */
export const baskerBody = members('BaskerBody', { error: t.string, message: t.string }, { requestId: t.string })

/** @category dialects @since 0.1.0 */
export type BaskerBody = t.TypeOf<typeof baskerBody>

/** The categories that the documents name. @category dialects @since 0.1.0 */
export type BaskerCode =
  | 'Missing tenant'
  | 'Unsupported API version'
  | 'Missing resource'
  | 'Missing identifier'
  | 'Invalid JSON body'
  | 'Unauthorized'
  | 'Forbidden'
  | 'Tenant not found'
  | 'Not Found'
  | 'Server Error'
  | 'Tenant context missing'

const statuses: StatusWords = {
  200: { meaning: 'Success', because: 'Most successful GET, PATCH, PUT, DELETE responses' },
  201: { meaning: 'Resource created', because: 'Successful POST that created a new record' },
  204: { meaning: 'Success, no body', because: "Some successful operations that don't return data" },
  400: {
    meaning: 'The request was malformed or missing required parameters',
    because: 'Check the response body for which field is invalid; fix and retry',
    advice: 'fix-request',
  },
  401: {
    meaning: 'Missing or invalid Authorization header',
    because: 'Confirm the API key is correct and the header is formatted as expected — see Authentication',
    advice: 'fix-request', // an API key is mended by a person: there is nothing to refresh
  },
  403: {
    meaning: "Authentication succeeded, but the API key isn't allowed to perform this action on this tenant",
    because:
      "Confirm the tenant slug and the API key's permissions; the most common cause is using a non-Partners-API key path",
    advice: 'never',
  },
  404: {
    meaning: "No record matches the request, or the path doesn't exist",
    because: 'Confirm the endpoint path, version, tenant slug, and record ID',
    advice: 'never',
  },
  409: {
    meaning: 'The request conflicts with current state (e.g. duplicate slug)',
    because: 'Check the response body; resolve the conflict and retry',
    advice: 'resolve-conflict',
  },
  422: {
    meaning: 'Request body is structurally valid but fails validation rules',
    because: 'Read the validation errors in the response body; fix and retry',
    advice: 'fix-request',
  },
  429: {
    meaning: 'Rate limit exceeded — see Rate limits',
    because: 'Wait for the duration in Retry-After, then retry',
    advice: 'after-delay',
    maxAttempts: 3,
    baseDelayMs: 1_000,
  },
  500: {
    meaning: 'Unexpected server-side failure',
    because: 'Retry once; if it persists, contact support with the request ID from the response',
    advice: 'once',
    maxAttempts: 2,
    baseDelayMs: 100,
  },
  502: {
    meaning: 'Upstream service unavailable',
    because: 'Retry with exponential backoff',
    advice: 'backoff',
    maxAttempts: 3,
    baseDelayMs: 100,
  },
  503: {
    meaning: 'Platform temporarily unavailable (deployment, maintenance)',
    because: 'Retry after a short delay',
    advice: 'after-delay',
    maxAttempts: 3,
    baseDelayMs: 1_000,
  },
  504: {
    meaning: 'Upstream took too long to respond',
    because: 'Retry; if persistent on a specific request, simplify the request (smaller pages, fewer fields)',
    advice: 'once',
    maxAttempts: 2,
    baseDelayMs: 100,
  },
}

const noTenant = 'No tenant header (x-basker-tenant-id or x-basker-tenant-slug) and no tenant path segment'
const badVersion = 'The version segment in the URL is not a supported version'
const noCollection = 'The URL path after the tenant segment is empty'
const noId = 'A PATCH, PUT, or DELETE request was made without an ID in the path'
const notJson = 'The request body for a POST, PUT, or PATCH request is not valid JSON'
const noKey =
  'The Authorization header is missing, does not follow the users API-Key format, or the key does not match any user'
const nativeApi = 'An API key was sent to the native Basker CMS API (/api/) instead of the Partners API (/partners/)'
const noSuchTenant = 'The tenant ID or slug does not match any tenant in the system'
const noContext = 'Internal error -- tenant context was expected but not available'

const codes: Readonly<Record<BaskerCode, ApiWord>> = {
  'Missing tenant': { because: noTenant, kind: 'invalid_argument' },
  'Unsupported API version': { because: badVersion, kind: 'invalid_argument' },
  'Missing resource': { because: noCollection, kind: 'invalid_argument' },
  'Missing identifier': { because: noId, kind: 'invalid_argument' },
  'Invalid JSON body': { because: notJson, kind: 'invalid_argument' },
  Unauthorized: { because: noKey, kind: 'unauthenticated' },
  Forbidden: { because: nativeApi, kind: 'permission_denied' },
  'Tenant not found': { because: noSuchTenant, kind: 'not_found' },
  'Not Found': { because: 'The requested resource does not exist.', kind: 'not_found' },
  'Server Error': { because: 'An unexpected error occurred on the server.', kind: 'internal' },
  'Tenant context missing': { because: noContext, kind: 'internal' },
}

/** The error/message pairs of the document: the same category stands for different causes. */
const causes: Readonly<Record<string, ApiWord>> = {
  'Missing tenant: Tenant slug or identifier must be provided': { because: noTenant },
  'Missing resource: Provide a collection path after the tenant segment': { because: noCollection },
  'Missing identifier: Provide a document id after the collection': { because: noId },
  'Invalid JSON body: Request body must be valid JSON': { because: notJson },
  'Unauthorized: Valid API key required': { because: noKey },
  'Forbidden: API keys must use the Partners API at /partners/:version/:tenant/*': { because: nativeApi },
  'Tenant not found: Unable to resolve tenant from provided headers or path': { because: noSuchTenant },
  'Not Found: Document not found for tenant': {
    because:
      'The document ID does not exist, does not belong to the resolved tenant, or — on a write (PATCH/PUT/DELETE) — is owned by another member of your tenant group. Shared records are readable across the group but writable only by their owning tenant.',
  },
  'Not Found: Route not found': { because: 'The URL path does not match any registered route' },
  'Server Error: An unexpected error occurred': { because: 'An unhandled exception in the API layer' },
  'Server Error: Unexpected error while processing the request': {
    because: 'An error during query execution or document processing',
  },
  'Tenant context missing: Unable to resolve tenant for this request': { because: noContext },
}

const errorOfMessage = wordTable(
  Object.keys(causes).reduce<Record<string, string>>((errors, cause) => {
    const colon = cause.indexOf(': ')
    errors[cause.slice(colon + 2)] = cause.slice(0, colon)
    return errors
  }, {}),
)

/** A pair of the document, or its one message that carries a value. */
const isDocumented = ({ error, message }: BaskerBody): boolean =>
  errorOfMessage(message) === error ||
  (error === 'Unsupported API version' && message.startsWith('Version ') && message.includes(' is not supported'))

const hasTwoMembers = (body: object): boolean => {
  let count = 0
  for (const _name in body) count++
  return count === 2
}

/**
 * Basker Partners API.
 *
 * @example
 * decodeWith(basker)({ status: 401, body: '{"error":"Unauthorized","message":"Valid API key required"}' }) // right(problem)
 * decodeWith(basker)({ status: 401, body: '{"message":"Unauthenticated."}' })                              // left(errors)
 *
 * @see https://support.basker.app/docs/api/overview/errors
 * @category dialects
 * @since 0.1.0
 */
export const basker: Dialect<'basker', BaskerBody, BaskerCode> = {
  id: 'basker',
  title: 'Basker Partners API',
  docs: 'https://support.basker.app/docs/api/overview/errors',
  verified: '2026-11 against both documents; no live capture',
  shape: {
    required: { error: 'string', message: 'string' },
    optional: { requestId: 'string' },
    // members by which other APIs with error and message give themselves away
    absent: ['statusCode', 'status_code', 'status', 'timestamp', 'path', 'code', 'type', 'errors', 'documentation_url'],
  },
  body: baskerBody,
  claim: (body, payload) => {
    if (body.requestId !== undefined) return { rung: 'distinctive', because: 'error, message and requestId' }
    if (isDocumented(body)) return { rung: 'distinctive', because: 'a documented pair of error and message' }
    return hasTwoMembers(payload.json as object)
      ? { rung: 'likely', because: 'error and message, and nothing else' }
      : { rung: 'possible', because: 'error and message among other members' }
  },
  toProblem: body => {
    const { error, message, requestId } = body
    const said = { code: error, codeIsCategory: true, detail: message, requestId }
    if (error !== '' && message !== '' && requestId !== '') return said
    // an empty text says nothing, and is left over
    const reads = { error: textOf(error), message: textOf(message), requestId: textOf(requestId) }
    return { ...said, reads: takenOf(body, reads) }
  },
  fromProblem: ({ dialect, code, title, detail, requestId, extensions }) => {
    const said = present({ error: code ?? title, message: detail ?? title, requestId })
    return { body: dialect === 'basker' ? { ...said, ...extensions } : { ...extensions, ...said } }
  },
  statuses,
  codes,
  causes,
}
