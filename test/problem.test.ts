/** The canonical value: making, reading, showing and throwing it. */
import { inspect } from 'node:util'
import fc from 'fast-check'
import * as t from 'io-ts'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { anyProblem } from './arbitrary.js'
import {
  type ApiProblem,
  ApiProblemCodec,
  ApiProblemError,
  base,
  type CodeOf,
  fieldErrors,
  fromTransport,
  isApiProblem,
  isFrom,
  kinds,
  normalize,
  prettify,
  problem,
  statusOfKind,
  toStandardSchema,
} from './door.js'

describe('problem', () => {
  test('from a kind follow status, title and advice', () => {
    expect(problem({ kind: 'not_found', code: 'no_such_order' })).toMatchObject({
      v: 1,
      status: 404,
      title: 'Not Found',
      type: 'about:blank',
      code: 'no_such_order',
      retry: { advice: 'never' },
    })
    for (const kind of kinds) expect(problem({ kind }).status).toBe(statusOfKind[kind])
  })
  test('from a status follows the kind', () =>
    expect(problem({ status: 503, retry: { retryAfterMs: 5_000 } })).toMatchObject({
      kind: 'unavailable',
      retry: { advice: 'after-delay', retryAfterMs: 5_000, maxAttempts: 3 },
    }))
  test('advice of its own brings its attempts with it', () => {
    expect(problem({ status: 404, retry: { advice: 'backoff' } }).retry).toMatchObject({
      advice: 'backoff',
      maxAttempts: 3,
    })
    expect(problem({ status: 503, retry: { advice: 'never' } }).retry).toMatchObject({
      advice: 'never',
      maxAttempts: 1,
    })
  })
  test('a status that is none gives 500', () => {
    for (const status of [0, 99, 600, 404.5, Number.NaN, -1]) expect(problem({ status }).status).toBe(500)
    expect(problem({ kind: 'aborted', status: 7 }).status).toBe(409)
  })
  test('absent means that the key is absent', () =>
    expect(Object.values(problem({ status: 400, detail: undefined as never }))).not.toContain(undefined))
})

describe('ApiProblemCodec', () => {
  test('is strict about everything it knows', () => {
    const good = problem({ status: 422, errors: [{ pointer: '/a', detail: 'x' }] })
    expect(isApiProblem(good)).toBe(true)
    const bad: unknown[] = [
      null,
      [],
      'x',
      { ...good, v: 2 },
      { ...good, status: 99 },
      { ...good, kind: 'odd' },
      { ...good, errors: [7] },
      { ...good, errors: [{ in: 'mind' }] },
      { ...good, retry: { ...good.retry, advice: 'hope' } },
      { ...good, source: {} },
      { ...good, cause: {} },
      { ...good, detail: 7 },
      { ...good, links: [{ rel: 'a' }] },
      { ...good, extensions: [] },
    ]
    for (const value of bad) expect(isApiProblem(value)).toBe(false)
  })
  test('reads what later releases stored, and keeps what it does not know', () => {
    const stored = {
      ...problem({ status: 503 }),
      kind: 'of_tomorrow',
      later: { x: 1 },
      retry: { advice: 'levitate', applied: 'perhaps', maxAttempts: 9, later: 2 },
      source: { rung: 'odd', later: 3 },
    }
    const read = ApiProblemCodec.decode(stored)
    expect(read).toMatchObject({
      _tag: 'Right',
      right: {
        kind: 'unavailable',
        later: { x: 1 },
        retry: { advice: 'never', applied: 'unknown', later: 2 },
        source: { rung: 'declared', later: 3 },
      },
    })
    expect(isApiProblem((read as { right: unknown }).right)).toBe(true)
  })
  test('fills what is missing and drops what is wrong', () => {
    expect(
      ApiProblemCodec.decode({ v: 1, status: 404, detail: 7, errors: ['x', { detail: 'd', in: 'mind' }], links: [1] }),
    ).toMatchObject({
      right: { title: 'Not Found', kind: 'not_found', errors: [{ detail: 'd' }], links: [], extensions: {} },
    })
  })
  test('refuses what is no problem', () => {
    for (const value of [undefined, {}, { v: 1 }, { v: 2, status: 404 }, { v: 1, status: 'x' }])
      expect(ApiProblemCodec.decode(value)._tag).toBe('Left')
  })
  test('a chain of causes without an end ends', () => {
    const looped: Record<string, unknown> = { ...problem({ status: 500 }) }
    looped['cause'] = looped
    expect(isApiProblem(looped)).toBe(false)
    expect(ApiProblemCodec.decode(looped)._tag).toBe('Right')
  })
  test('is, decode and encode agree (property)', () => {
    fc.assert(
      fc.property(anyProblem, value => {
        expect(isApiProblem(value)).toBe(true)
        expect(ApiProblemCodec.decode(value)).toEqual({ _tag: 'Right', right: value })
        expect(ApiProblemCodec.encode(value)).toBe(value)
      }),
    )
    fc.assert(
      fc.property(fc.anything(), value => {
        ApiProblemCodec.decode(value)
        isApiProblem(value)
      }),
    )
  })
  test('problems of every release stay readable', async () => {
    const stored = (await import('./stored-problems.json', { with: { type: 'json' } })).default as unknown[]
    for (const value of stored) {
      const result = ApiProblemCodec.decode(value)
      expect(result).toEqual({ _tag: 'Right', right: value })
    }
  })
})

