/** What attackers and odd callers found, one case each. */
import { describe, expect, test } from 'vitest'
import { problemFromResponse } from '../src/integrations/fetch.js'
import {
  ApiProblemCodec,
  ApiProblemError,
  basker,
  createNormalizer,
  decideRetry,
  encode,
  explain,
  fieldErrors,
  forAudience,
  fromTransport,
  isApiProblem,
  isFrom,
  normalize,
  prettify,
  problem,
} from './door.js'

const { decode } = createNormalizer()
const at422 = (json: unknown) => decode({ status: 422, json })
const holds = (p: unknown, ...texts: readonly string[]): void => {
  for (const text of texts) expect(JSON.stringify(p)).toContain(text)
}

describe('nothing is lost', () => {
  test('what an outer and an inner envelope both say', () => {
    const p = at422({
      message: 'OUTER',
      code: 'OC',
      requestId: 'OID',
      errors: { a: ['OF'] },
      error: { message: 'INNER', code: 'IC', requestId: 'IID', errors: { b: ['IF'] } },
    })
    expect(p).toMatchObject({ detail: 'INNER', code: 'IC', requestId: 'IID' })
    holds(p, 'OUTER', 'OC', 'OID', 'OF', 'IF')
  })
  test('what stands beside a wrapped error under the same name', () => {
    holds(
      at422({ errors: [{ node: { id: 'NODE' }, error: { message: 'boom', id: 'ERR' }, id: 'OUT' }] }),
      'NODE',
      'ERR',
      'OUT',
    )
    holds(at422({ errors: [{ error: { code: 'blank', note: 'INNER' }, note: 'OUTER' }] }), 'INNER', 'OUTER')
  })
  test('one member that cannot be read takes no other with it', () => {
    const p = decode({
      status: 503,
      headers: { 'retry-after': '3600', 'x-request-id': 'r1' },
      json: {
        get message(): string {
          throw new Error('no')
        },
        kept: 'KEPT',
      },
    })
    expect(p).toMatchObject({ requestId: 'r1', retry: { retryAfterMs: 3_600_000 } })
    const q = decode({
      status: 503,
      headers: { 'x-should-retry': 'false' },
      body: '{"message":"a"}',
      get request(): never {
        throw new Error('no')
      },
    } as never)
    expect(q).toMatchObject({ detail: 'a', retry: { advice: 'never' } })
  })
  test('gzip that nobody decompressed is told, not read out', () => {
    const p = decode({ status: 500, body: new Uint8Array([0x1f, 0x8b, 8, 0, 0]) })
    expect(p.dialect).toBe('empty')
    expect(p.source.warnings.join()).toContain('compressed')
  })
})

