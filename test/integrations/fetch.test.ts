/** `fetch` that fails where the API says that it failed, against a server on loopback. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { fetchTE, problemFromResponse, withProblems } from '../../src/integrations/fetch.js'
import { ApiProblemError, createNormalizer, type Exchange, type Normalizer } from '../door.js'
import { listening, type Served } from './servers.js'

let server: Served
let url = ''
let arrived: (response: ServerResponse) => void = () => undefined
beforeEach(async () => {
  const answers: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => unknown>> = {
    '/fine': (_, response) => response.end('{"id":7}'),
    '/invalid': (_, response) =>
      response.writeHead(422, { 'content-type': 'application/json' }).end('{"message":"No.","errors":{"a":["b"]}}'),
    '/in-band': (_, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"error":"Forbidden","message":"No.","requestId":"r"}'),
    '/moved': (_, response) => response.writeHead(302, { location: '/invalid' }).end(),
    '/never': (_, response) => arrived(response),
    '/half': (_, response) => {
      response.writeHead(500, { 'content-length': '100' }).write('{"message":')
      arrived(response)
    },
    '/reset': request => request.socket.destroy(),
  }
  server = await listening(createServer((request, response) => answers[request.url ?? '']?.(request, response)))
  url = server.url
})
afterEach(async () => {
  vi.restoreAllMocks()
  await server.close()
})

/** What the normalizer is told of a request. */
const seen = (told: Exchange['request'][]): Normalizer => {
  const made = createNormalizer()
  const normalize: Normalizer['normalize'] = exchange => {
    told.push(exchange.request)
    return made.normalize(exchange)
  }
  return { ...made, normalize }
}
const rejected = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'resolved',
    error => error,
  )

