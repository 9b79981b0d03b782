/** What the frameworks and servers say beyond their fixtures, and how they bear what is nearly theirs. */
import { describe, expect, test } from 'vitest'
import { drf } from '../../src/dialects/drf.js'
import { type ApiProblem, createNormalizer, decodeWith, type EncodableId, encode } from '../../src/index.js'
import { dialectOf, exchangeOf, fixtures } from '../fixtures.js'

const { decode } = createNormalizer()
const again = (problem: ApiProblem, id: EncodableId): unknown =>
  JSON.parse(encode(problem, id, { audience: 'internal' }).wire.body ?? 'null')

describe('spring', () => {
  const envelope = { timestamp: '2024-03-08T06:34:00.115+00:00', status: 400, error: 'Bad Request', path: '/orders' }
  const read = (json: object) => {
    const problem = decode({ status: 400, json })
    expect(problem.dialect).toBe('spring')
    expect(again(problem, 'spring')).toEqual(json)
    return problem
  }
  test('an argument of a method is named by the codes of its message', () => {
    const codes = ['Min.orders#list.limit', 'Min.limit', 'Min.int', 'Min']
    const about = { codes: ['orders#list.limit', 'limit'], arguments: null, defaultMessage: 'limit', code: 'limit' }
    const entry = { codes, arguments: [about, 1], defaultMessage: 'must be at least 1' }
    expect(read({ ...envelope, message: 'Validation failure', errors: [entry] }).errors).toEqual([
      {
        detail: 'must be at least 1',
        pointer: '/limit',
        code: 'Min',
        extensions: { codes, arguments: [about, 1] },
      },
    ])
  })
  test('an error of a whole object has no field', () => {
    const entry = { codes: ['Range'], defaultMessage: 'starts after it ends', objectName: 'order', code: 'Range' }
    expect(read({ ...envelope, errors: [entry] }).errors[0]).toMatchObject({
      pointer: '',
      resource: 'order',
      code: 'Range',
    })
  })
  test('a text in the place of the phrase is the message', () => {
    const problem = read({ ...envelope, error: 'The limit is too small' })
    expect(problem).toMatchObject({ detail: 'The limit is too small', source: { rung: 'likely' } })
    expect(problem.code).toBeUndefined()
  })
  test('an id of a header does not come back in the body', () => {
    const problem = decode({ status: 400, headers: { 'x-request-id': 'r-1' }, json: envelope })
    expect(problem.requestId).toBe('r-1')
    expect(again(problem, 'spring')).toEqual(envelope)
  })
})

describe('a map of fields and an envelope are told apart', () => {
  const allow = { allow: 'POST, OPTIONS' }
  test.each<[object, Record<string, string>]>([
    [{ message: 'No.', fields: { a: ['b'] } }, allow],
    [{ error: 'No.', fields: { a: ['b'] } }, allow],
    [{ errors: { a: ['b'] } }, allow],
    [{ data: 7, a: ['b'] }, allow],
    [{ details: { a: ['b'] } }, {}],
  ])('%j is no map', (json, headers) => {
    expect(decode({ status: 400, headers, json }).dialect).not.toBe('drf')
  })
  test('only under the status of a failed validation', () => {
    const json = { a: { b: ['c'] } }
    expect([400, 404, 422, 500].map(status => decode({ status, json }).dialect)).toEqual([
      'drf',
      'json',
      'json',
      'json',
    ])
  })
})

test('the code of a field does not speak for the whole', () => {
  const body = '{"token":[{"message":"Token is invalid.","code":"token_not_valid"}]}'
  const read = decodeWith(drf)({ status: 400, headers: { 'content-type': 'application/json' }, body })
  expect(read).toMatchObject({ right: { kind: 'invalid_argument', errors: [{ code: 'token_not_valid' }] } })
  expect(read).not.toHaveProperty('right.code')
})

test('fastapi and drf are told apart by their fields, where those are there', () => {
  const json = { detail: 'No.' }
  expect(decode({ status: 404, headers: { server: 'uvicorn' }, json }).dialect).toBe('fastapi')
  expect(decode({ status: 404, headers: { server: 'uvicorn', allow: 'GET, OPTIONS' }, json }).dialect).toBe('drf')
})

