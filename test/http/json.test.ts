import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readJson } from '../../src/http/json.js'
import { readCapped } from '../../src/http/json-reader.js'
import { keepsDigits, putMember } from '../../src/http/json-value.js'
import { defaultLimits, type Limits } from '../../src/http/limits.js'

const tight: Limits = { ...defaultLimits, depth: 3, keys: 3, stringLength: 5 }
const read = (text: string, limits: Limits = defaultLimits) => readJson(text, limits)
const complete = (value: unknown, ...warnings: string[]) => ({ value, warnings, complete: true })
const truncated = 'truncated: the text ends before the value does'

describe('readJson', () => {
  test.each([
    '{}',
    '[]',
    'null',
    'true',
    '-0.5e-3',
    '"a"',
    ' \t\r\n[1, 2 ,{"a":"b\\n"}] ',
    '{"a":{"b":[{"c":null}]}}',
    '"\\u00e9"',
    '{"a:b":1}',
    '"\\\\"',
    '["\\"]"]',
    '{"a":"{\\"b\\":1}"}',
    '[0.1,1e5,1E+2,123456789012345]',
    '{"":0}',
  ])('reads %s as the engine does', text => {
    expect(read(text)).toEqual(complete(JSON.parse(text)))
    expect(readCapped(text, defaultLimits)).toEqual(complete(JSON.parse(text)))
  })

  test.each([
    '',
    ' ',
    "{'a':1}",
    '{"a":1,}',
    '[1,]',
    '[,1]',
    'NaN',
    '{"a":1} x',
    '{}{}',
    '[1 2]',
    '{"a" 1}',
    '{1:2}',
    '01',
    '+1',
    '1.',
    '.5',
    '1e',
    '"a',
    'tru',
    'nul',
    '-',
    '{"a":tru}',
    '["\t"]',
    '["\\x"]',
    '["\\u12g4"]',
    '}',
    ']',
    '[1}',
    '{"a":1]',
    '<p>',
    'plain',
    '[1]]',
    '{"a":01}',
    '[1.]',
    '\u00a0[]',
    '[',
    '{',
    '[[',
    '{"a',
    '{"a":',
    '{"a":"b',
    '[1',
    '/**/[]',
    '[tx',
    '[1,"\\u1x',
    '[1,--',
  ])('refuses %j', text => {
    expect(read(text)).toBeUndefined()
  })

  test('strips a byte order mark', () => {
    expect(read('\ufeff{"a":1}')).toEqual(complete({ a: 1 }))
    expect(read('\ufeff\ufeff{"a":1}')).toBeUndefined()
  })

  test.each([
    ['{"a":1,', { a: 1 }],
    ['{"a":1,"b', { a: 1 }],
    ['{"a":1,"b"', { a: 1 }],
    ['{"a":1,"b":', { a: 1 }],
    ['{"a":1,"b":"hel', { a: 1, b: 'hel' }],
    ['{"a":1,"b":"hel\\', { a: 1, b: 'hel' }],
    ['{"a":1,"b":"hel\\u00e', { a: 1, b: 'hel' }],
    ['{"a":1,"b":"hel\\ud83d', { a: 1, b: 'hel' }],
    ['{"a":1,"b":40', { a: 1 }],
    ['{"a":1,"b":-', { a: 1 }],
    ['{"a":1,"b":1.', { a: 1 }],
    ['{"a":1,"b":tr', { a: 1 }],
    ['{"a":1', undefined],
    ['{"a":true', { a: true }],
    ['{"e":{"code":"x","m":"half', { e: { code: 'x', m: 'half' } }],
    ['[[]', [[]]],
    ['[1,2', [1]],
    ['[{"a":"b"},', [{ a: 'b' }]],
  ])('closes the truncated %s where it ends', (text, value) => {
    expect(read(text)).toEqual(value && { value, warnings: [truncated], complete: false })
  })

  test('reads every prefix of a document to a part of it, or not at all', () => {
    const text = '{"error":{"code":"x","list":[1,{"a":"b\\u00e9"},null]},"id":"7"}'
    const full = JSON.stringify(JSON.parse(text))
    for (let length = 0; length < text.length; length++) {
      const reading = read(text.slice(0, length))
      expect(reading?.complete ?? false).toBe(false)
      if (reading !== undefined) expect(full.startsWith(JSON.stringify(reading.value).slice(0, 10))).toBe(true)
    }
  })

  test('nulls what lies too deep', () => {
    expect(read('[[[1,[2],{"a":[]}]],"x"]', tight)).toEqual(
      complete([[[1, null, null]], 'x'], 'depth-cut: 2 values deeper than 3 levels became null'),
    )
    expect(read('[[[1]]]', tight)).toEqual(complete([[[1]]]))
  })

  test('drops members beyond the cap, and what is in them', () => {
    const cut = 'keys-cut: 2 members beyond 3 of an object were dropped'
    expect(read('{"a":1,"b":2,"c":3,"d":{"e":"toolong"},"f":5}', tight)).toEqual(complete({ a: 1, b: 2, c: 3 }, cut))
    expect(read('{"a":1,"b":2,"c":3}', tight)).toEqual(complete({ a: 1, b: 2, c: 3 }))
  })

  test('cuts long strings and names, never inside a surrogate pair', () => {
    expect(read('["abcde"]', tight)).toEqual(complete(['abcde']))
    expect(read('["abcdef","abcd\\ud83d\\ude00"]', tight)).toEqual(
      complete(['abcde', 'abcd'], 'string-cut: 2 strings were cut at 5 characters'),
    )
    expect(read('{"abcdefg":1}', tight)?.value).toEqual({ abcde: 1 })
  })

  test.each([
    ['12345678901234567890', '12345678901234567890'],
    ['9007199254740993', '9007199254740993'],
    ['9007199254740991', 9007199254740991],
    ['-9007199254740992', '-9007199254740992'],
    ['1e400', '1e400'],
    ['-1E400', '-1E400'],
    ['1e-400', '1e-400'],
    ['0.1234567890123456789', '0.1234567890123456789'],
    ['0.30000000000000004', 0.30000000000000004],
    ['1.10', 1.1],
    ['0.0', 0],
    ['0e99999', 0],
    ['1e22', 1e22],
    ['1.7976931348623157e308', Number.MAX_VALUE],
    ['5e-324', 5e-324],
    ['123456789012345', 123456789012345],
    ['100000000000000000000', '100000000000000000000'],
  ])('reads the number %s as %j', (text, value) => {
    const warnings =
      typeof value === 'string' ? ['number-as-string: 1 numbers that a double cannot hold are kept as text'] : []
    expect(read(`{"n":${text}}`)).toEqual(complete({ n: value }, ...warnings))
    expect(keepsDigits(text)).toBe(typeof value === 'number')
  })

  test('warns of members given twice, by name, and lets the last one count', () => {
    expect(read('{"status":1,"code":2,"status":3,"code":4,"status":5}')).toEqual(
      complete(
        { status: 5, code: 4 },
        'duplicate-member: 2 members were given more than once, the last one counts: status, code',
      ),
    )
    expect(read('{"a":{"x":1},"a":{"y":1}}')?.value).toEqual({ a: { y: 1 } })
    expect(read('[{"a":1},{"a":2}]')?.warnings).toEqual([])
    expect(read('{"a":1,"\\u0061":2}')?.value).toEqual({ a: 2 })
    const many = read(`{${'"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"\\n":1,'.repeat(2)}"g":1}`)
    expect(many?.warnings).toEqual([
      'duplicate-member: 7 members were given more than once, the last one counts: a, b, c, d, e',
    ])
    expect(read('{"a\\n":1,"a\\n":2}')?.warnings[0]).toMatch(/: a\\u000a$/)
  })

  test.each(['{"__proto__":{"x":1},"b":1}', '{"\\u005f_proto__":{"x":1},"b":1}', '{"b":1,"b":1,"__proto__":{"x":1}}'])(
    'keeps __proto__ in %s as an own member that changes no prototype',
    text => {
      const value = read(text)?.value as Record<string, unknown>
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
      expect(Object.getOwnPropertyDescriptor(value, '__proto__')?.value).toEqual({ x: 1 })
      expect(value['x']).toBeUndefined()
    },
  )

  test('keeps the names that objects inherit, even where prototypes are frozen', () => {
    const frozen = Object.freeze(Object.defineProperty({}, 'constructor', { value: 1, writable: false }))
    const target = Object.create(frozen)
    putMember(target, 'constructor', 2)
    expect(target.constructor).toBe(2)
    expect(read('{"constructor":1,"prototype":2,"toString":3,"a":1,"a":2}')?.value).toEqual(
      JSON.parse('{"constructor":1,"prototype":2,"toString":3,"a":2}'),
    )
  })

  test('looks at what stands after strings that end in backslashes and quotes', () => {
    expect(read('["\\\\",12345678901234567890,"x"]')?.value).toEqual(['\\', '12345678901234567890', 'x'])
    expect(read('["\\"",12345678901234567890,"\\""]')?.value).toEqual(['"', '12345678901234567890', '"'])
    expect(read('["\\\\\\"",[[[1]]],"x"]', tight)?.value).toEqual(['\\"', [[null]], 'x'])
  })

  test('replaces escaped lone surrogates', () => {
    expect(read('["\\ud800","\\uD83D\\uDE00","\\\\ud800"]')).toEqual(complete(['\ufffd', '😀', '\\ud800']))
  })

  test('gives what the engine gives for everything that it wrote itself, but for integers beyond 2⁵³', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), value => {
        const text = JSON.stringify(value)
        fc.pre(!/\d{16}/.test(text))
        const expected = JSON.parse(text)
        expect(read(text)?.value).toEqual(expected)
        expect(readCapped(text, defaultLimits)?.value).toEqual(expected)
      }),
      { numRuns: 500 },
    )
  })

  test('agrees with the engine on what is JSON, unless the text is one that was cut off', () => {
    const soup = fc.string({ unit: fc.constantFrom(...'{}[]:,"\\u0a1-.eE tfn \u0001'.split(''), 'true', '"a"', '1') })
    fc.assert(
      fc.property(soup, text => {
        let isJson = true
        try {
          JSON.parse(text)
        } catch {
          isJson = false
        }
        expect(read(text)?.complete ?? false).toBe(isJson)
      }),
      { numRuns: 5_000 },
    )
  })

  test('is total on any value', () => {
    fc.assert(
      fc.property(fc.anything(), value => {
        const reading = read(value as string)
        if (typeof value !== 'string') expect(reading).toBeUndefined()
      }),
    )
  })
})

