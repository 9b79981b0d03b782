/**
 * PostgREST (and Supabase's data API): `{ code, message, details, hint }`, the error structure of PostgreSQL.
 * Who: https://docs.postgrest.org/en/stable/references/errors.html. Observed: the document and its repository's issues and tests, 2024 to 2026.
 * `code` is a SQLSTATE (text, though `23502` looks like a number) or `PGRST` and three digits; all four members are always there, null or not.
 * `details` may quote a whole row. A function of the database can raise any code and, with `PT…`, any status.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { ApiProblem } from '../problem.js'
import { textOf } from '../reading.js'
import type { ApiWord } from '../status/semantics.js'
import { absent, denied, fix, mend, renew, taken } from '../status/words.js'

const textOrNull = t.union([t.string, t.null])

/** @category dialects @since 0.1.0 */
export const postgrestBody = members('PostgrestBody', {
  code: t.string,
  message: t.string,
  details: textOrNull,
  hint: textOrNull,
})

/** @category dialects @since 0.1.0 */
export type PostgrestBody = t.TypeOf<typeof postgrestBody>

/** PostgreSQL has rolled the transaction back, so nothing of it took effect. */
const again = <Because extends string>(because: Because) =>
  ({ because, kind: 'aborted', advice: 'backoff', applied: 'no', maxAttempts: 3, baseDelayMs: 100 }) as const
const down = <Because extends string, A extends 'no' | 'unknown'>(because: Because, applied: A) =>
  ({ because, kind: 'unavailable', advice: 'backoff', applied, maxAttempts: 3, baseDelayMs: 500 }) as const

const codes = {
  // PostgreSQL
  '08000': down('connection exception', 'unknown'),
  '08003': down('connection does not exist', 'unknown'),
  '08006': down('connection failure: it may have broken after the commit', 'unknown'),
  '22P02': fix('invalid text representation'),
  '23502': fix('not-null violation'),
  '23503': {
    because: 'foreign key violation',
    kind: 'failed_precondition',
    advice: 'fix-request',
  },
  '23505': taken('uniqueness violation'),
  '23514': fix('check violation'),
  '25006': { because: 'read only sql transaction', kind: 'failed_precondition', advice: 'fix-request' },
  '28P01': mend('invalid password'),
  '40001': again('serialization failure: the transaction was rolled back'),
  '40P01': again('deadlock detected: the transaction was rolled back'),
  '42501': denied('insufficient privileges'),
  '42703': fix('undefined column'),
  '42883': absent('undefined function'),
  '42P01': absent('undefined table'),
  '42P17': { because: 'infinite recursion, mostly in a row level policy', kind: 'internal', advice: 'never' },
  '53300': down('too many connections', 'no'),
  '53400': { because: 'configuration limit exceeded', kind: 'resource_exhausted', advice: 'never' },
  '55P03': again('lock not available'),
  '57014': { because: 'query canceled, mostly by the statement timeout', kind: 'deadline_exceeded', advice: 'once' },
  '57P01': down('the database is shutting down', 'unknown'),
  '57P03': down('the database cannot take connections now', 'no'),
  P0001: fix('raised by a function of the database'),
  // PostgREST
  PGRST000: down('could not connect with the database', 'no'),
  PGRST001: down('could not connect with the database due to an internal error', 'unknown'),
  PGRST002: down('could not connect with the database when building the schema cache', 'no'),
  PGRST003: {
    because: 'timed out waiting for a pool connection',
    kind: 'unavailable',
    advice: 'backoff',
    applied: 'no',
    maxAttempts: 3,
    baseDelayMs: 500,
  },
  PGRST100: fix('parsing error in the query string parameter'),
  PGRST102: fix('an invalid request body was sent'),
  PGRST103: { because: 'an invalid range was specified', kind: 'out_of_range', advice: 'fix-request' },
  PGRST116: absent('more than one or no items were returned when requesting a singular response'),
  PGRST200: fix('no foreign key relationship between the tables'),
  PGRST202: absent('no such function in the schema cache'),
  PGRST204: fix('no such column in the schema cache'),
  PGRST205: absent('no such table in the schema cache'),
  PGRST300: { because: 'a JWT secret is missing from the configuration', kind: 'internal', advice: 'never' },
  PGRST301: renew('the JWT could not be decoded or is invalid, or has expired'),
  PGRST302: renew('no authentication was given, and the anonymous role is disabled'),
  PGRST303: renew('a claim of the JWT failed, as when it has expired'),
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type PostgrestCode = `${keyof typeof codes}`

const isCode = /^(?:[0-9A-Z]{5}|PGRST[0-9A-Z]{3})$/

const textOrNothing = (u: unknown): string | null => (typeof u === 'string' ? u : null)

const fromProblem = (problem: ApiProblem) => {
  const { details, hint, ...left } = problem.extensions
  return {
    body: {
      ...left,
      code: problem.code ?? '',
      message: problem.detail ?? '',
      details: textOrNothing(details),
      hint: textOrNothing(hint),
    },
    contentType: 'application/json; charset=utf-8',
  }
}

const sqlState: Claim = { rung: 'distinctive', because: 'code (a SQLSTATE or PGRST…), message, details and hint' }
const raised: Claim = { rung: 'likely', because: 'code, message, details and hint' }

/**
 * PostgREST.
 *
 * @see https://docs.postgrest.org/en/stable/references/errors.html
 * @category dialects
 * @since 0.1.0
 */
export const postgrest: Dialect<'postgrest', PostgrestBody, PostgrestCode> = {
  id: 'postgrest',
  title: 'PostgREST',
  docs: 'https://docs.postgrest.org/en/stable/references/errors.html',
  verified: '2026-11 against the document, issues and tests of the repository; no live capture',
  shape: {
    required: { code: 'string', message: 'string', details: ['string', 'null'], hint: ['string', 'null'] },
    absent: ['error', 'errors', 'status', 'statusCode', 'type'],
  },
  reads: ['code', 'message'],
  body: postgrestBody,
  claim: ({ code }) => (isCode.test(code) ? sqlState : raised),
  // an empty code or message says nothing, but was sent: fromProblem writes it again
  toProblem: ({ code, message }) => ({ code: textOf(code), codeIsCategory: true, detail: textOf(message) }),
  fromProblem,
  codes,
}
