import { describe, expect, test } from 'vitest'
import { createNormalizer, decodeWith, encode, laravel, normalize } from '../door.js'

const { decode } = createNormalizer()
const at422 = (json: unknown) => decode({ status: 422, json })
const internal = { audience: 'internal' } as const

describe('what frameworks of all versions send', () => {
  test('dotted keys become pointers, and keep their spelling', () => {
    const { errors } = at422({
      message: 'm',
      errors: { 'items.0.name': ['a'], 'users.2.email': ['b', 'c'], '1.sku': ['d'] },
    })
    expect(errors.map(({ pointer, name, detail }) => [pointer, name, detail])).toEqual([
      ['/items/0/name', 'items.0.name', 'a'],
      ['/users/2/email', 'users.2.email', 'b'],
      ['/users/2/email', 'users.2.email', 'c'],
      ['/1/sku', '1.sku', 'd'],
    ])
  })
  test('an empty map arrives as an empty list', () => {
    expect(at422({ message: 'The given data was invalid.', errors: [] })).toMatchObject({
      dialect: 'laravel',
      errors: [],
      detail: 'The given data was invalid.',
    })
  })
  test('numeric keys arrive as a list of lists', () => {
    expect(at422({ message: 'm', errors: [['a'], ['b', 'c']] }).errors).toEqual([
      { pointer: '/0', name: '0', detail: 'a' },
      { pointer: '/1', name: '1', detail: 'b' },
      { pointer: '/1', name: '1', detail: 'c' },
    ])
  })
  test('a bare text is one message, not its characters', () => {
    expect(at422({ message: 'm', errors: { foo: 'oops' } }).errors).toEqual([
      { pointer: '/foo', name: 'foo', detail: 'oops' },
    ])
  })
  test('a field with an empty list has no message and is not lost', () => {
    expect(at422({ message: 'm', errors: { foo: [], bar: ['x'] } })).toMatchObject({
      errors: [{ name: 'bar' }],
      extensions: { errors: { foo: [] } },
    })
  })
  test('the summary of later versions stays as it is', () => {
    const message = 'The email field is required. (and 2 more errors)'
    expect(at422({ message, errors: { email: ['The email field is required.'] } }).detail).toBe(message)
  })
  test('an empty message is no message', () => {
    const problem = decode({ status: 404, json: { message: '' } })
    expect(problem).toMatchObject({ dialect: 'laravel', title: 'Not Found' })
    expect('detail' in problem).toBe(false)
  })
  test('debug members are recognised, kept, and kept inside', () => {
    const json = {
      message: 'SQLSTATE[42S02]',
      exception: 'QueryException',
      file: '/srv/app/x.php',
      line: 42,
      trace: [{ file: '/srv/app/y.php' }],
    }
    const problem = decode({ status: 500, json })
    expect(problem).toMatchObject({
      dialect: 'laravel',
      source: { rung: 'distinctive' },
      detail: 'SQLSTATE[42S02]',
      extensions: { exception: 'QueryException', file: '/srv/app/x.php', line: 42 },
    })
    expect(JSON.stringify(encode(problem, 'laravel'))).not.toMatch(/SQLSTATE|QueryException|srv/)
    expect(JSON.parse(encode(problem, 'laravel', internal).wire.body ?? '')).toEqual(json)
  })
  test('among other members it is only likely, and its table may only tighten', () => {
    const problem = decode({ status: 500, json: { success: false, message: 'm', errors: { a: ['x'] } } })
    expect(problem).toMatchObject({
      dialect: 'laravel',
      source: { rung: 'likely' },
      retry: { advice: 'once', maxAttempts: 2 },
      extensions: { success: false },
    })
  })
  test('without a message it says the title on the way out', () => {
    expect(JSON.parse(encode(decode({ status: 404, json: { message: '' } }), 'laravel').wire.body ?? '')).toEqual({
      message: 'Not Found',
    })
  })
  test('419 asks for a new session', () => {
    expect(decode({ status: 419, json: { message: 'CSRF token mismatch.' } })).toMatchObject({
      title: 'Page Expired',
      kind: 'unauthenticated',
      retry: { advice: 'reauthenticate' },
    })
  })
  test('throttling: Retry-After in seconds, and an epoch in X-RateLimit-Reset', () => {
    const json = { message: 'Too Many Attempts.' }
    const receivedAt = 1_795_178_042_000
    expect(
      decode({ status: 429, headers: { 'Retry-After': '60', 'X-RateLimit-Reset': '1795178102' }, json, receivedAt })
        .retry.retryAfterMs,
    ).toBe(60_000)
    expect(
      decode({
        status: 429,
        headers: { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': '1795178102' },
        json,
        receivedAt,
      }).retry.retryAfterMs,
    ).toBe(60_000)
  })
})

describe('what only looks alike', () => {
  const others: Readonly<Record<string, unknown>> = {
    'a status_code beside the map': { message: 'bar', errors: { foo: ['bar'] }, status_code: 422 },
    'an errorCode beside the map': { message: 'm', errors: { a: ['x'] }, errorCode: 'E' },
    'values that are objects': { message: 'm', errors: { contact: [{ error: { code: 'E1' } }] } },
    'a list of texts': { message: 'm', errors: ['a', 'b'] },
    'a list of objects': {
      message: 'Validation Failed',
      errors: [{ resource: 'Label', code: 'invalid', field: 'color' }],
    },
    'a documentation_url': { message: 'Not Found', documentation_url: 'https://docs.example' },
  }
  for (const [name, json] of Object.entries(others)) test(name, () => expect(at422(json).dialect).not.toBe('laravel'))
})

describe('alone', () => {
  test('decodeWith is right where it speaks and left where not', () => {
    const read = decodeWith(laravel)
    expect(read({ status: 422, json: { message: 'm', errors: { a: ['x'] } } })).toMatchObject({
      _tag: 'Right',
      right: { dialect: 'laravel' },
    })
    for (const body of ['{}', '[]', '"x"', 'text', '', '{"error":"x"}'])
      expect(read({ status: 422, body })._tag).toBe('Left')
  })
  test('the caller who names it gives its table the word', () => {
    expect(decodeWith(laravel)({ status: 500, json: { message: 'm' } })).toMatchObject({
      right: { retry: { advice: 'backoff', maxAttempts: 3 } },
    })
    expect(normalize({ status: 500, json: { message: 'm' } })).toMatchObject({
      retry: { advice: 'once', maxAttempts: 2 },
    })
  })
})
