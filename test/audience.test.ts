/** What may leave: the public view, policies, and a thousand secrets that do not. */
import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isCode, isFieldPath, isIdShape, isSentence } from '../src/public-words.js'
import { anyProblem, oddText } from './arbitrary.js'
import {
  type ApiProblem,
  ApiProblemError,
  AudiencePolicyCodec,
  audience,
  createNormalizer,
  dialects,
  type EncodableId,
  encode,
  forAudience,
  isApiProblem,
  logLine,
  problem,
} from './door.js'
import { exchangeOf, fixtures } from './fixtures.js'

const { decode } = createNormalizer()
const encodable = dialects.filter(({ fromProblem }) => fromProblem !== undefined).map(({ id }) => id as EncodableId)

/** Numbers that look random and are the same in every run. */
let seed = 7
const next = (below: number): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return Math.floor((seed / 2_147_483_648) * below)
}
const pick = <A>(from: readonly A[]): A => from[next(from.length)] as A
const chars = (alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet[next(alphabet.length)]).join('')
const base62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const people = ['alice', 'bob', 'carol', 'deploy', 'root', 'svc']
const things = ['orders', 'users', 'billing', 'accounts', 'payments', 'sessions', 'ledger']

const kindsOfSecret: readonly (() => string)[] = [
  () => `sk_live_${chars(base62, 24)}7`,
  () => `ghp_${chars(base62, 30)}4x`,
  () => `AKIA${chars('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 8)}3${chars('ABCDEFGHIJKLMNOPQRSTUVWXYZ', 7)}`,
  () => `eyJhbGciOiJIUzI1NiJ9.${chars(base62, 20)}.${chars(base62, 20)}`,
  () => `Bearer ${chars(base62, 32)}`,
  () => `/home/${pick(people)}/${pick(things)}/config/${chars('abcdef', 5)}.php`,
  () => `C:\\inetpub\\${pick(things)}\\${chars('abcdef', 6)}\\web.config`,
  () => `SELECT password FROM ${pick(things)} WHERE ${chars('abcdef', 6)} = 1`,
  () => `INSERT INTO ${pick(things)} VALUES (${chars('abcdef', 6)})`,
  () => `SQLSTATE[23000]: ${pick(things)}.${chars('abcdef', 6)}`,
  () => `at com.acme.${pick(things)}.Charge.run(Charge.java:${next(9_000)}${chars('123456789', 5)})`,
  () => `at charge (/srv/app/${chars('abcdef', 6)}.js:${next(900)}:${next(90)})`,
  () => `File "/srv/${pick(things)}/${chars('abcdef', 6)}.py", line ${next(900)}, in charge`,
  () => `App\\Exceptions\\${chars('abcdef', 6)}Exception`,
  () => `java.lang.${chars('ABCDEF', 1)}${chars('abcdef', 8)}Exception: null`,
  () => `db-${chars('abcdef', 6)}.${pick(things)}.internal`,
  () => `10.${next(256)}.${next(256)}.${next(256)}:${1_000 + next(9_000)}`,
  () => `https://${chars('abcdef', 7)}.internal/v1/${pick(things)}?token=${chars(base62, 12)}`,
  () => `${pick(people)}.${chars('abcdef', 7)}@corp.example`,
  () => `postgres://${pick(people)}:${chars(base62, 12)}@${pick(things)}:5432/prod`,
]
const secrets = Array.from({ length: 1_000 }, (_, i) => (kindsOfSecret[i % kindsOfSecret.length] as () => string)())
let used = 0
const secret = (): string => secrets[used++ % secrets.length] as string

/** As it would stand in JSON, in a field and in plain text. */
const spellings = (text: string): readonly string[] => [
  text,
  JSON.stringify(text).slice(1, -1),
  encodeURIComponent(text),
]

/** Everything that leaves by default. */
const leaving = (p: ApiProblem, targets: readonly EncodableId[]): string => {
  const error = new ApiProblemError(p)
  return [
    JSON.stringify(forAudience(p)),
    ...targets.map(target => JSON.stringify(encode(p, target).wire)),
    logLine(p),
    JSON.stringify(error),
    inspect(error),
    inspect({ error }, { depth: 9, showHidden: false }),
    String(error),
    error.stack?.split('\n')[0] ?? '',
  ].join('\n')
}
const leaked = (p: ApiProblem, planted: readonly string[], targets: readonly EncodableId[]): readonly string[] => {
  const all = leaving(p, targets)
  return planted.filter(one => spellings(one).some(spelt => all.includes(spelt)))
}

