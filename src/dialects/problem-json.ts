/**
 * RFC 9457 (and 7807): `{ type, title, status, detail, instance, … }`, and our own canonical form on the wire.
 * Who: https://www.rfc-editor.org/rfc/rfc9457; ASP.NET, Symfony, API Platform, Spring, Twilio. Observed: captures and documents, 2026.
 * On the way out it carries everything: what is ours alone travels under `problem_dialects`, and is taken back from a trusted peer only.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { putMember } from '../http/json-value.js'
import type { ApiProblem } from '../problem.js'
import { isPlainItem, itemOfProblem, problemLists, problemOfItem } from '../problem-items.js'
import { codeOf, isObj, itemsOfList, itemsOfMap, type Obj, present, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord } from '../status/semantics.js'
import { wordTable } from '../word-table.js'

const list = t.UnknownArray

const isStatus = (u: unknown): u is number => typeof u === 'number' && Number.isInteger(u) && u >= 100 && u <= 599

/** A type is a URI reference; a single word is somebody else's `type`. */
const isUri = (type: string | undefined): boolean =>
  type !== undefined && (type.indexOf(':') >= 0 || type.indexOf('/') >= 0)

/** @category dialects @since 0.1.0 */
export const problemJsonBody = members(
  'ProblemJsonBody',
  {},
  {
    type: t.string,
    title: t.string,
    status: t.number,
    detail: t.string,
    instance: t.string,
    code: t.union([t.string, t.number]),
    ...{ requestId: t.string, traceId: t.string },
    errors: t.union([list, t.UnknownRecord]),
    ...{ violations: list, 'invalid-params': list },
    ...{ 'hydra:title': t.string, 'hydra:description': t.string },
  },
)

/** @category dialects @since 0.1.0 */
export type ProblemJsonBody = t.TypeOf<typeof problemJsonBody>

