import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dechunk } from '../../src/cli/chunked.js'
import { traceOf } from '../../src/cli/curl-trace.js'
import { parseMessages } from '../../src/cli/http-message.js'
import { decompress } from '../../src/server/content-encoding.js'

const one = (text: string) => {
  const messages = parseMessages(text)
  expect(messages).toHaveLength(1)
  return messages[0] as (typeof messages)[number]
}

describe('a raw response', () => {
  test.each([
    ['HTTP/1.1 404 Not Found\r\n\r\n', 404],
    ['HTTP/1.0 500 Internal Server Error\n\n', 500],
    ['HTTP/2 429 \r\n\r\n', 429],
    ['HTTP/3 503\r\n\r\n', 503],
    ['HTTP/1.1 404', 404],
    ['\r\n\r\nHTTP/1.1 404 \r\n\r\n', 404],
  ])('%j has the status %i', (text, status) => {
    expect(one(text).status).toBe(status)
  })

  test.each(['', 'HTTP/1.1', 'HTTP/1.1 40', 'HTTP/1.1 4040 No', 'http/1.1 404 Not Found', 'GET / HTTP/1.1\r\n\r\n'])(
    '%j is none',
    text => {
      expect(parseMessages(text)).toEqual([])
    },
  )

  test('keeps fields in order, and repeated ones', () => {
    const { headers } = one('HTTP/1.1 401 No\r\nA: 1\r\nb:2\r\nA:  3 \r\n folded\r\n\r\n')
    expect(headers).toEqual([
      ['A', '1'],
      ['b', '2'],
      ['A', '3 folded'],
    ])
  })

  test('with a blank line of a fold, or a fold of nothing, keeps the words apart', () => {
    expect(one('HTTP/1.1 401 No\nA:\n b\n \n\tc\n\n').headers).toEqual([['A', 'b c']])
  })

  // seconds more than it needs, and far fewer than work that grows with the square of the lines would take
  test('may be folded 300,000 times', { timeout: 10_000 }, () => {
    const { headers, body } = one(`HTTP/1.1 404 A\nX: y\n${' z\n'.repeat(300_000)}\n{}`)
    expect(headers[0]?.[1]).toHaveLength(600_001)
    expect(body).toBe('{}')
  })

  test('whose blank line got lost begins its body at the first line that is no field', () => {
    expect(one('HTTP/1.1 400 Bad\nA: 1\n{"message":"x"}')).toMatchObject({
      headers: [['A', '1']],
      body: '{"message":"x"}',
      notes: ['malformed-head: no blank line before the body'],
    })
  })

  test('that ends in its head is truncated', () => {
    expect(one('HTTP/1.1 400 Bad\nA: 1').notes).toEqual(['truncated: the dump ends within the head'])
  })

  test('is not split by a status line in its body', () => {
    const forged = 'x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n'
    expect(one(`HTTP/1.1 500 Oops\r\n\r\n${forged}`).body).toBe(forged)
    expect(one(`HTTP/1.1 500 Oops\r\nContent-Length: ${forged.length}\r\n\r\n${forged}`).body).toBe(forged)
  })

  test('ends where its Content-Length says, and the next one begins', () => {
    const text = 'HTTP/1.1 404 A\nContent-Length: 2\n\nno\nHTTP/1.1 410 B\nContent-Length: 4\n\ngone'
    expect(parseMessages(text).map(({ status, body }) => [status, body])).toEqual([
      [404, 'no'],
      [410, 'gone'],
    ])
  })

  test.each([
    ['10', 'short', 'truncated: Content-Length says 10, 5 bytes are here'],
    ['2', 'longer', 'content-length: Content-Length says 2, 6 bytes are here'],
    ['5', '', 'no-body: Content-Length says 5; a response to HEAD, or cut off'],
  ])('with a Content-Length of %s and the body %j is kept whole and noted', (length, body, note) => {
    expect(one(`HTTP/1.1 500 A\nContent-Length: ${length}\n\n${body}`)).toMatchObject({ body, notes: [note] })
  })

  test.each(['-1', '1e3', '2, 2', '99999999999999999999'])('with the Content-Length %s is read to its end', length => {
    expect(one(`HTTP/1.1 500 A\nContent-Length: ${length}\n\nbody`)).toMatchObject({ body: 'body', notes: [] })
  })
})

