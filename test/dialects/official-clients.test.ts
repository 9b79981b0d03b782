import { describe, expect, test } from 'vitest'
import { type EncodableId, encode, type ProblemParts, problem } from '../../src/index.js'

const headersOf = (parts: ProblemParts, dialect: EncodableId) => encode(problem(parts), dialect).wire.headers

// what the clients themselves make of it is in test/oracles
describe('the fields where the official client of an API looks', () => {
  test.each([
    ['stripe', 'request-id'],
    ['anthropic', 'request-id'],
    ['openai', 'x-request-id'],
    ['github', 'x-github-request-id'],
    ['aws', 'x-amzn-requestid'],
  ] as const)('%s: %s says the id of the request, and no unsafe one', (dialect, field) => {
    expect(headersOf({ status: 404, requestId: 'req_1' }, dialect)[field]).toBe('req_1')
    for (const requestId of ['a\r\nset-cookie: b', 'two words', '\u00e9', 'x'.repeat(300)])
      expect(headersOf({ status: 404, requestId }, dialect)[field]).toBe(undefined)
    expect(headersOf({ status: 404 }, dialect)[field]).toBe(undefined)
  })

  test.each<[string, ProblemParts, string | undefined]>([
    ['a conflict that somebody has to resolve', { status: 409 }, 'false'],
    ['what was retried enough', { status: 503, retry: { exhausted: true } }, 'false'],
    ['a failure that stays', { status: 500, retry: { advice: 'never' } }, 'false'],
    ['a failure that may pass', { status: 503 }, undefined],
    ['a conflict that may pass', { status: 409, retry: { advice: 'backoff' } }, undefined],
    ['what nobody sends again', { status: 400 }, undefined],
  ])('stripe-should-retry of %s', (_, parts, said) => {
    expect(headersOf(parts, 'stripe')['stripe-should-retry']).toBe(said)
  })
})
