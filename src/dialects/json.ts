/**
 * Any JSON that no dialect claims: read by the names that APIs commonly give to message, code, ids and fields.
 * Who: everybody else. Observed: the real responses in test/fixtures, 2026.
 * It guesses names, never meanings: its reading is `possible`, no table speaks, and what it does not read is kept.
 */
import * as t from 'io-ts'
import { isBareMap, isFieldTree, looksLikeError } from '../by-name/error-look.js'
import { errorsOfMember, isFieldName } from '../by-name/errors-in.js'
import { ItemReader } from '../by-name/item-reader.js'
import { isEnvelope } from '../by-name/names.js'
import { codeWithin, isWord, messageIn, type Roles, rolesOf, statusOfMember, waitOf } from '../by-name/roles.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { readJson } from '../http/json.js'
import type { Wait } from '../http/retry-after.js'
import type { Link } from '../problem.js'
import { areTexts, codeOf, isObj, linksOf, type Obj, textOf } from '../reading.js'
import type { Said } from '../said.js'
import { isMereStatus, isPhraseOf } from '../status/registry.js'

/** Where an id or a delay stands beside the error. */
const asides = ['meta', 'innererror', 'innerError']
/** The field of the one error that an envelope is. */
const ownFields = ['param', 'field', 'parameter', 'fieldName', 'field_name', 'target']
const maxDepth = 3

interface Heard {
  type?: string | undefined
  detail?: string | undefined
  code?: string | undefined
  /** The name of the member that it stood in. */
  codeName?: string | undefined
  requestId?: string | undefined
  bodyStatus?: number | undefined
  links?: readonly Link[] | undefined
  wait?: Wait | undefined
  reader?: ItemReader | undefined
  /** What was left within members that were read. */
  left?: Record<string, unknown> | undefined
}

type Reads = Record<string, boolean>
const hasOwn = Object.prototype.hasOwnProperty

/** A class that is named for the status says no more than that. */
const isClassOfStatus = (name: string, status: number): boolean =>
  isPhraseOf(status, name.replace(/(?:Error|Exception)$/, '').replace(/[a-z](?=[A-Z])/g, '$& '))

const readErrors = (
  heard: Heard,
  body: Obj,
  roles: Roles,
  reads: Reads,
  payload: Payload,
  isWrapped: boolean,
): void => {
  if (roles.objects === 0) return
  const reader = new ItemReader(payload)
  for (const name of roles.errors) {
    if (reads[name] === true) continue
    const found = errorsOfMember(reader, name, body[name], 0)
    if (found === undefined) continue
    reads[name] = true
    heard.reader = reader
    if (found.left !== undefined) heard.left = payload.ledger.keep(heard.left, name, found.left)
    return
  }
  const mayBeTree =
    (payload.status === 400 || payload.status === 422) && roles.message === undefined && roles.status === undefined
  if (isWrapped || (!isBareMap(body) && !(mayBeTree && isFieldTree(body)))) return
  heard.reader = reader
  const left = reader.map(body, '')
  for (const name in body) if (left === undefined || !hasOwn.call(left, name)) reads[name] = true
}

const envelopeOf = (body: Obj, roles: Roles): string | undefined => {
  // all there is, under the name of the error itself
  if (roles.count === 1 && roles.objects === 1 && roles.errors.length + roles.envelopes.length === 0) {
    const name = Object.keys(body)[0] as string
    const object = body[name]
    return isObj(object) && typeof object['message'] === 'string' ? name : undefined
  }
  for (const name of roles.envelopes) {
    const object = body[name] as Obj
    if (isEnvelope(name)) {
      if (!isBareMap(object)) return name
      continue
    }
    // beside a message or a code these are what they say they are
    if (roles.message !== undefined || (roles.code !== undefined && name !== 'message' && name !== 'detail'))
      return undefined
    const { message } = rolesOf(object)
    // a title or a text is of anything
    const isMessage =
      message !== undefined && typeof object[message] === 'string' && /mess|msg|err|detail|reason/i.test(message)
    if (isMessage || isObj(object['error'])) return name
  }
  return undefined
}

