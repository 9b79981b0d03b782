/**
 * Amazon Web Services and what speaks like them: JSON `{ __type, message | Message }`, XML `<Error><Code/><Message/></Error>` bare or wrapped.
 * Who: https://smithy.io/2.0/aws/protocols/, S3, EC2 and API Gateway documents. Observed: botocore's and Smithy's protocol tests, Ceph and dynalite, 2026.
 * The code is in a field, in `__type` (behind `#`), in `code`, or the name of the root element. Throttling is mostly a 400: the code says more.
 */
import * as t from 'io-ts'
import { members, orElse } from '../codec.js'
import type { Claim, Dialect, Spoken } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { pointerOfPath } from '../http/pointer.js'
import { idField } from '../http/request-id.js'
import { childOf, firstsOf, localName, restOfXml, textOfChild, type XmlElement } from '../http/xml-element.js'
import { readOperations } from '../partial.js'
import type { ApiProblem, ProblemItem } from '../problem.js'
import { isObj, itemOf, itemsOfList, type Obj, present, rest, takenOf, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { Kind } from '../status/kind.js'
import type { Advice, ApiWord } from '../status/semantics.js'
import { each } from '../word-table.js'

const text = t.string

/** JSON, or the text of XML. @category dialects @since 0.1.0 */
export const awsBody = orElse(
  'AwsBody',
  members(
    'AwsJson',
    {},
    { __type: text, message: text, Message: text, code: text, Code: text, RequestId: text, fieldList: t.UnknownArray },
  ),
  text,
)

/** @category dialects @since 0.1.0 */
export type AwsBody = t.TypeOf<typeof awsBody>

const word = (because: string, kind: Kind, advice: Advice): ApiWord => ({ because, kind, advice })

const slower = word('Throttled: send it again later, and less often.', 'resource_exhausted', 'backoff')

const codes = {
  // what the SDKs take for throttling, at whatever status
  ...each(
    'BandwidthLimitExceeded EC2ThrottledException LimitExceededException PriorRequestNotComplete ProvisionedThroughputExceededException RequestLimitExceeded RequestThrottled RequestThrottledException SlowDown ThrottledException Throttling ThrottlingException TooManyRequestsException',
    { ...slower, maxAttempts: 3, baseDelayMs: 1_000, scope: 'client' } as ApiWord,
  ),
  ...each(
    'InternalError InternalFailure InternalServerError InternalServerException',
    word('The service failed: send it again.', 'internal', 'backoff'),
  ),
  ...each(
    'RequestTimeout RequestTimeoutException ServiceUnavailable ServiceUnavailableException',
    word('The service did not get to it in time: send it again.', 'unavailable', 'backoff'),
  ),
  ...each(
    'ConditionalRequestConflict OperationAborted TransactionConflictException TransactionInProgressException',
    word('Another operation on the same resource is under way: send it again.', 'aborted', 'backoff'),
  ),
  ...each(
    'RequestExpired RequestInTheFuture RequestTimeTooSkewed',
    word('The time signed is too far from the clock of the service: sign again.', 'unauthenticated', 'reauthenticate'),
  ),
  ...each(
    'ExpiredToken ExpiredTokenException TokenRefreshRequired',
    word('The security token has expired: get new temporary credentials.', 'unauthenticated', 'reauthenticate'),
  ),
  ...each(
    'AuthFailure IncompleteSignature InvalidAccessKeyId InvalidClientTokenId InvalidSignatureException MissingAuthenticationToken SignatureDoesNotMatch UnrecognizedClientException',
    word('The key or the signature is wrong: a person has to mend it.', 'unauthenticated', 'fix-request'),
  ),
  ...each(
    'AccessDenied AccessDeniedException MissingAuthenticationTokenException UnauthorizedOperation',
    word('Not allowed to this identity; or, says API Gateway, no such path or method.', 'permission_denied', 'never'),
  ),
  ...each(
    'InvalidParameterValue SerializationException ValidationError ValidationException',
    word('The input does not satisfy the constraints of the operation.', 'invalid_argument', 'fix-request'),
  ),
  ...each(
    'NoSuchBucket NoSuchEntity NoSuchKey ResourceNotFoundException',
    word('What was asked for does not exist.', 'not_found', 'never'),
  ),
  ...each(
    'BucketAlreadyExists BucketAlreadyOwnedByYou EntityAlreadyExists ResourceAlreadyExistsException',
    word('A resource of this name exists.', 'already_exists', 'resolve-conflict'),
  ),
  ...each(
    'ConditionalCheckFailedException ConflictException PreconditionFailed ResourceInUseException',
    word('The state of the resource does not allow it: read it and decide.', 'failed_precondition', 'resolve-conflict'),
  ),
  ...each('ServiceQuotaExceededException', word('A quota is used up.', 'resource_exhausted', 'never')),
}

/** @category dialects @since 0.1.0 */
export type AwsCode = keyof typeof codes

/** `ns#Name:http://…`: what stands behind the namespace and before the address. */
const nameOf = (spelt: string | undefined): string | undefined => {
  if (spelt === undefined) return undefined
  const [whole = ''] = spelt.split(':', 1)
  return textOf(whole.slice(whole.indexOf('#') + 1).trim())
}

const typeField = 'x-amzn-errortype'
const queryField = 'x-amzn-query-error'

const codeOfFields = ({ fields }: Payload): string | undefined =>
  textOf(fields.get(queryField)?.split(';')[0]) ?? nameOf(fields.get(typeField))

const toItem = (entry: unknown): ProblemItem => {
  if (!isObj(entry)) return { extensions: { value: entry } }
  const detail = textOf(entry['message'])
  const path = typeof entry['path'] === 'string' ? entry['path'] : undefined
  const pointer = path === undefined ? undefined : pointerOfPath(path)
  return itemOf({
    detail,
    pointer,
    name: path === pointer ? undefined : path,
    extensions: rest(entry, { message: detail, path }),
  })
}

const fromJson = (body: Exclude<AwsBody, string>, payload: Payload): Said => {
  const { __type, code: plain, Code, fieldList } = body
  const id = textOf(body.RequestId)
  const detail = textOf(body.message) ?? textOf(body.Message)
  const inBoth = { message: detail, Message: detail }
  const code = codeOfFields(payload) ?? nameOf(textOf(__type) ?? textOf(plain) ?? textOf(Code))
  const items = fieldList === undefined ? undefined : itemsOfList(fieldList, payload.limits, toItem)
  return {
    code,
    detail,
    requestId: id,
    errors: items?.errors,
    errorCount: items?.errorCount,
    // a name that is spelt otherwise, or something that was said twice, is left over
    reads: takenOf(body, { ...inBoth, __type: code, code, Code: code, RequestId: id, fieldList }),
  }
}

const isError = (element: unknown): boolean => localName((element as XmlElement).name) === 'Error'

/** The elements `Error` within `ErrorResponse` or `Response`, and their wrapper. */
const wrappedIn = (root: XmlElement) => {
  const name = localName(root.name)
  const wrapper = name === 'Response' ? childOf(root, 'Errors') : name === 'ErrorResponse' ? root : undefined
  const errors = wrapper?.children.filter(isError) ?? []
  return { errors, read: wrapper === undefined || wrapper === root ? errors : [wrapper] }
}

const said = ['Code', 'Message'] as const
const ids = ['RequestId', 'RequestID'] as const

const toError = (entry: unknown): ProblemItem => {
  const error = entry as XmlElement
  const left = restOfXml(error, firstsOf(error, said))
  return itemOf({
    code: textOfChild(error, 'Code'),
    detail: textOf(childOf(error, 'Message')?.text),
    extensions: Object.keys(left).length === 0 ? undefined : left,
  })
}

/** Objects that were to be deleted together: the key says which one was not. */
const fromDeletion = (root: XmlElement, { limits }: Payload): Said =>
  readOperations(root.children, limits, {
    hasFailed: isError,
    toItems: entry => [{ ...toError(entry), ...present({ resource: textOfChild(entry as XmlElement, 'Key') }) }],
    toEntry: entry => restOfXml(entry as XmlElement, []),
    kindOf: code => (codes as Readonly<Record<string, ApiWord>>)[code ?? '']?.kind,
  })

const fromXml = (root: XmlElement, payload: Payload): Said => {
  if (localName(root.name) === 'DeleteResult') return fromDeletion(root, payload)
  const { errors, read } = wrappedIn(root)
  const requestId = textOfChild(root, 'RequestId') ?? textOfChild(root, 'RequestID')
  const detail = textOf(childOf(root, 'Message')?.text)
  const extensions = restOfXml(root, [...read, ...firstsOf(root, errors.length > 0 ? ids : [...ids, ...said])])
  if (errors.length > 0) return { requestId, extensions, ...itemsOfList(errors, payload.limits, toError) }
  // the name of the root is the code where there is no other
  return { requestId, extensions, detail, code: textOfChild(root, 'Code') ?? localName(root.name) }
}

/** A field may say the code where the body says nothing. */
const fromText = (payload: Payload): Said => {
  const inFields = codeOfFields(payload)
  if (payload.xml === undefined) return { code: inFields }
  const heard = fromXml(payload.xml, payload)
  if (inFields === undefined) return heard
  return { ...heard, code: inFields, extensions: { ...heard.extensions, ...present({ Code: heard.code }) } }
}

const toField = ({ name, pointer, detail, extensions }: ProblemItem): Obj => ({
  ...extensions,
  ...present({ path: name ?? pointer, message: detail }),
})

/** What this API calls a problem of this kind, where the problem has no code. */
const nameOfKind: Readonly<Partial<Record<Kind, AwsCode>>> = {
  invalid_argument: 'ValidationException',
  unauthenticated: 'UnrecognizedClientException',
  permission_denied: 'AccessDeniedException',
  not_found: 'ResourceNotFoundException',
  already_exists: 'ResourceAlreadyExistsException',
  failed_precondition: 'ConflictException',
  aborted: 'ConflictException',
  resource_exhausted: 'ThrottlingException',
  unavailable: 'ServiceUnavailableException',
}

const fromProblem = (problem: ApiProblem): Spoken => {
  const { detail = problem.title, errors, extensions } = problem
  const received = problem.dialect === 'aws' && problem.source.wireStatus !== undefined
  const code = problem.code ?? nameOfKind[problem.kind] ?? 'InternalServerException'
  return {
    body: {
      ...present({ __type: code, message: received ? problem.detail : detail }),
      ...extensions,
      ...(errors.length === 0 ? {} : { fieldList: errors.map(toField) }),
    },
    contentType: 'application/x-amz-json-1.0',
    headers: { [typeField]: code, ...idField('x-amzn-requestid', problem.requestId) },
  }
}

const byField: Claim = { rung: 'declared', because: 'a field x-amzn-errortype or x-amzn-query-error' }
const byMediaType: Claim = { rung: 'declared', because: 'the media type application/x-amz-json and __type' }
const typed: Claim = { rung: 'distinctive', because: '__type beside a message' }
const typedAlone: Claim = { rung: 'likely', because: '__type' }
const wrapped: Claim = { rung: 'distinctive', because: 'XML errors with Code in ErrorResponse or Response' }
const deletion: Claim = { rung: 'distinctive', because: 'a DeleteResult with an Error' }
const bare: Claim = { rung: 'distinctive', because: 'an XML Error with Code and the ids of S3' }
const bareWithoutIds: Claim = { rung: 'likely', because: 'an XML Error with Code' }
const exception: Claim = { rung: 'distinctive', because: 'the XML root names an exception, beside x-amzn-requestid' }
const capital: Claim = { rung: 'distinctive', because: 'Code and Message beside x-amz-request-id' }
const capitalWithoutField: Claim = { rung: 'possible', because: 'Code, Message and RequestId' }
const gateway: Claim = { rung: 'likely', because: 'message, and nothing else, beside a request id of API Gateway' }
const codeAlone: Claim = { rung: 'possible', because: 'code, and nothing else, named like an exception' }

const isException = (name: string): boolean => /^[A-Z][A-Za-z0-9]{2,99}(?:Error|Exception)$/.test(name)

const claimXml = (root: XmlElement, fields: Payload['fields']): Claim | undefined => {
  const name = localName(root.name)
  if (name === 'DeleteResult') return root.children.some(isError) ? deletion : undefined
  if (isException(name)) return fields.get('x-amzn-requestid') === undefined ? undefined : exception
  if (name !== 'Error' && name !== 'Response' && name !== 'ErrorResponse') return undefined
  if (name !== 'Error') return textOfChild(wrappedIn(root).errors[0], 'Code') === undefined ? undefined : wrapped
  if (textOfChild(root, 'Code') === undefined || fields.get('x-ms-request-id') !== undefined) return undefined
  const isS3 = textOfChild(root, 'HostId') !== undefined || fields.get('x-amz-request-id') !== undefined
  return isS3 ? bare : bareWithoutIds
}

const ownFields = [typeField, queryField]
const gatewayFields = ['x-amz-apigw-id', 'apigw-requestid', 'x-amzn-requestid']

const claim = (body: AwsBody, payload: Payload): Claim | undefined => {
  const { fields, xml } = payload
  if (fields.get(typeField) !== undefined || fields.get(queryField) !== undefined) return byField
  if (typeof body === 'string') return xml === undefined ? undefined : claimXml(xml, fields)
  if (textOf(body.__type) !== undefined) {
    if (payload.mediaType?.essence.startsWith('application/x-amz-json-') === true) return byMediaType
    return body.message === undefined && body.Message === undefined ? typedAlone : typed
  }
  if (body.Code !== undefined && body.Message !== undefined && body.RequestId !== undefined)
    return fields.get('x-amz-request-id') === undefined ? capitalWithoutField : capital
  // a code and a message are looked at where they are alone, the latter only beside a field of the gateway
  if (body.code !== undefined) return isException(body.code) ? codeAlone : undefined
  return body.message === undefined ? undefined : gateway
}

/**
 * Amazon Web Services: JSON, query, EC2 and S3 protocols, and API Gateway.
 *
 * @see https://smithy.io/2.0/aws/protocols/index.html
 * @category dialects
 * @since 0.1.0
 */
export const aws: Dialect<'aws', AwsBody, AwsCode> = {
  id: 'aws',
  title: 'Amazon Web Services',
  docs: 'https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html',
  verified: '2026-11 against the protocol tests of botocore and Smithy, Ceph and dynalite; no live capture',
  shape: [
    { required: { __type: 'string' } },
    { required: { Code: 'string', Message: 'string', RequestId: 'string' } },
    { required: { message: 'string' }, closed: true, fields: gatewayFields },
    { required: { code: 'string' }, closed: true },
    { fields: ownFields },
    { root: 'xml' },
    { root: 'empty', fields: ownFields },
  ],
  reads: ['__type', 'message', 'Message', 'code', 'Code', 'RequestId', 'fieldList'],
  body: awsBody,
  claim,
  toProblem: (body, payload) => (typeof body === 'string' ? fromText(payload) : fromJson(body, payload)),
  fromProblem,
  codes,
}
