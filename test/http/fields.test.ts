import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fieldsOf } from '../../src/http/fields.js'
import { requestIdFields } from '../../src/http/request-id.js'

const shapes: readonly (readonly [string, unknown])[] = [
  ['a record', { 'Content-Type': 'text/html', 'RETRY-AFTER': ' \t5 ' }],
  ['a record of lists', { 'content-type': ['text/html'], 'Retry-After': ['5'] }],
  [
    'pairs',
    [
      ['Content-Type', 'text/html'],
      ['Retry-After', '5'],
    ],
  ],
  ['a Headers', new Headers({ 'Content-Type': 'text/html', 'Retry-After': '5' })],
  [
    'a Map',
    new Map([
      ['Content-Type', 'text/html'],
      ['Retry-After', '5'],
    ]),
  ],
  ['a null-prototype record', Object.assign(Object.create(null), { 'content-type': 'text/html', 'retry-after': 5 })],
  [
    'an object with forEach',
    {
      forEach: (callback: (value: string, name: string) => void) => {
        callback('text/html', 'Content-Type')
        callback('5', 'Retry-After')
      },
    },
  ],
]

describe('fieldsOf', () => {
  test.each(shapes)('reads %s', (_, input) => {
    const fields = fieldsOf(input)
    expect(fields.names).toEqual(['content-type', 'retry-after'])
    expect(fields.get('retry-after')).toBe('5')
    expect(fields.get('content-type')).toBe('text/html')
    expect(fields.get('date')).toBeUndefined()
    expect(fields.delays).toEqual(['retry-after'])
    expect(fields.ids).toEqual([])
  })

  test('joins the values of one name, whatever its spelling', () => {
    expect(
      fieldsOf([
        ['A', '1'],
        ['a', '2'],
        ['A', '3'],
      ]).get('a'),
    ).toBe('1, 2, 3')
    expect(fieldsOf({ a: ['1', '2'], A: '3', b: '4' }).names).toEqual(['a', 'b'])
    expect(fieldsOf({ a: ['1', '2'], A: '3' }).get('a')).toBe('1, 2, 3')
  })

  test.each([
    'retry-after',
    'retry-after-ms',
    'x-ms-retry-after-ms',
    'x-amz-retry-after',
    'RateLimit',
    'ratelimit-reset',
    'X-RateLimit-Remaining',
    'x-rate-limit-reset',
    'anthropic-ratelimit-tokens-reset',
    'x-should-retry',
    'grpc-retry-pushback-ms',
    'x-envoy-overloaded',
    'x-envoy-ratelimited',
    'stripe-should-retry',
  ])('flags that %s can carry a delay or a veto', name => {
    expect(fieldsOf({ [name]: '1' }).delays).toEqual([name.toLowerCase()])
  })

  test.each([...requestIdFields, 'traceparent', 'x-b3-traceid', 'x-amzn-trace-id', 'x-cloud-trace-context'])(
    'flags that %s can carry an id',
    name => {
      expect(fieldsOf({ [name]: '1' }).ids).toEqual([name])
      expect(fieldsOf({ [name.toUpperCase()]: '1' }).ids).toEqual([name])
    },
  )

  test('leaves what is no field out and keeps what was read before a throw', () => {
    const input = {
      a: '1',
      get b(): string {
        throw new Error('no')
      },
    }
    expect(fieldsOf(input).names).toEqual(['a'])
    expect(fieldsOf({ a: {}, b: null, c: true, d: undefined, '': 'x', e: 'y' }).names).toEqual(['e'])
    expect(fieldsOf(Object.create({ inherited: '1' })).names).toEqual([])
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(fieldsOf(proxy).names).toEqual([])
  })

  test('keeps to its caps', () => {
    const many = Array.from({ length: 1_500 }, (_, i) => [`n${i}`, 'v'] as const)
    expect(fieldsOf(many).names).toHaveLength(1_000)
    expect(fieldsOf(Object.fromEntries(many)).names).toHaveLength(1_000)
    expect(fieldsOf({ a: 'x'.repeat(10_000) }).get('a')).toHaveLength(8_192)
    expect(fieldsOf({ a: Array(500).fill('x'.repeat(100)) }).get('a')?.length).toBeLessThanOrEqual(8_192)
    const endless = {
      *[Symbol.iterator]() {
        for (;;) yield ['a', '']
      },
    }
    expect(fieldsOf(endless).names).toEqual(['a'])
  })

  test('keeps what carries a delay, a veto or an id beyond the cap, and counts the rest', () => {
    const junk = Array.from({ length: 1_500 }, (_, i) => [`n${i}`, 'v'] as const)
    const last = {
      'Retry-After': '5',
      'X-Should-Retry': 'false',
      'X-Request-Id': 'r',
      'Content-Type': 'text/html',
      Date: 'd',
      Age: '1',
      'X-Other': 'o',
    }
    const pairs = [...junk, ...Object.entries(last)]
    for (const input of [pairs, Object.fromEntries(pairs), new Map(pairs)]) {
      const fields = fieldsOf(input)
      expect(fields).toMatchObject({ delays: expect.any(Array), ids: expect.any(Array), dropped: 501, cut: 0 })
      for (const [name, value] of Object.entries(last))
        expect(fields.get(name.toLowerCase())).toBe(name === 'X-Other' ? undefined : value)
      expect(fields.get('n999')).toBe('v')
    }
  })

  test('counts what a cap left out or cut, and nothing else', () => {
    expect(fieldsOf({ a: 'x', b: {}, '': 'y' })).toMatchObject({ dropped: 0, cut: 0 })
    expect(fieldsOf({ ['n'.repeat(257)]: 'x' })).toMatchObject({ names: [], dropped: 1 })
    expect(fieldsOf({ a: 'x'.repeat(8_192) }).cut).toBe(0)
    expect(fieldsOf({ a: 'x'.repeat(8_193) }).cut).toBe(1)
    expect(fieldsOf({ a: Array(100).fill('x'.repeat(100)) }).cut).toBe(1)
    expect(fieldsOf({ a: Array(1_001).fill('') }).cut).toBe(1)
    expect(fieldsOf(Array.from({ length: 200 }, () => ['a', 'x'.repeat(100)])).cut).toBeGreaterThan(0)
    const padded = fieldsOf({ 'x-should-retry': `${' '.repeat(9_000)}false${' '.repeat(9_000)}` })
    expect(padded.cut).toBe(0)
    expect(padded.get('x-should-retry')).toBe('false')
  })

  test('ends where the lines do not, and keeps looking up cheap', () => {
    let count = 0
    const each = {
      forEach(callback: (value: string, name: string) => void) {
        for (;;) callback('1', `x-retry-${count++}`)
      },
    }
    const fields = fieldsOf(each)
    expect(count).toBe(100_001)
    expect(fields.dropped).toBe(1)
    // With a search through all names for each of them this would take minutes.
    expect(fields.names.filter(name => fields.get(name) === '1')).toHaveLength(100_000)
    const junk = {
      *[Symbol.iterator]() {
        for (;;) yield 'no pair'
      },
    }
    expect(fieldsOf(junk)).toMatchObject({ names: [], dropped: 1 })
  })

  test('classifies names right after the cache of spellings was started anew', () => {
    for (let i = 0; i < 600; i++) fieldsOf({ [`nonsense-${i}`]: '1' })
    expect(fieldsOf({ 'Retry-After': '1' })).toMatchObject({ names: ['retry-after'], delays: ['retry-after'], ids: [] })
  })

  test('treats __proto__ as a name like any other', () => {
    const fields = fieldsOf([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ])
    expect(fields.get('__proto__')).toBe('x')
    expect(fields.get('constructor')).toBe('y')
    expect(fieldsOf({ a: '1' }).get('__proto__')).toBeUndefined()
  })

  test('never throws, and answers for every name it lists', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withMap: true, withSet: true }), input => {
        const fields = fieldsOf(input)
        for (const name of fields.names) expect(typeof fields.get(name)).toBe('string')
      }),
      { numRuns: 500 },
    )
  })

  test('gives back every distinct lower-case name of a record', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z-]{1,20}$/), fc.stringMatching(/^[!-~]{0,20}$/)), record => {
        const fields = fieldsOf(record)
        expect(fields.names).toEqual(Object.keys(record))
        for (const name of Object.keys(record)) expect(fields.get(name)).toBe(record[name])
      }),
    )
  })
})
