/**
 * JSON:API: `{ errors: [{ id, links, status: "422", code, title, detail, source: { pointer | parameter | header }, meta }] }`.
 * Who: https://jsonapi.org/format/#error-objects. Observed: four servers captured or quoted, 2026.
 * `status` is a text, in each item; `title` is all that some items say, and with some servers the name of a class. One server puts
 * a list of field errors where `detail` belongs.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { itemOfJunk } from '../error-list.js'
import type { Payload } from '../exchange.js'
import { pointerOfLoc, pointerOfPath } from '../http/pointer.js'
import type { Ledger } from '../ledger.js'
import type { ApiProblem, Link, Place, ProblemItem } from '../problem.js'
import {
  besides,
  hasOnly,
  isObj,
  itemOf,
  itemsOfList,
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

/** @category dialects @since 0.1.0 */
export const jsonapiBody = members('JsonapiBody', { errors: t.UnknownArray })

/** @category dialects @since 0.1.0 */
export type JsonapiBody = t.TypeOf<typeof jsonapiBody>

interface Where {
  readonly pointer: string
  readonly in?: Place
  readonly name?: string
  readonly read: Names
}

const where = (spelt: string, pointer: string, read: Names, place?: Place): Where => ({
  pointer,
  read,
  ...(place === undefined ? {} : { in: place }),
  ...(spelt === pointer ? {} : { name: spelt }),
})

const inPointer = named({ pointer: 'text' })
const inParameter = named({ parameter: 'text' })
const inHeader = named({ header: 'text' })
const nothingIn = named({})

/** `filter[name]` is one parameter of that name, not a path. */
const whereOf = (source: Obj | undefined): Where | undefined => {
  const { pointer, parameter, header } = source ?? {}
  // an empty pointer is the whole document, and only one that is not empty can be told from a text that says nothing
  if (typeof pointer === 'string') return where(pointer, pointerOfPath(pointer), pointer === '' ? nothingIn : inPointer)
  if (textOf(parameter) !== undefined)
    return where(parameter as string, pointerOfLoc([parameter]), inParameter, 'query')
  return textOf(header) === undefined ? undefined : where(header as string, pointerOfLoc([header]), inHeader, 'header')
}

const inError = named({ detail: 'text', code: 'text', source: 'object', links: 'object' })

const linksOf = (links: Obj): readonly Link[] =>
  Object.keys(links)
    .filter(rel => textOf(links[rel]) !== undefined)
    .slice(0, 100)
    .map(rel => ({ rel, href: links[rel] as string }))

const toItem = (error: unknown, ledger: Ledger): ProblemItem => {
  if (!isObj(error)) return itemOfJunk(error, ledger)
  const detail = textOf(error['detail'])
  const source = objOf(error['source'])
  const at = whereOf(source)
  const given = objOf(error['links'])
  const links = given === undefined ? [] : linksOf(given)
  const isRead = (name: string): boolean => given !== undefined && links.some(({ rel }) => rel === name)
  let left = besides(error, inError, ledger)
  const inSource = source === undefined ? undefined : besides(source, at?.read ?? nothingIn, ledger)
  if (inSource !== undefined) left = put(left, 'source', inSource)
  for (const name in given)
    if (!isRead(name)) left = put(left, 'links', ledger.keep(objOf(left?.['links']), name, given[name]))
  return itemOf({
    // the title stays, too: it says where the text came from
    detail: detail ?? textOf(error['title']),
    pointer: at?.pointer,
    in: at?.in,
    name: at?.name,
    code: textOf(error['code']),
    links: links.length === 0 ? undefined : links,
    extensions: left,
  })
}

const inEntry = named({ message: 'text', type: 'text' })

const isToken = (token: unknown): boolean => typeof token === 'string' || typeof token === 'number'

/** One of the field errors that a server lists where the text belongs. */
const toFieldItem = (entry: unknown, ledger: Ledger): ProblemItem => {
  if (!isObj(entry)) return itemOfJunk(entry, ledger)
  const { path, ...others } = entry
  const isPath = Array.isArray(path) && path.length <= 64 && path.every(isToken)
  const left = besides(others, inEntry, ledger)
  return itemOf({
    detail: textOf(entry['message']),
    pointer: isPath ? pointerOfLoc(path) : undefined,
    name: isPath ? path.join('.') : undefined,
    code: textOf(entry['type']),
    extensions: isPath || path === undefined ? left : ledger.keep(left, 'path', path),
  })
}

const hasList = (error: unknown): error is Obj => isObj(error) && Array.isArray(error['detail'])

type Entry = { readonly error: unknown } | { readonly field: unknown }

/** The errors, each with its field errors behind it. */
const flattened = (errors: readonly unknown[]): readonly Entry[] => {
  const entries: Entry[] = []
  for (const one of errors) {
    if (!hasList(one)) {
      entries.push({ error: one })
      continue
    }
    const { detail, ...error } = one
    entries.push({ error })
    for (const field of detail as readonly unknown[]) entries.push({ field })
  }
  return entries
}

