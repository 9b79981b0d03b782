/**
 * MongoDB Atlas Administration API: `{ detail, error, errorCode, parameters?, reason }`.
 * Who: https://www.mongodb.com/docs/atlas/reference/api-errors/. Observed: the example of its OpenAPI document.
 * `error` is the status as a number, `reason` its phrase. The 401 of digest authentication is a challenge that the client answers by itself.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { textOf } from '../reading.js'
import type { ApiWord } from '../status/semantics.js'
import { absent, denied, fault, fix, limited, taken } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const mongodbAtlasBody = members(
  'MongodbAtlasBody',
  { error: t.number, errorCode: t.string },
  { detail: t.string, reason: t.string },
)

/** @category dialects @since 0.1.0 */
export type MongodbAtlasBody = t.TypeOf<typeof mongodbAtlasBody>

const codes = {
  INVALID_PROVIDER: fix('No such provider'),
  INVALID_ATTRIBUTE: fix('An attribute is invalid'),
  MISSING_ATTRIBUTE: fix('A required attribute was not specified'),
  VALIDATION_ERROR: fix('The request did not validate'),
  RESOURCE_NOT_FOUND: absent('No such resource'),
  GROUP_NOT_FOUND: absent('No such project'),
  CLUSTER_NOT_FOUND: absent('No such cluster'),
  USER_NOT_FOUND: absent('No such user'),
  DUPLICATE_CLUSTER_NAME: taken('A cluster of that name exists already'),
  IP_ADDRESS_NOT_ON_ACCESS_LIST: denied('The address is not on the access list of the key'),
  USER_UNAUTHORIZED: denied('Not authorised to perform this action'),
  ORG_REQUIRES_ACCESS_LIST: denied('The organisation requires an access list for the API'),
  RATE_LIMITED: limited('More than 100 requests a minute for one project: the limit is exceeded'),
  UNEXPECTED_ERROR: fault('An unexpected error occurred'),
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type MongodbAtlasCode = keyof typeof codes

const enveloped: Claim = { rung: 'distinctive', because: 'errorCode beside error as a number' }

/**
 * The Administration API of MongoDB Atlas.
 *
 * @see https://www.mongodb.com/docs/atlas/reference/api-errors/
 * @category dialects
 * @since 0.1.0
 */
export const mongodbAtlas: Dialect<'mongodb-atlas', MongodbAtlasBody, MongodbAtlasCode> = {
  id: 'mongodb-atlas',
  title: 'MongoDB Atlas',
  docs: 'https://www.mongodb.com/docs/atlas/reference/api-errors/',
  verified: '2026-11 against an example of its OpenAPI document; no live capture',
  shape: {
    required: { error: 'number', errorCode: 'string' },
    optional: { detail: 'string', reason: 'string' },
    absent: ['message', 'status', 'errors'],
  },
  body: mongodbAtlasBody,
  claim: () => enveloped,
  toProblem: ({ error, errorCode, detail, reason }) => ({
    title: textOf(reason),
    detail: textOf(detail),
    code: textOf(errorCode),
    bodyStatus: error,
  }),
  codes,
}
