/** What tells the frameworks of Node apart, and what their ways back promise. */
import { describe, expect, test } from 'vitest'
import { createNormalizer, type EncodableId, encode } from '../door.js'

const { decode } = createNormalizer()
const internal = { audience: 'internal' } as const
const sent = (json: unknown, id: EncodableId, status = 400): unknown =>
  JSON.parse(encode(decode({ status, json }), id, internal).wire.body ?? 'null')

describe('statusCode, error and message', () => {
  const json = { statusCode: 404, error: 'Not Found', message: 'No order 7' }
  const read = (headers: Record<string, string>, body: object = json) => decode({ status: 404, headers, json: body })
  test('alone they may be of three: the id settles it, the others are named', () => {
    expect(read({})).toMatchObject({ dialect: 'fastify', source: { rung: 'possible', rivals: ['hapi', 'nestjs'] } })
  })
  test('hapi sends no-cache, Nest is mostly on Express', () => {
    expect(read({ 'cache-control': 'no-cache' })).toMatchObject({ dialect: 'hapi', source: { rung: 'likely' } })
    expect(read({ 'x-powered-by': 'Express' })).toMatchObject({ dialect: 'nestjs', source: { rung: 'likely' } })
  })
  test('a code is a sign of Fastify, its own codes a sure one', () => {
    expect(read({}, { ...json, code: 'ECONNREFUSED' })).toMatchObject({
      dialect: 'fastify',
      source: { rung: 'likely' },
    })
    expect(read({}, { ...json, code: 'FST_ERR_NOT_FOUND' })).toMatchObject({
      dialect: 'fastify',
      code: 'FST_ERR_NOT_FOUND',
      source: { rung: 'distinctive' },
    })
  })
  test('a phrase that boom kept is the title, and no code', () => {
    const large = { statusCode: 413, error: 'Request Entity Too Large', message: 'Too large' }
    const problem = decode({ status: 413, json: large })
    expect(problem).toMatchObject({ dialect: 'hapi', title: 'Request Entity Too Large' })
    expect('code' in problem).toBe(false)
    expect(sent(large, 'hapi', 413)).toEqual(large)
  })
  test('an error that is no phrase is a code of a Nest application', () => {
    const promo = { message: 'Promo is over', error: 'PROMO_EXPIRED', statusCode: 400 }
    expect(decode({ status: 400, json: promo })).toMatchObject({ dialect: 'nestjs', code: 'PROMO_EXPIRED' })
    expect(sent(promo, 'nestjs')).toEqual(promo)
  })
  test('the body may claim another status', () => {
    const odd = { statusCode: 404, error: 'Not Found', message: 'm' }
    expect(sent(odd, 'fastify', 502)).toEqual(odd)
    expect(decode({ status: 502, json: { ...odd, statusCode: 4_000 } }).extensions).toEqual({
      statusCode: 4_000,
      error: 'Not Found',
    })
  })
})

describe('a list of issues', () => {
  test('the code of an only issue is not written where the envelope had none', () => {
    const one = {
      statusCode: 400,
      message: 'Validation failed',
      errors: [{ code: 'too_small', path: [], message: 'm' }],
    }
    expect(decode({ status: 400, json: one })).toMatchObject({ errors: [{ pointer: '', code: 'too_small' }] })
    expect(sent(one, 'nestjs')).toEqual(one)
  })
  test('trees that hold more than messages are kept whole', () => {
    const message = [{ property: 'a', value: 7, children: [{ property: 'b', children: [] }] }]
    const problem = decode({ status: 400, json: { statusCode: 400, message } })
    expect(problem.extensions).toEqual({ message })
    expect(sent({ statusCode: 400, message }, 'nestjs')).toEqual({ statusCode: 400, message })
  })
})

describe('a batch of tRPC', () => {
  const call = (code: string, httpStatus: number, message = 'No.') => ({
    error: { message, code: -32600, data: { code, httpStatus } },
  })
  test('calls that all failed alike are one failure, with no veto', () => {
    const batch = [call('TOO_MANY_REQUESTS', 429), call('TOO_MANY_REQUESTS', 429)]
    const problem = decode({ status: 429, json: batch })
    expect(problem).toMatchObject({ dialect: 'trpc', code: 'TOO_MANY_REQUESTS', retry: { advice: 'after-delay' } })
    expect(problem.errors.map(({ extensions }) => extensions?.['index'])).toEqual([0, 1])
    expect(sent(batch, 'trpc', 429)).toEqual(batch)
  })
  test('where some worked, nothing may send all of it again', () => {
    const batch = [call('TOO_MANY_REQUESTS', 429), { result: { data: { id: 1 } } }]
    expect(decode({ status: 207, json: batch })).toMatchObject({
      status: 429,
      retry: { advice: 'never', because: expect.stringMatching(/^some of it took effect/) },
      extensions: { succeeded: [{ index: 1, entry: { result: { data: { id: 1 } } } }] },
    })
    expect(sent(batch, 'trpc', 207)).toEqual(batch)
  })
  test('issues of the input of a call are found under its index', () => {
    const message = JSON.stringify([{ code: 'too_small', path: ['title'], message: 'Too short' }])
    const batch = [call('BAD_REQUEST', 400, message)]
    expect(decode({ status: 400, json: batch }).errors).toMatchObject([
      { code: 'BAD_REQUEST', extensions: { index: 0 } },
      { code: 'too_small', pointer: '/0/title', detail: 'Too short', extensions: { index: 0 } },
    ])
    expect(sent(batch, 'trpc')).toEqual(batch)
  })
  test('a message that only looks like issues stays the message', () => {
    for (const message of ['[', '[]', '[1]', '[{"path":"a"}]'])
      expect(decode({ status: 400, json: call('BAD_REQUEST', 400, message) })).toMatchObject({
        detail: message,
        errors: [],
      })
  })
})

describe('errors of others, said in the words of these', () => {
  const problem = decode({
    status: 422,
    json: { message: 'No.', errors: { email: ['Taken.'], 'lines.0.qty': ['Low.'] } },
  })
  const back = (id: EncodableId) => createNormalizer({ pinned: id }).decode(encode(problem, id, internal).wire)
  test.each(['nestjs', 'trpc', 'payload', 'adonis', 'feathers', 'loopback', 'strapi'] as const)('%s', id => {
    expect(back(id).errors).toMatchObject([
      { detail: 'Taken.', pointer: '/email' },
      { detail: 'Low.', pointer: '/lines/0/qty' },
    ])
  })
  test('hapi has the keys, and no message for each', () => {
    expect(back('hapi').errors).toEqual([
      { pointer: '/email', name: 'email' },
      { pointer: '/lines/0/qty', name: 'lines.0.qty' },
    ])
  })
})
