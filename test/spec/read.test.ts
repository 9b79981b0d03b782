/** What a spec reads, part by part, and what it leaves where it was. */
import { describe, expect, test } from 'vitest'
import { type ApiProblem, createNormalizer, type DialectSpec, dialectFromSpec, encode, problem } from '../door.js'

const specOf = (read: DialectSpec['read'], more: Partial<DialectSpec> = {}) =>
  dialectFromSpec({ id: 'one', shape: {}, claims: { rung: 'declared', because: 'one' }, read, ...more })
const reading = (read: DialectSpec['read'], json: unknown, headers: Record<string, string> = {}): ApiProblem =>
  createNormalizer({ dialects: [specOf(read)] }).decode({
    status: 503,
    json,
    headers,
    receivedAt: Date.UTC(2026, 10, 24),
  })

describe('delays', () => {
  test.each<[string, unknown, number | undefined]>([
    ['ms', 1_500, 1_500],
    ['ms', '1500', 1_500],
    ['s', 1.5, 1_500],
    ['s', '2', 2_000],
    ['s', -1, undefined],
    ['s', '1e3', undefined],
    ['s', Number.MAX_VALUE, Number.MAX_SAFE_INTEGER],
    ['s', true, undefined],
    ['epoch-s', Date.UTC(2026, 10, 24) / 1_000 + 5, 5_000],
    ['epoch-ms', String(Date.UTC(2026, 10, 24) + 7), 7],
    ['epoch-ms', 0, 0],
    ['duration', '1m30s', 90_000],
    ['duration', 90, undefined],
    ['http-date', 'Tue, 24 Nov 2026 00:00:09 GMT', 9_000],
    ['http-date', 'soon', undefined],
    ['date-time', '2026-11-24T00:00:11Z', 11_000],
    ['date-time', 11, undefined],
  ])('in %s: %s', (unit, value, ms) => {
    const heard = reading({ wait: { pointer: '/wait', unit: unit as 's' } }, { wait: value })
    expect(heard.retry.retryAfterMs).toBe(ms)
    expect(heard.extensions).toEqual({ wait: value })
  })
  test('from a field, where the body says none', () => {
    const wait = [
      { pointer: '/wait', unit: 's' },
      { header: 'X-Wait', unit: 'ms' },
    ] as const
    expect(reading({ wait }, {}, { 'x-wait': '250' }).retry.retryAfterMs).toBe(250)
    expect(reading({ wait }, { wait: 1 }, { 'x-wait': '250' }).retry.retryAfterMs).toBe(1_000)
  })
  test('are written in the unit of the API, where somebody else asked for one', () => {
    const asked = problem({ status: 503, retry: { retryAfterMs: 1_500, notBefore: '2026-11-24T00:00:01.500Z' } })
    const written = (unit: string, type?: 'string') =>
      JSON.parse(
        encode(asked, specOf({ wait: { pointer: '/a/wait', unit: unit as 's', ...(type && { type }) } })).wire.body ??
          '',
      ).a.wait
    expect(['ms', 's', 'duration'].map(unit => written(unit))).toEqual([1_500, 2, '2s'])
    expect(['epoch-s', 'epoch-ms'].map(unit => written(unit))).toEqual([1795478402, 1795478401500])
    expect(['http-date', 'date-time'].map(unit => written(unit))).toEqual([
      'Tue, 24 Nov 2026 00:00:02 GMT',
      '2026-11-24T00:00:01.500Z',
    ])
    expect(written('s', 'string')).toBe('2')
  })
})

