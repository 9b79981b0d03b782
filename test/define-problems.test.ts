import { Ajv2020 } from 'ajv/dist/2020.js'
import * as t from 'io-ts'
import * as v from 'valibot'
import { describe, expect, expectTypeOf, test } from 'vitest'
import * as z from 'zod'
import {
  type AnyStandardSchema,
  type ApiProblem,
  createNormalizer,
  defineProblems,
  encode,
  isApiProblem,
  members,
  normalize,
  type ProblemTypes,
  problem,
} from '../src/index.js'

/** A date in memory, a text on the wire. */
const date = new t.Type<Date, string, unknown>(
  'Date',
  (u): u is Date => u instanceof Date,
  (u, context) => {
    const read = typeof u === 'string' ? new Date(u) : new Date(Number.NaN)
    return Number.isNaN(read.getTime()) ? t.failure(u, context) : t.success(read)
  },
  read => read.toISOString(),
)

const types = {
  outOfCredit: {
    status: 402,
    title: 'You do not have enough credit.',
    description: 'Top up, or ask for less.',
    extensions: t.intersection([
      t.type({ balance: t.number }),
      t.partial({ accounts: t.array(t.type({ id: t.string, main: t.boolean })) }),
    ]),
    example: { balance: 30, accounts: [{ id: 'a-1', main: true }] },
  },
  closed: {
    kind: 'unavailable',
    title: 'We are closed.',
    extensions: t.type({ opens: date }),
    retry: { advice: 'never' },
  },
  tooBig: {
    status: 413,
    title: 'The file is too big.',
    extensions: z.object({ limit: z.int(), unit: z.enum(['MB', 'GB']).default('MB') }).strict(),
  },
  noSuchOrder: { kind: 'not_found', code: 'order-404', title: 'There is no such order.' },
  noSuchShop: { kind: 'not_found', title: 'There is no such shop.' },
  broken: { status: 500, title: 'We broke.', extensions: t.partial({ part: t.string }) },
} as const satisfies ProblemTypes

const problems = defineProblems({ base: 'https://errors.example.com/', types })

const trusted = createNormalizer({ trust: 'peer' })
const sent = (made: ApiProblem) => encode(problems.publicView(made), 'problem-json', { audience: 'internal' }).wire
const received = (made: ApiProblem): ApiProblem => normalize(sent(made)) ?? expect.fail('nothing failed')

const told = (given: ApiProblem) =>
  problems.match(given, {
    outOfCredit: ({ extensions }) => `lacks ${50 - extensions.balance}`,
    closed: ({ extensions }) => `opens ${extensions.opens.getUTCHours()}`,
    tooBig: ({ extensions }) => `over ${extensions.limit} ${extensions.unit}`,
    noSuchOrder: ({ detail }) => detail ?? 'no order',
    noSuchShop: () => 'no shop',
    broken: ({ extensions }) => extensions.part ?? 'something',
    _: ({ status }) => status,
  })

const one = {
  outOfCredit: () => problems.outOfCredit({ balance: 30, detail: 'It costs 50.', instance: '/orders/7' }),
  closed: () => problems.closed({ opens: new Date('2026-11-25T09:00:00Z') }),
  tooBig: () => problems.tooBig({ limit: 5 }),
  noSuchOrder: () => problems.noSuchOrder({ detail: 'No order 7.' }),
  noSuchShop: () => problems.noSuchShop(),
  broken: () => problems.broken({ part: 'cellar' }),
}

