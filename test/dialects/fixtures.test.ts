import { describe, expect, test } from 'vitest'
import { type ApiProblem, createNormalizer, explain } from '../../src/index.js'
import { exchangeOf, type Fixture, fixtures } from '../fixtures.js'

/** Dialects whose decoders are held to every expected word; all other fixtures must survive the fallbacks. */
const covered = ['base', 'basker', 'laravel', 'problem', 'generic', 'html', 'empty', 'koa', 'express']
const { decode } = createNormalizer()

const isPage = ({ body }: Fixture): boolean =>
  /^\s*<(?:!doctype|html|\?xml)/i.test(body) && !/<(?:Error|Response|ErrorResponse|hash)\b/.test(body)

/** What the problem says in the fixture's words. */
const read = (problem: ApiProblem) => ({
  message: problem.detail ?? (problem.dialect === 'problem-json' ? problem.title : undefined),
  code:
    problem.code ?? (problem.dialect === 'problem-json' && problem.type !== 'about:blank' ? problem.type : undefined),
  requestId: problem.requestId,
  retryAfterMs: problem.retry.retryAfterMs,
  fields: problem.errors
    .filter(({ pointer }) => pointer !== undefined)
    .map(({ pointer, detail, code, in: place }) => ({
      path: pointer,
      ...(detail === undefined ? {} : { message: detail }),
      ...(code === undefined ? {} : { code }),
      ...(place === undefined ? {} : { in: place }),
    })),
})

describe('a careful human and the library read the same', () => {
  for (const fixture of fixtures.filter(({ dialect }) => covered.includes(dialect)))
    test(fixture.id, () => {
      const problem = decode(exchangeOf(fixture))
      const said = read(problem)
      expect(problem.status).toBe(fixture.status)
      expect(said.requestId).toBe(fixture.expect.requestId)
      expect(said.retryAfterMs).toBe(fixture.expect.retryAfterMs)
      expect(said.fields).toEqual(fixture.expect.fields)
      if (isPage(fixture)) {
        // a page has no message; its own words may be read out, and say that they are such
        expect(problem.detail ?? '').not.toMatch(/[<>{}]/)
        expect(problem.source.warnings.some(warning => warning.startsWith('page:'))).toBe(true)
        return
      }
      expect(said.code).toBe(fixture.expect.code)
      // an envelope without a message of its own is spoken for by its first error
      expect(said.message).toBe(fixture.expect.message ?? problem.errors[0]?.detail)
    })
})

describe('on its own fixtures a dialect makes the only strongest claim', () => {
  const idOf: Readonly<Record<string, string>> = { problem: 'problem-json', generic: 'json', koa: 'text' }
  for (const fixture of fixtures.filter(({ dialect }) => covered.includes(dialect) && dialect !== 'express'))
    test(fixture.id, () => {
      const id = idOf[fixture.dialect] ?? fixture.dialect
      const claims = explain(exchangeOf(fixture)).claims
      const [first, second] = claims
      const others = fixture.body.trim() === '' ? ['empty'] : isPage(fixture) ? ['html'] : []
      expect([id, ...others]).toContain(first?.dialect)
      // equal rungs are settled by the written rule; only a catch-all may stand on the same rung
      if (second?.rung === first?.rung) expect(['json', undefined]).toContain(second?.dialect)
    })
})

describe('every real response survives the fallbacks alone', () => {
  const alone = createNormalizer({ dialects: [] })
  for (const fixture of fixtures)
    test(fixture.id, () => {
      const problem = alone.decode(exchangeOf(fixture))
      expect(problem.status).toBe(fixture.status >= 400 ? fixture.status : problem.status)
      expect(problem.detail ?? '').not.toMatch(/<\/?(?:html|body|head|h1|p|div|center|script|style)\b/i)
      const asked = Object.keys(fixture.headers).some(name => name.toLowerCase() === 'retry-after')
      if (asked) expect(problem.retry.retryAfterMs).toBe(fixture.expect.retryAfterMs)
    })
})