test('isFrom narrows dialect and code', () => {
  const p = normalize({ status: 422, json: { errors: [{ error: { code: 'blank' } }] } }) as ApiProblem
  expect(isFrom(p, base)).toBe(true)
  if (isFrom(p, base)) {
    expectTypeOf(p.dialect).toEqualTypeOf<'base'>()
    const code: CodeOf<typeof base> = 'blank'
    expect(p.code).toBe(code)
    expectTypeOf<CodeOf<typeof base>>().toExtend<string>()
  }
  expect(isFrom(problem({ status: 400 }), base)).toBe(false)
})

describe('ApiProblemError', () => {
  const secret = 'SQLSTATE secret-token /srv/app'
  const error = new ApiProblemError(
    problem({
      status: 500,
      detail: secret,
      code: 'E1',
      requestId: 'r-1',
      title: secret,
      extensions: { trace: secret },
      errors: [{ detail: secret, pointer: '/a' }],
      links: [{ rel: 'help', href: secret }],
    }),
  )
  test('printed, serialised and inspected it shows the log view only', () => {
    for (const shown of [
      String(error),
      error.message,
      JSON.stringify(error),
      inspect(error),
      inspect({ error }, { depth: 9 }),
      JSON.stringify(Object.entries(error)),
      error.stack ?? '',
    ])
      expect(shown).not.toMatch(/secret|SQLSTATE|srv\/app/)
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'ApiProblemError',
      message: '500 Internal Server Error (E1)',
      status: 500,
      kind: 'internal',
      dialect: 'problem-json',
      advice: 'once',
      code: 'E1',
      requestId: 'r-1',
      errorCount: 1,
    })
  })
  test('only .problem is all of it', () => expect(error.problem.detail).toBe(secret))
  test('is an Error, also for another copy of the package', () => {
    expect(error).toBeInstanceOf(Error)
    expect(error).toBeInstanceOf(ApiProblemError)
    const foreign = Object.assign(new Error('x'), { [Symbol.for('problem-dialects/ApiProblemError')]: true })
    expect(foreign).toBeInstanceOf(ApiProblemError)
    for (const other of [new Error('x'), null, undefined, 'x', {}]) expect(other).not.toBeInstanceOf(ApiProblemError)
  })
  test('keeps a cause', () =>
    expect((new ApiProblemError(problem({ status: 500 }), { cause: error }) as { cause?: unknown }).cause).toBe(error))
  test('a code that would break a line is not shown', () =>
    expect(new ApiProblemError(problem({ status: 400, code: 'a\r\nb: c' })).message).toBe('400 Bad Request'))
})

