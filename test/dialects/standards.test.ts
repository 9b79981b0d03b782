import { describe, expect, test } from 'vitest'
import { createNormalizer, type EncodableId, encode, explain, normalize } from '../../src/index.js'

const inBand = createNormalizer({ inBand: true }).normalize
const internal = { audience: 'internal' } as const
const laravel = normalize({ status: 422, json: { message: 'Bad.', errors: { 'items.0.name': ['Too long.'] } } })
const said = (to: EncodableId): unknown => {
  if (laravel === undefined) throw new Error('a 422 is a failure')
  return JSON.parse(encode(laravel, to, internal).wire.body ?? 'null')
}

describe('under a success', () => {
  const graphql = 'application/graphql-response+json'
  test('a report of errors is one, on the status that it means', () => {
    const locations = [{ line: 1, column: 2 }]
    const forbidden = { message: 'No.', locations, path: ['user'], extensions: { code: 'FORBIDDEN' } }
    expect(inBand({ status: 200, json: { data: { user: null }, errors: [forbidden] } })?.status).toBe(403)
    expect(inBand({ status: 200, json: { data: null, errors: [{ message: 'No.', locations }] } })?.status).toBe(400)
    const throttled = { ...forbidden, extensions: { code: 'SLOW', http: { status: 429 } } }
    expect(inBand({ status: 200, json: { errors: [throttled] } })?.status).toBe(429)
    const issue = [{ severity: 'error', code: 'not-found' }]
    expect(inBand({ status: 200, json: { resourceType: 'OperationOutcome', issue } })?.status).toBe(404)
  })
  test('a report of none is none', () => {
    const issue = [{ severity: 'information', code: 'informational' }]
    expect(inBand({ status: 200, json: { resourceType: 'OperationOutcome', issue } })).toBeUndefined()
    expect(inBand({ status: 200, json: { kind: 'Status', apiVersion: 'v1', status: 'Success' } })).toBeUndefined()
    const headers = { 'content-type': graphql }
    expect(inBand({ status: 200, headers, json: { data: { a: 1 }, errors: [] } })).toBeUndefined()
  })
})

describe('a challenge', () => {
  const headers = { 'www-authenticate': 'Bearer realm="x", error="insufficient_scope", scope="admin"' }
  test('speaks where there is no body, and beside a text', () => {
    expect(normalize({ status: 403, headers })).toMatchObject({
      dialect: 'oauth2',
      code: 'insufficient_scope',
      extensions: { realm: 'x', scope: 'admin' },
      retry: { advice: 'reauthenticate' },
    })
    const body = 'Forbidden'
    expect(normalize({ status: 403, headers: { ...headers, 'content-type': 'text/plain' }, body })?.detail).toBe(body)
  })
  test('of an unknown error, or without one, says nothing', () => {
    for (const value of ['Bearer realm="x"', 'Bearer error="mine"', 'error'])
      expect(normalize({ status: 401, headers: { 'www-authenticate': value } })?.dialect).toBe('empty')
  })
  test('does not speak over the body of another API', () => {
    const json = { message: 'Bad.', errors: { email: ['Taken.'] } }
    expect(normalize({ status: 401, headers, json })?.dialect).toBe('laravel')
  })
})

describe('who is certain, and who is not', () => {
  const rungOf = (json: unknown, headers = {}): string | undefined => {
    const [first] = explain({ status: 400, headers, json }).claims
    return first === undefined ? undefined : `${first.dialect} ${first.rung}`
  }
  test.each([
    [
      'a REST error that looks like GraphQL',
      { errors: [{ message: 'm', extensions: { code: 'X' } }] },
      'graphql possible',
    ],
    ['errors with a message alone', { errors: [{ message: 'm' }] }, 'payload possible'],
    [
      'a dotted path in the place of a pointer',
      { errors: [{ title: 't', source: { pointer: 'a.b' } }] },
      'json possible',
    ],
    ['a message in error', { error: 'Something went wrong' }, 'json possible'],
    ['a word that many send', { error: 'access_denied' }, 'oauth2 likely'],
    ['code and message', { code: 'not_found', message: 'm' }, 'connect likely'],
    ['an error of code and message', { error: { code: 'not_found', message: 'm' } }, 'json possible'],
    ['a HAL resource with a message', { message: 'm', _links: { self: { href: '/a' } } }, 'vnd-error likely'],
    ['a status of success', { kind: 'Status', status: 'Success' }, 'json possible'],
  ])('%s', (_, json, expected) => {
    expect(rungOf(json)).toBe(expected)
  })
})

test('on the way back a field is spelt as the target spells it', () => {
  expect(said('google')).toMatchObject({ error: { details: [{ fieldViolations: [{ field: 'items[0].name' }] }] } })
  expect(said('kubernetes')).toMatchObject({ details: { causes: [{ field: 'items[0].name' }] } })
  expect(said('azure')).toMatchObject({ error: { details: [{ target: 'items[0]/name' }] } })
  expect(said('jsonapi')).toMatchObject({ errors: [{ source: { pointer: '/items/0/name' } }] })
  expect(said('vnd-error')).toMatchObject({ _embedded: { errors: [{ path: '/items/0/name' }] } })
  expect(said('twirp')).toMatchObject({ meta: { argument: 'items[0].name' } })
  expect(said('fhir')).toMatchObject({ issue: [{ code: 'invalid', expression: ['items[0].name'] }] })
})

test('a code that not all errors share is not that of the whole', () => {
  const errorsOf = (...codes: readonly string[]) => ({
    errors: codes.map(code => ({ code, title: 't', detail: 'd', status: '422' })),
  })
  expect(normalize({ status: 422, json: errorsOf('a', 'a') })?.code).toBe('a')
  expect(normalize({ status: 422, json: errorsOf('a', 'b') })?.code).toBeUndefined()
})
