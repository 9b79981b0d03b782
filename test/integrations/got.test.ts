import got, { HTTPError, MaxRedirectsError, ParseError, RequestError, TimeoutError } from 'got'
import { afterEach, describe, expect, test } from 'vitest'
import { ApiProblemError, problem } from '../../src/index.js'
import { problemHooks, problemOf, problemRetry } from '../../src/integrations/got.js'
import { type Answer, serve, withoutWaiting } from '../retry/clients.mjs'

const body = '{"message":"No.","errors":{"email":["Taken."]}}'
const invalid: Answer = { status: 422, headers: { 'content-type': 'application/json' }, body }
const api = got.extend({ hooks: problemHooks(), retry: problemRetry({ random: () => 0.5, clock: { now: () => 0 } }) })
const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})
const served = async (...answers: readonly (Answer | 'reset' | 'hang')[]) => {
  const server = await serve(...answers)
  open.push(server.close)
  return server
}
const failing = (run: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(run).then(
    () => expect.fail('it should have failed'),
    error => error,
  )

describe('the hooks for got', () => {
  test.each([{}, { responseType: 'json' }, { responseType: 'buffer' }, { isStream: false }] as const)(
    'tell the error its problem with %j',
    async options => {
      const error = await failing(api((await served(invalid)).url, options))
      expect(error).toBeInstanceOf(HTTPError)
      expect(error).toMatchObject({ problem: { status: 422, dialect: 'laravel', errors: [{ pointer: '/email' }] } })
      expect(problemOf(error)).toBe((error as { problem?: unknown }).problem)
      expect(Object.keys(error as object)).not.toContain('problem')
    },
  )

  test('read the bytes, so that long numbers keep their digits', async () => {
    const long = '{"message":"No.","id":12345678901234567890}'
    const error = await failing(api((await served({ ...invalid, body: long })).url, { responseType: 'json' }))
    expect(JSON.stringify(problemOf(error)?.extensions)).toContain('12345678901234567890')
  })

  test('tell the error of a stream its problem, too', async () => {
    const { url } = await served(invalid)
    const error = await new Promise(resolve => api.stream(url).once('error', resolve).resume())
    expect(problemOf(error)).toMatchObject({ status: 422, dialect: 'laravel' })
  })

  test('know failures without a response', async () => {
    const { url } = await served({ status: 200, body: '{}', truncated: true })
    const { outcome } = await withoutWaiting(async () => api.post(url))
    expect(problemOf(outcome.error)).toMatchObject({ dialect: 'transport', retry: { applied: 'unknown' } })
    const hung = await served('hang')
    const late = await failing(api.post(hung.url, { timeout: { request: 5 } }))
    expect(late).toBeInstanceOf(TimeoutError)
    expect(problemOf(late)).toMatchObject({ status: 504, kind: 'deadline_exceeded', code: 'ETIMEDOUT' })
  })

  test('find no problem where nothing failed in HTTP, and send nothing again', async () => {
    const odd = await served({ status: 200, body: 'no JSON' })
    const parsing = await failing(api(odd.url, { responseType: 'json' }))
    expect(parsing).toBeInstanceOf(ParseError)
    expect([problemOf(parsing), odd.requests.length]).toEqual([undefined, 1])
    const round = await served({ status: 302, headers: { location: '/again' } })
    const turning = await failing(api(round.url, { maxRedirects: 1 }))
    expect(turning).toBeInstanceOf(MaxRedirectsError)
    expect([problemOf(turning), round.requests.length]).toEqual([undefined, 2])
  })
})

describe('the retries of got', () => {
  test('leave the last word to a limit of the caller', async () => {
    const { url, requests } = await served({ status: 503 })
    const { outcome } = await withoutWaiting(async () => api(url, { retry: { limit: 1 } }), { requests })
    expect([requests.length, problemOf(outcome.error)?.status]).toEqual([2, 503])
  })

  test('let through the retry that a hook of the caller asked for, whatever the method', async () => {
    const { url, requests } = await served({ status: 401 }, { status: 200 })
    const renewing = api.extend({
      hooks: {
        afterResponse: [
          (response, again) =>
            response.statusCode === 401 ? again({ headers: { authorization: 'Bearer new' } }) : response,
        ],
      },
    })
    const { outcome } = await withoutWaiting(async () => renewing.post(url), { requests })
    expect(outcome.value?.statusCode).toBe(200)
    expect(requests.map(({ headers }) => headers['authorization'])).toEqual([undefined, 'Bearer new'])
  })

  test('hear a problem that a hook of the caller threw', async () => {
    const { url, requests } = await served({ status: 200, body: '{"ok":false}' })
    const strict = api.extend({
      hooks: {
        afterResponse: [
          () => {
            throw new ApiProblemError(problem({ status: 503 }))
          },
        ],
      },
    })
    const { outcome, waits } = await withoutWaiting(async () => strict(url), { requests })
    expect(outcome.error).toBeInstanceOf(RequestError)
    expect(problemOf(outcome.error)).toMatchObject({ status: 503, retry: { exhausted: true, attempts: 3 } })
    expect(waits).toEqual([50, 100])
  })

  test('retry with no wait at all where none is needed, which to got is 1 ms', async () => {
    const { url, requests } = await served({ status: 421 }, { status: 200 })
    const { waits } = await withoutWaiting(async () => api.post(url, { json: {} }), { requests })
    expect(waits).toEqual([1])
  })
})
