/**
 * X, formerly Twitter, API v2: `{ title, detail, type, errors?: [{ parameters: { name: [values] }, message }] }`.
 * Who: https://docs.x.com/x-api/fundamentals/response-codes-and-errors. Observed: bodies pasted into issues of clients, 2021 to 2025.
 * It is a problem in the sense of RFC 9457 without its media type; the end of `type` is the code.
 * Partial failures are a 200 with `errors` beside `data`, each a problem of its own; those are not read here.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { itemOfJunk } from '../error-list.js'
import type { Payload } from '../exchange.js'
import { formatPointer } from '../http/pointer.js'
import type { ProblemItem } from '../problem.js'
import { besides, isObj, itemOf, itemsOfList, named, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord } from '../status/semantics.js'
import { absent, denied, down, fix, taken } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const twitterBody = members(
  'TwitterBody',
  { type: t.string, title: t.string },
  { detail: t.string, status: t.number, errors: t.UnknownArray },
)

/** @category dialects @since 0.1.0 */
export type TwitterBody = t.TypeOf<typeof twitterBody>

const codes = {
  'invalid-request': fix('A parameter or the body is invalid'),
  'resource-not-found': absent('The resource does not exist'),
  'not-authorized-for-resource': denied('Not allowed to see this resource'),
  'client-forbidden': denied('The app is not enrolled or lacks the required access'),
  'unsupported-authentication': {
    because: 'This kind of authentication is not allowed here',
    kind: 'permission_denied',
    advice: 'fix-request',
  },
  'usage-capped': {
    because: 'A usage cap is exceeded until the period ends or the plan is changed',
    kind: 'resource_exhausted',
    advice: 'never',
  },
  'invalid-rules': fix('The rule is not valid'),
  'duplicate-rules': taken('The rule is a duplicate'),
  'rule-cap': { because: 'The maximum number of rules is reached', kind: 'resource_exhausted', advice: 'never' },
  'operational-disconnect': down('The stream was cut by the server'),
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type TwitterCode = keyof typeof codes

const inEntry = named({ message: 'text' })

/** The one parameter that an error is about. */
const parameterOf = (parameters: unknown): string | undefined => {
  if (!isObj(parameters)) return undefined
  const names = Object.keys(parameters)
  return names.length === 1 ? names[0] : undefined
}

const toItem = (entry: unknown, { ledger }: Payload): ProblemItem => {
  if (!isObj(entry)) return itemOfJunk(entry, ledger)
  const name = parameterOf(entry['parameters'])
  return itemOf({
    detail: textOf(entry['message']),
    pointer: name === undefined ? undefined : formatPointer([name]),
    in: name === undefined ? undefined : 'query',
    extensions: besides(entry, inEntry, ledger),
  })
}

const problems = /^https:\/\/api\.(?:twitter|x)\.com\/2\/problems\//

const toProblem = ({ type, title, detail, status, errors }: TwitterBody, payload: Payload): Said => ({
  ...(errors === undefined ? {} : itemsOfList(errors, payload.limits, entry => toItem(entry, payload))),
  type: textOf(type),
  title: textOf(title),
  detail: textOf(detail),
  code: textOf(type.replace(problems, '')),
  bodyStatus: status,
  kept: true,
})

const typed: Claim = { rung: 'declared', because: 'the type is a problem of this API' }

/**
 * The X API, v2.
 *
 * @see https://docs.x.com/x-api/fundamentals/response-codes-and-errors
 * @category dialects
 * @since 0.1.0
 */
export const twitter: Dialect<'twitter', TwitterBody, TwitterCode> = {
  id: 'twitter',
  title: 'X API',
  docs: 'https://docs.x.com/x-api/fundamentals/response-codes-and-errors',
  verified: '2026-11 against the document and pasted bodies; no live capture',
  shape: {
    required: { type: 'string', title: 'string' },
    optional: { detail: 'string', status: 'number', errors: 'array' },
    absent: ['data'],
  },
  body: twitterBody,
  claim: ({ type }) => (problems.test(type) ? typed : undefined),
  toProblem,
  codes,
}
