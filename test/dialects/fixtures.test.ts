import { describe, expect, test } from 'vitest'
import { type ApiProblem, createNormalizer, dialects, explain } from '../../src/index.js'
import { dialectOf, exchangeOf, type Fixture, fixtures } from '../fixtures.js'

/** Dialects are held to every expected word; the fixtures of others must survive the fallbacks. */
const covered = fixtures.filter(fixture => dialects.some(({ id }) => id === dialectOf(fixture)))
const { decode } = createNormalizer()

const isPage = ({ body }: Fixture): boolean =>
  /^\s*<(?:!doctype|html|\?xml)/i.test(body) && !/<(?:[Ee]rror|Response|ErrorResponse|hash)\b/.test(body)

/** A type that is a section of an RFC says what the status says. */
const isTelling = (type: string): boolean => type !== 'about:blank' && !/rfc\d+#section/.test(type)

/** What the problem says in the fixture's words. */
const read = (problem: ApiProblem, { dialect }: Fixture) => ({
  message: problem.detail ?? (problem.dialect === 'problem-json' ? problem.title : undefined),
  code: problem.code ?? (dialect === 'problem' && isTelling(problem.type) ? problem.type : undefined),
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
  for (const fixture of covered)
    test(fixture.id, () => {
      const problem = decode(exchangeOf(fixture))
      const said = read(problem, fixture)
      // in-band, the status to act on is the body's own or that of its kind
      expect(fixture.status < 400 ? problem.source.wireStatus : problem.status).toBe(fixture.status)
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
  const fallbacks = ['empty', 'html', 'json', 'text']
  for (const fixture of covered)
    test(fixture.id, () => {
      const { claims, content } = explain(exchangeOf(fixture))
      const [first, second] = claims
      // where it did not speak itself (a page, a text, no body at all), a fallback reads what somebody else said
      if (content.kind !== 'json' && fallbacks.includes(first?.dialect ?? '')) return
      if (fixture.ambiguousWith !== undefined) {
        expect([dialectOf(fixture), ...fixture.ambiguousWith]).toContain(first?.dialect)
        return
      }
      expect(first?.dialect).toBe(dialectOf(fixture))
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
