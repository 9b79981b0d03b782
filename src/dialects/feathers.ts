/**
 * Feathers: `{ name, message, code: 409, className, data?, errors? }`.
 * Who: https://feathersjs.com/api/errors. Observed: @feathersjs/feathers 5.0 on Express and Koa, November 2026.
 * `code` is the status. `data` is a list where Ajv refused the input; `errors` is a map of fields, or the list of a database.
 * The name is a code unless it is the phrase of the status. On Koa an error of another class is a bare `{ message }`.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { dotOfPointer, pointerOfPath } from '../http/pointer.js'
import type { ApiProblem, ProblemItem } from '../problem.js'
import { entryOf, isObj, itemOf, itemsOfList, itemsOfMap, type Obj, present, rest, textOf } from '../reading.js'
import type { Said } from '../said.js'
import { claimedStatus, codeOfClass, statusOfNumber } from '../status-envelope.js'

/** @category dialects @since 0.1.0 */
export const feathersBody = members(
  'FeathersBody',
  { name: t.string, message: t.string, code: t.number, className: t.string },
  { data: t.union([t.UnknownRecord, t.UnknownArray]), errors: t.union([t.UnknownRecord, t.UnknownArray]) },
)

/** @category dialects @since 0.1.0 */
export type FeathersBody = t.TypeOf<typeof feathersBody>

const isAjv = (u: unknown): u is Obj =>
  isObj(u) && typeof u['instancePath'] === 'string' && typeof u['keyword'] === 'string'

const fromAjv = (entry: unknown): ProblemItem => {
  if (!isAjv(entry)) return { extensions: { value: entry } }
  const { instancePath, keyword } = entry as { instancePath: string; keyword: string }
  const detail = textOf(entry['message'])
  return itemOf({
    detail,
    pointer: instancePath,
    code: keyword,
    extensions: rest(entry, { instancePath, keyword: textOf(keyword), message: detail }),
  })
}

/** An error of a database: Sequelize and Mongoose name path and type. */
const fromList = (entry: unknown): ProblemItem => {
  if (!isObj(entry)) return { extensions: { value: entry } }
  const detail = textOf(entry['message'])
  const path = textOf(entry['path'])
  const code = textOf(entry['type'])
  return itemOf({
    detail,
    pointer: path === undefined ? undefined : pointerOfPath(path),
    name: path,
    code,
    extensions: rest(entry, { message: detail, path, type: code }),
  })
}

type Fields = Pick<Said, 'errors' | 'errorCount'> & { readonly leftover?: Obj | undefined }

const readFields = (errors: Obj | readonly unknown[] | undefined, data: unknown, { limits }: Payload): Fields => {
  if (Array.isArray(errors))
    return errors.length === 0 ? { leftover: { errors } } : itemsOfList(errors, limits, fromList)
  if (errors !== undefined) {
    const { errors: items, errorCount, leftover } = itemsOfMap(errors, limits)
    const left = items.length === 0 ? errors : leftover
    return { errors: items, errorCount, leftover: left === undefined ? undefined : { errors: left } }
  }
  return Array.isArray(data) && isAjv(data[0]) ? itemsOfList(data, limits, fromAjv) : {}
}

const toProblem = (body: FeathersBody, payload: Payload): Said => {
  const { name, message, code, data, errors } = body
  const bodyStatus = statusOfNumber(code)
  const spelt = codeOfClass(name, bodyStatus ?? payload.status)
  const fields = readFields(errors, data, payload)
  const hasRead = Array.isArray(data) && errors === undefined && fields.errors !== undefined
  return {
    detail: textOf(message),
    code: spelt,
    bodyStatus,
    errors: fields.errors,
    errorCount: fields.errorCount,
    extensions: present({
      name: spelt === undefined ? name : undefined,
      message: message === '' ? message : undefined,
      code: bodyStatus === undefined ? code : undefined,
      data: hasRead ? undefined : data,
      ...fields.leftover,
    }),
  }
}

/** The classes that Feathers has, by status: how others are spelt who have none. */
const classes: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'NotAuthenticated',
  402: 'PaymentError',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  408: 'Timeout',
  409: 'Conflict',
  410: 'Gone',
  411: 'LengthRequired',
  422: 'Unprocessable',
  429: 'TooManyRequests',
  500: 'GeneralError',
  501: 'NotImplemented',
  502: 'BadGateway',
  503: 'Unavailable',
}

const dashed = (name: string): string => name.replace(/([a-z])(?=[A-Z])/g, '$1-').toLowerCase()

const fromItem = (item: ProblemItem): unknown => {
  const { detail, pointer, code, name } = item
  return entryOf(item, {
    message: detail,
    type: code,
    path: pointer === undefined ? undefined : (name ?? dotOfPointer(pointer)),
  })
}

const toAjv = (item: ProblemItem): unknown =>
  entryOf(item, { instancePath: item.pointer, keyword: item.code, message: item.detail })

/** The map holds one text a field: where there is more to say, errors are a list. */
const isMap = (errors: readonly ProblemItem[]): boolean => {
  const seen: Record<string, true> = Object.create(null)
  for (const { detail, pointer, name, code, extensions } of errors) {
    const key = name ?? pointer
    if (detail === undefined || key === undefined || seen[key] || code !== undefined || extensions !== undefined)
      return false
    seen[key] = true
  }
  return true
}

const fieldsOf = (problem: ApiProblem): Obj => {
  const { errors } = problem
  if (errors.length === 0) return {}
  const first = errors[0] as ProblemItem
  if (problem.dialect === 'feathers' && first.name === undefined && first.extensions?.['schemaPath'] !== undefined)
    return { data: errors.map(toAjv) }
  if (!isMap(errors)) return { errors: errors.map(fromItem) }
  const { errors: left } = problem.extensions
  const map: Record<string, unknown> = problem.dialect === 'feathers' && isObj(left) ? { ...left } : {}
  for (const { detail, pointer = '', name = dotOfPointer(pointer) } of errors)
    Object.defineProperty(map, name, { value: detail, enumerable: true, configurable: true, writable: true })
  return { errors: map }
}

const fromProblem = (problem: ApiProblem) => {
  const { name, message, code, className, ...left } = problem.extensions
  const own = problem.dialect === 'feathers'
  const status = claimedStatus(problem, 'feathers')
  const spelt = (own && typeof name === 'string' ? name : problem.code) ?? classes[status] ?? 'GeneralError'
  return {
    body: {
      name: spelt,
      message: own && typeof message === 'string' ? message : (problem.detail ?? problem.title),
      code: own && typeof code === 'number' ? code : status,
      className: own && typeof className === 'string' ? className : dashed(spelt),
      ...left,
      ...fieldsOf(problem),
    },
    contentType: 'application/json; charset=utf-8',
  }
}

const claim: Claim = { rung: 'distinctive', because: 'name, message, a number as code, and className' }

/**
 * Feathers.
 *
 * @see https://feathersjs.com/api/errors
 * @category dialects
 * @since 0.1.0
 */
export const feathers: Dialect<'feathers', FeathersBody, never> = {
  id: 'feathers',
  title: 'Feathers',
  docs: 'https://feathersjs.com/api/errors',
  verified: '2026-11 against captures of @feathersjs/feathers 5.0 on Express and Koa',
  shape: { required: { name: 'string', message: 'string', code: 'number', className: 'string' } },
  reads: ['name', 'message', 'code', 'data', 'errors'],
  body: feathersBody,
  claim: () => claim,
  toProblem,
  fromProblem,
}
