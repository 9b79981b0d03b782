/** The laws, for specs and bodies of any kind. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonValue, oddText } from '../arbitrary.js'
import {
  type AnyDialect,
  createNormalizer,
  type DialectSpec,
  dialectFromSpec,
  dialects,
  encode,
  isApiProblem,
  type Lost,
} from '../door.js'
import { exchangeOf, fixtures } from '../fixtures.js'

const runs = Number(process.env['FC_RUNS'] ?? 1_000)
const internal = { audience: 'internal' } as const
const names = ['message', 'error', 'code', 'errors', 'detail', 'a~b', 'c/d', '__proto__', 'constructor', '0', '', 'x']
const units = ['ms', 's', 'epoch-ms', 'epoch-s', 'duration', 'http-date', 'date-time']
const types = ['string', 'number', 'boolean', 'null', 'object', 'array']

const escaped = (token: string): string => token.replace(/~/g, '~0').replace(/\//g, '~1')
const pointerOf = (tokens: readonly string[]): string => tokens.map(token => `/${escaped(token)}`).join('')
const name = fc.constantFrom(...names)
const pointer = fc.array(name, { maxLength: 3 }).map(pointerOf)
const optional = <A>(arbitrary: fc.Arbitrary<A>) => fc.option(arbitrary, { nil: undefined })
const oneOrMore = <A>(arbitrary: fc.Arbitrary<A>) =>
  fc.oneof(arbitrary, fc.array(arbitrary, { minLength: 1, maxLength: 3 }))

const place = fc.oneof(pointer, fc.record({ pointer, type: fc.constantFrom('string', 'number') }))
const source = fc.oneof(
  { weight: 4, arbitrary: place },
  fc.record({ header: fc.constantFrom('x-odd', 'X-Request-Id') }),
)
const sources = optional(oneOrMore(source))
const link = fc.record({ rel: fc.constantFrom('help', 'about'), pointer })
const item = fc.record({
  detail: optional(oneOrMore(place)),
  code: optional(oneOrMore(place)),
  field: optional(oneOrMore(fc.record({ pointer, path: fc.constantFrom('pointer', 'dot', 'auto', 'loc') }))),
  in: optional(oneOrMore(pointer)),
  resource: optional(oneOrMore(place)),
  links: optional(oneOrMore(link)),
})
const errors = fc.oneof(
  fc.record({ pointer, as: fc.constant('list'), item: optional(item) }),
  fc.record({
    pointer,
    as: fc.constant('map'),
    path: optional(fc.constantFrom('pointer', 'dot', 'auto')),
    values: optional(fc.constantFrom('list', 'one')),
    item: optional(item),
  }),
)
const condition = fc.oneof(
  fc.record({ pointer, has: fc.boolean() }),
  fc.record({ pointer, type: fc.constantFrom(...types) }),
  fc.record({ pointer, oneOf: fc.array(fc.oneof(oddText, fc.integer(), fc.constant(null)), { minLength: 1 }) }),
  fc.record({ pointer, only: fc.array(name) }),
  fc.record({ header: fc.constant('x-odd'), startsWith: fc.constant('a') }),
  fc.record({ documented: fc.constantFrom('code', 'cause') }),
)
const spec: fc.Arbitrary<DialectSpec> = fc
  .record({
    id: fc.constant('random'),
    shape: oneOrMore(
      fc.record({
        root: optional(fc.constantFrom('object', 'object', 'array', 'string', 'scalar', 'text', 'empty')),
        required: optional(fc.dictionary(name, oneOrMore(fc.constantFrom(...types)), { maxKeys: 2 })),
        optional: optional(fc.dictionary(name, oneOrMore(fc.constantFrom(...types)), { maxKeys: 3 })),
        closed: optional(fc.boolean()),
      }),
    ),
    claims: fc.tuple(
      fc.record({ rung: fc.constant('distinctive'), because: fc.constant('w'), when: oneOrMore(condition) }),
      fc.record({ rung: fc.constant('declared'), because: fc.constant('b') }),
    ),
    read: fc.record({
      detail: sources,
      code: sources,
      title: sources,
      type: sources,
      instance: sources,
      requestId: sources,
      traceId: sources,
      userMessage: sources,
      bodyStatus: optional(oneOrMore(place)),
      retryable: optional(oneOrMore(pointer)),
      wait: optional(oneOrMore(fc.record({ pointer, unit: fc.constantFrom(...units) }))),
      links: optional(oneOrMore(link)),
      errors: optional(oneOrMore(errors)),
      codeIsCategory: optional(fc.boolean()),
    }),
    write: optional(fc.oneof(fc.constant(true), fc.record({ constants: fc.constant({ '/x': 1, '/error/x': 'y' }) }))),
    codes: optional(fc.dictionary(name, fc.constant({ because: 'c', advice: 'never' }), { maxKeys: 2 })),
    causes: fc.constant({ 'code: detail': { because: 'd' } }),
  })
  // the same as JSON: what is undefined is not there
  .map(value => JSON.parse(JSON.stringify(value)))

/** JSON of the names that the specs look for. */
const body: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b c', '', '404', 'Not Found', 'https://a.example/x', 'javascript:1', '5s', 'query', 'body'),
    fc.constantFrom(0, 5, 404, 422, 1.5, -1, true, false, null),
    oddText,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 6, noNullPrototype: true }),
  ),
})).value
const anyBody = fc.oneof({ weight: 3, arbitrary: body }, { weight: 1, arbitrary: jsonValue })
const status = fc.constantFrom(200, 400, 404, 422, 429, 503)
const headers = fc.dictionary(fc.constantFrom('x-odd', 'x-request-id', 'retry-after'), fc.constantFrom('a', 'b', '7'))

