/**
 * Any JSON that no dialect claims: read by the names that APIs commonly give to message, code, ids and fields.
 * Who: everybody else. Observed: the real responses in test/fixtures, 2026.
 * It guesses names, never meanings: its reading is `possible`, no table speaks, and what it does not read is kept.
 */
import * as t from 'io-ts'
import type { Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import type { Limits } from '../http/limits.js'
import { formatPointer, pointerOfLoc, pointerOfPath } from '../http/pointer.js'
import { type Place, type ProblemItem, places } from '../problem.js'
import {
  areTexts,
  codeOf,
  isObj,
  itemOf,
  itemsOfList,
  itemsOfMap,
  linksOf,
  type Obj,
  rest,
  textOf,
} from '../reading.js'
import type { Said } from '../said.js'

const list = (words: string): readonly string[] => words.split(' ')

/** Names in order of preference: the first that holds a fitting value is read. */
const names = {
  detail: list(
    'message detail error_description errorMessage error_message Message msg errmsg description defaultMessage reason title',
  ),
  code: list('code errorCode error_code err_code errcode Code type name reason'),
  requestId: list(
    'requestId request_id RequestId requestID correlationId correlation_id traceId trace_id logref errorId error_id',
  ),
  status: list('status statusCode status_code httpStatus http_status httpStatusCode'),
  help: list('documentation_url more_info moreInfo doc_url docs_url documentation error_uri help_url helpUrl href'),
  errors: list(
    'errors violations invalid-params invalidParams validationErrors validation_errors fieldErrors field_errors issues details detail message error',
  ),
  envelope: list('error fault err Error'),
  pointer: list('pointer field path param property propertyPath loc location instancePath dataPath attribute'),
  place: list('in location'),
}

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
type Role = keyof typeof names

/** For every name its place in each list that holds it. */
const ranks: Record<string, Partial<Record<Role, number>>> = Object.create(null)
for (const role of Object.keys(names) as Role[])
  names[role].forEach((name, i) => {
    ranks[name] = { ...ranks[name], [role]: i }
  })

/** The names that mean something here: a body has few of them, so it is gone through once, not once for each name. */
const known = (body: Obj): readonly string[] => {
  const present: string[] = []
  for (const name in body)
    if (ranks[name] !== undefined && Object.prototype.hasOwnProperty.call(body, name)) present.push(name)
  return present
}

/** The first in the list of this role that is there and holds a fitting value. */
const take = <A>(
  body: Obj,
  present: readonly string[],
  role: Role,
  read: (u: unknown) => A | undefined,
  taken: Taken,
): A | undefined => {
  let first: string | undefined
  let found: A | undefined
  let best = Number.POSITIVE_INFINITY
  for (const name of present) {
    const rank = ranks[name]?.[role]
    if (rank === undefined || rank > best || taken[name] === true) continue
    const value = read(body[name])
    if (value === undefined) continue
    first = name
    found = value
    best = rank
  }
  if (first !== undefined) taken[first] = true
  return found
}

const takeOne = <A>(body: Obj, name: string, read: (u: unknown) => A | undefined, taken: Taken): A | undefined => {
  const value = Object.prototype.hasOwnProperty.call(body, name) && taken[name] !== true ? read(body[name]) : undefined
  if (value !== undefined) taken[name] = true
  return value
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

/** The body is where errors are by default: that word says nothing, and stays where it was. */
const placeBesideBody = (u: unknown): Place | undefined => (u === 'body' ? undefined : placeOf(u))

/** No document is nested deeper than this. */
const maxTokens = 64

/** A location array may begin with its place: `["body", "lines", 0]`. */
const whereOf = (u: unknown): Pick<ProblemItem, 'pointer' | 'in' | 'name'> | undefined => {
  if (Array.isArray(u)) {
    if (u.length > maxTokens || !u.every(token => typeof token === 'string' || typeof token === 'number'))
      return undefined
    const place = placeOf(u[0])
    const pointer = pointerOfLoc(place === undefined ? u : u.slice(1))
    return { pointer, name: u.join('.'), ...(place === undefined || place === 'body' ? {} : { in: place }) }
  }
  return typeof u === 'string' && placeOf(u) === undefined ? { pointer: pointerOfName(u), name: u } : undefined
}

const toItem = (entry: unknown): ProblemItem => {
  if (typeof entry === 'string') return { detail: entry }
  if (!isObj(entry)) return { extensions: { value: entry } }
  const wrapper = isObj(entry['error']) ? 'error' : isObj(entry['node']) ? 'node' : undefined
  const inner = wrapper === undefined ? entry : (entry[wrapper] as Obj)
  const taken: Taken = Object.create(null) as Taken
  const present = known(inner)
  // with locations in a query document, a path leads into the response
  const where =
    'locations' in inner ? undefined : (take(inner, present, 'pointer', whereOf, taken) ?? whereInSource(inner, taken))
  const place = take(inner, present, 'place', placeBesideBody, taken)
  const detail = take(inner, present, 'detail', textOf, taken)
  const code = take(inner, present, 'code', wordOf, taken)
  const left = rest(inner, taken)
  return itemOf({
    detail,
    pointer: where?.pointer,
    in: place ?? where?.in,
    name: where?.name,
    code,
    extensions: wrapper === undefined ? left : beside(entry, wrapper, left),
  })
}

/** What stands beside a wrapped error, and what was left in it, apart: both may use the same names. */
const beside = (entry: Obj, wrapper: string, left: Obj | undefined): Obj | undefined => {
  const outer = rest(entry, { [wrapper]: entry[wrapper] })
  return left === undefined ? outer : { ...outer, [wrapper]: left }
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
  let alone: string | undefined
  let count = 0
  for (const name in body) {
    const value = body[name]
    if (!(Array.isArray(value) && value.length > 0 && areTexts(value))) return false
    alone = ++count === 1 ? name : undefined
  }
  const roles = alone === undefined ? undefined : ranks[alone]
  return count > 0 && roles?.errors === undefined && roles?.detail === undefined
}

const readErrors = (
  body: Obj,
  present: readonly string[],
  limits: Limits,
  taken: Taken,
): Pick<Said, 'errors' | 'errorCount' | 'extensions'> => {
  if (isBareMap(body)) {
    for (const name of Object.keys(body)) taken[name] = true
    return itemsOfMap(body, limits, pointerOfName)
  }
  for (const name of names.errors) {
    if (!present.includes(name)) continue
    const value = body[name]
    if (taken[name] === true || typeof value !== 'object' || value === null) continue
    if (Array.isArray(value)) {
      if (value.length === 0) continue
      taken[name] = true
      return itemsOfList(value, limits, toItem)
    }
    const { errors, errorCount, leftover } = itemsOfMap(value as Obj, limits, pointerOfName)
    // an object of another meaning stands in these places, too
    if (errors.length === 0 || ((name === 'error' || name === 'details') && !isBareMap(value as Obj))) continue
    taken[name] = true
    return { errors, errorCount, extensions: leftover === undefined ? undefined : { [name]: leftover } }
  }
  return noErrors
}

const noErrors: Pick<Said, 'errors' | 'errorCount' | 'extensions'> = {}

const helpOf = (u: unknown) => linksOf('help', u)

/** Reads what `inner`, an envelope within, has not said already: what was said twice is kept, not overwritten. */
const readObject = (body: Obj, limits: Limits, inner: Said = noErrors): Said & { readonly reads: Taken } => {
  const taken: Taken = Object.create(null) as Taken
  const present = known(body)
  const want = <A>(role: Role & keyof Said, read: (u: unknown) => A | undefined): A | undefined =>
    inner[role] === undefined ? take(body, present, role, read, taken) : undefined
  const bodyStatus = inner.bodyStatus === undefined ? take(body, present, 'status', statusOfMember, taken) : undefined
  const spelt = body['error']
  let detail = want('detail', textOf)
  // `error` is a code beside a message, and a message where it is a sentence
  const errorIsCode = typeof spelt === 'string' && (detail !== undefined || wordOf(spelt) !== undefined)
  if (detail === undefined && !errorIsCode) detail = takeOne(body, 'error', textOf, taken)
  const code =
    want('code', wordOf) ??
    (errorIsCode && inner.code === undefined ? takeOne(body, 'error', wordOf, taken) : undefined)
  const requestId = want('requestId', textOf)
  const links = inner.links === undefined ? take(body, present, 'help', helpOf, taken) : undefined
  const { errors, errorCount, extensions } =
    inner.errors === undefined ? readErrors(body, present, limits, taken) : noErrors
  return { detail, code, requestId, links, bodyStatus, errors, errorCount, extensions, reads: taken }
}

const toProblem = (body: unknown, payload: Payload): Said => {
  const { limits } = payload
  if (typeof body === 'string') return { detail: textOf(body.trim()) }
  if (Array.isArray(body)) return readArray(body, limits)
  if (!isObj(body)) return body === null ? {} : { extensions: { value: body } }
  const name = names.envelope.find(member => isObj(body[member]) && !isBareMap(body[member] as Obj))
  if (name === undefined) return readObject(body, limits)
  const inner = readObject(body[name] as Obj, limits)
  const outer = readObject(body, limits, inner)
  // what was left of the errors within stands within: the top may use the same name
  const left = rest(body[name] as Obj, inner.reads, inner.extensions && { ...inner.extensions })
  return {
    detail: inner.detail ?? outer.detail,
    code: inner.code ?? outer.code,
    requestId: inner.requestId ?? outer.requestId,
    links: inner.links ?? outer.links,
    bodyStatus: inner.bodyStatus ?? outer.bodyStatus,
    errors: inner.errors ?? outer.errors,
    errorCount: inner.errorCount ?? outer.errorCount,
    extensions: { ...outer.extensions, ...(left === undefined ? {} : { [name]: left }) },
    reads: { ...outer.reads, [name]: true },
  }
}

/** A list of errors, or of maps of errors, one for each element of a bulk request. */
const readArray = (list: readonly unknown[], limits: Limits): Said => {
  const kept = list.slice(0, limits.items)
  if (list.length === 0 || !kept.every(entry => isObj(entry) && (Object.keys(entry).length === 0 || isBareMap(entry))))
    return itemsOfList(list, limits, toArrayItem)
  const errors: ProblemItem[] = []
  let errorCount = list.length - kept.length
  kept.forEach((entry, i) => {
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
  verified: '2026-11 against the real responses in test/fixtures',
  shape: [{}, { root: 'array' }, { root: 'string' }, { root: 'scalar' }],
  body: t.unknown,
  claim: () => ({ rung: 'possible', because: 'the body is JSON that no dialect claims more strongly' }),
  toProblem,
}
