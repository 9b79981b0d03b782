/** What only Express has: a status that was set before, files, bodies, and routers below a path. */
import { createServer } from 'node:http'
import express, { type ErrorRequestHandler, type Express } from 'express'
import { afterEach, expect, test, vi } from 'vitest'
import { notFoundHandler, problemHandler, type ServerOptions } from '../../src/integrations/express.js'
import type { ApiProblem } from '../door.js'
import { listening, type Served } from './servers.js'
import { ask, request } from './wire.js'

const open: Served[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  await Promise.all(open.splice(0).map(({ close }) => close()))
})
const quiet = { onProblem: () => undefined }
const up = async (routes: (app: Express) => unknown, options: ServerOptions = quiet): Promise<Served> => {
  const app = express()
  routes(app)
  app.use(notFoundHandler(options), problemHandler(options))
  const server = await listening(createServer(app))
  open.push(server)
  return server
}

test('a status that was set before counts where the error says none', async () => {
  const { port } = await up(app => {
    app.get('/set', (_, response) => {
      response.status(403)
      throw new Error('secret')
    })
    app.get('/said', (_, response) => {
      response.status(403)
      throw Object.assign(new Error('secret'), { statusCode: 410 })
    })
  })
  for (const [path, status] of [
    ['/set', 403],
    ['/said', 410],
  ] as const) {
    const answered = await request(port, `GET ${path}`)
    expect(answered.status).toBe(status)
    expect(answered.all).not.toContain('secret')
  }
})

test('files that are not there, ranges that are none, and paths that cannot be decoded', async () => {
  const { port } = await up(app => {
    app.use('/files', express.static('docs', { fallthrough: false }))
    app.get('/:id', (_, response) => response.send('fine'))
  })
  const missing = await request(port, 'GET /files/secret.txt')
  expect(missing.status).toBe(404)
  expect(missing.all).not.toMatch(/ENOENT|docs|secret/)
  const range = await request(port, 'GET /files/decisions.md', { range: 'bytes=99999999-' })
  expect(range).toMatchObject({ status: 416, headers: { 'content-type': 'application/problem+json' } })
  expect(range.headers['content-range']).toMatch(/^bytes \*\/\d+$/)
  expect(range.headers['etag']).toBeUndefined()
  expect(await request(port, 'GET /%E0%A4%A')).toMatchObject({ status: 400 })
})

test('bodies: none, too large, of a charset that nobody knows', async () => {
  const { port } = await up(app => {
    app.post('/', express.json({ limit: 10 }), (_, response) => response.send('fine'))
  })
  const json = { 'content-type': 'application/json' }
  const none = await request(port, 'POST /', { ...json, 'content-length': '7' }, '{secret')
  expect({ status: none.status, ...JSON.parse(none.body) }).toMatchObject({
    status: 400,
    errors: [{ pointer: '', in: 'body', detail: 'The body could not be read.' }],
  })
  const large = await request(port, 'POST /', { ...json, 'content-length': '21' }, '"secret secret secre"')
  expect(large.status).toBe(413)
  const odd = { 'content-type': 'application/json; charset=secret', 'content-length': '2' }
  const charset = await request(port, 'POST /', odd, '{}')
  expect(charset.status).toBe(415)
  for (const { all } of [none, large, charset]) expect(all).not.toContain('secret')
})

test('a caller who hangs up in the middle of a body is a 499', async () => {
  let arrived = (): void => undefined
  const arrival = new Promise<void>(resolve => {
    arrived = resolve
  })
  const heard = new Promise<ApiProblem>((resolve, reject) => {
    up(
      app =>
        app.post(
          '/',
          (_request, _response, next) => {
            arrived()
            next()
          },
          express.json(),
          (_, response) => {
            response.send('fine')
          },
        ),
      { onProblem: resolve },
    ).then(async ({ port }) => {
      const head = 'POST / HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{"'
      const socket = await ask(port, head)
      await arrival
      socket.destroy()
    }, reject)
  })
  expect((await heard).status).toBe(499)
})

test('the log hears the whole path, not what a router left of it', async () => {
  const told: string[] = []
  const router = express.Router().get('/order', () => {
    throw new Error('a bug')
  })
  const { port } = await up(app => app.use('/shop', router), { onProblem: (_, { url }) => told.push(url) })
  await request(port, 'GET /shop/order?id=7')
  expect(told).toEqual(['/shop/order?id=7'])
})

test('a response that was begun is left to whoever comes next, with what was thrown', async () => {
  const seen: unknown[] = []
  const bug = new Error('a bug')
  const app = express()
  app.get('/', (_, response) => {
    response.write('half')
    throw bug
  })
  const last: ErrorRequestHandler = (thrown, _request, response, _next) => {
    seen.push(thrown)
    response.destroy()
  }
  app.use(problemHandler(), last)
  open.push(await listening(createServer(app)))
  await request(open[0]?.port ?? 0, 'GET /')
  expect(seen).toEqual([bug])
})

test('an error that nobody expected goes to the console where no log was given', async () => {
  const console_ = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const bug = new Error('a bug')
  const { port } = await up(app => {
    app.get('/', () => {
      throw bug
    })
  }, {})
  await request(port, 'GET /')
  await request(port, 'GET /nowhere')
  expect(console_.mock.calls).toEqual([[bug]])
})