describe('steps on the way', () => {
  test('are named, and are no answers', () => {
    const text = 'HTTP/1.1 100 Continue\n\nHTTP/2 302 \nLocation: /x\n\nHTTP/1.1 404 Not Found\n\n'
    expect(one(text)).toMatchObject({ status: 404, before: ['100 Continue', '302'], index: 1 })
  })

  test('end with an answer even where it is a redirect', () => {
    expect(one('HTTP/1.1 301 Moved\nLocation: /x\n\n').status).toBe(301)
  })

  test('are not answers that merely have no body', () => {
    const text = 'HTTP/1.1 204 No Content\n\nHTTP/1.1 404 Not Found\nContent-Length: 9\n\nHTTP/1.1 500 Oops\n\n'
    expect(parseMessages(text).map(({ status }) => status)).toEqual([204, 404, 500])
  })
})

describe('a chunked body', () => {
  test.each([
    ['5\r\nhello\r\n0\r\n\r\n', 'hello'],
    ['5;name=value\r\nhello\r\n6\r\n world\r\n0\r\n\r\n', 'hello world'],
    ['5\nhello\n0\n\n', 'hello'],
    ['A\r\n0123456789\r\n0\r\nX-Trailer: 1\r\n\r\n', '0123456789'],
    ['0\r\n\r\n', ''],
  ])('%j is %j', (text, body) => {
    expect(dechunk(text, 0)).toEqual({ body, end: text.length, notes: [] })
  })

  test.each(['{"a":1}', 'hello', '404\nNot Found', '5\r\nhello world', '', '5'])('%j is none', text => {
    expect(dechunk(text, 0)).toBeUndefined()
  })

  test.each([
    ['5\r\nhello\r\n5\r\nwo', 'hellowo', 'truncated'],
    ['5\r\nhel', 'hel', 'truncated'],
    ['5\r\nhello\r\n', 'hello', 'truncated'],
    ['5\r\nhello\r\nno size', 'hellono size', 'truncated'],
    ['5\r\nhello\r\n2\r\nworld', 'helloworld', 'malformed-chunk'],
  ])('%j is kept as far as it goes', (text, body, note) => {
    const read = dechunk(text, 0)
    expect(read?.body).toBe(body)
    expect(read?.notes.map(words => words.split(':')[0])).toEqual([note])
  })

  test('comes back from any split into chunks', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary-ascii', minLength: 1 })), parts => {
        const framed = parts.map(part => `${part.length.toString(16)}\r\n${part}\r\n`).join('')
        expect(dechunk(`${framed}0\r\n\r\n`, 0)).toEqual({ body: parts.join(''), end: framed.length + 5, notes: [] })
      }),
    )
  })

  test('is followed by the next response', () => {
    const head = 'HTTP/1.1 500 A\nTransfer-Encoding: chunked\n\n'
    const text = `${head}2\r\nhi\r\n0\r\n\r\n${head}2\r\nho\r\n0\r\n\r\n`
    expect(parseMessages(text).map(({ body }) => body)).toEqual(['hi', 'ho'])
  })
})

