import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseChallenges, refusalOf } from '../../src/http/www-authenticate.js'

describe('parseChallenges', () => {
  test.each([
    [
      'Basic realm="simple", Newauth realm="apps", type=1, title="Login to \\"apps\\""',
      [
        { scheme: 'Basic', parameters: { realm: 'simple' } },
        { scheme: 'Newauth', parameters: { realm: 'apps', type: '1', title: 'Login to "apps"' } },
      ],
    ],
    ['Bearer', [{ scheme: 'Bearer', parameters: {} }]],
    [
      'Negotiate, Basic realm="x"',
      [
        { scheme: 'Negotiate', parameters: {} },
        { scheme: 'Basic', parameters: { realm: 'x' } },
      ],
    ],
    ['Negotiate YWJj==', [{ scheme: 'Negotiate', token68: 'YWJj==', parameters: {} }]],
    [
      'A abc, B def',
      [
        { scheme: 'A', token68: 'abc', parameters: {} },
        { scheme: 'B', token68: 'def', parameters: {} },
      ],
    ],
    ['A a=', [{ scheme: 'A', token68: 'a=', parameters: {} }]],
    ['A a=b', [{ scheme: 'A', parameters: { a: 'b' } }]],
    ['A a = "b" , C = d', [{ scheme: 'A', parameters: { a: 'b', c: 'd' } }]],
    [
      'Bearer error="invalid_token", error="other", error_description="It, expired"',
      [{ scheme: 'Bearer', parameters: { error: 'invalid_token', error_description: 'It, expired' } }],
    ],
    ['Bearer realm="a" error="b"', [{ scheme: 'Bearer', parameters: { realm: 'a', error: 'b' } }]],
    [', ,Basic realm="x",,', [{ scheme: 'Basic', parameters: { realm: 'x' } }]],
    ['Basic realm="open', [{ scheme: 'Basic', parameters: { realm: 'open' } }]],
    ['"x", Basic a=b', [{ scheme: 'Basic', parameters: { a: 'b' } }]],
    [
      'Basic @, B c=d',
      [
        { scheme: 'Basic', parameters: {} },
        { scheme: 'B', parameters: { c: 'd' } },
      ],
    ],
    ['', []],
    ['"', []],
    [' , ,', []],
    [undefined, []],
  ])('reads %j', (value, expected) => {
    expect(parseChallenges(value)).toEqual(expected)
  })

  test('holds __proto__ as a parameter', () => {
    expect(Object.keys(parseChallenges('A __proto__=b')[0]?.parameters ?? {})).toEqual(['__proto__'])
  })

  test('ends, without a throw, on anything', () => {
    const odd = fc.string({ unit: fc.constantFrom('a', 'B', ' ', ',', '=', '"', '\\', '@', '\t') })
    fc.assert(
      fc.property(fc.oneof(odd, fc.anything()), value => {
        expect(Array.isArray(parseChallenges(value as string))).toBe(true)
      }),
      { numRuns: 2_000 },
    )
    for (const unit of ['a', 'a ', ',', '"', '=', 'a=', 'a="b",', '@', '\\'])
      expect(parseChallenges(unit.repeat(100_000)).length).toBeLessThanOrEqual(32)
  })
})

describe('refusalOf', () => {
  test('is what the first challenge to a token says was wrong with it', () => {
    const value =
      'Basic error="b", Bearer realm="r", bearer realm="s", error="invalid_token", error_description="d", error_uri="/u", DPoP error="x"'
    expect(refusalOf(value)).toEqual({
      scheme: 'bearer',
      error: 'invalid_token',
      description: 'd',
      uri: '/u',
      realm: 's',
    })
  })
  test('is nothing without an error, and never longer than anybody would read', () => {
    for (const value of [undefined, '', 'error', 'Bearer', 'Bearer scope="error"', `Bearer error="${'e'.repeat(65)}"`])
      expect(refusalOf(value)).toBeUndefined()
    expect(refusalOf(`Bearer error=e, scope="${'s'.repeat(5_000)}"`)?.scope).toHaveLength(1_000)
  })
})
