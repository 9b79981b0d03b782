/**
 * Elysia: `{ type: "validation", on, property, message, summary, expected, found, errors: [{ path, message, … }] }`.
 * Who: https://elysiajs.com/patterns/error-handling. Observed: elysia 1.4, November 2026.
 * It is JSON under `text/plain`. The code of a field is a number. A validation of the *response* is a fault of the server, so its paths lead
 * nowhere in the request; errors of a query stand under `on: "property"`.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { atField } from '../error-list.js'
import type { Payload } from '../exchange.js'
import type { Place, ProblemItem } from '../problem.js'
import { codeOf, isObj, itemOf, itemsOfList, present, rest, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord } from '../status/semantics.js'

/** @category dialects @since 0.1.0 */
export const elysiaBody = members(
  'ElysiaBody',
  { type: t.string, on: t.string, errors: t.UnknownArray },
  { message: t.string },
)

/** @category dialects @since 0.1.0 */
export type ElysiaBody = t.TypeOf<typeof elysiaBody>

const codes = {
  validation: {
    because: 'A part of the request, or the response, does not match its schema.',
    kind: 'invalid_argument',
  },
} as const satisfies Readonly<Record<string, ApiWord>>

/** What Elysia calls the parts of a request. */
const places: Readonly<Record<string, Place | 'body'>> = Object.assign(Object.create(null), {
  body: 'body',
  query: 'query',
  params: 'path',
  headers: 'header',
  cookie: 'cookie',
})

const toItem = (entry: unknown, place: Place | 'body' | undefined): ProblemItem => {
  if (!isObj(entry)) return { extensions: { value: entry } }
  const detail = textOf(entry['message'])
  const code = codeOf(entry['type'])
  const path = place === undefined ? undefined : textOf(entry['path'])
  return itemOf({
    detail,
    ...atField(path),
    in: path === undefined || place === 'body' ? undefined : place,
    code,
    extensions: rest(entry, { message: detail, type: code, path }),
  })
}

const toProblem = ({ type, on, message, errors }: ElysiaBody, { limits }: Payload): Said => ({
  detail: textOf(message),
  code: textOf(type),
  ...(on === 'response' ? { kind: 'internal' as const } : {}),
  ...itemsOfList(errors, limits, entry => toItem(entry, places[on])),
  extensions: present({
    on,
    message: message === '' ? message : undefined,
    errors: errors.length === 0 ? errors : undefined,
  }),
})

const claim: Claim = { rung: 'distinctive', because: 'a validation on a part of the exchange, with errors' }

/**
 * Elysia, its validation errors.
 *
 * @see https://elysiajs.com/patterns/error-handling
 * @category dialects
 * @since 0.1.0
 */
export const elysia: Dialect<'elysia', ElysiaBody, 'validation'> = {
  id: 'elysia',
  title: 'Elysia',
  docs: 'https://elysiajs.com/patterns/error-handling',
  verified: '2026-11 against captures of elysia 1.4',
  shape: { required: { type: 'string', on: 'string', errors: 'array' }, optional: { message: 'string' } },
  body: elysiaBody,
  claim: ({ type }) => (type === 'validation' ? claim : undefined),
  toProblem,
  codes,
}
