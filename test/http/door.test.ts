import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as door from '../../src/http/index.js'

const functions = Object.entries(door as Record<string, unknown>).filter(
  (entry): entry is [string, (...given: unknown[]) => unknown] => typeof entry[1] === 'function',
)

const fail = (): never => {
  throw new Error('no')
}
/** Throws at whatever is done to it, also where it looks like what was asked for. */
const hostile = (target: object): unknown =>
  new Proxy(target, { get: fail, has: fail, ownKeys: fail, getPrototypeOf: fail, getOwnPropertyDescriptor: fail })
const revoked = (target: object): unknown => {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy
}
const sparse: unknown[] = []
sparse.length = 3e8

const controls = {
  'retry-after': '1, 1',
  'x-should-retry': 'false',
  'x-request-id': 'r',
  traceparent: 't',
  'x-ratelimit-reset': '5',
}
const fields = door.fieldsOf(controls)
const oddities: readonly unknown[] = [
  Symbol('odd'),
  fail,
  sparse,
  { toString: fail, valueOf: fail },
  { delays: ['retry-after', 'ratelimit'], ids: ['x-request-id'], get: fail, names: ['ratelimit'] },
  { delays: ['retry-after', Symbol('odd')], ids: ['x-request-id'], get: () => Symbol('odd'), names: [Symbol('odd')] },
  {
    delays: ['retry-after', 'x-ratelimit-reset'],
    ids: ['x-request-id'],
    get: () => ({}),
    names: ['x-ratelimit-reset'],
  },
  ...[[], {}, fields, door.defaultLimits, new Uint8Array(1), fail].flatMap(target => [
    hostile(target),
    revoked(target),
  ]),
]
// By their number, because fast-check would touch them.
const odd = fc.nat({ max: oddities.length - 1 }).map(index => ({ index }))
const right = fc.constantFrom<unknown>(
  fields,
  door.defaultLimits,
  door.copyBudget(door.defaultLimits),
  '<p>&lt;a',
  '{"a":1e400}',
  '1, 1',
  'GET',
  429,
)
const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withObjectString: true,
  withSparseArray: true,
  withTypedArray: true,
})
const given = fc.array(
  fc.oneof(
    anything.map(value => ({ value })),
    odd,
    right.map(value => ({ value })),
  ),
  { maxLength: 4 },
)

test('the door holds functions', () => {
  expect(functions.length).toBeGreaterThanOrEqual(30)
})

test.each(functions)('%s throws on nothing at all', (_, call) => {
  fc.assert(
    fc.property(given, args => {
      call(...args.map(arg => ('index' in arg ? oddities[arg.index] : arg.value)))
    }),
    { numRuns: 1_000 },
  )
})

test('a wrong argument gets the answer of none', () => {
  const wrong = hostile(fields) as door.Fields
  expect(door.delayHint(wrong, { status: 429 })).toEqual({ warnings: [] })
  expect(door.delayHint(fields, { status: 429, body: 'soon' as never }).hint?.delayMs).toBe(1_000)
  expect(door.rateLimitWait(wrong, 429, undefined)).toBeUndefined()
  expect(door.serverClock(wrong)).toBeUndefined()
  expect(door.requestIdOf(wrong)).toBeUndefined()
  expect(door.traceIdOf(wrong)).toBeUndefined()
  expect(door.retryVeto(wrong)).toBeUndefined()
  expect(door.retryForce(wrong)).toBeUndefined()
  expect(door.wordsOfPage(7 as never)).toEqual({ sentences: [], words: '', cut: false })
  expect(door.isSafe(['GET'] as never)).toBe(false)
  expect(door.isIdempotent(['PUT'] as never)).toBe(false)
  expect(door.isJsonType(hostile({}) as never)).toBe(false)
  expect(door.copyBudget(undefined as never)).toEqual(door.copyBudget(door.defaultLimits))
  expect(door.readJson('{"a":1}', undefined as never)?.value).toEqual({ a: 1 })
  expect(door.pointerOfLoc(revoked([]) as never)).toBe('')
  expect(door.pointerOfLoc(sparse)).toBe('')
})
