/** The laws that every dialect and every build obeys. Cases may be added; assertions stay. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyExchange, anyProblem, jsonValue } from './arbitrary.js'
import {
  type AnyDialect,
  type ApiProblem,
  advices,
  createNormalizer,
  dialects,
  type EncodableId,
  encode,
  explain,
  isApiProblem,
  type Lost,
  normalize,
} from './door.js'
import { dialectOf, exchangeOf, fixtures } from './fixtures.js'

const runs = Number(process.env['FC_RUNS'] ?? 2_000)
const { decode } = createNormalizer()
const internal = { audience: 'internal' } as const
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('law 1, total: no input throws, the worst outcome is a problem made from the status', () => {
  test('any exchange', () => {
    fc.assert(
      fc.property(anyExchange, exchange => {
        const problem = decode(exchange as never)
        expect(isApiProblem(problem)).toBe(true)
        expect(json(problem)).toEqual(problem)
        expect(structuredClone(problem)).toEqual(problem)
        normalize(exchange as never)
        explain(exchange as never)
      }),
      { numRuns: runs },
    )
  })
  test('anything at all in the place of an exchange', () => {
    const revoked = Proxy.revocable({}, {})
    revoked.revoke()
    const throwing = {
      get status(): number {
        throw new Error('no')
      },
    }
    const cyclic: Record<string, unknown> = { message: 'm' }
    cyclic['self'] = cyclic
    const odd: unknown[] = [
      undefined,
      null,
      0,
      'x',
      [],
      () => 1,
      Symbol('s'),
      throwing,
      revoked.proxy,
      { status: 500, json: revoked.proxy },
      { status: 500, json: cyclic },
      {
        status: 500,
        json: {
          get message(): string {
            throw new Error('no')
          },
        },
      },
      { status: 500, headers: revoked.proxy },
      { status: 500, headers: 7, body: {} },
      { status: 500, json: { error: 'e', message: 1n } },
      { status: 500, json: new Date() },
      { status: 500, json: new Map() },
      { status: '404' },
      { status: 404, body: new ArrayBuffer(3) },
      { status: 500, json: Object.create(null) },
      { status: 500, json: () => 1 },
      { status: 500, request: null, receivedAt: 'x' },
    ]
    for (const exchange of odd) {
      const problem = decode(exchange as never)
      expect(isApiProblem(problem)).toBe(true)
      normalize(exchange as never)
      explain(exchange as never)
    }
  })
  test('dialects that throw become warnings', () => {
    const thrower = (part: string): AnyDialect => ({
      id: 'thrower',
      title: 'T',
      docs: '',
      verified: '',
      shape: {},
      body: { ...dialects[0]?.body, is: () => true, read: (u: unknown) => u } as never,
      claim: () => {
        if (part === 'claim') throw new Error('claim')
        return { rung: 'declared', because: '' }
      },
      toProblem: () => {
        throw new Error('arrow')
      },
    })
    const unsure = createNormalizer({
      dialects: [{ ...thrower(''), claim: () => ({ rung: 'sure' as never, because: '' }) }],
    })
    expect(unsure.decode({ status: 500, json: { a: 1 } }).source.warnings.join()).toContain(
      'claims the unknown rung "sure"',
    )
    for (const part of ['claim', 'arrow']) {
      const problem = createNormalizer({ dialects: [thrower(part)] }).decode({ status: 500, json: { a: 1 } })
      expect(problem.source.warnings.join()).toContain(`dialect-failed: thrower: ${part}`)
      expect(problem.extensions).toEqual({ a: 1 })
    }
  })
})

test('law 2, order-free: any permutation of the dialects gives the same problem', () => {
  const inputs = fc.oneof(anyExchange, fc.constantFrom(...fixtures.map(exchangeOf)))
  fc.assert(
    fc.property(inputs, fc.shuffledSubarray([...dialects], { minLength: dialects.length }), (exchange, order) => {
      expect(createNormalizer({ dialects: order }).decode(exchange as never)).toEqual(decode(exchange as never))
    }),
    { numRuns: Math.ceil(runs / 4) },
  )
})

/** Fixtures of built-in dialects that carry a sign of theirs: JSON, or what else the dialect says it reads. */
const own = fixtures.filter(
  ({ body, ambiguousWith, ...rest }) =>
    /^\s*[[{]/.test(body) &&
    ambiguousWith === undefined &&
    dialects.some(({ id }) => id !== 'json' && id === dialectOf({ body, ...rest })),
)

describe('law 3, exclusive: on its own fixtures a dialect is the only strongest claim', () => {
  for (const fixture of own)
    test(fixture.id, () => {
      const claims = explain(exchangeOf(fixture)).claims.filter(({ dialect }) => dialect !== 'json')
      const strongest = claims.filter(({ rung }) => rung === claims[0]?.rung).map(({ dialect }) => dialect)
      expect(strongest).toEqual([dialectOf(fixture)])
    })
})

/** Members that the way back changes, as the dialect's page says. */
const changes: Readonly<Record<string, string>> = {
  '015-base-422-v1-errors-map-by-resource': 'v1 comes back as v2',
  '060-laravel-v12-422-empty-errors-array': 'an empty list of errors is left out',
  '201-aspnet-400-traceid-pipe': 'traceId comes back as requestId, a map as a list',
  '202-aspnet-400-list-index-nulls': 'traceId comes back as requestId, nulls not at all',
  '204-aspnet-500-exception-details': 'traceId comes back as requestId',
  '222-aws-json-capital-message': 'Message comes back as message',
  '225-aws-restjson-errortype-header-with-url': 'a code from a field comes back as __type, Message as message',
  '228-aws-restjson-code-in-body': 'code comes back as __type',
  '229-aws-restjson-fieldlist': 'a code from a field comes back as __type',
  '583-aws-ceph-404-nosuchbucket-json': 'Code comes back as __type',
  '690-aws-apigateway-403-unknown-route': 'a code from a field comes back as __type',
  '205-problem-twilio-rfc9457-numeric-code': 'a numeric code comes back as text',
  '206-problem-api-platform-422-violations': 'violations come back as errors',
  '207-problem-symfony-422-violations': 'violations come back as errors',
  '212-google-429-wrapped-in-array': 'comes back without the list',
  '235-azure-500-not-enveloped': 'comes back in the envelope',
  '236-azure-500-details-object-innererror-array': 'details come back as a list',
  '238-azure-500-capital-status-only': 'comes back in the envelope',
  '497-jsonapi-jsonapi-server-403-detail-is-array': 'errors of fields come back as errors',
  '555-problem-symfony-422-violations': 'violations come back as errors',
  '600-problem-400-invalid-params': 'invalid-params come back as errors',
  '422-nestjs-400-validationerror-tree': 'trees come back as a list of issues beside a message',
  '458-adonis-422-vine-jsonapi': 'the JSON:API form comes back as the plain one',
  '309-laravel-errors-value-bare-string': 'a bare text comes back as a list of one; the message is written out',
  '310-laravel-errors-field-with-empty-list': 'the message is written out',
  '535-drf-400-bare-string-leaf': 'a bare text comes back as a list of one',
}
const encodable = dialects.filter(({ fromProblem }) => fromProblem !== undefined).map(({ id }) => id as EncodableId)

describe('law 4, round trip: what a dialect recognises comes back as it was', () => {
  for (const fixture of own.filter(one => encodable.includes(dialectOf(one) as EncodableId)))
    test(fixture.id, () => {
      const target = dialectOf(fixture) as EncodableId
      const { wire } = encode(decode(exchangeOf(fixture)), target, internal)
      const sent = JSON.parse(wire.body ?? 'null') as Record<string, unknown>
      const received = JSON.parse(fixture.body) as Record<string, unknown>
      if (target === 'problem-json') {
        // our own form adds what is ours alone, and the RFC's members that were left out
        delete sent['problem_dialects']
        for (const added of ['status', 'title', 'type', 'requestId']) if (!(added in received)) delete sent[added]
      }
      if (changes[fixture.id] === undefined) expect(sent).toEqual(received)
      else expect(sent).not.toEqual(received)
    })
  test('a generated Basker, Base or Laravel body', () => {
    const text = fc.string({ minLength: 1 })
    const bodies = fc.oneof(
      fc.record({ error: text, message: text, requestId: text }).map(body => ['basker', body] as const),
      fc
        .array(
          fc.record({
            error: fc.record({ code: text, message: text, resource: text, field: fc.constantFrom('/a', '/data/b') }),
          }),
          { minLength: 1, maxLength: 3 },
        )
        .map(errors => ['base', { errors, meta: { http_status: '422 Unprocessable Entity', logref: 'x-1' } }] as const),
      fc
        .dictionary(
          fc.stringMatching(/^[a-z]{1,5}(\.[0-9a-z]{1,3}){0,2}$/),
          fc.array(text, { minLength: 1, maxLength: 3 }),
          { minKeys: 1, noNullPrototype: true },
        )
        .map(errors => ['laravel', { message: 'm', errors }] as const),
    )
    fc.assert(
      fc.property(bodies, ([id, body]) => {
        const problem = decode({ status: 422, json: body })
        expect(problem.dialect).toBe(id)
        expect(JSON.parse(encode(problem, id, internal).wire.body ?? '')).toEqual(body)
      }),
      { numRuns: Math.ceil(runs / 4) },
    )
  })
})

describe('law 5: RFC 9457 carries everything, for the internal audience and a trusted peer', () => {
  const trusting = createNormalizer({ trust: 'peer', pinned: 'problem-json' })
  test('every problem comes back equal, and nothing is lost', () => {
    fc.assert(
      fc.property(anyProblem, problem => {
        const { wire, loss } = encode(problem, 'problem-json', internal)
        expect(loss).toEqual([])
        expect(trusting.decode(wire)).toEqual(problem)
      }),
      { numRuns: runs },
    )
  })
  test('every problem decoded from a fixture, too', () => {
    for (const fixture of fixtures) {
      const problem = decode(exchangeOf(fixture))
      expect(trusting.decode(encode(problem, 'problem-json', internal).wire)).toEqual(problem)
    }
  })
  test('untrusted, nothing in it makes the advice more permissive', () => {
    const rank = (problem: ApiProblem): number => advices.indexOf(problem.retry.advice)
    fc.assert(
      fc.property(anyProblem, fc.constantFrom('backoff', 'after-delay', 'once'), (problem, advice) => {
        const eager: ApiProblem = {
          ...problem,
          retry: { ...problem.retry, advice: advice as never, applied: 'no', maxAttempts: 99 },
        }
        const { wire } = encode(eager, 'problem-json', internal)
        const heard = decode(wire)
        const plain = decode({ status: wire.status })
        expect(rank(heard)).toBeLessThanOrEqual(rank(plain))
        expect(heard.retry.maxAttempts).toBeLessThanOrEqual(plain.retry.maxAttempts)
        expect(heard.retry.applied).toBe(plain.retry.applied)
      }),
      { numRuns: Math.ceil(runs / 4) },
    )
  })
})

describe('law 6, honest loss: what is reported as lost is what was lost', () => {
  const members: readonly Lost[] = [
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
    'requestId',
    'traceId',
    'cause',
    'retry',
    'links',
    'extensions',
  ]
  const within = (wanted: unknown, given: unknown): boolean => {
    if (typeof wanted !== 'object' || wanted === null) return wanted === given
    if (typeof given !== 'object' || given === null || Array.isArray(wanted) !== Array.isArray(given)) return false
    return Object.entries(wanted).every(([name, value]) => within(value, (given as Record<string, unknown>)[name]))
  }
  for (const id of encodable)
    test(id, () => {
      const again = createNormalizer({ pinned: id, trust: 'peer' })
      for (const fixture of own) {
        const problem = decode(exchangeOf(fixture))
        const { wire, loss } = encode(problem, id, internal)
        const back = again.decode(wire)
        const lost = members.filter(member => member in problem && !within(problem[member], back[member]))
        expect({ id: fixture.id, loss }).toEqual({ id: fixture.id, loss: lost })
      }
    })
})

/** Every scalar of a JSON value, as text. */
const scalars = (value: unknown, out: string[] = []): string[] => {
  if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) scalars(member, out)
  else if (value !== null && value !== '' && typeof value !== 'boolean') out.push(String(value))
  return out
}

test('law 7, lossless within the caps: every scalar of the body is found again in the problem', () => {
  const holds = (status: number, body: unknown): void => {
    const problem = decode({ status, json: body })
    const found = scalars({ ...problem, source: { ...problem.source, rivals: [] } })
    for (const scalar of scalars(body)) {
      // -0 and lone surrogates are written differently, blank text says nothing
      if (scalar.trim() === '' || /[\ud800-\udfff]/.test(scalar)) continue
      const phrase = scalar.toLowerCase()
      const kept = found.some(
        text => text.includes(scalar) || text.toLowerCase().includes(phrase) || text.includes(scalar.trim()),
      )
      expect({ body, scalar, kept }).toEqual({ body, scalar, kept: true })
    }
  }
  for (const { status, body } of fixtures) {
    if (!/^\s*[[{"]/.test(body)) continue
    holds(status, JSON.parse(body))
  }
  fc.assert(
    fc.property(fc.constantFrom(400, 404, 422, 500), jsonValue, (status, body) => holds(status, json(body ?? null))),
    { numRuns: runs },
  )
})

describe('law 10, bounded: work and memory follow the caps, whatever the shape', () => {
  const limits = { items: 10, keys: 20, stringLength: 50, extensionsLength: 500, depth: 8, bodyBytes: 100_000 }
  const bounded = createNormalizer({ limits })
  const deep = (n: number): string => `${'{"a":'.repeat(n)}1${'}'.repeat(n)}`
  const shapes: Readonly<Record<string, (n: number) => string>> = {
    'deep objects': deep,
    'deep arrays': n => '['.repeat(n) + ']'.repeat(n),
    'a message of a stranger with a deep member': n => `{"error":"e","message":"m","x":${deep(n)}}`,
    'many members': n => `{${Array.from({ length: n }, (_, i) => `"k${i}":${i}`).join()}}`,
    'many fields': n => `{"message":"m","errors":{${Array.from({ length: n }, (_, i) => `"f${i}":["x"]`).join()}}}`,
    'one field, many messages': n =>
      `{"message":"m","errors":{"f":[${Array.from({ length: n }, () => '"x"').join()}]}}`,
    'many items': n => `{"errors":[${Array.from({ length: n }, (_, i) => `{"error":{"code":"c${i}"}}`).join()}]}`,
    'long texts': n => `{"error":"${'e'.repeat(n)}","message":"${'m'.repeat(n)}"}`,
    'a long list': n => `[${Array.from({ length: n }, (_, i) => i).join()}]`,
    'a page': n => `<html><title>t</title>${'<p>'.repeat(n)}`,
    'an unclosed tag': n => `<html><${'a'.repeat(n)}`,
    'plain text': n => 'x'.repeat(n),
  }
  for (const [name, make] of Object.entries(shapes))
    test(name, () => {
      const small = JSON.stringify(bounded.decode({ status: 422, body: make(100) })).length
      const problem = bounded.decode({ status: 422, body: make(20_000) })
      expect(JSON.stringify(problem).length).toBeLessThan(small + 6_000)
      expect(problem.errors.length).toBeLessThanOrEqual(limits.items)
      if (!name.startsWith('a page') && !name.startsWith('an unclosed') && !name.startsWith('plain')) {
        expect(problem.source.warnings.join('\n')).toMatch(/cut|truncated/)
      }
    })
  test('the same holds for a body that the client had parsed', () => {
    for (const [name, make] of Object.entries(shapes)) {
      if (!make(1).startsWith('{') && !make(1).startsWith('[')) continue
      const problem = bounded.decode({ status: 422, json: JSON.parse(make(3_000)) })
      expect({ name, size: JSON.stringify(problem).length < 6_000 }).toEqual({ name, size: true })
      expect(problem.source.warnings.join('\n')).toMatch(/cut/)
    }
  })
  test('errors beyond the cap are counted, not read', () => {
    let touched = 0
    const watched = (item: object): object =>
      new Proxy(item, {
        get: (target, key) => {
          touched++
          return Reflect.get(target, key)
        },
      })
    const errors = Array.from({ length: 5_000 }, () => watched({ error: watched({ code: 'blank' }) }))
    const problem = bounded.decode({ status: 422, json: { errors } })
    expect(problem).toMatchObject({ dialect: 'base', errorCount: 5_000 })
    expect(touched).toBeLessThan(limits.items * 40)
  })
  test('reads of a body are linear in its size, counted', () => {
    const counted = (n: number): number => {
      let reads = 0
      const body: Record<string, unknown> = {}
      for (let i = 0; i < n; i++) body[`k${i}`] = 'v'
      const watched = new Proxy(body, {
        get: (target, key) => {
          reads++
          return Reflect.get(target, key)
        },
      })
      bounded.decode({ status: 422, json: watched })
      return reads
    }
    expect(counted(4_000)).toBeLessThan(2.5 * counted(2_000) + 100)
  })
})
