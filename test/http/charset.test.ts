import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutText, decodeText, detached, printable, wellFormed } from '../../src/http/charset.js'

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)

describe('decodeText', () => {
  test.each([
    ['UTF-8 without a label', bytes(0x63, 0xc3, 0xa9), undefined, { text: 'cé', replaced: false }],
    ['a UTF-8 mark over the label', bytes(0xef, 0xbb, 0xbf, 0xc3, 0xa9), 'iso-8859-1', { text: 'é', replaced: false }],
    ['a UTF-16LE mark', bytes(0xff, 0xfe, 0x41, 0x00), undefined, { text: 'A', replaced: false }],
    ['a UTF-16BE mark', bytes(0xfe, 0xff, 0x00, 0x41), 'utf-8', { text: 'A', replaced: false }],
    ['the label', bytes(0x63, 0xe9), 'ISO-8859-1', { text: 'cé', replaced: false }],
    ['windows-1252 as the last guess', bytes(0x63, 0xe9), undefined, { text: 'cé', replaced: true }],
    ['a labelled text with a bad byte', bytes(0x63, 0xff, 0x64), 'utf-8', { text: 'c\ufffdd', replaced: true }],
    ['an unknown label', bytes(0x63), 'klingon', { text: 'c', replaced: false, unknownCharset: 'klingon' }],
    ['an empty label', bytes(0x63), '', { text: 'c', replaced: false, unknownCharset: '' }],
    ['a text cut inside a character', bytes(0xc3, 0xa9, 0x61, 0xe2, 0x82), undefined, { text: 'éa', replaced: true }],
    ['a labelled cut', bytes(0x61, 0xe2, 0x82), 'utf-8', { text: 'a', replaced: true }],
    ['no bytes', bytes(), undefined, { text: '', replaced: false }],
  ] as const)('reads %s', (_, input, charset, expected) => {
    expect(decodeText(input, charset)).toEqual(expected)
  })

  test('is total and gives well-formed text for any bytes and any label', () => {
    const labels = fc.option(fc.constantFrom('utf-8', 'utf-16', 'utf-16be', 'shift_jis', 'x', 'iso-2022-kr', ' utf8 '))
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), labels, (input, label) => {
        const { text } = decodeText(input, label ?? undefined)
        expect(wellFormed(text)).toBe(text)
      }),
    )
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (input, label) => {
        expect(typeof decodeText(input as Uint8Array, label as string).text).toBe('string')
      }),
    )
  })
})

describe('wellFormed', () => {
  test.each([
    ['plain', 'plain'],
    ['😀', '😀'],
    ['\ud83d', '\ufffd'],
    ['\ude00\ud83d', '\ufffd\ufffd'],
    ['a\ud83d😀\ude00b', 'a\ufffd😀\ufffdb'],
  ])('makes %j into %j', (text, expected) => {
    expect(wellFormed(text)).toBe(expected)
  })

  test('gives text that survives UTF-8, whatever units it is made of', () => {
    const units = fc.array(fc.integer({ min: 0xd7f0, max: 0xe010 }), { maxLength: 20 })
    fc.assert(
      fc.property(units, codes => {
        const text = wellFormed(String.fromCharCode(...codes))
        expect(text).toHaveLength(codes.length)
        expect(new TextDecoder().decode(new TextEncoder().encode(`x${text}`))).toBe(`x${text}`)
      }),
    )
  })
})

describe('cutText, detached and printable', () => {
  test.each([
    ['abc', 3, 'abc'],
    ['abc', 2, 'ab'],
    ['a😀', 2, 'a'],
    ['a😀', 3, 'a😀'],
    ['abc', 0, ''],
  ] as const)('cuts %j at %d to %j', (text, length, expected) => {
    expect(cutText(text, length)).toBe(expected)
  })

  test.each([
    ['a\r\nb', 'a\\u000d\\u000ab'],
    ['\u202eabc\u2028\u009f', '\\u202eabc\\u2028\\u009f'],
    ['\ud800', '\ufffd'],
    ['é😀', 'é😀'],
  ])('prints %j as %s', (text, expected) => {
    expect(printable(text, 64)).toBe(expected)
  })

  test('marks a text that was cut for printing', () => {
    expect(printable('abcdef', 3)).toBe('abc…')
  })

  test('detaching changes no text, and nothing throws on other types', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(detached(text)).toBe(text)
      }),
    )
    for (const odd of [undefined, null, 5, Symbol('x'), Object.create(null)] as never[]) {
      expect(printable(odd, 5)).toBe('')
      wellFormed(odd)
      cutText(odd, 5)
    }
  })
})
