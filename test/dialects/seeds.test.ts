/** Every row of every table of the five documents. The rows are read from the documents; what they mean is said here. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  type Advice,
  type ApiProblem,
  base,
  basker,
  createNormalizer,
  encode,
  laravel,
  plain,
  statusOf,
} from '../door.js'

const seed = (name: string): string => readFileSync(new URL(`../seeds/${name}`, import.meta.url), 'utf8')
const uuid = 'a1b2c3d4-e5f6-7890-abcd-ef1234567890'

/** advice, attempts, base delay in ms (0: nobody waits on their own account) */
type Expected = readonly [Advice, number, number]

const holds = (problem: ApiProblem, [advice, maxAttempts, baseDelayMs]: Expected, instruction: string): void => {
  expect(problem.retry.advice).toBe(advice)
  expect(problem.retry.maxAttempts).toBe(maxAttempts)
  expect(problem.retry.baseDelayMs ?? 0).toBe(baseDelayMs)
  expect(problem.retry.because).toContain(instruction)
}

const { decode } = createNormalizer()

describe('Basker status codes (seed 000)', () => {
  const text = seed('000_basker-status-codes.txt')
  /** "429 Too Many RequestsRate limit exceeded — see Rate limitsWait for …": the columns are run together. */
  const rows = text.split('\n').flatMap(line => {
    const match = /^([2-5][0-9]{2}) (.+)$/.exec(line)
    return match === null ? [] : [{ code: Number(match[1]), rest: match[2] as string }]
  })
  const expected: Readonly<Record<number, Expected>> = {
    400: ['fix-request', 1, 0],
    401: ['fix-request', 1, 0],
    403: ['never', 1, 0],
    404: ['never', 1, 0],
    409: ['resolve-conflict', 1, 0],
    422: ['fix-request', 1, 0],
    429: ['after-delay', 3, 1_000],
    500: ['once', 2, 100],
    502: ['backoff', 3, 100],
    503: ['after-delay', 3, 1_000],
    504: ['once', 2, 100],
  }
  test('the document has 3 success, 7 client and 4 server codes', () => {
    expect(rows.map(({ code }) => code)).toEqual([200, 201, 204, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503, 504])
  })
  for (const { code, rest } of rows)
    test(`${code} ${rest}`, () => {
      const row = statusOf(code, basker)
      const word = basker.statuses?.[code]
      expect(rest.endsWith(word?.because ?? 'missing')).toBe(true)
      expect(rest).toContain(word?.meaning ?? 'missing')
      expect(row.retry.because).toContain(word?.because)
      if (code < 400) {
        expect(row.retry.advice).toBe('none')
        return
      }
      const body = { error: 'Any category', message: 'Any message', requestId: uuid }
      const problem = decode({ status: code, json: body })
      expect([problem.dialect, problem.code, problem.detail, problem.requestId]).toEqual([
        'basker',
        'Any category',
        'Any message',
        uuid,
      ])
      holds(problem, expected[code] as Expected, word?.because ?? 'missing')
    })
  test('429 waits for the duration in Retry-After', () => {
    const problem = decode({
      status: 429,
      headers: { 'Retry-After': '5' },
      json: { error: 'Too Many Requests', message: 'Slow down', requestId: uuid },
    })
    expect(problem.retry).toMatchObject({ advice: 'after-delay', retryAfterMs: 5_000, maxAttempts: 3 })
  })
})

