import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultLimits, type Limits } from '../../src/http/limits.js'
import { readXml, rootNameOf } from '../../src/http/xml.js'
import { childOf, isNamed, jsonOfXml, localName, restOfXml, textOfChild } from '../../src/http/xml-element.js'

const read = (text: string, limits: Limits = defaultLimits) => readXml(text, limits)
const json = (text: string, limits?: Limits) => {
  const reading = read(text, limits)
  return reading === undefined ? undefined : JSON.parse(JSON.stringify(jsonOfXml(reading.root)))
}

describe('readXml', () => {
  test.each<[string, unknown]>([
    ['<a/>', ''],
    ['<a></a>', ''],
    ['<a>text</a >', 'text'],
    ['\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n<!-- c --><a>x</a>\n', 'x'],
    ['<a><b>1</b><b>2</b><b/><c>3</c></a>', { b: ['1', '2', ''], c: '3' }],
    ['<a x="1" y=\'2&quot;\'>t</a>', { '@x': '1', '@y': '2"', '#text': 't' }],
    ['<a x = "1"\n/>', { '@x': '1' }],
    ['<s:a xmlns:s="u"><s:b>1</s:b></s:a>', { '@xmlns:s': 'u', 's:b': '1' }],
    ['<a>one <b>two</b> three</a>', { b: 'two', '#text': 'one  three' }],
    ['<a>\n  <b>  kept </b>\n</a>', { b: '  kept ' }],
    ['<a><![CDATA[<b>&amp;</b>]]>&amp;</a>', '<b>&amp;</b>&'],
    ['<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x42;&#x1F600;</a>', '<>&"\'AB\u{1F600}'],
    ['<a>&nbsp; &unknown; & &#xZ; &;</a>', '&nbsp; &unknown; & &#xZ; &;'],
    ['<a>&#0;&#xD800;&#x110000;&#xFFFE;</a>', '\uFFFD\uFFFD\uFFFD\uFFFD'],
    ['<a>1<?php echo ?>2<!-- <b> -->3</a>', '123'],
    ['<a b=">">x</a>', { '@b': '>', '#text': 'x' }],
    ['<!DOCTYPE a SYSTEM "http://x.invalid/a.dtd"><a>x</a>', 'x'],
    ['<ü-é.1>x</ü-é.1>', 'x'],
    ['<__proto__><constructor>1</constructor></__proto__>', { constructor: '1' }],
  ])('reads %s', (text, wanted) => {
    expect(json(text)).toEqual(wanted)
    expect(read(text)).toMatchObject({ complete: true, warnings: [] })
  })

  test('a member named __proto__ is a member', () => {
    expect(Object.keys(json('<a><__proto__>1</__proto__></a>'))).toEqual(['__proto__'])
  })

  test.each([
    '',
    ' ',
    'x',
    '{"a":1}',
    '<',
    '<>',
    '<1/>',
    '</a>',
    '< a/>',
    '<a',
    '<a b>',
    '<a b=1>',
    '<!-- <a/>',
    '<?xml <a/>',
  ])('finds no element in %s', text => expect(read(text)).toBeUndefined())

  test('a document type that declares something is not read: nothing can grow', () => {
    const bomb = '<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;">]><a>&z;</a>'
    expect(read(bomb)).toBeUndefined()
    expect(json('<a><!DOCTYPE b [<!ENTITY x "y">]>&x;</a>')).toBe('')
    expect(read(7 as never)).toBeUndefined()
  })

  test.each<[string, unknown]>([
    ['<a><b>1</b><c>2', { b: '1', c: '2' }],
    ['<a><b>1</b><c', { b: '1' }],
    ['<a><b>1</x></a>', { b: '1' }],
    ['<a><b>1</b', { b: '1' }],
    ['<a>1<![CDATA[2', '12'],
    ['<a>1<!-- 2', '1'],
    ['<a>1 < 2</a>', '1 '],
  ])('keeps what there was of %s', (text, wanted) => {
    expect(json(text)).toEqual(wanted)
    expect(read(text)).toMatchObject({ complete: false })
    expect(read(text)?.warnings.join()).toContain('malformed-xml')
  })

  test('keeps to the caps, and counts', () => {
    const tight = { ...defaultLimits, depth: 2, keys: 2 }
    expect(json('<a><b><c><d/>x</c>1</b></a>', tight)).toEqual({ b: '1' })
    expect(read('<a><b><c><d/>x</c>1</b></a>', tight)?.warnings.join()).toBe(
      'depth-cut: 2 elements deeper than 2 levels were dropped',
    )
    expect(json('<a x="1" y="2" z="3"><b/><b/><b/></a>', tight)).toEqual({ '@x': '1', '@y': '2', b: ['', ''] })
    expect(read('<a><b/><b/><b/></a>', tight)?.warnings.join()).toContain('keys-cut: 1 elements beyond 2')
  })

  test('never throws, and never gives more text than it was given', () => {
    const pieces = fc.constantFrom(
      '<a>',
      '</a>',
      '<a/>',
      '<b c="d">',
      '</b>',
      'x',
      '&amp;',
      '&',
      ';',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<',
      '>',
      '"',
      '<?',
      '?>',
      ' ',
    )
    const sizeOf = (value: unknown): number =>
      typeof value === 'string'
        ? value.length
        : Object.values((value ?? {}) as object).reduce((sum: number, member) => sum + sizeOf(member), 0)
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), parts => {
        const text = `<a>${parts.join('')}`
        const reading = read(text)
        if (reading !== undefined) expect(sizeOf(jsonOfXml(reading.root))).toBeLessThanOrEqual(text.length)
      }),
    )
  })

  test('is linear: a long text of one hostile kind is read in one pass', () => {
    const n = 200_000
    for (const piece of [
      '<a>',
      '<!a>',
      '<!-- ',
      '<![CDATA[',
      '&',
      '&#',
      '&lt;',
      '<a b="',
      ' ',
      '</a>',
      '<a/>',
      '<a b="c"/>',
      '<?',
      ']]>',
      '<a ',
    ]) {
      const started = performance.now()
      read(`<a>${piece.repeat(n)}`)
      read(`<a b="${piece.repeat(n)}`)
      rootNameOf(piece.repeat(n))
      expect({ piece, fast: performance.now() - started < 2_000 }).toEqual({ piece, fast: true })
    }
  })
})

