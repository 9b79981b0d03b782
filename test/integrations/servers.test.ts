/** What holds for every framework, asserted over a socket. */
import createError from 'http-errors'
import * as v from 'valibot'
import { afterEach, describe, expect, test, vi } from 'vitest'
import * as z from 'zod'
import type { ServerOptions } from '../../src/server/index.js'
import {
  type ApiProblem,
  ApiProblemError,
  createNormalizer,
  dialect,
  fromTransport,
  members,
  normalize,
  problem,
} from '../door.js'
import { type Deeds, frameworks, type Served, type Start } from './servers.js'
import { ask, request } from './wire.js'

const open: Served[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  await Promise.all(open.splice(0).map(({ close }) => close()))
})

const quiet = { onProblem: () => undefined }

const secret = 'hunter2-7f3a9c'
const failing = (thrown: unknown): Deeds => ({
  fail: () => {
    throw thrown
  },
})

describe.each(Object.entries(frameworks))('%s', (framework, start: Start) => {
  const serving = async (thrown: unknown, options: ServerOptions = quiet): Promise<Served> => {
    const server = await start(options, failing(thrown))
    open.push(server)
    return server
  }
  const answerTo = async (thrown: unknown, options?: ServerOptions, headers?: Readonly<Record<string, string>>) =>
    request((await serving(thrown, options)).port, 'GET /fail', headers)

  test('an unknown error says nothing of itself', async () => {
    const { status, headers, body, all } = await answerTo(
      Object.assign(new Error(secret), { cause: new Error(secret) }),
    )
    expect(status).toBe(500)
    expect(headers['content-type']).toBe('application/problem+json')
    expect(headers['vary']).toBe('accept')
    expect(headers['content-length']).toBe(String(body.length))
    expect(JSON.parse(body)).toMatchObject({ title: 'Internal Server Error', status: 500 })
    expect(all).not.toContain(secret)
  })

  test('an unknown error says nothing of itself to internal callers either', async () => {
    const { all } = await answerTo(new Error(secret), { ...quiet, audience: 'internal' })
    expect(all).not.toContain(secret)
  })

  test('a HEAD is answered without a body, and with the headers of a GET', async () => {
    const { port } = await serving(new Error(secret))
    const head = await request(port, 'HEAD /fail')
    expect(head.body).toBe('')
    expect(head).toMatchObject({ status: 500, headers: { 'content-type': 'application/problem+json' } })
    expect(await request(port, 'HEAD /nowhere')).toMatchObject({ status: 404, body: '' })
  })

  test('a thrown problem is answered with what the public may know, the log hears all', async () => {
    const told: ApiProblem[] = []
    const given = problem({ kind: 'not_found', code: 'no_such_order', detail: secret, requestId: 'r-7' })
    const { status, headers, body, all } = await answerTo(new ApiProblemError(given), { onProblem: p => told.push(p) })
    expect(status).toBe(404)
    expect(headers['x-request-id']).toBe('r-7')
    expect(JSON.parse(body)).toMatchObject({ title: 'Not Found', code: 'no_such_order', requestId: 'r-7' })
    expect(all).not.toContain(secret)
    expect(told).toEqual([given])
  })

  test('internal callers get what a problem says', async () => {
    const given = problem({ kind: 'not_found', detail: 'Order 7 does not exist.' })
    const { body } = await answerTo(new ApiProblemError(given), { ...quiet, audience: 'internal' })
    expect(JSON.parse(body)).toMatchObject({ detail: 'Order 7 does not exist.' })
  })

  test('an error that carries a problem is answered with that', async () => {
    const error = Object.assign(new Error(secret), { problem: problem({ status: 409 }), status: 500 })
    expect(await answerTo(error)).toMatchObject({ status: 409 })
  })

  test('a problem below 400 is no answer to a failure', async () => {
    expect(await answerTo(Object.assign(new Error(), { problem: problem({ status: 204 }) }))).toMatchObject({
      status: 500,
    })
  })

  test('errors in the manner of http-errors keep status, code and the headers that the status asks for', async () => {
    const conflict = await answerTo(createError(409, secret, { code: 'out_of_stock' }))
    expect(conflict.status).toBe(409)
    expect(JSON.parse(conflict.body).code).toBe('out_of_stock')
    const headers = { 'WWW-Authenticate': 'Basic realm="shop"', 'X-Secret': secret, 'Set-Cookie': secret }
    const unauthorized = await answerTo(createError(401, secret, { headers }))
    expect(unauthorized.headers['www-authenticate']).toBe('Basic realm="shop"')
    const later = await answerTo(createError(429, secret, { headers: { 'Retry-After': '30' } }))
    expect(later.headers['retry-after']).toBe('30')
    expect(JSON.parse(later.body).problem_dialects.retry).toMatchObject({ retryAfterMs: 30_000 })
    const hidden = await answerTo(createError(503, secret, { code: 'ECONNREFUSED' }))
    expect(hidden.status).toBe(503)
    for (const { all } of [conflict, unauthorized, later, hidden]) expect(all).not.toContain(secret)
  })

  test('a status that another API answered is not ours', async () => {
    const foreign = { status: 401, response: { status: 401 }, config: {} }
    expect(await answerTo(Object.assign(new Error(secret), foreign))).toMatchObject({ status: 500 })
    const headers = new Headers({ date: 'today' })
    expect(await answerTo(Object.assign(new Error(secret), { status: 429, headers }))).toMatchObject({ status: 500 })
    expect(await answerTo(Object.assign(new Error(secret), { status: 700 }))).toMatchObject({ status: 500 })
  })

  test("validators' errors become errors of fields", async () => {
    const zod = z.object({ items: z.array(z.object({ sku: z.string() })) }).safeParse({ items: [{ sku: 7 }] })
    expect(JSON.parse((await answerTo(zod.error)).body)).toMatchObject({
      status: 400,
      errors: [{ pointer: '/items/0/sku', detail: expect.stringContaining('string') }],
    })
    const valibot = await v.parseAsync(v.object({ email: v.string() }), {}).catch(error => error)
    expect(JSON.parse((await answerTo(valibot)).body)).toMatchObject({ status: 400, errors: [{ pointer: '/email' }] })
  })

  test('an unknown route is a 404', async () => {
    const { port } = await serving(undefined)
    const { status, headers, body } = await request(port, 'GET /nowhere')
    expect({ status, type: headers['content-type'] }).toEqual({ status: 404, type: 'application/problem+json' })
    expect(JSON.parse(body)).toMatchObject({ title: 'Not Found', status: 404 })
    expect(body).not.toContain('nowhere')
  })

  test('a success is left alone', async () => {
    const { port } = await serving(undefined)
    expect((await request(port, 'GET /fine')).status).toBe(200)
  })

  test.each([
    ['application/problem+json', 'application/problem+json'],
    ['application/json', 'application/json'],
    ['application/json, application/problem+json;q=0.5', 'application/json'],
    ['application/json;q=0.5, application/problem+json', 'application/problem+json'],
    ['*/*', 'application/problem+json'],
    ['text/html', 'application/problem+json'],
    ['application/problem+json;profile="x"', 'application/problem+json'],
    [';;;q=,\t', 'application/problem+json'],
  ])('Accept: %s is answered with %s', async (accept, type) => {
    const { headers, body } = await answerTo(new Error(), quiet, { accept })
    expect(headers['content-type']).toBe(type)
    expect(JSON.parse(body).status).toBe(500)
  })

  test.each(['base', 'basker', 'laravel'] as const)('answers in %s', async dialect => {
    const error = z.object({ email: z.string() }).safeParse({}).error
    for (const thrown of [error, new Error(secret), new ApiProblemError(problem({ kind: 'resource_exhausted' }))]) {
      const { status, headers, body, all } = await answerTo(thrown, { ...quiet, dialect })
      const back = createNormalizer({ pinned: dialect }).normalize({ status, headers, body })
      expect(back).toMatchObject({ dialect, status })
      expect(headers['vary']).toBeUndefined()
      expect(all).not.toContain(secret)
    }
    const { port } = await serving(undefined, { ...quiet, dialect })
    const { status, headers, body } = await request(port, 'GET /nowhere')
    expect(normalize({ status, headers, body })).toMatchObject({ dialect, status: 404 })
  })

  const ids = ['a\r\nset-cookie: x=1', 'a\0b', 'ключ', '\u2028', '😀', 'x'.repeat(100_000), ' ', 'ÿ']
  test.each(ids.map(id => [JSON.stringify(id).slice(0, 30), id] as const))(
    'a request id %s from an upstream neither injects nor crashes',
    async (_, id) => {
      const json = { error: id, message: id, requestId: id }
      const headers = { 'retry-after': '5', 'www-authenticate': `Basic realm="${id}"`, allow: id }
      for (const status of [401, 405, 500]) {
        const upstream = normalize({ status, json, headers })
        if (upstream === undefined) throw new Error('nothing failed')
        for (const audience of ['public', 'internal'] as const) {
          const options = { ...quiet, audience, dialect: audience === 'public' ? 'basker' : 'problem-json' } as const
          const { port } = await serving(new ApiProblemError({ ...upstream, traceId: id, instance: id }), options)
          const answered = await request(port, 'GET /fail')
          expect(answered.status).toBe(status)
          expect(answered.headers['set-cookie']).toBeUndefined()
          expect(() => JSON.parse(answered.body)).not.toThrow()
          expect((await request(port, 'GET /fine')).status).toBe(200)
        }
      }
      const own = createError(405, 'x', { headers: { Allow: id, 'Retry-After': id } })
      const { status, headers: sent } = await answerTo(own)
      expect({ status, cookie: sent['set-cookie'] }).toEqual({ status: 405, cookie: undefined })
    },
  )

  test('what described the success does not go out with the failure', async () => {
    const { port } = await serving(new Error(secret))
    const { status, headers, body } = await request(port, 'GET /prepared')
    expect(status).toBe(500)
    for (const name of ['content-encoding', 'etag', 'cache-control']) expect(headers[name]).toBeUndefined()
    expect(headers['x-app']).toBe('kept')
    expect(headers['content-length']).toBe(String(body.length))
    expect(JSON.parse(body).status).toBe(500)
  })

  test('a response that was begun is cut off, not completed, and the server lives', async () => {
    const console_ = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const told: unknown[] = []
    const error = new Error(secret)
    const { port } = await serving(error, { onProblem: (_, { thrown }) => told.push(thrown) })
    const { all } = await request(port, 'GET /begun')
    expect(all).not.toContain(secret)
    // what breaks a stream of Hono is beyond its handlers; its adapter prints it
    expect(framework === 'hono' ? console_.mock.calls.flat() : told).toContain(error)
    expect(all).not.toContain('problem')
    // without its last chunk nobody takes half a body for the whole
    expect(all).not.toContain('\r\n0\r\n')
    expect((await request(port, 'GET /fine')).status).toBe(200)
  })

  test('what logs may throw, and reject', async () => {
    for (const onProblem of [
      () => {
        throw new Error(secret)
      },
      () => Promise.reject(new Error(secret)),
    ]) {
      const { status, all } = await answerTo(new Error(), { onProblem })
      expect(status).toBe(500)
      expect(all).not.toContain(secret)
    }
  })

  test('the log hears what was thrown and by which request', async () => {
    const told: unknown[] = []
    const error = new Error(secret)
    const { port } = await serving(error, { onProblem: ({ status }, context) => told.push({ status, ...context }) })
    await request(port, 'GET /fail')
    await request(port, 'GET /nowhere')
    expect(told).toEqual([
      { status: 500, from: 'thrown', thrown: error, method: 'GET', url: '/fail' },
      // Nest throws where no route is
      expect.objectContaining({ status: 404, method: 'GET', url: '/nowhere' }),
    ])
  })

  /** The status that the log hears when `thrown` is thrown after the caller hung up. */
  const afterHangUp = async (thrown: unknown): Promise<number> => {
    let arrived = (): void => undefined
    const arrival = new Promise<void>(resolve => {
      arrived = resolve
    })
    const heard = new Promise<number>((resolve, reject) => {
      const deeds: Deeds = {
        ...failing(0),
        wait: async gone => {
          arrived()
          await gone
          throw thrown
        },
      }
      start({ onProblem: ({ status }) => resolve(status) }, deeds).then(async server => {
        open.push(server)
        const socket = await ask(server.port, 'GET /wait HTTP/1.1\r\nhost: a\r\n\r\n')
        await arrival
        socket.destroy()
      }, reject)
    })
    return heard
  }

  test('a caller who hangs up is a 499, and no error of the server', async () => {
    expect(await afterHangUp(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }))).toBe(499)
    expect(await afterHangUp(new ApiProblemError(fromTransport(new DOMException('', 'AbortError'))))).toBe(499)
  })

  test('a bug is a bug even where the caller has hung up', async () => {
    expect(await afterHangUp(new TypeError('undefined is not a function'))).toBe(500)
  })

  test('a body that is no JSON does not come back', async () => {
    const { port } = await serving(undefined)
    const body = `{"token": "${secret}`
    const { status, all } = await request(
      port,
      'POST /json',
      { 'content-type': 'application/json', 'content-length': String(body.length) },
      body,
    )
    // node:http, Hono and Koa read no bodies: there it is the handler's own mistake
    expect(status).toBe(['express', 'fastify', 'nest'].includes(framework) ? 400 : 500)
    expect(all).not.toContain(secret)
  })

  test('a dialect that throws costs its answer, not the server', async () => {
    let isUp = false
    const broken = dialect({
      id: 'broken',
      title: 'Broken',
      docs: 'https://broken.example',
      verified: '2026-11',
      shape: { required: { oops: 'string' } },
      body: members('Broken', {}),
      claim: () => ({ rung: 'possible', because: 'never' }),
      toProblem: () => ({}),
      fromProblem: () => {
        if (isUp) throw new Error(secret)
        return { body: {} }
      },
    })
    const { port } = await serving(createError(409), { ...quiet, dialect: broken })
    isUp = true
    const { status, headers, all } = await request(port, 'GET /fail')
    expect({ status, type: headers['content-type'] }).toEqual({ status: 409, type: 'application/problem+json' })
    expect(all).not.toContain(secret)
  })

  test.each<[string, unknown, RegExp]>([
    ['an unknown option', { dialekt: 'base' }, /unknown option "dialekt"; known are dialect, audience/],
    ['an unknown dialect', { dialect: 'nobody' }, /no built-in dialect "nobody"/],
    ['a dialect without a way back', { dialect: 'html' }, /html is decode-only/],
    ['an unknown audience', { audience: 'everybody' }, /audience: expected "public" or "internal"/],
    ['a log that is none', { onProblem: 'log' }, /onProblem: expected a function/],
    ['a normalizer that is none', { normalizer: {} }, /normalizer: expected what createNormalizer gives/],
  ])('%s is refused at start', async (_, options, message) => {
    await expect((async () => start(options as ServerOptions, failing(0)))()).rejects.toThrow(message)
  })

  /** Everything an error may carry, with the secret in all of it. */
  const loaded = (planted: string): readonly unknown[] => {
    const members = {
      detail: planted,
      stack: planted,
      path: `/srv/${planted}`,
      sql: `select '${planted}'`,
      body: planted,
      headers: { 'x-a': planted, 'set-cookie': planted, 'retry-after': planted },
      cause: new Error(planted),
      errors: [planted, { message: planted, path: planted }],
      toString: () => planted,
      toJSON: () => planted,
    }
    const said = { message: planted, error: planted, [planted]: planted, details: [planted], code: planted }
    return [
      Object.assign(new Error(planted), members),
      Object.assign(new Error(planted), members, { status: 503, statusCode: 503 }),
      Object.assign(new Error(planted), members, { status: 404, code: planted, type: planted }),
      Object.assign(createError(422, planted, { ...members, code: planted }), {}),
      Object.assign(createError(500, planted, { ...members, expose: true, code: planted }), {}),
      Object.assign(new Error(planted), {
        isBoom: true,
        output: { statusCode: 409, payload: said, headers: members.headers },
        data: planted,
      }),
      new ApiProblemError(
        problem({
          status: 404,
          ...{ type: `https://${planted}`, title: planted, detail: planted, instance: planted, code: planted },
          ...{ requestId: `${planted} `, traceId: planted, userMessage: { text: planted } },
          ...{ links: [{ rel: planted, href: planted }], extensions: { [planted]: planted } },
          errors: [{ detail: planted, code: planted, resource: planted }],
          retry: { because: planted },
          cause: problem({ status: 500, detail: planted }),
        }),
      ),
      new ApiProblemError(
        normalize({ status: 500, headers: { server: planted, via: planted }, json: said }) ?? problem({ status: 500 }),
        { cause: new Error(planted) },
      ),
      Object.assign(new Error(planted), { name: 'AggregateError', errors: [new Error(planted)] }),
      Object.assign(new SyntaxError(planted), {
        status: 400,
        type: 'entity.parse.failed',
        body: planted,
        expose: true,
      }),
      Object.assign(new Error(planted), { status: 401, response: { status: 401, data: said }, config: said }),
    ]
  }

  test('of 1,000 planted secrets none leaves, in any dialect', { timeout: 120_000 }, async () => {
    let planted = 0
    let current: unknown
    for (const dialect of ['problem-json', 'base', 'basker', 'laravel'] as const) {
      const server = await start(
        { ...quiet, dialect },
        {
          fail: () => {
            throw current
          },
        },
      )
      open.push(server)
      for (let i = 0; i < 23; i++) {
        for (const [kind, thrown] of loaded(`s3cr3t-${i}-7f3a`).entries()) {
          current = thrown
          const response = await fetch(`${server.url}/fail`)
          const all = JSON.stringify([[...response.headers], response.statusText, await response.text()])
          expect(all, `${dialect} ${kind}`).not.toMatch(/s3cr3t|7f3a/)
          expect(response.status, `${dialect} ${kind}`).toBeGreaterThanOrEqual(400)
          planted++
        }
      }
    }
    expect(planted).toBeGreaterThanOrEqual(1_000)
  })

  const odd: readonly (readonly [string, () => unknown])[] = [
    ['null', () => null],
    ['undefined', () => undefined],
    ['a text', () => secret],
    ['a symbol', () => Symbol(secret)],
    ['a number', () => 404],
    ['an object', () => ({ message: secret, [secret]: secret })],
    ['a function', () => () => secret],
    [
      'a proxy that fights back',
      () =>
        new Proxy(
          {},
          {
            get: () => {
              throw new Error(secret)
            },
          },
        ),
    ],
  ]
  test.each(odd)('%s may be thrown', async (_, make) => {
    const { status, all } = await answerTo(make())
    expect(status).toBe(500)
    expect(all).not.toContain(secret)
  })

  test('a problem may be thrown as it is, where the framework hands it over', async () => {
    // Hono hands nothing but errors to its handlers, and its adapter answers the rest
    expect(await answerTo(problem({ status: 410 }))).toMatchObject({ status: framework === 'hono' ? 500 : 410 })
  })
})