describe('constructors', () => {
  test('make a whole problem from a row and what is given', () => {
    expect(problems.outOfCredit({ balance: 30, detail: 'It costs 50.', requestId: 'r-1' })).toMatchObject({
      type: 'https://errors.example.com/out-of-credit',
      title: 'You do not have enough credit.',
      status: 402,
      kind: 'failed_precondition',
      code: 'out_of_credit',
      detail: 'It costs 50.',
      requestId: 'r-1',
      extensions: { balance: 30 },
    })
    expect(problems.noSuchOrder()).toMatchObject({ status: 404, code: 'order-404', extensions: {} })
    expect(problems.closed({ opens: new Date(0) })).toMatchObject({
      status: 503,
      extensions: { opens: '1970-01-01T00:00:00.000Z' },
      retry: { advice: 'never' },
    })
    expect(
      problems.closed({ opens: new Date(0), retry: { advice: 'after-delay', retryAfterMs: 5000 } }).retry,
    ).toMatchObject({
      advice: 'after-delay',
      retryAfterMs: 5000,
    })
  })

  test.each(Object.entries(one))('make of %s plain data that is a problem', (_, make) => {
    const made = make()
    expect(isApiProblem(made)).toBe(true)
    expect(JSON.parse(JSON.stringify(made))).toEqual(made)
  })

  test('say nothing that the table does not list, at any depth', () => {
    const account = { id: 'a', main: true, iban: 'DE02', owner: { name: 'Ann' } }
    const row = { balance: 1, password: 'hunter2', accounts: [account] }
    expect(problems.outOfCredit(row).extensions).toEqual({ balance: 1, accounts: [{ id: 'a', main: true }] })
    const file = { limit: 1, path: '/srv/x' }
    expect(problems.tooBig(file).extensions).toEqual({ limit: 1 })
    expect(problems.noSuchShop({ path: '/srv/x' } as object).extensions).toEqual({})
  })

  test('cut lists, pairs and alternatives down, too, and leave alone what is described as anything', () => {
    const point = t.type({ x: t.number })
    const extensions = t.type({
      ...{ pair: t.tuple([point, t.array(point)]), either: t.union([point, t.string, t.null]), any: t.unknown },
      ...{ bag: t.UnknownRecord, list: t.UnknownArray, table: t.record(t.string, t.unknown) },
      points: t.record(t.string, point),
    })
    const made = defineProblems({ base: 'urn:x:', types: { a: { status: 400, title: 'T', extensions } } })
    const fat = { x: 1, secret: 2 }
    const free = { any: [fat, [fat]], bag: { fat }, list: [fat, [fat]], table: { fat } }
    expect(made.a({ pair: [fat, [fat]], either: fat, points: { fat }, ...free }).extensions).toEqual({
      ...{ pair: [{ x: 1 }, [{ x: 1 }]], either: { x: 1 }, points: { fat: { x: 1 } } },
      ...free,
    })
  })

  test('say it though what the table does not list is too much for any problem', () => {
    const row = { blob: 'x'.repeat(1_000_000), rows: Array.from({ length: 5_000 }, (_, i) => ({ i })), balance: 3 }
    expect(problems.outOfCredit(row).extensions).toEqual({ balance: 3 })
  })

  test('never throw, whatever plain JavaScript gives them', () => {
    const cyclic: Record<string, unknown> = { balance: 1n }
    cyclic['accounts'] = cyclic
    const trap = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('no')
        },
      },
    )
    const getter = {
      get balance() {
        throw new Error('no')
      },
    }
    const odd = [
      null,
      undefined,
      7,
      'text',
      [],
      cyclic,
      trap,
      getter,
      { detail: 7, errors: 'x', retry: 4, cause: {} },
      { opens: 'x' },
    ]
    for (const make of Object.values(problems)
      .filter(value => typeof value === 'function')
      .slice(0, 6))
      for (const given of odd) {
        const made = (make as (given: unknown) => ApiProblem)(given)
        expect(isApiProblem(made)).toBe(true)
        expect(() => JSON.stringify(made)).not.toThrow()
      }
    expect(JSON.parse('{"__proto__":{"balance":1}}').balance).toBe(undefined)
    expect(problems.outOfCredit(JSON.parse('{"__proto__":{"balance":1}}')).extensions).toEqual({})
  })
})