/** Registered types that say more than their status: draft-ietf-httpapi-ratelimit-headers-10 §5. The type is the code. */
const codes = {
  'https://iana.org/assignments/http-problem-types#quota-exceeded': {
    because: 'The request exceeds one or more quota policies, which violated-policies names.',
    kind: 'resource_exhausted',
    advice: 'after-delay',
    scope: 'client',
  },
  'https://iana.org/assignments/http-problem-types#temporary-reduced-capacity': {
    because: 'The server has less capacity for a while; the client did nothing wrong.',
    kind: 'unavailable',
    advice: 'backoff',
    scope: 'origin',
  },
  'https://iana.org/assignments/http-problem-types#abnormal-usage-detected': {
    because:
      'The pattern of requests looks unintended or malicious: more of the same makes it worse, unless told when.',
    kind: 'resource_exhausted',
    advice: 'never',
    retryAfter: 'lift',
    scope: 'client',
  },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type ProblemJsonCode = keyof typeof codes

const registered = wordTable<ApiWord>(codes)

/** What is said of individual errors, by the first member that has some. */
const readItems = (body: ProblemJsonBody, { limits, ledger }: Payload): Items & { readonly member?: string } => {
  for (const member of ['errors', 'violations', 'invalid-params'] as const) {
    const value = body[member]
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue
    if (Array.isArray(value)) {
      const { errors, errorCount } = itemsOfList(value, limits, entry =>
        itemOfProblem(entry, problemLists[member], ledger),
      )
      return { errors, errorCount, member }
    }
    const { errors, errorCount, leftover } = itemsOfMap(value as Obj, limits)
    const left = leftover === undefined ? undefined : ledger.keep(undefined, member, leftover)
    return { errors, errorCount, member, leftover: left }
  }
  return noItems
}

type Items = Pick<Said, 'errors' | 'errorCount'> & { readonly leftover?: Obj | undefined }

const noItems: Items = {}

const alwaysRead = 'type title status detail instance code requestId'.split(' ')

const readsWith = (...members: readonly string[]): Readonly<Record<string, true>> =>
  Object.assign(Object.create(null), ...[...alwaysRead, ...members].map(name => ({ [name]: true })))

const readsByMember: Readonly<Record<string, Readonly<Record<string, true>>>> = {
  violations: readsWith('violations'),
  'invalid-params': readsWith('invalid-params'),
  none: readsWith('type'),
}

/** Usually `errors` is all there is; an empty or a second list is left over. */
const readsOf = ({ errors }: ProblemJsonBody, member: string | undefined) =>
  member === 'errors' || (member === undefined && errors === undefined) ? undefined : readsByMember[member ?? 'none']

const codeOfType = (type: string | undefined): string | undefined =>
  type !== undefined && registered(type) !== undefined ? type : undefined

const toProblem = (body: ProblemJsonBody, payload: Payload): Said => {
  const { errors, errorCount, leftover, member } = readItems(body, payload) as ReturnType<typeof readItems>
  const { title, detail, status, traceId } = body
  const alone = (body as Obj)['problem_dialects']
  const isOdd = status !== undefined && !isStatus(status)
  const code = codeOf(body.code) ?? codeOfType(body.type)
  return {
    type: textOf(body.type),
    title: textOf(title) ?? textOf(body['hydra:title']),
    detail: textOf(detail) ?? textOf(body['hydra:description']),
    instance: textOf(body.instance),
    code,
    requestId: textOf(body.requestId) ?? textOf(traceId),
    traceId: traceId === undefined ? undefined : /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(traceId)?.[1],
    bodyStatus: isOdd ? undefined : status,
    errors,
    errorCount,
    // a number that is no status stays what it was
    extensions: isOdd ? payload.ledger.keep(leftover, 'status', status) : leftover,
    kept: true,
    reads: readsOf(body, member),
    peer: isObj(alone) ? { ...verbatim(body), errors: errors ?? [], ...alone } : undefined,
  }
}

/** What a peer said at the top, to the letter. */
const verbatim = ({ type, title, status, detail, instance, requestId, code }: ProblemJsonBody): Obj =>
  present({ type, title, status, detail, instance, requestId, code: code === undefined ? code : `${code}` })

/** The names that mean something at the top of our own form; extensions of these names travel with what is ours alone. */
const ours = readsWith(
  ...'errors violations invalid-params traceId problem_dialects hydra:title hydra:description __proto__'.split(' '),
)

const fromProblem = (problem: ApiProblem) => {
  const { type, title, status, detail, instance, code, errors, requestId, extensions, ...alone } = problem
  const top: Record<string, unknown> = {}
  const colliding: Record<string, unknown> = {}
  const isType = code !== undefined && code === codeOfType(type)
  for (const name of Object.keys(extensions)) {
    const at = Object.prototype.hasOwnProperty.call(ours, name) ? colliding : top
    putMember(at, name, extensions[name])
  }
  return {
    body: {
      ...present({
        ...{ type, title, status, detail, instance, requestId },
        code: isType ? undefined : code,
        errors: errors.length === 0 ? undefined : errors.map(problemOfItem),
      }),
      ...top,
      problem_dialects: {
        ...alone,
        ...(isType ? { code } : {}),
        // errors that would come back otherwise travel here, too
        ...(errors.every(isPlainItem) ? {} : { errors }),
        ...(Object.keys(colliding).length === 0 ? {} : { extensions: colliding }),
      },
    },
    contentType: 'application/problem+json',
  }
}

const byMediaType: Claim = { rung: 'declared', because: 'the media type application/problem+json' }
const distinctive: Claim = { rung: 'distinctive', because: 'a type that is a URI, title and status' }
const hydra: Claim = { rung: 'distinctive', because: 'hydra:title and hydra:description' }
const likely: Claim = { rung: 'likely', because: 'title beside a status, or beside a type that is a URI' }

/**
 * Problem details for HTTP APIs.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 * @category dialects
 * @since 0.1.0
 */
export const problemJson: Dialect<'problem-json', ProblemJsonBody, ProblemJsonCode> = {
  id: 'problem-json',
  title: 'Problem details (RFC 9457)',
  docs: 'https://www.rfc-editor.org/rfc/rfc9457',
  verified: '2026-11 against RFC 9457 and captures',
  shape: [
    { mediaTypes: ['application/problem+json'] },
    { required: { type: 'string', title: 'string', status: 'number' } },
    { required: { title: 'string', status: 'number' } },
    { required: { type: 'string', title: 'string', detail: 'string' } },
    { required: { 'hydra:title': 'string', 'hydra:description': 'string' } },
  ],
  reads: [...alwaysRead, 'errors'],
  body: problemJsonBody,
  codes,
  claim: (body, { mediaType }) => {
    if (mediaType?.essence === 'application/problem+json') return byMediaType
    if (body['hydra:title'] !== undefined) return hydra
    const { title, type } = body
    const status = isStatus(body.status) ? body.status : undefined
    if (title === undefined || (status ?? 400) < 400) return undefined
    if (isUri(type)) return status === undefined ? likely : distinctive
    return status === undefined ? undefined : likely
  },
  toProblem,
  fromProblem,
}
