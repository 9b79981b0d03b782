/**
 * Dingo API for Laravel and Lumen: `{ message, status_code, errors?, code?, debug? }`, or the same under `error`.
 * Who: dingo/api Exception/Handler.php. Observed: bodies of its tests and of its users' issues, 2026.
 * The wrapper and the names can be set; an error without a text says "404 Not Found", and `code` is the number of the exception.
 */
import * as t from 'io-ts'
import { firstOf, members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { dotOfPointer } from '../http/pointer.js'
import type { ApiProblem, ProblemItem } from '../problem.js'
import { codeOf, hasOnly, isObj, itemsOfMap, named, type Obj, present, put, rest, textOf } from '../reading.js'
import type { Said } from '../said.js'

/** @category dialects @since 0.1.0 */
export const dingoBody = firstOf(
  'DingoBody',
  members(
    'DingoPlain',
    { message: t.string, status_code: t.number },
    { errors: t.union([t.UnknownRecord, t.UnknownArray]), code: t.union([t.number, t.string]) },
  ),
  members('DingoWrapped', { error: t.UnknownRecord }),
)

/** @category dialects @since 0.1.0 */
export type DingoBody = t.TypeOf<typeof dingoBody>

const isMap = (u: unknown): u is Obj | readonly unknown[] => typeof u === 'object' && u !== null

const isWrapped = (body: Obj): boolean => isObj(body['error']) && body['status_code'] === undefined

/** What the members say, and what of them says nothing. */
const readInner = (inner: Obj, { limits }: Payload): Said & { readonly left: Record<string, unknown> | undefined } => {
  const { message, status_code: status, errors, code } = inner
  const items = isMap(errors) ? itemsOfMap(errors, limits) : undefined
  let left: Record<string, unknown> | undefined
  if (message === '') left = put(left, 'message', message)
  if (items?.leftover !== undefined) left = put(left, 'errors', items.leftover)
  else if (items?.errorCount === 0) left = put(left, 'errors', errors)
  return {
    detail: textOf(message),
    code: codeOf(code),
    errors: items?.errors,
    errorCount: items?.errorCount,
    bodyStatus: typeof status === 'number' ? status : undefined,
    left,
  }
}

const toProblem = (body: DingoBody, payload: Payload): Said => {
  const wrapped = isWrapped(body as Obj)
  const inner = wrapped ? ((body as Obj)['error'] as Obj) : (body as Obj)
  const { left, ...said } = readInner(inner, payload)
  if (!wrapped) return { ...said, extensions: left, reads: plainReads }
  // the status stays in the wrapper, so that the wrapper can be given back
  const taken = { message: true, code: said.code, errors: isMap(inner['errors']) ? true : undefined }
  return { ...said, extensions: { error: rest(inner, taken, left) }, reads: wrappedReads }
}

const plainReads: Readonly<Record<string, true>> = { message: true, status_code: true, errors: true, code: true }
const wrappedReads: Readonly<Record<string, true>> = { error: true }

const nameOf = ({ name, pointer }: ProblemItem, received: boolean): string =>
  received ? (name ?? '') : dotOfPointer(pointer ?? '')

const numberOf = (code: string): number | string => (String(Number(code)) === code ? Number(code) : code)

const fromProblem = (problem: ApiProblem) => {
  const { detail, code, title, errors, status, source } = problem
  const received = problem.dialect === 'dingo'
  const { error, ...own } = received ? problem.extensions : ({} as Obj)
  const lists: Record<string, unknown[]> = Object.create(null)
  for (const item of errors)
    if (item.detail !== undefined && item.pointer !== undefined)
      (lists[nameOf(item, received)] ??= []).push(item.detail)
  let map: Record<string, unknown> | undefined
  for (const name in lists) map = put(map, name, lists[name])
  const { errors: left, message, ...others } = isObj(error) ? error : own
  const inner = {
    message: message ?? detail ?? title,
    ...present({ errors: isObj(left) && map !== undefined ? { ...map, ...left } : (map ?? left) }),
    ...(code === undefined ? {} : { code: numberOf(code) }),
    status_code: received ? (source.bodyStatus ?? status) : status,
    ...others,
  }
  return { body: isObj(error) ? { ...own, error: inner } : inner }
}

const inBody = named({ message: 'text', status_code: 'text', errors: 'object', code: 'text', debug: 'object' })

const distinctive: Claim = { rung: 'distinctive', because: 'message and status_code, and nothing of another' }
const likely: Claim = { rung: 'likely', because: 'message and status_code among other members' }
const wrapped: Claim = { rung: 'distinctive', because: 'message and status_code under error' }

/**
 * Dingo API.
 *
 * @see https://github.com/dingo/api/wiki/Errors-And-Error-Responses
 * @category dialects
 * @since 0.1.0
 */
export const dingo: Dialect<'dingo', DingoBody, never> = {
  id: 'dingo',
  title: 'Dingo API',
  docs: 'https://github.com/dingo/api/wiki/Errors-And-Error-Responses',
  verified: '2026-11 against its own tests and issues; no capture',
  shape: [
    { required: { message: 'string', status_code: 'number' }, absent: ['error', 'detail', 'type', 'title'] },
    { required: { error: 'object' }, closed: true },
  ],
  body: dingoBody,
  claim: (body, { json }) => {
    if (!isWrapped(body as Obj)) return hasOnly(json as Obj, inBody) ? distinctive : likely
    const inner = (body as Obj)['error'] as Obj
    return typeof inner['message'] === 'string' && typeof inner['status_code'] === 'number' && hasOnly(inner, inBody)
      ? wrapped
      : undefined
  },
  toProblem,
  fromProblem,
}
