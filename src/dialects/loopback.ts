/**
 * LoopBack: `{ error: { statusCode, name?, message, code?, details? } }`.
 * Who: https://loopback.io/doc/en/lb4/Using-strong-error-handler.html. Observed: @loopback/rest 15.0, November 2026; LoopBack 3 quoted.
 * `details` is a list of `{ path, code, message, info }`; in LoopBack 3 two maps, `codes` and `messages`. A path is a pointer, in older
 * versions dotted; of a parameter it leads into the parameter, so it is no pointer into the request.
 */
import * as t from 'io-ts'
import { members, orElse } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { pointerOfPath } from '../http/pointer.js'
import { childOf, restOfXml, textOfChild, type XmlElement } from '../http/xml-element.js'
import type { ApiProblem, ProblemItem } from '../problem.js'
import {
  areTexts,
  entryOf,
  type Items,
  isObj,
  itemOf,
  itemsOfList,
  type Obj,
  objOf,
  present,
  put,
  rest,
  statusOfText,
  textOf,
} from '../reading.js'
import type { Said } from '../said.js'
import { phraseOf } from '../status/registry.js'
import { claimedStatus, codeOfClass, statusOfNumber } from '../status-envelope.js'

/** @category dialects @since 0.1.0 */
export const loopbackBody = orElse('LoopbackBody', members('LoopbackJson', { error: t.UnknownRecord }), t.string)

/** @category dialects @since 0.1.0 */
export type LoopbackBody = t.TypeOf<typeof loopbackBody>

const codes = {
  VALIDATION_FAILED: {
    because: 'The body does not match its schema.',
    kind: 'invalid_argument',
    advice: 'fix-request',
  },
  INVALID_PARAMETER_VALUE: {
    because: 'The value of a parameter is invalid.',
    kind: 'invalid_argument',
    advice: 'fix-request',
  },
  MISSING_REQUIRED_PARAMETER: {
    because: 'A parameter or the body is missing.',
    kind: 'invalid_argument',
    advice: 'fix-request',
  },
  UNSUPPORTED_MEDIA_TYPE: { because: 'The server does not take this media type.', advice: 'fix-request' },
  ENTITY_NOT_FOUND: { because: 'No entity has this id.', kind: 'not_found', advice: 'never' },
} as const

/** @category dialects @since 0.1.0 */
export type LoopbackCode = keyof typeof codes

const toItem = (entry: unknown, leads: boolean): ProblemItem => {
  if (!isObj(entry)) return { extensions: { value: entry } }
  const { path } = entry
  const detail = textOf(entry['message'])
  const code = textOf(entry['code'])
  const spelt = leads && typeof path === 'string' ? path : undefined
  const pointer = spelt === undefined ? undefined : pointerOfPath(spelt[0] === '.' ? spelt.slice(1) : spelt)
  return itemOf({
    detail,
    pointer,
    name: spelt === pointer ? undefined : spelt,
    code,
    extensions: rest(entry, { message: detail, code, path: spelt }),
  })
}

/** The two maps of LoopBack 3, where they go together. */
const itemsOfMaps = ({ codes, messages }: Obj, cap: number): Items | undefined => {
  if (!isObj(codes) || !isObj(messages)) return undefined
  const items: ProblemItem[] = []
  let errorCount = 0
  for (const field in messages) {
    const texts = messages[field]
    const words = codes[field]
    if (!Array.isArray(texts) || !Array.isArray(words) || texts.length !== words.length) return undefined
    if (!areTexts(texts) || !areTexts(words)) return undefined
    errorCount += texts.length
    for (let i = 0; i < texts.length && items.length < cap; i++)
      items.push({ detail: texts[i] as string, pointer: pointerOfPath(field), name: field, code: words[i] as string })
  }
  for (const field in codes) if (messages[field] === undefined) return undefined
  return items.length === 0 ? undefined : { errors: items, errorCount }
}

const isThere = (element: XmlElement | undefined): element is XmlElement => element !== undefined

/** The same as XML: what is not there is spelt `undefined`. */
const fromXml = (root: XmlElement): Said => {
  const left = restOfXml(root, ['statusCode', 'message', 'code'].map(name => childOf(root, name)).filter(isThere))
  return {
    detail: textOfChild(root, 'message'),
    code: textOfChild(root, 'code'),
    bodyStatus: statusOfText(textOfChild(root, 'statusCode')),
    extensions: { error: left },
  }
}

const isError = (root: XmlElement | undefined): boolean =>
  root?.name === 'error' &&
  statusOfText(textOfChild(root, 'statusCode')) !== undefined &&
  textOfChild(root, 'message') !== undefined