describe('views', () => {
  const p = problem({
    status: 422,
    errors: [
      { pointer: '/items/0/name', detail: 'blank' },
      { pointer: '/items/0/name', code: 'short' },
      { pointer: '', detail: 'all' },
      { detail: 'no field' },
      { pointer: '/__proto__', detail: 'x' },
    ],
  })
  test('fieldErrors, in both spellings', () => {
    expect({ ...fieldErrors(p) }).toMatchObject({ 'items.0.name': ['blank', 'short'], '': ['all'] })
    expect({ ...fieldErrors(p, { path: 'pointer' }) }).toMatchObject({
      '/items/0/name': ['blank', 'short'],
      '': ['all'],
    })
    expect(Object.keys(fieldErrors(p))).toContain('__proto__')
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })
  test('prettify says what, where and whether to retry, and nothing can move the cursor', () => {
    const text = prettify(
      problem({
        status: 422,
        code: 'blank',
        detail: 'a\u001b[2Jb\r\nc\u202e',
        errors: [{ pointer: '/a', detail: 'd', code: 'c' }],
        requestId: 'r',
      }),
    )
    expect(text.split('\n')).toHaveLength(5)
    expect(text).toContain('422 Unprocessable Content [blank] (invalid_argument, problem-json)')
    expect(text).toContain('  - /a: d [c]')
    expect(text).toContain('retry: fix-request')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
  })
  test('prettify of many errors is short', () =>
    expect(prettify(problem({ status: 422, errors: Array.from({ length: 50 }, () => ({ detail: 'x' })) }))).toContain(
      '… and 40 more',
    ))
})

describe('toStandardSchema', () => {
  const schema = toStandardSchema(ApiProblemCodec)['~standard']
  test('passes values through and names what was expected, never the value', () => {
    expect([schema.version, schema.vendor]).toEqual([1, 'problem-dialects'])
    const p = problem({ status: 404 })
    expect(schema.validate(p)).toEqual({ value: p })
    const refused = toStandardSchema(t.type({ a: t.type({ b: t.number }) }))['~standard'].validate({
      a: { b: 'secret' },
    })
    expect(refused).toEqual({ issues: [{ message: 'expected number', path: ['a', 'b'] }] })
  })
})

describe('fromTransport', () => {
  const coded = (code: string) => Object.assign(new Error('it failed'), { code })
  test('timeouts are 504, aborts 499, all else 502; no wire status, and who answered', () => {
    const rows: readonly (readonly [unknown, number, string, string])[] = [
      [coded('ECONNREFUSED'), 502, 'unavailable', 'no'],
      [coded('ENOTFOUND'), 502, 'unavailable', 'no'],
      [coded('ECONNRESET'), 502, 'unavailable', 'unknown'],
      [coded('UND_ERR_HEADERS_TIMEOUT'), 504, 'deadline_exceeded', 'unknown'],
      [coded('UND_ERR_CONNECT_TIMEOUT'), 504, 'deadline_exceeded', 'no'],
      [new DOMException('x', 'TimeoutError'), 504, 'deadline_exceeded', 'unknown'],
      [new DOMException('x', 'AbortError'), 499, 'cancelled', 'unknown'],
      [coded('CERT_HAS_EXPIRED'), 502, 'failed_precondition', 'no'],
      [new Error('odd'), 502, 'unknown', 'unknown'],
      ['a text', 502, 'unknown', 'unknown'],
      [null, 502, 'unknown', 'unknown'],
    ]
    for (const [error, status, kind, applied] of rows) {
      const p = fromTransport(error)
      expect(p).toMatchObject({
        status,
        kind,
        dialect: 'transport',
        retry: { applied },
        source: { answeredBy: 'transport' },
      })
      expect('wireStatus' in p.source).toBe(false)
      expect(isApiProblem(p)).toBe(true)
    }
  })
  test('what a client wrapped is found', () => {
    expect(fromTransport(Object.assign(new TypeError('fetch failed'), { cause: coded('ECONNREFUSED') })).code).toBe(
      'ECONNREFUSED',
    )
    expect(
      fromTransport(Object.assign(new TypeError('fetch failed'), { cause: { errors: [coded('ETIMEDOUT')] } })).code,
    ).toBe('ETIMEDOUT')
  })
  test('nothing throws, whatever was thrown', () => {
    const looped: { cause?: unknown } = {}
    looped.cause = looped
    const hostile = {
      get code(): string {
        throw new Error('no')
      },
    }
    for (const error of [
      looped,
      hostile,
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('no')
          },
        },
      ),
    ])
      expect(fromTransport(error).status).toBe(502)
  })
})