/** The status that all errors state. */
const statusOfAll = (errors: readonly unknown[], cap: number): number | undefined => {
  let status: number | undefined
  for (let i = 0; i < errors.length && i < cap; i++) {
    const stated = statusOfText(objOf(errors[i])?.['status'])
    if (stated === undefined || (i > 0 && stated !== status)) return undefined
    status = stated
  }
  return status
}

const toProblem = ({ errors }: JsonapiBody, { limits, ledger, status }: Payload): Said => {
  const items = errors.some(hasList)
    ? itemsOfList(flattened(errors), limits, entry =>
        'field' in (entry as Entry)
          ? toFieldItem((entry as { field: unknown }).field, ledger)
          : toItem((entry as { error: unknown }).error, ledger),
      )
    : itemsOfList(errors, limits, error => toItem(error, ledger))
  // the fields belong to the one error, which has the code
  const code = errors.length === 1 ? textOf(objOf(errors[0])?.['code']) : undefined
  const bodyStatus = errors.length === 0 && status < 400 ? 200 : statusOfAll(errors, limits.items)
  return { ...items, code, bodyStatus, kept: true }
}

const memberOf = { query: 'parameter', header: 'header' } as const

/** What was received is spelt as it was; another API's spelling is no pointer. */
const sourceOf = ({ pointer, in: place, name }: ProblemItem, left: unknown, received: boolean): unknown => {
  const own = isObj(left) ? left : undefined
  if (pointer === undefined || place === 'path' || place === 'cookie') return left
  if (place === undefined || place === 'body') return { ...own, pointer: received ? (name ?? pointer) : pointer }
  return { ...own, [memberOf[place]]: name ?? pointer.slice(1) }
}

const fromItem = (item: ProblemItem, own: Obj | undefined): Obj => {
  const { detail, code, links } = item
  const { source, links: others, ...left } = (item.extensions ?? {}) as Record<string, unknown>
  const all = { ...(isObj(others) ? others : {}), ...hrefs(links) }
  return present({
    ...own,
    code,
    detail: detail === left['title'] ? undefined : detail,
    ...left,
    source: sourceOf(item, source, own === undefined),
    links: Object.keys(all).length === 0 ? others : all,
  })
}

const hrefs = (links: readonly Link[] = []): Obj => {
  const out: Record<string, unknown> = {}
  for (const { rel, href } of links) out[rel] = href
  return out
}

const fromProblem = ({ status, title, code, detail, errors, extensions, dialect, source }: ApiProblem) => {
  const received = dialect === 'jsonapi' && source.wireStatus !== undefined
  const items = errors.length > 0 || received ? errors : [itemOf({ code, detail })]
  const own = received ? undefined : { status: String(status), title }
  return {
    body: { ...extensions, errors: items.map(item => fromItem(item, own)) },
    contentType: 'application/vnd.api+json',
  }
}

const inStandardError: Names = named({
  id: 'text',
  links: 'object',
  status: 'text',
  code: 'text',
  title: 'text',
  detail: 'text',
  source: 'object',
  meta: 'object',
})

const byMediaType: Claim = { rung: 'declared', because: 'errors under the media type application/vnd.api+json' }
const bySource: Claim = {
  rung: 'distinctive',
  because: 'an item of errors has a source with pointer, parameter or header',
}
const byStatus: Claim = {
  rung: 'distinctive',
  because: 'an item of errors has its status as text beside title or detail',
}
const byTitle: Claim = { rung: 'likely', because: 'an item of errors has title and detail, and nothing foreign' }

/**
 * JSON:API.
 *
 * @see https://jsonapi.org/format/#error-objects
 * @category dialects
 * @since 0.1.0
 */
export const jsonapi: Dialect<'jsonapi', JsonapiBody, never> = {
  id: 'jsonapi',
  title: 'JSON:API',
  docs: 'https://jsonapi.org/format/#error-objects',
  verified: '2026-11 against the specification (1.1), its examples and captures of jsonapi-server and fortune',
  shape: [
    { required: { errors: 'array' }, mediaTypes: ['application/vnd.api+json'] },
    {
      required: { errors: 'array' },
      absent: ['data', 'message', 'error', 'success', 'type', 'title', 'status', 'code', 'documentation_url', '__type'],
    },
  ],
  body: jsonapiBody,
  claim: ({ errors }, { mediaType }) => {
    if (mediaType?.essence === 'application/vnd.api+json') return byMediaType
    const first = errors[0]
    if (!isObj(first) || !hasOnly(first, inStandardError)) return undefined
    const pointer = objOf(first['source'])?.['pointer']
    // others put a dotted path there
    if (typeof pointer === 'string' && pointer !== '' && pointer[0] !== '/') return undefined
    if (whereOf(objOf(first['source'])) !== undefined) return bySource
    const { title, detail, status } = first
    const says = typeof title === 'string' || typeof detail === 'string'
    if (says && statusOfText(status) !== undefined) return byStatus
    return typeof title === 'string' && typeof detail === 'string' ? byTitle : undefined
  },
  toProblem,
  fromProblem,
}
