/**
 * Any JSON that no dialect claims: read by the names that APIs commonly give to message, code, ids and fields.
 * Who: everybody else. Observed: the names in the public error documents of a hundred APIs, 2026.
 * It guesses names, never meanings: its reading is `possible`, no table speaks, and what it does not read is kept.
 */
import * as t from 'io-ts'
import type { Dialect, Said } from '../dialect.js'
import type { Payload } from '../exchange.js'
import type { Limits } from '../http/limits.js'
import { formatPointer, pointerOfLoc, pointerOfPath } from '../http/pointer.js'
import { type Place, type ProblemItem, places } from '../problem.js'
import { codeOf, isObj, itemsOfList, itemsOfMap, linksOf, type Obj, rest, textOf } from '../reading.js'

/** Names in order of preference: the first that holds a fitting value is read. */
const names = {
  detail: [
    'message',
    'detail',
    'error_description',
    'errorMessage',
    'error_message',
    'Message',
    'msg',
    'errmsg',
    'description',
    'defaultMessage',
    'reason',
    'title',
  ],
  code: ['code', 'errorCode', 'error_code', 'err_code', 'errcode', 'Code', 'type', 'name', 'reason'],
  requestId: [
    'requestId',
    'request_id',
    'RequestId',
    'requestID',
    'correlationId',
    'correlation_id',
    'traceId',
    'trace_id',
    'logref',
    'errorId',
    'error_id',
  ],
  status: ['status', 'statusCode', 'status_code', 'httpStatus', 'http_status', 'httpStatusCode'],
  help: [
    'documentation_url',
    'more_info',
    'moreInfo',
    'doc_url',
    'docs_url',
    'documentation',
    'error_uri',
    'help_url',
    'helpUrl',
    'href',
  ],
  errors: [
    'errors',
    'violations',
    'invalid-params',
    'invalidParams',
    'validationErrors',
    'validation_errors',
    'fieldErrors',
    'field_errors',
    'issues',
    'details',
    'detail',
    'message',
    'error',
  ],
  envelope: ['error', 'fault', 'err', 'Error'],
  pointer: [
    'pointer',
    'field',
    'path',
    'param',
    'property',
    'propertyPath',
    'loc',
    'location',
    'instancePath',
    'dataPath',
    'attribute',
  ],
  place: ['in', 'location'],
} as const

/** Field names that stand for the whole document. */
const wholeDocument: Readonly<Record<string, true>> = {
  base: true,
  non_field_errors: true,
  __all__: true,
  _error: true,
  _errors: true,
}

const pointerOfName = (name: string): string => (wholeDocument[name] === true ? '' : pointerOfPath(name))

type Taken = Record<string, true>

const take = <A>(
  body: Obj,
  from: readonly string[],
  read: (u: unknown) => A | undefined,
  taken: Taken,
): A | undefined => {
  for (const name of from) {
    if (taken[name] === true || !Object.prototype.hasOwnProperty.call(body, name)) continue
    const value = read(body[name])
    if (value === undefined) continue
    taken[name] = true
    return value
  }
  return undefined
}

/** A machine code has no white space. */
const wordOf = (u: unknown): string | undefined => {
  const code = codeOf(u)
  return code !== undefined && code.length <= 128 && !/\s/.test(code) && !/^https?:/i.test(code) ? code : undefined
}

const statusOfMember = (u: unknown): number | undefined => {
  const status = typeof u === 'string' && /^[1-5][0-9]{2}$/.test(u) ? Number(u) : u
  return typeof status === 'number' && Number.isInteger(status) && status >= 100 && status <= 599 ? status : undefined
}

const placeOf = (u: unknown): Place | undefined => places.find(place => place === u)

/** A location array may begin with its place: `["body", "lines", 0]`. */
const whereOf = (u: unknown): Pick<ProblemItem, 'pointer' | 'in' | 'name'> | undefined => {
  if (Array.isArray(u)) {
    if (!u.every(token => typeof token === 'string' || typeof token === 'number')) return undefined
    const place = placeOf(u[0])
    const pointer = pointerOfLoc(place === undefined ? u : u.slice(1))
    return { pointer, name: u.join('.'), ...(place === undefined || place === 'body' ? {} : { in: place }) }
  }
  return typeof u === 'string' && placeOf(u) === undefined ? { pointer: pointerOfName(u), name: u } : undefined
}

const toItem = (entry: unknown): ProblemItem => {
  if (typeof entry === 'string') return { detail: entry }
  if (!isObj(entry)) return { extensions: { value: entry } }
  const wrapped = isObj(entry['error']) ? entry['error'] : isObj(entry['node']) ? entry['node'] : undefined
  const inner = wrapped ?? entry
  const taken: Taken = {}
  // with locations in a query document, a path leads into the response
  const where =
    'locations' in inner ? undefined : (take(inner, names.pointer, whereOf, taken) ?? whereInSource(inner, taken))
  const place = take(inner, names.place, placeOf, taken)
  const detail = take(inner, names.detail, textOf, taken)
  const code = take(inner, names.code, wordOf, taken)
  const left = {
    ...rest(inner, taken),
    ...(wrapped === undefined ? {} : rest(entry, { error: wrapped, node: wrapped })),
  }
  return {
    ...(detail === undefined ? {} : { detail }),
    ...where,
    ...(place === undefined || place === 'body' ? {} : { in: place }),
    ...(code === undefined ? {} : { code }),
    ...(Object.keys(left).length === 0 ? {} : { extensions: left }),
  }
}

