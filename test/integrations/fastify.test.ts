/** What only Fastify has: validation, `reply.problem`, and upstreams behind its proxies. */
import { createServer, type RequestListener, type Server } from 'node:http'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import httpProxy from '@fastify/http-proxy'
import replyFrom from '@fastify/reply-from'
import fastify, { type FastifyInstance } from 'fastify'
import { afterEach, describe, expect, test } from 'vitest'
import { onProxyResponse, problemPlugin, type ServerOptions } from '../../src/integrations/fastify.js'
import { type ApiProblem, createNormalizer, problem } from '../door.js'
import { listening, type Served, served } from './servers.js'
import { ask, request } from './wire.js'

const open: Served[] = []
afterEach(async () => {
  await Promise.all(
    open
      .splice(0)
      .reverse()
      .map(({ close }) => close()),
  )
})
const opened = (server: Served): Served => {
  open.push(server)
  return server
}
const up = async (app: FastifyInstance): Promise<Served> => {
  await app.listen({ host: '127.0.0.1', port: 0 })
  return opened(served(app.server as Server, () => app.close()))
}
const quiet = { onProblem: () => undefined }
const json = { 'content-type': 'application/json' }

describe('validation', () => {
  const schema = {
    body: {
      type: 'object',
      required: ['email'],
      additionalProperties: false,
      properties: {
        email: { type: 'string' },
        'a/b': { type: 'object', properties: { 'c~d': { type: 'array', items: { type: 'integer' } } } },
      },
    },
    querystring: { type: 'object', properties: { page: { type: 'integer' } } },
    params: { type: 'object', properties: { id: { type: 'integer' } } },
    headers: { type: 'object', required: ['x-tenant'], properties: { 'x-tenant': { type: 'string' } } },
  }
  const start = async (options: ServerOptions = quiet) => {
    const app = fastify({ ajv: { customOptions: { removeAdditional: false, allErrors: true } } })
    app.register(problemPlugin, options)
    app.post('/orders/:id', { schema }, async () => 'fine')
    return up(app)
  }
  const send = async (path: string, body: unknown, headers: Readonly<Record<string, string>> = { 'x-tenant': 'a' }) => {
    const text = JSON.stringify(body)
    const { port } = await start()
    const fields = { ...json, 'content-length': String(text.length), ...headers }
    return request(port, `POST ${path}`, fields, text)
  }

  test.each([
    ['a member that is missing', '/orders/7', {}, [{ pointer: '/email', in: 'body', code: 'required' }]],
    ['a member too many', '/orders/7', { email: 'e', b: 1 }, [{ pointer: '/b', code: 'additionalProperties' }]],
    ['a deep member', '/orders/7', { email: 'e', 'a/b': { 'c~d': [1, 'x'] } }, [{ pointer: '/a~1b/c~0d/1' }]],
    ['the query', '/orders/7?page=x', { email: 'e' }, [{ pointer: '/page', in: 'query', code: 'type' }]],
    ['the path', '/orders/x', { email: 'e' }, [{ pointer: '/id', in: 'path' }]],
    ['the document', '/orders/7', [], [{ pointer: '', in: 'body', code: 'type' }]],
  ])('points at %s', async (_, path, body, errors) => {
    const { status, body: said } = await send(path, body)
    expect({ status, ...JSON.parse(said) }).toMatchObject({ status: 400, code: 'FST_ERR_VALIDATION', errors })
  })

  test('points at a header', async () => {
    const { body } = await send('/orders/7', { email: 'e' }, {})
    expect(JSON.parse(body).errors).toMatchObject([{ pointer: '/x-tenant', in: 'header' }])
  })

  test('two errors are two errors', async () => {
    expect(JSON.parse((await send('/orders/7', { b: 1 })).body).errors).toHaveLength(2)
  })

  test('is said in a dialect of fields', async () => {
    const { port } = await start({ ...quiet, dialect: 'laravel' })
    const { body } = await request(port, 'POST /orders/7', { ...json, 'content-length': '2', 'x-tenant': 'a' }, '{}')
    expect(JSON.parse(body).errors).toEqual({ email: ["must have required property 'email'"] })
  })
})

