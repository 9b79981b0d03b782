/** The way out: negotiation, fields that cannot be invalid, and bodies where one may be. */
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bestAccepted, isField, writeChallenges, writeLinks, writeTokens } from '../src/http/index.js'
import { anyProblem, oddText } from './arbitrary.js'
import {
  type AnyDialect,
  type ApiProblem,
  createNormalizer,
  dialects,
  type EncodableId,
  encode,
  problem,
  statusRows,
  translate,
  type Wire,
} from './door.js'
import { exchangeOf, fixtures } from './fixtures.js'

const runs = Number(process.env['FC_RUNS'] ?? 1_000)
const internal = { audience: 'internal' } as const
const encodable = dialects.filter(({ fromProblem }) => fromProblem !== undefined).map(({ id }) => id as EncodableId)
const invalid = problem({ status: 422, code: 'blank', errors: [{ pointer: '/a', detail: 'is blank' }] })
const typeOf = (wire: Wire | undefined) => wire?.headers['content-type']

/** Node and the Fetch standard are the judges of a response. */
const judge = ({ status, statusText, headers, body }: Wire): void => {
  const response = new ServerResponse(new IncomingMessage(new Socket()))
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  response.writeHead(status, statusText)
  expect(Object.fromEntries(new Headers(headers))).toEqual(headers)
  const { ok } = new Response(body ?? null, { status, statusText, headers: { ...headers } })
  expect(ok).toBe(status < 300)
  for (const value of Object.values(headers)) expect(value).toMatch(/^[\x20-\x7e]*$/)
}

describe('content negotiation', () => {
  const offered = ['problem-json', 'text'] as const
  test.each([
    ['application/problem+json', 'problem-json', 'application/problem+json'],
    ['application/json, application/problem+json', 'problem-json', 'application/json'],
    ['application/json;q=0.5, application/problem+json', 'problem-json', 'application/problem+json'],
    ['application/json, text/plain, */*', 'problem-json', 'application/json'],
    ['application/json', 'problem-json', 'application/json'],
    ['application/*', 'problem-json', 'application/problem+json'],
    ['text/plain', 'text', 'text/plain; charset=utf-8'],
    ['text/plain;charset=UTF-8', 'text', 'text/plain; charset=utf-8'],
    ['application/json; charset=utf-8', 'problem-json', 'application/json'],
    ['text/*;q=0.5, application/problem+json;q=0.4', 'text', 'text/plain; charset=utf-8'],
    ['text/plain;q=0, */*', 'problem-json', 'application/problem+json'],
    ['application/problem+json;q=0, */*', 'text', 'text/plain; charset=utf-8'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'problem-json', 'application/problem+json'],
    ['*/*', 'problem-json', 'application/problem+json'],
    ['', 'problem-json', 'application/problem+json'],
    ['image/png', 'problem-json', 'application/problem+json'],
    ['nonsense', 'problem-json', 'application/problem+json'],
  ])('%s', (accept, dialect, contentType) => {
    const answer = encode(invalid, offered, { accept })
    expect({ dialect: answer.dialect, contentType: typeOf(answer.wire) }).toEqual({ dialect, contentType })
    expect(answer.wire.headers['vary']).toBe('accept')
  })
  test('without the field the first is sent; the answer varies all the same', () => {
    expect(encode(invalid, offered, { accept: null })).toMatchObject({
      dialect: 'problem-json',
      wire: { headers: { vary: 'accept' } },
    })
    expect(encode(invalid, offered).wire.headers).not.toHaveProperty('vary')
    expect(encode(invalid, offered, { accept: '*/*', headers: { vary: 'Origin' } }).wire.headers['vary']).toBe(
      'Origin, accept',
    )
  })
  test('a native kind of JSON goes before one that is only labelled so', () => {
    expect(encode(invalid, ['problem-json', 'laravel'], { accept: 'application/json' }).dialect).toBe('laravel')
    expect(encode(invalid, ['jsonapi', 'text'], { accept: 'application/json' })).toMatchObject({
      dialect: 'jsonapi',
      wire: { headers: { 'content-type': 'application/json' } },
    })
  })
  test('what is labelled as JSON is read as what it is, and nothing is lost', () => {
    const { wire, loss } = encode(invalid, 'problem-json', { ...internal, accept: 'application/json' })
    expect(loss).toEqual([])
    expect(createNormalizer().decode(wire)).toMatchObject({
      dialect: 'problem-json',
      code: 'blank',
      errors: [{ pointer: '/a' }],
    })
  })
  test('any Accept chooses one of what is offered, and nothing throws (property)', () => {
    fc.assert(
      fc.property(oddText, accept => {
        expect(offered).toContain(encode(invalid, offered, { accept }).dialect)
        expect(bestAccepted(accept, ['a/b'])).toBeGreaterThanOrEqual(-1)
      }),
    )
    expect(bestAccepted(7 as never, ['a/b'])).toBe(0)
    expect(bestAccepted('a/b', null as never)).toBe(-1)
  })
  test('a list without a dialect, or with one that has no way back, is told', () => {
    expect(() => encode(invalid, [])).toThrow('encode: an empty list; expected at least one dialect')
    expect(() => encode(invalid, ['problem-json', 'nobody' as never])).toThrow('no built-in dialect "nobody"')
    const html = dialects.find(({ id }) => id === 'html') as AnyDialect
    expect(() => encode(invalid, ['problem-json', html])).toThrow('html is decode-only')
  })
})

