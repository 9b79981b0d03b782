/**
 * RFC 9457 (and 7807): `{ type, title, status, detail, instance, … }`, and our own canonical form on the wire.
 * Who: https://www.rfc-editor.org/rfc/rfc9457; ASP.NET, Symfony, API Platform, Spring, Twilio. Observed: captures and documents, 2026.
 * On the way out it carries everything: what is ours alone travels under `problem_dialects`, and is taken back from a trusted peer only.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Dialect, Said } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { pointerOfPath } from '../http/pointer.js'
import { type ApiProblem, type Place, type ProblemItem, places } from '../problem.js'
import { codeOf, isObj, itemOf, itemsOfList, itemsOfMap, type Obj, rest, textOf } from '../reading.js'

const codeMember = t.union([t.string, t.number])
const list = t.UnknownArray

const isStatus = (u: unknown): u is number => typeof u === 'number' && Number.isInteger(u) && u >= 100 && u <= 599
/** Another number is no status: it stays where it was. */
const httpStatus = new t.Type<number, number, unknown>(
  'HttpStatus',
  isStatus,
  (u, context) => (isStatus(u) ? t.success(u) : t.failure(u, context)),
  t.identity,
)

/** A type is a URI reference; a single word is somebody else's `type`. */
const isUri = (type: string | undefined): boolean => type !== undefined && /[:/]/.test(type)

/** @category dialects @since 0.1.0 */
export const problemJsonBody = members(
  'ProblemJsonBody',
  {},
  {
    type: t.string,
    title: t.string,
    status: httpStatus,
    detail: t.string,
    instance: t.string,
    code: codeMember,
    requestId: t.string,
    traceId: t.string,
    errors: t.union([list, t.UnknownRecord]),
    violations: list,
    'invalid-params': list,
    'hydra:title': t.string,
    'hydra:description': t.string,
  },
)

/** @category dialects @since 0.1.0 */
export type ProblemJsonBody = t.TypeOf<typeof problemJsonBody>

/** Where lists of individual errors are found, and what their members are called: RFC 9457 §3, RFC 7807 §3, API Platform and Symfony. */
const lists = {
  errors: { pointer: ['pointer', 'field', 'path', 'property'], detail: ['detail', 'message', 'title', 'reason'] },
  violations: { pointer: ['propertyPath', 'field'], detail: ['message', 'title'] },
  'invalid-params': { pointer: ['name'], detail: ['reason', 'message'] },
} as const

const placeOf = (u: unknown): Place | undefined => (u === undefined ? undefined : places.find(place => place === u))

const toItem =
  (spelling: { readonly pointer: readonly string[]; readonly detail: readonly string[] }) =>
  (entry: unknown): ProblemItem => {
    if (typeof entry === 'string') return { detail: entry }
    if (!isObj(entry)) return { extensions: { value: entry } }
    const said = spelling.detail.find(member => textOf(entry[member]) !== undefined)
    const detail = said === undefined ? undefined : textOf(entry[said])
    const where = spelling.pointer.find(member => typeof entry[member] === 'string')
    const spelt = where === undefined ? undefined : (entry[where] as string)
    const pointer = spelt === undefined ? undefined : pointerOfPath(spelt)
    const named = where === 'name' ? undefined : textOf(entry['name'])
    const name = named ?? (spelt === pointer ? undefined : spelt)
    const place = placeOf(entry['in'])
    const code = codeOf(entry['code'])
    const resource = textOf(entry['resource'])
    const links = Array.isArray(entry['links']) && entry['links'].every(isLink) ? entry['links'] : undefined
    const taken: Record<string, unknown> = { in: place, name: named, code, resource, links }
    if (where !== undefined) taken[where] = spelt
    if (said !== undefined) taken[said] = detail
    return itemOf({ detail, pointer, in: place, name, code, resource, links, extensions: rest(entry, taken) })
  }

const isLink = (u: unknown): boolean =>
  isObj(u) && typeof u['rel'] === 'string' && typeof u['href'] === 'string' && Object.keys(u).length === 2

const readItems = (
  body: ProblemJsonBody,
  { limits }: Payload,
): Pick<Said, 'errors' | 'errorCount' | 'extensions' | 'reads'> => {
  for (const member of ['errors', 'violations', 'invalid-params'] as const) {
    const value = body[member]
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue
    const reads = readsByMember[member] ?? alwaysRead
    if (Array.isArray(value)) {
      const { errors, errorCount } = itemsOfList(value, limits, toItem(lists[member]))
      return { errors, errorCount, extensions: undefined, reads }
    }
    const { errors, errorCount, leftover } = itemsOfMap(value as Obj, limits)
    return { errors, errorCount, extensions: leftover === undefined ? undefined : { [member]: leftover }, reads }
  }
  return noItems
}

const alwaysRead = {
  type: true,
  title: true,
  status: true,
  detail: true,
  instance: true,
  code: true,
  requestId: true,
} as const
const readsByMember: Readonly<Record<string, Readonly<Record<string, true>>>> = {
  errors: { ...alwaysRead, errors: true },
  violations: { ...alwaysRead, violations: true },
  'invalid-params': { ...alwaysRead, 'invalid-params': true },
}
const noItems = { errors: undefined, errorCount: undefined, extensions: undefined, reads: alwaysRead }