const readStatusAndCode = (heard: Heard, body: Obj, roles: Roles, reads: Reads, status: number): void => {
  if (roles.status !== undefined && heard.bodyStatus === undefined) {
    heard.bodyStatus = statusOfMember(body[roles.status])
    reads[roles.status] = true
  }
  if (heard.code !== undefined) return
  const isBesideMessage = roles.code !== 'id' || roles.message !== undefined
  const word = roles.code === undefined || !isBesideMessage ? undefined : (body[roles.code] as string)
  // these words are codes where nothing better is
  const isWeak = roles.code === 'name' || roles.code === 'error' || roles.code === 'type' || roles.code === 'id'
  const isMere =
    word !== undefined && isWeak && roles.code !== 'type' && roles.code !== 'id' && isClassOfStatus(word, status)
  const number = roles.number === undefined ? undefined : (body[roles.number] as number)
  const asStatus =
    number === status ? status : word === undefined || isMere || isWeak ? undefined : statusOfMember(number)
  if (number !== undefined && asStatus !== undefined) {
    heard.bodyStatus ??= asStatus
    if (heard.bodyStatus === asStatus) reads[roles.number as string] = true
  }
  if (number !== undefined && asStatus === undefined && (word === undefined || isWeak)) {
    const better = roles.objects === 0 ? undefined : codeWithin(body)
    heard.code = better ?? String(number)
    heard.codeName = roles.number
    if (heard.code !== better) reads[roles.number as string] = true
  } else if (word !== undefined && !isMere) {
    // a namespace before the name is not part of it
    heard.code = roles.code === '__type' ? word.slice(word.indexOf('#') + 1) : word
    heard.codeName = roles.code
    reads[roles.code as string] = heard.code === word
  } else if (roles.message !== undefined && roles.objects > 0) heard.code = codeWithin(body)
}

/** Where a phrase stands beside a status. */
const isPhrased = (name: string, { bodyStatus }: Heard): boolean =>
  bodyStatus !== undefined && /^(?:err|error|reason|status|statusText|summary)$/.test(name)

const readMessage = (heard: Heard, body: Obj, roles: Roles, reads: Reads, status: number): void => {
  // a lone word that is no code, such as a phrase; and the word beside a code
  const word = roles.code !== 'error' ? undefined : heard.code === undefined ? 'error' : 'reason'
  const name = roles.message ?? (word !== undefined && textOf(body[word]) !== undefined ? word : undefined)
  if (name === undefined || heard.detail !== undefined) return
  const value = body[name]
  const text = messageIn(value)
  // beside the status its phrase is no message
  const isTitle = /^(?:title|Title)$/.test(name)
  if (text === undefined || ((isTitle || isPhrased(name, heard)) && isMereStatus(status, text))) return
  heard.detail = text
  reads[name] = typeof value === 'string'
}

/** A list of errors that is written as a text within the message. */
const readText = (heard: Heard, roles: Roles, reads: Reads, payload: Payload): void => {
  const text = heard.detail
  if (text === undefined || heard.reader !== undefined || text[0] !== '[' || text[text.length - 1] !== ']') return
  const value = readJson(text, payload.limits)?.value
  if (!Array.isArray(value) || !looksLikeError(value[0])) return
  heard.reader = new ItemReader(payload)
  heard.reader.list(value)
  heard.detail = undefined
  if (roles.message !== undefined) reads[roles.message] = false
}