describe('parts', () => {
  test('texts, ids and links', () => {
    const heard = reading(
      {
        title: '/t',
        type: '/y',
        instance: '/i',
        traceId: '/x/trace',
        userMessage: ['/x/shown', '/x/also'],
        requestId: ['/x/id', { header: 'X-Odd-Id' }],
        links: [
          { rel: 'help', pointer: '/x/help' },
          { rel: 'status', pointer: '/x/bad' },
        ],
      },
      { t: 'T', y: 'urn:y', i: '/i', x: { trace: 'tr', shown: 5, also: 'S', help: '/h', bad: 'javascript:1' } },
      { 'x-odd-id': 'id-1' },
    )
    expect(heard).toMatchObject({ title: 'T', type: 'urn:y', instance: '/i', traceId: 'tr', requestId: 'id-1' })
    expect(heard.userMessage).toEqual({ text: 'S' })
    expect(heard.links).toEqual([{ rel: 'help', href: '/h' }])
    expect(heard.extensions).toEqual({ x: { shown: 5, bad: 'javascript:1' } })
  })
  test('an id of a field that no header could hold is none', () => {
    expect(reading({ requestId: { header: 'x-odd' } }, {}, { 'x-odd': 'two words' }).requestId).toBeUndefined()
  })
  test('a long text for users is cut', () => {
    expect(reading({ userMessage: '/m' }, { m: 'x'.repeat(20_000) }).userMessage?.text.length).toBe(16_384)
  })
  test('a veto', () => {
    const heard = reading({ retryable: '/retry' }, { retry: false })
    expect(heard.retry.advice).toBe('never')
    expect(heard.extensions).toEqual({ retry: false })
  })
  test('a status in the body', () => {
    const read = { bodyStatus: '/status' } as const
    expect(reading(read, { status: 400 })).toMatchObject({ extensions: {}, source: { bodyStatus: 400 } })
    expect(reading(read, { status: '400 Bad' })).toMatchObject({
      extensions: { status: '400 Bad' },
      source: { bodyStatus: 400 },
    })
    expect(reading(read, { status: 7 }).extensions).toEqual({ status: 7 })
  })
  test('a code that only says the status again is no code, unless it is documented or a category', () => {
    const json = { code: 503, error: 'Service Unavailable', word: 'busy' }
    const code = ['/code', '/error', '/word']
    expect(reading({ code }, json)).toMatchObject({ code: 'busy', extensions: { code: 503, error: json.error } })
    expect(reading({ code, codeIsCategory: true }, json)).toMatchObject({ code: '503' })
    const documented = specOf({ code }, { codes: { 'Service Unavailable': { because: 'x' } } })
    expect(createNormalizer({ dialects: [documented] }).decode({ status: 503, json })).toMatchObject({
      code: json.error,
    })
  })
  test('a place may hold a text or an object', () => {
    const read = { detail: ['/error', '/error/message'], code: '/error/code' } as const
    expect(reading(read, { error: 'E' })).toMatchObject({ detail: 'E', extensions: {} })
    expect(reading(read, { error: { message: 'M', code: 'c', k: 1 } })).toMatchObject({
      detail: 'M',
      code: 'c',
      extensions: { error: { k: 1 } },
    })
  })
  test('what is read in a list stays there', () => {
    const heard = reading({ detail: '/errors/0/message' }, { errors: [{ message: 'M' }, { message: 'N' }] })
    expect(heard).toMatchObject({ detail: 'M', extensions: { errors: [{ message: 'M' }, { message: 'N' }] } })
    expect(reading({ detail: '/errors/length' }, { errors: ['a'] }).detail).toBeUndefined()
    expect(reading({ detail: '/a/0' }, { a: { 0: 'by name' } })).toMatchObject({ detail: 'by name', extensions: {} })
  })
  test('names of prototypes are names like others', () => {
    const read = { detail: '/__proto__/toString', code: '/constructor' } as const
    expect(reading(read, JSON.parse('{"__proto__":{"toString":"D","k":1},"constructor":"c"}'))).toMatchObject({
      detail: 'D',
      code: 'c',
    })
    expect(reading(read, {}).detail).toBeUndefined()
    expect(reading({ detail: '/toString', code: '/constructor/name' }, { a: 1 })).toMatchObject({
      extensions: { a: 1 },
    })
  })
  test('escapes in pointers', () => {
    const heard = reading({ detail: '/a~1b/~0', code: '/~01' }, { 'a/b': { '~': 'D' }, '~1': 'c' })
    expect(heard).toMatchObject({ detail: 'D', code: 'c', extensions: {} })
  })
  test('text that is no JSON', () => {
    const spoken = dialectFromSpec({
      id: 'spoken',
      shape: [{ root: 'text' }, { root: 'empty' }],
      claims: { rung: 'declared', because: 'X-Spoken', when: { header: 'X-Spoken', startsWith: '1' } },
      read: { detail: '', code: { header: 'X-Code' } },
    })
    const { decode } = createNormalizer({ dialects: [spoken] })
    const headers = { 'x-spoken': '1.2', 'x-code': 'closed', 'content-type': 'text/plain' }
    const heard = decode({ status: 503, headers, body: ' No more.\n' })
    expect(heard).toMatchObject({ dialect: 'spoken', detail: 'No more.', code: 'closed', extensions: {} })
    expect(encode(heard, spoken, { audience: 'internal' }).wire.body).toBe('No more.')
    expect(decode({ status: 503, headers }).code).toBe('closed')
    expect(decode({ status: 503, headers: {}, body: 'No more.' }).dialect).toBe('text')
  })
})
