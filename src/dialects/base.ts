/**
 * Base CRM (Zendesk Sell): `{ errors: [{ error: { code, message, details?, resource?, field? }, meta }], meta: { http_status, logref, links } }`.
 * Who: https://developer.zendesk.com/api-reference/sales-crm/errors. Observed: the document and recorded fixtures of its clients, 2026.
 * `meta.http_status` is text and may disagree with the wire; `logref` and `meta` may be missing; v1 sent a map by resource.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { atField, itemOfJunk } from '../error-list.js'
import type { Payload } from '../exchange.js'
import type { Ledger } from '../ledger.js'
import type { ApiProblem, Link, ProblemItem } from '../problem.js'
import {
  besides,
  hasOnly,
  isEmpty,
  isObj,
  itemOf,
  itemsOfList,
  linksOf,
  type Names,
  named,
  type Obj,
  objOf,
  present,
  put,
  statusOfText,
  textOf,
} from '../reading.js'
import type { Said } from '../said.js'
import { phraseOf } from '../status/registry.js'
import type { ApiWord, StatusWords } from '../status/semantics.js'
import { absent, fix, limited, renew, taken } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const baseBody = members(
  'BaseBody',
  { errors: t.union([t.UnknownArray, t.UnknownRecord]) },
  { meta: t.UnknownRecord },
)

/** @category dialects @since 0.1.0 */
export type BaseBody = t.TypeOf<typeof baseBody>

