import { describe, expect, test } from 'vitest'
import { stripe } from '../../src/dialects/stripe.js'
import { createNormalizer, dialects, isFrom, normalize } from '../../src/index.js'
import { problemFromResponse } from '../../src/integrations/fetch.js'
import { respond, responses, toResponse } from '../../src/testing/index.js'
import { dialectOf, exchangeOf, type Fixture, fixtures } from '../fixtures.js'

const { decode } = createNormalizer()

const facts = ({ expect: { code, requestId, retryAfterMs, fields } }: Fixture) => ({
  code,
  requestId,
  retryAfterMs,
  fields: fields.length,
})

describe('every response of the corpus', () => {
  test('is listed once, with its facts and no body', () => {
    expect(responses().map(({ id }) => id)).toEqual(fixtures.map(({ id }) => id))
    expect(responses().map(({ dialect }) => dialect)).toEqual(fixtures.map(dialectOf))
    expect(Object.keys(Object.assign({}, ...responses()))).toEqual(['id', 'dialect', 'status', 'code'])
  })

  for (const fixture of fixtures)
    test(`${fixture.id} comes out as it was recorded, and says what it said`, async () => {
      const exchange = respond(dialectOf(fixture), fixture.id)
      expect(exchange).toEqual(exchangeOf(fixture))
      const response = toResponse(exchange)
      expect(response.status).toBe(fixture.status)
      // a text is read without its byte order mark (https://fetch.spec.whatwg.org/#body-mixin)
      expect(await response.clone().text()).toBe(fixture.body.replace(/^\ufeff/, ''))
      if (fixture.status < 400) return
      const receivedAt = Date.UTC(2026, 10, 24)
      const problem = decode({ ...exchange, receivedAt })
      const options = { receivedAt, request: exchange.request }
      const { source, ...heard } = (await problemFromResponse(response, options)) ?? expect.fail('nothing failed')
      expect(heard).toEqual({ ...problem, source: undefined })
      expect(source.rung).toBe(problem.source.rung)
      // the facts of dialects that we have; test/dialects holds them to every word
      if (
        !dialects.some(({ id }) => id === dialectOf(fixture)) ||
        fixture.dialect === 'problem' ||
        fixture.dialect === 'aspnet'
      )
        return
      const { code, requestId, retry, errors } = heard
      const fields = errors.filter(({ pointer, status }) => pointer !== undefined && status === undefined).length
      expect({ code, requestId, retryAfterMs: retry.retryAfterMs, fields }).toEqual(facts(fixture))
    })
})

describe('respond', () => {
  test('answers with the first of a dialect, of a status, of a code, and of an id', () => {
    const first = responses('base')[0]
    expect(respond('base').status).toBe(first?.status)
    expect(respond('base', 404).status).toBe(404)
    const problem = normalize(respond('stripe', 'invalid_expiry_year'))
    expect(problem && isFrom(problem, stripe) && problem.code).toBe('invalid_expiry_year')
    expect(respond('laravel', '055-laravel-v12-422-nested-dotted-keys').body).toContain('.')
  })

  test('gives a copy: what a test changes is not there for the next one', () => {
    const changed = respond('base') as { headers: Record<string, string> }
    changed.headers['x-mine'] = '1'
    expect(respond('base').headers['x-mine']).toBe(undefined)
  })

  test('has every dialect that has fixtures, and no built-in one is missing but those that are tested by other means', () => {
    const has = (id: string) => responses(id).length > 0
    expect(dialects.filter(({ id }) => !has(id)).map(({ id }) => id)).toEqual(['plain'])
    expect(responses('nobody')).toEqual([])
  })

  test.each<[string, string, string | number | undefined, string]>([
    ['a dialect that is misspelt', 'larvel', undefined, 'no dialect "larvel": did you mean "laravel"?'],
    ['a dialect that nobody speaks', 'klingon', undefined, 'no dialect "klingon": there is base, basker, '],
    ['a code that is misspelt', 'base', 'blnk', 'no response of base says "blnk": did you mean "blank"?'],
    ['a code that it has not', 'base', 'out_of_credit', 'no response of base says "out_of_credit": there is '],
    ['a status that it has not', 'base', 503, 'no response of base has the status 503: the nearest is 429'],
    ['a name of every object', 'constructor', undefined, 'no dialect "constructor"'],
    ['no dialect', undefined as unknown as string, undefined, 'no dialect "undefined"'],
  ])('refuses %s, and names the closest', (_, dialect, which, message) => {
    expect(() => respond(dialect, which)).toThrow(TypeError)
    expect(() => respond(dialect, which)).toThrow(message)
  })
})

describe('a Response', () => {
  test('has no fields of the connection, and no body where its status has none', async () => {
    const headers = { 'Content-Encoding': 'gzip', 'content-length': '7', 'x-a': 'b' }
    const response = toResponse({ status: 304, headers, body: '' })
    expect([...response.headers.keys()]).toEqual(['x-a'])
    expect(response.body).toBe(null)
  })
})
