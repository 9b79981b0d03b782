/**
 * Ruby on Rails: `{ status, error }` from its own error pages, and the errors of a model: `{ errors: { title: ["…"], base: ["…"] } }`.
 * Who: rails/rails ActionDispatch::PublicExceptions and DebugExceptions, ActiveModel::Errors. Observed: captures of 6.1, 2026.
 * To those who ask for XML both are `<hash>` and `<errors><error>`. Only the first of these is Rails' own; messages of a model lack the name of the attribute, and `base` is the whole record.
 */
import * as t from 'io-ts'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { pointerOfPath } from '../http/pointer.js'
import { childOf, firstsOf, isNamed, restOfXml, textOfChild, type XmlElement } from '../http/xml-element.js'
import { isMessageMap } from '../message-tree/tree.js'
import type { ApiProblem, ProblemItem } from '../problem.js'
import {
  areTexts,
  fieldOf,
  hasOnly,
  isEmpty,
  isObj,
  itemOf,
  itemsOfList,
  itemsOfMap,
  named,
  type Obj,
  put,
  rest,
  statusOfText,
  textOf,
} from '../reading.js'
import type { Said } from '../said.js'
import { isPhraseOf, phraseOf } from '../status/registry.js'

/** @category dialects @since 0.1.0 */
export const railsBody = t.union([t.UnknownRecord, t.string], 'RailsBody')

/** @category dialects @since 0.1.0 */
export type RailsBody = t.TypeOf<typeof railsBody>

const pointerOfName = (name: string): string => (name === 'base' ? '' : pointerOfPath(name))

/** An entry of `errors.details`: `{ error: "too_short", count: 3 }`. */
const isDetails = (value: unknown): value is readonly Obj[] =>
  Array.isArray(value) && value.length > 0 && value.every(entry => isObj(entry) && textOf(entry['error']) !== undefined)

const taken = { error: true }

/** Errors by attribute: texts, or the details of `errors.details`. */
const readMap = (map: Obj, { limits }: Payload): Said => {
  const { errors: texts, errorCount: textCount, leftover } = itemsOfMap(map, limits, pointerOfName)
  const errors: ProblemItem[] = texts.slice()
  let errorCount = textCount
  let left: Record<string, unknown> | undefined
  for (const name in leftover) {
    const details = leftover[name]
    if (!isDetails(details)) {
      left = put(left, name, details)
      continue
    }
    errorCount += details.length
    const pointer = pointerOfName(name)
    for (let i = 0; i < details.length && errors.length < limits.items; i++) {
      const entry = details[i] as Obj
      errors.push(itemOf({ pointer, name, code: textOf(entry['error']), extensions: rest(entry, taken) }))
    }
  }
  return { codesOfFields: true, errors, errorCount, extensions: left }
}

const toItem = (entry: unknown): ProblemItem =>
  typeof entry === 'string' ? { detail: entry } : { extensions: { value: entry } }

/** `<errors><error>Title can't be blank</error></errors>`: sentences. */
const errorsIn = (root: XmlElement): readonly XmlElement[] =>
  isNamed(root, 'errors', '') ? root.children.filter(child => isNamed(child, 'error', '')) : []

const isSentences = (root: XmlElement): boolean => {
  const errors = errorsIn(root)
  return (
    errors.length > 0 && errors.length === root.children.length && errors.every(({ children }) => children.length === 0)
  )
}

/** Rails writes the type of what is no text as an attribute. */
const isPage = (root: XmlElement): boolean =>
  isNamed(root, 'hash', '') &&
  childOf(root, 'status')?.attributes['type'] === 'integer' &&
  textOfChild(root, 'error') !== undefined

const fromXml = (root: XmlElement, { limits }: Payload): Said => {
  const errors = errorsIn(root)
  if (errors.length > 0)
    return {
      ...itemsOfList(errors, limits, error => ({ detail: (error as XmlElement).text.trim() })),
      extensions: restOfXml(root, errors),
    }
  const bodyStatus = statusOfText(textOfChild(root, 'status'))
  const read = firstsOf(root, bodyStatus === undefined ? ['error', 'exception'] : ['status', 'error', 'exception'])
  const detail = textOfChild(root, 'exception')
  return { detail, code: textOfChild(root, 'error'), bodyStatus, extensions: restOfXml(root, read) }
}

const readsStatus: Readonly<Record<string, true>> = { status: true, error: true, exception: true }
const readsErrors: Readonly<Record<string, true>> = { errors: true }

const toProblem = (body: RailsBody, payload: Payload): Said => {
  if (typeof body === 'string') return payload.xml === undefined ? {} : fromXml(payload.xml, payload)
  const { errors, status, error, exception } = body
  if (typeof status === 'number' && typeof error === 'string')
    return { detail: textOf(exception), code: textOf(error), bodyStatus: status, reads: readsStatus }
  if (Array.isArray(errors) && errors.length > 0)
    return { ...itemsOfList(errors, payload.limits, toItem), reads: readsErrors }
  if (isObj(errors)) {
    const said = readMap(errors, payload)
    const left = isEmpty(errors) ? {} : said.extensions
    return { ...said, extensions: left === undefined ? undefined : { errors: left }, reads: readsErrors }
  }
  if (errors !== undefined) return {}
  const reads: Record<string, true> = Object.create(null)
  for (const name in body) reads[name] = true
  return { ...readMap(body, payload), reads }
}