const codes = {
  // errors of the request
  not_found: absent('Resource you are looking for was not found.'),
  incorrect_path: absent('Requested path was not found.'),
  unauthorized: renew('Required access token is missing, malformed, expired, or invalid.'),
  insufficient_scope: {
    because: 'The request requires higher access privileges than those provided by the access token.',
    kind: 'permission_denied',
    advice: 'reauthenticate', // a token of wider scope is a new credential
  },
  rate_limit_exceeded: limited(
    'The api rate limit was exceeded. Contact Base Support in order to change the rate limits for your account.',
  ),
  invalid_param: fix('A request query parameter is malformed, missing, or has an invalid value'),
  invalid_header: fix('A header is malformed, missing, or has an invalid value.'),
  invalid_payload: fix('Unexpected token found when parsing the request body.'),
  incorrect_payload: fix('The request envelope is malformed, missing, or has an invalid value.'),
  server_error: {
    because:
      'The authorization server encountered an unexpected condition which prevented it from fulfilling the request.',
    kind: 'internal',
    advice: 'once',
  },
  temporarily_unavailable: {
    because:
      'The authorization server is currently unable to handle the request due to maintenance or temporary overload.',
    kind: 'unavailable',
    advice: 'after-delay',
    maxAttempts: 3,
    baseDelayMs: 1_000,
    scope: 'origin',
  },
  // errors of the resource
  unknown: fix('An attribute is not a known attribute for the resource.'),
  missing: fix('A required attribute must be present in the request.'),
  already_exists: taken('A resource with an attribute value already exists.'),
  blank: fix('An attribute can’t be blank (neither null nor empty).'),
  invalid_type: fix('An attribute has an invalid type.'),
  incorrect_value: fix('An attribute value is incorrect e.g. is too long, has an invalid format etc.'),
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type BaseCode = keyof typeof codes

const ourEnd = "Something went wrong on Base's end."

const meanings: Readonly<Record<number, string>> = {
  200: 'Everything worked as expected. The response includes a non empty body.',
  201: 'Everything worked as expected. Returned instead of 200 if your operation creates a new resource.',
  202: 'Everything worked as expected. The request has been accepted for future processing. Used by asynchronous APIs.',
  204: 'Everything worked as expected. The response includes an empty body.',
  301: 'The resource you are looking for has been moved somewhere else.',
  304: 'The requested resource has not changed. Returned only if If-None-Match or If-Modified-Since headers were used in the request.',
  400: 'Returned whenever the request is missing required information or is malformed in another way, e.g. the payload is malformed.',
  401: 'The API consumer credentials are invalid, e.g. the API key is revoked or the username or password is invalid.',
  402: 'Subscription payment is required.',
  403: 'The request has been refused because of insufficient user access privileges.',
  404: 'The requested resource could not be found.',
  405: 'The API consumer tried to access an endpoint with an invalid HTTP method, e.g. using PUT on a read-only resource.',
  406: 'The API consumer requested a format that the server cannot produce - an invalid Accept header.',
  409: 'The request could not be completed due to a conflict with the current state of the resource. This code is only allowed in situations where it is expected the user might be able to resolve the conflict and resubmit the request.',
  415: 'The API consumer used an unsupported media type in the Content-Type or Content-Encoding headers.',
  422: 'The request is well-formed but cannot be processed due to semantic issues with the payload, e.g. some required fields are missing.',
  429: 'The rate limit was exceeded and access is temporarily blocked.',
  500: ourEnd,
  502: ourEnd,
  503: ourEnd,
  504: ourEnd,
}

/** The document says what each status means, and nothing on what to do: there the registry speaks. */
const statuses: StatusWords = Object.assign(
  {},
  ...Object.entries(meanings).map(([status, because]) => ({ [status]: { because } })),
)

const describes = (entry: unknown): entry is Obj => isObj(entry) && isObj(entry['error'])

/** v1 keeps the items in a map by resource. */
const firstOf = (errors: BaseBody['errors']): unknown => {
  if (Array.isArray(errors)) return errors[0]
  for (const resource in errors as Obj) {
    const list = (errors as Obj)[resource]
    return Array.isArray(list) ? list[0] : undefined
  }
  return undefined
}

interface Meta {
  readonly help: readonly Link[] | undefined
  readonly left: Obj | undefined
}

const noMeta: Meta = { help: undefined, left: undefined }
const inEntry = named({ error: 'object', meta: 'object' })
const inError = named({ message: 'text', description: 'text', code: 'text', resource: 'text', field: 'text' })
const inMeta = named({ links: 'object' })
const inTopMeta = named({ links: 'object', logref: 'text' })
const inLinks = named({ more_info: 'text' })

/** `links.more_info` is often the empty text: then it stays where it was, so that it can be given back. */
const readMeta = (meta: Obj, names: Names, ledger: Ledger): Meta => {
  const links = objOf(meta['links'])
  const left = besides(meta, names, ledger)
  const others = links === undefined ? undefined : besides(links, inLinks, ledger)
  return {
    help: links === undefined ? undefined : linksOf('help', links['more_info']),
    left: others === undefined ? (left ?? (isEmpty(meta) ? {} : undefined)) : put(left, 'links', others),
  }
}

/** Leftovers keep their nesting, so that equal names in the item and its error stay apart. */
const toItem = (entry: unknown, ledger: Ledger, fallbackResource?: string): ProblemItem => {
  if (!describes(entry)) return itemOfJunk(entry, ledger)
  const error = entry['error'] as Obj
  const meta = isObj(entry['meta']) ? readMeta(entry['meta'], inMeta, ledger) : noMeta
  const message = textOf(error['message'])
  const description = textOf(error['description']) // what v1 calls the message
  const { pointer, name } = atField(error['field'])
  let errorLeft = besides(error, inError, ledger)
  if (message !== undefined && description !== undefined) errorLeft = ledger.keep(errorLeft, 'description', description)
  let left = besides(entry, inEntry, ledger)
  if (errorLeft !== undefined) left = put(left, 'error', errorLeft)
  if (meta.left !== undefined) left = put(left, 'meta', meta.left)
  return itemOf({
    detail: message ?? description,
    pointer,
    name,
    code: textOf(error['code']),
    resource: textOf(error['resource']) ?? fallbackResource,
    links: meta.help,
    extensions: left,
  })
}

const itemsOf = ({ errors }: BaseBody, { limits, ledger }: Payload) => {
  if (Array.isArray(errors)) return itemsOfList(errors, limits, entry => toItem(entry, ledger))
  const flat: { readonly resource: string; readonly entry: unknown }[] = []
  for (const resource in errors as Obj) {
    const list = (errors as Obj)[resource]
    for (const entry of Array.isArray(list) ? list : [list]) flat.push({ resource, entry })
  }
  return itemsOfList(flat, limits, one => {
    const { resource, entry } = one as { resource: string; entry: unknown }
    return toItem(entry, ledger, resource)
  })
}

const toProblem = (body: BaseBody, payload: Payload): Said => {
  const { help, left } = body.meta === undefined ? noMeta : readMeta(body.meta, inTopMeta, payload.ledger)
  const { errors, errorCount } = itemsOf(body, payload)
  return {
    errors,
    errorCount,
    requestId: textOf(body.meta?.['logref']),
    links: help,
    bodyStatus: statusOfText(body.meta?.['http_status']),
    extensions: left === undefined ? undefined : { meta: left },
    kept: true,
  }
}

const metaOf = (links: ApiProblem['links'] | undefined, left: unknown): Obj => {
  const other = isObj(left) ? left : {}
  const help = links?.find(({ rel }) => rel === 'help')?.href
  return {
    ...other,
    ...(help === undefined ? {} : { links: { ...(isObj(other['links']) ? other['links'] : {}), more_info: help } }),
  }
}

const fromItem = (item: ProblemItem): Obj => {
  const { detail, pointer, name, code, resource } = item
  const { meta, error, ...left } = (item.extensions ?? {}) as Record<string, unknown>
  const own = metaOf(item.links, meta)
  return {
    ...left,
    error: {
      ...(isObj(error) ? error : {}),
      ...present({ resource, field: pointer === undefined ? undefined : (name ?? pointer), code, message: detail }),
    },
    ...(Object.keys(own).length === 0 && meta === undefined ? {} : { meta: own }),
  }
}

const fromProblem = (problem: ApiProblem) => {
  const { meta, ...left } = problem.extensions
  const { code, detail = problem.title } = problem
  // what was received from Base goes back as it came; what others said, or a service of ours, is written out
  const received = problem.dialect === 'base' && problem.source.wireStatus !== undefined
  const items = problem.errors.length > 0 || received ? problem.errors : [itemOf({ code, detail })]
  const about = {
    ...metaOf(problem.links, meta),
    ...(received ? {} : { type: 'errors', http_status: `${problem.status} ${phraseOf(problem.status)}` }),
    ...present({ logref: problem.requestId }),
  }
  return {
    body: {
      ...left,
      errors: items.map(fromItem),
      ...(Object.keys(about).length === 0 && meta === undefined ? {} : { meta: about }),
    },
    contentType: 'application/json; charset=utf-8',
  }
}

const wrapped: Claim = { rung: 'distinctive', because: 'an item of errors wraps an error beside its meta' }
const wrappedAmongOthers: Claim = { rung: 'likely', because: 'an item of errors wraps an error among other members' }
const emptyWithMeta: Claim = { rung: 'distinctive', because: 'no errors, but the meta of the envelope' }
const empty: Claim = { rung: 'likely', because: 'empty errors beside meta' }

/**
 * Base CRM, today Zendesk Sell, and its v1.
 *
 * @see https://developer.zendesk.com/api-reference/sales-crm/errors
 * @category dialects
 * @since 0.1.0
 */
export const base: Dialect<'base', BaseBody, BaseCode> = {
  id: 'base',
  title: 'Base API',
  docs: 'https://developer.zendesk.com/api-reference/sales-crm/errors',
  verified: '2026-11 against the document and recorded responses of its clients; no live capture',
  shape: {
    required: { errors: ['array', 'object'] },
    optional: { meta: 'object' },
    absent: ['message', 'error', 'data', 'jsonapi', 'success', 'documentation_url', '__type'],
  },
  body: baseBody,
  claim: ({ errors, meta }) => {
    const first = firstOf(errors)
    if (describes(first)) return hasOnly(first, inEntry) ? wrapped : wrappedAmongOthers
    if (!Array.isArray(errors) || errors.length > 0 || meta === undefined) return undefined
    return 'http_status' in meta || 'logref' in meta ? emptyWithMeta : empty
  },
  toProblem,
  fromProblem,
  statuses,
  codes,
}
