/** The generic reader, held to every fact of every real response with a JSON body, as if no dialect had ever been written. */
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { createNormalizer, dialects, explain } from '../../src/index.js'
import { dialectOf, exchangeOf, type Fixture, fixtures } from '../fixtures.js'

const { decode } = createNormalizer({ dialects: [] })
const unknown = fixtures.filter(fixture => explain(exchangeOf(fixture)).content.kind === 'json')

const documented = 'its document makes a code of a phrase'
const inField = 'the code or the delay is in a field of this API'
const inProse = 'said in prose'
const own = 'the list has a shape that only this framework sends'

/** What no general rule can know, and why. Where a dialect is built in, it need not be listed. */
const beyond: Readonly<Record<string, string>> = {
  '020-basker-401-seed-example': documented,
  '021-basker-401-without-requestid': documented,
  '023-basker-400-missing-tenant': documented,
  '024-basker-400-unsupported-version': documented,
  '025-basker-400-missing-resource': documented,
  '026-basker-400-missing-identifier': documented,
  '032-basker-500-unhandled': documented,
  '033-basker-500-processing': documented,
  '034-basker-500-tenant-context': documented,
  '210-google-429-aip193': 'which of the details has the more particular code',
  '224-aws-json-query-error-header': inField,
  '225-aws-restjson-errortype-header-with-url': inField,
  '229-aws-restjson-fieldlist': inField,
  '241-azure-413-odata-message-object': inProse,
  '260-slack-200-invalid-arguments-json-pointer-in-text': inProse,
  '416-celebrate-400-two-segments': own,
  '417-openapi-validator-400-body-and-query': 'pointers that begin with the part of the request',
  '418-openapi-validator-401-path-is-the-route': 'a path that is none of the document',
  '422-nestjs-400-validationerror-tree': own,
  '429-graphql-yoga-403-http-extension': documented,
  '438-connect-429-retryinfo-requestinfo': 'the id of the request is a detail of the error',
  '441-twirp-400-required-argument': own,
  '447-feathers-409-errors-list': 'a code with a space',
  '450-loopback-400-query-parameter': 'pointers relative to a parameter',
  '456-elysia-422-response-validation': 'it is the response that was refused',
  '462-strapi-400-invalid-key': own,
  '465-directus-400-validation': 'two codes an error',
  '469-odata-cap-400-multiple': 'a path with parentheses',
  '475-odata-cap-200-json-batch': 'whole responses within a response',
  '481-couchdb-409-conflict-text-plain': documented,
  '496-scim-200-bulk-one-failed': 'whole responses within a response',
  '538-fastapi-422-json-invalid': 'a location that is an offset into the text',
  '552-rails-404-debug': 'the exception is the message',
  '562-docker-registry-401': documented,
  '587-wordpress-400-invalid-param': 'the part of the request is that of the method',
  '588-wordpress-400-body-type': own,
  '595-mediawiki-rest-400-param': own,
  '749-twitter-400-invalid-parameter': own,
  '754-dropbox-409-not-found': own,
  '757-square-401-unauthorized': documented,
  '597-kea-200-nosock': 'a result that is a code',
}

/** A type that is a section of an RFC says what the status says. */
const isTelling = (type: string): boolean => type !== 'about:blank' && !/rfc\d+#section/.test(type)

const facts = (fixture: Fixture) => {
  const problem = decode(exchangeOf(fixture))
  const { expect: wanted } = fixture
  const type = dialectOf(fixture) === 'problem-json' && isTelling(problem.type) ? problem.type : undefined
  return {
    wanted: {
      message: wanted.message ?? problem.errors[0]?.detail,
      code: wanted.code,
      requestId: wanted.requestId,
      retryAfterMs: wanted.retryAfterMs,
      fields: wanted.fields,
    },
    read: {
      message: problem.detail,
      code: problem.code ?? type,
      requestId: problem.requestId,
      retryAfterMs: problem.retry.retryAfterMs,
      fields: problem.errors
        .filter(({ pointer }) => pointer !== undefined)
        .map(({ pointer, detail, code, in: place }) => ({
          path: pointer,
          ...(detail === undefined ? {} : { message: detail }),
          ...(code === undefined ? {} : { code }),
          ...(place === undefined ? {} : { in: place }),
        })),
    },
    problem,
  }
}

const hasDialect = (fixture: Fixture): boolean => dialects.some(({ id }) => id !== 'json' && id === dialectOf(fixture))

