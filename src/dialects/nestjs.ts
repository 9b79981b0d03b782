/**
 * NestJS: `{ statusCode, message, error? }`, where `message` is a text or, of a failed validation, a list.
 * Who: https://docs.nestjs.com/exception-filters. Observed: @nestjs 11.2 with class-validator, throttler and nestjs-zod, November 2026.
 * The list holds texts, or trees of ValidationError; nestjs-zod has `errors` beside a text. `error` is the phrase of the status, or a
 * code of the application. An exception made of an object is sent untouched and carries no sign of Nest.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { formatPointer, locOfPointer, pointerOfLoc } from '../http/pointer.js'
import type { ApiProblem, ProblemItem } from '../problem.js'
import {
  areTexts,
  entryOf,
  hasOnly,
  isObj,
  itemOf,
  itemsOfList,
  named,
  type Obj,
  present,
  rest,
  textOf,
} from '../reading.js'
import type { Said } from '../said.js'
import { isPhraseOf, phraseOf } from '../status/registry.js'
import { claimedStatus, statusOfNumber } from '../status-envelope.js'

/** @category dialects @since 0.1.0 */
export const nestjsBody = members(
  'NestjsBody',
  { statusCode: t.number, message: t.union([t.string, t.UnknownArray]) },
  { error: t.string, errors: t.UnknownArray },
)

/** @category dialects @since 0.1.0 */
export type NestjsBody = t.TypeOf<typeof nestjsBody>

const envelope = named({ statusCode: 'text', error: 'text', message: 'text' })

const maxDepth = 64

const isIssue = (u: unknown): u is Obj => isObj(u) && Array.isArray(u['path']) && typeof u['message'] === 'string'
const isToken = (u: unknown): boolean => typeof u === 'string' || typeof u === 'number'
const isNode = (u: unknown): u is Obj =>
  isObj(u) && typeof u['property'] === 'string' && (isObj(u['constraints']) || Array.isArray(u['children']))

const toIssue = (entry: unknown): ProblemItem => {
  if (!isIssue(entry)) return { extensions: { value: entry } }
  const { path, message, code } = entry
  const loc = (path as readonly unknown[]).slice(0, maxDepth)
  const spelt = textOf(code)
  return itemOf({
    detail: textOf(message),
    pointer: pointerOfLoc(loc),
    name: loc.length === 0 || !loc.every(isToken) ? undefined : loc.join('.'),
    code: spelt,
    extensions: rest(entry, { path: loc.every(isToken) ? path : undefined, message: textOf(message), code: spelt }),
  })
}

interface Tree {
  readonly errors: ProblemItem[]
  count: number
  /** Something stood where no message is: then the trees are kept as they came. */
  hasMore: boolean
}

/** One item for each constraint, under the path of its properties. */
const walk = (node: Obj, path: readonly string[], cap: number, tree: Tree): void => {
  const { property, constraints, children } = node as { property: string; constraints?: unknown; children?: unknown }
  const here = [...path, property]
  const messages = isObj(constraints) ? constraints : {}
  const left = rest(node, { property, constraints: objOrNone(constraints), children: listOrNone(children) })
  let own = 0
  for (const code in messages) {
    own++
    if (++tree.count > cap) continue
    tree.errors.push(
      itemOf({
        detail: textOf(messages[code]),
        pointer: formatPointer(here),
        name: here.join('.'),
        code,
        extensions: typeof messages[code] === 'string' ? left : { ...left, [code]: messages[code] },
      }),
    )
  }
  const below = listOrNone(children) ?? []
  if (own === 0 && (left !== undefined || below.length === 0)) tree.hasMore = true
  for (const child of below) {
    if (isNode(child) && here.length < maxDepth) walk(child, here, cap, tree)
    else tree.hasMore = true
  }
}

const objOrNone = (u: unknown): Obj | undefined => (isObj(u) ? u : undefined)
const listOrNone = (u: unknown): readonly unknown[] | undefined => (Array.isArray(u) ? u : undefined)

const readTrees = (message: readonly unknown[], cap: number): Said => {
  const tree: Tree = { errors: [], count: 0, hasMore: false }
  for (const node of message) {
    if (isNode(node)) walk(node, [], cap, tree)
    else tree.hasMore = true
  }
  return { errors: tree.errors, errorCount: tree.count, extensions: tree.hasMore ? { message } : undefined }
}