describe('Basker errors (seed 001)', () => {
  const text = seed('001_basker-errors.txt')
  const sections = text.split(/^(?=[2-5][0-9]{2} [A-Z])/m)
  const cells = (line: string): readonly string[] =>
    line
      .split('|')
      .map(cell => cell.trim())
      .filter(cell => cell !== '')
  const pairs = sections.slice(0).flatMap(section => {
    const status = Number(/^([45][0-9]{2}) /.exec(section)?.[1])
    if (!status) return []
    return (section.split('Errors by scenario')[0] as string)
      .split('\n')
      .filter(line => line.includes('|') && !line.includes('---') && !line.includes('Error | Message'))
      .map(cells)
      .filter(row => row.length === 3)
      .map(
        ([error, message, cause]) =>
          ({ status, error, message, cause }) as { status: number; error: string; message: string; cause: string },
      )
  })
  const scenarios = (text.split('Errors by scenario')[1] as string)
    .split('\n')
    .map(cells)
    .filter(row => row.length === 4 && /^[45]/.test(row[1] as string))
    .map(
      ([scenario, status, error, message]) =>
        ({ scenario, status: Number(status), error, message }) as {
          scenario: string
          status: number
          error: string
          message: string
        },
    )
  const filled = (message: string): string =>
    message.replace('{version}', '2024-01').replace(/\.\.\.$/, '. Supported versions: 2025-07, 2026-02')
  const expected: Readonly<Record<number, Expected>> = {
    400: ['fix-request', 1, 0],
    401: ['fix-request', 1, 0],
    403: ['never', 1, 0],
    404: ['never', 1, 0],
    500: ['once', 2, 100],
  }

  test('the document has 13 pairs and 11 scenarios', () => {
    expect(pairs).toHaveLength(13)
    expect(scenarios).toHaveLength(11)
  })
  for (const { status, error, message, cause } of pairs)
    for (const requestId of [uuid, undefined])
      test(`${status} ${error}: ${message} ${requestId === undefined ? 'without' : 'with'} requestId`, () => {
        const body = { error, message: filled(message), ...(requestId === undefined ? {} : { requestId }) }
        const problem = decode({ status, body: JSON.stringify(body) })
        expect([problem.dialect, problem.source.rung, problem.code, problem.detail, problem.requestId]).toEqual([
          'basker',
          'distinctive',
          error,
          body.message,
          requestId,
        ])
        holds(problem, expected[status] as Expected, cause)
        expect(problem.retry.because).toContain(basker.statuses?.[status]?.because)
      })
  for (const { scenario, status, error, message } of scenarios)
    test(`scenario: ${scenario}`, () => {
      const problem = decode({ status, body: JSON.stringify({ error, message: filled(message), requestId: uuid }) })
      expect([problem.dialect, problem.status, problem.code]).toEqual(['basker', status, error])
      holds(problem, expected[status] as Expected, basker.statuses?.[status]?.because ?? 'missing')
    })
  test('an empty text is kept where it stood, and comes back', () => {
    for (const empty of ['error', 'message', 'requestId']) {
      const body = { error: 'Unauthorized', message: 'Valid API key required', requestId: uuid, [empty]: '' }
      const problem = decode({ status: 401, json: body })
      expect(problem).toMatchObject({ dialect: 'basker', extensions: { [empty]: '' } })
      expect(JSON.parse(encode(problem, 'basker', { audience: 'internal' }).wire.body ?? '')).toEqual(body)
    }
  })
  test('the example of the document', () => {
    const example = /\{\n"error"[^}]+\}/.exec(text)?.[0]
    expect(decode({ status: 401, body: example })).toMatchObject({
      dialect: 'basker',
      code: 'Unauthorized',
      detail: 'Valid API key required',
      requestId: uuid,
    })
  })
})

