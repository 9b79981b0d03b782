/**
 * OData and Azure: `{ error: { code, message, target?, details?: [{ code, message, target }], innererror? } }`, Microsoft Graph
 * (`innerError`), SAP CAP, the same without `error`, `odata.error` with `message: { lang, value }`, and a failed $batch.
 * Who: https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ErrorResponse and Azure's guidelines.
 * Observed: SAP CAP captured, tests of Azure's clients, 2026. `target` is a field, a path, an entity or an opaque word.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { pointerOfPath } from '../http/pointer.js'
import type { Ledger } from '../ledger.js'
import { entriesOf, readOperations } from '../partial.js'
import type { ApiProblem, ProblemItem } from '../problem.js'
import {
  besides,
  codeOf,
  fieldOf,
  isObj,
  itemOf,
  itemsOfList,
  named,
  type Obj,
  objOf,
  present,
  put,
  rest,
  textOf,
} from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord } from '../status/semantics.js'

/** @category dialects @since 0.1.0 */
export const azureBody = members(
  'AzureBody',
  {},
  {
    error: t.UnknownRecord,
    'odata.error': t.UnknownRecord,
    ...{ code: t.string, message: t.string, target: t.string, Status: t.string },
    details: t.union([t.UnknownArray, t.UnknownRecord]),
    responses: t.UnknownArray,
  },
)

/** @category dialects @since 0.1.0 */
export type AzureBody = t.TypeOf<typeof azureBody>

const busy = { kind: 'unavailable', advice: 'backoff' } as const

