import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultLimits } from '../src/http/limits.js'
import { itemsOfTree, treeOfItems } from '../src/message-tree/items.js'
import { bareOrInLists, inLists, isMessageTree } from '../src/message-tree/tree.js'

const whole = ['non_field_errors'] as const
const read = (tree: unknown) => itemsOfTree(tree as Record<string, unknown>, defaultLimits, whole)

describe('a tree of messages', () => {
  test('is read in order, each message with its place', () => {
    const { errors, errorCount, reads } = read({
      a: ['1', '2'],
      b: { c: ['3'], non_field_errors: ['4'] },
      d: [{}, { e: ['5'] }],
      f: { 0: ['6'] },
      'g/h': [{ message: '7', code: 'seven' }],
      odd: 7,
      half: { x: ['8'], y: 9 },
    })
    expect(errors).toEqual([
      { detail: '1', pointer: '/a' },
      { detail: '2', pointer: '/a' },
      { detail: '3', pointer: '/b/c' },
      { detail: '4', pointer: '/b', name: 'b.non_field_errors' },
      { detail: '5', pointer: '/d/1/e', name: 'd[1].e' },
      { detail: '6', pointer: '/f/0' },
      { detail: '7', code: 'seven', pointer: '/g~1h' },
      { detail: '8', pointer: '/half/x' },
    ])
    expect(errorCount).toBe(8)
    expect(Object.keys(reads)).toEqual(['a', 'b', 'd', 'f', 'g/h'])
  })

  test('is told from other JSON', () => {
    for (const tree of [{ a: ['1'] }, { a: { b: ['1'] } }, { a: [{}, { b: ['1'] }] }, ['1'], [{}, { a: ['1'] }]])
      expect(isMessageTree(tree, inLists)).toBe(true)
    for (const other of [{}, [], { a: [] }, { a: 'x' }, { a: ['1'], b: 2 }, { a: null }, [1], [['1']], 'x', null, 7])
      expect(isMessageTree(other, inLists)).toBe(false)
    expect(isMessageTree({ a: 'x' }, bareOrInLists)).toBe(true)
    expect(isMessageTree({ a: { message: 'x', code: 'y' } }, inLists)).toBe(true)
    expect(isMessageTree({ a: { message: 'x', code: 'y', at: 'z' } }, inLists)).toBe(false)
  })

  test('is bounded in depth, width and spelling', () => {
    let deep: unknown = ['x']
    for (let i = 0; i < 5_000; i++) deep = { a: deep }
    expect(read({ deep }).errors).toEqual([])
    expect(isMessageTree(deep, inLists)).toBe(false)
    const wide = { ['k'.repeat(20_000)]: Array.from({ length: 10_000 }, () => 'x') }
    const { errors, errorCount } = read(wide)
    expect(errorCount).toBe(10_000)
    expect(JSON.stringify(errors).length).toBeLessThan(5 * defaultLimits.extensionsLength)
    expect(isMessageTree(wide, inLists)).toBe(true)
  })

  test('an index that somebody made up fills no memory', () => {
    const items = Array.from({ length: 1_000 }, (_, i) => ({
      detail: 'x',
      pointer: `/${i}/99999`,
      name: `${i}[99999]`,
    }))
    expect(JSON.stringify(treeOfItems(items, whole)).length).toBeLessThan(500_000)
  })

  test('comes back as it was', () => {
    const key = fc.constantFrom('a', 'b', '1', 'x.y', 'p/q', '~', '__proto__', 'non_field_errors')
    const texts = fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 3 })
    const { tree } = fc.letrec<{ tree: unknown; value: unknown; row: unknown }>(tie => ({
      value: fc.oneof({ depthSize: 'small' }, texts, tie('tree'), tie('row')),
      tree: fc.dictionary(key, tie('value'), { minKeys: 1, maxKeys: 3 }),
      row: tie('tree').map(last => [{}, last]),
    }))
    fc.assert(
      fc.property(tree, given => {
        const wanted = JSON.parse(JSON.stringify(given)) as Record<string, unknown>
        // what stands for the whole holds messages, never a tree
        fc.pre(!/"non_field_errors":(\{|\[\{)/.test(JSON.stringify(wanted)))
        const { errors, reads } = read(wanted)
        fc.pre(Object.keys(reads).length === Object.keys(wanted).length)
        expect(JSON.parse(JSON.stringify(treeOfItems(errors, whole)))).toEqual(wanted)
      }),
      { numRuns: 2_000 },
    )
  })
})
