/** What only Hono has: exceptions with responses of their own, headers that are merged, upstreams in the context. */
import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { basicAuth } from 'hono/basic-auth'
import { cors } from 'hono/cors'
import { HTTPException } from 'hono/http-exception'
import { requestId } from 'hono/request-id'
import { validator } from 'hono/validator'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { normalizeUpstream, notFound, problemHandler, type ServerOptions } from '../../src/integrations/hono.js'
import { type ApiProblem, ApiProblemError, createNormalizer, problem } from '../door.js'
import { type Served, served } from './servers.js'
import { request } from './wire.js'

const open: Served[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  await Promise.all(open.splice(0).map(({ close }) => close()))
})
const quiet = { onProblem: () => undefined }
const up = (app: Hono): Promise<Served> =>
  new Promise(resolve => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, () => {
      open.push(served(server as Server))
      resolve(served(server as Server))
    })
  })
const withProblems = (options: ServerOptions = quiet) =>
  new Hono().onError(problemHandler(options)).notFound(notFound(options))

describe('exceptions of Hono', () => {
  test('keep their status and nothing else', async () => {
    const app = withProblems().get('/', () => {
      throw new HTTPException(418, { message: 'secret', cause: new Error('secret') })
    })
    const { status, all } = await request((await up(app)).port, 'GET /')
    expect(status).toBe(418)
    expect(all).not.toContain('secret')
  })

  test('with a failed response of their own are read; a challenge stays', async () => {
    const app = withProblems().use(basicAuth({ username: 'a', password: 'b', realm: 'shop' }))
    const { status, headers, body } = await request((await up(app)).port, 'GET /')
    expect({ status, challenge: headers['www-authenticate'] }).toEqual({ status: 401, challenge: 'Basic realm="shop"' })
    expect(headers['content-type']).toBe('application/problem+json')
    expect(JSON.parse(body).title).toBe('Unauthorized')
  })

  test('with any other response of their own are let go', async () => {
    const app = withProblems().get('/', () => {
      throw new HTTPException(302, { res: new Response(null, { headers: { location: '/login' } }) })
    })
    expect(await request((await up(app)).port, 'GET /')).toMatchObject({ status: 302, headers: { location: '/login' } })
  })

  test('of its validator are a 400', async () => {
    const app = withProblems().post(
      '/',
      validator('json', value => value),
      c => c.text('fine'),
    )
    const { port } = await up(app)
    const headers = { 'content-type': 'application/json', 'content-length': '1' }
    expect(await request(port, 'POST /', headers, '{')).toMatchObject({ status: 400 })
  })
})

describe('headers that other middleware sets', () => {
  test('stay beside the answer', async () => {
    const app = withProblems()
      .use(cors({ origin: 'https://a.example' }), requestId({ generator: () => 'ours' }))
      .get('/', () => {
        throw new ApiProblemError(problem({ status: 409, requestId: 'theirs' }))
      })
    const { port } = await up(app)
    for (const [line, status] of [
      ['GET /', 409],
      ['GET /nowhere', 404],
    ] as const) {
      const answered = await request(port, line, { origin: 'https://a.example' })
      expect(answered).toMatchObject({
        status,
        headers: {
          'access-control-allow-origin': 'https://a.example',
          'x-request-id': 'ours',
          vary: expect.stringMatching(/^(Origin, accept|accept, Origin)$/),
        },
      })
    }
  })

  test('of a response that was there already do not describe the answer', async () => {
    const app = withProblems()
      .use(async (_, next) => {
        await next()
        throw new Error('after')
      })
      .get(
        '/',
        () => new Response('x', { headers: { 'content-encoding': 'gzip', 'content-length': '1', etag: '"a"' } }),
      )
    const { status, headers, body } = await request((await up(app)).port, 'GET /')
    expect(status).toBe(500)
    expect([headers['content-encoding'], headers['etag']]).toEqual([undefined, undefined])
    expect(JSON.parse(body).status).toBe(500)
  })
})

describe('an error that nobody expected', () => {
  test('goes to the console where no log was given, and what was meant does not', async () => {
    const console_ = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const error = new Error('a bug')
    const app = withProblems({})
      .get('/bug', () => {
        throw error
      })
      .get('/meant', () => {
        throw new ApiProblemError(problem({ status: 404 }))
      })
    const { port } = await up(app)
    await request(port, 'GET /bug')
    await request(port, 'GET /meant')
    await request(port, 'GET /nowhere')
    expect(console_.mock.calls).toEqual([[error]])
  })
})