describe('matching', () => {
  test.each([
    ['outOfCredit', 'lacks 20'],
    ['closed', 'opens 9'],
    ['tooBig', 'over 5 MB'],
    ['noSuchOrder', 'No order 7.'],
    ['noSuchShop', 'no shop'],
    ['broken', 'cellar'],
  ] as const)('%s is known in memory, over the wire, and to a peer', (name, said) => {
    const made = one[name]()
    expect(told(made)).toBe(said)
    expect(told(received(made))).toBe(said)
    expect(told(trusted.decode(sent(made)))).toBe(said)
    expect(told(trusted.decode(encode(made, 'problem-json', { audience: 'internal' }).wire))).toBe(said)
    expect(problems.is(received(made), name)).toBe(true)
    expect(problems.is(received(made))).toBe(true)
  })

  test('leaves to _ what is of no type here', () => {
    expect(told(problem({ status: 418 }))).toBe(418)
    expect(told(problem({ status: 402, code: 'out_of_credit', extensions: { balance: 3 } }))).toBe(402)
    expect(problems.is(problem({ status: 404 }))).toBe(false)
    expect(told({} as ApiProblem)).toBe(500)
    expect(told(undefined as unknown as ApiProblem)).toBe(500)
    const odd = {
      ...one.outOfCredit(),
      detail: 7,
      errors: [null, 7],
      links: [null],
      source: { warnings: 7 },
      retry: {},
    }
    expect(told(odd as unknown as ApiProblem)).toBe('lacks 20')
    expect(isApiProblem(problems.publicView(odd as unknown as ApiProblem))).toBe(true)
  })

  test.each<[string, Record<string, unknown>]>([
    ['a member is missing', {}],
    ['a member is of another type', { balance: '30' }],
    ['an inner member is wrong', { balance: 30, accounts: [{ id: 7 }] }],
  ])('leaves to _ a problem of the type where %s', (_, extensions) => {
    const body = JSON.stringify({
      type: 'https://errors.example.com/out-of-credit',
      title: 'T',
      status: 402,
      ...extensions,
    })
    const got = normalize({ status: 402, headers: { 'content-type': 'application/problem+json' }, body })
    expect(got && told(got)).toBe(402)
    expect(got && problems.is(got)).toBe(false)
  })

  test('hears members that the table does not know, as RFC 9457 asks, and defaults of a schema', () => {
    const body = JSON.stringify({
      type: 'https://errors.example.com/out-of-credit',
      title: 'T',
      status: 402,
      balance: 2,
      later: 1,
    })
    const got = normalize({ status: 402, headers: { 'content-type': 'application/problem+json' }, body })
    expect(got && told(got)).toBe('lacks 48')
  })

  test('leaves to _ what a schema would only know later, and what a codec throws on', () => {
    const later = {
      '~standard': { version: 1, vendor: 'test', validate: async () => Promise.reject(new Error('no')) },
    } as const satisfies AnyStandardSchema<{ at: string }>
    const angry = new t.Type<{ a: string }, { a: string }, unknown>(
      'Angry',
      (_): _ is { a: string } => {
        throw new Error('no')
      },
      () => {
        throw new Error('no')
      },
      t.identity,
    )
    const schema = { type: 'object', properties: { a: { type: 'string' } } }
    const odd = defineProblems({
      base: 'urn:odd:',
      types: {
        later: { status: 400, title: 'T', extensions: later, schema },
        angry: { status: 400, title: 'T', extensions: angry, schema },
      },
    })
    const cases = { later: () => 'later', angry: () => 'angry', _: () => '_' }
    expect(odd.match(odd.later({ at: 'x' } as never), cases)).toBe('_')
    expect(odd.match(odd.angry({ a: 'x' }), cases)).toBe('_')
  })

  test('of a problem with a text type from a table with a base like a URN', () => {
    const urn = defineProblems({ base: 'urn:problem:shop:', types: { gone: { status: 410, title: 'Gone.' } } })
    expect(urn.gone().type).toBe('urn:problem:shop:gone')
  })

  test('takes no name for another', () => {
    for (const given of [one.closed(), problem({ status: 404 })])
      expect(() => problems.is(given, 'close' as 'closed')).toThrow('did you mean "closed"?')
  })
})