describe('everything keeps to the caps, and a cut is told', () => {
  test('a small body with a long field name does not grow', () => {
    const p = decode({
      status: 422,
      body: `{"message":"m","errors":{"${'f'.repeat(16_000)}":[${Array.from({ length: 1_000 }, () => '"x"').join()}]}}`,
    })
    expect(JSON.stringify(p).length).toBeLessThan(1_000_000)
    expect(p).toMatchObject({ errorCount: 1_000 })
    expect(p.source.warnings.join()).toContain('items-cut')
  })
  test('long texts of many items are cut, never dropped', () => {
    const p = at422({
      message: 'm',
      errors: Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}`, ['x'.repeat(17_000)]])),
    })
    expect(p.errors.every(({ detail }) => detail?.length === 16_384)).toBe(true)
    expect(p.source.warnings.join()).toContain('string-cut: 20 texts')
    expect(isApiProblem(p)).toBe(true)
    expect(JSON.parse(JSON.stringify(p))).toEqual(p)
  })
  test('links are copies, bounded, and told in one warning', () => {
    const link = { rel: 'help', href: 'https://a.example' }
    const json = {
      type: 'https://a.example/t',
      title: 't',
      status: 422,
      errors: [
        {
          detail: 'd',
          links: [link, ...Array.from({ length: 5_000 }, () => ({ rel: 'x\n\u202e', href: 'javascript:1' }))],
        },
      ],
    }
    const p = at422(json)
    link.href = 'https://changed.example'
    expect(p.errors[0]?.links).toEqual([{ rel: 'help', href: 'https://a.example' }])
    expect(p.source.warnings).toEqual([expect.stringMatching(/^unsafe-link: 5000 left out/)])
    expect(p.source.warnings.join()).not.toMatch(/[\n\u202e]/)
  })
  test('an item whose only link may not be shown has none', () => {
    const links = [{ rel: 'x', href: 'javascript:1' }]
    expect(at422({ type: '/t', title: 't', status: 422, errors: [{ detail: 'd', links }] }).errors).toEqual([
      { detail: 'd' },
    ])
  })
  test('a sparse list ends at once', () => {
    const a: unknown[] = []
    a.length = 300_000_000
    for (const json of [
      { a },
      a,
      { message: 'm', errors: { f: a } },
      { errors: a },
      { errors: [{ loc: a }] },
      { error: a },
    ])
      expect(isApiProblem(at422(json))).toBe(true)
  })
  test('what was read before does not change what is read now', () => {
    const one = { status: 404, json: { error: 'Not Found: Route not found', message: 'x' } }
    const before = decode(one)
    decode({ status: 404, json: { error: 'Not Found', message: 'Route not found' } })
    expect(decode(one)).toEqual(before)
  })
})

describe('no function throws on data, whatever the caller made of it', () => {
  const odd = [
    undefined,
    null,
    7,
    'x',
    [],
    {},
    { v: 1, status: 500 },
    { v: 1, status: 404, errors: 'x', retry: 7 },
    new Proxy(
      {},
      {
        get: () => {
          throw new Error('no')
        },
      },
    ),
  ] as never[]
  test('functions that take a problem', () => {
    for (const value of odd) {
      forAudience(value)
      fieldErrors(value)
      prettify(value)
      encode(value, 'problem-json')
      encode(value, 'base', { audience: 'internal' })
      decideRetry(value, { method: 'GET', attempt: 1, role: 'client', random: () => 0, now: 0 })
      expect(String(new ApiProblemError(value))).toContain('ApiProblemError')
      expect(isApiProblem(value)).toBe(false)
      ApiProblemCodec.decode(value)
    }
    expect(isFrom(undefined as never, basker)).toBe(false)
    expect(fromTransport(new Error('x'), null as never).status).toBe(502)
    expect(problem(null as never).status).toBe(500)
    expect(problem({ kind: 'constructor' as never }).status).toBe(500)
    expect(new ApiProblemError({ ...problem({ status: 500 }), code: 5 as never }).message).toBe(
      '500 Internal Server Error',
    )
  })
  test('extensions that JSON cannot hold', () => {
    const cyclic: Record<string, unknown> = { big: 1n }
    cyclic['self'] = cyclic
    expect(
      JSON.parse(
        encode(problem({ status: 500, extensions: cyclic }), 'problem-json', { audience: 'internal' }).wire.body ?? '',
      ),
    ).toMatchObject({ status: 500 })
  })
  test('a dialect that throws what cannot be printed', () => {
    const thrower = {
      ...basker,
      id: 'thrower',
      claim: () => {
        throw Object.create(null)
      },
    }
    expect(
      createNormalizer({ dialects: [thrower as never] })
        .decode({ status: 500, json: { error: 'e', message: 'm' } })
        .source.warnings.join(),
    ).toContain('dialect-failed')
  })
  test('a dialect that says what is none of ours', () => {
    const odd = { ...basker, id: 'odd', toProblem: () => ({ detail: 5, errors: 'x', requestId: {}, kind: 'nope' }) }
    const p = createNormalizer({ dialects: [odd as never] }).decode({ status: 500, json: { error: 'e', message: 'm' } })
    expect(isApiProblem(p)).toBe(true)
    expect(p.source.warnings.join()).toContain('dialect-failed')
  })
  test('a body stream of odd chunks', async () => {
    for (const chunk of [null, undefined, { length: -5 }, { length: 1e12 }, 'text']) {
      const response = new Response(
        new ReadableStream({
          start: c => {
            c.enqueue(chunk)
            c.close()
          },
        }),
        { status: 500 },
      )
      expect((await problemFromResponse(response))?.source.warnings.join()).toContain('body-interrupted')
    }
  })
  test('a status as text means the same everywhere', () => {
    expect(normalize({ status: '200' as never, body: '{"ok":true}' })).toBeUndefined()
    expect(explain({ status: '200' as never }).failed).toBe(false)
    expect(normalize({ status: '404' as never })?.status).toBe(404)
  })
  test('what is made is whole', () => {
    for (const json of [
      { type: 'a:b', title: 'b', status: 404.5 },
      { title: 'b', status: Number.NaN, type: 'a:b' },
    ]) {
      const p = decode({ status: 400, json })
      expect(isApiProblem(p)).toBe(true)
      expect(JSON.parse(JSON.stringify(p))).toEqual(p)
    }
  })
})

describe('successes stay successes', () => {
  const { normalize: read } = createNormalizer({ inBand: true })
  for (const json of [
    { message: 'Saved', errors: [] },
    { message: 'ok', errors: {} },
    { error: '', message: 'Created' },
    { title: 'Inception', status: 200, type: 'movie' },
    { type: 'article', title: 'T', detail: 'D' },
  ])
    test(JSON.stringify(json), () => expect(read({ status: 200, json })).toBeUndefined())
  test('inBand takes a list, not a name', () =>
    expect(() => createNormalizer({ inBand: 'laravel' as never })).toThrow(/inBand: expected/))
})

describe('strangers are not taken for somebody', () => {
  test('a ticket is no problem of RFC 9457', () => {
    for (const json of [
      { title: 'Ticket', status: 1, type: 'bug' },
      { type: 'song', title: 't', detail: 'd' },
    ])
      expect(decode({ status: 400, json }).dialect).toBe('json')
  })
  test("items with a path are somebody else's, so Base may only tighten", () => {
    expect(decode({ status: 400, json: { errors: [{ error: { code: 'x' }, path: ['a'] }] } }).source.rung).not.toBe(
      'distinctive',
    )
  })
})

describe('what leaves', () => {
  const sent = (status: number, json: unknown) => encode(decode({ status, json }), 'problem-json').wire
  test('a request id that is none stays inside', () => {
    const { body, headers } = sent(500, {
      error: 'Server Error',
      message: 'x',
      requestId: 'SQLSTATE[28000] password=hunter2\n at pg (/srv/db.js:1:1)\u202e',
    })
    expect(body).not.toMatch(/hunter2|srv/)
    expect(headers['x-request-id']).toBeUndefined()
  })
  test('what stands in the place of a code stays inside', () => {
    for (const code of [
      'Password for root is hunter2',
      'db-01.prod.internal',
      'sk_live_51HabcDEF',
      'SECRET internal host db-1.internal',
      '/srv/app',
    ])
      expect(sent(400, { error: code, message: 'm', requestId: 'r' }).body).not.toContain(code)
    for (const code of ['invalid_grant', 'E0001', 'VALIDATION_ERROR', 'blank', '20001'])
      expect(sent(400, { errors: [{ error: { code } }] }).body).toContain(code)
  })
  test('a code that is hard to refuse is refused at once', () => {
    // with an optional separator between words this took most of a minute
    for (const code of [`${'a'.repeat(63)}!`, `${'a_'.repeat(31)}!`, `${'a'.repeat(55)}${'1'.repeat(8)}!`])
      expect(sent(400, { errors: [{ error: { code } }] }).body).not.toContain(code)
  })
  test('fields that were guessed stay inside', () => {
    expect(
      sent(400, {
        message: 'm',
        errors: [{ path: '/srv/app/secret.js', message: 'connect db.internal password=hunter2' }],
      }).body,
    ).not.toMatch(/hunter2|srv/)
  })
  test('a veto and an end of retries are told on', () => {
    const vetoed = decode({ status: 503, headers: { 'x-should-retry': 'false' } })
    for (const target of ['problem-json', 'basker', 'base', 'laravel', 'text', 'empty'] as const) {
      expect(decode(encode(vetoed, target).wire).retry.advice).toBe('never')
      expect(decode(encode(problem({ status: 503, retry: { exhausted: true } }), target).wire).retry.advice).toBe(
        'never',
      )
    }
  })
  test('a wait that no field can hold is still digits', () => {
    for (const retryAfterMs of [1e25, 1e300])
      expect(encode(problem({ status: 503, retry: { retryAfterMs } }), 'base').wire.headers['retry-after']).toMatch(
        /^[0-9]+$/,
      )
    expect(
      encode(problem({ status: 503, retry: { retryAfterMs: -5_000 } }), 'base').wire.headers['retry-after'],
    ).toBeUndefined()
  })
  test("a member that collides with the dialect's own is a loss", () => {
    expect(
      encode(problem({ status: 400, extensions: { requestId: 'r-9' } }), 'basker', { audience: 'internal' }).loss,
    ).toContain('extensions')
    expect(
      encode(problem({ status: 400, extensions: { message: 'hello' } }), 'laravel', { audience: 'internal' }).loss,
    ).toContain('extensions')
  })
})

test('a text for end users is cut like any other', () => {
  const error = { code: 400, message: 'm', error_user_msg: 'x'.repeat(50_000), type: 'OAuthException', fbtrace_id: 'A' }
  const { userMessage, source } = createNormalizer().decode({ status: 400, json: { error } })
  expect(userMessage?.text).toHaveLength(16_384)
  expect(source.warnings.join()).toContain('string-cut')
})
