import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { html } from '../../src/dialects/html.js'
import { fieldsOf } from '../../src/http/fields.js'
import { wordsOfPage } from '../../src/http/page.js'

const first = (page: string) => wordsOfPage(page).sentences[0]
const tagLike = /<[a-z!/?]/i

describe('wordsOfPage', () => {
  test('reads paragraph and preformatted text as they come, then heading and title', () => {
    expect(
      wordsOfPage('<title>T</title><h1>H</h1><p>P <b>b</b></p><p>Q</p><pre>F</pre><script>if (a<b) x</script>'),
    ).toEqual({ sentences: ['P b', 'F', 'H', 'T'], words: 'H P b Q F', cut: false })
  })

  test.each([
    ['<p>&lt;img src=x onerror=alert(1)//</p>', '‹img src=x onerror=alert(1)//'],
    ['<p>&lt;a<b>b&gt;</p>', '‹ab>'],
    ['<p>&lt;<b>img src=x onerror=alert(1)&gt;</p>', '‹img src=x onerror=alert(1)>'],
    ['<p>a &lt;i&gt;b&lt;/i&gt; c</p>', 'a b c'],
    [`<p>a &lt;img ${'x'.repeat(600)}&gt; c</p>`, 'a c'],
    ['<p>&lt;&lt;b&gt;img src=x</p>', '< img src=x'],
    ['<p>&#60;!-- x</p>', '‹!-- x'],
    ['<p>&#x3c;/p x</p>', '‹/p x'],
    ['<p>&amp;lt;b</p>', '&lt;b'],
    ['<p>1 < 2 &lt; 3 <4</p>', '1 < 2 < 3 <4'],
    ['<p>a <</p>', 'a <'],
  ])('of %s no markup is left', (page, sentence) => {
    expect(first(page)).toBe(sentence)
  })

  test.each([
    ['&#x202e;', '\ufffd'],
    ['\u202e', '\ufffd'],
    ['&#x2066;', '\ufffd'],
    ['&#x9b;', '\ufffd'],
    ['&#133;', '\ufffd'],
    ['\u0000', '\ufffd'],
    ['&#x1b;', '\ufffd'],
    ['&#xd800;', '\ufffd'],
    ['&#x1f600;', '😀'],
    ['&constructor;', '&constructor;'],
  ])('%j is shown as %j', (text, shown) => {
    expect(first(`<p>a${text}b</p>`)).toBe(`a${shown}b`)
  })

  test('a name that every object knows is a tag like any other', () => {
    expect(wordsOfPage('<constructor>a</constructor><p>b</p>')).toEqual({ sentences: ['b'], words: 'a b', cut: false })
  })

  test.each([
    [`<p>${'x'.repeat(300)}</p>`, false],
    [`<p>${'x'.repeat(301)}</p>`, true],
    [`<title>${'x'.repeat(301)}</title>`, true],
    [`<pre>${' '.repeat(5_000)}x</pre>`, false],
    [`<div>${'x'.repeat(4_000)}</div>${'<br>'.repeat(10)}`, false],
    [`<div>${'x'.repeat(4_000)}</div>y`, true],
    [`<div>${'x '.repeat(9_000)}</div><p>y</p>`, true],
  ])('says whether more was there (page %#)', (page, cut) => {
    const found = wordsOfPage(page)
    expect(found.cut).toBe(cut)
    expect(found.words.length).toBeLessThanOrEqual(4_000)
    for (const sentence of found.sentences) expect(sentence.length).toBeLessThanOrEqual(300)
  })

  test('reads the first sentence behind many words, and parts no surrogate pair', () => {
    expect(first(`${'x '.repeat(9_000)}<p>y</p>`)).toBe('y')
    expect(first(`<p>${'x'.repeat(299)}😀</p>`)).toBe('x'.repeat(299))
  })

  test('of any page one line without markup, controls or changes of direction is left', () => {
    const unit = fc.constantFrom('<', '>', '/', 'p', 'b', ' ', '!', '--', '&lt;', '&gt;', '&#60;', '&#x202e;', '\u009b')
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), page => {
        const { sentences, words } = wordsOfPage(`<p>${page}`)
        for (const text of [...sentences, words]) {
          expect(text).not.toMatch(tagLike)
          expect(text).not.toMatch(/[\n\u0080-\u009f\u202a-\u202e]/)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})

test('the page dialect warns of a cut', () => {
  const warnings = (page: string) => html.toProblem(page, { status: 502, fields: fieldsOf({}) } as never).warnings
  expect(warnings('<p>x</p>')).toEqual([expect.stringMatching(/^page: /)])
  expect(warnings(`<p>${'x'.repeat(301)}</p>`)).toEqual([
    expect.stringMatching(/^page: /),
    expect.stringMatching(/^page-cut: /),
  ])
})