describe('the plugin', () => {
  test('belongs to the instance around it, and names itself', async () => {
    const app = fastify()
    app.register(problemPlugin, { ...quiet, prefix: '/x', logLevel: 'warn' })
    app.register(async inner => {
      inner.get('/inner', async () => {
        throw new Error('secret')
      })
    })
    const { port } = await up(app)
    expect((await request(port, 'GET /inner')).headers['content-type']).toBe('application/problem+json')
    expect(app.printPlugins()).toContain('problem-dialects')
  })

  test('gives replies a way to answer with a problem or its parts', async () => {
    const told: ApiProblem[] = []
    const app = fastify()
    app.register(problemPlugin, { onProblem: said => told.push(said) })
    app.get('/parts', (_, reply) => reply.problem({ kind: 'not_found', code: 'no_such_order', detail: 'secret' }))
    app.get('/whole', async (_, reply) => reply.problem(problem({ status: 409 })))
    const { port } = await up(app)
    const parts = await request(port, 'GET /parts')
    expect(parts).toMatchObject({ status: 404, headers: { 'content-type': 'application/problem+json' } })
    expect(parts.body).toContain('no_such_order')
    expect(parts.body).not.toContain('secret')
    expect(await request(port, 'GET /whole')).toMatchObject({ status: 409 })
    expect(told.map(({ status }) => status)).toEqual([404, 409])
  })

  test('takes the status that a handler had set before it threw', async () => {
    const app = fastify()
    app.register(problemPlugin, quiet)
    app.get('/', async (_, reply) => {
      reply.code(403)
      throw new Error('secret')
    })
    expect(await request((await up(app)).port, 'GET /')).toMatchObject({ status: 403 })
  })

  test('writes what nobody expected to the log of the request, and only that', async () => {
    const lines: string[] = []
    const app = fastify({ logger: { level: 'error', stream: { write: line => lines.push(line) } } })
    app.register(problemPlugin)
    app.get('/bug', async () => {
      throw new Error('a bug')
    })
    app.get('/meant', async (_, reply) => reply.problem({ status: 404 }))
    const { port } = await up(app)
    await request(port, 'GET /bug')
    await request(port, 'GET /meant')
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ err: { message: 'a bug' } })
  })

  test('a caller who hangs up in the middle of a body is a 499', async () => {
    const heard = new Promise<ApiProblem>(resolve => {
      const app = fastify()
      app.register(problemPlugin, { onProblem: resolve })
      app.post('/', async () => 'fine')
      app.addHook('preParsing', async () => arrived())
      const arrival = new Promise<void>(resolve => {
        arrived = resolve
      })
      up(app).then(async ({ port }) => {
        const socket = await ask(
          port,
          'POST / HTTP/1.1\r\nhost: a\r\ncontent-type: text/plain\r\ncontent-length: 9\r\n\r\nab',
        )
        await arrival
        socket.destroy()
      })
    })
    expect((await heard).status).toBe(499)
  })
  let arrived = (): void => undefined
})

