/**
 * InfluxDB: version 1 says `{ error }`, or under 200 `{ results: [{ statement_id, error }] }`; version 2 `{ code, message }`.
 * Who: influxdata/influxdb, version 2 in kit/platform/errors. Observed: captures of 1.6, 2026.
 * What gives it away is a field, `X-Influxdb-Version`. A "partial write" has stored what was right.
 */
import * as t from 'io-ts'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { readOperations } from '../partial.js'
import type { ProblemItem } from '../problem.js'
import { codeOf, isObj, itemOf, type Obj, rest, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord } from '../status/semantics.js'
import { absent, denied, exists, fix } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const influxdbBody = t.UnknownRecord

/** @category dialects @since 0.1.0 */
export type InfluxdbBody = t.TypeOf<typeof influxdbBody>

/** The codes of version 2. */
const codes = {
  invalid: fix('The request is not valid.'),
  'unprocessable entity': fix('The data cannot be taken as they are.'),
  'empty value': fix('A value is empty.'),
  unauthorized: { because: 'The token is missing or not valid.', kind: 'unauthenticated' },
  forbidden: denied('The token does not allow this.'),
  'not found': absent('There is nothing of this name.'),
  conflict: exists('Something of this name exists.'),
  'request too large': fix('The request is larger than allowed.'),
  'too many requests': { because: 'The organisation sent too much.', kind: 'resource_exhausted', scope: 'client' },
  unavailable: { because: 'The service is not available.', kind: 'unavailable' },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type InfluxdbCode = keyof typeof codes

const hasFailed = (result: unknown): boolean => isObj(result) && textOf(result['error']) !== undefined

/** A statement that failed: its number says which. */
const toItems = (result: unknown): readonly ProblemItem[] => {
  const { error, statement_id: id } = result as Obj
  return [itemOf({ detail: textOf(error), resource: codeOf(id), extensions: rest(result as Obj, { error }) })]
}

const toProblem = (body: InfluxdbBody, { limits }: Payload): Said => {
  const { error, message, code, results } = body
  if (!Array.isArray(results)) {
    const said = textOf(message) ?? textOf(error)
    return {
      detail: said,
      code: textOf(code),
      reads: said === undefined ? none : message === undefined ? readsOld : readsNew,
    }
  }
  return { ...readOperations(results, limits, { hasFailed, toItems }), reads: readsResults }
}

const none: Readonly<Record<string, true>> = {}
const readsOld: Readonly<Record<string, true>> = { error: true }
const readsNew: Readonly<Record<string, true>> = { message: true, code: true }
const readsResults: Readonly<Record<string, true>> = { results: true }

const declared: Claim = { rung: 'declared', because: 'the field X-Influxdb-Version' }
const statements: Claim = { rung: 'distinctive', because: 'results of statements, one of them an error' }

const failed = (result: unknown): boolean =>
  isObj(result) && typeof result['statement_id'] === 'number' && typeof result['error'] === 'string'

/**
 * InfluxDB, versions 1 and 2.
 *
 * @see https://docs.influxdata.com/influxdb/v2/api/
 * @category dialects
 * @since 0.1.0
 */
export const influxdb: Dialect<'influxdb', InfluxdbBody, InfluxdbCode> = {
  id: 'influxdb',
  title: 'InfluxDB',
  docs: 'https://docs.influxdata.com/influxdb/v2/api/',
  verified: '2026-11 against captures of 1.6; the codes of version 2 against its source',
  shape: [
    { required: { error: 'string' }, absent: ['message', 'statusCode', 'errors'] },
    { required: { code: 'string', message: 'string' }, absent: ['statusCode', 'errors', 'data'] },
    { required: { results: 'array' } },
  ],
  body: influxdbBody,
  claim: ({ results }, { fields }) => {
    const told = fields.get('x-influxdb-version') !== undefined
    if (results === undefined) return told ? declared : undefined
    return Array.isArray(results) && results.some(failed) ? (told ? declared : statements) : undefined
  },
  toProblem,
  codes,
}
