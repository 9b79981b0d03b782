/**
 * GitLab REST API: `{ message }` as a text, a map of fields to texts, or a list; `{ error, error_description? }`; bare maps and lists.
 * Who: https://docs.gitlab.com/api/rest/troubleshooting/. Observed: its document and the tests of its Ruby client, 2026.
 * A text often begins with its own status (`404 Project Not Found`). The same server answers `/oauth` in OAuth's words, and "Retry later" as text.
 */
import * as t from 'io-ts'
import { members, orElse } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { pointerOfPath } from '../http/pointer.js'
import type { ProblemItem } from '../problem.js'
import { areTexts, isObj, itemOf, itemsOfList, type Obj, put, statusOfText, takenOf, textOf } from '../reading.js'
import type { Said } from '../said.js'

/** @category dialects @since 0.1.0 */
export const gitlabBody = orElse(
  'GitlabBody',
  members(
    'GitlabObject',
    {},
    { message: t.union([t.string, t.UnknownRecord, t.UnknownArray]), error: t.string, error_description: t.string },
  ),
  t.UnknownArray,
)

/** @category dialects @since 0.1.0 */
export type GitlabBody = t.TypeOf<typeof gitlabBody>

const isTexts = (u: unknown): u is readonly string[] => Array.isArray(u) && u.length > 0 && areTexts(u)

/** The errors of a map that may be nested, and how much may still be spelt: every message repeats its path. */
interface Walk {
  readonly errors: ProblemItem[]
  readonly cap: number
  errorCount: number
  spelling: number
}

/** What is neither a message nor a map of such is given back. */
const walk = (node: unknown, pointer: string, name: string, depth: number, into: Walk): unknown => {
  const messages = typeof node === 'string' ? [node] : isTexts(node) ? node : undefined
  if (messages !== undefined) {
    into.errorCount += messages.length
    for (let i = 0; i < messages.length && into.errors.length < into.cap && into.spelling > 0; i++) {
      into.spelling -= pointer.length + name.length
      into.errors.push(itemOf({ detail: messages[i] as string, pointer, name: name === '' ? undefined : name }))
    }
    return undefined
  }
  if (!isObj(node) || depth === 0) return node
  let left: Record<string, unknown> | undefined
  let count = 0
  for (const key in node) {
    count++
    // what is wrong with the whole stands under base
    const at = key === 'base' ? pointer : pointer + pointerOfPath(key)
    const rest = walk(node[key], at, name === '' ? key : `${name}.${key}`, depth - 1, into)
    if (rest !== undefined) left = put(left, key, rest)
  }
  return count === 0 ? node : left
}

const toProblem = (body: GitlabBody, { json, limits }: Payload): Said => {
  const into: Walk = { errors: [], cap: limits.items, errorCount: 0, spelling: 4 * limits.extensionsLength }
  if (Array.isArray(body)) return itemsOfList(body, limits, toWhole)
  const { message, error, error_description } = body
  if (message === undefined && error === undefined) {
    const left = walk(json, '', '', limits.depth, into) as Obj | undefined
    return {
      errors: into.errors,
      errorCount: into.errorCount,
      extensions: left,
      reads: takenOf(json as Obj, json as Obj),
    }
  }
  const only = isObj(message) && isOnlyError(message) ? textOf(message['error']) : undefined
  const detail = textOf(message) ?? only ?? textOf(error_description) ?? textOf(error)
  const code = error !== detail ? textOf(error) : undefined
  const reads = takenOf(body, { message: detail, error: code ?? detail, error_description: detail })
  if (typeof message !== 'object') return { detail, code, reads }
  if (only !== undefined) return { detail, code, reads: { ...reads, message: true } }
  if (Array.isArray(message))
    return { detail, code, ...itemsOfList(message, limits, toWhole), reads: { ...reads, message: true } }
  const left = walk(message, '', '', limits.depth, into)
  return {
    detail,
    code,
    errors: into.errors,
    errorCount: into.errorCount,
    extensions: left === undefined ? undefined : { message: left },
    reads: { ...reads, message: true },
  }
}

/** A text in a list is about the whole. */
const toWhole = (entry: unknown): ProblemItem =>
  typeof entry === 'string' && entry !== '' ? { detail: entry, pointer: '' } : { extensions: { value: entry } }

const byField: Claim = { rung: 'declared', because: 'a field x-gitlab-meta' }
const ownField = 'x-gitlab-meta'
const messageMap: Claim = { rung: 'likely', because: 'message is a map of fields to texts, and nothing else is there' }
const withStatus: Claim = { rung: 'likely', because: 'message begins with the status, and nothing else is there' }

/** A map of fields to lists of texts; three fields tell as much as a thousand. */
const isMap = (u: Obj): boolean => {
  let count = 0
  for (const name in u) {
    if (!isTexts(u[name])) return false
    if (++count === 3) break
  }
  return count > 0
}

const isOnlyError = (message: Obj): boolean => {
  for (const name in message) if (name !== 'error') return false
  return typeof message['error'] === 'string'
}

/** Members that no bare map of fields has. */
const envelopes = ['message', 'error', 'errors', 'detail', 'details', 'code', 'status', 'type', 'data']

/**
 * GitLab, gitlab.com and self-managed.
 *
 * @see https://docs.gitlab.com/api/rest/troubleshooting/
 * @category dialects
 * @since 0.1.0
 */
export const gitlab: Dialect<'gitlab', GitlabBody, never> = {
  id: 'gitlab',
  title: 'GitLab REST API',
  docs: 'https://docs.gitlab.com/api/rest/troubleshooting/',
  verified: '2026-11 against its document and the tests of its Ruby client; no live capture',
  shape: [
    { required: { message: ['string', 'object', 'array'] }, closed: true },
    {
      required: { error: 'string' },
      optional: { error_description: 'string', scope: 'string' },
      closed: true,
      fields: [ownField],
    },
    { absent: envelopes, fields: [ownField] },
    { root: 'array', fields: [ownField] },
  ],
  reads: ['message', 'error', 'error_description'],
  body: gitlabBody,
  claim: (body, { fields, status }) => {
    if (fields.get(ownField) !== undefined) return byField
    if (Array.isArray(body)) return undefined
    const { message, error } = body
    if (error !== undefined || message === undefined) return undefined
    if (typeof message === 'string')
      return statusOfText(message) === status && message.length > 3 ? withStatus : undefined
    return isObj(message) && (isMap(message) || isOnlyError(message)) ? messageMap : undefined
  },
  toProblem,
}
