/** Ways in and out: exchanges, configuration, fetch, the functional twins, encoding and audiences. */

import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as O from 'fp-ts/lib/Option.js'
import * as t from 'io-ts'
import { PathReporter } from 'io-ts/lib/PathReporter.js'
import { describe, expect, test } from 'vitest'
import * as fp from '../src/fp.js'
import { fetchTE, problemFromResponse } from '../src/integrations/fetch.js'
import { anyProblem } from './arbitrary.js'
import {
  type AnyDialect,
  basker,
  createNormalizer,
  decideRetry,
  decodeWith,
  dialects,
  encode,
  firstOf,
  forAudience,
  laravel,
  members,
  normalize,
  plain,
  problem,
  translate,
} from './door.js'

describe('exchanges', () => {
  test('below 400 nothing failed', () => {
    for (const status of [200, 204, 302, 304, 399])
      expect(normalize({ status, body: '{"error":"e","message":"m"}' })).toBeUndefined()
  })
  test('what is no final status is a bad gateway', () => {
    for (const status of [0, 100, 199, 600, 999, Number.NaN, -1, 200.5]) {
      const p = normalize({ status })
      expect(p).toMatchObject({ status: 502, source: { wireStatus: 502 } })
      expect(p?.source.warnings.join()).toContain('invalid-status')
    }
  })
  test('headers in every form', () => {
    const forms = [
      { 'X-Request-ID': 'r-1' },
      { 'x-request-id': ['r-1'] },
      [['X-Request-Id', 'r-1']] as const,
      new Headers({ 'X-Request-Id': 'r-1' }),
      new Map([['x-request-id', 'r-1']]),
    ]
    for (const headers of forms) expect(normalize({ status: 500, headers: headers as never })?.requestId).toBe('r-1')
  })
  test("a matched body's own request id beats the field", () => {
    expect(
      normalize({
        status: 500,
        headers: { 'x-request-id': 'field' },
        json: { error: 'e', message: 'm', requestId: 'body' },
      })?.requestId,
    ).toBe('body')
  })
  test('bytes, byte order marks and charsets', () => {
    const json = '{"message":"é","errors":{"a":["b"]}}'
    expect(normalize({ status: 422, body: new TextEncoder().encode(`\ufeff${json}`) })?.detail).toBe('é')
    expect(
      normalize({
        status: 422,
        headers: { 'content-type': 'application/json; charset=iso-8859-1' },
        body: Uint8Array.from(json, c => c.charCodeAt(0)),
      })?.detail,
    ).toBe('é')
    expect(
      normalize({
        status: 422,
        headers: { 'content-type': 'application/json; charset=made-up' },
        body: new TextEncoder().encode(json),
      })?.source.warnings.join(),
    ).toContain('unknown-charset')
  })
  test('a body that was cut still tells what it said before', () => {
    const p = normalize({
      status: 422,
      headers: { 'content-type': 'application/json' },
      body: '{"message":"m","errors":{"email":["x"],"na',
    })
    expect(p).toMatchObject({ dialect: 'laravel', detail: 'm', errors: [{ pointer: '/email' }] })
    expect(p?.source.warnings.join()).toContain('truncated')
  })
  test('numbers beyond 2^53 keep their digits, or are warned of', () => {
    expect(
      normalize({ status: 400, body: '{"message":"m","errors":{"a":["x"]},"id":12345678901234567890}' })?.extensions[
        'id'
      ],
    ).toBe('12345678901234567890')
  })
  test('extensions are copies', () => {
    const json = { error: 'e', message: 'm', requestId: 'r', deep: { a: [1] } }
    const p = normalize({ status: 500, json })
    json.deep.a.push(2)
    expect(p?.extensions).toEqual({ deep: { a: [1] } })
  })
  test('nothing pollutes a prototype', () => {
    normalize({
      status: 422,
      body: '{"message":"m","errors":{"__proto__":["x"]},"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    })
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
  test('links that are no http are left out and told', () => {
    const p = normalize({
      status: 400,
      json: { errors: [{ error: { code: 'blank' } }], meta: { links: { more_info: 'javascript:alert(1)' } } },
    })
    expect(p?.links).toEqual([])
    expect(p?.source.warnings.join()).toContain('javascript:alert(1)')
  })
})

describe('in-band errors', () => {
  const json = { error: 'Forbidden', message: 'm', requestId: 'r' }
  test('only when asked, and only where a dialect claims an error report', () => {
    const all = createNormalizer({ inBand: true })
    expect(all.normalize({ status: 200, json })).toMatchObject({
      dialect: 'basker',
      status: 403,
      source: { wireStatus: 200 },
    })
    for (const ok of [{ message: 'Created' }, { data: [] }, 'text', null])
      expect(all.normalize({ status: 200, json: ok })).toBeUndefined()
    expect(createNormalizer({ inBand: ['base'] }).normalize({ status: 200, json })).toBeUndefined()
    expect(createNormalizer({ inBand: ['basker'] }).normalize({ status: 200, json })).toBeDefined()
  })
  test("the status is the body's own, or that of its kind", () => {
    const { normalize: read } = createNormalizer({ inBand: true })
    expect(
      read({
        status: 200,
        json: { errors: [{ error: { code: 'x' } }], meta: { http_status: '422 Unprocessable Entity' } },
      })?.status,
    ).toBe(422)
    expect(read({ status: 200, json: { errors: [{ error: { code: 'rate_limit_exceeded' } }] } })?.status).toBe(429)
    expect(read({ status: 200, json: { error: 'Unauthorized', message: 'Valid API key required' } })).toMatchObject({
      status: 401,
      kind: 'unauthenticated',
      retry: { advice: 'fix-request' },
    })
    expect(read({ status: 200, json: { message: 'm', errors: { a: ['x'] } } })).toMatchObject({
      status: 400,
      kind: 'invalid_argument',
      retry: { advice: 'fix-request' },
    })
  })
})

describe('bad configuration is told at start: what and where', () => {
  const cases: readonly (readonly [() => unknown, RegExp])[] = [
    [() => createNormalizer({ pinned: 'nobody' }), /pinned: no dialect "nobody"/],
    [() => createNormalizer({ inBand: ['nobody'] }), /inBand: no dialect "nobody"/],
    [() => createNormalizer({ dialects: [basker, basker] }), /dialects\[1\]: a second dialect with the id "basker"/],
    [() => createNormalizer({ dialects: [{} as AnyDialect] }), /dialects\[0\]: id/],
    [
      () => createNormalizer({ dialects: [{ ...basker, body: undefined as never }] }),
      /dialects\[0\] "basker": body is not an io-ts codec/,
    ],
    [() => createNormalizer({ dialects: [{ ...basker, claim: undefined as never }] }), /claim is not a function/],
    [
      () => createNormalizer({ dialects: [{ ...basker, shape: { required: { a: 'text' as never } } }] }),
      /member type "text" is unknown/,
    ],
    [
      () => createNormalizer({ dialects: [{ ...basker, shape: { root: 'tree' as never } }] }),
      /shape.root "tree" is unknown/,
    ],
    [() => createNormalizer({ dialects: 'x' as never }), /dialects/],
    [() => createNormalizer({ limits: { depth: -1 } }), /limits.depth/],
    [() => createNormalizer({ limits: { bodyByte: 5 } as never }), /unknown limit "bodyByte"/],
    [() => createNormalizer({ pin: 'laravel' } as never), /unknown option "pin"; known are dialects, pinned/],
    [() => createNormalizer({ trust: true as never }), /trust: expected "peer", got true/],
    [() => createNormalizer(null as never), /expected an object of options/],
    [
      () =>
        createNormalizer({ dialects: [{ ...basker, statuses: { 500: { because: 'x', advice: 'retry' as never } } }] }),
      /statuses.500.advice: "retry" is unknown/,
    ],
    [
      () =>
        createNormalizer({ dialects: [{ ...basker, codes: { a: { because: 'x', kind: 'nope' as never } } as never }] }),
      /codes.a.kind: "nope" is unknown/,
    ],
    [
      () => createNormalizer({ dialects: [{ ...basker, statuses: { 500: {} as never } }] }),
      /statuses.500: because is not a text/,
    ],
    [() => encode(problem({ status: 404 }), 'nobody' as never), /no built-in dialect "nobody"/],
    [
      () => encode(problem({ status: 404 }), dialects.find(({ id }) => id === 'html') as AnyDialect),
      /html is decode-only/,
    ],
  ]
  for (const [run, message] of cases)
    test(String(message), () => {
      expect(run).toThrow(TypeError)
      expect(run).toThrow(message)
    })
})

describe('pinning', () => {
  test('settles bodies that several might send', () => {
    const { decode } = createNormalizer({ pinned: 'laravel' })
    expect(decode({ status: 500, json: { message: 'm' } })).toMatchObject({
      dialect: 'laravel',
      retry: { advice: 'backoff' },
    })
  })
  test('an odd body of the pinned API is read as well as may be, its tables speaking', () => {
    const { decode } = createNormalizer({ pinned: 'laravel' })
    const json = { message: 'Invalid', errors: [{ field: 'email', message: 'Taken.' }], code: 'E1' }
    expect(decode({ status: 500, json })).toMatchObject({
      dialect: 'laravel',
      code: 'E1',
      errors: [{ pointer: '/email', detail: 'Taken.' }],
      retry: { advice: 'backoff', maxAttempts: 3 },
    })
    expect(decode({ status: 500, json: { error: 'e', message: 'm', requestId: 'r' } })).toMatchObject({
      dialect: 'basker',
      requestId: 'r',
    })
    expect(
      createNormalizer({ pinned: 'plain' }).decode({ status: 503, json: { error: 'x', message: 'y' } }),
    ).toMatchObject({ dialect: 'plain', detail: 'y' })
  })
  test("bodies that may be somebody else's do not hear the pinned tables", () => {
    const { decode } = createNormalizer({ pinned: 'basker' })
    for (const body of ['', 'upstream connect error', '<html><h1>x</h1></html>'])
      expect(decode({ status: 503, body }).retry).toMatchObject({ advice: 'backoff', baseDelayMs: 100 })
  })
  test('what the pinned dialect cannot read is read by the others, and told', () => {
    const p = createNormalizer({ pinned: 'laravel' }).decode({
      status: 502,
      body: '<html><h1>502 Bad Gateway</h1></html>',
    })
    expect(p).toMatchObject({ dialect: 'html', retry: { advice: 'backoff', maxAttempts: 3 } })
    expect(p.source.warnings.join()).toContain('pinned-refused')
  })
})

describe('a trusted peer', () => {
  const peer = createNormalizer({ trust: 'peer' })
  const now = Date.UTC(2026, 10, 21, 12)
  const sent = (retry: object = {}) => encode(problem({ status: 503, retry }), 'problem-json').wire
  test('the wire may still tighten what it says', () => {
    const { headers, ...rest } = sent()
    const later = peer.decode({ ...rest, headers: { ...headers, 'retry-after': '100' }, receivedAt: now })
    expect(later.retry).toMatchObject({ retryAfterMs: 100_000, notBefore: '2026-11-21T12:01:40.000Z' })
    expect(peer.decode({ ...rest, headers: { ...headers, 'x-should-retry': 'false' } }).retry).toMatchObject({
      advice: 'never',
      maxAttempts: 1,
    })
  })
  test('when it arrived is known, so that a queued problem knows how long is left', () => {
    const p = peer.decode({ ...sent({ retryAfterMs: 60_000 }), receivedAt: now })
    expect(p).toMatchObject({
      receivedAt: '2026-11-21T12:00:00.000Z',
      retry: { retryAfterMs: 60_000, notBefore: '2026-11-21T12:01:00.000Z' },
    })
    const attempt = { method: 'GET', attempt: 1, role: 'client', random: () => 0, now: now + 3_600_000 } as const
    expect(decideRetry(p, attempt)).toEqual({ action: 'resend', delayMs: 0 })
  })
  test('one whose attempts are used up says so to strangers, and comes back as it was', () => {
    const spent = problem({ status: 503, retry: { attempts: 3 } })
    const { wire } = encode(spent, 'problem-json', { audience: 'internal' })
    expect(wire.headers['x-should-retry']).toBe('false')
    expect(peer.decode(wire)).toEqual(spent)
    expect(normalize(wire)?.retry.advice).toBe('never')
  })
  test('one that speaks of another status than the wire is a stranger', () => {
    const p = peer.decode({ ...sent(), status: 404 })
    expect(p).toMatchObject({ status: 404, kind: 'not_found', retry: { advice: 'never' } })
    expect(p.source.warnings.join()).toContain('status-disagreement')
  })
})

describe('codecs', () => {
  const codec = members('Body', { error: t.string, n: t.number }, { requestId: t.string })
  test('members: a wrong optional member is left out by decode and refused by is', () => {
    const value = { error: 'e', n: 1, requestId: 7, more: true }
    expect(codec.is(value)).toBe(false)
    expect(codec.decode(value)).toEqual(E.right({ error: 'e', n: 1, more: true }))
    expect(codec.decode({ error: 'e', n: 1, requestId: 'r' })).toEqual(E.right({ error: 'e', n: 1, requestId: 'r' }))
  })
  test('errors are those of io-ts, with their path', () => {
    expect(PathReporter.report(codec.decode({ error: 7 }))).toEqual([
      'Invalid value 7 supplied to : Body/error: string',
      'Invalid value undefined supplied to : Body/n: number',
    ])
    expect(codec.decode([])._tag).toBe('Left')
    expect(codec.decode(Object.create({ error: 'e', n: 1 }))._tag).toBe('Left')
  })
  test('firstOf takes the first that reads', () => {
    const either = firstOf('Either', members('A', { a: t.string }), members('B', { b: t.string }))
    expect([either.is({ a: 'x' }), either.is({ b: 'x' }), either.is({})]).toEqual([true, true, false])
    expect(either.decode({ b: 'x' })).toEqual(E.right({ b: 'x' }))
    expect(either.decode({})._tag).toBe('Left')
  })
  test('is and decode agree on anything (property)', () => {
    fc.assert(
      fc.property(fc.anything(), value => {
        if (codec.is(value)) expect(codec.decode(value)).toEqual(E.right(value))
      }),
    )
  })
  test('decodeWith of an API without an envelope reads any body', () =>
    expect(decodeWith(plain)({ status: 403, body: 'no' })).toMatchObject({
      right: { dialect: 'plain', retry: { advice: 'never' } },
    }))
})

describe('the public audience is the default of everything that leaves', () => {
  const secrets: readonly [string, string, string, string, string, string] = [
    'tok_live_123',
    '/srv/app/secret.php',
    'SELECT * FROM users',
    'at Foo.bar (x.js:1:2)',
    'db01.internal',
    'root@corp.example',
  ]
  const planted = problem({
    status: 500,
    type: 'https://db01.internal/type',
    title: secrets[2],
    detail: secrets.join(' '),
    instance: secrets[1],
    code: secrets[0],
    errors: [
      {
        detail: secrets[3],
        pointer: '/a',
        name: secrets[1],
        code: secrets[4],
        extensions: { x: secrets[0] },
        links: [{ rel: 'help', href: 'http://db01.internal' }],
      },
    ],
    userMessage: { text: secrets[5] },
    traceId: secrets[4],
    requestId: 'r-1',
    links: [{ rel: 'help', href: 'http://db01.internal' }],
    extensions: { exception: secrets[3] },
    cause: problem({ status: 500, detail: secrets[0] }),
    source: {
      rung: 'likely',
      answeredBy: 'application',
      product: secrets[4],
      rivals: [],
      warnings: [secrets[1] as string],
    },
    retry: { because: secrets[2] },
  } as never)
  for (const target of ['problem-json', 'base', 'basker', 'laravel', 'text', 'empty', 'plain'] as const)
    test(target, () => {
      const leaving = JSON.stringify(encode(planted, target).wire)
      for (const secret of secrets) expect(leaving).not.toContain(JSON.stringify(secret).slice(1, -1))
    })
  test("a 4xx keeps field errors and the API's code", () => {
    expect(
      forAudience(
        problem({
          status: 422,
          code: 'blank',
          detail: 'secret',
          errors: [{ pointer: '/a', detail: 'is blank', extensions: { x: 1 } }, { detail: 'no field' }],
        }),
      ),
    ).toMatchObject({ code: 'blank', errors: [{ pointer: '/a', detail: 'is blank' }] })
  })
  test('internal is all of it', () => expect(forAudience(planted, 'internal')).toBe(planted))
})

describe('encode', () => {
  test('retry-after is re-emitted from the parsed value, never earlier', () => {
    expect(
      encode(problem({ status: 503, retry: { retryAfterMs: 1 } }), 'problem-json').wire.headers['retry-after'],
    ).toBe('1')
    expect(
      encode(problem({ status: 503, retry: { retryAfterMs: 2_001 } }), 'laravel').wire.headers['retry-after'],
    ).toBe('3')
  })
  test('no value that cannot stand in a field leaves', () => {
    const { wire } = encode(problem({ status: 500, requestId: 'a\r\nset-cookie: x' }), 'basker')
    expect(wire.headers).toEqual({ 'content-type': 'application/json' })
    expect(() => new Headers(wire.headers)).not.toThrow()
  })
  test('any problem in any dialect, to any audience, is a valid response (property)', () => {
    fc.assert(
      fc.property(
        anyProblem,
        fc.constantFrom('problem-json', 'base', 'basker', 'laravel', 'text', 'empty', 'plain'),
        fc.constantFrom('public', 'internal'),
        (p, target, audience) => {
          const { wire } = encode(p, target as never, { audience: audience as never })
          expect(wire.status).toBe(p.status)
          expect(() => new Headers(wire.headers)).not.toThrow()
          expect(normalize(wire)?.status).toBe(p.status)
        },
      ),
    )
  })
  test('translate goes from one dialect to another', () => {
    expect(translate({ status: 200 }, 'basker')).toBeUndefined()
    const body =
      translate({ status: 422, json: { message: 'm', errors: { 'a.0': ['x'] } } }, 'base', { audience: 'internal' })
        ?.wire.body ?? ''
    expect(JSON.parse(body)).toMatchObject({
      errors: [{ error: { message: 'x', field: 'a.0' } }],
      meta: { http_status: '422 Unprocessable Content' },
    })
  })
})

describe('fetch', () => {
  const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })
  test('a failed response becomes a problem, a good one stays unread', async () => {
    expect(await problemFromResponse(json(422, { message: 'm', errors: { a: ['x'] } }))).toMatchObject({
      dialect: 'laravel',
      errors: [{ pointer: '/a' }],
    })
    const good = json(200, { ok: true })
    expect(await problemFromResponse(good)).toBeUndefined()
    expect(await good.json()).toEqual({ ok: true })
  })
  test('a body that was read, breaks off or never ends', async () => {
    const used = json(500, { error: 'e', message: 'm' })
    await used.text()
    expect((await problemFromResponse(used))?.source.warnings.join()).toContain('body-used')
    const broken = new ReadableStream({
      start: c => c.enqueue(new TextEncoder().encode('{"message":"m","errors":{"a":["x"]},')),
      pull: c => c.error(new Error('reset')),
    })
    const half = await problemFromResponse(new Response(broken, { status: 500 }))
    expect(half).toMatchObject({ dialect: 'laravel', detail: 'm' })
    expect(half?.source.warnings.join()).toContain('body-interrupted')
    let cancelled = false
    const endless = new ReadableStream({
      pull: c => c.enqueue(new Uint8Array(65_536).fill(32)),
      cancel: () => {
        cancelled = true
      },
    })
    expect((await problemFromResponse(new Response(endless, { status: 500 })))?.status).toBe(500)
    expect(cancelled).toBe(true)
  })
  test("a normalizer of one's own, in-band too", async () => {
    const normalizer = createNormalizer({ inBand: true, pinned: 'basker' })
    expect(
      await problemFromResponse(json(200, { error: 'e', message: 'm', requestId: 'r' }), { normalizer }),
    ).toMatchObject({ dialect: 'basker' })
  })
  test('a response without a status is no success', async () => {
    expect(await problemFromResponse(Response.error())).toMatchObject({ status: 502 })
  })
  test('the time of receipt is known', async () => {
    const p = await problemFromResponse(json(503, {}, { 'retry-after': '5' }), { receivedAt: 0 })
    expect(p).toMatchObject({
      receivedAt: '1970-01-01T00:00:00.000Z',
      retry: { notBefore: '1970-01-01T00:00:05.000Z' },
    })
  })
  test('fetchTE: no response at all is a problem of the transport', async () => {
    expect(await fetchTE('http://127.0.0.1:1/')()).toMatchObject({
      _tag: 'Left',
      left: { source: { answeredBy: 'transport' } },
    })
    expect(await fetchTE('data:application/json,{}')()).toMatchObject({ _tag: 'Right' })
  })
})

describe('fp', () => {
  const failed = { status: 404, json: { error: 'Not Found', message: 'Route not found' } }
  test('twins answer as their plain functions do', async () => {
    expect(fp.normalize({ status: 200 })).toEqual(O.none)
    expect(
      pipe(
        fp.normalize(failed),
        O.map(({ dialect }) => dialect),
      ),
    ).toEqual(O.some('basker'))
    expect(fp.toEither({ status: 200 })).toEqual(E.right({ status: 200 }))
    expect(
      pipe(
        fp.toEither(failed),
        E.mapLeft(({ status }) => status),
      ),
    ).toEqual(E.left(404))
    expect(pipe(problem({ status: 404, code: 'c' }), fp.codeOf)).toEqual(O.some('c'))
    expect(pipe(problem({ status: 404 }), fp.retryAfterMs)).toEqual(O.none)
    expect(
      pipe(problem({ status: 422, errors: [{ pointer: '/a', detail: 'd' }] }), fp.fieldErrors(), o => ({ ...o })),
    ).toEqual({ a: ['d'] })
    expect(pipe(500, fp.statusOf(laravel)).retry.advice).toBe('backoff')
    expect(pipe(problem({ status: 404 }), fp.encode('laravel')).wire.status).toBe(404)
    expect(pipe(problem({ status: 404 }), fp.forAudience('public')).title).toBe('Not Found')
    expect(
      pipe(
        problem({ status: 503 }),
        fp.decideRetry({ method: 'GET', attempt: 1, role: 'client', random: () => 0, now: 0 }),
      ).action,
    ).toBe('resend')
    expect(pipe(problem({ status: 404, dialect: 'basker' }), O.fromPredicate(fp.isFrom(basker)), O.isSome)).toBe(true)
    expect(pipe(failed, fp.decodeWith(basker), E.isRight)).toBe(true)
    expect(fp.createNormalizer({ pinned: 'laravel' }).toEither({ status: 500, json: { message: 'm' } })).toMatchObject({
      left: { retry: { advice: 'backoff' } },
    })
  })
  test('request: rejections and failures are both on the left', async () => {
    expect(await fp.request(async () => ({ status: 200 }))()).toEqual(E.right({ status: 200 }))
    expect(await fp.request(async () => failed)()).toMatchObject({ _tag: 'Left', left: { status: 404 } })
    expect(await fp.request(() => Promise.reject(new DOMException('x', 'TimeoutError')))()).toMatchObject({
      left: { status: 504 },
    })
    expect(
      await fp.request(() => {
        throw new Error('at once')
      })(),
    ).toMatchObject({ left: { status: 502 } })
  })
  test('Eq and Ord are lawful (property)', () => {
    fc.assert(
      fc.property(anyProblem, anyProblem, anyProblem, (a, b, c) => {
        expect(fp.Eq.equals(a, JSON.parse(JSON.stringify(a)))).toBe(true)
        expect(fp.Eq.equals(a, b)).toBe(fp.Eq.equals(b, a))
        expect(fp.Ord.compare(a, b) === 0).toBe(fp.Eq.equals(a, b))
        expect(fp.Ord.compare(a, b)).toBe(fp.Ord.compare(b, a) === 0 ? 0 : -fp.Ord.compare(b, a))
        if (fp.Ord.compare(a, b) <= 0 && fp.Ord.compare(b, c) <= 0) expect(fp.Ord.compare(a, c)).toBeLessThanOrEqual(0)
      }),
    )
    expect(fp.Show.show(problem({ status: 404 }))).toContain('404 Not Found')
  })
})