describe('readJson on a megabyte', () => {
  const size = 1_000_000
  const fill = (unit: string): string => unit.repeat(Math.floor(size / unit.length))
  const list = (unit: string): string => `[${fill(`${unit},`)}0]`
  const unique = Array.from({ length: 60_000 }, (_, i) => `"k${i}":${i}`).join(',')

  test.each([
    ['deep arrays', fill('[') + fill(']')],
    ['open arrays', fill('[')],
    ['deep objects', `${fill('{"a":')}1${'}'.repeat(200_000)}`],
    ['unique names', `{${unique}}`],
    ['one name', `{${fill('"a":1,')}"a":2}`],
    ['escapes', `["${fill('\\u0041')}"]`],
    ['surrogate escapes', `["${fill('\\ud83d\\ude00')}"]`],
    ['backslashes', `["${fill('\\\\')}"]`],
    ['escaped quotes', `["${fill('\\"')}"]`],
    ['pairs', list('[]')],
    ['integer names', `{${Array.from({ length: 60_000 }, (_, i) => `"${i * 7919}":1`).join(',')}}`],
    ['one number', `[${fill('7')}]`],
    ['one fraction', `[0.${fill('3')}]`],
    ['big numbers', list('12345678901234567890')],
    ['exponents', list('1e400')],
    ['spaces', `${fill(' ')}1`],
    ['an open string', `[1,"${fill('x')}`],
    ['open escapes', `[1,"${fill('\\"')}`],
    ['a half escape', `[1,"${fill('\\u0041')}\\u00`],
    ['prototypes', list('{"__proto__":{}}')],
  ])('keeps %s within the caps', (_, text) => {
    const reading = readJson(text, defaultLimits)
    if (reading === undefined) return expect(text.startsWith('[[')).toBe(true)
    // Written by an engine that overflows its stack on depth: this fails where the depth cap does.
    expect(JSON.stringify(reading.value).length).toBeLessThan(2 * text.length)
    expect(reading.warnings.length).toBeLessThanOrEqual(6)
  })
})