test('rails and phoenix are told apart by their fields, where those are there', () => {
  const json = { errors: { title: ["can't be blank"] } }
  expect(decode({ status: 422, headers: { 'x-runtime': '0.003949' }, json }).dialect).toBe('rails')
  expect(decode({ status: 422, headers: { 'x-request-id': 'F1qzAbCdEfGhIjKlMnOp' }, json }).dialect).toBe('phoenix')
})

test('a map of attributes may be large', () => {
  const json: Record<string, string[]> = {}
  for (let i = 0; i < 200_000; i++) json[`k${i}`] = ['x']
  expect(decode({ status: 422, headers: { 'x-runtime': '0.1' }, json })).toMatchObject({
    dialect: 'rails',
    errorCount: 200_000,
  })
})

test('a batch of calls, one of which failed', () => {
  const json = [
    { jsonrpc: '2.0', id: 1, result: 7 },
    { jsonrpc: '2.0', id: 2, error: { code: -32000, message: 'Busy', data: { after: 3 } } },
  ]
  const problem = createNormalizer({ inBand: true }).normalize({ status: 200, json })
  expect(problem?.errors).toEqual([
    {
      detail: 'Busy',
      code: '-32000',
      resource: '2',
      extensions: { jsonrpc: '2.0', id: 2, error: { data: { after: 3 } } },
    },
  ])
  expect(problem?.partial).toEqual({ failed: 1, total: 2, others: 'yes', succeeded: [{ index: 0, entry: json[0] }] })
  expect(problem && again(problem, 'json-rpc')).toEqual(json)
  expect(createNormalizer({ inBand: true }).normalize({ status: 200, json: [json[0]] })).toBeUndefined()
})

test('openstack says how long to wait', () => {
  const json = { overLimit: { code: 413, message: 'Rate limited.', retryAfter: '52' } }
  expect(decode({ status: 413, json })).toMatchObject({ dialect: 'openstack', retry: { retryAfterMs: 52_000 } })
})

const mine =
  'couchdb dingo docker-registry drf etcd falcon fastapi grpc-gateway influxdb jetty json-rpc mediawiki openstack phoenix ' +
  'prometheus pyramid rabbitmq rails spring wordpress'
const junk: readonly unknown[] = [
  null,
  -1,
  '',
  [],
  [null],
  [{}],
  ['a', 1],
  { a: { b: { c: [] } } },
  JSON.parse('{"__proto__":{"x":1}}'),
  { message: 'm', code: 'c' },
]
type Path = readonly string[]
const pathsOf = (value: unknown, at: Path = []): Path[] =>
  typeof value === 'object' && value !== null
    ? [at, ...Object.entries(value).flatMap(([name, member]) => pathsOf(member, [...at, name]))]
    : [at]
const withAt = (value: unknown, [name, ...others]: Path, member: unknown): unknown => {
  if (name === undefined) return member
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>
  copy[name] = withAt(copy[name], others, member)
  return copy
}
const scalars = (value: unknown): string[] =>
  typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(scalars)
    : value === null || value === '' || typeof value === 'boolean'
      ? []
      : [String(value)]

describe('whatever stands where, nothing fails and nothing is lost', () => {
  test.each(mine.split(' '))('%s', id => {
    const pinned = createNormalizer({ pinned: id })
    for (const fixture of fixtures.filter(one => dialectOf(one) === id && /^\s*[[{]/.test(one.body))) {
      const { status, headers } = exchangeOf(fixture)
      const body: unknown = JSON.parse(fixture.body)
      for (const path of pathsOf(body).slice(0, 40))
        for (const member of junk) {
          const json = withAt(body, path, member)
          const problem = pinned.decode({ status, headers, json } as never)
          expect(problem.source.warnings.join()).not.toContain('dialect-failed')
          const found = scalars(problem).join('\n').toLowerCase()
          for (const scalar of scalars(json)) expect(found).toContain(scalar.trim().toLowerCase())
        }
    }
  })
})
