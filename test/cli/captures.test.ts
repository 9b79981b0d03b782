import { describe, expect, test } from 'vitest'
import { capture, capturePath, ran, ranJson } from './world.js'

/** What curl printed on loopback, and what a careful human reads from it: status, dialect, detail, warnings. */
const single: readonly (readonly [string, number, string, string | undefined, readonly string[]])[] = [
  ['basker-429.txt', 429, 'basker', 'Rate limit exceeded', []],
  ['br-422.txt', 422, 'laravel', 'The given data was invalid.', []],
  ['chunked-503.txt', 503, 'problem-json', 'The order service is being deployed.', []],
  ['chunked-raw-503.txt', 503, 'problem-json', 'The order service is being deployed.', []],
  ['chunked-raw-trailers-500.txt', 500, 'basker', 'An unexpected error occurred', []],
  ['chunked-raw-cut-502.txt', 502, 'text', 'The upstream closedthe connection', ['truncated']],
  ['continue-413.txt', 413, 'laravel', 'The POST data is too large.', []],
  ['cut-500.txt', 500, 'text', 'Something went wr', ['truncated']],
  ['deflate-422.txt', 422, 'laravel', 'The given data was invalid.', []],
  ['digest-403.txt', 403, 'basker', 'API keys must use the Partners API at /partners/:version/:tenant/*', []],
  ['early-hints-500.txt', 500, 'basker', 'An unexpected error occurred', []],
  ['gzip-422.txt', 422, 'laravel', 'The given data was invalid.', []],
  ['gzip-compressed-422.txt', 422, 'laravel', 'The given data was invalid.', []],
  ['head-404.txt', 404, 'empty', undefined, ['no-body']],
  ['http10-503.txt', 503, 'problem-json', 'The order service is being deployed.', []],
  ['http2-404.txt', 404, 'basker', 'Route not found', []],
  ['laravel-422.txt', 422, 'laravel', 'The email field is required. (and 1 more error)', []],
  ['meter-404.txt', 404, 'basker', 'Document not found for tenant', []],
  ['obs-fold-503.txt', 503, 'laravel', 'Down for maintenance.', []],
  ['proxy-429.txt', 429, 'basker', 'Rate limit exceeded', []],
  ['redirect-404.txt', 404, 'basker', 'Document not found for tenant', []],
  ['verbose-422.txt', 422, 'laravel', 'The email field is required. (and 1 more error)', []],
  ['verbose-include-404.txt', 404, 'basker', 'Document not found for tenant', []],
  ['verbose-meter-422.txt', 422, 'laravel', 'The email field is required. (and 1 more error)', []],
  ['verbose-post-404.txt', 404, 'basker', 'Document not found for tenant', []],
]

const codesOf = (warnings: readonly string[]) => warnings.map(warning => warning.slice(0, warning.indexOf(':')))

describe('what curl prints', () => {
  test.each(single)('%s is read from a file', async (name, status, dialect, detail, warnings) => {
    const problem = await ranJson(['explain', capturePath(name)])
    expect({ status: problem.status, dialect: problem.dialect, detail: problem.detail }).toEqual({
      status,
      dialect,
      detail,
    })
    expect(codesOf(problem.source.warnings)).toEqual(warnings)
  })

  test.each(single)('%s is told to a person, from standard input', async (name, status, dialect) => {
    const { code, out, err } = await ran(['explain'], capture(name))
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out.split('\n')[0]).toMatch(new RegExp(`^${status} .+ — [a-z_]+ \\(${dialect}, [a-z]+: .+\\)$`))
  })

  test.each(single)('%s says the same with the line ends of another system', async (name, status) => {
    // compressed bytes do not survive that, and lengths do not fit
    const text = capture(name).toString('latin1').replace(/\r\n/g, '\n')
    const problem = await ranJson(['explain'], Buffer.from(text, 'latin1'))
    expect(problem.status).toBe(status)
  })

  test.each([
    ['continue-413.txt', '  after 100 Continue'],
    ['early-hints-500.txt', '  after 103 Early Hints'],
    ['proxy-429.txt', '  after 200 Connection established'],
    ['redirect-404.txt', '  after 301 Moved Permanently'],
    ['digest-403.txt', '  after 401 Unauthorized'],
    ['verbose-post-404.txt', '  POST /missing'],
  ])('%s tells on its second line what came before: %s', async (name, line) => {
    const { out } = await ran(['explain', capturePath(name)])
    expect(out.split('\n')[1]).toBe(line)
  })

  test('a folded field is one field', async () => {
    const problem = await ranJson(['explain', capturePath('obs-fold-503.txt')])
    expect(problem.retry.retryAfterMs).toBe(120_000)
  })

  test('three responses in one dump are three', async () => {
    const problems = await ranJson(['explain', capturePath('three.txt')])
    expect(problems.map((problem: { status: number } | null) => problem?.status ?? null)).toEqual([404, null, 422])
  })

  test('two answers to HEAD are two, whatever their Content-Length says', async () => {
    const { out } = await ran(['explain', capturePath('two-heads.txt')])
    expect(out).toContain('2 exchanges: 1 ok, 1 failed (1 not_found)')
  })

  test('a prompt before the dump is no part of it', async () => {
    const problem = await ranJson(['explain'], `$ curl -i 127.0.0.1\n${capture('laravel-422.txt')}`)
    expect(problem.errors).toHaveLength(2)
  })

  test('a long upload before the status line of curl -v is no part of the response', async () => {
    const trace = capture('verbose-422.txt').toString()
    const head = trace.search(/^< /m)
    const upload = `{"data":"${'x'.repeat(70_000)}"}\n`
    const problem = await ranJson(['explain'], `${trace.slice(0, head)}${upload}${trace.slice(head)}`)
    expect(problem).toMatchObject({ status: 422, dialect: 'laravel', source: { warnings: [] } })
  })

  test('a body that stands before the last line of curl -v on a terminal is not spoilt by it', async () => {
    const [head = '', body = ''] = capture('verbose-422.txt')
      .toString()
      .split(/\{ \[173 bytes data\]\n.*\n/)
    const problem = await ranJson(['explain'], `${head}${body}* Connection #0 to host 127.0.0.1 left intact\n`)
    expect(problem).toMatchObject({ dialect: 'laravel', source: { warnings: [] } })
  })
})