describe('fields', () => {
  test('problem details have their media type, byte for byte', () => {
    expect(typeOf(encode(invalid, 'problem-json').wire)).toBe('application/problem+json')
  })
  test('the status line of every status', () => {
    for (const { code, phrase } of statusRows)
      if (code >= 400) {
        const { wire } = encode(problem({ status: code }), 'problem-json')
        expect(wire).toMatchObject({ status: code, statusText: phrase })
        judge(wire)
      }
  })
  test('a 401 and a 407 carry a challenge; where none is known, one that no client acts on', () => {
    const challenge = (status: number, headers?: Record<string, string>) =>
      encode(problem({ status }), 'base', { headers }).wire.headers
    expect(challenge(401)['www-authenticate']).toBe('Unspecified')
    expect(challenge(407)['proxy-authenticate']).toBe('Unspecified')
    expect(challenge(401, { 'WWW-Authenticate': 'Bearer realm="shop"' })['www-authenticate']).toBe(
      'Bearer realm="shop"',
    )
    expect(challenge(401, { 'www-authenticate': 'Bearer\r\nx: y' })['www-authenticate']).toBe('Unspecified')
    expect(challenge(403)).not.toHaveProperty('www-authenticate')
    expect(encode(problem({ status: 401, code: 'invalid_token' }), 'oauth2').wire.headers['www-authenticate']).toBe(
      'Bearer error="invalid_token"',
    )
  })
  test('Retry-After is written from what was read, and rounded up', () => {
    const delay = (retry: ApiProblem['retry'] | object) =>
      encode(problem({ status: 503, retry }), 'problem-json').wire.headers['retry-after']
    expect(delay({ retryAfterMs: 0 })).toBe('0')
    expect(delay({ retryAfterMs: 1 })).toBe('1')
    expect(delay({ retryAfterMs: 2_000 })).toBe('2')
    expect(delay({ retryAfterMs: 1e300 })).toBe(String(Number.MAX_SAFE_INTEGER))
    expect(delay({ notBefore: '2026-11-21T12:00:00.001Z' })).toBe('Sat, 21 Nov 2026 12:00:01 GMT')
    expect(delay({ notBefore: 'soon' })).toBeUndefined()
    expect(
      encode(problem({ status: 503 }), 'problem-json', { headers: { 'retry-after': '0' } }).wire.headers,
    ).not.toHaveProperty('retry-after')
  })
  test('the language is that of the text for users, where it is said', () => {
    const said = problem({ status: 400, userMessage: { text: 'Nein.', lang: 'de-AT' } })
    expect(encode(said, 'problem-json', internal).wire.headers['content-language']).toBe('de-AT')
    expect(encode(said, 'laravel', internal).wire.headers).not.toHaveProperty('content-language')
    expect(encode(said, 'problem-json').wire.headers).not.toHaveProperty('content-language')
    const odd = problem({ status: 400, userMessage: { text: 'x', lang: 'de\r\nx: y' } })
    expect(encode(odd, 'problem-json', internal).wire.headers).not.toHaveProperty('content-language')
  })
  test('links go out where the audience may see them', () => {
    const linked = problem({
      status: 400,
      links: [
        { rel: 'help', href: 'https://a.example/e?x=1,2' },
        { rel: 'a b', href: 'https://b.example' },
      ],
    })
    expect(encode(linked, 'problem-json', internal).wire.headers['link']).toBe(
      '<https://a.example/e?x=1,2>; rel="help"',
    )
    expect(encode(linked, 'problem-json').wire.headers).not.toHaveProperty('link')
    expect(writeLinks([{ rel: 'help', href: 'https://a.example/>; rel="x' }])).toBeUndefined()
  })
  test('further fields stand beside, but none that this says itself or that frames the message', () => {
    const headers = {
      Allow: 'GET, HEAD',
      'X-Shop': '7',
      'content-length': '3',
      'Transfer-Encoding': 'chunked',
      'Content-Type': 'text/html',
    }
    expect(encode(problem({ status: 405 }), 'problem-json', { headers }).wire.headers).toMatchObject({
      allow: 'GET, HEAD',
      'x-shop': '7',
      'content-type': 'application/problem+json',
    })
    expect(Object.keys(encode(problem({ status: 405 }), 'problem-json', { headers }).wire.headers)).not.toContain(
      'transfer-encoding',
    )
  })
  test('our id of the request takes the place of any other', () => {
    const upstream = createNormalizer().decode({ status: 500, headers: { 'x-request-id': 'theirs' } })
    expect(encode(upstream, 'problem-json').wire.headers).not.toHaveProperty('x-request-id')
    const { wire } = encode(upstream, 'problem-json', { requestId: 'ours' })
    expect(wire.headers['x-request-id']).toBe('ours')
    expect(wire.body).toContain('"requestId":"ours"')
    expect(encode(upstream, 'problem-json', { ...internal, requestId: 'ours' }).wire.body).not.toContain('theirs')
    expect(encode(upstream, 'problem-json', { requestId: 'o\r\nx: y' }).wire.headers).not.toHaveProperty('x-request-id')
  })

  const hostile = fc.oneof(
    oddText,
    fc.constantFrom(
      'a\r\nset-cookie: b',
      'a\nb',
      'a\u0000b',
      'é',
      '日本',
      '\u007f',
      ' a ',
      'a\tb',
      '\ud800',
      'x'.repeat(10_000),
    ),
  )
  const name = fc.oneof(
    hostile,
    fc.constantFrom(
      'allow',
      'www-authenticate',
      'link',
      'vary',
      'X-Odd',
      '__proto__',
      'constructor',
      'content-type',
      '',
    ),
  )
  test('no problem, no option and no dialect makes a field invalid (property, with Node and Headers as judges)', () => {
    const own: AnyDialect = {
      ...(dialects.find(({ id }) => id === 'basker') as AnyDialect),
      id: 'own',
      fromProblem: ({ detail = '', code = 'x', instance = '' }) => ({
        body: { error: detail },
        contentType: code,
        headers: { [instance]: detail, link: detail, 'x-own': code },
      }),
    }
    fc.assert(
      fc.property(
        anyProblem,
        fc.record({
          requestId: hostile,
          detail: hostile,
          code: hostile,
          instance: name,
          type: hostile,
          title: hostile,
        }),
        fc.record({ text: fc.string(), lang: hostile }),
        fc.array(
          fc.record({
            rel: hostile,
            href: fc.oneof(
              hostile,
              fc.webUrl().map(url => `${url}"\r\n>é`),
            ),
          }),
          { maxLength: 3 },
        ),
        fc.dictionary(name, hostile, { noNullPrototype: true }),
        fc.constantFrom<EncodableId | AnyDialect>(...encodable, own),
        fc.constantFrom('GET', 'HEAD', undefined),
        (made, texts, userMessage, links, headers, target, method) => {
          const given = { ...made, ...texts, userMessage, links } as ApiProblem
          for (const audience of ['public', 'internal'] as const) {
            const { wire } = encode(given, target, {
              audience,
              headers,
              method,
              requestId: texts.detail,
              accept: texts.code,
            })
            judge(wire)
            if (method === 'HEAD') expect(wire).not.toHaveProperty('body')
          }
        },
      ),
      { numRuns: runs },
    )
  })
  test('what is written is what the grammar allows (property)', () => {
    fc.assert(
      fc.property(hostile, name, (value, field) => {
        for (const written of [writeChallenges(value), writeTokens(value)])
          if (written !== undefined) expect(isField('x', written)).toBe(true)
        if (isField(field, value)) expect(() => new Headers([[field, value]])).not.toThrow()
      }),
      { numRuns: runs },
    )
    expect(
      writeChallenges('Negotiate abc==, Basic realm="a\\"b", Digest realm=x, nonce="n", stale=true, response="s"'),
    ).toBe('Negotiate, Basic realm="a\\"b", Digest realm="x", nonce="n", stale=true')
  })
})

