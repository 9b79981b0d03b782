/** The parts that all frameworks share, by themselves, and HTTP/2. */
import { connect, createServer, type ServerHttp2Session } from 'node:http2'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  answer,
  askedOf,
  createResponder,
  fromThrown,
  headerChange,
  headersOfStatus,
  sendAnswer,
  validationItems,
} from '../../src/server/index.js'
import { ApiProblemError, fromTransport, isApiProblem, problem } from '../door.js'

describe('fromThrown', () => {
  test('is total: whatever is thrown, the problem is one and its status a failure', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), thrown => {
        const { problem: found } = fromThrown(thrown)
        expect(isApiProblem(found)).toBe(true)
        expect(found.status).toBeGreaterThanOrEqual(400)
      }),
    )
  })

  const words = [
    'status',
    'statusCode',
    'expose',
    'headers',
    'issues',
    'validation',
    'isBoom',
    'output',
    'problem',
  ] as const
  test('is total for errors that look like others', () => {
    const error = fc.record(
      Object.fromEntries(words.map(word => [word, fc.oneof(fc.anything(), fc.integer({ min: 399, max: 600 }))])),
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(error, members => {
        const { problem: found, headers } = fromThrown(Object.assign(new Error('x'), members))
        expect(isApiProblem(found)).toBe(true)
        expect(() => new Headers(headers)).not.toThrow()
      }),
    )
  })

  test('reads what Boom would send', () => {
    const payload = { statusCode: 409, error: 'Conflict', message: 'Sold out.' }
    const output = { statusCode: 409, payload, headers: { 'retry-after': '3' } }
    const { problem: found } = fromThrown(Object.assign(new Error('x'), { isBoom: true, output }))
    expect(found).toMatchObject({ status: 409, detail: 'Sold out.', retry: { retryAfterMs: 3000 } })
    const hidden = { statusCode: 500, payload: { ...payload, statusCode: 500 }, headers: {} }
    expect(fromThrown(Object.assign(new Error('x'), { isBoom: true, output: hidden })).problem.detail).toBeUndefined()
  })

  test('knows an error of another copy of this package', () => {
    const other = Object.assign(new Error('x'), { problem: { ...problem({ status: 404 }) } })
    expect(fromThrown(other).problem.status).toBe(404)
  })

  test('a call of our own that we gave up is no 499 of the caller', () => {
    const aborted = new ApiProblemError(fromTransport(new DOMException('', 'AbortError')))
    expect(fromThrown(aborted).problem).toMatchObject({ status: 500, cause: { status: 499 } })
    expect(fromThrown(new ApiProblemError(fromTransport({ code: 'ETIMEDOUT' }))).problem.status).toBe(504)
  })

  test.each([
    [{ status: 404 }, 404],
    [{ status: 404, statusCode: 410 }, 410],
    [{ status: '404' }, 500],
    [{ status: 399 }, 500],
    [{ status: 404.5 }, 500],
    [{ status: 429, response: {} }, 500],
    [{ status: 429, response: {}, expose: true }, 429],
    [{ status: 429, headers: { 'content-type': 'text/plain' } }, 500],
    [{ status: 429, headers: { 'retry-after': '1' } }, 429],
    [{ $metadata: { httpStatusCode: 403 }, statusCode: 403 }, 500],
  ])('an error with %j is a %i', (members, status) => {
    expect(fromThrown(Object.assign(new Error('x'), members)).problem.status).toBe(status)
  })

  test('says what an error said only where it meant to', () => {
    const of = (members: object) => fromThrown(Object.assign(new Error('said'), members)).problem
    expect(of({ status: 404, code: 'gone' })).toMatchObject({ detail: 'said', code: 'gone' })
    expect(of({ status: 503, expose: true }).detail).toBe('said')
    for (const members of [{}, { status: 503 }, { status: 404, expose: false, code: 'ENOENT' }]) {
      expect(of(members).detail).toBeUndefined()
      expect(of(members).code).toBeUndefined()
    }
  })
})

