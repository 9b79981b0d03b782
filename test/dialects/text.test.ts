/** The four fallbacks: empty, html, json, text. */
import { describe, expect, test } from 'vitest'
import { createNormalizer } from '../door.js'

const { decode } = createNormalizer()
const page = (body: string, status = 502) => decode({ status, headers: { 'content-type': 'text/html' }, body })

describe('text', () => {
  test('a short text is the message, whatever its label', () => {
    expect(
      decode({
        status: 429,
        headers: { 'content-type': 'text/html' },
        body: 'Too many requests, please try again later.',
      }),
    ).toMatchObject({ dialect: 'text', detail: 'Too many requests, please try again later.' })
  })
  test.each([
    ['Out of order\r\nCall us', 'Out of order'],
    ['Bad Request\r\n\r\nInvalid header\r\n', 'Invalid header'],
    ['TypeError [ERR_X]: no such order\n    at get (app.js:1)', 'no such order'],
    ['Traceback (most recent call last):\n  File "x.py", line 1\n    get()\nKeyError: 7\n', 'KeyError: 7'],
    [
      'Traceback (most recent call last):\n  File "x.py", line 1\n    get()\nOrderError: no such order\n',
      'no such order',
    ],
    ['HTTP ERROR 500 Server Error\nURI: /\nMESSAGE: no such order\n', 'no such order'],
  ])('of the long text %j one line speaks, and all of it is kept', (body, detail) => {
    expect(decode({ status: 500, body })).toMatchObject({ detail, extensions: { text: body } })
  })
  test.each(['0', '-1', '***'])('the signs %j are no message', body => {
    const seen = decode({ status: 400, body })
    expect(seen.extensions).toEqual({ text: body })
    expect('detail' in seen).toBe(false)
  })
  test('markup that is no page is kept and not read out', () => {
    const body = '<?xml version="1.0"?><Order><Code>X</Code></Order>'
    const seen = decode({ status: 403, headers: { 'content-type': 'application/xml' }, body })
    expect(seen).toMatchObject({ dialect: 'text', extensions: { text: body } })
    expect('detail' in seen).toBe(false)
  })
})

describe('html', () => {
  test('a page that only repeats the status says nothing', () => {
    const seen = page(
      '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>',
    )
    expect(seen).toMatchObject({ dialect: 'html', title: 'Bad Gateway', source: { answeredBy: 'intermediary' } })
    expect('detail' in seen).toBe(false)
  })
  test('its own words are read out in one line, without markup', () => {
    expect(
      page('<html><body><h1>Oops</h1><p>The <b>shop</b>\n is &lt;closed&gt; &amp; dark.</p><script>alert(1)</script>')
        .detail,
    ).toBe('The shop is & dark.')
    expect(page('<!DOCTYPE html><title>Error</title><pre>Cannot GET /nope</pre>', 404).detail).toBe('Cannot GET /nope')
  })
  test('a page under a JSON label is a page', () => {
    const seen = decode({
      status: 503,
      headers: { 'content-type': 'application/json' },
      body: '<html><h1>Down</h1></html>',
    })
    expect(seen).toMatchObject({ dialect: 'html', detail: 'Down' })
    expect(seen.source.warnings.join()).toContain('malformed-json')
  })
  const mega = (unit: string): string => unit.repeat(Math.ceil(1_048_576 / unit.length)).slice(0, 1_048_576 - 20)
  test.each([
    '<html><',
    '<html><!--',
    '<html><title>',
    `<html>${mega('<')}`,
    `<html>${mega('<p')}`,
    `<html>${mega('<p>')}`,
    `<html>${mega('<!--')}`,
    `<html>${mega('<!---->')}`,
    `<html><p>${mega('&lt;')}`,
    `<html><p>${mega('&amp;lt;a')}`,
    `<html><p>${mega('&#60;b')}`,
    `<html><p>${mega('&#x1;')}`,
    `<html><p>${mega('\0')}`,
    `<html><p>${mega('\u202e')}`,
    `<html><pre>${mega('\n')}`,
    `<html><pre>${mega('a\n')}`,
    `<html><p>${mega('\n ')}`,
    `<html>${mega('<b>Message</b>')}`,
    `<html><p>${mega('aException: ')}`,
    `<html><h1>x</h1>${mega('<div>a b</div>')}`,
    `<title>Access Denied</title>${mega('\nReference #1')}`,
    `<body id=ERR_X>${mega('<blockquote id="error"> <p>')}`,
  ])('the hostile page %# ends, and nothing of it is markup', body => {
    const seen = page(body)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
    expect(seen.detail ?? '').not.toMatch(/<[a-z!/?]|[\u0000-\u001f\u202a-\u202e]/i)
    expect((seen.detail ?? '').length).toBeLessThanOrEqual(300)
    expect(JSON.stringify(seen).length).toBeLessThan(10_000)
  })
})

describe('any JSON', () => {
  const read = (json: unknown, status = 400) => decode({ status, json })
  test('message, code, request id and fields by their common names', () => {
    expect(
      read({ errorCode: 'VALIDATION', msg: 'm', request_id: 'r', errors: { a: ['x'] }, extra: { y: 1 } }),
    ).toMatchObject({
      dialect: 'json',
      code: 'VALIDATION',
      detail: 'm',
      requestId: 'r',
      errors: [{ pointer: '/a', detail: 'x' }],
      extensions: { extra: { y: 1 } },
    })
  })
  test('an error that is a sentence is the message, a word is the code', () => {
    expect(read({ error: 'The key is gone' })).toMatchObject({ detail: 'The key is gone' })
    expect(read({ error: 'invalid_grant' })).toMatchObject({ code: 'invalid_grant' })
  })
  test('an inner envelope', () => {
    expect(read({ error: { code: 40001, message: 'm', hint: 'h' }, ok: false })).toMatchObject({
      code: '40001',
      detail: 'm',
      extensions: { ok: false, error: { hint: 'h' } },
    })
  })
  test('a repeat of the status is no code', () => {
    expect('code' in read({ code: 404, message: 'm' }, 404)).toBe(false)
    expect('code' in read({ error: 'Not Found', message: 'm', x: 1, statusCode: 404 }, 404)).toBe(false)
  })
  test('lists, texts, scalars and null at the top', () => {
    expect(read(['First', 'Second'], 422).errors).toEqual([
      { detail: 'First', pointer: '' },
      { detail: 'Second', pointer: '' },
    ])
    expect(read([{}, { sku: ['blank'] }], 422).errors).toEqual([{ detail: 'blank', pointer: '/1/sku' }])
    expect(read('Retry later')).toMatchObject({ detail: 'Retry later' })
    expect(read(7)).toMatchObject({ extensions: { value: 7 } })
    expect(decode({ status: 500, body: 'null', headers: { 'content-type': 'application/json' } })).toMatchObject({
      dialect: 'json',
      status: 500,
    })
  })
  test('JSON is JSON whatever its label says', () => {
    expect(
      decode({ status: 500, headers: { 'content-type': 'text/html' }, body: '{"message":"m","a":1}' }),
    ).toMatchObject({ dialect: 'json', detail: 'm' })
  })
})

describe('empty', () => {
  test('status and fields say everything', () => {
    expect(decode({ status: 404, headers: { server: 'Caddy' }, body: ' \r\n' })).toMatchObject({
      dialect: 'empty',
      title: 'Not Found',
      kind: 'not_found',
      errors: [],
    })
  })
})
