import { describe, expect, test } from 'vitest'
import {
  type ApiProblem,
  createNormalizer,
  dialects,
  fromTransport,
  isUnrecognised,
  metricAttributes,
  normalize,
  problem,
  type Tally,
  tally,
} from '../../src/index.js'
import { dialectOf, exchangeOf, fixtures } from '../fixtures.js'

const { decode } = createNormalizer()

describe('metric attributes', () => {
  test('name a documented code, the status on the wire, and what was made of them', () => {
    const body =
      '{"errors":[{"error":{"code":"rate_limit_exceeded","message":"m"},"meta":{"type":"error"}}],"meta":{"http_status":"429","logref":"l","links":[]}}'
    const got = normalize({ status: 429, headers: { 'content-type': 'application/json' }, body })
    expect(got && metricAttributes(got)).toEqual({
      'error.type': 'rate_limit_exceeded',
      'http.response.status_code': 429,
      'problem_dialects.dialect': 'base',
      'problem_dialects.kind': 'resource_exhausted',
      'problem_dialects.advice': 'after-delay',
      'problem_dialects.answered_by': 'application',
    })
  })

  test.each<[string, ApiProblem, string, number | undefined]>([
    ['a code that nobody documents', problem({ status: 400, code: 'x7f' }), '_OTHER', 400],
    ['no code', problem({ status: 404 }), '404', 404],
    ['a name of every object', problem({ status: 400, code: 'constructor', dialect: 'base' }), '_OTHER', 400],
    ['a refused connection', fromTransport({ code: 'ECONNREFUSED' }), 'ECONNREFUSED', undefined],
    ['an unknown failure of the transport', fromTransport(new Error('x')), '_OTHER', undefined],
    ['a word that no transport says', { ...fromTransport(new Error('x')), code: 'EVIL' }, '_OTHER', undefined],
    [
      'an error under 200',
      { ...problem({ status: 400 }), source: { ...problem({ status: 400 }).source, wireStatus: 200 } },
      '400',
      200,
    ],
  ])('of %s', (_, given, type, status) => {
    const attributes = metricAttributes(given)
    expect(attributes['error.type']).toBe(type)
    expect(attributes['http.response.status_code']).toBe(status)
  })

  test('take the codes of a table and the dialects of the caller', () => {
    const mine = { ...dialects[0], id: 'mine', codes: { night: { because: 'closed' } } } as (typeof dialects)[number]
    const given = problem({ status: 503, code: 'night', dialect: 'mine' })
    expect(metricAttributes(given)).toMatchObject({ 'error.type': '_OTHER', 'problem_dialects.dialect': '_OTHER' })
    expect(metricAttributes(given, { dialects: [mine] })).toMatchObject({
      'error.type': 'night',
      'problem_dialects.dialect': 'mine',
    })
    expect(metricAttributes(given, { codes: ['night'] })['error.type']).toBe('night')
  })

  test('are bounded, whatever is in the problem', () => {
    for (let i = 0; i < 200; i++) {
      const odd = {
        ...problem({ status: 400 }),
        dialect: `d${i}`,
        code: `c${i}`,
        kind: `k${i}`,
        retry: { ...problem({ status: 400 }).retry, advice: `a${i}` },
      }
      expect(Object.values(metricAttributes(odd as unknown as ApiProblem))).toEqual([
        '_OTHER',
        400,
        '_OTHER',
        'invalid_argument',
        'never',
        'application',
      ])
    }
    for (const odd of [undefined, null, 7, {}])
      expect(metricAttributes(odd as unknown as ApiProblem)['error.type']).toBe('500')
  })

  test('of every fixture are from closed lists', () => {
    const codes = dialects.flatMap(dialect => Object.keys(dialect.codes ?? {}))
    for (const fixture of fixtures) {
      const type = metricAttributes(decode(exchangeOf(fixture)))['error.type']
      expect([...codes, '_OTHER', /^[45]\d\d$/.exec(type)?.[0]]).toContain(type)
    }
  })
})

test('what is no problem is counted, too', () => {
  const odd = [
    undefined,
    7,
    { ...problem({ status: 400 }), source: { rung: 'possible', warnings: 7 } },
    { ...problem({ status: 400 }), code: 7 },
  ]
  for (const one of odd) {
    expect(isUnrecognised(one as unknown as ApiProblem)).toBe(false)
    expect(metricAttributes(one as unknown as ApiProblem)['error.type']).toMatch(/^[45]00$/)
    expect(tally({}, 'a', one as unknown as ApiProblem)).toEqual({ a: { problems: 1, unrecognised: 0 } })
  }
})

describe('the count of what nobody recognised', () => {
  const read = (body: string, headers = {}) => decode({ status: 500, headers, body })

  test.each<[string, ApiProblem, boolean]>([
    ['JSON of no dialect', read('{"oops":"x"}'), true],
    ['a text', read('oops'), true],
    ['a page', read('<html><body><h1>Oops</h1></body></html>'), true],
    [
      'the page of a known proxy',
      read(
        '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>',
      ),
      false,
    ],
    ['no body', read(''), false],
    ['a dialect that is known', read('{"error":"Server Error","message":"m","requestId":"r"}'), false],
    ['no response', fromTransport(new Error('x')), false],
    [
      'JSON that is not of the pinned dialect',
      createNormalizer({ pinned: 'base' }).decode({ status: 500, json: { oops: 'x' } }),
      true,
    ],
  ])('%s', (_, given, unrecognised) => {
    expect(isUnrecognised(given)).toBe(unrecognised)
  })

  test('grows by upstream, and changes nothing that was there', () => {
    const start: Tally = {}
    const steps: readonly (readonly [string, ApiProblem])[] = [
      ['billing', read('{"oops":1}')],
      ['billing', problem({ status: 404 })],
      ['__proto__', read('x')],
      ['constructor', read('x')],
    ]
    const end = steps.reduce((before, [upstream, one]) => tally(before, upstream, one), start)
    expect(Object.entries(end)).toEqual([
      ['billing', { problems: 2, unrecognised: 1 }],
      ['__proto__', { problems: 1, unrecognised: 1 }],
      ['constructor', { problems: 1, unrecognised: 1 }],
    ])
    expect(start).toEqual({})
    const again = tally(end, '__proto__', read('x'))
    expect(Object.entries(again)[1]).toEqual(['__proto__', { problems: 2, unrecognised: 2 }])
  })

  test('of the fixtures is that of those which no dialect reads', () => {
    const generic = fixtures.filter(fixture => isUnrecognised(decode(exchangeOf(fixture)))).map(dialectOf)
    const fallbacks = ['json', 'html', 'text']
    const families = dialects.map(({ id }) => id).filter(id => !fallbacks.includes(id))
    expect(generic.filter(id => fallbacks.includes(id)).length).toBeGreaterThan(10)
    expect(generic.filter(id => families.includes(id)).length).toBeLessThan(fixtures.length / 10)
  })
})