/** The same JSON with each text, and each name below the top, given by `give`. */
const replaced = (value: unknown, give: (text: string, path: string) => string, path = ''): unknown => {
  if (typeof value === 'string') return give(value, path)
  if (Array.isArray(value)) return value.map((one, i) => replaced(one, give, `${path}/${i}`))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, replaced(one, give, `${path}/${name}`)]))
}
const textsIn = (value: unknown): readonly string[] => {
  const paths: string[] = []
  replaced(value, (text, path) => {
    paths.push(path)
    return text
  })
  return paths
}

describe('a thousand secrets', () => {
  test('are a thousand, and no fixture holds one', () => {
    expect(new Set(secrets).size).toBe(1_000)
    const all = fixtures.map(({ body }) => body).join('\n')
    expect(secrets.filter(one => all.includes(one))).toEqual([])
  })

  const json = fixtures.filter(({ body }) => /^\s*[[{]/.test(body) && isJson(body))
  test('planted in every text of every fixture, one at a time and all at once: none leaves', {
    timeout: 300_000,
  }, () => {
    let planted = 0
    let turn = 0
    for (const fixture of json) {
      const body = JSON.parse(fixture.body) as unknown
      const some = () => Array.from({ length: 3 }, () => encodable[turn++ % encodable.length] as EncodableId)
      const look = (changed: unknown, given: readonly string[], targets: readonly EncodableId[]): void => {
        planted += given.length
        const p = decode({ ...exchangeOf(fixture), body: JSON.stringify(changed) })
        expect({ id: fixture.id, leaked: leaked(p, given, targets) }).toEqual({ id: fixture.id, leaked: [] })
      }
      for (const at of textsIn(body).slice(0, 40)) {
        const one = secret()
        look(
          replaced(body, (text, path) => (path === at ? one : text)),
          [one],
          some(),
        )
        // a secret within the text that was there
        look(
          replaced(body, (text, path) => (path === at ? `${text} ${one}` : text)),
          [one],
          [],
        )
      }
      const all: string[] = []
      const give = () => {
        const one = secret()
        all.push(one)
        return one
      }
      look(replaced(body, give), all, encodable)
      const beside = secret()
      if (!Array.isArray(body))
        look({ ...(body as object), debug: beside, trace: [{ file: beside }], [beside]: 1 }, [beside], some())
    }
    expect(planted).toBeGreaterThan(5_000)
  })

  test('planted in the names of fields, in pages, in texts and in header fields: none leaves', () => {
    for (let i = 0; i < 300; i++) {
      const one = secret()
      const bodies: readonly [string, unknown][] = [
        ['application/json', { message: 'Invalid.', errors: { [one]: ['is wrong'], ok: [one] } }],
        [
          'application/problem+json',
          { type: one, title: one, status: 422, errors: [{ pointer: `#/${one}`, detail: one }] },
        ],
        ['application/problem+json', { title: 'x', status: 422, errors: [{ pointer: one, detail: 'x', code: one }] }],
        ['application/json', { errors: [{ error: { field: one, code: one, message: one } }], meta: { logref: one } }],
        ['application/json', { detail: [{ loc: ['body', one], msg: one, type: one }] }],
        ['text/html', `<html><title>${one}</title><h1>Error</h1><p>${one}</p></html>`],
        ['text/plain', one],
      ]
      for (const status of [400, 422, 500])
        for (const [type, body] of bodies) {
          const headers = { 'content-type': type, 'x-request-id': one, server: one, 'retry-after': one, 'x-odd': one }
          const p = decode({ status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) })
          expect({
            body,
            leaked: leaked(p, [one], [encodable[i % encodable.length] as EncodableId, 'problem-json']),
          }).toEqual({ body, leaked: [] })
        }
    }
  })

  test('planted in every member of every problem, also where only a word can stand: none leaves', {
    timeout: 120_000,
  }, () => {
    fixtures.forEach((fixture, i) => {
      const p = decode(exchangeOf(fixture))
      const all: string[] = []
      const give = (_text: string, path: string): string => {
        if (path === '/status') return _text
        const one = secret()
        all.push(one)
        return one
      }
      const member = secret()
      const planted = {
        ...(replaced(p, give) as ApiProblem),
        [member]: member,
        userMessage: { text: member, lang: member },
        instance: member,
        cause: { ...p, detail: member },
        retry: { ...(replaced(p.retry, give) as ApiProblem['retry']), notBefore: member, [member]: member },
        source: { ...p.source, product: member, warnings: [member] },
      }
      expect({
        id: fixture.id,
        leaked: leaked(planted as never, [...all, member], [encodable[i % encodable.length] as EncodableId]),
      }).toEqual({ id: fixture.id, leaked: [] })
    })
  })
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('the public view', () => {
  test('of a 5xx: title, status, kind, our request id and retry advice', () => {
    const upstream = decode({
      status: 503,
      headers: { 'retry-after': '7', 'x-request-id': 'theirs' },
      body: '{"message":"m","errors":{"a":["b"]},"code":"E1"}',
    })
    expect(forAudience(upstream, 'public', { requestId: 'ours' })).toEqual({
      v: 1,
      type: 'about:blank',
      title: 'Service Unavailable',
      status: 503,
      kind: 'unavailable',
      errors: [],
      requestId: 'ours',
      dialect: 'problem-json',
      retry: {
        advice: 'after-delay',
        applied: 'unlikely',
        maxAttempts: 3,
        baseDelayMs: 100,
        retryAfterMs: 7_000,
        scope: 'origin',
        countsAsFailure: true,
        because: 'Service Unavailable',
      },
      links: [],
      source: { rung: 'declared', answeredBy: 'application', rivals: [], warnings: [] },
      extensions: {},
    })
    expect(forAudience(upstream)).not.toHaveProperty('requestId')
  })
  test('the id of a problem that was made here is ours', () => {
    expect(forAudience(problem({ status: 500, requestId: 'r-1' })).requestId).toBe('r-1')
  })
  test('of a 4xx also the code, and the errors of fields, each text where it is plain words', () => {
    const p = problem({
      status: 422,
      code: 'invalid_order',
      detail: 'never',
      errorCount: 9,
      errors: [
        {
          pointer: '/items/0/unit_price',
          name: 'items.0.unit_price',
          in: 'body',
          detail: 'The items.0.unit_price field is required.',
          code: 'required',
        },
        { pointer: '/email', detail: 'bob@corp.example is taken', code: 'E7 at /srv' },
        { pointer: '/srv/app/config.php', detail: 'is wrong' },
        { detail: 'no field' },
      ],
    })
    // what was made here was said on purpose; what came over a wire is a stranger's
    expect(forAudience(p).errors).toEqual(p.errors.filter(({ pointer }) => pointer !== undefined))
    const received = { ...p, source: { ...p.source, wireStatus: 422 } }
    expect(forAudience(received)).toMatchObject({ code: 'invalid_order', errorCount: 9 })
    expect(forAudience(received).errors).toEqual([
      {
        pointer: '/items/0/unit_price',
        name: 'items.0.unit_price',
        in: 'body',
        detail: 'The items.0.unit_price field is required.',
        code: 'required',
      },
      { pointer: '/email' },
    ])
  })
  test('is a problem, and viewing it again changes nothing (property)', () => {
    fc.assert(
      fc.property(anyProblem, p => {
        const shown = forAudience(p)
        expect(isApiProblem(shown)).toBe(true)
        expect(forAudience(shown)).toEqual(shown)
      }),
    )
  })
})

test('nine of ten messages of fields in real responses are plain words', () => {
  const items = fixtures
    .map(fixture => decode(exchangeOf(fixture)))
    .filter(({ status, source }) => status < 500 && source.rung !== 'possible')
    .flatMap(({ errors }) => errors)
    .filter(({ pointer, detail }) => pointer !== undefined && detail !== undefined)
  const plain = items.filter(({ detail, name }) => isSentence(detail, name))
  expect(items.length).toBeGreaterThan(200)
  expect(plain.length / items.length).toBeGreaterThan(0.9)
})

describe('a policy of one’s own', () => {
  const p = decode({
    status: 402,
    json: {
      error: {
        type: 'card_error',
        code: 'card_declined',
        message: 'Your card was declined.',
        doc_url: 'https://a.example/x',
        request_log_url: 'https://b.example',
      },
    },
  })
  test('lets out what it lists, where that is plain words', () => {
    const partners = audience({ '4xx': ['code', 'detail', 'title', 'links', 'type', 'traceId'], '5xx': ['code'] })
    const said = { status: 404, code: 'no_order', detail: 'There is no such order.', title: 'No order', traceId: 't-1' }
    expect(forAudience(problem(said), partners)).toMatchObject({ ...said, errors: [] })
    expect(forAudience(problem({ ...said, detail: 'at /srv/app.js:1' }), partners)).not.toHaveProperty('detail')
    expect(forAudience(problem({ ...said, status: 500 }), partners)).toMatchObject({
      code: 'no_order',
      title: 'Internal Server Error',
    })
  })
  test('what an API declares safe leaves as it is, from that API only', () => {
    const shop = { safe: { acme: ['detail', 'userMessage', 'errors'] }, extensions: ['balance'] } as const
    const text = 'See https://acme.example/7'
    const said = problem({
      status: 500,
      dialect: 'acme',
      detail: text,
      userMessage: { text, lang: 'en' },
      errors: [{ pointer: '/a', detail: text, extensions: { x: 1 }, links: [] }],
      extensions: { balance: 3, secret: 4 },
    })
    expect(forAudience(said, shop)).toMatchObject({
      detail: text,
      userMessage: { text },
      errors: [{ pointer: '/a', detail: text }],
      extensions: { balance: 3 },
    })
    expect(forAudience(said, shop).errors).toEqual([{ pointer: '/a', detail: text }])
    const other = forAudience({ ...said, dialect: 'other' }, shop)
    expect(other).not.toHaveProperty('detail')
    expect(other.extensions).toEqual({ balance: 3 })
  })
  test('is used by encode; a text for users goes out with its language', () => {
    const safe = { safe: { acme: ['userMessage'] } } as const
    const said = problem({ status: 400, dialect: 'acme', userMessage: { text: 'Nein.', lang: 'de' } })
    expect(encode(said, 'problem-json', { audience: safe }).wire.headers['content-language']).toBe('de')
    expect(encode(p, 'problem-json', { audience: { '4xx': ['detail'] } }).wire.body).toContain(
      'Your card was declined.',
    )
  })
  test('what no policy can be lets out what the public may see', () => {
    for (const odd of [
      'all',
      null,
      7,
      [],
      { '4xx': 'detail' },
      { safe: 7 },
      { safe: { base: 'detail' } },
      { extensions: 'x' },
    ])
      expect(forAudience(p, odd as never)).toEqual(forAudience(p))
  })
  test('is checked when it is made, with the place of the fault', () => {
    expect(() => audience({ '4xx': ['details'] } as never)).toThrow(
      'problem-dialects: audience: /4xx/0: "details" is not known here (did you mean "detail"?)',
    )
    expect(() => audience({ safe: { acme: 'detail' } } as never)).toThrow('audience: /safe/acme: "detail" is no list')
    expect(() => audience({ x: [] } as never)).toThrow('audience: /x: unknown member')
    expect(AudiencePolicyCodec.is({ '5xx': ['code'] })).toBe(true)
    expect(AudiencePolicyCodec.decode({ '5xx': [7] })._tag).toBe('Left')
  })
})

describe('words that may be said', () => {
  const sentences: readonly (readonly [string, boolean])[] = [
    ['The amount must be greater than 0.', true],
    ["can't be blank", true],
    ['must be >= 18 and <= 120', true],
    ['String must contain at least 5 character(s)', true],
    ['first_name is required, as is lastName', true],
    ['Muss ausgefüllt werden.', true],
    ['必須項目です。', true],
    ['Поле обязательно для заполнения.', true],
    ['"sku" is unknown (see the list)', true],
    ['a UUID is expected', true],
    ['must be after 2026-01-31', true],
    ['', false],
    ['SELECT password FROM users', false],
    ['DROP TABLE users', false],
    ['at Foo.bar (x.js:1:2)', false],
    ['NullPointerException', false],
    ['see /etc/passwd', false],
    ['call 10.0.0.1', false],
    ['card 4242424242424242', false],
    ['write to a@b.example', false],
    ['sk_live_4eC39HqL', false],
    ['<b>no</b>', false],
    ['a\nb', false],
    ['a\u202eb', false],
    ['a  b', false],
    ['x '.repeat(101).trim(), false],
  ]
  test.each(sentences)('%j: %s', (text, may) => expect(isSentence(text)).toBe(may))
  test('codes', () => {
    for (const code of [
      'invalid_grant',
      'E0001',
      'VALIDATION-7',
      'RATE_LIMIT_EXCEEDED',
      'Tenant not found',
      '-32601',
      'NoSuchBucket',
      'Unsupported API version',
    ])
      expect({ code, is: isCode(code, false) }).toEqual({ code, is: true })
    for (const code of [
      '',
      'a.b',
      'x/y',
      'sk_live_4eC39HqL',
      'aXbYcZdWqPlM',
      'ThrottlingException',
      'a@b',
      'one two three four five',
      'x'.repeat(65),
    ])
      expect({ code, is: isCode(code, false) }).toEqual({ code, is: false })
    expect(isCode('ThrottlingException', true)).toBe(true)
  })
  test('fields', () => {
    for (const path of [
      '',
      '/a',
      '/items/0/unit_price',
      'items[0].unitPrice',
      '/address1',
      '#/age',
      '/$ref',
      '/größe',
      '/名前',
      '/X-Api-Key',
      '/webhookId',
      '/order/line1',
      'user[email]',
    ])
      expect({ path, is: isFieldPath(path) }).toEqual({ path, is: true })
    for (const path of [
      '/srv/app.php',
      '/a b',
      '/~1etc',
      '/sk_live_4eC39HqL',
      '/a@b',
      '/10.0.0.1',
      '/\u202e',
      `/${'a/'.repeat(99)}`,
    ])
      expect({ path, is: isFieldPath(path) }).toEqual({ path, is: false })
  })
  test('ids in logs', () => {
    for (const id of [
      'r-7',
      'req_8GbtGmQIo8iQJ8',
      '7b9b54ec-91a9-4c2a-a7a7-2f6c8e1d0f11',
      '8f1c2d3e4f5a6b7c-FRA',
      'B0A1:2C3D:4E5F',
      '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    ])
      expect({ id, is: isIdShape(id) }).toEqual({ id, is: true })
    for (const id of ['tok_live_123', 'sk_live_4eC39HqL', '/srv/app', 'a@b', 'db01.internal', 'two words', ''])
      expect({ id, is: isIdShape(id) }).toEqual({ id, is: false })
  })
  test('take time in proportion to the text, and never throw (property)', () => {
    fc.assert(
      fc.property(fc.oneof(oddText, fc.constantFrom(7, null, undefined, {})), text => {
        for (const ask of [isSentence, isFieldPath, isIdShape]) expect(typeof ask(text as never)).toBe('boolean')
        expect(typeof isCode(text as never, true)).toBe('boolean')
      }),
    )
    for (const unit of ['a', 'A', 'Aa', 'ab_', "a'", '1', '1,000', '"', 'By', '-', '/a', '日'])
      for (const ask of [isSentence, isFieldPath, isIdShape, (text: string) => isCode(text, true)])
        ask(`${unit.repeat(100)}!`)
  })
})

describe('the line for a log', () => {
  test('is one line of printable characters, and capped (property)', () => {
    fc.assert(
      fc.property(anyProblem, oddText, oddText, (p, detail, code) => {
        for (const who of ['public', 'internal'] as const) {
          const line = logLine({ ...p, detail, code, title: detail }, who)
          // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may be there
          expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/)
          expect(line.length).toBeLessThanOrEqual(2_000)
        }
      }),
    )
    expect(logLine(problem({ status: 500, detail: 'x'.repeat(9_000) }), 'internal').length).toBeLessThan(700)
  })
  test('says what happened, and for those inside also what was said and why', () => {
    const upstream = decode({
      status: 401,
      headers: { 'x-request-id': 'a-1' },
      json: { error: 'Unauthorized', message: 'Say "please"\nnow' },
    })
    const p = problem({
      status: 503,
      code: 'E7',
      requestId: 'r-1',
      retry: { retryAfterMs: 5_000, attempts: 2, exhausted: true },
      cause: upstream,
    })
    expect(logLine(p)).toBe(
      'status=503 kind=unavailable code=E7 dialect=problem-json advice=after-delay retry_after_ms=5000 attempts=2 exhausted=true request_id=r-1' +
        ' cause: status=401 kind=unauthenticated code=Unauthorized dialect=basker advice=fix-request request_id=a-1',
    )
    expect(logLine(p, 'internal')).toContain(' detail="Say \\"please\\"\\u000anow"')
    expect(logLine(null as never)).toContain('status=500')
  })
})
