import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isHtmlType, isJsonType, isXmlType, parseMediaType } from '../../src/http/media-type.js'

describe('parseMediaType', () => {
  test.each([
    'text/html;charset=utf-8',
    'Text/HTML;Charset="utf-8"',
    'text/html; charset="utf-8"',
    'text/html;charset=UTF-8',
  ])('reads %s as RFC 9110 §8.3.1 says', value => {
    expect(parseMediaType(value)).toMatchObject({ essence: 'text/html', charset: 'utf-8' })
  })

  test.each([
    ['application/problem+json', { essence: 'application/problem+json', suffix: 'json', parameters: {} }],
    ['application/json, application/json', { essence: 'application/json', parameters: {} }],
    ['text/plain; a="b;c,\\"d\\""; e=f', { essence: 'text/plain', parameters: { a: 'b;c,"d"', e: 'f' } }],
    ['text/plain;;  ; a=1; a=2', { essence: 'text/plain', parameters: { a: '1' } }],
    ['text/plain; charset=', { essence: 'text/plain', parameters: {} }],
    ['text/plain; charset="utf-8', { essence: 'text/plain', charset: 'utf-8', parameters: { charset: 'utf-8' } }],
    ['text/plain; charset', { essence: 'text/plain', parameters: {} }],
    ['text/plain; odd stuff; a=1', { essence: 'text/plain', parameters: { a: '1' } }],
    ['a/b+', { essence: 'a/b+', parameters: {} }],
    ['  text/plain  ', { essence: 'text/plain', parameters: {} }],
  ])('reads %j', (value, expected) => {
    expect(parseMediaType(value)).toEqual(expected)
    expect(parseMediaType(value)).toEqual(expected)
  })

  test.each(['', 'json', '/', 'a/', '/b', 'text plain', 'text/pl ain', ';a=b', 'text/html/x', '*'])(
    'refuses %j',
    value => {
      expect(parseMediaType(value)).toBeUndefined()
    },
  )

  test('holds __proto__ as a parameter', () => {
    expect(Object.keys(parseMediaType('a/b; __proto__=c')?.parameters ?? {})).toEqual(['__proto__'])
  })

  test('answers right after its memory was started anew', () => {
    for (let i = 0; i < 300; i++) expect(parseMediaType(`a/b${i}`)?.essence).toBe(`a/b${i}`)
    expect(parseMediaType('a/b0')?.essence).toBe('a/b0')
  })

  test('is total', () => {
    const odd = fc.string({ unit: fc.constantFrom('a', '/', ';', '=', '"', '\\', ',', ' ', '+') })
    fc.assert(
      fc.property(fc.oneof(odd, fc.anything()), value => {
        const mediaType = parseMediaType(value as string)
        if (mediaType !== undefined) expect(mediaType.essence).toMatch(/^[^/]+\/[^/]+$/)
        for (const is of [isJsonType, isHtmlType, isXmlType]) expect(typeof is(value as undefined)).toBe('boolean')
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('the three questions', () => {
  test.each([
    ['application/json', 'json'],
    ['text/json', 'json'],
    ['application/ld+json', 'json'],
    ['application/problem+json; charset=utf-8', 'json'],
    ['application/x-amz-json-1.1', 'json'],
    ['application/json-seq', 'none'],
    ['application/x-ndjson', 'none'],
    ['application/jsonp', 'none'],
    ['text/html', 'html'],
    ['application/xhtml+xml', 'html xml'],
    ['application/xml', 'xml'],
    ['text/xml', 'xml'],
    ['application/problem+xml', 'xml'],
    ['text/plain', 'none'],
    ['', 'none'],
  ])('hold for %j: %s', (value, expected) => {
    const mediaType = parseMediaType(value)
    const answers = [isJsonType(mediaType) && 'json', isHtmlType(mediaType) && 'html', isXmlType(mediaType) && 'xml']
    expect(answers.filter(Boolean).join(' ') || 'none').toBe(expected)
  })
})