describe('what is asked of an element', () => {
  const root = read('<s:E a="1"><s:Code> X </s:Code><Empty/><Other>o</Other></s:E>')?.root
  test('children and texts by local name', () => {
    expect(childOf(root, 'Other')?.text).toBe('o')
    expect(childOf(root, 'Nope')).toBeUndefined()
    expect(childOf(undefined, 'Nope')).toBeUndefined()
    expect(textOfChild(root, 'Code')).toBe('X')
    expect(textOfChild(root, 'Empty')).toBeUndefined()
    expect(localName('s:E')).toBe('E')
    expect(localName(':E')).toBe(':E')
  })
  test('namespaces, whatever the prefix', () => {
    const namespaces = (text: string) => {
      const all: string[] = []
      const visit = (element: NonNullable<typeof root>): void => {
        all.push(element.namespace)
        element.children.forEach(visit)
      }
      const parsed = read(text)?.root
      if (parsed !== undefined) visit(parsed)
      return all
    }
    expect(namespaces('<D:a xmlns:D="DAV:"><D:b/><c/></D:a>')).toEqual(['DAV:', 'DAV:', ''])
    expect(namespaces('<a xmlns="DAV:"><b xmlns="u"><c/></b><d/></a>')).toEqual(['DAV:', 'u', 'u', 'DAV:'])
    expect(namespaces('<a xmlns:x="1"><x:b xmlns:x="2"><x:c/></x:b><x:d xmlns=""/></a>')).toEqual(['', '2', '2', '1'])
    expect(namespaces('<x:a><y:b xmlns="u" xmlnsy="v"/></x:a>')).toEqual(['', ''])
    expect(namespaces('<xml:a/>')).toEqual(['http://www.w3.org/XML/1998/namespace'])
    expect(namespaces('<__proto__:a xmlns:__proto__="p"><constructor:b/><toString:c/></__proto__:a>')).toEqual([
      'p',
      '',
      '',
    ])
    const dav = read('<d:a xmlns:d="DAV:"><b/><d:b>2</d:b></d:a>')?.root
    expect(isNamed(dav, 'a', 'DAV:')).toBe(true)
    expect(isNamed(dav, 'a')).toBe(true)
    expect(isNamed(dav, 'a', 'other')).toBe(false)
    expect(isNamed(undefined, 'a')).toBe(false)
    expect(childOf(dav, 'b', 'DAV:')?.text).toBe('2')
    expect(childOf(dav, 'b')?.text).toBe('')
    expect(childOf(dav, 'b', 'nope')).toBeUndefined()
  })
  test('the rest beside what was read', () => {
    if (root === undefined) throw new Error('no root')
    expect(restOfXml(root, root.children.slice(0, 2))).toEqual({ '@a': '1', Other: 'o' })
    expect(restOfXml(root, root.children)).toEqual({ '@a': '1' })
  })
  test('the name of the root alone', () => {
    expect(rootNameOf('<?xml version="1.0"?>\n<s:E a="1">')).toBe('s:E')
    expect(rootNameOf('<!-- x --> <E')).toBe('E')
    for (const text of ['', 'x', '<', '<!-- <E', '<1>', '</E>']) expect(rootNameOf(text)).toBeUndefined()
    expect(rootNameOf(7 as never)).toBeUndefined()
  })
})