const nameOf = (item: ProblemItem, own: boolean): string => {
  const field = fieldOf(item, own) ?? ''
  return field === '' ? 'base' : field
}

const entryOf = ({ detail, code, extensions }: ProblemItem): unknown =>
  detail ?? (code === undefined ? undefined : { error: code, ...extensions })

const fromErrors = (errors: readonly ProblemItem[], left: unknown, own: boolean): unknown => {
  if (errors.every(({ pointer, detail }) => pointer === undefined && detail !== undefined)) return errors.map(entryOf)
  let map: Record<string, unknown> = {}
  const lists: Record<string, unknown[]> = Object.create(null)
  for (const item of errors) {
    const entry = entryOf(item)
    if (entry !== undefined) (lists[nameOf(item, own)] ??= []).push(entry)
  }
  for (const name in lists) map = put(map, name, lists[name])
  return isObj(left) ? { ...map, ...left } : map
}

const fromProblem = (problem: ApiProblem) => {
  const { status, detail, errors, source } = problem
  const own = problem.dialect === 'rails'
  const { errors: left, ...extensions } = own ? problem.extensions : ({} as Obj)
  if (errors.length > 0) return { body: { ...extensions, errors: fromErrors(errors, left, own) } }
  if (left !== undefined) return { body: { ...extensions, errors: left } }
  // what another says in words is a sentence of a list here
  if (detail !== undefined && !own) return { body: { errors: [detail] } }
  const spoken = own ? (source.bodyStatus ?? status) : status
  const exception = detail === undefined ? {} : { exception: detail }
  return { body: { status: spoken, error: phraseOf(spoken), ...exception, ...extensions } }
}

const inPage = named({ status: 'text', error: 'text' })
const inErrors = named({ errors: 'object' })

const page: Claim = { rung: 'likely', because: 'status and its phrase as error, and nothing else' }
const hash: Claim = { rung: 'distinctive', because: 'an XML hash with a status of the type integer, and an error' }
const sentences: Claim = { rung: 'likely', because: 'XML errors with sentences, and nothing else' }
const debug: Claim = { rung: 'distinctive', because: 'status, error, exception and traces' }
const details: Claim = { rung: 'likely', because: 'errors by attribute, each with the word of its error' }
const likely: Claim = { rung: 'likely', because: 'errors by attribute, and base or the field X-Runtime' }
const possible: Claim = { rung: 'possible', because: 'errors, and nothing else' }
const bare: Claim = { rung: 'possible', because: 'a bare map of attributes to messages' }

/** Rack::Runtime, which Rails has on by default, says how long it took. */
const saysRuntime = ({ fields }: Payload): boolean => /^[0-9]{1,6}\.[0-9]{1,9}$/.test(fields.get('x-runtime') ?? '')

const claimErrors = (errors: unknown, payload: Payload): Claim | undefined => {
  if (Array.isArray(errors)) {
    if (errors.length === 0 || !areTexts(errors)) return undefined
    return saysRuntime(payload) ? likely : possible
  }
  const map = errors as Obj
  for (const name in map) {
    if (isDetails(map[name])) return details
    break
  }
  if (!isMessageMap(map)) return undefined
  return map['base'] !== undefined || saysRuntime(payload) ? likely : possible
}

const claimXml = (root: XmlElement | undefined, payload: Payload): Claim | undefined => {
  if (root === undefined) return undefined
  if (isPage(root)) return hash
  return isSentences(root) ? (saysRuntime(payload) ? likely : sentences) : undefined
}

const claim = (body: RailsBody, payload: Payload): Claim | undefined => {
  if (typeof body === 'string') return claimXml(payload.xml, payload)
  const { status, error, exception, traces, errors } = body
  if (typeof status === 'number' && typeof error === 'string') {
    if (typeof exception === 'string' && isObj(traces)) return debug
    return hasOnly(body, inPage) && isPhraseOf(status, error) ? page : undefined
  }
  if (errors !== undefined) return hasOnly(body, inErrors) ? claimErrors(errors, payload) : undefined
  if (payload.status !== 422 || !isMessageMap(body)) return undefined
  return saysRuntime(payload) ? likely : bare
}

/**
 * Ruby on Rails.
 *
 * @see https://api.rubyonrails.org/classes/ActiveModel/Errors.html
 * @category dialects
 * @since 0.1.0
 */
export const rails: Dialect<'rails', RailsBody, never> = {
  id: 'rails',
  title: 'Ruby on Rails',
  docs: 'https://api.rubyonrails.org/classes/ActiveModel/Errors.html',
  verified: '2026-11 against captures of 6.1',
  shape: [
    { required: { status: 'number', error: 'string', exception: 'string', traces: 'object' } },
    { required: { status: 'number', error: 'string' }, closed: true },
    { required: { errors: ['object', 'array'] }, closed: true },
    { absent: ['errors', 'error', 'message', 'detail'], every: 'array' },
    { root: 'xml' },
  ],
  body: railsBody,
  claim,
  toProblem,
  fromProblem,
}