describe('validationItems', () => {
  test('reads paths of keys, and of steps with keys', () => {
    const issues = [
      { message: 'a', path: ['items', 0, 'a/b'] },
      { message: 'b', path: [{ key: 'items' }, { key: 0 }, { key: Symbol('s') }] },
      { message: 'c' },
    ]
    expect(validationItems({ issues })).toEqual([
      { detail: 'a', pointer: '/items/0/a~1b' },
      { detail: 'b', pointer: '/items/0/Symbol(s)' },
      { detail: 'c', pointer: '' },
    ])
  })

  test('keeps to the caps', () => {
    const issues = Array.from({ length: 5_000 }, () => ({ message: 'x'.repeat(50_000) }))
    const items = validationItems({ issues })
    expect([items?.length, items?.[0]?.detail?.length]).toEqual([1_000, 16_384])
    const wide = Array.from({ length: 2_000 }, () => ({ property: 'a', constraints: { a: 'a' } }))
    expect(validationItems(wide)?.length).toBe(1_000)
    let deep: object = { property: 'a', constraints: { a: 'a' } }
    for (let i = 0; i < 5_000; i++) deep = { property: 'a', children: [deep] }
    expect(validationItems([deep])).toEqual([])
  })

  test.each([[undefined], [{}], [{ issues: [] }], [{ issues: [{}] }], [{ issues: 'x' }], [[]], [[{ property: 'a' }]]])(
    '%j is no error of a validator',
    thrown => {
      expect(validationItems(thrown)).toBeUndefined()
    },
  )
})

describe('headers', () => {
  test('of a status are those that it needs', () => {
    const all = { Allow: 'GET', 'WWW-Authenticate': ['Basic', 'Bearer'], 'Content-Range': 'bytes */7', Server: 'x' }
    expect(headersOfStatus(401, all)).toEqual({ 'www-authenticate': 'Basic, Bearer' })
    expect(headersOfStatus(405, all)).toEqual({ allow: 'GET' })
    expect(headersOfStatus(416, new Headers({ 'content-range': 'bytes */7' }))).toEqual({
      'content-range': 'bytes */7',
    })
    expect(headersOfStatus(404, all)).toEqual({})
    expect(headersOfStatus(405, { allow: 'GET\r\nx: y' })).toEqual({})
    expect(headersOfStatus(405, null)).toEqual({})
  })

  const said = answer(problem({ status: 404, requestId: 'r-7' }))
  test.each([
    ['vary', 'Origin', 'Origin, accept'],
    ['vary', 'accept', 'accept'],
    ['vary', 'Origin, Accept-Encoding', 'Origin, Accept-Encoding, accept'],
    ['vary', '*', '*'],
    ['x-request-id', 'ours', undefined],
  ])('%s: %s becomes %s', (name, present, then) => {
    expect(headerChange({ [name]: present }, said).set[name]).toBe(then)
  })

  test('what forbids to keep an answer stays, what allows it goes', () => {
    const of = (value: string) => headerChange({ 'cache-control': value }, said).remove
    expect(of('public, max-age=600')).toEqual(['cache-control'])
    for (const value of ['no-store', 'private, max-age=0', 'no-cache']) expect(of(value)).toEqual([])
    expect(headerChange({ 'content-security-policy': "default-src 'none'" }, said).remove).toEqual([])
  })

  test("of an upstream's nearly all go, and a request id with them", () => {
    const present = { 'x-request-id': 'theirs', 'x-ours': 'a', server: 'b', vary: 'Origin' }
    const { remove, set } = headerChange(present, said, ['x-request-id', 'server', 'vary'])
    expect(remove).toEqual(['x-request-id', 'server'])
    expect(set['x-request-id']).toBe('r-7')
  })
})

test('over HTTP/2', async () => {
  const respond = createResponder({ onProblem: () => undefined })
  const server = createServer((request, response) => {
    response.setHeader('etag', '"a"')
    sendAnswer(response, respond.thrown(new ApiProblemError(problem({ status: 409 })), askedOf(request, response)))
  })
  let session: ServerHttp2Session | undefined
  server.on('session', opened => {
    session = opened
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const stream = client.request({ ':path': '/', accept: 'application/json' })
  const headers = await new Promise<Record<string, unknown>>(resolve => stream.on('response', resolve))
  let body = ''
  for await (const chunk of stream) body += chunk
  expect(headers).toMatchObject({
    ':status': 409,
    'content-type': 'application/json',
    'content-length': `${body.length}`,
  })
  expect(headers['etag']).toBeUndefined()
  client.destroy()
  session?.destroy()
  server.close()
})
