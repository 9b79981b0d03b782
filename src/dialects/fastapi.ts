/**
 * FastAPI: `{ detail }`, where `detail` is a text, an object of the application's, or a list of `{ loc, msg, type, input?, ctx? }`.
 * Who: tiangolo/fastapi exception_handlers.py; pydantic 1 and 2. Observed: captures of both, and documents, 2026.
 * `loc` begins with the place (`body`, `query`, `path`, `header`, `cookie`); for unreadable JSON it goes on with an offset, not an index.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { itemOfJunk } from '../error-list.js'
import type { Payload } from '../exchange.js'
import { parsePointer, pointerOfLoc } from '../http/pointer.js'
import type { Ledger } from '../ledger.js'
import { type ApiProblem, type Place, type ProblemItem, places } from '../problem.js'
import {
  areTexts,
  besides,
  hasOnly,
  isObj,
  itemOf,
  itemsOfList,
  linksOf,
  named,
  type Obj,
  present,
  textOf,
} from '../reading.js'
import type { Said } from '../said.js'

/** @category dialects @since 0.1.0 */
export const fastapiBody = members('FastapiBody', { detail: t.union([t.string, t.UnknownArray, t.UnknownRecord]) })

/** @category dialects @since 0.1.0 */
export type FastapiBody = t.TypeOf<typeof fastapiBody>

type Loc = readonly (string | number)[]

/** No document is nested deeper than this. */
const maxTokens = 64

const isLoc = (u: unknown): u is Loc =>
  Array.isArray(u) &&
  u.length > 0 &&
  u.length <= maxTokens &&
  u.every(token => typeof token === 'string' || typeof token === 'number')

const isError = (u: unknown): u is Obj =>
  isObj(u) && Array.isArray(u['loc']) && typeof u['msg'] === 'string' && typeof u['type'] === 'string'

/** How the two pydantics call JSON that cannot be read: what follows the place is an offset. */
const isUnreadable = (type: unknown): boolean => type === 'json_invalid' || type === 'value_error.jsondecode'

const placeOf = (token: unknown): Place | undefined => places.find(place => place === token)

const inError = named({ msg: 'text', type: 'text', loc: 'list', url: 'text' })
const inMessage = named({ message: 'text', code: 'text' })
const inMsg = named({ msg: 'text', code: 'text' })
const none = named({})

/** What `loc` says, and whether it can be told from that again. */
const whereOf = (
  loc: Loc,
  type: unknown,
): { readonly in: Place | undefined; readonly pointer: string; readonly isOdd: boolean } => {
  const place = placeOf(loc[0])
  let tokens = place === undefined ? loc : loc.slice(1)
  // the model itself, in pydantic 1
  if (tokens[tokens.length - 1] === '__root__') tokens = tokens.slice(0, -1)
  if (isUnreadable(type)) tokens = []
  const pointer = pointerOfLoc(tokens)
  const again = locOf(place, pointer)
  return {
    in: place === 'body' ? undefined : place,
    pointer,
    isOdd: again.length !== loc.length || again.some((token, i) => token !== loc[i]),
  }
}

const locOf = (place: Place | undefined, pointer: string): Loc => [
  place ?? 'body',
  ...(parsePointer(pointer) ?? []).map(token => (/^(0|[1-9][0-9]{0,8})$/.test(token) ? Number(token) : token)),
]

const toItem = (entry: unknown, ledger: Ledger): ProblemItem => {
  if (typeof entry === 'string') return itemOf({ detail: entry })
  if (!isError(entry)) return itemOfJunk(entry, ledger)
  const { loc, type } = entry
  const where = isLoc(loc) ? whereOf(loc, type) : undefined
  let left = besides(entry, inError, ledger)
  if (where === undefined || where.isOdd) left = ledger.keep(left, 'loc', loc)
  return itemOf({
    detail: textOf(entry['msg']),
    pointer: where?.pointer,
    in: where?.in,
    name: where === undefined ? undefined : (loc as Loc).join('.'),
    code: textOf(type),
    links: linksOf('help', entry['url']),
    extensions: left,
  })
}

/** An object of the application's: most have a message and a code. */
const readObject = (detail: Obj, ledger: Ledger): Said => {
  const message = textOf(detail['message'])
  const left = hasOnly(detail, none) ? {} : besides(detail, message === undefined ? inMsg : inMessage, ledger)
  return {
    detail: message ?? textOf(detail['msg']),
    code: textOf(detail['code']),
    extensions: left === undefined ? undefined : { detail: left },
    kept: true,
  }
}

const toProblem = ({ detail }: FastapiBody, { limits, ledger }: Payload): Said => {
  if (typeof detail === 'string') return { detail: textOf(detail), extensions: detail === '' ? { detail } : undefined }
  if (!Array.isArray(detail)) return readObject(detail as Obj, ledger)
  const { errors, errorCount } = itemsOfList(detail, limits, entry => toItem(entry, ledger))
  return {
    codesOfFields: true,
    errors,
    errorCount,
    extensions: detail.length === 0 ? { detail } : undefined,
    kept: true,
  }
}

const fromItem = ({ detail, pointer, code, links, extensions, in: place }: ProblemItem): unknown => {
  if (extensions !== undefined && detail === undefined && code === undefined)
    return 'value' in extensions ? extensions['value'] : extensions
  if (pointer === undefined && code === undefined && extensions === undefined) return detail
  return {
    ...present({ type: code ?? 'value_error', loc: locOf(place, pointer ?? ''), msg: detail ?? code }),
    ...present({ url: links?.[0]?.href }),
    ...extensions,
  }
}

const fromProblem = (problem: ApiProblem) => {
  const { errors, detail, code, title } = problem
  const { detail: left, ...own } = problem.dialect === 'fastapi' ? problem.extensions : ({} as Obj)
  if (errors.length > 0) return { body: { detail: errors.map(fromItem), ...own } }
  if (isObj(left)) return { body: { detail: { ...present({ message: detail, code }), ...left }, ...own } }
  if (left !== undefined) return { body: { detail: left, ...own } }
  const text = detail ?? title
  return { body: { detail: code === undefined ? text : { message: text, code }, ...own } }
}

const validation: Claim = { rung: 'distinctive', because: 'detail is a list of errors with loc, msg and type' }
const likely: Claim = { rung: 'likely', because: 'detail, and nothing else, from uvicorn' }
const possible: Claim = { rung: 'possible', because: 'detail, and nothing else' }

const alone = named({ detail: 'text' })

/**
 * FastAPI, with pydantic 1 or 2.
 *
 * @see https://fastapi.tiangolo.com/tutorial/handling-errors/
 * @category dialects
 * @since 0.1.0
 */
export const fastapi: Dialect<'fastapi', FastapiBody, never> = {
  id: 'fastapi',
  title: 'FastAPI',
  docs: 'https://fastapi.tiangolo.com/tutorial/handling-errors/',
  verified: '2026-11 against captures with pydantic 1 and 2',
  shape: { required: { detail: ['string', 'array', 'object'] } },
  body: fastapiBody,
  claim: ({ detail }, { json, fields }) => {
    if (Array.isArray(detail) && isError(detail[0])) return validation
    if (!hasOnly(json as Obj, alone) || (Array.isArray(detail) && !areTexts(detail))) return undefined
    // the other framework that answers so lists its methods
    return fields.get('server') === 'uvicorn' && fields.get('allow') === undefined ? likely : possible
  },
  toProblem,
  fromProblem,
}
