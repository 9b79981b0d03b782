/**
 * SCIM 2.0: `{ schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], status: "409", scimType?, detail? }`, and a BulkResponse.
 * Who: https://www.rfc-editor.org/rfc/rfc7644#section-3.12. Observed: scimmy captured, 2026.
 * `status` is a text; servers send application/json as often as application/scim+json. A bulk of which an operation failed is a 200.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { entriesOf, readOperations } from '../partial.js'
import type { ApiProblem, ProblemItem } from '../problem.js'
import { isObj, itemOf, type Obj, objOf, present, put, rest, statusOfText, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord } from '../status/semantics.js'
import { wordTable } from '../word-table.js'

const urn = 'urn:ietf:params:scim:api:messages:2.0:'

/** @category dialects @since 0.1.0 */
export const scimBody = members(
  'ScimBody',
  { schemas: t.UnknownArray },
  { status: t.union([t.string, t.number]), scimType: t.string, detail: t.string, Operations: t.UnknownArray },
)

/** @category dialects @since 0.1.0 */
export type ScimBody = t.TypeOf<typeof scimBody>

const fix = <Because extends string>(because: Because) =>
  ({ because, kind: 'invalid_argument', advice: 'fix-request' }) as const

const codes = {
  invalidFilter: fix('The filter is invalid, or this attribute and comparison are not supported.'),
  tooMany: fix('The filter yields more results than the server processes: narrow it.'),
  uniqueness: {
    because: 'One of the attribute values is in use already or reserved.',
    kind: 'already_exists',
    advice: 'fix-request',
  },
  mutability: fix('The attribute must not be changed, or not so.'),
  invalidSyntax: fix('The body is malformed or does not follow the schema.'),
  invalidPath: fix('The path of a PATCH operation is invalid or malformed.'),
  noTarget: fix('The path of a PATCH operation leads to nothing that could be changed.'),
  invalidValue: fix('A required value is missing, or a value does not fit its attribute.'),
  invalidVers: fix('This version of the protocol is not supported.'),
  sensitive: {
    because: 'Sensitive information must not stand in the URI: send it by POST.',
    kind: 'permission_denied',
    advice: 'fix-request',
  },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type ScimCode = keyof typeof codes

const known = wordTable<ApiWord>(codes)

const statusOf = (u: unknown): number | undefined => statusOfText(typeof u === 'number' ? String(u) : u)

const hasUrn = (schemas: readonly unknown[], name: string): boolean =>
  schemas.length < 100 && schemas.indexOf(urn + name) >= 0

const hasFailed = (operation: unknown): operation is Obj =>
  isObj(operation) && (statusOf(operation['status']) ?? 0) >= 400

/** A failed operation: where it was sent to, or the id that the client gave it, says which. */
const toItems = (operation: unknown): readonly ProblemItem[] => {
  const { status, response, ...about } = operation as Obj
  const error = objOf(response)
  const detail = textOf(error?.['detail'])
  const code = textOf(error?.['scimType'])
  const resource = textOf(about['location']) ?? textOf(about['bulkId'])
  const inner = error === undefined ? response : rest(error, { detail, scimType: code })
  const extensions = inner === undefined ? about : put(about, 'response', inner)
  return [itemOf({ detail, code, resource, status: statusOf(status), extensions })]
}

const onlyOperations: Readonly<Record<string, true>> = Object.assign(Object.create(null), { Operations: true })

const toProblem = ({ schemas, status, scimType, detail, Operations }: ScimBody, payload: Payload): Said => {
  if (Operations !== undefined && hasUrn(schemas, 'BulkResponse'))
    return { ...readOperations(Operations, payload.limits, { hasFailed, toItems }), reads: onlyOperations }
  const bodyStatus = statusOf(status)
  const silent = present({
    status: bodyStatus === undefined ? status : undefined,
    scimType: scimType === '' ? '' : undefined,
    detail: detail === '' ? '' : undefined,
  })
  return { detail: textOf(detail), code: textOf(scimType), bodyStatus, extensions: silent }
}

const fromItem = ({ detail, code, status, extensions }: ProblemItem): Obj => {
  const { response, ...about } = extensions ?? {}
  const said = present({ detail, scimType: code })
  const error = isObj(response) || Object.keys(said).length > 0 ? { ...said, ...objOf(response) } : response
  return present({ ...about, status: String(status), response: error })
}

const fromProblem = (problem: ApiProblem) => {
  const { status, detail, code, source, dialect, errors, extensions, title } = problem
  const { schemas, ...left } = extensions
  const received = dialect === 'scim' && source.wireStatus !== undefined
  if (received && errors[0]?.status !== undefined)
    return {
      body: { schemas, Operations: entriesOf(problem, errors.map(fromItem)), ...left },
      contentType: 'application/scim+json',
    }
  return {
    body: present({
      schemas: Array.isArray(schemas) && hasUrn(schemas, 'Error') ? schemas : [`${urn}Error`],
      status: received && source.bodyStatus === undefined ? undefined : String(source.bodyStatus ?? status),
      scimType: received || (code !== undefined && known(code) !== undefined) ? code : undefined,
      detail: detail ?? (received ? undefined : title),
      ...left,
    }),
    contentType: 'application/scim+json',
  }
}

const byMediaType: Claim = {
  rung: 'declared',
  because: 'the media type application/scim+json and the schema of an error',
}
const bySchema: Claim = { rung: 'distinctive', because: 'the schema of a SCIM error' }
const bulk: Claim = { rung: 'distinctive', because: 'a bulk response of which an operation failed' }

/**
 * SCIM, System for Cross-domain Identity Management.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7644#section-3.12
 * @category dialects
 * @since 0.1.0
 */
export const scim: Dialect<'scim', ScimBody, ScimCode> = {
  id: 'scim',
  title: 'SCIM 2.0',
  docs: 'https://www.rfc-editor.org/rfc/rfc7644#section-3.12',
  verified: '2026-11 against RFC 7644 and captures of scimmy',
  shape: { required: { schemas: 'array' } },
  reads: ['status', 'scimType', 'detail'],
  body: scimBody,
  claim: ({ schemas, Operations }, { mediaType }) => {
    if (hasUrn(schemas, 'Error')) return mediaType?.essence === 'application/scim+json' ? byMediaType : bySchema
    return Operations?.some(hasFailed) === true && hasUrn(schemas, 'BulkResponse') ? bulk : undefined
  },
  toProblem,
  fromProblem,
  codes,
}