describe('bodies', () => {
  test('none for HEAD, and none where the status allows none', () => {
    for (const id of encodable) {
      const { wire, loss } = encode(invalid, id, { method: 'HEAD', ...internal })
      expect(wire).not.toHaveProperty('body')
      expect(typeOf(wire)).toBe(typeOf(encode(invalid, id, internal).wire))
      expect(loss.length).toBeGreaterThan(0)
      for (const status of [204, 205, 304]) {
        const bare = encode(problem({ status }), id).wire
        expect(bare).not.toHaveProperty('body')
        expect(bare.headers).not.toHaveProperty('content-type')
      }
    }
  })
})

describe('translate', () => {
  test('what is still true of the answer stays, written anew; nothing else does', () => {
    const headers = {
      allow: 'GET,HEAD',
      'set-cookie': 'a=b',
      etag: '"x"',
      'content-encoding': 'br',
      'content-length': '9',
      'x-internal-host': 'db01',
      'cache-control': 'private, max-age=60, x-secret=1',
      vary: 'origin',
      connection: 'close',
    }
    expect(translate({ status: 405, headers }, 'problem-json')?.wire.headers).toEqual({
      allow: 'GET, HEAD',
      'cache-control': 'private, max-age=60',
      'content-type': 'application/problem+json',
      vary: 'origin',
    })
  })
  test('a challenge keeps what its specification wants, and no text', () => {
    const headers = {
      'www-authenticate':
        'Bearer realm="https://auth.internal", scope="a b", error="invalid_token", error_description="at db.js:1"',
    }
    expect(translate({ status: 401, headers }, 'base')?.wire.headers['www-authenticate']).toBe(
      'Bearer realm="", scope="a b", error="invalid_token"',
    )
  })
  test('an exchange with HEAD gets no body', () => {
    expect(translate({ status: 404, request: { method: 'HEAD' } }, 'problem-json')?.wire).not.toHaveProperty('body')
  })
  test('every fixture in every dialect is a valid response', () => {
    for (const fixture of fixtures)
      for (const id of encodable) {
        const answer = translate(exchangeOf(fixture), id)
        if (answer !== undefined) judge(answer.wire)
      }
  })
})
