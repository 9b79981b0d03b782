import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { budgetWarnings, copyBudget } from '../../src/http/copy-budget.js'
import { copyBounded } from '../../src/http/json-copy.js'
import { defaultLimits, type Limits } from '../../src/http/limits.js'

const tight: Limits = { ...defaultLimits, depth: 3, keys: 3, stringLength: 5 }

describe('copyBounded', () => {
  const copied = (value: unknown, limits: Limits = defaultLimits) => {
    const budget = copyBudget(limits)
    return { value: copyBounded(value, budget), warnings: budgetWarnings(budget), budget }
  }
  const notJson = (count: number) => `not-json: ${count} values were no JSON`
  class Money {
    readonly amount = 5
  }

  test.each([
    ['plain data', { a: [1, 'x', null, true, { b: {} }] }, { a: [1, 'x', null, true, { b: {} }] }, []],
    ['undefined', { a: undefined, b: [undefined] }, { b: [null] }, []],
    ['functions and symbols', { a: () => 1, b: [Symbol('x')], c: 1 }, { b: [null], c: 1 }, [notJson(2)]],
    ['a bigint', { a: 2n ** 64n }, { a: '18446744073709551616' }, [notJson(1)]],
    ['numbers that JSON lacks', [Number.NaN, -Infinity, -0], ['NaN', '-Infinity', 0], [notJson(2)]],
    [
      'what writes itself',
      { at: new Date(0), x: { toJSON: () => ({ y: 1 }) } },
      { at: '1970-01-01T00:00:00.000Z', x: { y: 1 } },
      [],
    ],
    ['an instance', new Money(), { amount: 5 }, [notJson(1)]],
    ['a map and bytes', { a: new Map([[1, 2]]), b: new Uint8Array(3) }, { a: {} }, [notJson(2)]],
    ['lone surrogates', { 'a\ud800': '\udc00' }, { 'a\ufffd': '\ufffd' }, []],
    ['nothing', undefined, undefined, []],
  ])('copies %s', (_, value, expected, warnings) => {
    const copy = copied(value)
    expect(copy.value).toStrictEqual(expected)
    expect(copy.warnings).toEqual(warnings)
  })

  test('counts getters, proxies and toJSON that throw', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    const fail = (): never => {
      throw new Error('no')
    }
    const value = {
      a: 1,
      b: proxy,
      c: { toJSON: fail },
      get d(): string {
        return fail()
      },
    }
    expect(copied(value)).toMatchObject({ value: { a: 1 }, warnings: [notJson(3)] })
    expect(copied(proxy)).toMatchObject({ value: undefined, warnings: [notJson(1)] })
  })

  test('ends cycles at the depth cap and never aliases', () => {
    const cycle: Record<string, unknown> = {}
    cycle['self'] = cycle
    expect(copied(cycle, tight)).toMatchObject({
      value: { self: { self: { self: null } } },
      warnings: ['depth-cut: 1 values deeper than 3 levels became null'],
    })
    const inner = [1]
    const copy = copied({ a: inner, b: inner }).value as Record<string, unknown>
    expect(copy['a']).not.toBe(inner)
    expect(copy['a']).not.toBe(copy['b'])
  })

  test('keeps __proto__ as an own member', () => {
    const copy = copied(JSON.parse('{"__proto__":{"x":1}}')).value as Record<string, unknown>
    expect(Object.keys(copy)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype)
  })

  test('cuts members, strings and size, and says so', () => {
    expect(copied({ a: 1, b: 2, c: 3, d: 4, e: 5 }, tight)).toMatchObject({
      value: { a: 1, b: 2, c: 3 },
      warnings: ['keys-cut: 2 members beyond 3 of an object were dropped'],
    })
    expect(copied(['abcdefg'], tight)).toMatchObject({
      value: ['abcde'],
      warnings: ['string-cut: 1 strings were cut at 5 characters'],
    })
    const small = { ...defaultLimits, extensionsLength: 20 }
    expect(copied({ a: 'x'.repeat(50), b: 1 }, small)).toMatchObject({
      value: { b: 1 },
      warnings: ['extensions-cut: 1 values beyond 20 characters were dropped'],
    })
    expect(copied([1, 2, 'x'.repeat(50), 4, 5], small)).toMatchObject({
      value: [1, 2],
      warnings: ['extensions-cut: 3 values beyond 20 characters were dropped'],
    })
  })

  test('ends at once on an array of holes, and counts them', () => {
    const holes: unknown[] = []
    holes.length = 3e8
    const copy = copied({ a: holes, b: 1 })
    const { a } = copy.value as { a: unknown[] }
    expect(a.length).toBeLessThanOrEqual(defaultLimits.extensionsLength / 4)
    expect(a.every(item => item === null)).toBe(true)
    expect(copy.budget.sizeCut).toBe(3e8 - a.length)
    const unbounded = { ...defaultLimits, bodyBytes: 10, extensionsLength: Number.POSITIVE_INFINITY }
    expect(copied(holes, unbounded)).toMatchObject({ value: Array(10).fill(null), budget: { sizeCut: 3e8 - 10 } })
  })

  test('keeps to its caps where the budget is none', () => {
    const cycle: unknown[] = []
    cycle.push(cycle)
    const odd = (budget: unknown): unknown => copyBounded({ a: [1] }, budget as never)
    for (const budget of [undefined, null, 7, Symbol('x')]) expect(odd(budget)).toEqual({ a: [1] })
    for (const budget of [{}, Object.freeze(copyBudget(defaultLimits)), { remaining: 'x' }])
      expect(odd(budget)).toBeUndefined()
    expect(copyBounded(cycle, { ...copyBudget(defaultLimits), limits: {} as never })).toBeDefined()
    expect(copyBudget({ depth: -1, keys: 5 } as never).limits).toEqual({ ...defaultLimits, keys: 5 })
  })

  test('spends one budget over several copies', () => {
    const budget = copyBudget({ ...defaultLimits, extensionsLength: 10 })
    expect(copyBounded('abcdef', budget)).toBe('abcdef')
    expect(budget.remaining).toBe(2)
    expect(copyBounded('abcdef', budget)).toBeUndefined()
    expect(budget.sizeCut).toBe(1)
  })

  test('bounds the work on values that share their parts', () => {
    let value: unknown = 'x'
    for (let i = 0; i < 40; i++) value = [value, value]
    expect(JSON.stringify(copied(value).value).length).toBeLessThan(2 * defaultLimits.extensionsLength)
  })

  test('gives plain JSON data for anything, within the budget', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withNullPrototype: true,
      withTypedArray: true,
      withSparseArray: true,
    })
    fc.assert(
      fc.property(anything, value => {
        const { value: copy, budget } = copied(value)
        expect(budget.remaining).toBeGreaterThanOrEqual(0)
        if (copy !== undefined) expect(JSON.parse(JSON.stringify(copy))).toStrictEqual(copy)
      }),
      { numRuns: 1_000 },
    )
  })

  test('copies what is JSON without loss', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), value => {
        const expected = JSON.parse(JSON.stringify(value))
        expect(copied(expected)).toMatchObject({ warnings: [] })
        expect(copied(expected).value).toStrictEqual(expected)
      }),
    )
  })
})