describe('the public view', () => {
  test('says what the table declares, and nothing that stands beside it', () => {
    const made = problems.outOfCredit({
      ...{ balance: 30, detail: 'It costs 50.', instance: '/orders/7', requestId: 'r-1', traceId: 'secret' },
      cause: problem({ status: 500, detail: 'secret' }),
      errors: [{ detail: 'secret' }, { pointer: '/amount', detail: 'too much' }],
      retry: { because: 'secret' },
    })
    const body = JSON.parse(sent({ ...made, extensions: { ...made.extensions, sql: 'secret' } }).body ?? '')
    expect(body).toMatchObject({
      type: 'https://errors.example.com/out-of-credit',
      title: 'You do not have enough credit.',
      code: 'out_of_credit',
      detail: 'It costs 50.',
      instance: '/orders/7',
      balance: 30,
      errors: [{ pointer: '/amount', detail: 'too much' }],
    })
    expect(JSON.stringify(body)).not.toContain('secret')
  })

  test('of a failure of ours keeps the type and no detail', () => {
    const body = JSON.parse(sent(problems.broken({ part: 'cellar', detail: 'ECONNREFUSED 10.0.0.1' })).body ?? '')
    expect(body).toMatchObject({ type: 'https://errors.example.com/broken', code: 'broken', part: 'cellar' })
    expect(body.detail).toBe(undefined)
  })

  test('of a problem that was received is the plain one, whatever type it names', () => {
    const got = received(one.outOfCredit())
    expect(got.detail).toBe('It costs 50.')
    const view = problems.publicView(got)
    expect(view).toMatchObject({ type: 'about:blank', title: 'Payment Required', extensions: {} })
    expect(view.detail).toBe(undefined)
    expect(problems.publicView(problem({ status: 404, detail: 'secret' })).detail).toBe(undefined)
  })
})

