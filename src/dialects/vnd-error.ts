/**
 * vnd.error: `{ message, path?, logref?, _links?: { help, about, describes }, _embedded?: { errors: […] } }`, an error in HAL.
 * Who: https://github.com/blongden/vnd.error; Micronaut and older Spring HATEOAS send it. Observed: the document and a quoted response.
 * `logref` may be a number; `path` is a JSON Pointer. Micronaut sends it as application/json, with `_links.self`.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { atField, itemOfJunk } from '../error-list.js'
import type { Payload } from '../exchange.js'
import type { Ledger } from '../ledger.js'
import type { ApiProblem, Link, ProblemItem } from '../problem.js'
import { codeOf, isObj, itemOf, itemsOfList, type Obj, objOf, present, put, textOf } from '../reading.js'
import type { Said } from '../said.js'

/** @category dialects @since 0.1.0 */
export const vndErrorBody = members(
  'VndErrorBody',
  {},
  {
    message: t.string,
    logref: t.union([t.string, t.number]),
    path: t.string,
    _links: t.UnknownRecord,
    _embedded: t.UnknownRecord,
  },
)

/** @category dialects @since 0.1.0 */
export type VndErrorBody = t.TypeOf<typeof vndErrorBody>

interface Links {
  readonly links: readonly Link[]
  readonly left: Obj | undefined
}

const noLinks: Links = { links: [], left: undefined }

const isHref = (link: unknown): link is { readonly href: string } =>
  isObj(link) && textOf(link['href']) !== undefined && Object.keys(link).length === 1

/** A link that is a target and nothing else is read; one with a title, a template or in a list stays where it was. */
const readLinks = (given: Obj | undefined, ledger: Ledger): Links => {
  if (given === undefined) return noLinks
  const links: Link[] = []
  let left: Record<string, unknown> | undefined
  for (const rel in given) {
    const link = given[rel]
    if (isHref(link) && links.length < 100) links.push({ rel, href: link.href })
    else left = ledger.keep(left, rel, link)
  }
  return { links, left: left ?? (links.length === 0 ? {} : undefined) }
}

const isRead = (name: string, value: unknown): boolean =>
  name === 'message' || name === 'path' ? textOf(value) !== undefined : name === '_links' && isObj(value)

const toItem = (entry: unknown, ledger: Ledger): ProblemItem => {
  if (!isObj(entry)) return itemOfJunk(entry, ledger)
  const path = textOf(entry['path'])
  const { links, left } = readLinks(objOf(entry['_links']), ledger)
  let extensions: Record<string, unknown> | undefined
  for (const name in entry) if (!isRead(name, entry[name])) extensions = ledger.keep(extensions, name, entry[name])
  if (left !== undefined) extensions = put(extensions, '_links', left)
  return itemOf({
    detail: textOf(entry['message']),
    ...atField(path),
    links: links.length === 0 ? undefined : links,
    extensions,
  })
}

/** Without embedded errors the error itself is about a field, if it names one. */
const toProblem = ({ message, logref, path, _links, _embedded }: VndErrorBody, { limits, ledger }: Payload): Said => {
  const list = _embedded?.['errors']
  const { links, left } = readLinks(_links, ledger)
  let out: Record<string, unknown> | undefined = left === undefined ? undefined : { _links: left }
  let others: Record<string, unknown> | undefined
  for (const name in _embedded)
    if (name !== 'errors' || !Array.isArray(list)) others = ledger.keep(others, name, _embedded[name])
  // a lone embedded error beside no message would look like the error itself
  const isLone = Array.isArray(list) && list.length === 1 && textOf(message) === undefined
  if (others !== undefined || isLone || (_embedded !== undefined && !Array.isArray(list)))
    out = put(out, '_embedded', others ?? {})
  const isField = path !== undefined && path !== '' && !Array.isArray(list)
  if (path !== undefined && !isField) out = ledger.keep(out, 'path', path)
  if (message === '') out = ledger.keep(out, 'message', message)
  // a number comes back as one
  if (typeof logref === 'number' || logref === '') out = ledger.keep(out, 'logref', logref)
  return {
    detail: textOf(message),
    requestId: codeOf(logref),
    links,
    ...(Array.isArray(list) ? itemsOfList(list, limits, entry => toItem(entry, ledger)) : {}),
    ...(isField ? { errors: [itemOf({ detail: textOf(message), ...atField(path) })] } : {}),
    extensions: out,
    kept: true,
  }
}

const linksOf = (links: readonly Link[] | undefined, left: unknown): unknown => {
  if (links === undefined || links.length === 0) return left
  const out: Record<string, unknown> = isObj(left) ? { ...left } : {}
  for (const { rel, href } of links ?? []) out[rel] = { href }
  return out
}

const fromItem = ({ detail, pointer, name, links, extensions }: ProblemItem, received: boolean): Obj =>
  present({
    message: detail,
    path: received && pointer !== undefined ? (name ?? pointer) : pointer,
    ...extensions,
    _links: linksOf(links, extensions?.['_links']),
  })

const fromProblem = ({ detail, title, requestId, errors, links, extensions, dialect, source }: ApiProblem) => {
  const received = dialect === 'vnd-error' && source.wireStatus !== undefined
  const [first] = errors
  const { _embedded, _links, logref, ...left } = extensions
  const isSelf =
    errors.length === 1 && first?.detail === detail && first?.pointer !== undefined && _embedded === undefined
  const embedded = errors.length === 0 || isSelf ? undefined : errors.map(item => fromItem(item, received))
  return {
    body: present({
      // an envelope without a message was spoken for by its first error
      message: received && !isSelf && detail === first?.detail ? undefined : (detail ?? title),
      path: isSelf ? ((received ? first?.name : undefined) ?? first?.pointer) : undefined,
      logref: logref ?? requestId,
      ...left,
      _links: linksOf(links, _links),
      _embedded:
        embedded === undefined && _embedded === undefined
          ? undefined
          : { ...(isObj(_embedded) ? _embedded : {}), ...(embedded === undefined ? {} : { errors: embedded }) },
    }),
    contentType: 'application/vnd.error+json',
  }
}

const byMediaType: Claim = { rung: 'declared', because: 'the media type application/vnd.error+json' }
const embedded: Claim = { rung: 'distinctive', because: 'message and _links beside embedded errors' }
const hal: Claim = { rung: 'likely', because: 'message beside _links' }

/**
 * vnd.error, an error in HAL.
 *
 * @see https://github.com/blongden/vnd.error
 * @category dialects
 * @since 0.1.0
 */
export const vndError: Dialect<'vnd-error', VndErrorBody, never> = {
  id: 'vnd-error',
  title: 'vnd.error',
  docs: 'https://github.com/blongden/vnd.error',
  verified: '2026-11 against the draft of 2014-09-09 and a response quoted by Micronaut; no live capture',
  shape: [
    { mediaTypes: ['application/vnd.error+json'] },
    {
      required: { message: 'string', _links: 'object' },
      optional: { _embedded: 'object' },
      absent: ['status', 'code', 'error', 'errors', 'type', 'title', 'timestamp', '_type'],
    },
  ],
  reads: ['message', 'logref', 'path', '_links', '_embedded'],
  body: vndErrorBody,
  claim: ({ _embedded }, { mediaType }) => {
    if (mediaType?.essence === 'application/vnd.error+json') return byMediaType
    return Array.isArray(_embedded?.['errors']) ? embedded : hal
  },
  toProblem,
  fromProblem,
}