describe('Base errors (seed 002)', () => {
  const text = seed('002_base-errors.txt')
  const between = (from: string, to: string): readonly string[] =>
    (text.split(from)[1]?.split(to)[0] ?? '').split('\n').filter(line => line.trim() !== '')
  const codeRows = (lines: readonly string[]) =>
    lines
      .filter(line => line !== 'Code Description')
      .map(line => {
        const [, code, description] = /^(\S+) (.+)$/.exec(line) as RegExpExecArray
        return { code: code as string, description: description as string }
      })
  const requestCodes = codeRows(between('Invalid request error codes summary', 'Resource error codes summary'))
  const resourceCodes = codeRows(between('Resource error codes summary', 'Full example'))
  const never: Expected = ['never', 1, 0]
  const fix: Expected = ['fix-request', 1, 0]
  const auth: Expected = ['reauthenticate', 2, 0]
  const throttled: Expected = ['after-delay', 3, 1_000]
  const byCode: Readonly<Record<string, readonly [number, Expected]>> = {
    not_found: [404, never],
    incorrect_path: [404, never],
    unauthorized: [401, auth],
    insufficient_scope: [403, auth],
    rate_limit_exceeded: [429, throttled],
    invalid_param: [400, fix],
    invalid_header: [400, fix],
    invalid_payload: [400, fix],
    incorrect_payload: [400, fix],
    server_error: [500, ['once', 2, 100]],
    temporarily_unavailable: [503, throttled],
    unknown: [422, fix],
    missing: [422, fix],
    already_exists: [422, fix],
    blank: [422, fix],
    invalid_type: [422, fix],
    incorrect_value: [422, fix],
  }
  test('the document has 11 request codes and 6 resource codes', () => {
    expect(requestCodes).toHaveLength(11)
    expect(resourceCodes).toHaveLength(6)
  })
  for (const { code, description } of [...requestCodes, ...resourceCodes])
    test(`code ${code}`, () => {
      const [status, expected] = byCode[code] as readonly [number, Expected]
      const isResource = resourceCodes.some(row => row.code === code)
      const error = {
        code,
        message: 'a message',
        ...(isResource ? { resource: 'Contact', field: '/data/last_name' } : {}),
      }
      const problem = decode({
        status,
        json: { errors: [{ error }], meta: { http_status: `${status} x`, logref: uuid } },
      })
      expect([problem.dialect, problem.source.rung, problem.code, problem.requestId]).toEqual([
        'base',
        'distinctive',
        code,
        uuid,
      ])
      expect(problem.errors[0]).toEqual({
        code,
        detail: 'a message',
        ...(isResource ? { resource: 'Contact', pointer: '/data/last_name' } : {}),
      })
      holds(problem, expected, description)
    })

  const statusLines = between('HTTP status codes summary', '\u0000').filter(line => /^[2-5]/.test(line))
  const statusRows = statusLines.flatMap(line => {
    const server = /^((?:5[0-9]{2}(?:, )?)+) - (.+)$/.exec(line)
    if (server !== null)
      return (server[1] as string).split(', ').map(code => ({ code: Number(code), meaning: server[2] as string }))
    return [{ code: Number(line.slice(0, 3)), meaning: line.slice(4) }]
  })
  const byStatus: Readonly<Record<number, Expected>> = {
    400: fix,
    401: auth,
    402: never,
    403: never,
    404: never,
    405: fix,
    406: fix,
    409: ['resolve-conflict', 1, 0],
    415: fix,
    422: fix,
    429: throttled,
    500: ['once', 2, 100],
    502: ['backoff', 3, 100],
    503: ['backoff', 3, 100],
    504: ['backoff', 2, 100],
  }
  test('the document has 21 status rows', () => expect(statusRows).toHaveLength(21))
  for (const { code, meaning } of statusRows)
    test(`status ${code}`, () => {
      const word = base.statuses?.[code]?.because ?? 'missing'
      expect(meaning.replace('’', "'").endsWith(word)).toBe(true)
      expect(statusOf(code, base).retry.because).toContain(word)
      if (code < 400) return
      const problem = decode({
        status: code,
        json: { errors: [{ error: { code: 'any_code', message: 'm' } }], meta: { http_status: `${code} x` } },
      })
      expect(problem.dialect).toBe('base')
      holds(problem, byStatus[code] as Expected, word)
    })
  test('the full example, its lost braces restored', () => {
    const problem = decode({
      status: 422,
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Language': 'en',
        'X-Request-Id': 'b4bce554-8df2-48b1-9f68-a88e741463f0',
      },
      body: '{"errors":[{"error":{"resource":"Contact","field":"/data/last_name","code":"blank","message":"attribute can\'t be blank","details":"The attribute \'/data/last_name\' can\'t be blank (neither null nor empty)."},"meta":{"links":{"more_info":""}}}],"meta":{"http_status":"422 Unprocessable Entity","logref":"b4bce554-8df2-48b1-9f68-a88e741463f0","links":{"more_info":""}}}',
    })
    expect(problem).toMatchObject({
      dialect: 'base',
      kind: 'invalid_argument',
      code: 'blank',
      detail: "attribute can't be blank",
      links: [],
      source: { bodyStatus: 422 },
    })
    expect(problem.errors[0]?.extensions?.['error']).toEqual({
      details: "The attribute '/data/last_name' can't be blank (neither null nor empty).",
    })
  })
  test('several errors at once, with links of their own', () => {
    const more = (n: number) => ({ meta: { links: { more_info: `https://docs.example/${n}` } } })
    const problem = decode({
      status: 422,
      json: {
        errors: [
          { error: { code: 'blank', field: '/name' }, ...more(1) },
          { error: { code: 'missing', field: '/data/tags/0' }, ...more(2) },
        ],
        meta: { links: { more_info: 'https://docs.example' } },
      },
    })
    expect(problem.errors.map(({ pointer, code, links }) => [pointer, code, links])).toEqual([
      ['/name', 'blank', [{ rel: 'help', href: 'https://docs.example/1' }]],
      ['/data/tags/0', 'missing', [{ rel: 'help', href: 'https://docs.example/2' }]],
    ])
    expect(problem.links).toEqual([{ rel: 'help', href: 'https://docs.example' }])
  })
  test('429 without a hint has the throttling base, and Retry-After counts where it is sent', () => {
    const json = { errors: [{ error: { code: 'rate_limit_exceeded' } }] }
    expect(decode({ status: 429, json }).retry).toMatchObject({ baseDelayMs: 1_000 })
    expect(decode({ status: 429, headers: { 'retry-after': '7' }, json }).retry).toMatchObject({ retryAfterMs: 7_000 })
  })
})

