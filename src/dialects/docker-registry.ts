/**
 * Container registries: `{ errors: [{ code, message, detail? }] }`.
 * Who: opencontainers/distribution-spec and distribution/distribution errcode. Observed: captures of registry 2.8 and bodies in tests, 2026.
 * `detail` is anything: a digest, an object, a list of the scopes that were missing. One answer may hold the same code many times.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { listReader } from '../error-list.js'
import type { Payload } from '../exchange.js'
import type { ApiProblem, ProblemItem } from '../problem.js'
import { hasOnly, isObj, itemOf, named, type Obj, present } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord } from '../status/semantics.js'
import { absent, denied, fix, renew } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const dockerRegistryBody = members('DockerRegistryBody', { errors: t.UnknownArray })

/** @category dialects @since 0.1.0 */
export type DockerRegistryBody = t.TypeOf<typeof dockerRegistryBody>

const codes = {
  // the registry's own words
  BLOB_UNKNOWN: absent('The blob is not known to the registry in this repository.'),
  BLOB_UPLOAD_INVALID: fix('The upload of the blob met an error and cannot go on: start a new one.'),
  BLOB_UPLOAD_UNKNOWN: absent('The upload was cancelled or never started: start a new one.'),
  DIGEST_INVALID: fix('The content does not have the digest that was said.'),
  MANIFEST_BLOB_UNKNOWN: {
    because: 'The manifest refers to a blob or manifest that the registry does not have: upload that first.',
    kind: 'failed_precondition',
    advice: 'fix-request',
  },
  MANIFEST_INVALID: fix('The manifest did not pass validation.'),
  MANIFEST_UNKNOWN: absent('There is no manifest of this name and tag.'),
  MANIFEST_UNVERIFIED: fix('The signature of the manifest could not be verified.'),
  NAME_INVALID: fix('The name of the repository is not valid.'),
  NAME_UNKNOWN: absent('The repository is not known to the registry.'),
  SIZE_INVALID: fix('The content does not have the length that was said.'),
  TAG_INVALID: fix('The tag of the manifest is not that of the address.'),
  TOOMANYREQUESTS: {
    because: 'The client sent too many requests.',
    kind: 'resource_exhausted',
    advice: 'after-delay',
    maxAttempts: 3,
    scope: 'client',
  },
  // words that others use as well
  DENIED: denied('Access to this resource is denied.'),
  UNAUTHORIZED: renew('The client did not authenticate: get a token where WWW-Authenticate says.'),
  UNKNOWN: { because: 'An error that the registry has no code for.' },
  UNSUPPORTED: { because: 'The operation is not supported.', kind: 'unimplemented', advice: 'never' },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type DockerRegistryCode = keyof typeof codes

const isCode = (code: unknown): code is DockerRegistryCode =>
  typeof code === 'string' && Object.prototype.hasOwnProperty.call(codes, code)

/** Words that other APIs use, too. */
const shared: readonly DockerRegistryCode[] = ['DENIED', 'UNAUTHORIZED', 'UNKNOWN', 'UNSUPPORTED']
const allInError = named({ code: 'text', message: 'text', detail: 'text' })

const readErrors = listReader({ detail: 'message', code: 'code' })

const toProblem = ({ errors }: DockerRegistryBody, payload: Payload): Said => ({
  ...readErrors(errors, payload),
  extensions: errors.length === 0 ? { errors } : undefined,
  kept: true,
})

const fromItem = ({ detail, code, extensions }: ProblemItem, own: boolean): unknown => {
  if (own && detail === undefined && code === undefined)
    return extensions !== undefined && 'value' in extensions ? extensions['value'] : (extensions ?? {})
  return {
    ...present({ code: own || isCode(code) ? code : 'UNKNOWN', message: own ? detail : (detail ?? code) }),
    ...(own ? extensions : {}),
  }
}

const fromProblem = (problem: ApiProblem) => {
  const { errors, code, detail, title } = problem
  const own = problem.dialect === 'docker-registry'
  const items = errors.length > 0 ? errors : [itemOf({ code, detail: detail ?? title })]
  return {
    body: {
      ...(own && errors.length === 0 ? {} : { errors: items.map(item => fromItem(item, own)) }),
      ...(own ? problem.extensions : {}),
    },
    contentType: 'application/json; charset=utf-8',
    headers: { 'docker-distribution-api-version': 'registry/2.0' },
  }
}

const declared: Claim = { rung: 'declared', because: 'the field Docker-Distribution-Api-Version' }
const distinctive: Claim = { rung: 'distinctive', because: 'errors with a code of the registry' }
const likely: Claim = { rung: 'likely', because: 'errors with a code that the registry also uses' }

/**
 * Container registries after the specification of the Open Container Initiative.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes
 * @category dialects
 * @since 0.1.0
 */
export const dockerRegistry: Dialect<'docker-registry', DockerRegistryBody, DockerRegistryCode> = {
  id: 'docker-registry',
  title: 'Container registry (OCI distribution)',
  docs: 'https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes',
  verified: '2026-11 against captures of registry 2.8; the codes against the sources of registries and clients',
  shape: { required: { errors: 'array' }, closed: true },
  body: dockerRegistryBody,
  claim: ({ errors }, { fields }) => {
    const first = errors[0]
    if (!isObj(first) || !hasOnly(first as Obj, allInError)) return undefined
    if (fields.get('docker-distribution-api-version') !== undefined) return declared
    const { code } = first
    if (!isCode(code)) return undefined
    return shared.includes(code) ? likely : distinctive
  },
  toProblem,
  fromProblem,
  codes,
}