const toProblem = (body: ProblemJsonBody, payload: Payload): Said => {
  const title = textOf(body.title) ?? textOf(body['hydra:title'])
  const { errors, errorCount, extensions, reads } = readItems(body, payload)
  const alone = (body as Obj)['problem_dialects']
  return {
    type: textOf(body.type),
    title,
    detail: textOf(body.detail) ?? textOf(body['hydra:description']),
    instance: textOf(body.instance),
    code: codeOf(body.code),
    requestId: textOf(body.requestId) ?? textOf(body.traceId),
    traceId: /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(body.traceId ?? '')?.[1],
    bodyStatus: body.status,
    errors,
    errorCount,
    extensions,
    reads,
    peer: isObj(alone) ? { ...verbatim(body), errors: errors ?? [], ...alone } : undefined,
  }
}

/** What a peer said at the top, to the letter. */
const verbatim = ({ type, title, status, detail, instance, code, requestId }: ProblemJsonBody): Obj => ({
  type,
  title,
  status,
  ...(detail === undefined ? {} : { detail }),
  ...(instance === undefined ? {} : { instance }),
  ...(code === undefined ? {} : { code: String(code) }),
  ...(requestId === undefined ? {} : { requestId }),
})

/** The names that mean something at the top of our own form; extensions of these names travel with what is ours alone. */
const ours: Readonly<Record<string, true>> = {
  ...alwaysRead,
  errors: true,
  violations: true,
  'invalid-params': true,
  traceId: true,
  problem_dialects: true,
  'hydra:title': true,
  'hydra:description': true,
  __proto__: true,
}

const fromItem = (item: ProblemItem): Obj => {
  const { pointer, name, extensions, ...said } = item
  // a name that spells the pointer itself, as a fragment, is given back in its place
  const spelt = name !== undefined && pointer !== undefined && name[0] === '#' && pointerOfPath(name) === pointer
  return {
    ...extensions,
    ...said,
    ...(pointer === undefined ? {} : { pointer: spelt ? name : pointer }),
    ...(name === undefined || spelt ? {} : { name }),
  }
}

/** Would this item come back the same? Where not, the list also travels with what is ours alone. */
const isPlain = ({ pointer, extensions, ...said }: ProblemItem): boolean =>
  (pointer === undefined || said.name !== pointer) &&
  (pointer === undefined || pointer === '' || pointer[0] === '/') &&
  !Object.values(said).includes('') &&
  (extensions === undefined ||
    (Object.keys(extensions).length > 0 && !Object.keys(extensions).some(name => itemNames.includes(name))))

const itemNames: readonly string[] = [
  'detail',
  'message',
  'title',
  'reason',
  'pointer',
  'field',
  'path',
  'property',
  'in',
  'name',
  'code',
  'resource',
  'links',
  '__proto__',
]

const fromProblem = (problem: ApiProblem) => {
  const { type, title, status, detail, instance, code, errors, requestId, extensions, ...alone } = problem
  const top: Record<string, unknown> = {}
  const colliding: Record<string, unknown> = {}
  for (const name of Object.keys(extensions)) {
    const at = Object.prototype.hasOwnProperty.call(ours, name) ? colliding : top
    Object.defineProperty(at, name, { value: extensions[name], enumerable: true, configurable: true, writable: true })
  }
  return {
    body: {
      type,
      title,
      status,
      ...(detail === undefined ? {} : { detail }),
      ...(instance === undefined ? {} : { instance }),
      ...(code === undefined ? {} : { code }),
      ...(errors.length === 0 ? {} : { errors: errors.map(fromItem) }),
      ...(requestId === undefined ? {} : { requestId }),
      ...top,
      problem_dialects: {
        ...alone,
        ...(errors.every(isPlain) ? {} : { errors }),
        ...(Object.keys(colliding).length === 0 ? {} : { extensions: colliding }),
      },
    },
    contentType: 'application/problem+json',
  }
}

/**
 * Problem details for HTTP APIs.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 * @category dialects
 * @since 0.1.0
 */
export const problemJson: Dialect<'problem-json', ProblemJsonBody, never> = {
  id: 'problem-json',
  title: 'Problem details (RFC 9457)',
  docs: 'https://www.rfc-editor.org/rfc/rfc9457',
  verified: '2026-11 against RFC 9457 and captures',
  shape: [
    { mediaTypes: ['application/problem+json'] },
    { required: { type: 'string', title: 'string', status: 'number' } },
    { required: { title: 'string', status: 'number' } },
    { required: { type: 'string', title: 'string', detail: 'string' } },
  ],
  body: problemJsonBody,
  claim: ({ type, title, status }, { mediaType }) => {
    if (mediaType?.essence === 'application/problem+json')
      return { rung: 'declared', because: 'the media type application/problem+json' }
    if (title === undefined || (status ?? 400) < 400) return undefined
    if (isUri(type) && status !== undefined)
      return { rung: 'distinctive', because: 'a type that is a URI, title and status' }
    return isUri(type) || status !== undefined
      ? { rung: 'likely', because: 'title beside a status, or beside a type that is a URI' }
      : undefined
  },
  toProblem,
  fromProblem,
}