const decoderOf = (one: AnyDialect) => createNormalizer({ dialects: [one], inBand: true })
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

test('total: no spec and no body throws, and nothing in a spec fails', () => {
  fc.assert(
    fc.property(spec, status, headers, anyBody, (given, code, fields, value) => {
      const one = dialectFromSpec(given)
      const { decode, explain } = decoderOf(one)
      const exchange = { status: code, headers: fields, json: value }
      for (const sent of [exchange, { status: code, headers: fields, body: JSON.stringify(value) ?? 'x' }]) {
        const problem = decode(sent)
        expect(isApiProblem(problem)).toBe(true)
        expect(json(problem)).toEqual(problem)
        expect(problem.source.warnings.join()).not.toContain('dialect-failed')
        explain(sent)
        encode(problem, one, internal)
        encode(problem, one)
      }
    }),
    { numRuns: runs },
  )
})

/** Every scalar of a JSON value, as text. */
const scalars = (value: unknown, out: string[] = []): string[] => {
  if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) scalars(member, out)
  else if (value !== null && value !== '' && typeof value !== 'boolean') out.push(String(value))
  return out
}

test('lossless: every scalar of the body is found again in the problem', () => {
  fc.assert(
    fc.property(spec, status, anyBody, (given, code, value) => {
      const sent = json(value ?? null)
      const problem = decoderOf(dialectFromSpec(given)).decode({ status: code, json: sent })
      const found = scalars({ ...problem, source: { ...problem.source, rivals: [] } })
      for (const scalar of scalars(sent)) {
        if (scalar.trim() === '' || /[\ud800-\udfff]/.test(scalar)) continue
        const kept = found.some(text => text.toLowerCase().includes(scalar.trim().toLowerCase()))
        expect({ scalar, kept }).toEqual({ scalar, kept: true })
      }
    }),
    { numRuns: runs },
  )
})

test('order-free: a spec among the others gives the same in any order', () => {
  const inputs = fc.oneof(
    anyBody.map(value => ({ status: 422, json: value })),
    fc.constantFrom(...fixtures.map(exchangeOf)),
  )
  fc.assert(
    fc.property(spec, inputs, fc.infiniteStream(fc.nat()), (given, exchange, draws) => {
      const all = [...dialects, dialectFromSpec(given)]
      const order = all.map(one => [draws.next().value, one] as const).sort(([a], [b]) => a - b)
      const shuffled = createNormalizer({ dialects: order.map(([, one]) => one) })
      expect(shuffled.decode(exchange)).toEqual(createNormalizer({ dialects: all }).decode(exchange))
    }),
    { numRuns: Math.ceil(runs / 10) },
  )
})

const members: readonly Lost[] = [
  ...([
    'type',
    'title',
    'kind',
    'detail',
    'instance',
    'code',
    'errors',
    'errorCount',
    'partial',
    'userMessage',
  ] as const),
  ...(['requestId', 'traceId', 'cause', 'retry', 'links', 'extensions'] as const),
]
const within = (wanted: unknown, given: unknown): boolean => {
  if (typeof wanted !== 'object' || wanted === null) return wanted === given
  if (typeof given !== 'object' || given === null || Array.isArray(wanted) !== Array.isArray(given)) return false
  return Object.entries(wanted).every(([member, value]) => within(value, (given as Record<string, unknown>)[member]))
}

