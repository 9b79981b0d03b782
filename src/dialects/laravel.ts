/**
 * Laravel and APIs in its style: `{ message, errors: { "field.0.name": ["…"] } }`, bare `{ message }`, debug members.
 * Who: laravel/framework Foundation/Exceptions/Handler.php, Validation/ValidationException.php. Observed: 8.x, 9.x, 12.x, 2026.
 * The status table is that of the Laravel-style API document; it speaks only where the map was recognised or the caller pinned it.
 */
import * as t from 'io-ts'
import { firstOf, members } from '../codec.js'
import type { Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import type { ApiProblem, ProblemItem } from '../problem.js'
import { areTexts, hasOnly, isObj, itemsOfMap, named, type Obj, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { StatusWords } from '../status/semantics.js'

/** A list where PHP had no keys, or keys 0…n. */
const map = t.union([t.UnknownRecord, t.UnknownArray])

/** @category dialects @since 0.1.0 */
export const laravelBody = firstOf(
  'LaravelBody',
  members('LaravelMessage', { message: t.string }, { errors: map }),
  members('LaravelErrors', { errors: map }, { message: t.string }),
)

/** @category dialects @since 0.1.0 */
export type LaravelBody = t.TypeOf<typeof laravelBody>

/** The document says what a status means, and then its common causes. */
const caused = (meaning: string, causes: string) => ({ meaning, because: `${meaning} Common causes: ${causes}` })

const statuses: StatusWords = {
  400: {
    ...caused(
      'Malformed request syntax or invalid request parameters.',
      'Invalid JSON, missing required parameters, malformed data',
    ),
    advice: 'fix-request',
  },
  401: {
    ...caused(
      'Authentication required. API key missing, invalid, or revoked.',
      'Missing Authorization header, invalid API key, revoked key',
    ),
    advice: 'fix-request', // an API key is mended by a person: there is nothing to refresh
  },
  403: {
    ...caused(
      'Authentication succeeded, but insufficient permissions for this resource.',
      'API key lacks permissions, accessing another org’s resources',
    ),
    advice: 'never',
  },
  404: {
    ...caused(
      'Requested resource does not exist or was not found.',
      'Invalid resource ID, resource deleted, typo in URL',
    ),
    advice: 'never',
  },
  405: {
    ...caused(
      'HTTP method not supported for this endpoint (e.g., POST on a GET-only route).',
      'Using wrong HTTP method (POST instead of GET)',
    ),
    advice: 'fix-request',
  },
  409: {
    ...caused(
      'Request conflicts with current resource state (e.g., duplicate record).',
      'Duplicate resource, race condition, resource locked',
    ),
    advice: 'resolve-conflict',
  },
  422: {
    ...caused(
      'Request syntax valid, but semantic errors in data (validation failures).',
      'Missing required fields, invalid data types, values out of range',
    ),
    advice: 'fix-request',
  },
  429: {
    ...caused(
      'Rate limit exceeded. Wait before making additional requests.',
      'Too many requests in short period, see Rate Limits',
    ),
    advice: 'after-delay',
    maxAttempts: 3,
    baseDelayMs: 1_000,
  },
  500: {
    meaning: 'Unexpected error on the server. Contact support if issue persists.',
    because: 'Retry with exponential backoff',
    advice: 'backoff',
    maxAttempts: 3,
    baseDelayMs: 100,
  },
  502: {
    meaning: 'Invalid response from upstream server. Usually temporary.',
    because: 'Retry after brief delay',
    advice: 'backoff',
    maxAttempts: 3,
    baseDelayMs: 100,
  },
  503: {
    meaning: 'Server temporarily unavailable (maintenance or overload).',
    because: 'Retry after delay, check status page',
    advice: 'after-delay',
    maxAttempts: 3,
    baseDelayMs: 1_000,
  },
  504: {
    meaning: 'Request timed out waiting for upstream server.',
    because: 'Retry with exponential backoff',
    advice: 'backoff',
    maxAttempts: 3,
    baseDelayMs: 100,
  },
}

/** Members by which other senders of message and errors give themselves away. */
const foreign = [
  'status_code',
  'statusCode',
  'errorCode',
  'error_code',
  'code',
  'error',
  'documentation_url',
  'timestamp',
  'title',
  'type',
  'detail',
  'data',
  'docs',
  'meta',
  'errorMessages',
] as const

/** A field holds a text or a list of texts: one look down tells the map from a list of objects. */
const isMessages = (value: unknown): boolean => typeof value === 'string' || (Array.isArray(value) && areTexts(value))

const mapClaim = (errors: Obj | readonly unknown[], hasMessage: boolean, plainEnvelope: boolean) => {
  let fields = 0
  for (const field in errors as Obj) {
    if (!isMessages((errors as Obj)[field])) return undefined
    // three fields tell as much as a thousand
    if (++fields === 3) break
  }
  if (Array.isArray(errors) && typeof errors[0] === 'string') return undefined
  if (!hasMessage) return { rung: 'possible', because: 'a map of fields to messages, without message' } as const
  if (fields === 0) return { rung: 'likely', because: 'message beside empty errors' } as const
  return plainEnvelope
    ? ({ rung: 'distinctive', because: 'message and a map of fields to lists of messages' } as const)
    : ({ rung: 'likely', because: 'message and a map of fields to messages among other members' } as const)
}

const plainEnvelope = named({
  message: 'text',
  errors: 'object',
  exception: 'text',
  file: 'text',
  line: 'text',
  trace: 'object',
})

const toProblem = ({ message, errors }: LaravelBody, { limits }: Payload): Said => {
  // an empty message says nothing, but it was sent: it is left over
  const silent = message === '' ? { message } : undefined
  if (errors === undefined) return { detail: textOf(message), extensions: silent }
  const { errors: items, errorCount, leftover } = itemsOfMap(errors, limits)
  return {
    detail: textOf(message),
    errors: items,
    errorCount,
    extensions: leftover === undefined ? silent : { ...silent, errors: leftover },
  }
}

const nameOf = (item: ProblemItem): string => item.name ?? (item.pointer ?? '').slice(1).split('/').join('.')

const fromProblem = (problem: ApiProblem) => {
  const { errors: left, message, ...extensions } = problem.extensions
  const map: Record<string, unknown> = isObj(left) ? { ...left } : {}
  for (const item of problem.errors) {
    if (item.detail === undefined || item.pointer === undefined) continue
    const name = nameOf(item)
    const known = Object.prototype.hasOwnProperty.call(map, name) ? map[name] : undefined
    if (Array.isArray(known)) known.push(item.detail)
    else
      Object.defineProperty(map, name, { value: [item.detail], enumerable: true, configurable: true, writable: true })
  }
  const hasMap = Object.keys(map).length > 0
  return {
    body: { ...extensions, message: problem.detail ?? message ?? problem.title, ...(hasMap ? { errors: map } : {}) },
  }
}

/**
 * Laravel, and APIs that answer in its style.
 *
 * @see https://laravel.com/docs/validation#validation-error-response-format
 * @category dialects
 * @since 0.1.0
 */
export const laravel: Dialect<'laravel', LaravelBody, never> = {
  id: 'laravel',
  title: 'Laravel-style API',
  docs: 'https://laravel.com/docs/validation#validation-error-response-format',
  verified: '2026-11 against captures of laravel/framework 8.x, 9.x, 12.x and the status table of a Laravel-style API',
  shape: [
    { required: { message: 'string', errors: ['object', 'array'] }, absent: foreign },
    { required: { errors: ['object', 'array'] }, absent: ['message', ...foreign] },
    {
      required: { message: 'string', exception: 'string', file: 'string', line: 'number', trace: 'array' },
      absent: foreign,
    },
    { required: { message: 'string' }, closed: true },
  ],
  reads: ['message', 'errors'],
  body: laravelBody,
  claim: ({ message, errors }, payload) => {
    const body = payload.json as Obj
    if (errors !== undefined) return mapClaim(errors, message !== undefined, hasOnly(body, plainEnvelope))
    return 'exception' in body
      ? { rung: 'distinctive', because: 'message and the debug members exception, file, line' }
      : { rung: 'possible', because: 'message, and nothing else' }
  },
  toProblem,
  fromProblem,
  statuses,
}
