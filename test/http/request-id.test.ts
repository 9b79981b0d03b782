import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fieldsOf } from '../../src/http/fields.js'
import { isSafeId, requestIdFields, requestIdOf, traceIdOf } from '../../src/http/request-id.js'

describe('requestIdOf', () => {
  test.each(requestIdFields)('reads %s', field => {
    expect(requestIdOf(fieldsOf({ [field]: 'req_1' }))).toBe('req_1')
  })

  test('takes the first of its table that is safe, whatever their order on the wire', () => {
    expect(requestIdOf(fieldsOf({ 'CF-Ray': 'ray', 'X-Request-Id': 'a' }))).toBe('a')
    expect(requestIdOf(fieldsOf({ 'CF-Ray': 'ray', 'X-Request-Id': 'a b' }))).toBe('ray')
    expect(requestIdOf(fieldsOf({ 'X-Varnish': '32770 3' }))).toBeUndefined()
    expect(requestIdOf(fieldsOf({ Date: 'x' }))).toBeUndefined()
  })

  test.each([
    ['a', true],
    ['!~', true],
    ['x'.repeat(256), true],
    ['x'.repeat(257), false],
    ['', false],
    ['a b', false],
    ['abc\r\nX: y', false],
    ['abc\n', false],
    ['\u0000', false],
    ['é', false],
    ['\u007f', false],
  ])('isSafeId(%j) is %s', (text, expected) => {
    expect(isSafeId(text)).toBe(expected)
  })

  test('what is safe can always be set as a header', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string({ unit: 'binary' })), value => {
        if (isSafeId(value as string)) expect(new Headers({ a: value as string }).get('a')).toBe(value)
      }),
    )
  })
})

const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
const span = '00f067aa0ba902b7'

describe('traceIdOf', () => {
  test.each([
    ['traceparent', `00-${trace}-${span}-01`, trace],
    ['traceparent', `cc-${trace}-${span}-01-what-the-future-holds`, trace],
    ['traceparent', `00-${trace}-${span}-01-x`, undefined],
    ['traceparent', `ff-${trace}-${span}-01`, undefined],
    ['traceparent', `00-${'0'.repeat(32)}-${span}-01`, undefined],
    ['traceparent', `00-${trace}-${'0'.repeat(16)}-01`, undefined],
    ['traceparent', `00-${trace.toUpperCase()}-${span}-01`, undefined],
    ['traceparent', `00-${trace}`, undefined],
    ['x-b3-traceid', trace, trace],
    ['x-b3-traceid', span, span],
    ['x-b3-traceid', '12', undefined],
    [
      'x-amzn-trace-id',
      'Root=1-67891233-abcdef012345678912345678;Parent=463ac35c9f6413ad;Sampled=1',
      '1-67891233-abcdef012345678912345678',
    ],
    [
      'x-amzn-trace-id',
      'Self=1-67891233-12456789abcdef012345678;Root=1-67891233-abcdef012345678912345678',
      '1-67891233-abcdef012345678912345678',
    ],
    ['x-amzn-trace-id', 'Root=x', undefined],
    ['x-cloud-trace-context', `${trace}/123;o=1`, trace],
    ['x-cloud-trace-context', trace, trace],
    ['x-cloud-trace-context', 'x', undefined],
  ])('reads %s: %s as %s', (field, value, expected) => {
    expect(traceIdOf(fieldsOf({ [field]: value }))).toBe(expected)
  })

  test('prefers traceparent, unless it is none', () => {
    const b3 = { 'x-b3-traceid': span }
    expect(traceIdOf(fieldsOf({ ...b3, traceparent: `00-${trace}-${span}-01` }))).toBe(trace)
    expect(traceIdOf(fieldsOf({ ...b3, traceparent: 'x' }))).toBe(span)
    expect(traceIdOf(fieldsOf({}))).toBeUndefined()
  })
})
