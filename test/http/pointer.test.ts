import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  dotOfPointer,
  formatPointer,
  fragmentOfPointer,
  parsePointer,
  pathOfPointer,
  pointerOfFragment,
  pointerOfLoc,
  pointerOfPath,
} from '../../src/http/pointer.js'

/** RFC 6901 §5 and §6: the same twelve pointers as text and as fragment. */
const examples: readonly (readonly [string, string, readonly string[]])[] = [
  ['', '#', []],
  ['/foo', '#/foo', ['foo']],
  ['/foo/0', '#/foo/0', ['foo', '0']],
  ['/', '#/', ['']],
  ['/a~1b', '#/a~1b', ['a/b']],
  ['/c%d', '#/c%25d', ['c%d']],
  ['/e^f', '#/e%5Ef', ['e^f']],
  ['/g|h', '#/g%7Ch', ['g|h']],
  ['/i\\j', '#/i%5Cj', ['i\\j']],
  ['/k"l', '#/k%22l', ['k"l']],
  ['/ ', '#/%20', [' ']],
  ['/m~0n', '#/m~0n', ['m~n']],
]

describe('RFC 6901', () => {
  test.each(examples)('reads and writes %j as %j', (pointer, fragment, tokens) => {
    expect(parsePointer(pointer)).toEqual(tokens)
    expect(formatPointer(tokens)).toBe(pointer)
    expect(fragmentOfPointer(pointer)).toBe(fragment)
    expect(pointerOfFragment(fragment)).toBe(pointer)
  })

  test.each(['a', '/a~', '/a~2', '~0', '#/a', ' /a'])('refuses %j as a pointer', text => {
    expect(parsePointer(text)).toBeUndefined()
  })

  test.each(['', '/a', '#a', '#/%', '#/%zz', '#/%ff', '#/~2'])('refuses %j as a fragment', text => {
    expect(pointerOfFragment(text)).toBeUndefined()
  })

  test('unescapes ~01 to ~1, not to a slash', () => {
    expect(parsePointer('/~01')).toEqual(['~1'])
  })

  test('reads back every list of tokens', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), tokens => {
        const pointer = formatPointer(tokens)
        expect(parsePointer(pointer)).toEqual(tokens)
        expect(pointerOfFragment(fragmentOfPointer(pointer))).toBe(pointer)
        expect(pointerOfPath(dotOfPointer(pointer))).toBe(pointer)
      }),
    )
  })
})

describe('pointerOfPath', () => {
  test.each([
    ['', ''],
    ['$', ''],
    ['#', ''],
    ['a', '/a'],
    ['a.0.b', '/a/0/b'],
    ['a[0].b', '/a/0/b'],
    ['[0].b', '/0/b'],
    ['[0][1]', '/0/1'],
    ['a["b.c"]', '/a/b.c'],
    ["a['b.c'].d", '/a/b.c/d'],
    ['a["x\\"y"]', '/a/x"y'],
    ['user[email]', '/user/email'],
    ['$.a[1]', '/a/1'],
    ['$["a"].b', '/a/b'],
    ['$[0]', '/0'],
    ['$ref', '/$ref'],
    ['#/a', '/a'],
    ['#/a%7E0b', '/a~0b'],
    ['#/%', '/#~1%'],
    ['/a/b', '/a/b'],
    ['/a~b', '/~1a~0b'],
    ['a/b', '/a~1b'],
    ['a~b.c', '/a~0b/c'],
    ['Model.Field', '/Model/Field'],
    ['first name.x', '/first name/x'],
    ['a..b', '/a..b'],
    ['.a', '/.a'],
    ['a.', '/a.'],
    ['.', '/.'],
    ['a[', '/a['],
    ['a[]', '/a[]'],
    ['a]', '/a]'],
    ['a[0]b', '/a[0]b'],
    ['a["b"', '/a["b"'],
    ['a[[0]]', '/a[[0]]'],
    ['$.', '/$.'],
    ['__proto__', '/__proto__'],
    ['constructor.name', '/constructor/name'],
  ])('reads %j as %j, and again from memory', (path, pointer) => {
    expect(pointerOfPath(path)).toBe(pointer)
    expect(pointerOfPath(path)).toBe(pointer)
  })

  test('reads right after its memory was started anew', () => {
    for (let i = 0; i < 1_100; i++) expect(pointerOfPath(`items.${i}`)).toBe(`/items/${i}`)
    expect(pointerOfPath('items.0')).toBe('/items/0')
  })

  test('always gives a pointer', () => {
    const odd = fc.string({ unit: fc.constantFrom('a', '0', '.', '[', ']', '"', "'", '$', '#', '/', '~', '%', '\\') })
    fc.assert(
      fc.property(fc.oneof(odd, fc.string({ unit: 'binary' })), path => {
        expect(parsePointer(pointerOfPath(path))).toBeDefined()
      }),
      { numRuns: 2_000 },
    )
  })

  test.each(['[', '[0]', '.', '"', '["', '$', 'a.', '~', '\\'])('reads a long run of %j', unit => {
    expect(parsePointer(pointerOfPath(unit.repeat(100_000)))).toBeDefined()
  })
})

describe('pointerOfLoc and dotOfPointer', () => {
  test.each([
    [['lines', 0, 'qty'], '/lines/0/qty'],
    [['a/b', '~'], '/a~1b/~0'],
    [[], ''],
    [['a', null, {}, true], '/a/true'],
  ])('reads the pieces %j as %j', (loc, pointer) => {
    expect(pointerOfLoc(loc)).toBe(pointer)
  })

  test.each([
    ['/items/0/name', 'items.0.name'],
    ['', ''],
    ['/', '[""]'],
    ['/a/b.c', 'a["b.c"]'],
    ['/$', '["$"]'],
    ['/a~1b', 'a/b'],
    ['odd', 'odd'],
  ])('writes %j as %j', (pointer, path) => {
    expect(dotOfPointer(pointer)).toBe(path)
  })

  test.each([
    ['/items/0/name', '.', 'items[0].name'],
    ['/items/0/name', '/', 'items[0]/name'],
    ['/0', '.', '[0]'],
    ['', '.', ''],
    ['/a/b.c', '.', 'a["b.c"]'],
    ['odd', '.', 'odd'],
  ])('writes %j with brackets and %j as %j', (pointer, separator, path) => {
    expect(pathOfPointer(pointer, separator)).toBe(path)
    if (separator === '.' && pointer !== 'odd') expect(pointerOfPath(path)).toBe(pointer)
  })

  test('a list of holes is no path, and a long path keeps all of its pieces', () => {
    const holes: unknown[] = ['a']
    holes.length = 3e8
    holes[7] = 'b'
    expect(pointerOfLoc(holes)).toBe('/a/b')
    expect(pointerOfLoc(Array(1_500).fill('x'))).toBe('/x'.repeat(1_500))
    expect(pointerOfLoc(Object.assign(Array(1_500), { 0: 'a', name: 'b' }))).toBe('/a')
  })

  test('nothing throws on other types', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (input: unknown) => {
        for (const f of [
          formatPointer,
          parsePointer,
          pointerOfFragment,
          fragmentOfPointer,
          pointerOfPath,
          dotOfPointer,
          pathOfPointer,
        ])
          f(input as never)
        expect(typeof pointerOfLoc(input as unknown[])).toBe('string')
      }),
    )
  })
})