describe('documents', () => {
  const ajv = new Ajv2020({ strict: true, allErrors: true, validateFormats: false })

  test.each(Object.entries(one))('the JSON Schema accepts %s as it is sent', (name, make) => {
    const schema = problems.toJsonSchema()
    const validate = new Ajv2020({ strict: true, validateFormats: false }).compile(schema)
    for (const wire of [sent(make()), encode(make(), 'problem-json', { audience: 'internal' }).wire]) {
      const body = JSON.parse(wire.body ?? '')
      expect(validate(body), JSON.stringify(validate.errors)).toBe(true)
      expect(validate({ ...body, status: 599 })).toBe(false)
      expect(validate({ ...body, type: 'about:blank' })).toBe(false)
    }
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema)
    expect(Object.keys(schema['$defs'] as object)).toContain(name.charAt(0).toUpperCase() + name.slice(1))
  })

  test('the JSON Schema refuses extension members that the codec refuses', () => {
    const validate = ajv.compile(problems.toJsonSchema())
    const body = JSON.parse(sent(one.outOfCredit()).body ?? '')
    expect(validate({ ...body, balance: '30' })).toBe(false)
    expect(validate({ ...body, accounts: [{ id: 'a' }] })).toBe(false)
    expect(validate({ ...body, balance: undefined })).toBe(false)
    expect(validate({ ...body, later: 'x' })).toBe(true)
  })

  test('the schema of every kind of codec says what the codec says', () => {
    const codec = t.intersection([
      t.type({
        literal: t.literal('a'),
        word: t.keyof({ x: null, y: null }),
        int: t.Int,
        list: t.readonlyArray(t.union([t.string, t.null])),
        pair: t.tuple([t.string, t.boolean]),
        dictionary: t.record(t.string, t.number),
        exact: t.exact(t.type({ a: t.string })),
        maybe: t.union([t.string, t.undefined]),
        things: t.UnknownArray,
        thing: t.UnknownRecord,
        any: t.unknown,
        frozen: t.readonly(t.type({ a: t.number })),
        wire: members('Wire', { a: t.string }, { b: t.number }),
      }),
      t.partial({ often: t.string }),
    ])
    const made = defineProblems({ base: 'urn:x:', types: { all: { status: 400, title: 'T', extensions: codec } } })
    const good = {
      ...{
        literal: 'a',
        word: 'x',
        int: 1,
        list: ['a', null],
        pair: ['a', true],
        dictionary: { a: 1 },
        exact: { a: 'a' },
      },
      ...{ maybe: 'x', things: [1], thing: { a: 1 }, any: null, frozen: { a: 1 }, wire: { a: 'a' } },
    } as const
    const body = (extensions: object) => ({ type: 'urn:x:all', title: 'T', status: 400, code: 'all', ...extensions })
    const validate = ajv.compile(made.toJsonSchema())
    expect(validate(body(good)), JSON.stringify(validate.errors)).toBe(true)
    const { maybe: _, ...without } = good
    expect(validate(body(without))).toBe(true)
    expect(made.all(good as unknown as t.TypeOf<typeof codec>).extensions).toEqual(good)
    const wrong = {
      ...{ literal: 'b', word: 'z', int: 1.5, list: [1], pair: ['a'], dictionary: { a: 'x' }, exact: {}, maybe: 1 },
      ...{ things: {}, thing: [], frozen: { a: 'x' }, wire: { b: 1 }, often: 1 },
    }
    for (const [name, value] of Object.entries(wrong)) {
      expect(codec.is({ ...good, [name]: value }), name).toBe(false)
      expect(validate(body({ ...good, [name]: value })), name).toBe(false)
    }
  })

  test('a recursive schema is left open where it turns back, and an alternative stays one', () => {
    const tree: z.ZodType<{ name: string }> = z.object({
      name: z.string(),
      get kids() {
        return z.array(tree)
      },
    })
    const either = t.union([t.type({ a: t.string }), t.type({ b: t.number })])
    const made = defineProblems({
      base: 'urn:x:',
      types: {
        tree: { status: 400, title: 'T', extensions: tree },
        either: { status: 400, title: 'T', extensions: either },
      },
    })
    const validate = new Ajv2020({ validateFormats: false }).compile(made.toJsonSchema())
    const kids = [{ name: 'b', kids: [] }]
    for (const made_ of [made.tree({ name: 'a', kids } as never), made.either({ a: 'x' }), made.either({ b: 1 })])
      expect(validate(JSON.parse(encode(made_, 'problem-json', { audience: 'internal' }).wire.body ?? ''))).toBe(true)
    expect(made.tree({ name: 'a', kids } as never).extensions).toEqual({ name: 'a', kids })
  })

  test('the OpenAPI parts answer by status, each reference has its schema', () => {
    const { components, responses } = problems.toOpenApi()
    expect(Object.keys(responses)).toEqual(['402', '404', '413', '500', '503'])
    expect(responses['404']?.content['application/problem+json']).toEqual({
      schema: {
        oneOf: [{ $ref: '#/components/schemas/NoSuchOrder' }, { $ref: '#/components/schemas/NoSuchShop' }],
        discriminator: {
          propertyName: 'type',
          mapping: {
            'https://errors.example.com/no-such-order': '#/components/schemas/NoSuchOrder',
            'https://errors.example.com/no-such-shop': '#/components/schemas/NoSuchShop',
          },
        },
      },
    })
    expect(Object.keys(responses['503']?.headers ?? {})).toEqual(['Retry-After'])
    expect(responses['402']?.headers).toBe(undefined)
    expect(responses['402']?.description).toContain('`out_of_credit`: You do not have enough credit.')
    const document = { $id: 'https://api.example.com/openapi', components, responses }
    const found = JSON.stringify(responses).match(/#\/components\/schemas\/\w+/g) ?? []
    expect(found.length).toBe(8)
    const open = new Ajv2020({ strict: false, validateFormats: false })
    open.addSchema(document)
    for (const ref of found) expect(open.getSchema(`https://api.example.com/openapi${ref}`)).toBeTypeOf('function')
    const body = JSON.parse(sent(one.closed()).body ?? '')
    expect(open.getSchema('https://api.example.com/openapi#/components/schemas/Closed')?.(body)).toBe(true)
  })

  test('the OpenAPI parts of one operation name only what it answers with', () => {
    const { components, responses } = problems.toOpenApi('outOfCredit', 'closed')
    expect(Object.keys(components.schemas)).toEqual(['OutOfCredit', 'Closed'])
    expect(Object.keys(responses)).toEqual(['402', '503'])
    expect(() => problems.toOpenApi('outOfCredits' as 'outOfCredit')).toThrow('did you mean "outOfCredit"?')
  })

  test('each type has a page', () => {
    const pages = problems.toMarkdown()
    expect(Object.keys(pages)).toEqual(Object.values(one).map(make => make().type))
    expect(pages['https://errors.example.com/out-of-credit']).toBe(`# You do not have enough credit.

Top up, or ask for less.

| member | value |
| --- | --- |
| \`type\` | \`https://errors.example.com/out-of-credit\` |
| \`code\` | \`out_of_credit\` |
| \`status\` | 402 Payment Required |
| kind | \`failed_precondition\` |
| retry | \`never\` |

## Members

| name | type | present | meaning |
| --- | --- | --- | --- |
| \`balance\` | number | always |  |
| \`accounts\` | list of object |  |  |

## Example

\`\`\`json
{
  "type": "https://errors.example.com/out-of-credit",
  "title": "You do not have enough credit.",
  "status": 402,
  "code": "out_of_credit",
  "balance": 30,
  "accounts": [
    {
      "id": "a-1",
      "main": true
    }
  ]
}
\`\`\`
`)
    expect(pages['https://errors.example.com/too-big']).toContain('| `unit` | "MB" or "GB" |  |  |')
    expect(pages['https://errors.example.com/no-such-shop']).not.toContain('## Members')
  })
})

