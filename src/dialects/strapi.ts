/**
 * Strapi: `{ data: null, error: { status, name, message, details } }`.
 * Who: https://docs.strapi.io/cms/error-handling. Observed: @strapi/strapi 5.54, November 2026.
 * Fields stand in `details.errors`, each under a path in pieces; a key that is not allowed is in `details.key`. The name is a code
 * unless it is the phrase of the status. 405 is text.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { formatPointer, parsePointer, pointerOfLoc } from '../http/pointer.js'
import { type ApiProblem, type Place, type ProblemItem, places } from '../problem.js'
import {
  areTexts,
  entryOf,
  isObj,
  itemOf,
  itemsOfList,
  type Obj,
  objOf,
  present,
  put,
  rest,
  textOf,
} from '../reading.js'
import type { Said } from '../said.js'
import { phraseOf } from '../status/registry.js'
import { claimedStatus, codeOfClass, statusOfNumber } from '../status-envelope.js'

/** @category dialects @since 0.1.0 */
export const strapiBody = members('StrapiBody', { data: t.null, error: t.UnknownRecord })

/** @category dialects @since 0.1.0 */
export type StrapiBody = t.TypeOf<typeof strapiBody>

const maxPath = 64

const toItem = (entry: unknown): ProblemItem => {
  if (!isObj(entry)) return { extensions: { value: entry } }
  const detail = textOf(entry['message'])
  const { path } = entry
  const loc = Array.isArray(path) && path.length > 0 && path.length <= maxPath && areTexts(path) ? path : undefined
  return itemOf({
    detail,
    pointer: loc === undefined ? undefined : pointerOfLoc(loc),
    name: loc?.join('.'),
    extensions: rest(entry, { message: detail, path: loc }),
  })
}

/** A key that is not allowed where it stands. The details stay as they are. */
const itemOfKey = (details: Obj, detail: string | undefined): ProblemItem | undefined => {
  const { key, path, source } = details
  if (typeof key !== 'string' || (path !== null && typeof path !== 'string')) return undefined
  const before = typeof path === 'string' && path !== '' ? path.split('.').slice(0, maxPath) : []
  const tokens = before[before.length - 1] === key ? before : [...before, key]
  const place: Place | undefined = places.find(one => one === source)
  return itemOf({
    detail,
    pointer: formatPointer(tokens),
    in: place === 'body' ? undefined : place,
    name: tokens.join('.'),
  })
}

const toProblem = ({ error }: StrapiBody, { status, limits }: Payload): Said => {
  const bodyStatus = statusOfNumber(error['status'])
  const detail = textOf(error['message'])
  const code = codeOfClass(error['name'], bodyStatus ?? status)
  const details = objOf(error['details'])
  const fields = details?.['errors']
  const list = Array.isArray(fields) && fields.length > 0 ? fields : undefined
  let left = rest(error, { status: bodyStatus, message: detail, name: code, details: list })
  const detailsLeft = list === undefined ? undefined : rest(details as Obj, { errors: list })
  if (detailsLeft !== undefined) left = put(left, 'details', detailsLeft)
  const key = list === undefined && details !== undefined ? itemOfKey(details, detail) : undefined
  return {
    detail,
    code,
    bodyStatus,
    ...(list === undefined ? { errors: key === undefined ? undefined : [key] } : itemsOfList(list, limits, toItem)),
    extensions: left === undefined ? undefined : { error: left },
  }
}

const fromItem = (item: ProblemItem): unknown => {
  const { detail, pointer } = item
  return entryOf(item, {
    path: pointer === undefined ? undefined : parsePointer(pointer),
    message: detail,
    name: item.extensions?.['name'] ?? (pointer === undefined ? undefined : 'ValidationError'),
  })
}

const classOf = (status: number): string =>
  status === 500 ? 'InternalServerError' : `${phraseOf(status).replace(/[^A-Za-z]/g, '')}Error`

const fromProblem = (problem: ApiProblem) => {
  const { error, ...left } = problem.extensions
  const own = problem.dialect === 'strapi'
  const kept: Obj = own && isObj(error) ? error : {}
  const details = objOf(kept['details'])
  const status = claimedStatus(problem, 'strapi')
  const isKey = typeof details?.['key'] === 'string'
  const fields = own ? problem.errors : problem.errors.filter(({ pointer }) => pointer !== undefined)
  const errors = fields.length === 0 || isKey ? {} : { errors: fields.map(fromItem) }
  const hasDetails = !own || 'errors' in errors
  return {
    body: {
      data: null,
      error: {
        ...present({ status: kept['status'] ?? status, name: problem.code ?? (own ? undefined : classOf(status)) }),
        ...present({ message: problem.detail ?? (own ? undefined : problem.title) }),
        ...kept,
        ...(hasDetails ? { details: { ...details, ...errors } } : {}),
      },
      ...left,
    },
    contentType: 'application/json; charset=utf-8',
  }
}

const claim: Claim = { rung: 'distinctive', because: 'data that is null beside an error of status, name and message' }

/**
 * Strapi 4 and 5, its REST API.
 *
 * @see https://docs.strapi.io/cms/error-handling
 * @category dialects
 * @since 0.1.0
 */
export const strapi: Dialect<'strapi', StrapiBody, never> = {
  id: 'strapi',
  title: 'Strapi',
  docs: 'https://docs.strapi.io/cms/error-handling',
  verified: '2026-11 against captures of @strapi/strapi 5.54',
  shape: { required: { data: 'null', error: 'object' } },
  body: strapiBody,
  claim: ({ error: { status, name, message } }) =>
    statusOfNumber(status) !== undefined && typeof name === 'string' && typeof message === 'string' ? claim : undefined,
  toProblem,
  fromProblem,
}
