/**
 * OpenStack: Keystone's `{ error: { code, message, title } }`, Nova's `{ itemNotFound: { code, message } }`, Neutron's `{ NeutronError: { type, message, detail } }`.
 * Who: the API references of Identity, Compute, Block Storage and Networking. Observed: captures of Keystone, published bodies of the others, 2026.
 * `code` within is the status. The name of Nova's one member is its code, Neutron's is `type`.
 */
import * as t from 'io-ts'
import type { Claim, Dialect, Shape } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { decimalMs } from '../http/retry-after.js'
import { hasOnly, isObj, named, type Obj, rest, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord } from '../status/semantics.js'
import { absent, denied, fault, fix, renew } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const openstackBody = t.UnknownRecord

/** @category dialects @since 0.1.0 */
export type OpenstackBody = t.TypeOf<typeof openstackBody>

const conflict = (because: string) => ({ because, kind: 'failed_precondition' }) as const

/** The faults of Compute and Block Storage. */
const faults = {
  badRequest: fix('The request is not as the API wants it.'),
  unauthorized: renew('There is no valid token.'),
  forbidden: denied('The policy or a quota does not allow this.'),
  itemNotFound: absent('There is no such item.'),
  badMethod: { because: 'The resource does not know this method.', kind: 'unimplemented', advice: 'never' },
  conflictingRequest: conflict('The state of the resource does not allow this.'),
  buildInProgress: conflict('The server is still being built.'),
  resizeNotAllowed: conflict('The server cannot be resized as it is.'),
  backupOrResizeInProgress: conflict('A backup or a resize is under way.'),
  overLimit: { because: 'A limit of the account was reached.', kind: 'resource_exhausted', scope: 'client' },
  badMediaType: fix('The media type is not supported.'),
  notImplemented: { because: 'The operation is not supported here.', kind: 'unimplemented', advice: 'never' },
  serviceUnavailable: { because: 'The service is not available.', kind: 'unavailable' },
  serverCapacityUnavailable: { because: 'There is no room for this server.', kind: 'unavailable' },
  computeFault: fault('The service failed.'),
  instanceFault: fault('The service failed.'),
} as const satisfies Readonly<Record<string, ApiWord>>

const codes = {
  ...faults,
  OverQuota: { because: 'A quota of the project is used up.', kind: 'resource_exhausted', advice: 'never' },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type OpenstackCode = keyof typeof codes

const names = ['error', 'NeutronError', ...Object.keys(faults)]
const shapes: readonly Shape[] = names.map(name => ({ required: { [name]: 'object' }, closed: true }))

/** The one member, and what is in it. */
const faultOf = (body: Obj): { readonly name: string; readonly fault: Obj } | undefined => {
  for (const name in body) return isObj(body[name]) ? { name, fault: body[name] } : undefined
  return undefined
}

const toProblem = (body: OpenstackBody, _payload: Payload): Said => {
  const { name, fault } = faultOf(body) ?? { name: 'error', fault: {} }
  const status = fault['code']
  const isStatus = typeof status === 'number' && Number.isInteger(status) && status >= 100 && status <= 599
  const type = name === 'NeutronError' ? textOf(fault['type']) : undefined
  const afterMs = typeof fault['retryAfter'] === 'string' ? decimalMs(fault['retryAfter'], 1_000) : undefined
  const title = name === 'error' ? textOf(fault['title']) : undefined
  const detail = textOf(fault['message'])
  const left = rest(fault, {
    code: isStatus ? true : undefined,
    message: detail,
    title,
    type,
    retryAfter: afterMs,
  })
  return {
    title,
    detail,
    code: name === 'error' ? undefined : (type ?? (name === 'NeutronError' ? undefined : name)),
    bodyStatus: isStatus ? status : undefined,
    wait: afterMs === undefined ? undefined : { afterMs },
    extensions: left === undefined ? undefined : { [name]: left },
    reads: Object.assign(Object.create(null), { [name]: true }),
  }
}

const inIdentity = named({ code: 'text', message: 'text', title: 'text' })
const declared: Claim = { rung: 'declared', because: 'the field X-OpenStack-Request-Id' }
const identity: Claim = { rung: 'distinctive', because: 'an error of code, message and title, and nothing else' }
const networking: Claim = { rung: 'distinctive', because: 'NeutronError with a message' }
const compute: Claim = { rung: 'distinctive', because: 'one fault by its name, with message and code' }

/**
 * The services of OpenStack.
 *
 * @see https://docs.openstack.org/api-guide/compute/faults.html
 * @category dialects
 * @since 0.1.0
 */
export const openstack: Dialect<'openstack', OpenstackBody, OpenstackCode> = {
  id: 'openstack',
  title: 'OpenStack',
  docs: 'https://docs.openstack.org/api-guide/compute/faults.html',
  verified:
    '2026-11 against captures of Keystone 22 and published bodies of Nova and Neutron; the names of faults against the source of Nova',
  shape: shapes,
  body: openstackBody,
  claim: (body, { fields }) => {
    const { name, fault } = faultOf(body) ?? { name: '', fault: {} }
    if (typeof fault['message'] !== 'string') return undefined
    const isStatus = typeof fault['code'] === 'number'
    if (name === 'error' && !(isStatus && typeof fault['title'] === 'string')) return undefined
    if (fields.get('x-openstack-request-id') !== undefined) return declared
    if (name === 'error') return hasOnly(fault, inIdentity) ? identity : undefined
    if (name === 'NeutronError') return networking
    return isStatus ? compute : undefined
  },
  toProblem,
  codes,
}
