/**
 * The same small application in every framework, on a socket of its own.
 * Comes in: options and what its routes do. Goes out: an address, and how to close it.
 * Each is written as its users would write it; what is asserted of all of them is in `servers.test.ts`.
 */
import 'reflect-metadata'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Body, Controller, Get, Module, Post, Req, Res } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import { notFoundHandler, problemHandler } from '../../src/integrations/express.js'
import { problemPlugin } from '../../src/integrations/fastify.js'
import * as hono from '../../src/integrations/hono.js'
import { problems } from '../../src/integrations/koa.js'
import { ApiProblemModule } from '../../src/integrations/nest.js'
import { askedOf, createResponder, type ServerOptions, sendAnswer } from '../../src/server/index.js'

/** What the routes of every application do. */
export interface Deeds {
  /** Throws. */
  readonly fail: () => unknown
  /** Ends, and may throw, after the caller has hung up. */
  readonly wait?: (gone: Promise<void>) => Promise<unknown>
}

export interface Served {
  readonly url: string
  readonly port: number
  readonly close: () => Promise<void>
}

export type Start = (options: ServerOptions, deeds: Deeds) => Promise<Served>

/** Fields of the success that did not come about. */
const prepared = {
  'content-encoding': 'gzip',
  etag: '"abc"',
  'cache-control': 'max-age=600',
  'content-length': '4000',
  'x-app': 'kept',
}

const gone = (response: ServerResponse): Promise<void> => new Promise(resolve => response.once('close', resolve))

export const served = (server: Server, end?: () => unknown): Served => {
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections()
      await (end?.() ?? new Promise(resolve => server.close(resolve)))
    },
  }
}

export const listening = (server: Server): Promise<Served> =>
  new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(served(server))))

const textOf = async (request: IncomingMessage): Promise<string> => {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}

const bare: Start = (options, { fail, wait }) => {
  const respond = createResponder(options)
  const route = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    if (request.url === '/fail') return fail()
    if (request.url === '/prepared') {
      for (const [name, value] of Object.entries(prepared)) response.setHeader(name, value)
      return fail()
    }
    if (request.url === '/begun') {
      response.write('half')
      return fail()
    }
    if (request.url === '/wait') return wait?.(gone(response))
    if (request.url === '/json') return response.end(JSON.stringify(JSON.parse(await textOf(request))))
    if (request.url === '/fine') return response.end('fine')
    return sendAnswer(response, respond.said({ kind: 'not_found' }, askedOf(request, response)))
  }
  return listening(
    createServer((request, response) => {
      route(request, response).catch(thrown => {
        const answer = respond.thrown(thrown, askedOf(request, response))
        if (response.headersSent) response.destroy()
        else sendAnswer(response, answer)
      })
    }),
  )
}

const onExpress: Start = (options, { fail, wait }) => {
  const app = express().disable('x-powered-by').set('env', 'test')
  app.get('/fail', async () => fail())
  app.get('/prepared', (_, response) => {
    response.set(prepared)
    fail()
  })
  app.get('/begun', (_, response) => {
    response.write('half')
    fail()
  })
  app.get('/wait', async (_, response) => wait?.(gone(response)))
  app.post('/json', express.json({ limit: 1000 }), (request, response) => response.json(request.body))
  app.get('/fine', (_, response) => response.send('fine'))
  app.use(notFoundHandler(options), problemHandler(options))
  return listening(createServer(app))
}

const onFastify: Start = async (options, { fail, wait }) => {
  const app = fastify({ bodyLimit: 1000 })
  app.register(problemPlugin, options)
  app.get('/fail', async () => fail())
  app.get('/prepared', async (_, reply) => {
    reply.headers(prepared)
    fail()
  })
  app.get('/begun', async (_, reply) => {
    reply.raw.write('half')
    fail()
  })
  app.get('/wait', async (_, reply) => wait?.(gone(reply.raw)))
  app.post('/json', async request => request.body)
  app.get('/fine', async () => 'fine')
  await app.listen({ host: '127.0.0.1', port: 0 })
  return served(app.server, () => app.close())
}

const onHono: Start = (options, { fail, wait }) => {
  const app = new Hono()
  app.onError(hono.problemHandler(options)).notFound(hono.notFound(options))
  app.use('/prepared', async (c, next) => {
    for (const [name, value] of Object.entries(prepared)) c.header(name, value)
    await next()
  })
  for (const path of ['/fail', '/prepared'])
    app.get(path, async () => {
      fail()
      return new Response()
    })
  app.get('/begun', () => {
    const body = new ReadableStream({
      start: controller => controller.enqueue(new TextEncoder().encode('half')),
      pull: () => {
        fail()
      },
    })
    return new Response(body)
  })
  app.get('/wait', async c => {
    await wait?.(new Promise(resolve => c.req.raw.signal.addEventListener('abort', () => resolve())))
    return c.body(null)
  })
  app.post('/json', async c => c.json(await c.req.json()))
  app.get('/fine', c => c.text('fine'))
  return new Promise(resolve => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(served(server as Server)))
  })
}

const onKoa: Start = (options, { fail, wait }) => {
  const app = new Koa()
  app.silent = true
  app.use(problems(options))
  app.use(async ctx => {
    if (ctx.path === '/fail') fail()
    if (ctx.path === '/prepared') {
      ctx.set(prepared)
      fail()
    }
    if (ctx.path === '/begun') {
      ctx.res.write('half')
      fail()
    }
    if (ctx.path === '/wait') await wait?.(gone(ctx.res))
    if (ctx.path === '/json') ctx.body = JSON.parse(await textOf(ctx.req))
    if (ctx.path === '/fine') ctx.body = 'fine'
  })
  return listening(createServer(app.callback()))
}

const onNest: Start = async (options, { fail, wait }) => {
  class Routes {
    fail() {
      return fail()
    }
    prepared(response: ServerResponse) {
      for (const [name, value] of Object.entries(prepared)) response.setHeader(name, value)
      return fail()
    }
    begun(response: ServerResponse) {
      response.write('half')
      return fail()
    }
    wait(request: IncomingMessage & { res: ServerResponse }) {
      return wait?.(gone(request.res))
    }
    json(body: unknown) {
      return body
    }
    fine() {
      return 'fine'
    }
  }
  // decorators as the functions that they are
  const of = (name: keyof Routes) => Object.getOwnPropertyDescriptor(Routes.prototype, name) ?? {}
  Controller()(Routes)
  for (const name of ['fail', 'prepared', 'begun', 'wait', 'fine'] as const)
    Get(name)(Routes.prototype, name, of(name) as TypedPropertyDescriptor<unknown>)
  Post('json')(Routes.prototype, 'json', of('json') as TypedPropertyDescriptor<unknown>)
  Res()(Routes.prototype, 'prepared', 0)
  Res()(Routes.prototype, 'begun', 0)
  Req()(Routes.prototype, 'wait', 0)
  Body()(Routes.prototype, 'json', 0)
  class App {}
  Module({ imports: [ApiProblemModule.register(options)], controllers: [Routes] })(App)
  const app = await NestFactory.create(App, { logger: false, abortOnError: false })
  await app.listen(0, '127.0.0.1')
  return served(app.getHttpServer(), () => app.close())
}

export const frameworks: Readonly<Record<string, Start>> = {
  'node:http': bare,
  express: onExpress,
  fastify: onFastify,
  hono: onHono,
  koa: onKoa,
  nest: onNest,
}