const whereInSource = (entry: Obj, taken: Taken): Pick<ProblemItem, 'pointer' | 'in' | 'name'> | undefined => {
  const source = entry['source']
  if (!isObj(source) || Object.keys(source).length !== 1) return undefined
  const where = whereOf(source['pointer'])
  if (where !== undefined) taken['source'] = true
  return where
}

/** A map whose every value is a list of texts: fields and their messages, without any envelope. A lone `detail` or `errors` is none. */
const isBareMap = (body: Obj): boolean => {
  const values = Object.values(body)
  const envelopes: readonly string[] = [...names.errors, ...names.detail]
  if (values.length === 1 && envelopes.includes(Object.keys(body)[0] as string)) return false
  return (
    values.length > 0 &&
    values.every(
      value => Array.isArray(value) && value.length > 0 && value.every(message => typeof message === 'string'),
    )
  )
}

const readErrors = (body: Obj, limits: Limits, taken: Taken): Pick<Said, 'errors' | 'errorCount' | 'extensions'> => {
  if (Object.keys(taken).length === 0 && isBareMap(body)) {
    for (const name of Object.keys(body)) taken[name] = true
    return itemsOfMap(body, limits, pointerOfName)
  }
  for (const name of names.errors) {
    const value = body[name]
    if (taken[name] === true || typeof value !== 'object' || value === null) continue
    if (Array.isArray(value)) {
      if (value.length === 0) continue
      taken[name] = true
      return itemsOfList(value, limits, toItem)
    }
    const { leftover, ...items } = itemsOfMap(value as Obj, limits, pointerOfName)
    if (items.errors.length === 0 || name === 'error' || name === 'details') continue
    taken[name] = true
    return { ...items, extensions: leftover === undefined ? undefined : { [name]: leftover } }
  }
  return {}
}

const readObject = (body: Obj, limits: Limits): Said & { readonly taken: Taken } => {
  const taken: Taken = Object.create(null) as Taken
  const bodyStatus = take(body, names.status, statusOfMember, taken)
  const spelt = body['error']
  let detail = take(body, names.detail, textOf, taken)
  // `error` is a code beside a message, and a message where it is a sentence
  const errorIsCode = typeof spelt === 'string' && (detail !== undefined || wordOf(spelt) !== undefined)
  if (detail === undefined && !errorIsCode) detail = take(body, ['error'], textOf, taken)
  const code = take(body, names.code, wordOf, taken) ?? (errorIsCode ? take(body, ['error'], wordOf, taken) : undefined)
  const requestId = take(body, names.requestId, textOf, taken)
  const links = take(body, names.help, u => linksOf('help', u), taken)
  const items = readErrors(body, limits, taken)
  return { detail, code, requestId, links, bodyStatus, ...items, taken }
}

const toProblem = (body: unknown, payload: Payload): Said => {
  const { limits } = payload
  if (typeof body === 'string') return { detail: textOf(body.trim()) }
  if (Array.isArray(body)) return readArray(body, limits)
  if (!isObj(body)) return body === null ? {} : { extensions: { value: body } }
  const { taken, ...outer } = readObject(body, limits)
  const name = names.envelope.find(member => isObj(body[member]) && taken[member] !== true)
  if (name === undefined) return { ...outer, reads: taken }
  const { taken: innerTaken, ...inner } = readObject(body[name] as Obj, limits)
  const left = rest(body[name] as Obj, innerTaken)
  return {
    ...dropAbsent(outer),
    ...dropAbsent(inner),
    extensions: { ...outer.extensions, ...inner.extensions, ...(left === undefined ? {} : { [name]: left }) },
    reads: { ...taken, [name]: true },
  }
}

const dropAbsent = (said: Said): Said => {
  const out: Record<string, unknown> = {}
  for (const [member, value] of Object.entries(said)) if (value !== undefined) out[member] = value
  return out
}

/** A list of errors, or of maps of errors, one for each element of a bulk request. */
const readArray = (list: readonly unknown[], limits: Limits): Said => {
  if (list.length === 0 || !list.every(entry => isObj(entry) && (Object.keys(entry).length === 0 || isBareMap(entry))))
    return itemsOfList(list, limits, toArrayItem)
  const errors: ProblemItem[] = []
  let errorCount = 0
  list.forEach((entry, i) => {
    const items = itemsOfMap(entry as Obj, limits, name => formatPointer([i]) + pointerOfName(name))
    errorCount += items.errorCount
    for (const item of items.errors) if (errors.length < limits.items) errors.push(item)
  })
  return { errors, errorCount }
}

/** A bare text in a top-level list is about the whole document. */
const toArrayItem = (entry: unknown): ProblemItem =>
  typeof entry === 'string' ? { detail: entry, pointer: '' } : toItem(entry)

/** @category dialects @since 0.1.0 */
export const json: Dialect<'json', unknown, never> = {
  id: 'json',
  title: 'Any JSON',
  docs: 'https://www.rfc-editor.org/rfc/rfc8259',
  verified: '2026-11 against captures and documents of many APIs',
  shape: [{}, { root: 'array' }, { root: 'string' }, { root: 'scalar' }],
  body: t.unknown,
  claim: () => ({ rung: 'possible', because: 'the body is JSON that no dialect claims more strongly' }),
  toProblem,
}
