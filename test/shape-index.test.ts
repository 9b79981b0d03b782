/** What the index says from names, types and labels alone: who may be speaking, and who cannot. */
import * as t from 'io-ts'
import { describe, expect, test } from 'vitest'
import type { Shape } from '../src/dialect.js'
import { readExchange } from '../src/exchange.js'
import { defaultLimits } from '../src/http/limits.js'
import { createNormalizer, dialect } from '../src/index.js'
import { createShapeIndex } from '../src/shape-index.js'

const speaks = (id: string, shape: Shape | readonly Shape[]) =>
  dialect({
    id,
    title: id,
    docs: 'https://example.com',
    verified: '2026-11',
    shape,
    body: t.UnknownRecord,
    claim: () => ({ rung: 'likely', because: 'the test says so' }),
    toProblem: () => ({}),
  })

const candidates = (shape: Shape | readonly Shape[], json: unknown, headers: Record<string, string> = {}) =>
  createShapeIndex([speaks('acme', shape)])(readExchange({ status: 400, headers, json }, defaultLimits)).length

describe('a shape beside fields', () => {
  const shape: Shape = { required: { message: 'string' }, fields: ['x-acme', 'x-acme-2'] }
  test.each<[string, Record<string, string>, number]>([
    ['none', {}, 0],
    ['another', { 'x-other': '1' }, 0],
    ['the first', { 'x-acme': '1' }, 1],
    ['the second, in another case', { 'X-Acme-2': '1' }, 1],
  ])('%s', (_, headers, count) => {
    expect(candidates(shape, { message: 'no' }, headers)).toBe(count)
  })

  test('is kept beside one that needs none', () => {
    const either = [{ required: { message: 'string' } }, { fields: ['x-acme'] }] as const
    expect(candidates(either, { message: 'no' })).toBe(1)
    expect(candidates(either, { other: 1 })).toBe(0)
    expect(candidates(either, { other: 1 }, { 'x-acme': '1' })).toBe(1)
  })

  test('is asked only where its own field is there, not that of somebody else', () => {
    const both = [speaks('acme', { fields: ['x-acme'] }), speaks('brand', { fields: ['x-brand'] })]
    const { explain } = createNormalizer({ dialects: both })
    const { claims } = explain({ status: 400, headers: { 'x-brand': '1' }, json: { a: 1 } })
    expect(claims.map(({ dialect }) => dialect)).toContain('brand')
    expect(claims.map(({ dialect }) => dialect)).not.toContain('acme')
  })
})

describe('a shape of members of every name', () => {
  test.each<[unknown, number]>([
    [{}, 1],
    [{ a: ['x'], b: {} }, 1],
    [{ a: ['x'], b: 'text' }, 0],
    [{ a: ['x'], named: 'text' }, 0],
    [{ a: 1 }, 0],
    [{ a: null }, 0],
  ])('%j', (json, count) => {
    const shapes = [{ every: ['array', 'object'] }, { required: { named: 'array' }, absent: ['a'] }] as const
    expect(candidates(shapes, json)).toBe(count)
  })

  test('counts them also where there is no room for another combination of members', () => {
    const members = Array.from({ length: 40 }, (_, i) => `m${i}`)
    const index = createShapeIndex([
      speaks('lists', { every: 'array' }),
      speaks('names', {
        optional: Object.fromEntries(members.map(name => [name, 'string'])),
        required: { m0: 'null' },
      }),
    ])
    const of = (json: unknown) =>
      index(readExchange({ status: 400, headers: {}, json }, defaultLimits)).map(({ dialect }) => dialect.id)
    // more combinations than are kept
    for (let i = 1; i < 3_000; i++)
      of(
        Object.fromEntries(
          members.filter((_, bit) => (i * 2_654_435_761) & (1 << (bit % 31))).map(name => [name, 'x']),
        ),
      )
    expect(of({ m7: ['x'], m9: [], stranger: ['y'] })).toEqual(['lists'])
    expect(of({ m7: ['x'], m9: [], stranger: 'y' })).toEqual([])
    expect(of({ m7: ['x'], m9: 'x', stranger: [] })).toEqual([])
  })
})

test('a type that there is not is refused when the dialect is made', () => {
  expect(() => speaks('acme', { every: 'list' as never })).toThrow('member type "list" is unknown')
})
