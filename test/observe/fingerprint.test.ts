import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ApiProblem, createNormalizer, fingerprint, type ProblemParts, problem } from '../../src/index.js'
import { fnv1a } from '../../src/observe/fingerprint.js'
import { exchangeOf, fixtures } from '../fixtures.js'

const { decode } = createNormalizer()
const of = (detail: string, more: Partial<ApiProblem> = {}) =>
  fingerprint(problem({ status: 400, ...(more as ProblemParts), detail }))

describe('the hash', () => {
  // RFC 9923, appendix C
  test.each([
    ['', 'cbf29ce484222325'],
    ['a', 'af63dc4c8601ec8c'],
    ['foobar', '85944171f73967e8'],
  ])('of %j is that of the RFC', (text, hash) => {
    expect(fnv1a(text)).toBe(hash)
  })

  test('is that of arithmetic without halves, for any text', () => {
    const whole = (text: string) => {
      let hash = 0xcbf29ce484222325n
      for (const byte of Buffer.from(text, 'latin1'))
        hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn
      return hash.toString(16).padStart(16, '0')
    }
    const latin = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map(code => String.fromCharCode(code)) })
    fc.assert(fc.property(latin, text => fnv1a(text) === whole(text)))
    expect(fnv1a('☃')).not.toBe(fnv1a('\x03'))
  })
})

describe('a fingerprint', () => {
  test.each([
    ['a number', 'Order 7 does not exist.', 'Order 19482 does not exist.'],
    [
      'a UUID',
      'No user 6f9619ff-8b86-d011-b42d-00cf4fc964ff here',
      'No user 0e37df36-f698-11e6-8dd4-cb9ced3df976 here',
    ],
    ['an id with a prefix', 'No such customer: cus_4fdAW5ftNQow1a', 'No such customer: cus_9s6XKzkNRiz8i3'],
    ['a quoted part', 'Unknown field "colour" in the query', 'Unknown field "size of box" in the query'],
    ['a part in single quotes', "The value 'a b' isn't valid", "The value 'c' isn't valid"],
    ['a part in other quotes', 'Unknown “a” and «b» and `c`', 'Unknown “d” and «e» and `f`'],
    ['an address', 'ann@example.com is taken', 'bob@example.org is taken'],
    ['a date', 'Expired at 2026-11-24T18:00:00Z', 'Expired at 2025-01-02T03:04:05.678Z'],
    ['a host and a port', 'connect ECONNREFUSED 10.0.0.1:5432', 'connect ECONNREFUSED 172.16.254.3:5433'],
    ['a list of ids of another length', 'Missing 1, 2, 3.', 'Missing 4, 5.'],
    ['a long token', `Bad cursor ${'abcdef'.repeat(8)}`, `Bad cursor ${'ghijkl'.repeat(9)}`],
    ['a path with an id', 'GET /orders/7/items failed', 'GET /orders/81/items failed'],
    ['capitals', 'Not Found Here', 'not found here'],
  ])('is the same whatever %s', (_, one, other) => {
    expect(of(one)).toBe(of(other))
    expect(of(one)).toMatch(/^[0-9a-f]{16}$/)
  })

  test.each([
    ['words', 'The card is declined.', 'The card has expired.'],
    ['the number of a route', 'GET /orders failed', 'GET /users failed'],
  ])('differs where %s differ', (_, one, other) => {
    expect(of(one)).not.toBe(of(other))
  })

  test('differs by status, code, type and dialect, and not by ids, times and leftovers', () => {
    const one = problem({ status: 400, detail: 'x' })
    const differ: readonly Partial<ApiProblem>[] = [
      { status: 422 },
      { code: 'E1001' },
      { code: 'E1002' },
      { type: 'urn:a' },
      { dialect: 'base' },
    ]
    const prints = differ.map(more => fingerprint({ ...one, ...more }))
    expect(new Set([...prints, fingerprint(one)]).size).toBe(6)
    const same = { requestId: 'r', traceId: 't', receivedAt: 'now', instance: '/7', extensions: { a: 1 }, cause: one }
    expect(fingerprint({ ...one, ...same })).toBe(fingerprint(one))
  })

  test('of individual errors says which, not how many and where in a list', () => {
    const items = (...pointers: readonly string[]) =>
      of('x', { errors: pointers.map(pointer => ({ pointer, code: 'blank', detail: `${pointer} is blank` })) })
    expect(items('/items/0/name', '/items/4/name')).toBe(items('/items/7/name'))
    expect(items('/a', '/b')).toBe(items('/b', '/a'))
    expect(items('/a')).not.toBe(items('/b'))
    expect(items('/users/6f9619ff-8b86-d011/name')).toBe(items('/users/0e37df36-f698-11e6/name'))
    expect(items('/line1')).not.toBe(items('/line2'))
  })

  test.each(fixtures.map(fixture => [fixture.id, fixture] as const))(
    'of %s stays when its numbers and ids change',
    (_, fixture) => {
      const first = decode(exchangeOf(fixture))
      const bumped = (text: string) => text.replace(/\d+/g, digits => String(Number(digits) + 1))
      const again = {
        ...first,
        requestId: 'another',
        ...(first.detail === undefined ? {} : { detail: bumped(first.detail) }),
      }
      expect(fingerprint(again)).toBe(fingerprint(first))
      expect(fingerprint(JSON.parse(JSON.stringify(first)))).toBe(fingerprint(first))
    },
  )

  test('tells the fixtures apart', () => {
    const prints = new Set(fixtures.map(fixture => fingerprint(decode(exchangeOf(fixture)))))
    expect(prints.size).toBeGreaterThan(fixtures.length * 0.95)
  })

  test('is made of anything, however hostile', () => {
    const long = ['"', "'", " '", '#', '# ', ',', '“', '/', '\u0000', '7', 'a', '\ud800'].map(part =>
      part.repeat(100_000),
    )
    for (const text of long) expect(of(text)).toMatch(/^[0-9a-f]{16}$/)
    for (const odd of [
      undefined,
      null,
      {},
      [],
      { errors: 7 },
      { ...problem({ status: 400 }), detail: 7, title: [], errors: [null, { pointer: 7, detail: {} }] },
    ])
      expect(fingerprint(odd as unknown as ApiProblem)).toMatch(/^[0-9a-f]{16}$/)
  })
})
