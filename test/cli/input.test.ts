import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../src/cli/entry.js'
import { readBytes } from '../../src/cli/read-bytes.js'
import { exchangeOf, fixtures } from '../fixtures.js'
import { capture, capturePath, now, ran, ranJson } from './world.js'

const exchange = (status: number, body: unknown = { message: 'Oops.' }) =>
  JSON.stringify({ status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

const harEntry = (status: number, more: object = {}) => ({
  startedDateTime: '2026-11-21T12:23:50.000Z',
  time: 500,
  request: { method: 'PUT', url: 'https://api.example.com/orders/7' },
  response: {
    status,
    headers: [{ name: 'Retry-After', value: '30' }],
    content: { mimeType: 'application/json', text: '{"message":"Oops."}' },
    ...more,
  },
})
const har = (...entries: unknown[]) => JSON.stringify({ log: { version: '1.2', entries } })

describe('a JSON exchange', () => {
  test.each([
    ['a body', { status: 404, headers: {}, body: '{"message":"Oops."}' }],
    ['a parsed body', { status: 404, json: { message: 'Oops.' } }],
    ['an object for a body', { status: 404, body: { message: 'Oops.' } }],
    ['a status in digits', { status: '404', body: '{"message":"Oops."}' }],
    ['pairs for headers', { status: 404, headers: [['a', 'b']], body: '{"message":"Oops."}' }],
    ['named headers', { status: 404, headers: [{ name: 'a', value: 'b' }], body: '{"message":"Oops."}' }],
  ])('is read with %s', async (_, value) => {
    expect(await ranJson(['explain'], JSON.stringify(value, null, 2))).toMatchObject({ status: 404, detail: 'Oops.' })
  })

  test('keeps its clock and its method', async () => {
    const value = { status: 503, headers: { 'retry-after': 20 }, request: { method: 'get' }, receivedAt: now - 5_000 }
    const { out } = await ran(['explain'], JSON.stringify(value))
    expect(out).toContain('The server asks to wait 20 s: not before 2026-11-21T12:24:15.000Z (in 15 s).')
    expect(out).toContain('GET  send it again after 15 s to 16.5 s\n')
    expect(out).not.toContain('POST')
  })

  test('is read the same as by the library, for every fixture of this package', async () => {
    for (const fixture of fixtures.slice(0, 40)) {
      const [problem] = await ranJson(['explain'], JSON.stringify([{ ...fixture, ...exchangeOf(fixture) }]))
      if (fixture.status >= 400) expect([fixture.id, problem.status]).toEqual([fixture.id, fixture.status])
      else expect(problem).toBeNull()
    }
  })
})

describe('several exchanges', () => {
  test('are read one a line, blank lines between them', async () => {
    const lines = `\n${exchange(404)}\n\n${exchange(200)}\r\n${exchange(503)}`
    const problems = await ranJson(['explain'], lines)
    expect(problems.map((problem: { status: number } | null) => problem?.status)).toEqual([404, undefined, 503])
  })

  test.each([
    ['in the middle', [exchange(404), '{"status":', exchange(503)], 'line 2: this is not JSON: '],
    ['at the start', ['nonsense', exchange(404), exchange(503)], 'line 1: this is not JSON: '],
    ['without a status', [exchange(404), '{"body":""}', exchange(503)], 'line 2: there is no status'],
    ['of another type', [exchange(404), '[1]', exchange(503)], 'line 2: this is no exchange'],
  ])('are told, and a bad line %s is named', async (_, lines, refusal) => {
    const { code, out, err } = await ran(['explain'], lines.join('\n'))
    expect(code).toBe(2)
    expect(out).toContain('2 exchanges: 0 ok, 2 failed')
    expect(err.startsWith(`problem-dialects: ${refusal}`)).toBe(true)
    expect(err.match(/\n/g)).toHaveLength(1)
  })

  test.each([
    ['lines', '{"a":1}\n{"a":2}\n', 'line 1: there is no status: a number is expected; nor can the 1 after it be read'],
    ['a HAR', har({}, {}, null), 'entry 1: there is no response; nor can the 2 after it be read'],
  ])('of which none can be read are refused in one line: %s', async (_, input, reason) => {
    expect(await ran(['explain'], input)).toEqual({ code: 2, out: '', err: `problem-dialects: ${reason}\n` })
  })

  test('name each place where bad ones begin', async () => {
    const { out, err } = await ran(['explain'], `${exchange(404)}\n{}\n{}\n${exchange(503)}\n[]\n${exchange(503)}\n{`)
    expect(out).toContain('3 exchanges: 0 ok, 3 failed')
    expect(err.match(/line [0-9]+/g)).toEqual(['line 2', 'line 5', 'line 7'])
    expect(err).toContain('nor can the 1 after it be read\n')
  })

  test('stay one JSON document where lines are bad', async () => {
    const { code, out } = await ran(['explain', '--json'], `${exchange(404)}\n{}\n${exchange(503)}`)
    expect(code).toBe(2)
    expect(JSON.parse(out)).toHaveLength(2)
  })

  test('are an array of one or none, too', async () => {
    expect(await ranJson(['explain'], har())).toEqual([])
    expect(await ranJson(['explain'], har(harEntry(404)))).toHaveLength(1)
    expect((await ran(['explain'], har())).out).toBe('0 exchanges: 0 ok, 0 failed\n')
  })

  test('in an array on several lines are entries, not lines', async () => {
    expect(await ranJson(['explain'], `[\n${exchange(404)},\n${exchange(503)}\n]`)).toHaveLength(2)
  })

  test.each([
    '[{"status":503,"headers":{}},{"status":404,"headers":{}}]',
    '[{"status":503},{"status":404}]',
    `[{"status":503,"receivedAt":${now}},{"status":"404"}]`,
    '{"status":503}\n{"status":404}',
  ])('may be hardly more than a status: %s', async input => {
    const problems = await ranJson(['explain'], input)
    expect(problems.map((problem: { status: number }) => problem.status)).toEqual([503, 404])
  })
})

describe('a HAR', () => {
  test('is a table with a summary', async () => {
    const entries = [200, 204, 304, 404, 200, 503].map(status => harEntry(status))
    const { code, out } = await ran(['explain'], har(...entries))
    expect(code).toBe(0)
    expect(out).toBe(
      [
        'where      status  kind         dialect  advice       request                               says',
        'entry 1-3  3 ok',
        'entry 4    404     not_found    laravel  never        PUT https://api.example.com/orders/7  Oops.',
        'entry 5    ok                                         PUT https://api.example.com/orders/7',
        'entry 6    503     unavailable  laravel  after-delay  PUT https://api.example.com/orders/7  Oops.',
        '',
        '6 exchanges: 4 ok, 2 failed (1 not_found, 1 unavailable)',
        '  1 never        Sending it again will not help: somebody must change something first.',
        '  1 after-delay  Wait as long as the server asks, then send it again.',
        '',
      ].join('\n'),
    )
  })

  test('of one entry is told in full, with its method and clock', async () => {
    const { out } = await ran(['explain'], har(harEntry(503)))
    expect(out).toContain('  PUT https://api.example.com/orders/7\n')
    expect(out).toContain('not before 2026-11-21T12:24:20.500Z (in 20.5 s)')
    expect(out).toContain('PUT  send it again after 20.5 s to')
  })

  test('whose entry has no response tells a failure of the transport', async () => {
    const { out } = await ran(['explain'], har(harEntry(0, { _error: 'net::ERR_CONNECTION_REFUSED' })))
    expect(out.split('\n')[0]).toBe('No response — unknown (transport)')
    expect(out).toContain('net::ERR_CONNECTION_REFUSED')
    const [problem] = await ranJson(['explain'], har(harEntry(0)))
    expect(problem).toMatchObject({ dialect: 'transport', receivedAt: '2026-11-21T12:23:50.500Z' })
  })

  test('gives its bodies back from base64, and notes those that were not saved', async () => {
    const text = Buffer.from('{"message":"Oops."}').toString('base64')
    const content = { mimeType: 'application/json', encoding: 'base64', text }
    const problems = await ranJson(
      ['explain'],
      har(harEntry(404, { content }), harEntry(404, { content: { size: 19 } })),
    )
    expect(problems[0].detail).toBe('Oops.')
    expect(problems[1].source.warnings).toEqual(['no-body: 19 bytes were received, but not saved'])
  })

  test.each([
    [{}, 'there is no response'],
    [null, 'there is no response'],
    [{ response: {} }, 'the response has no status: a number is expected'],
    [harEntry(404, { headers: 'a: b' }), 'headers is neither an object nor a list'],
  ])('names the entry that is broken: %j', async (entry, reason) => {
    const { code, out, err } = await ran(['explain'], har(harEntry(404), entry))
    expect({ code, err }).toEqual({ code: 2, err: `problem-dialects: entry 2: ${reason}\n` })
    expect(out).toContain('1 exchange: 0 ok, 1 failed')
  })

  test('shows progress to a terminal, and takes it away', async () => {
    const long = har(...Array.from({ length: 450 }, () => harEntry(200)))
    const quiet = await ran(['explain'], long)
    const shown = await ran(['explain'], long, { isTTY: { stdin: false, stdout: false, stderr: true } })
    expect(quiet.err).toBe('')
    expect(shown.err).toBe('\rproblem-dialects: 200 of 450\rproblem-dialects: 400 of 450\r\u001b[K')
    expect(shown.out).toBe(quiet.out)
  })

  test('of very many problems counts those that it does not list', async () => {
    const lines = Array.from({ length: 1_500 }, () => exchange(404)).join('\n')
    const { out } = await ran(['explain'], lines)
    expect(out).toContain('1500 exchanges: 0 ok, 1500 failed')
    expect(out.split('\n').length).toBeLessThan(1_010)
  })
})

describe('a body alone', () => {
  test.each([
    ['<html><body>Bad Gateway</body></html>', '--status 422'],
    ['{"message":"The given data was invalid.","errors":{}}', '--status 422'],
    ['{"type":"about:blank","title":"Not Found","status":404}', '--status 404 (the body says 404)'],
    ['Bad Gateway', '--status 422'],
    ['[1, 2]', '--status 422'],
    ['[{"message":"Oops."},{"message":"No."}]', '--status 422'],
    ['[{"status":404,"title":"Not Found","detail":"Gone."}]', '--status 422'],
    ['{"status":"error"}', '--status 422'],
    ['> POST / HTTP/1.1\n> \n{"a":1}\n* Connection refused', '--status 422'],
    ['"text"', '--status 422'],
  ])('%s is refused with what to do', async (body, hint) => {
    const { code, out, err } = await ran(['explain'], body)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('there is no status in this input, only a body')
    expect(err).toContain(hint)
    expect(err.match(/\n/g)).toHaveLength(1)
  })

  test('is read with --status', async () => {
    const problem = await ranJson(['explain', '--status', '422'], '{"message":"Bad.","errors":{"a":["No."]}}')
    expect(problem).toMatchObject({ status: 422, dialect: 'laravel', errors: [{ pointer: '/a' }] })
  })

  test('is not asked of what has a status', async () => {
    const { code, err } = await ran(['explain', '--status', '422'], capture('laravel-422.txt'))
    expect({ code, err }).toEqual({
      code: 2,
      err: 'problem-dialects: the input has a status of its own: leave --status out\n',
    })
  })
})

describe('what is no input', () => {
  test.each<readonly [string, string | Uint8Array, string]>([
    ['nothing', '', 'the input is empty'],
    ['blank lines', ' \r\n\t\n', 'the input is empty'],
    ['a lone byte order mark', Uint8Array.of(0xef, 0xbb, 0xbf), 'the input is empty'],
    ['a compressed file', gzipSync('{}'), 'the input is compressed: pipe it through gunzip -c'],
    [
      'binary',
      Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 0, 1),
      'the input is binary: an HTTP response, JSON, HAR or NDJSON is expected',
    ],
  ])('%s is refused', async (_, bytes, reason) => {
    expect(await ran(['explain'], bytes)).toEqual({ code: 2, out: '', err: `problem-dialects: ${reason}\n` })
  })

  test('cut-off JSON is refused', async () => {
    const { code, err } = await ran(['explain'], har(harEntry(404)).slice(0, -20))
    expect(code).toBe(2)
    expect(err).toMatch(/^problem-dialects: this is neither an HTTP response nor JSON: .+\n$/)
  })

  test.each([
    ['no/such/file.txt', 'there is no such file'],
    ['test', 'this is a directory'],
  ])('the path %s is refused by its name', async (path, reason) => {
    expect(await ran(['explain', path])).toEqual({ code: 2, out: '', err: `problem-dialects: ${path}: ${reason}\n` })
  })

  test('a terminal with nobody typing is told what to do', async () => {
    const { code, err } = await ran(['explain'], '', { isTTY: { stdin: true, stdout: true, stderr: true } })
    expect(code).toBe(2)
    expect(err).toBe(
      'problem-dialects: nothing to read: give a file, or pipe a response in (curl -si … | problem-dialects explain)\n',
    )
  })

  test('more than fits is refused before it is kept', async () => {
    async function* endless() {
      for (;;) yield new Uint8Array(1_024)
    }
    await expect(readBytes(endless(), 1_048_576)).rejects.toThrow(
      new InputError('the input is larger than 1 MiB: split it'),
    )
  })
})

describe('the output', () => {
  test('is written as fast as it is read, and no faster', async () => {
    let writing = 0
    let most = 0
    const out = async () => {
      most = Math.max(most, ++writing)
      await new Promise(setImmediate)
      writing--
    }
    const input = `${exchange(404)}\n`.repeat(20)
    expect((await ran(['explain', '--json'], input, { out })).code).toBe(0)
    expect(most).toBe(1)
  })
})

describe('the input', () => {
  test('may come from standard input by the name -', async () => {
    expect((await ranJson(['explain', '-'], capture('laravel-422.txt'))).status).toBe(422)
  })

  test('may have a byte order mark, or be in UTF-16', async () => {
    const text = capture('laravel-422.txt').toString()
    for (const bytes of [Buffer.from(`\ufeff${text}`), Buffer.from(`\ufeff${text}`, 'utf16le')])
      expect((await ranJson(['explain'], bytes)).errors).toHaveLength(2)
  })

  test('whatever it is, gives an exit code, and says why where it is not 0', async () => {
    const seeds = ['laravel-422.txt', 'three.txt', 'verbose-422.txt', 'gzip-422.txt', 'chunked-raw-503.txt'].map(
      capture,
    )
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.from(bytes)),
      fc.json().map(text => Buffer.from(text)),
      fc.tuple(fc.constantFrom(...seeds), fc.nat(600), fc.nat(600)).map(([seed, a, b]) => seed.subarray(a, a + b)),
      fc.constantFrom('HTTP/1.1 404 A\r\n', '\n', har(harEntry(0)), exchange(500)).map(text => Buffer.from(text)),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 4 }), async pieces => {
        const { code, out, err } = await ran(['explain'], Buffer.concat(pieces))
        expect([0, 2]).toContain(code)
        expect(err === '').toBe(code === 0)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these must never reach a terminal
        expect(out + err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
      }),
      { numRuns: 400 },
    )
  })

  test('may name its file in every refusal', async () => {
    const { err } = await ran(['explain', capturePath('.gitattributes')])
    expect(err.startsWith(`problem-dialects: ${capturePath('.gitattributes')}: there is no status`)).toBe(true)
  })
})
