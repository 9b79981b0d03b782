/** What only Koa has: failures that are a status without a body, and the application's event. */
import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import Koa from 'koa'
import { afterEach, expect, test, vi } from 'vitest'
import { problems, type ServerOptions } from '../../src/integrations/koa.js'
import { ApiProblemError, problem } from '../door.js'
import { listening, type Served } from './servers.js'
import { request } from './wire.js'

const open: Served[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  await Promise.all(open.splice(0).map(({ close }) => close()))
})
const quiet = { onProblem: () => undefined }
const up = async (handle: Koa.Middleware, options: ServerOptions = quiet, heard?: unknown[]): Promise<Served> => {
  const app = new Koa()
  if (heard !== undefined) app.on('error', error => heard.push(error))
  app.use(problems(options)).use(handle)
  const server = await listening(createServer(app.callback()))
  open.push(server)
  return server
}

test('a failure status without a body is answered, with the headers that were set', async () => {
  const { port } = await up(ctx => {
    ctx.status = 405
    ctx.set('Allow', 'GET')
  })
  const { status, headers, body } = await request(port, 'POST /')
  expect({ status, allow: headers['allow'], title: JSON.parse(body).title }).toEqual({
    status: 405,
    allow: 'GET',
    title: 'Method Not Allowed',
  })
})

test('a failure with a body of its own is left alone, and so is a response that was taken over', async () => {
  const { port } = await up(ctx => {
    if (ctx.path === '/raw') {
      ctx.respond = false
      ctx.res.statusCode = 404
      ctx.res.end('raw')
    } else {
      ctx.status = 404
      ctx.body = 'own'
    }
  })
  expect((await request(port, 'GET /own')).body).toBe('own')
  expect((await request(port, 'GET /raw')).all).not.toContain('problem')
})

test('a stream that was to be the body is closed', async () => {
  const stream = new Readable({ read: () => undefined })
  const { port } = await up(ctx => {
    ctx.body = stream
    throw new Error('after')
  })
  expect(await request(port, 'GET /')).toMatchObject({ status: 500 })
  expect(stream.destroyed).toBe(true)
})

test('a dialect without a body is an empty answer', async () => {
  const { port } = await up(
    ctx => {
      ctx.type = 'json'
      ctx.throw(403)
    },
    { ...quiet, dialect: 'empty' },
  )
  expect(await request(port, 'GET /')).toMatchObject({ status: 403, body: '', headers: { 'content-length': '0' } })
})

test('the application hears what was thrown, but not what was meant', async () => {
  const heard: unknown[] = []
  const bug = new Error('a bug')
  const { port } = await up(
    ctx => {
      if (ctx.path === '/bug') throw bug
      if (ctx.path === '/text') throw 'a text'
      if (ctx.path === '/meant') throw new ApiProblemError(problem({ status: 404 }))
      if (ctx.path === '/down') throw new ApiProblemError(problem({ status: 503 }))
      ctx.throw(400, 'bad')
    },
    quiet,
    heard,
  )
  for (const path of ['/bug', '/text', '/meant', '/down', '/bad', '/nowhere']) await request(port, `GET ${path}`)
  expect(heard[0]).toBe(bug)
  expect(heard[1]).toBeInstanceOf(ApiProblemError)
  expect(heard.slice(2)).toMatchObject([{ problem: { status: 503 } }, { status: 400 }, { status: 400 }])
})

test("Koa's own listener prints a bug, once", async () => {
  const console_ = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const { port } = await up(ctx => {
    if (ctx.path === '/text') throw 'a text'
    throw new Error('a bug')
  }, {})
  await request(port, 'GET /')
  expect(console_).toHaveBeenCalledTimes(1)
  expect(await request(port, 'GET /text')).toMatchObject({ status: 500 })
})
