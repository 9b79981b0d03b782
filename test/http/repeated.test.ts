import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { longestOf, valuesOf } from '../../src/http/repeated.js'
import { parseRetryAfter } from '../../src/http/retry-after.js'

const first = 'Sun, 06 Nov 1994 08:49:37 GMT'
const old = 'Sunday, 06-Nov-94 08:49:38 GMT'
const asctime = 'Sun Nov  6 08:49:39 1994'

describe('valuesOf', () => {
  test.each([
    ['', ['']],
    ['0', ['0']],
    ['0, 0', ['0', '0']],
    ['0 ,\t1,2', ['0', '1', '2']],
    ['1,', ['1', '']],
    ['False, False', ['False', 'False']],
    [first, [first]],
    [`${first}, ${old}, ${asctime}, 5`, [first, old, asctime, '5']],
    ['Sun', ['Sun']],
    ['5, Sun', ['5', 'Sun']],
  ])('parts %j', (value, values) => {
    expect(valuesOf(value)).toEqual(values)
  })

  test('loses nothing but the space around commas', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(',', ' ', 'Sun', '1', 'a') }), value => {
        expect(valuesOf(value).join(',').replace(/ /g, '')).toBe(value.replace(/ /g, ''))
      }),
    )
  })
})

describe('longestOf', () => {
  test.each([
    ['1, 2', { afterMs: 2_000 }],
    ['2, 1, 1', { afterMs: 2_000 }],
    [`${first}, ${asctime}, ${old}`, { atMs: 784_111_779_000 }],
    ['1', undefined],
    [first, undefined],
    ['1, soon', undefined],
    ['1, ', undefined],
    [`1, ${first}`, undefined],
    [`${first}, 1`, undefined],
  ])('of %j', (value, wait) => {
    expect(longestOf(value, parseRetryAfter)?.wait).toEqual(wait)
  })
})
