/**
 * Zendesk Support and its neighbours: `{ error: "Code", description, details: { field: [{ description, error }] } }`, `{ error: { title, message } }`.
 * Who: https://developer.zendesk.com/api-reference/introduction/requests/. Observed: the document and tests of its clients, 2026.
 * `error` is a code, or a sentence on its own. Texts of `details` may be translated. The Sell API is Base's.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { pointerOfPath } from '../http/pointer.js'
import type { Ledger } from '../ledger.js'
import type { ProblemItem } from '../problem.js'
import { besides, hasOnly, isObj, itemOf, named, type Obj, put, takenOf, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord } from '../status/semantics.js'
import { absent, denied, fix, stale, taken } from '../status/words.js'
import { each } from '../word-table.js'

/** @category dialects @since 0.1.0 */
export const zendeskBody = members(
  'ZendeskBody',
  { error: t.union([t.string, t.UnknownRecord]) },
  { description: t.string, message: t.string, details: t.UnknownRecord },
)

/** @category dialects @since 0.1.0 */
export type ZendeskBody = t.TypeOf<typeof zendeskBody>

const codes = {
  ...each(
    'BlankValue InvalidFormat InvalidValue RecordInvalid TooManyValues ValueTooLong invalid_value',
    fix('The record or a value of it is not valid.'),
  ),
  DuplicateValue: taken('Another record has this value.'),
  ...each('InvalidEndpoint RecordNotFound', absent('The record or the path does not exist.')),
  ...each('Forbidden SuspendedAccount', denied('The user may not do this.')),
  DatabaseConflict: {
    because: 'A collision in the database: simultaneous requests; send it again.',
    kind: 'aborted',
    advice: 'backoff',
  },
  UpdateConflict: stale('The ticket has been changed since: read it again and decide.'),
  ...each('APIRateLimitExceeded TooManyRequests', {
    because: 'Too many requests: wait for Retry-After.',
    kind: 'resource_exhausted',
    advice: 'after-delay',
    scope: 'client',
  } as ApiWord),
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type ZendeskCode = keyof typeof codes

const inEntry = named({ description: 'text', error: 'text' })
const inError = named({ title: 'text', message: 'text' })

const toItem = (entry: unknown, name: string, ledger: Ledger): ProblemItem => {
  const pointer = name === 'base' ? '' : pointerOfPath(name)
  if (!isObj(entry))
    return typeof entry === 'string' && entry !== ''
      ? { detail: entry, pointer, name }
      : itemOf({ pointer, name, extensions: ledger.keep(undefined, 'value', entry) })
  return itemOf({
    detail: textOf(entry['description']),
    pointer,
    name,
    code: textOf(entry['error']),
    extensions: besides(entry, inEntry, ledger),
  })
}

const itemsOf = (details: Obj, { limits, ledger }: Payload) => {
  const errors: ProblemItem[] = []
  let errorCount = 0
  let left: Record<string, unknown> | undefined
  let spelling = 4 * limits.extensionsLength
  for (const name in details) {
    const list = details[name]
    if (!Array.isArray(list) || list.length === 0) {
      left = ledger.keep(left, name, list)
      continue
    }
    errorCount += list.length
    // every error repeats its field: a long name would grow a small body into a large problem
    for (let i = 0; i < list.length && errors.length < limits.items && spelling > 0; i++) {
      spelling -= name.length
      errors.push(toItem(list[i], name, ledger))
    }
  }
  return { errors, errorCount, left }
}

const toProblem = (body: ZendeskBody, payload: Payload): Said => {
  const { error, description, message, details } = body
  if (typeof error !== 'string') {
    const left = besides(error, inError, payload.ledger)
    return {
      title: textOf(error['title']),
      detail: textOf(error['message']),
      extensions: left === undefined ? undefined : { error: left },
      reads: { error: true },
      kept: true,
    }
  }
  const detail = textOf(description) ?? textOf(message)
  const items = details === undefined ? undefined : itemsOf(details, payload)
  const word = textOf(error)
  return {
    // alone, error is a sentence
    code: detail === undefined && items === undefined ? undefined : word,
    detail: detail ?? (items === undefined ? word : undefined),
    errors: items?.errors,
    errorCount: items?.errorCount,
    extensions: items?.left === undefined ? undefined : put(undefined, 'details', items.left),
    reads: takenOf(body, { error: word, description: detail, message: detail, details }),
    kept: true,
  }
}

const byField: Claim = { rung: 'declared', because: 'a field x-zendesk-…' }
const detailed: Claim = { rung: 'distinctive', because: 'error, description and a map of details' }
const described: Claim = { rung: 'likely', because: 'error is a word in capitals, beside a description' }
const titled: Claim = { rung: 'likely', because: 'error has a title and a message, and nothing else' }

const onlyError = named({ error: 'object' })

const fieldsOfOurs = [
  'x-zendesk-request-id',
  'x-zendesk-api-version',
  'x-zendesk-origin-server',
  'zendesk-ratelimit-tickets-index',
]

/** Members by which other APIs give themselves away. */
const foreign = [
  'error_description',
  'statusCode',
  'status',
  'code',
  'ok',
  'success',
  'errors',
  'timestamp',
  'type',
  'requestId',
]

const hasEntries = (details: Obj): boolean => {
  for (const name in details) {
    const list = details[name]
    return Array.isArray(list) && isObj(list[0]) && typeof list[0]['description'] === 'string'
  }
  return false
}

/**
 * Zendesk's ticketing API and those beside it.
 *
 * @see https://developer.zendesk.com/api-reference/introduction/requests/
 * @category dialects
 * @since 0.1.0
 */
export const zendesk: Dialect<'zendesk', ZendeskBody, ZendeskCode> = {
  id: 'zendesk',
  title: 'Zendesk API',
  docs: 'https://developer.zendesk.com/api-reference/introduction/requests/',
  verified: '2026-11 against the document and tests of its clients; no live capture',
  shape: [
    {
      required: { error: 'string', description: 'string' },
      optional: { message: 'string', details: 'object' },
      absent: foreign,
    },
    { required: { error: 'object' }, closed: true, absent: foreign },
    { required: { error: ['string', 'object'] }, absent: foreign, fields: fieldsOfOurs },
  ],
  body: zendeskBody,
  claim: ({ error, description, details }, { fields, json }) => {
    if (fieldsOfOurs.some(field => fields.get(field) !== undefined)) return byField
    if (typeof error !== 'string')
      return hasOnly(json as Obj, onlyError) &&
        textOf(error['title']) !== undefined &&
        textOf(error['message']) !== undefined &&
        hasOnly(error, inError)
        ? titled
        : undefined
    if (description === undefined || !/^[A-Z][A-Za-z]{2,63}$/.test(error)) return undefined
    return details !== undefined && hasEntries(details) ? detailed : described
  },
  toProblem,
  codes,
}