describe('a table that cannot work says where', () => {
  const row = { status: 400, title: 'T' }
  const refused =
    (types: unknown, base: unknown = 'https://e.example/') =>
    () =>
      defineProblems({ base, types } as Parameters<typeof defineProblems>[0])

  test.each<[string, unknown, string]>([
    ['no type', {}, 'types: expected at least one type'],
    ['a name that is none', { 'out-of': row }, 'types.out-of: expected a name in camel case'],
    ['a name that is taken', { match: row }, 'types.match: the name is taken'],
    ['a thenable', { [['then'].join()]: row }, 'types.then: the name is taken'],
    ['a row that is none', { a: 7 }, 'types.a: expected an object'],
    ['a misspelt member', { a: { ...row, titles: 'T' } }, 'types.a: unknown member "titles": did you mean "title"?'],
    ['no title', { a: { status: 400 } }, 'types.a.title: expected a text, got undefined'],
    ['neither kind nor status', { a: { title: 'T' } }, 'types.a: needs a kind or a status'],
    [
      'a status of success',
      { a: { title: 'T', status: 204 } },
      'types.a.status: expected a status of 400 to 599, got 204',
    ],
    ['an unknown kind', { a: { title: 'T', kind: 'odd' } }, 'types.a.kind: unknown kind "odd"'],
    ['a code that is none', { a: { ...row, code: 'a b' } }, 'types.a.code: expected a word, got "a b"'],
    ['a type that is none', { a: { ...row, type: 'a' } }, 'types.a.type: expected an absolute URI, got "a"'],
    [
      'an unknown advice',
      { a: { ...row, retry: { advice: 'maybe' } } },
      'types.a.retry.advice: unknown advice "maybe"',
    ],
    ['two types of one code', { a: row, b: { ...row, code: 'a' } }, 'types.b.code: "a" is that of a, too'],
    [
      'two types of one URI',
      { a: row, b: { ...row, type: 'https://e.example/a' } },
      'types.b.type: "https://e.example/a"',
    ],
    ['extensions that are no codec', { a: { ...row, extensions: { a: 1 } } }, 'types.a.extensions: expected a codec'],
    ['extensions that are null', { a: { ...row, extensions: null } }, 'types.a.extensions: expected a codec'],
    ['a schema without a codec', { a: { ...row, schema: {} } }, 'types.a.extensions: has no codec'],
    [
      'extensions without members',
      { a: { ...row, extensions: t.record(t.string, t.string) } },
      'types.a.extensions: lists no members',
    ],
    [
      'a member that is taken',
      { a: { ...row, extensions: t.type({ status: t.number }) } },
      'types.a.extensions: the name "status"',
    ],
    [
      'a schema that is silent',
      { a: { ...row, extensions: v.object({ b: v.string() }) } },
      'types.a.extensions: cannot describe itself: give schema',
    ],
    [
      'a schema that cannot be described',
      { a: { ...row, extensions: z.object({ d: z.date() }) } },
      'types.a.extensions: cannot describe itself: Date',
    ],
    [
      'an example that does not fit',
      { a: { ...row, extensions: t.type({ b: t.string }), example: { b: 1 } } },
      'types.a.example: is not what',
    ],
  ])('%s', (_, types, message) => {
    expect(refused(types)).toThrow(TypeError)
    expect(refused(types)).toThrow(message)
  })

  test.each(['', 'errors', '/errors/', 'https://e.example', 'https://e.example/ a/', 7, null])('the base %o', base => {
    expect(refused({ a: row }, base)).toThrow('base: expected an absolute URI that ends with')
  })

  test.each([undefined, null, 7, { base: 'urn:x:', types: { a: row }, extra: 1 }])('the table %o', table => {
    expect(() => defineProblems(table as Parameters<typeof defineProblems>[0])).toThrow(TypeError)
  })

  test('a schema given by hand speaks for a codec that cannot', () => {
    const schema = { type: 'object', properties: { b: { type: 'string' } }, required: ['b'] }
    const made = defineProblems({
      base: 'urn:x:',
      types: { a: { ...row, extensions: v.object({ b: v.string() }), schema } },
    })
    expect(made.match(made.a({ b: 'x' }), { a: ({ extensions }) => extensions.b, _: () => '' })).toBe('x')
  })
})