describe('withProblems', () => {
  const api = withProblems(fetch)
  // whoever takes a fetch takes this one
  const taken: typeof fetch = api

  test('gives a success as it is, its body unread', async () => {
    const response = await taken(`${url}/fine`)
    expect(response.bodyUsed).toBe(false)
    expect(await response.json()).toEqual({ id: 7 })
    const ended = await api.result(`${url}/fine`)
    expect(ended.ok && (await ended.response.json())).toEqual({ id: 7 })
  })

  test('throws what a failed response says, or gives it as a value', async () => {
    const error = await rejected(api(`${url}/invalid`))
    expect(error).toBeInstanceOf(ApiProblemError)
    expect(error).toMatchObject({ problem: { status: 422, dialect: 'laravel', errors: [{ pointer: '/a' }] } })
    expect(await api.result(`${url}/invalid`)).toMatchObject({ ok: false, problem: { status: 422 } })
  })

  test('gives nothing but what it says', async () => {
    expect(Object.keys(await api.result(`${url}/reset`)).sort()).toEqual(['ok', 'problem'])
    expect(Object.keys(await api.result(`${url}/fine`)).sort()).toEqual(['ok', 'response'])
  })

  test('a failure of transport is one, its cause what was thrown', async () => {
    for (const [path, status] of [
      [`${url}/reset`, 502],
      ['http://127.0.0.1:1/', 502],
      ['not a url', 502],
    ] as const) {
      const error = await rejected(api(path))
      expect(error).toBeInstanceOf(ApiProblemError)
      expect(error).toMatchObject({ problem: { status, source: { answeredBy: 'transport' } } })
      expect(error).toHaveProperty('cause', expect.any(TypeError))
      expect(await api.result(path)).toMatchObject({ ok: false, problem: { status } })
    }
  })

  test.each([
    ['no reason', undefined],
    ['an error of his own', new Error('changed my mind')],
    ['a text', 'changed my mind'],
    ['a plain object', { code: 'ECONNREFUSED' }],
  ])('the caller aborts with %s: 499, never to be sent again', async (_, reason) => {
    const aborter = new AbortController()
    arrived = () => aborter.abort(reason)
    const error = await rejected(api(`${url}/never`, { signal: aborter.signal }))
    expect(error).toMatchObject({ problem: { status: 499, kind: 'cancelled', retry: { advice: 'never' } } })
    expect(error).toHaveProperty('cause', aborter.signal.reason)
  })

  test('the signal of a Request counts, and one that was aborted before', async () => {
    const aborter = new AbortController()
    arrived = () => aborter.abort('enough')
    const request = new Request(`${url}/never`, { signal: aborter.signal })
    expect(await api.result(request)).toMatchObject({ problem: { status: 499 } })
    expect(await api.result(`${url}/fine`, { signal: AbortSignal.abort('early') })).toMatchObject({
      problem: { status: 499 },
    })
  })

  test('a time limit is a timeout, though the caller set it', async () => {
    const signal = AbortSignal.abort(new DOMException('too late', 'TimeoutError'))
    expect(await api.result(`${url}/never`, { signal })).toMatchObject({
      problem: { status: 504, kind: 'deadline_exceeded' },
    })
  })

  test('a body that breaks off leaves the status, and says so', async () => {
    arrived = response => setImmediate(() => response.destroy())
    const ended = await api.result(`${url}/half`)
    expect(ended).toMatchObject({ ok: false, problem: { status: 500 } })
    expect(!ended.ok && ended.problem.source.warnings.join()).toContain('body-interrupted')
  })

  test('the problem knows method and address, however they were given', async () => {
    const told: Exchange['request'][] = []
    const watched = withProblems(fetch, { normalizer: seen(told) })
    const post = new Request(`${url}/invalid`, { method: 'POST', body: 'a' })
    await watched.result(`${url}/invalid`)
    await watched.result(new URL(`${url}/invalid`), { method: 'PUT' })
    await watched.result(post)
    await watched.result(new Request(`${url}/invalid`), { method: 'DELETE' })
    // after a redirect the address is the one that answered
    await watched.result(`${url}/moved`)
    expect(told.map(request => request?.method)).toEqual(['GET', 'PUT', 'POST', 'DELETE', 'GET'])
    expect(new Set(told.map(request => request?.url))).toEqual(new Set([`${url}/invalid`]))
  })

  test('reads errors under a success where that was asked for, and leaves the body to the caller', async () => {
    const inBand = withProblems(fetch, { normalizer: createNormalizer({ inBand: true }) })
    expect(await inBand.result(`${url}/in-band`)).toMatchObject({ ok: false, problem: { status: 403 } })
    expect(await (await inBand(`${url}/fine`)).json()).toEqual({ id: 7 })
    expect((await api(`${url}/in-band`)).status).toBe(200)
  })

  test('a fetch that throws at once, and answers nonsense, is a failure of transport', async () => {
    const throwing = withProblems(() => {
      throw new Error('at once')
    })
    expect(await throwing.result(url)).toMatchObject({ problem: { source: { answeredBy: 'transport' } } })
    const hostile = withProblems(fetch)
    expect(await hostile.result(null as never)).toMatchObject({ ok: false })
  })

  test('wants a function', () => {
    expect(() => withProblems('fetch' as never)).toThrow(/withProblems: expected a fetch function/)
  })
})

describe('fetchTE', () => {
  test('is the same as a TaskEither', async () => {
    expect(E.isRight(await fetchTE(`${url}/fine`)())).toBe(true)
    expect(await fetchTE(`${url}/invalid`)()).toMatchObject({ left: { status: 422 } })
    expect(await fetchTE(`${url}/never`, { signal: AbortSignal.abort('x') })()).toMatchObject({ left: { status: 499 } })
    const told: Exchange['request'][] = []
    const post = new Request(`${url}/invalid`, { method: 'POST' })
    await fetchTE(post, undefined, { normalizer: seen(told) })()
    expect(told).toEqual([{ method: 'POST', url: `${url}/invalid` }])
  })
})

describe('problemFromResponse', () => {
  test('takes the address of the response where none is given', async () => {
    const told: Exchange['request'][] = []
    const options = { normalizer: seen(told) }
    await problemFromResponse(await fetch(`${url}/invalid`), { ...options, request: { method: 'POST' } })
    await problemFromResponse(new Response('', { status: 500 }), { ...options, request: { url: 'https://a.example' } })
    expect(told).toEqual([
      { method: 'POST', url: `${url}/invalid` },
      { method: undefined, url: 'https://a.example' },
    ])
  })
})