const codes = {
  ServerBusy: { because: 'The server, or the partition asked, takes no more just now: back off.', ...busy },
  OperationTimedOut: {
    because: 'The operation did not complete within its time; it may have taken effect.',
    kind: 'deadline_exceeded',
    advice: 'backoff',
    applied: 'unknown',
  },
  InternalError: { because: 'An internal error: retry.', kind: 'internal', advice: 'backoff' },
  TooManyRequests: { because: 'Too many requests: wait as long as Retry-After says.', kind: 'resource_exhausted' },
  ResourceNotFound: { because: 'The resource does not exist.', kind: 'not_found' },
  ResourceAlreadyExists: { because: 'The resource exists already.', kind: 'already_exists' },
  ConditionNotMet: { because: 'A condition of the request header was not met.', kind: 'failed_precondition' },
  AuthenticationFailed: {
    because: 'The request could not be authenticated: see that the Authorization header and its signature are right.',
    kind: 'unauthenticated',
    advice: 'fix-request',
  },
  InvalidAuthenticationToken: {
    because: 'The access token is missing, expired or invalid.',
    kind: 'unauthenticated',
    advice: 'reauthenticate',
  },
  AuthorizationFailed: { because: 'The caller may not do this.', kind: 'permission_denied', advice: 'never' },
  // Microsoft Graph
  activityLimitReached: { because: 'The app or user has been throttled.', kind: 'resource_exhausted' },
  serviceNotAvailable: { because: 'The service is not available: try again after a delay.', ...busy },
  resourceModified: {
    because: 'The resource has changed since it was read: read it again.',
    kind: 'aborted',
    advice: 'resolve-conflict',
  },
  nameAlreadyExists: { because: 'The name is taken.', kind: 'already_exists' },
  itemNotFound: { because: 'The resource could not be found.', kind: 'not_found' },
  accessDenied: { because: 'The caller may not do this.', kind: 'permission_denied', advice: 'never' },
  quotaLimitReached: { because: 'The user has reached a quota.', kind: 'resource_exhausted', advice: 'never' },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type AzureCode = keyof typeof codes

/** Names, indices and slashes; or names with dots, all of which begin in lower case: `lib.Books` is an entity. */
const isField = (target: string): boolean =>
  target.length <= 200 &&
  (/^[A-Za-z_]\w*(?:\[\d+\])?(?:\/\w+(?:\[\d+\])?)*$/.test(target) ||
    /^[a-z_]\w*(?:\[\d+\])?(?:\.[a-z_]\w*(?:\[\d+\])?)*$/.test(target))

const nowhere: Pick<ProblemItem, 'pointer' | 'name'> = {}
const placeOf = (target: string | undefined): Pick<ProblemItem, 'pointer' | 'name'> =>
  target === undefined || !isField(target)
    ? nowhere
    : { pointer: pointerOfPath(target.replace(/\//g, '.')), name: target }

const inMessage = named({ value: 'text' })
const inDetail = named({ code: 'text', message: 'text' })

const toItem = (detail: unknown, ledger: Ledger): ProblemItem => {
  if (!isObj(detail)) return itemOf({ extensions: ledger.keep(undefined, 'value', detail) })
  const { code, message, target, ...others } = detail
  const place = placeOf(textOf(target))
  let left = besides({ ...others, code, message }, inDetail, ledger)
  if (place === nowhere && target !== undefined) left = ledger.keep(left, 'target', target)
  return itemOf({ detail: textOf(message), code: textOf(code), ...place, extensions: left })
}

/** The id that Microsoft Graph keeps in `innerError`, or storage in a line of its message. */
const requestIdOf = (inner: unknown, message: string | undefined): string | undefined => {
  const id = isObj(inner) ? (textOf(inner['request-id']) ?? textOf(inner['requestId'])) : undefined
  if (id !== undefined) return id
  return message === undefined ? undefined : /\nRequestId:([0-9a-f-]{36})(?:\n|$)/.exec(message)?.[1]
}

/** What one error says, and what of it was not read. */
const readError = (error: Obj, { limits, ledger }: Payload): Said & { readonly left: Obj | undefined } => {
  const { message: given, details, target: where, ...others } = error
  const value = objOf(given)?.['value']
  const message = textOf(given) ?? textOf(value)
  const code = textOf(error['code'])
  let left = besides(others, inDetail, ledger)
  if (isObj(given)) left = put(left, 'message', besides(given, inMessage, ledger) ?? {})
  else if (message === undefined && given !== undefined) left = ledger.keep(left, 'message', given)
  const list = Array.isArray(details) ? details : isObj(details) ? [details] : undefined
  if ((list === undefined || list.length === 0) && details !== undefined) left = ledger.keep(left, 'details', details)
  // beside details the target is about the whole; alone it is the field that the one error is about
  const place = list === undefined ? placeOf(textOf(where)) : nowhere
  if (place === nowhere && where !== undefined) left = ledger.keep(left, 'target', where)
  return {
    detail: message,
    code,
    requestId: requestIdOf(error['innerError'] ?? error['innererror'], message),
    ...(list === undefined ? {} : itemsOfList(list, limits, one => toItem(one, ledger))),
    ...(place === nowhere ? {} : { errors: [itemOf({ detail: message, code, ...place })] }),
    left,
  }
}

const statusOf = (u: unknown): number | undefined =>
  typeof u === 'number' && u >= 100 && u <= 599 && u % 1 === 0 ? u : undefined

const hasFailed = (response: unknown): response is Obj =>
  isObj(response) && (statusOf(response['status']) ?? 0) >= 400 && isObj(objOf(response['body'])?.['error'])

/** A failed response of a batch. Responses come in any order: the id says which request it answers. */
const toItems = (response: unknown): readonly ProblemItem[] => {
  const { status, body, ...about } = response as Obj
  const error = (body as Obj)['error'] as Obj
  const detail = textOf(error['message'])
  const spelt = codeOf(error['code'])
  const code = spelt === String(status) ? undefined : spelt
  const inner = rest(error, { message: detail, code })
  const beside = rest(body as Obj, { error }, inner === undefined ? undefined : { error: inner })
  const extensions = beside === undefined ? about : { ...about, body: beside }
  return [itemOf({ detail, code, resource: codeOf(about['id']), status: statusOf(status), extensions })]
}

const ofBatch = (responses: readonly unknown[], { limits }: Payload): Said => ({
  ...readOperations(responses, limits, { hasFailed, toItems }),
  reads: reads.responses,
})

const only = (...names: readonly string[]): Readonly<Record<string, true>> =>
  Object.assign(Object.create(null), ...names.map(name => ({ [name]: true })))

const reads = { error: only('error'), 'odata.error': only('odata.error'), responses: only('responses') }

const toProblem = (body: AzureBody, payload: Payload): Said => {
  if (body.responses !== undefined) return ofBatch(body.responses, payload)
  const name = body.error === undefined ? 'odata.error' : 'error'
  const error = body[name]
  if (error === undefined) {
    if (body.code === undefined) return { reads: only() }
    const { left, ...said } = readError(payload.json as Obj, payload)
    return { ...said, extensions: left, kept: true, reads: only(...Object.keys(payload.json as Obj).slice(0, 1_000)) }
  }
  const { left, ...said } = readError(error, payload)
  // the old name is given back in any case
  const extensions = left === undefined && name === 'error' ? undefined : { [name]: left ?? {} }
  return { ...said, extensions, kept: true, reads: reads[name] }
}

const fromItem = (item: ProblemItem, received: boolean): Obj =>
  present({
    code: item.code,
    message: item.detail,
    target: fieldOf(item, received, '/'),
    ...item.extensions,
  })

const fromResponse = ({ detail, code, status, extensions }: ProblemItem): Obj => {
  const { body, ...about } = extensions ?? {}
  const { error, ...beside } = objOf(body) ?? {}
  return { ...about, status, body: { ...beside, error: { ...present({ code, message: detail }), ...objOf(error) } } }
}

const fromProblem = (problem: ApiProblem) => {
  const { status, code, detail, title, errors, extensions, dialect, source } = problem
  const received = dialect === 'azure' && source.wireStatus !== undefined
  if (received && errors[0]?.status !== undefined)
    return { body: { ...extensions, responses: entriesOf(problem, errors.map(fromResponse)) } }
  const { error, 'odata.error': old, ...beside } = extensions
  const { message, ...left } = (objOf(old) ?? objOf(error) ?? {}) as Obj
  const text = detail ?? message ?? title
  const first = errors[0]
  const isAlone = errors.length === 1 && first?.pointer !== undefined && first.detail === detail && first.code === code
  return {
    body: {
      ...beside,
      [isObj(old) ? 'odata.error' : 'error']: present({
        // the format demands a code
        code: code ?? String(status),
        message: isObj(message) ? present({ ...message, value: detail }) : text,
        target: isAlone ? fieldOf(first, received, '/') : undefined,
        ...(isAlone || errors.length === 0 ? {} : { details: errors.map(item => fromItem(item, received)) }),
        ...left,
      }),
    },
    // services repeat the code there, and clients read it
    headers: { 'x-ms-error-code': code ?? String(status) },
  }
}

const byField: Claim = { rung: 'declared', because: 'a field x-ms-… or OData-Version, beside an error' }
const byInner: Claim = { rung: 'distinctive', because: 'code and message beside innererror, an annotation or targets' }
const byName: Claim = { rung: 'distinctive', because: 'odata.error, or a message with lang and value' }
const byBatch: Claim = { rung: 'declared', because: 'a failed response in a batch, beside OData-Version' }
const byWord: Claim = { rung: 'possible', because: 'a code in Pascal case and a message, and nothing else' }

const isOdata = ({ fields, mediaType }: Payload): boolean =>
  fields.get('odata-version') !== undefined || mediaType?.parameters['odata.metadata'] !== undefined

const isMicrosoft = (payload: Payload): boolean =>
  payload.fields.get('x-ms-request-id') !== undefined ||
  payload.fields.get('x-ms-error-code') !== undefined ||
  payload.fields.get('x-ms-correlation-request-id') !== undefined ||
  isOdata(payload)

/** Members by which others that send code and message in an error give themselves away. */
const foreign = ['type', 'param', 'status', 'errors', 'data', 'statusCode', 'name']

const claimOfError = (error: Obj, payload: Payload): Claim | undefined => {
  const { code, message } = error
  if (isObj(message)) return typeof message['value'] === 'string' && typeof code === 'string' ? byName : undefined
  if (typeof code !== 'string' || typeof message !== 'string') return undefined
  if (isMicrosoft(payload)) return byField
  for (let i = 0; i < foreign.length; i++) if ((foreign[i] as string) in error) return undefined
  if ('innererror' in error || isObj(error['innerError']) || '@Common.numericSeverity' in error) return byInner
  const first = Array.isArray(error['details']) ? objOf(error['details'][0]) : undefined
  if (first !== undefined && typeof first['target'] === 'string' && typeof first['code'] === 'string') return byInner
  return Object.keys(error).length === 2 && /^(?:[A-Z][a-z]+){2,8}$/.test(code) ? byWord : undefined
}

/**
 * OData services, Azure and Microsoft Graph.
 *
 * @see https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ErrorResponse
 * @category dialects
 * @since 0.1.0
 */
export const azure: Dialect<'azure', AzureBody, AzureCode> = {
  id: 'azure',
  title: 'OData and Azure',
  docs: 'https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ErrorResponse',
  verified: '2026-11 against the format, captures of SAP CAP and tests of clients for Azure; no live capture of Azure',
  shape: [
    { required: { error: 'object' }, absent: ['success', 'type', 'status', 'meta'] },
    { required: { 'odata.error': 'object' } },
    {
      required: { code: 'string', message: 'string' },
      optional: { target: 'string' },
      absent: ['error', 'errors', 'status'],
    },
    { required: { responses: 'array' } },
    { required: { Status: 'string' }, closed: true },
  ],
  reads: [],
  body: azureBody,
  claim: (body, payload) => {
    if (body.error !== undefined) return claimOfError(body.error, payload)
    if (body['odata.error'] !== undefined) return byName
    if (body.responses !== undefined) return isOdata(payload) && body.responses.some(hasFailed) ? byBatch : undefined
    if (body.Status !== undefined) return isMicrosoft(payload) ? byField : undefined
    if (isMicrosoft(payload)) return byField
    return 'innererror' in (payload.json as Obj) ? byInner : undefined
  },
  toProblem,
  fromProblem,
  codes,
}