test('honest loss: what is reported as lost is what was lost', () => {
  const all = createNormalizer()
  const problems = fixtures.map(fixture => all.decode(exchangeOf(fixture)))
  fc.assert(
    fc.property(spec, fc.constantFrom(...problems), (given, problem) => {
      const one = dialectFromSpec(given)
      const { wire, loss } = encode(problem, one, internal)
      const again = createNormalizer({ dialects: [{ ...one, claim: () => ({ rung: 'declared', because: '' }) }] })
      const back = again.decode(wire)
      // a body that is not in the shape of the spec is read by somebody else, and lost as a whole
      if (back.dialect !== 'random') return
      expect(loss).toEqual(members.filter(member => member in problem && !within(problem[member], back[member])))
    }),
    { numRuns: Math.ceil(runs / 4) },
  )
})

describe('round trip: what a spec recognises comes back as it was', () => {
  const text = fc.oneof(fc.constantFrom('a', 'b c', '7', '', 'Not Found'), oddText)
  const shop: DialectSpec = {
    id: 'shop',
    shape: { required: { error: 'object' }, optional: { message: 'string', code: 'number', status: 'number' } },
    claims: { rung: 'declared', because: 'shop' },
    read: {
      detail: '/message',
      code: '/code',
      title: '/error/title',
      requestId: '/meta/id',
      bodyStatus: '/status',
      userMessage: '/error/shown',
      links: { rel: 'help', pointer: '/error/more' },
      wait: { pointer: '/retry', unit: 's' },
      errors: {
        pointer: '/error/all',
        as: 'list',
        item: {
          detail: '/text',
          code: { pointer: '/no', type: 'number' },
          field: { pointer: '/at', path: 'dot' },
          in: '/in',
          resource: '/of/what',
          links: { rel: 'help', pointer: '/see' },
        },
      },
    },
  }
  const loose = fc.dictionary(fc.constantFrom('k', 'l', '__proto__'), jsonValue, { maxKeys: 2, noNullPrototype: true })
  const entry = fc.oneof(
    fc.record(
      {
        text: fc.oneof(text, fc.constantFrom(5, null)),
        no: fc.oneof(fc.integer({ max: 999 }), fc.constantFrom(1.5, null)),
        at: fc.constantFrom('a', 'a.0.b', '/a', '#/a', '', 'a[0].b', '..', 'a~b'),
        in: fc.constantFrom('query', 'body', 'nowhere', 3),
        of: fc.oneof(fc.record({ what: text }), fc.constantFrom({}, 'x')),
        see: fc.constantFrom('https://a.example', 'javascript:1', '/x'),
        k: jsonValue,
      },
      { requiredKeys: [] },
    ),
    fc.constantFrom(null, 5, true, [], [1]),
  )
  const shopBody = fc.tuple(
    fc.record(
      {
        error: fc
          .tuple(
            fc.record(
              {
                title: text,
                shown: text,
                more: fc.constantFrom('https://a.example', 'javascript:1', 5, ''),
                all: fc.oneof(fc.array(entry, { maxLength: 4 }), fc.constantFrom({}, 'x')),
              },
              { requiredKeys: [] },
            ),
            loose,
          )
          .map(([own, other]) => ({ ...other, ...own })),
        // an error may lend the envelope its words; these are its own
        message: fc.oneof(
          text.map(own => `own ${own}`),
          fc.constantFrom('', 5, {}, []),
        ),
        code: fc.oneof(fc.integer({ min: 1_000 }), fc.constantFrom(422, 'x', 1e21)),
        status: fc.constantFrom(422, 404, '422 Unprocessable Content', 7, null),
        meta: fc.oneof(fc.record({ id: text, more: jsonValue }), fc.constantFrom(null, {}, [], 'x')),
        retry: fc.constantFrom(5, '7', -1, null),
      },
      { requiredKeys: ['error'] },
    ),
    loose,
  )
  test('a generated body', () => {
    const one = dialectFromSpec(shop)
    const { decode } = createNormalizer({ dialects: [one] })
    fc.assert(
      fc.property(shopBody, ([own, other]) => {
        const sent = json({ ...other, ...own })
        const problem = decode({ status: 422, json: sent })
        expect(problem.dialect).toBe('shop')
        const { wire } = encode(problem, one, internal)
        const back = JSON.parse(wire.body ?? '')
        expect(wellFormed(back)).toEqual(wellFormed(sent))
      }),
      { numRuns: runs * 2 },
    )
  })
  const comesBack = (given: DialectSpec, bodies: fc.Arbitrary<unknown>): void => {
    const one = dialectFromSpec(given)
    const { decode } = createNormalizer({ dialects: [one] })
    fc.assert(
      fc.property(bodies, value => {
        const sent = json(value)
        const { wire } = encode(decode({ status: 422, json: sent }), one, internal)
        expect(wellFormed(JSON.parse(wire.body ?? ''))).toEqual(wellFormed(sent))
      }),
      { numRuns: runs },
    )
  }
  test('a generated map of fields', () => {
    const one = fc.record({ rule: text.map(word => `r${word}`), text, k: jsonValue }, { requiredKeys: ['rule'] })
    const field = fc.constantFrom('a', 'a.b', 'x/y', '/p', '#q', '', 'a[0]', '__proto__', '~')
    const value = fc.oneof(fc.array(fc.oneof(text, one), { maxLength: 3 }), fc.constantFrom(null, 5, true))
    comesBack(
      {
        id: 'form',
        shape: { required: { message: 'string' }, optional: { errors: 'object' } },
        claims: { rung: 'declared', because: 'form' },
        read: {
          detail: '/message',
          errors: { pointer: '/errors', as: 'map', path: 'dot', item: { detail: ['', '/text'], code: '/rule' } },
        },
      },
      fc.record(
        {
          message: text,
          errors: fc.dictionary(field, value, { maxKeys: 4, noNullPrototype: true }),
          k: jsonValue,
        },
        { requiredKeys: ['message'] },
      ),
    )
  })
  test('a generated list of locations', () => {
    const names = fc.array(fc.oneof(fc.constantFrom('a', 'b.c', 'x/y', ''), fc.nat(5)), { maxLength: 3 })
    const loc = fc.tuple(fc.constantFrom('body', 'query', 'header'), names).map(([first, rest]) => [first, ...rest])
    const entry = fc.record({ type: text, msg: text, loc, input: jsonValue }, { requiredKeys: ['type'] })
    comesBack(
      {
        id: 'located',
        shape: { required: { detail: 'array' } },
        claims: { rung: 'declared', because: 'located' },
        read: {
          errors: {
            pointer: '/detail',
            as: 'list',
            item: { detail: ['', '/msg'], code: '/type', field: { pointer: '/loc', path: 'loc' } },
          },
        },
      },
      fc.record(
        { detail: fc.array(fc.oneof(text, entry), { maxLength: 4 }), k: jsonValue },
        { requiredKeys: ['detail'] },
      ),
    )
  })
  test.each<[string, DialectSpec['read'], unknown[]]>([
    [
      'array',
      { errors: { pointer: '', as: 'list', item: { detail: '/m' } } },
      [[{ m: 'x' }, { m: 'y', k: 1 }], [], [5]],
    ],
    ['string', { detail: '' }, ['x', ' x ']],
    ['scalar', {}, [5, true]],
    ['object', { errors: { pointer: '', as: 'map' } }, [{ a: ['x'] }, { a: ['x', 'y'], b: 5 }, { a: [] }, {}]],
  ])('a body that is a whole %s', (root, read, bodies) => {
    comesBack(
      { id: 'r', shape: { root: root as 'array' }, claims: { rung: 'declared', because: 'r' }, read: read ?? {} },
      fc.constantFrom(...bodies),
    )
  })
  /** A copy within the caps holds no lone surrogate. */
  const wellFormed = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value).replace(/\\ud[89a-f][0-9a-f]{2}/gi, '\ufffd'))
})

