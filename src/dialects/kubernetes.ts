/**
 * Kubernetes: `{ kind: "Status", apiVersion, status: "Failure", message, reason?, details?: { causes, retryAfterSeconds }, code }`.
 * Who: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/. Observed: issues and tests of its clients, 2026.
 * `code` repeats the status, and a replayed body may disagree with the wire; some 500s have no `reason`. Fields are dotted.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { listReader } from '../error-list.js'
import type { Payload } from '../exchange.js'
import type { Ledger } from '../ledger.js'
import type { ApiProblem } from '../problem.js'
import { fieldOf, isObj, type Obj, present, put, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { Kind } from '../status/kind.js'
import type { ApiWord } from '../status/semantics.js'
import { fault, stale } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const kubernetesBody = members(
  'KubernetesBody',
  { kind: t.string, status: t.string },
  {
    apiVersion: t.string,
    message: t.string,
    reason: t.string,
    details: t.UnknownRecord,
    code: t.number,
  },
)

/** @category dialects @since 0.1.0 */
export type KubernetesBody = t.TypeOf<typeof kubernetesBody>

const codes = {
  Unauthorized: {
    because: 'The caller is not authenticated, or its credentials were not taken.',
    kind: 'unauthenticated',
  },
  Forbidden: { because: 'The caller may not do this; a retry changes nothing.', kind: 'permission_denied' },
  NotFound: { because: 'The resource was not found.', kind: 'not_found' },
  AlreadyExists: { because: 'The resource to be created exists already.', kind: 'already_exists' },
  Conflict: stale('The object was changed meanwhile: read it again, and apply the change to that.'),
  Gone: { because: 'The resource is gone, and no forwarding address is known.', kind: 'not_found' },
  Expired: {
    because: 'The resource version or continue token is too old: list again, without it.',
    kind: 'out_of_range',
    advice: 'resolve-conflict',
  },
  Invalid: { because: 'The resource is invalid; the causes say which fields.', kind: 'invalid_argument' },
  BadRequest: { because: 'The request makes no sense; no retry mends that.', kind: 'invalid_argument' },
  ServerTimeout: {
    because: 'The server can be reached but could not answer in time: send it again after retryAfterSeconds.',
    kind: 'unavailable',
    advice: 'backoff',
    applied: 'unknown',
  },
  StoreReadError: { because: 'An object in the store cannot be read.', kind: 'data_loss', advice: 'never' },
  Timeout: {
    because: 'The request could not be completed in the given time; it may still be under way.',
    kind: 'deadline_exceeded',
    applied: 'unknown',
  },
  TooManyRequests: { because: 'Too many requests: wait for retryAfterSeconds.', kind: 'resource_exhausted' },
  MethodNotAllowed: { because: 'The resource does not support this action.', kind: 'unimplemented' },
  NotAcceptable: { because: 'The server has none of the formats asked for.', kind: 'invalid_argument' },
  RequestEntityTooLarge: { because: 'The request is larger than the server takes.', kind: 'invalid_argument' },
  UnsupportedMediaType: { because: 'The server does not take this content type.', kind: 'invalid_argument' },
  InternalError: fault('An internal error: a broken invariant, or a part that failed.'),
  ServiceUnavailable: {
    because: 'The service is not available just now; a later attempt may work.',
    kind: 'unavailable',
  },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type KubernetesCode = keyof typeof codes

const codeOfKind: Readonly<Partial<Record<Kind, KubernetesCode>>> = {
  unauthenticated: 'Unauthorized',
  permission_denied: 'Forbidden',
  not_found: 'NotFound',
  already_exists: 'AlreadyExists',
  aborted: 'Conflict',
  invalid_argument: 'Invalid',
  unimplemented: 'MethodNotAllowed',
  resource_exhausted: 'TooManyRequests',
  deadline_exceeded: 'Timeout',
  internal: 'InternalError',
  unavailable: 'ServiceUnavailable',
}

const readCauses = listReader({ detail: 'message', code: 'reason', field: 'field' })

/** The details without their causes; `retryAfterSeconds` stays, as a wait has no place to come back from. */
const leftOf = (details: Obj, ledger: Ledger): Obj | undefined => {
  let left: Record<string, unknown> | undefined
  for (const name in details)
    if (name !== 'causes' || !Array.isArray(details[name])) left = ledger.keep(left, name, details[name])
  return left
}

const toProblem = ({ message, reason, details, code }: KubernetesBody, payload: Payload): Said => {
  const { ledger } = payload
  const seconds = details?.['retryAfterSeconds']
  const isOdd = code !== undefined && !(code >= 100 && code <= 599 && code % 1 === 0)
  let left = isOdd ? ledger.keep(undefined, 'code', code) : undefined
  if (message === '') left = ledger.keep(left, 'message', message)
  if (reason === '') left = ledger.keep(left, 'reason', reason)
  const about = details === undefined ? undefined : (leftOf(details, ledger) ?? {})
  return {
    detail: textOf(message),
    code: textOf(reason),
    bodyStatus: isOdd ? undefined : code,
    ...readCauses(details?.['causes'], payload),
    wait: typeof seconds === 'number' && seconds > 0 ? { afterMs: seconds * 1_000 } : undefined,
    extensions: about === undefined ? left : put(left, 'details', about),
    kept: true,
  }
}

const fromProblem = (problem: ApiProblem) => {
  const { status, kind, code, detail, errors, source, retry } = problem
  const { details, ...left } = problem.extensions
  const received = problem.dialect === 'kubernetes' && source.wireStatus !== undefined
  const seconds = received || retry.retryAfterMs === undefined ? undefined : Math.ceil(retry.retryAfterMs / 1_000)
  const causes = errors.map(item =>
    present({
      ...item.extensions,
      reason: item.code,
      message: item.detail,
      field: fieldOf(item, received),
    }),
  )
  const about = present({
    ...(isObj(details) ? details : {}),
    causes: causes.length === 0 ? undefined : causes,
    retryAfterSeconds: seconds ?? (isObj(details) ? details['retryAfterSeconds'] : undefined),
  })
  return {
    body: present({
      kind: 'Status',
      ...(received ? {} : { apiVersion: 'v1', metadata: {}, code: status }),
      status: 'Failure',
      message: detail ?? (received ? undefined : problem.title),
      reason: code ?? (received ? undefined : codeOfKind[kind]),
      ...(received ? { code: source.bodyStatus } : {}),
      ...left,
      details: details === undefined && Object.keys(about).length === 0 ? undefined : about,
    }),
  }
}

const failure: Claim = { rung: 'distinctive', because: 'kind Status with the status Failure' }

/**
 * The API of Kubernetes.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/
 * @category dialects
 * @since 0.1.0
 */
export const kubernetes: Dialect<'kubernetes', KubernetesBody, KubernetesCode> = {
  id: 'kubernetes',
  title: 'Kubernetes API',
  docs: 'https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/',
  verified: '2026-11 against the reference and responses in issues and tests; no live capture',
  shape: { required: { kind: 'string', status: 'string' }, optional: { apiVersion: 'string' } },
  reads: ['message', 'reason', 'details', 'code'],
  body: kubernetesBody,
  claim: ({ kind, status }) => (kind === 'Status' && status === 'Failure' ? failure : undefined),
  toProblem,
  fromProblem,
  codes,
}