describe('a compressed body', () => {
  const text = Buffer.from(JSON.stringify({ message: 'The given data was invalid.' }))

  test.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['GZIP, identity', gzipSync(text)],
    ['deflate, gzip', gzipSync(deflateSync(text))],
    ['gzip', text],
    ['br', text],
    ['deflate', text],
    ['zstd', text],
    ['', text],
  ])('is unpacked, also where it was already: %s', async (coding, bytes) => {
    const { bytes: unpacked, notes } = await decompress(bytes, coding)
    expect(Buffer.from(unpacked).toString()).toBe(text.toString())
    expect(notes).toEqual([])
  })

  test('that grows beyond 1 MiB stops there', async () => {
    const { bytes, notes } = await decompress(gzipSync(Buffer.alloc(50_000_000, 'a')), 'gzip')
    expect(bytes).toHaveLength(1_048_576)
    expect(notes).toEqual(['truncated: the gzip body grows beyond 1048576 bytes; decompression stopped there'])
  })

  test('that is cut off is read as far as it goes', async () => {
    const noise = Array.from({ length: 20_000 }, (_, at) => (at * 7_919) % 10_007).join(' ')
    const packed = gzipSync(noise)
    const { bytes, notes } = await decompress(packed.subarray(0, packed.length >> 1), 'gzip')
    expect(noise.startsWith(Buffer.from(bytes).toString())).toBe(true)
    expect(bytes.length).toBeGreaterThan(0)
    expect(notes).toEqual(['malformed-content: the gzip body is cut off or broken; what could be read is here'])
  })

  test('in a coding that is not known is left, and named', async () => {
    const bytes = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 1, 2)
    expect(await decompress(bytes, 'zstd')).toEqual({ bytes, notes: ['unknown-encoding: zstd is not decompressed'] })
  })
})

describe('the readers of dumps', () => {
  const dump = fc.oneof(
    fc.string({ unit: 'binary-ascii' }),
    fc
      .array(
        fc.constantFrom(
          ...[
            'HTTP/1.1 404 Not Found',
            'HTTP/2 200 ',
            '< HTTP/1.1 500 A',
            '> GET / HTTP/1.1',
            '* note',
            '\r\n',
            '\n',
            ' ',
          ],
          ...['Content-Length: 5', 'Transfer-Encoding: chunked', '5', 'hello', '0', '{"a":1}', '< ', 'X: y', '\r'],
        ),
      )
      .map(parts => parts.join('\n')),
  )

  test('read anything, and lose no byte of a body that stands alone', () => {
    fc.assert(
      fc.property(dump, text => {
        const trace = traceOf(text)
        for (const { status, body, notes } of parseMessages(trace?.text ?? text, trace?.start ?? 0)) {
          expect(status).toBeGreaterThanOrEqual(0)
          expect((trace?.text ?? text).length).toBeGreaterThanOrEqual(body.length)
          for (const note of notes) expect(note).toMatch(/^[a-z-]+: ./)
        }
      }),
      { numRuns: 1_000 },
    )
  })

  test('find a status line after any length of noise', () => {
    expect(traceOf(`${'$ ls\n'.repeat(20_000)}HTTP/1.1 404 A\n\n`)?.start).toBe(100_000)
    expect(traceOf(`${'* note\n'.repeat(20_000)}< HTTP/1.1 404 A\n< \n`)).toMatchObject({
      start: 0,
      text: 'HTTP/1.1 404 A\n\n',
    })
  })

  test('read what begins as JSON or markup as a body', () => {
    for (const start of ['{"a":"\n', '[\n', '<html>\n', '"\n', '  {\n'])
      expect(traceOf(`${start}HTTP/1.1 404 Not Found\n\n`)).toBeUndefined()
  })

  test('take as long as the input is long', () => {
    const lines = 'X: y\r\n'.repeat(50_000)
    const chunks = '1\r\na\r\n'.repeat(50_000)
    const blank = ' '.repeat(300_000)
    for (const text of [lines, chunks, blank, 'HTTP/1.1 404 A\n\n'.repeat(20_000)])
      expect(parseMessages(`HTTP/1.1 404 A\nTransfer-Encoding: chunked\n${text}`).length).toBeGreaterThan(0)
  })
})