test('the compiler knows the members of each type, and misses a case', () => {
  expectTypeOf(problems.outOfCredit)
    .parameter(0)
    .toExtend<{ readonly balance: number; readonly detail?: string | undefined }>()
  expectTypeOf(problems.closed).parameter(0).toExtend<{ readonly opens: Date }>()
  expectTypeOf(problems.closed).returns.toExtend<{ readonly extensions: { readonly opens: string } }>()
  expectTypeOf(problems.tooBig)
    .parameter(0)
    .toExtend<{ readonly limit: number; readonly unit?: 'MB' | 'GB' | undefined }>()
  expectTypeOf(told).returns.toEqualTypeOf<string | number>()
  const made: ApiProblem = problem({ status: 404 })
  if (problems.is(made, 'closed')) expectTypeOf(made.extensions.opens).toEqualTypeOf<string>()
  const uncalled = () => {
    // @ts-expect-error it needs its members
    problems.outOfCredit()
    // @ts-expect-error of their type
    problems.outOfCredit({ balance: '30' })
    // @ts-expect-error and a date where the codec has one
    problems.closed({ opens: '2026-11-25' })
    // @ts-expect-error no type of this table
    problems.outOfMoney()
    // @ts-expect-error the cases of all other types are missing
    problems.match(made, { outOfCredit: () => 1, _: () => 2 })
    const { _, ...cases } = {
      outOfCredit: () => 1,
      closed: () => 1,
      tooBig: () => 1,
      noSuchOrder: () => 1,
      noSuchShop: () => 1,
      broken: () => 1,
      _: () => 1,
    }
    // @ts-expect-error and what is of no type has to go somewhere
    problems.match(made, cases)
    // @ts-expect-error no name of this table
    problems.toOpenApi('outOfMoney')
    // @ts-expect-error a name that is taken
    defineProblems({ base: 'urn:x:', types: { match: { status: 400, title: 'T' } } })
    // @ts-expect-error neither kind nor status
    defineProblems({ base: 'urn:x:', types: { a: { title: 'T' } } })
  }
  expect(uncalled).toBeTypeOf('function')
})