const fromJson = (error: Obj, { status, limits }: Payload): Said => {
  const { statusCode, name, details } = error
  const bodyStatus = statusOfNumber(statusCode)
  const detail = textOf(error['message'])
  const own = textOf(error['code'])
  const className = own === undefined ? codeOfClass(name, bodyStatus ?? status) : undefined
  const read = { statusCode: bodyStatus, message: detail, code: own, name: className }
  const maps = isObj(details) ? itemsOfMaps(details, limits.items) : undefined
  const list = Array.isArray(details) && details.length > 0 ? details : undefined
  const leads = own !== 'INVALID_PARAMETER_VALUE'
  let left = rest(error, { ...read, details: list ?? maps })
  if (maps !== undefined) left = put(left, 'details', rest(details as Obj, { codes: maps, messages: maps }) ?? {})
  return {
    detail,
    code: own ?? className,
    bodyStatus,
    ...(list === undefined ? maps : itemsOfList(list, limits, entry => toItem(entry, leads))),
    extensions: left === undefined ? undefined : { error: left },
  }
}

const toProblem = (body: LoopbackBody, payload: Payload): Said => {
  if (typeof body !== 'string') return fromJson(body.error, payload)
  return payload.xml === undefined ? {} : fromXml(payload.xml)
}

const toMaps = (errors: readonly ProblemItem[]): Obj => {
  const codes: Record<string, string[]> = {}
  const messages: Record<string, string[]> = {}
  const add = (map: Record<string, string[]>, field: string, text: string): void => {
    const known = Object.prototype.hasOwnProperty.call(map, field) ? map[field] : undefined
    if (known !== undefined) known.push(text)
    else Object.defineProperty(map, field, { value: [text], enumerable: true, configurable: true, writable: true })
  }
  for (const { name = '', code = '', detail = '' } of errors) {
    add(codes, name, code)
    add(messages, name, detail)
  }
  return { codes, messages }
}

const fromItem = (item: ProblemItem): unknown => {
  const { detail, pointer, name, code } = item
  return entryOf(item, { path: pointer === undefined ? undefined : (name ?? pointer), code, message: detail })
}

const fromProblem = (problem: ApiProblem) => {
  const { error, ...left } = problem.extensions
  const own = problem.dialect === 'loopback'
  const status = claimedStatus(problem, 'loopback')
  const kept: Obj = own && isObj(error) ? error : {}
  const { errors } = problem
  // the code of an only detail was taken for that of the whole
  const code = own && problem.code === errors[0]?.code ? undefined : problem.code
  const isClass =
    own && kept['name'] === undefined && kept['code'] === undefined && code !== undefined && !/^[A-Z0-9_]+$/.test(code)
  const details = objOf(kept['details'])
  const spoken =
    errors.length === 0
      ? {}
      : { details: details === undefined ? errors.map(fromItem) : { ...details, ...toMaps(errors) } }
  const name = own
    ? undefined
    : `${phraseOf(status)
        .replace(/[^A-Za-z]/g, '')
        .replace(/Error$/, '')}Error`
  return {
    body: {
      ...left,
      error: {
        ...present({
          statusCode: status,
          name: isClass ? code : name,
          message: problem.detail ?? (own ? undefined : problem.title),
          code: isClass ? undefined : code,
        }),
        ...kept,
        ...spoken,
      },
    },
    contentType: 'application/json; charset=utf-8',
  }
}

const named: Claim = { rung: 'distinctive', because: 'an error with statusCode, name and message' }
const asXml: Claim = { rung: 'distinctive', because: 'an XML error with statusCode and message' }
const masked: Claim = { rung: 'likely', because: 'an error with statusCode and message' }

/**
 * LoopBack 4 and 3, and what else answers through strong-error-handler.
 *
 * @see https://loopback.io/doc/en/lb4/Using-strong-error-handler.html
 * @category dialects
 * @since 0.1.0
 */
export const loopback: Dialect<'loopback', LoopbackBody, LoopbackCode> = {
  id: 'loopback',
  title: 'LoopBack',
  docs: 'https://loopback.io/doc/en/lb4/Using-strong-error-handler.html',
  verified: '2026-11 against captures of @loopback/rest 15.0; LoopBack 3 from quoted responses',
  shape: [
    { required: { error: 'object' }, absent: ['data', 'jsonrpc', 'success', 'message', 'statusCode'] },
    { root: 'xml' },
  ],
  body: loopbackBody,
  claim: (body, { xml }) => {
    if (typeof body === 'string') return isError(xml) ? asXml : undefined
    const { statusCode, name, message } = body.error
    if (statusOfNumber(statusCode) === undefined || typeof message !== 'string') return undefined
    return typeof name === 'string' ? named : masked
  },
  toProblem,
  fromProblem,
  codes,
}