describe('bounded', () => {
  const list = dialectFromSpec({
    id: 'list',
    shape: { required: { errors: ['array', 'object'] } },
    claims: { rung: 'likely', because: 'errors' },
    read: {
      errors: [
        { pointer: '/errors', as: 'list', item: { detail: '/m', field: { pointer: '/loc', path: 'loc' } } },
        { pointer: '/errors', as: 'map', item: { detail: '/m' } },
      ],
    },
  })
  const { decode } = createNormalizer({ dialects: [list] })
  test.each<[string, unknown]>([
    ['a long list', Array.from({ length: 50_000 }, (_, i) => ({ m: `m${i}`, x: 'y'.repeat(100) }))],
    ['a map of many fields', Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`f${i}`, ['x']]))],
    ['a field of many errors', { f: Array.from({ length: 50_000 }, () => ({ m: 'x' })) }],
    ['a long name of many errors', { ['f'.repeat(10_000)]: Array.from({ length: 1_000 }, () => 'x') }],
    ['a list with holes', Object.assign([], { length: 300_000_000 })],
    ['a location with holes', [{ m: 'x', loc: Object.assign([], { length: 300_000_000 }) }]],
    ['a deep location', [{ m: 'x', loc: Array.from({ length: 1_000 }, () => 'a') }]],
  ])('%s is cut, and told', (_, errors) => {
    const problem = decode({ status: 422, json: { errors } })
    expect(problem.dialect).toBe('list')
    expect(problem.errors.length).toBeLessThanOrEqual(1_000)
    expect(JSON.stringify(problem).length).toBeLessThan(1_000_000)
  })
})
