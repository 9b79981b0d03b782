/**
 * Moleculer behind moleculer-web: `{ name, message, code: 422, type?, data? }`.
 * Who: https://moleculer.services/docs/errors. Observed: moleculer 0.14, moleculer-web 0.10, November 2026.
 * `code` is the status, `type` the machine code; where there is none the name of the class is. `data` of a failed validation is a list of
 * `{ type, message, field, … }`. `X-Rate-Limit-Reset` is in epoch milliseconds, and on every response.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { pointerOfPath } from '../http/pointer.js'
import type { ProblemItem } from '../problem.js'
import { hasOnly, isObj, itemOf, itemsOfList, named, type Obj, present, rest, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord } from '../status/semantics.js'
import { fix } from '../status/words.js'
import { codeOfClass, statusOfNumber } from '../status-envelope.js'

/** @category dialects @since 0.1.0 */
export const moleculerBody = members(
  'MoleculerBody',
  { name: t.string, message: t.string, code: t.number },
  { type: t.string, data: t.union([t.UnknownRecord, t.UnknownArray]) },
)

/** @category dialects @since 0.1.0 */
export type MoleculerBody = t.TypeOf<typeof moleculerBody>

const codes = {
  VALIDATION_ERROR: fix('The parameters of the action are invalid.'),
  REQUEST_TIMEOUT: { because: 'The action did not answer in time; it may have run.', kind: 'deadline_exceeded' },
  REQUEST_REJECTED: { because: 'The breaker of the action is open, or its node is down.', kind: 'unavailable' },
  QUEUE_FULL: { because: 'Too many requests wait for this action.', kind: 'resource_exhausted', applied: 'no' },
  REQUEST_SKIPPED: {
    because: 'Its time was up before the request was sent.',
    kind: 'deadline_exceeded',
    applied: 'no',
  },
  SERVICE_NOT_FOUND: { because: 'No service has this action.', kind: 'not_found' },
  SERVICE_NOT_AVAILABLE: { because: 'No node that has this action is reachable.', kind: 'unavailable' },
  RateLimitExceeded: { because: 'The rate limit was exceeded.', kind: 'resource_exhausted' },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type MoleculerCode = keyof typeof codes

const toItem = (entry: unknown): ProblemItem => {
  if (!isObj(entry)) return { extensions: { value: entry } }
  const detail = textOf(entry['message'])
  const code = textOf(entry['type'])
  const field = textOf(entry['field'])
  return itemOf({
    detail,
    pointer: field === undefined ? undefined : pointerOfPath(field),
    name: field,
    code,
    extensions: rest(entry, { message: detail, type: code, field }),
  })
}

const toProblem = (body: MoleculerBody, { status, limits }: Payload): Said => {
  const { name, message, code, data } = body
  const bodyStatus = statusOfNumber(code)
  const type = textOf(body.type)
  const className = type === undefined ? codeOfClass(name, bodyStatus ?? status) : undefined
  const list = Array.isArray(data) && isObj(data[0]) ? data : undefined
  return {
    detail: textOf(message),
    code: type ?? className,
    bodyStatus,
    ...(list === undefined ? {} : itemsOfList(list, limits, toItem)),
    extensions: present({
      name: className === undefined ? name : undefined,
      message: message === '' ? message : undefined,
      code: bodyStatus === undefined ? code : undefined,
      data: list === undefined ? data : undefined,
    }),
  }
}

const envelope = named({ name: 'text', message: 'text', code: 'text', type: 'text', data: 'text' })

const byType: Claim = { rung: 'distinctive', because: 'name, message, a status as code, and a type in capitals' }
const closed: Claim = { rung: 'likely', because: 'name, message and a status as code, and nothing else' }

/**
 * Moleculer, its API gateway.
 *
 * @see https://moleculer.services/docs/errors
 * @category dialects
 * @since 0.1.0
 */
export const moleculer: Dialect<'moleculer', MoleculerBody, MoleculerCode> = {
  id: 'moleculer',
  title: 'Moleculer',
  docs: 'https://moleculer.services/docs/errors',
  verified: '2026-11 against captures of moleculer 0.14 and moleculer-web 0.10',
  shape: {
    required: { name: 'string', message: 'string', code: 'number' },
    optional: { type: 'string', data: ['object', 'array'] },
    absent: ['className', 'status', 'statusCode', 'errors', 'error', 'details'],
  },
  body: moleculerBody,
  claim: ({ code, type }, { json, status }) => {
    if (statusOfNumber(code) === undefined || !hasOnly(json as Obj, envelope)) return undefined
    if (type !== undefined) return /^[A-Z0-9_]{3,64}$/.test(type) ? byType : undefined
    return code === status ? closed : undefined
  },
  toProblem,
  codes,
}