const readMessage = ({ message, errors }: NestjsBody, { limits }: Payload): Said => {
  if (typeof message === 'string') {
    const detail = textOf(message)
    const silent = detail === undefined ? { message } : undefined
    if (errors === undefined || !isIssue(errors[0]))
      return { detail, extensions: errors === undefined ? silent : { ...silent, errors } }
    return { detail, extensions: silent, ...itemsOfList(errors, limits, toIssue) }
  }
  const beside = errors === undefined ? undefined : { errors }
  if (message.length === 0) return { extensions: { message, ...beside } }
  if (isNode(message[0])) {
    const said = readTrees(message, limits.items)
    return { ...said, extensions: { ...said.extensions, ...beside } }
  }
  const toItem = (entry: unknown): ProblemItem =>
    typeof entry === 'string' && entry !== '' ? { detail: entry } : { extensions: { value: entry } }
  return { ...itemsOfList(message, limits, toItem), extensions: beside }
}

const toProblem = (body: NestjsBody, payload: Payload): Said => {
  const { statusCode, error } = body
  const bodyStatus = statusOfNumber(statusCode)
  const said = readMessage(body, payload)
  const code = error === undefined || isPhraseOf(bodyStatus ?? payload.status, error) ? undefined : textOf(error)
  return {
    ...said,
    code,
    bodyStatus,
    extensions: {
      ...(bodyStatus === undefined ? { statusCode } : {}),
      // a phrase is no code, and is left as it is spelt
      ...(error === undefined || code !== undefined ? {} : { error }),
      ...said.extensions,
    },
  }
}

const fromIssue = (item: ProblemItem): unknown => {
  const { detail, pointer, code } = item
  return entryOf(item, { code, path: pointer === undefined ? undefined : locOfPointer(pointer), message: detail })
}

const fromProblem = (problem: ApiProblem) => {
  const { statusCode, error, message, ...left } = problem.extensions
  const { detail, title, errors } = problem
  const own = problem.dialect === 'nestjs'
  const status = claimedStatus(problem, 'nestjs')
  const hasFields = errors.some(({ pointer }) => pointer !== undefined)
  const isList = errors.length > 0 && !hasFields
  const kept = own && (typeof message === 'string' || Array.isArray(message)) ? message : undefined
  const phrase = own ? error : hasFields ? undefined : phraseOf(status)
  // the code of an only issue was taken for that of the whole
  const code = own && problem.code === errors[0]?.code ? undefined : problem.code
  return {
    body: {
      ...left,
      message: isList ? errors.map(item => item.detail ?? entryOf(item, {})) : (kept ?? detail ?? title),
      ...present({ error: code ?? phrase }),
      statusCode: own && typeof statusCode === 'number' ? statusCode : status,
      ...(hasFields && !Array.isArray(kept) ? { errors: errors.map(fromIssue) } : {}),
    },
    contentType: 'application/json; charset=utf-8',
  }
}

const texts: Claim = { rung: 'distinctive', because: 'statusCode beside a list of messages' }
const trees: Claim = { rung: 'distinctive', because: 'statusCode beside a list of ValidationErrors' }
const issues: Claim = { rung: 'distinctive', because: 'statusCode and message beside a list of issues' }
const oddList: Claim = { rung: 'possible', because: 'statusCode beside a list under message' }
const ownCode: Claim = { rung: 'likely', because: 'statusCode, message and an error that is no phrase of the status' }
const onExpress: Claim = {
  rung: 'likely',
  because: 'statusCode and message from Express, which sends neither by itself',
}
const bare: Claim = { rung: 'possible', because: 'statusCode and message' }

/**
 * NestJS.
 *
 * @see https://docs.nestjs.com/exception-filters
 * @category dialects
 * @since 0.1.0
 */
export const nestjs: Dialect<'nestjs', NestjsBody, never> = {
  id: 'nestjs',
  title: 'NestJS',
  docs: 'https://docs.nestjs.com/exception-filters',
  verified: '2026-11 against captures of @nestjs 11.2, class-validator 0.15, throttler 6.7, nestjs-zod 5.5',
  shape: {
    required: { statusCode: 'number', message: ['string', 'array'] },
    optional: { error: 'string', errors: 'array' },
    absent: ['code', 'validation', 'attributes', 'status', 'type', 'title'],
  },
  body: nestjsBody,
  claim: ({ statusCode, message, error, errors }, { json, fields }) => {
    if (typeof message !== 'string') {
      if (message.length > 0 && areTexts(message)) return texts
      return isNode(message[0]) ? trees : oddList
    }
    if (errors !== undefined && isIssue(errors[0])) return issues
    const isCode = error !== undefined && statusOfNumber(statusCode) !== undefined && !isPhraseOf(statusCode, error)
    if (isCode && hasOnly(json as Obj, envelope)) return ownCode
    return fields.get('x-powered-by') === 'Express' ? onExpress : bare
  },
  toProblem,
  fromProblem,
}
