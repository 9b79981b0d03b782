import { describe, expect, test } from 'vitest'
import { fieldsOf } from '../../src/http/fields.js'
import { retryForce, retryVeto } from '../../src/http/veto.js'

describe('retryVeto and retryForce', () => {
  test.each([
    ['x-should-retry', 'false', 'veto'],
    ['X-Should-Retry', 'False', 'veto'],
    ['x-should-retry', 'true', 'force'],
    ['x-should-retry', 'false, false', 'veto'],
    ['x-should-retry', 'False,true', 'veto'],
    ['x-should-retry', 'true, true', 'force'],
    ['x-should-retry', 'true, maybe', 'none'],
    ['stripe-should-retry', 'true, false', 'veto'],
    ['grpc-retry-pushback-ms', '100, 100', 'veto'],
    ['x-should-retry', 'maybe', 'none'],
    ['x-should-retry', '', 'none'],
    ['Stripe-Should-Retry', 'false', 'veto'],
    ['Stripe-Should-Retry', 'true', 'force'],
    ['x-envoy-overloaded', 'true', 'veto'],
    ['x-envoy-overloaded', '', 'veto'],
    ['x-envoy-ratelimited', 'true', 'veto'],
    ['x-envoy-upstream-service-time', '5', 'none'],
    ['grpc-retry-pushback-ms', '-1', 'veto'],
    ['grpc-retry-pushback-ms', 'soon', 'veto'],
    ['grpc-retry-pushback-ms', '', 'veto'],
    ['grpc-retry-pushback-ms', '100', 'none'],
    ['retry-after', '5', 'none'],
  ])('%s: %s is a %s', (name, value, expected) => {
    const fields = fieldsOf({ [name]: value })
    const field = name.toLowerCase()
    expect(retryVeto(fields)).toEqual(
      expected === 'veto' ? { field, because: expect.stringMatching(/retry|dropped/) } : undefined,
    )
    expect(retryForce(fields)).toEqual(expected === 'force' ? { field } : undefined)
  })

  test('where nobody speaks there is neither', () => {
    expect(retryVeto(fieldsOf({}))).toBeUndefined()
    expect(retryForce(fieldsOf(null))).toBeUndefined()
  })
})