describe('normalizeUpstream', () => {
  const upstream = async (answer: () => Response): Promise<string> => (await up(new Hono().all('/*', answer))).url
  const gateway = async (url: string, options: ServerOptions = quiet) =>
    up(withProblems(options).all('/*', normalizeUpstream(options), c => fetch(url, { method: c.req.method })))
  const laravel = { message: 'SQLSTATE[23000]', errors: { sku: ['Unknown sku.'] } }

  test('says a failure anew; what described its body, and its cookies, stay behind', async () => {
    const headers = {
      ...{ etag: '"a"', 'set-cookie': 'a=b', server: 'secret', 'x-internal': 'secret', 'x-request-id': 'r-7' },
      ...{ vary: 'Origin', 'content-encoding': 'identity' },
    }
    const url = await upstream(() => Response.json(laravel, { status: 422, headers }))
    const answered = await request((await gateway(url)).port, 'GET /')
    expect({ status: answered.status, ...JSON.parse(answered.body) }).toMatchObject({
      status: 422,
      errors: [{ pointer: '/sku', detail: 'Unknown sku.' }],
    })
    expect(answered.headers).toMatchObject({ vary: 'Origin, accept' })
    for (const name of ['etag', 'set-cookie', 'server', 'x-internal', 'content-encoding'])
      expect(answered.headers[name]).toBeUndefined()
    expect(answered.all).not.toMatch(/SQLSTATE|secret/)
  })

  test('tells the log, and answers in the dialect that was asked for', async () => {
    const told: { problem: ApiProblem; from: string }[] = []
    const url = await upstream(() => Response.json(laravel, { status: 422 }))
    const { port } = await gateway(url, {
      dialect: 'base',
      onProblem: (problem, { from }) => told.push({ problem, from }),
    })
    const { status, headers, body } = await request(port, 'GET /')
    expect(createNormalizer({ pinned: 'base' }).normalize({ status, headers, body })?.dialect).toBe('base')
    expect(told).toMatchObject([{ from: 'upstream', problem: { dialect: 'laravel', detail: 'SQLSTATE[23000]' } }])
  })

  test('does not touch a success, nor what the error handler answered', async () => {
    const url = await upstream(() => new Response('fine', { headers: { etag: '"a"' } }))
    const fine = await fetch((await gateway(url)).url)
    expect([fine.status, fine.headers.get('etag'), await fine.text()]).toEqual([200, '"a"', 'fine'])
    const told: string[] = []
    const options: ServerOptions = { onProblem: (_, { from }) => told.push(from) }
    const app = withProblems(options).get('/', normalizeUpstream(options), () => {
      throw new Error('a bug')
    })
    expect(await request((await up(app)).port, 'GET /')).toMatchObject({ status: 500 })
    expect(told).toEqual(['thrown'])
  })

  test('answers a HEAD, an empty body, and a body that was read already', async () => {
    const url = await upstream(() => new Response(null, { status: 503, headers: { 'retry-after': '9' } }))
    const { port } = await gateway(url)
    expect(await request(port, 'HEAD /')).toMatchObject({ status: 503, body: '', headers: { 'retry-after': '9' } })
    expect((await request(port, 'GET /')).body).toContain('Service Unavailable')
    const app = withProblems().get('/', normalizeUpstream(quiet), async () => {
      const response = new Response('used', { status: 502 })
      await response.text()
      return response
    })
    expect(await request((await up(app)).port, 'GET /')).toMatchObject({ status: 502 })
  })

  test('what could break a header neither injects nor crashes', async () => {
    for (const id of ['a\r\nset-cookie: x=1', 'a\0b', 'ключ']) {
      const body = { error: 'Unauthorized', message: id, requestId: id }
      const url = await upstream(() => Response.json(body, { status: 401 }))
      const { status, headers } = await request((await gateway(url)).port, 'GET /')
      expect({ status, cookie: headers['set-cookie'], id: headers['x-request-id'] }).toEqual({ status: 401 })
    }
  })
})