/** Reads what an object says, and before it the envelope within; `reads` are the members of which nothing is left. */
const hear = (body: Obj, reads: Reads, payload: Payload, depth: number): Heard => {
  const roles = rolesOf(body)
  const name = depth < maxDepth ? envelopeOf(body, roles) : undefined
  let heard: Heard = {}
  if (name !== undefined) {
    const inside: Reads = {}
    const object = body[name] as Obj
    heard = hear(object, inside, payload, depth + 1)
    let left = heard.left
    for (const member in object)
      if (inside[member] !== true && hasOwn.call(object, member))
        left = payload.ledger.keep(left, member, object[member])
    heard.left = left === undefined ? undefined : { [name]: left }
    reads[name] = true
    if (heard.code === undefined && roles.errors.length + roles.envelopes.length === 0 && isWord(name))
      heard.code = name
  }
  readStatusAndCode(heard, body, roles, reads, payload.status)
  readMessage(heard, body, roles, reads, payload.status)
  if (roles.requestId !== undefined && heard.requestId === undefined) {
    heard.requestId = codeOf(body[roles.requestId])
    reads[roles.requestId] = true
  }
  if (roles.wait !== undefined) heard.wait ??= waitOf(roles.wait, body[roles.wait])
  for (const place of roles.objects > 0 ? asides : []) {
    const aside = body[place]
    if (!isObj(aside)) continue
    const { requestId, wait } = rolesOf(aside)
    if (requestId !== undefined) heard.requestId ??= codeOf(aside[requestId])
    if (wait !== undefined) heard.wait ??= waitOf(wait, aside[wait])
  }
  if (roles.help !== undefined && heard.links === undefined) {
    heard.links = linksOf('help', body[roles.help])
    reads[roles.help] = true
  }
  if (heard.reader === undefined) readErrors(heard, body, roles, reads, payload, name !== undefined)
  readText(heard, roles, reads, payload)
  // the type of a list of errors says less than the code that all of them have
  const isWeak = heard.codeName === 'type' || heard.codeName === 'name'
  if (isWeak && heard.detail === undefined && heard.reader?.sharedCode) {
    reads[heard.codeName as string] = false
    heard.code = undefined
  }
  if (
    typeof body['type'] === 'string' &&
    typeof body['title'] === 'string' &&
    /^(?:https?:|urn:|\/)/.test(body['type'])
  ) {
    heard.type = body['type']
    reads['type'] = true
  }
  if (roles.field !== undefined && heard.reader === undefined && heard.detail !== undefined)
    for (const field of ownFields)
      if (isFieldName(body[field]) && heard.reader === undefined && !/^[^[]*\.[^[]*$/.test(body[field] as string)) {
        const code = heard.codeName === 'type' || heard.codeName === 'name' ? undefined : heard.code
        heard.reader = new ItemReader(payload)
        heard.reader.entry({ message: heard.detail, code, field: body[field] })
        reads[field] = true
      }
  return heard
}

const saidOf = (heard: Heard, reads: Reads | undefined): Said => {
  const { reader, code, detail } = heard
  const items = reader?.items
  const said: { -readonly [K in keyof Said]: Said[K] } = { kept: true, detail: detail ?? items?.[0]?.detail }
  // below a message of its own, or where they differ, the codes of errors are not that of the answer
  const shared = detail === undefined ? reader?.sharedCode : undefined
  if (heard.type !== undefined) said.type = heard.type
  if (items !== undefined) said.codesOfFields = true
  if (code !== undefined || shared) said.code = code ?? shared
  if (heard.requestId !== undefined) said.requestId = heard.requestId
  if (heard.bodyStatus !== undefined) said.bodyStatus = heard.bodyStatus
  if (heard.links !== undefined) said.links = heard.links
  if (heard.wait !== undefined) said.wait = heard.wait
  if (reader !== undefined) {
    said.errors = reader.items
    said.errorCount = reader.count
  }
  if (heard.left !== undefined) said.extensions = heard.left
  if (reads !== undefined) said.reads = reads as Record<string, true>
  return said
}

/** A list of errors, or of maps of errors, one for each element of a bulk request. */
const readArray = (list: readonly unknown[], payload: Payload): Said => {
  const reader = new ItemReader(payload)
  const isMapOrEmpty = (entry: unknown): boolean =>
    isObj(entry) && (isBareMap(entry) || Object.keys(entry).length === 0)
  const start = list.slice(0, 1_000)
  if (start.every(isMapOrEmpty) && start.some(isObj)) reader.maps(list)
  // texts about a document that was refused are about the whole of it
  else
    reader.list(
      list,
      (payload.status === 400 || payload.status === 422) && areTexts(list) ? { pointer: '' } : undefined,
    )
  return saidOf({ reader }, undefined)
}

const possible: Claim = { rung: 'possible', because: 'the body is JSON that no dialect claims more strongly' }

/** @category dialects @since 0.1.0 */
export const json: Dialect<'json', unknown, never> = {
  id: 'json',
  title: 'Any JSON',
  docs: 'https://www.rfc-editor.org/rfc/rfc8259',
  verified: '2026-11 against the real responses in test/fixtures',
  shape: [{}, { root: 'array' }, { root: 'string' }, { root: 'scalar' }],
  body: t.unknown,
  claim: () => possible,
  toProblem: (body, payload) => {
    if (isObj(body)) {
      const reads: Reads = {}
      return saidOf(hear(body, reads, payload, 0), reads)
    }
    if (Array.isArray(body)) return readArray(body, payload)
    if (typeof body === 'string') return { detail: textOf(body.trim()) }
    return body === null ? {} : { extensions: { value: body } }
  },
}