describe('a body that nobody described is read as a careful human would', () => {
  for (const fixture of unknown.filter(one => !hasDialect(one) || beyond[one.id] !== undefined))
    test(fixture.id, () => {
      const { wanted, read } = facts(fixture)
      if (beyond[fixture.id] === undefined) expect(read).toEqual(wanted)
      // a rule that has come to know it strikes it from the list
      else expect(read).not.toEqual(wanted)
    })
  test('where a dialect reads it better, five in six are read right all the same', () => {
    const described = unknown.filter(hasDialect)
    const wrong = described.filter(fixture => {
      const { wanted, read } = facts(fixture)
      return !isDeepStrictEqual(JSON.parse(JSON.stringify(read)), JSON.parse(JSON.stringify(wanted)))
    })
    expect(wrong.length).toBeLessThan(described.length / 6)
  })
  test('it says that it is only a possible reading', () => {
    for (const fixture of unknown)
      expect(facts(fixture).problem).toMatchObject({ dialect: 'json', source: { rung: 'possible' } })
  })
  test('what is beyond it is there', () => {
    for (const id of Object.keys(beyond)) expect(unknown.map(fixture => fixture.id)).toContain(id)
  })
})

describe('shapes of other APIs', () => {
  test.each<[string, number, unknown, object]>([
    [
      'a map of sentences under data',
      400,
      { status: 'fail', data: { email: 'Email is not valid' } },
      { detail: 'Email is not valid', errors: [{ pointer: '/email' }], extensions: { status: 'fail' } },
    ],
    [
      'an issue for each field',
      400,
      { name: 'VALIDATION_ERROR', message: 'Invalid', debug_id: 'd1', details: [{ field: 'a.b', issue: 'Required' }] },
      { code: 'VALIDATION_ERROR', detail: 'Invalid', requestId: 'd1', errors: [{ pointer: '/a/b', code: 'Required' }] },
    ],
    [
      'a code within',
      401,
      { fault: { faultstring: 'Invalid key', detail: { errorcode: 'oauth.InvalidKey' } } },
      { code: 'oauth.InvalidKey', detail: 'Invalid key' },
    ],
    [
      'a model state',
      400,
      { Message: 'Invalid.', ModelState: { 'order.Name': ['Required'] } },
      { detail: 'Invalid.', errors: [{ pointer: '/order/Name', name: 'order.Name', detail: 'Required' }] },
    ],
    [
      'a status that is none',
      401,
      { status_code: 7, status_message: 'Invalid key', success: false },
      { code: '7', detail: 'Invalid key' },
    ],
    [
      'embedded errors',
      400,
      { message: 'm', _embedded: { errors: [{ message: 'x', path: '/a' }] } },
      { detail: 'm', errors: [{ detail: 'x', pointer: '/a' }] },
    ],
    [
      'a list with a type',
      401,
      { type: 'error.list', errors: [{ code: 'token_unauthorized', message: 'No' }] },
      { code: 'token_unauthorized', detail: 'No', extensions: { type: 'error.list' } },
    ],
    [
      'errors by form and field',
      400,
      { errors: { formErrors: [], fieldErrors: { email: ['bad'] } } },
      { errors: [{ pointer: '/email' }] },
    ],
    [
      'a tree with its own errors',
      400,
      { _errors: [], email: { _errors: ['bad'] } },
      { errors: [{ pointer: '/email', detail: 'bad' }] },
    ],
    [
      'an envelope in an envelope',
      400,
      { response: { error: { message: 'deep', code: 'x' } } },
      { code: 'x', detail: 'deep', errors: [] },
    ],
    ['an envelope of status', 400, { status: { code: 40010, message: 'bad' } }, { code: '40010', detail: 'bad' }],
    ['a named delay', 503, { message: 'm', retryAfterSeconds: 7 }, { retry: { retryAfterMs: 7_000 } }],
    ['a delay with a unit', 503, { message: 'm', meta: { retry_after: '7s' } }, { retry: { retryAfterMs: 7_000 } }],
    ['a phrase alone', 401, { error: 'Unauthorized' }, { detail: 'Unauthorized' }],
    [
      'fields that are named',
      400,
      { message: 'm', validation: { source: 'query', keys: ['a.b'] } },
      { errors: [{ pointer: '/a/b', in: 'query' }] },
    ],
    [
      'errors as text',
      400,
      { message: '[{"path":["a"],"message":"bad"}]' },
      { detail: 'bad', errors: [{ pointer: '/a', detail: 'bad' }] },
    ],
  ])('%s', (_what, status, body, wanted) => {
    expect(decode({ status, json: body })).toMatchObject(wanted)
  })
  test.each<[string, number, unknown]>([
    ['an object of another meaning', 422, { user: 'bob', roles: ['admin', 'root'] }],
    ['a delay without a unit', 503, { retry_after: 7 }],
    ['data that is no map of sentences', 409, { data: { id: 'x1', title: 'Order' } }],
    ['a tree of numbers', 400, { a: { b: { c: 1 } } }],
  ])('of %s nothing is made up', (_what, status, body) => {
    const problem = decode({ status, json: body })
    expect(problem).toMatchObject({ errors: [], extensions: body as object })
    expect('detail' in problem || 'code' in problem || 'retryAfterMs' in problem.retry).toBe(false)
  })
})
