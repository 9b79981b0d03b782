/**
 * One answer for each way in which an API tells that some of several operations failed.
 * Comes in: fixtures, and bodies of the same shape. Goes out: the cases that the table of the documents and the tests are made from.
 */
import type { Exchange } from '../src/index.js'
import { exchangeOf, fixtures } from './fixtures.js'

export interface PartialCase {
  readonly dialect: string
  /** What it is called there. */
  readonly what: string
  readonly exchange: Exchange
}

const fixture = (id: string): Exchange => {
  const found = fixtures.find(one => one.id.startsWith(`${id}-`))
  if (found === undefined) throw new Error(`no fixture ${id}`)
  return exchangeOf(found)
}

const part = (referenceId: string, httpStatusCode: number, body: unknown) => ({
  body,
  httpHeaders: {},
  httpStatusCode,
  referenceId,
})

export const partialCases: readonly PartialCase[] = [
  { dialect: 'aws', what: 'S3 `DeleteObjects`', exchange: fixture('823') },
  {
    dialect: 'azure',
    what: 'OData JSON `$batch`',
    exchange: {
      status: 200,
      headers: { 'odata-version': '4.0' },
      json: {
        responses: [
          { id: '1', status: 201, body: { id: 7 } },
          { id: '2', status: 404, body: { error: { code: 'ResourceNotFound', message: 'No such book.' } } },
        ],
      },
    },
  },
  { dialect: 'couchdb', what: '`_bulk_docs`', exchange: fixture('483') },
  { dialect: 'drf', what: 'a list of which rows were refused', exchange: fixture('150') },
  { dialect: 'elasticsearch', what: '`_bulk`', exchange: fixture('819') },
  {
    dialect: 'graphql',
    what: 'data beside errors',
    exchange: {
      status: 200,
      json: {
        data: { a: { id: '1' }, b: null },
        errors: [{ message: 'No access', path: ['b'], extensions: { code: 'FORBIDDEN' } }],
      },
    },
  },
  { dialect: 'influxdb', what: 'several statements', exchange: fixture('571') },
  { dialect: 'json-rpc', what: 'batch', exchange: fixture('677') },
  {
    dialect: 'payload',
    what: 'bulk update',
    exchange: {
      status: 400,
      json: {
        docs: [{ id: 2 }],
        errors: [{ id: 1, isPublic: true, message: 'The following field is invalid: Priority' }],
        message: 'Unable to update 1 out of 2 Pages.',
      },
    },
  },
  { dialect: 'salesforce', what: 'sObject collections', exchange: fixture('820') },
  {
    dialect: 'salesforce',
    what: 'composite',
    exchange: {
      status: 200,
      json: {
        compositeResponse: [
          part('account', 201, { id: '001R00000033JNuIAM', success: true, errors: [] }),
          part('contact', 400, [
            {
              message: 'Required fields are missing: [LastName]',
              errorCode: 'REQUIRED_FIELD_MISSING',
              fields: ['LastName'],
            },
          ]),
        ],
      },
    },
  },
  { dialect: 'scim', what: 'bulk', exchange: fixture('496') },
  { dialect: 'trpc', what: 'batch', exchange: fixture('425') },
  { dialect: 'webdav', what: '207 of DELETE, COPY, MOVE', exchange: fixture('800') },
]
