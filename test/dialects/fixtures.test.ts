import { describe, expect, test } from 'vitest'
import { type ApiProblem, createNormalizer, dialects, explain } from '../../src/index.js'
import { dialectOf, exchangeOf, type Fixture, fixtures } from '../fixtures.js'

/** Dialects are held to every expected word; the fixtures of others must survive the fallbacks. */
const covered = fixtures.filter(fixture => dialects.some(({ id }) => id === dialectOf(fixture)))
const { decode } = createNormalizer()

const isPage = (fixture: Fixture): boolean => explain(exchangeOf(fixture)).content.kind === 'html'

/** A type that is a section of an RFC says what the status says. */
const isTelling = (type: string): boolean => type !== 'about:blank' && !/rfc\d+#section/.test(type)

/** What the problem says in the fixture's words. */
const read = (problem: ApiProblem, { dialect }: Fixture) => ({
  message: problem.detail ?? (problem.dialect === 'problem-json' ? problem.title : undefined),
  code: problem.code ?? (dialect === 'problem' && isTelling(problem.type) ? problem.type : undefined),
  requestId: problem.requestId,
  retryAfterMs: problem.retry.retryAfterMs,
  fields: problem.errors
    // an operation of several has a status, and is no field
    .filter(({ pointer, status }) => pointer !== undefined && status === undefined)
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
      // below 400 the body is read in-band, and a status of failure acted on
      expect(fixture.status < 400 ? problem.source.wireStatus : problem.status).toBe(fixture.status)
      expect(problem.status).toBeGreaterThanOrEqual(400)
      expect(said.requestId).toBe(fixture.expect.requestId)
      expect(said.retryAfterMs).toBe(fixture.expect.retryAfterMs)
      expect(said.fields).toEqual(fixture.expect.fields)
      if (isPage(fixture)) {
        // a page has no message; its own words may be read out, and say that they are such
        expect(problem.detail ?? '').not.toMatch(/[<>{}]/)
        expect(problem.source.warnings.some(warning => warning.startsWith('page:'))).toBe(true)
        expect(said.code).toBe(fixture.expect.code)
        return
      }
      expect(said.code).toBe(fixture.expect.code)
      // an envelope without a message of its own is spoken for by its first error
      expect(said.message).toBe(fixture.expect.message ?? problem.errors[0]?.detail)
    })
})

/** What sent these gives itself away by nothing in them. */
const unmarked: Readonly<Record<string, string>> = {
  '548-text-grape-404-cascade': 'the phrase, and a field of every Rack application',
  '549-html-sinatra-404-cascade': 'a heading with the phrase, and a field of every Rack application',
  '550-text-sinatra-400-labelled-html': 'a sentence',
  '584-empty-ceph-404-head': 'no body, and the fields of any object store',
  '591-text-wordpress-400-ajax-zero': 'one digit',
}

describe('who answered a page, a text or nothing at all', () => {
  const kinds = ['html', 'text', 'empty']
  for (const fixture of covered.filter(({ product, dialect }) => product !== undefined && kinds.includes(dialect)))
    test(fixture.id, () => {
      const { product, answeredBy } = decode(exchangeOf(fixture)).source
      const isUnmarked = unmarked[fixture.id] !== undefined
      expect(product).toBe(isUnmarked ? undefined : fixture.product)
      if (!isUnmarked) expect(answeredBy).toBe(fixture.answeredBy ?? 'application')
    })
  test('what cannot be told is told of nothing else', () => {
    for (const id of Object.keys(unmarked)) expect(fixtures.map(fixture => fixture.id)).toContain(id)
  })
  test('the field of a server says nothing about a JSON body or an application page', () => {
    for (const server of [
      'nginx',
      'Caddy',
      'openresty',
      'cloudflare',
      'envoy',
      'Varnish',
      'awselb/2.0',
      'AkamaiGHost',
    ]) {
      for (const body of [
        '{"message":"m"}',
        '<html><body><h1>Oops</h1><p>Our shop is closed.</p></body></html>',
        'closed',
      ])
        expect(decode({ status: 503, headers: { server }, body }).source).toMatchObject({ answeredBy: 'application' })
    }
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