describe.each(['@fastify/reply-from', '@fastify/http-proxy'])('an upstream behind %s', kind => {
  const proxied = async (upstream: RequestListener, options: ServerOptions = quiet): Promise<Served> => {
    const { url } = opened(await listening(createServer(upstream)))
    const app = fastify()
    app.register(problemPlugin, options)
    app.addHook('onRequest', async (_, reply) => {
      reply.header('x-gateway', 'ours')
    })
    const replyOptions = { onResponse: onProxyResponse(options) }
    if (kind === '@fastify/http-proxy') app.register(httpProxy, { upstream: url, replyOptions })
    else {
      app.register(replyFrom, { base: url })
      app.all('/*', (_, reply) => {
        reply.from(undefined, replyOptions)
      })
    }
    return up(app)
  }

  const laravel = JSON.stringify({ message: 'SQLSTATE[23000]', errors: { sku: ['Unknown sku.'] } })

  test('a failure is said anew; what described its body, and its cookies, stay behind', async () => {
    const { port } = await proxied((_, response) => {
      response.writeHead(422, {
        ...json,
        ...{ etag: '"a"', 'set-cookie': 'a=b', server: 'secret', 'x-internal': 'secret', 'content-language': 'de' },
        ...{ 'x-request-id': 'r-7', 'retry-after': '7', vary: 'Origin', 'access-control-allow-origin': '*' },
      })
      response.end(laravel)
    })
    const { status, headers, body, all } = await request(port, 'GET /orders')
    expect({ status, ...JSON.parse(body) }).toMatchObject({
      status: 422,
      errors: [{ pointer: '/sku', detail: 'Unknown sku.' }],
    })
    expect(headers).toMatchObject({
      'content-type': 'application/problem+json',
      'content-length': String(body.length),
      'x-gateway': 'ours',
      vary: 'Origin, accept',
      'access-control-allow-origin': '*',
    })
    for (const name of ['etag', 'set-cookie', 'server', 'x-internal', 'content-language'])
      expect(headers[name]).toBeUndefined()
    expect(all).not.toMatch(/SQLSTATE|secret/)
  })

  test('in another dialect, with the wait that was asked for', async () => {
    const { port } = await proxied(
      (_, response) => response.writeHead(429, { ...json, 'retry-after': '7' }).end('{"message":"Too Many Attempts."}'),
      { ...quiet, dialect: 'basker' },
    )
    const { status, headers, body } = await request(port, 'GET /')
    expect(headers['retry-after']).toBe('7')
    expect(createNormalizer({ pinned: 'basker' }).normalize({ status, headers, body })).toMatchObject({
      dialect: 'basker',
      status: 429,
    })
  })

  test.each([
    ['gzip', gzipSync(laravel)],
    ['br', brotliCompressSync(laravel)],
    ['gzip', gzipSync(laravel).subarray(0, 40)],
    ['gzip', Buffer.from('no gzip')],
    ['zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0])],
    ['gzip', gzipSync(Buffer.alloc(50_000_000))],
  ])('a body under %s is read, if it can be (%#)', { timeout: 20_000 }, async (encoding, bytes) => {
    const { port } = await proxied((_, response) =>
      response.writeHead(422, { ...json, 'content-encoding': encoding }).end(bytes),
    )
    const { status, headers, body } = await request(port, 'GET /', { 'accept-encoding': 'gzip, br' })
    expect(headers['content-encoding']).toBeUndefined()
    expect({ status, said: JSON.parse(body).status }).toEqual({ status: 422, said: 422 })
    if (bytes.length === gzipSync(laravel).length || encoding === 'br') expect(body).toContain('/sku')
  })

  test('a success is streamed, byte for byte', async () => {
    const big = 'x'.repeat(3_000_000)
    const { url } = await proxied((_, response) => {
      response.writeHead(200, { etag: '"a"', 'set-cookie': 'a=b' })
      response.end(big)
    })
    const response = await fetch(url)
    expect([response.headers.get('etag'), response.headers.get('set-cookie')]).toEqual(['"a"', 'a=b'])
    expect(await response.text()).toBe(big)
  })

  test('a HEAD, and a body that breaks off, are known by their status', async () => {
    const { port } = await proxied((incoming, response) => {
      if (incoming.method === 'HEAD') response.writeHead(503, { 'content-length': '400' }).end()
      else {
        response.writeHead(503, { 'content-length': '400' }).write('{"message":')
        setImmediate(() => response.destroy())
      }
    })
    expect(await request(port, 'HEAD /')).toMatchObject({ status: 503, body: '' })
    const broken = await request(port, 'GET /')
    expect({ status: broken.status, said: JSON.parse(broken.body).status }).toEqual({ status: 503, said: 503 })
  })

  test('what could break a header neither injects nor crashes', async () => {
    const { port, url } = await proxied((incoming, response) => {
      if (incoming.url === '/fine') return response.end('fine')
      const id = decodeURIComponent(incoming.url?.slice(1) ?? '')
      return response
        .writeHead(401, { ...json, 'www-authenticate': 'Basic realm="shop"' })
        .end(JSON.stringify({ error: 'Unauthorized', message: id, requestId: id }))
    })
    for (const id of ['a\r\nset-cookie: x=1', 'a\0b', 'ключ']) {
      const { status, headers } = await request(port, `GET /${encodeURIComponent(id)}`)
      expect(status).toBe(401)
      expect(headers['set-cookie']).toBeUndefined()
      expect(headers['x-request-id']).toBeUndefined()
      expect(headers['www-authenticate']).toBe('Basic realm="shop"')
    }
    expect(await (await fetch(`${url}/fine`)).text()).toBe('fine')
  })

  test('an upstream that is not there says nothing of its address', async () => {
    const gone = await listening(createServer())
    await gone.close()
    const app = fastify()
    app.register(problemPlugin, quiet)
    app.register(httpProxy, { upstream: gone.url, replyOptions: { onResponse: onProxyResponse() } })
    const { status, headers, all } = await request((await up(app)).port, 'GET /')
    expect(status).toBeGreaterThanOrEqual(500)
    expect(headers['content-type']).toBe('application/problem+json')
    expect(all).not.toMatch(/127\.0\.0\.1|ECONNREFUSED/)
  })
})
