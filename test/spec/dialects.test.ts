/** Real dialects as specs: they read what a careful human and the hand-written ones read. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type AnyDialect, basker, createNormalizer, dialectFromSpec, encode } from '../door.js'
import { exchangeOf, type Fixture, fixtures } from '../fixtures.js'

const folder = new URL('../specs/', import.meta.url)
const specs: Readonly<Record<string, AnyDialect>> = Object.fromEntries(
  readdirSync(folder).map(name => [
    name.slice(0, -5),
    dialectFromSpec(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))),
  ]),
)
const specOf = (name: string): AnyDialect => specs[name] as AnyDialect
const internal = { audience: 'internal' } as const

describe('basker by spec', () => {
  const byHand = createNormalizer({ dialects: [basker] })
  const bySpec = createNormalizer({ dialects: [specOf('basker')] })
  /** What differs in the two is their name. */
  const facts = (value: unknown) => JSON.parse(JSON.stringify(value).replace(/basker-by-spec/g, 'basker'))
  const bodies: readonly Pick<Fixture, 'status' | 'headers' | 'body'>[] = [
    ...fixtures,
    { status: 500, headers: {}, body: '{"error":"e","message":"m","requestId":"r","more":1}' },
    { status: 500, headers: { 'x-request-id': 'h' }, body: '{"error":"e","message":"m","requestId":null}' },
    { status: 400, headers: {}, body: '{"error":"Bad Request","message":"m"}' },
    { status: 404, headers: {}, body: '{"message":"m","error":"Not Found","trace":{"a":[1,2]}}' },
  ]

  test.each(bodies.map((body, i) => [i, body] as const))('reads body %i as basker does', (_, fixture) => {
    const exchange = exchangeOf(fixture as Fixture)
    const [mine, theirs] = [bySpec.explain(exchange), byHand.explain(exchange)]
    expect(facts(mine)).toEqual(facts(theirs))
  })

  test.each(fixtures.filter(({ dialect }) => dialect === 'basker').map(fixture => [fixture.id, fixture] as const))(
    'says %s as basker does',
    (_, fixture) => {
      const problem = bySpec.decode(exchangeOf(fixture))
      expect(problem.dialect).toBe('basker-by-spec')
      const mine = encode(problem, specOf('basker'), internal)
      expect(JSON.parse(mine.wire.body ?? '')).toEqual(JSON.parse(fixture.body))
      expect(mine.loss).toEqual([])
    },
  )

  test('says what others said, too', () => {
    const normalizer = createNormalizer()
    for (const fixture of fixtures) {
      const problem = normalizer.decode(exchangeOf(fixture))
      const [mine, theirs] = [encode(problem, specOf('basker')), encode(problem, basker)]
      expect(JSON.parse(mine.wire.body ?? '{}')).toEqual(JSON.parse(theirs.wire.body ?? '{}'))
    }
  })
})

/** Public bodies of APIs that are written down as specs here. */
const more: readonly Fixture[] = [
  {
    id: 'hubspot-400 (a recorded response, quoted in public)',
    dialect: 'hubspot',
    status: 400,
    headers: { 'content-type': 'application/json' },
    body: '{"status":"error","message":"Association configuration limits are exceeded","correlationId":"019e2559-bc5f-718a-85bc-1777f9178748","category":"VALIDATION_ERROR"}',
    expect: {
      message: 'Association configuration limits are exceeded',
      code: 'VALIDATION_ERROR',
      requestId: '019e2559-bc5f-718a-85bc-1777f9178748',
      fields: [],
    },
  },
  {
    id: 'hubspot-400-items (in the shape of its document)',
    dialect: 'hubspot',
    status: 400,
    headers: {},
    body: '{"status":"error","message":"Invalid input","correlationId":"c-1","category":"VALIDATION_ERROR","errors":[{"message":"No.","code":"INVALID","in":"inputs[0].email","context":{"a":["b"]}}],"links":{"knowledge-base":"https://a.example/kb","other":"x"}}',
    expect: {
      message: 'Invalid input',
      code: 'VALIDATION_ERROR',
      requestId: 'c-1',
      fields: [{ path: '/inputs/0/email', message: 'No.', code: 'INVALID' }],
    },
  },
]

describe.each(['twilio', 'postgrest', 'docker-registry', 'hubspot'])('%s', id => {
  const { explain, decode } = createNormalizer({ dialects: [specOf(id)] })
  // two of HubSpot's own fixtures say what takes rules that no spec has words for: another word for the code, JSON within a message
  const own = [...fixtures.filter(one => !/^70[23]-hubspot/.test(one.id)), ...more].filter(
    ({ dialect }) => dialect === id,
  )

  test('has fixtures', () => {
    expect(own.length).toBeGreaterThan(0)
  })

  test.each(own.map(fixture => [fixture.id, fixture] as const))(
    '%s is read as a careful human reads it',
    (_, fixture) => {
      const { problem, claims } = explain(exchangeOf(fixture))
      expect(claims[0]?.dialect).toBe(id)
      expect({
        message: problem?.detail,
        code: problem?.code,
        requestId: problem?.requestId,
        fields: problem?.errors
          .filter(({ pointer }) => pointer !== undefined)
          .map(({ pointer, detail, code }) => ({ path: pointer, message: detail, code })),
      }).toEqual({ requestId: undefined, ...fixture.expect })
    },
  )

  test.each(own.map(fixture => [fixture.id, fixture] as const))('%s comes back as it was', (_, fixture) => {
    const { wire, loss } = encode(decode(exchangeOf(fixture)), specOf(id), internal)
    expect(JSON.parse(wire.body ?? '')).toEqual(JSON.parse(fixture.body))
    expect(loss).toEqual([])
  })

  test('claims no fixture of a dialect that is built in', () => {
    const all = createNormalizer({ dialects: [specOf(id), basker] })
    const stolen = fixtures.filter(fixture => {
      if (!['base', 'basker', 'laravel', 'problem'].includes(fixture.dialect)) return false
      const [first] = all.explain(exchangeOf(fixture)).claims
      return first?.dialect === id && first.rung !== 'possible'
    })
    expect(stolen.map(({ id }) => id)).toEqual([])
  })
})

test('the parts that no rule consumed keep their nesting', () => {
  const { decode } = createNormalizer({ dialects: [specOf('hubspot')] })
  const [, second] = more
  const problem = decode(exchangeOf(second as Fixture))
  expect(problem.extensions).toEqual({ status: 'error', links: { other: 'x' } })
  expect(problem.errors[0]?.extensions).toEqual({ context: { a: ['b'] } })
  expect(problem.links).toEqual([{ rel: 'help', href: 'https://a.example/kb' }])
})