describe('the plain API (seed 003)', () => {
  const text = seed('003_plain-status-codes.txt')
  const rows = text.split(/\n#\n/).flatMap(block => {
    const match = /^([2-5][0-9]{2}): ([^\n]+)\nDescription:\n([^\n]+)\nWhen to expect:\n([^\n]+)/.exec(block.trim())
    return match === null ? [] : [{ code: Number(match[1]), description: match[3] as string, when: match[4] as string }]
  })
  const expected: Readonly<Record<number, Expected>> = {
    400: ['fix-request', 1, 0],
    401: ['reauthenticate', 2, 0],
    403: ['never', 1, 0],
    404: ['never', 1, 0],
    405: ['fix-request', 1, 0],
    429: ['after-delay', 3, 1_000],
    500: ['once', 2, 100],
    502: ['backoff', 3, 100],
    503: ['backoff', 3, 100],
    504: ['backoff', 2, 100],
  }
  const pinned = createNormalizer({ pinned: 'plain' })
  test('the document has 11 codes', () =>
    expect(rows.map(({ code }) => code)).toEqual([200, 400, 401, 403, 404, 405, 429, 500, 502, 503, 504]))
  for (const { code, description, when } of rows)
    test(`${code}`, () => {
      const word = plain.statuses?.[code]
      const document = `${description} ${when}`
      for (const sentence of (word?.because ?? 'missing').split(/(?<=\.) /)) expect(document).toContain(sentence)
      expect(document).toContain(word?.meaning ?? '')
      expect(statusOf(code, plain).retry.because).toContain(word?.because)
      if (code < 400) return
      for (const body of ['', 'some text', '{"message":"m"}', '{"odd":true}']) {
        const problem = pinned.decode({ status: code, body })
        expect(problem.dialect).toBe('plain')
        holds(problem, expected[code] as Expected, word?.because ?? 'missing')
      }
    })
  test('its table is silent about pages, and where nobody pinned it', () => {
    expect(pinned.decode({ status: 403, body: '<html><h1>403 Forbidden</h1></html>' }).dialect).toBe('html')
    expect(decode({ status: 403, body: 'no' }).retry.because).not.toContain('Authorization will not help')
  })
})

describe('the Laravel-style API (seed 004)', () => {
  const text = seed('004_laravel-style-status-codes.txt')
  const rows = text.split('\n').flatMap(line => {
    const match = /^([45][0-9]{2})([A-Z].+)$/.exec(line)
    return match === null ? [] : [{ code: Number(match[1]), rest: match[2] as string }]
  })
  const expected: Readonly<Record<number, Expected>> = {
    400: ['fix-request', 1, 0],
    401: ['fix-request', 1, 0],
    403: ['never', 1, 0],
    404: ['never', 1, 0],
    405: ['fix-request', 1, 0],
    409: ['resolve-conflict', 1, 0],
    422: ['fix-request', 1, 0],
    429: ['after-delay', 3, 1_000],
    500: ['backoff', 3, 100],
    502: ['backoff', 3, 100],
    503: ['after-delay', 3, 1_000],
    504: ['backoff', 3, 100],
  }
  const pinned = createNormalizer({ pinned: 'laravel' })
  test('the document has 12 codes', () => expect(rows).toHaveLength(12))
  for (const { code, rest } of rows)
    test(`${code} ${rest}`, () => {
      const word = laravel.statuses?.[code]
      const because = word?.because ?? 'missing'
      // client rows say description and common causes, server rows what to do
      const [description, causes] = because.split(' Common causes: ')
      expect(rest).toContain(word?.meaning ?? 'missing')
      expect(rest.endsWith(causes ?? because)).toBe(true)
      expect(rest).toContain(description)
      const recognised = decode({ status: code, json: { message: 'm', errors: { email: ['x'] } } })
      const named = pinned.decode({ status: code, json: { message: 'm' } })
      for (const problem of [recognised, named]) {
        expect(problem.dialect).toBe('laravel')
        holds(problem, expected[code] as Expected, because)
      }
    })
  test('its table is silent about a bare message', () => {
    const problem = decode({ status: 500, json: { message: 'Server Error' } })
    expect(problem.dialect).toBe('laravel')
    holds(problem, ['once', 2, 100], statusOf(500).retry.because)
    expect(decode({ status: 401, json: { message: 'Unauthenticated.' } }).retry.advice).toBe('reauthenticate')
  })
  test('the validation body of the document', () => {
    const example = text.slice(text.indexOf('{\n'))
    const problem = decode({ status: 422, body: example })
    expect(problem).toMatchObject({
      dialect: 'laravel',
      detail: 'The given data was invalid.',
      source: { rung: 'distinctive' },
    })
    expect(problem.errors).toEqual([
      { pointer: '/email', name: 'email', detail: 'The email field is required.' },
      { pointer: '/email', name: 'email', detail: 'The email must be a valid email address.' },
      { pointer: '/amount', name: 'amount', detail: 'The amount must be greater than 0.' },
    ])
  })
})

describe('where the documents disagree each API keeps its own word', () => {
  test('a 500 is tried once more for Basker, with backoff for the Laravel-style API, once for nobody in particular', () => {
    expect(statusOf(500, basker).retry.advice).toBe('once')
    expect(statusOf(500, laravel).retry.advice).toBe('backoff')
    expect(statusOf(500).retry.advice).toBe('once')
  })
})
