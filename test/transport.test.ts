/** Failures without a response, as real clients throw them at real sockets on loopback, and as platforms word them. */
import { readFileSync } from 'node:fs'
import http from 'node:http'
import http2 from 'node:http2'
import https from 'node:https'
import net from 'node:net'
import { Agent, request as undiciRequest } from 'undici'
import { afterAll, describe, expect, test } from 'vitest'
import { type ApiProblem, decideRetry, fromTransport, isApiProblem } from './door.js'

const pem = readFileSync(new URL('./self-signed.pem', import.meta.url), 'utf8')
const servers: net.Server[] = []
const sockets: net.Socket[] = []
const listen = async (server: net.Server): Promise<number> => {
  servers.push(server)
  server.on('connection', socket => sockets.push(socket))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as net.AddressInfo).port
}
afterAll(() => {
  for (const socket of sockets) socket.destroy()
  for (const server of servers) server.close()
})

/** A server that does one thing with the first bytes of a connection. */
const onData = (act: (socket: net.Socket) => void) =>
  listen(
    net.createServer(socket => {
      socket.on('error', () => undefined)
      socket.once('data', () => act(socket))
    }),
  )
const closedPort = async (): Promise<number> => {
  const server = net.createServer()
  const port = await listen(server)
  await new Promise(resolve => server.close(resolve))
  return port
}

type Options = { readonly signal?: AbortSignal }
const clients: Readonly<Record<string, (url: string, options?: Options) => Promise<unknown>>> = {
  fetch: async (url, options) => (await fetch(url, options)).text(),
  'undici.request': async (url, options) =>
    (await undiciRequest(url, { ...options, dispatcher: new Agent() })).body.text(),
  'node:http': (url, options) =>
    new Promise((resolve, reject) => {
      const { get } = url.startsWith('https:') ? https : http
      const request = get(url, { agent: false, ...options }, response => {
        response.on('error', reject).on('end', resolve).resume()
      })
      request.on('error', reject)
    }),
}

const thrown = async (run: Promise<unknown>): Promise<unknown> => {
  try {
    await run
  } catch (error) {
    return error
  }
  throw new Error('it did not fail')
}

type Expected = Partial<Pick<ApiProblem, 'status' | 'kind' | 'code'>> & {
  readonly applied: string
  readonly advice: string
}
const seen = ({ status, kind, retry: { advice, applied } }: ApiProblem) => ({ status, kind, advice, applied })

/** What befalls a request, and what is to be said of it, by whatever client. */
const cases: readonly (readonly [string, () => Promise<{ url: string; options?: () => Options }>, Expected])[] = [
  [
    'a closed port',
    async () => ({ url: `http://127.0.0.1:${await closedPort()}/` }),
    { status: 502, kind: 'unavailable', advice: 'backoff', applied: 'no' },
  ],
  [
    'a name that does not resolve',
    async () => ({ url: 'http://name.invalid/' }),
    { status: 502, kind: 'unavailable', advice: 'backoff', applied: 'no' },
  ],
  [
    'a server that closes before it answers',
    async () => ({ url: `http://127.0.0.1:${await onData(socket => socket.destroy())}/` }),
    { status: 502, kind: 'unavailable', advice: 'new-connection', applied: 'unknown' },
  ],
  [
    'a server that resets the connection',
    async () => ({ url: `http://127.0.0.1:${await onData(socket => socket.resetAndDestroy())}/` }),
    { status: 502, kind: 'unavailable', advice: 'new-connection', applied: 'unknown' },
  ],
  [
    'a body that breaks off',
    async () => ({
      url: `http://127.0.0.1:${await onData(socket => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc', () => socket.end())
      })}/`,
    }),
    { status: 502, kind: 'unavailable', advice: 'new-connection', applied: 'unknown' },
  ],
  [
    'an answer that is no HTTP',
    async () => ({ url: `http://127.0.0.1:${await onData(socket => socket.end('SSH-2.0-OpenSSH_9.2\r\n\r\n'))}/` }),
    { status: 502, kind: 'internal', advice: 'once', applied: 'unknown' },
  ],
  [
    'TLS to a plain port',
    async () => ({ url: `https://127.0.0.1:${await listen(http.createServer((_, response) => response.end()))}/` }),
    { status: 502, kind: 'failed_precondition', advice: 'never', applied: 'no' },
  ],
  [
    'a self-signed certificate',
    async () => ({ url: `https://127.0.0.1:${await listen(https.createServer({ key: pem, cert: pem }))}/` }),
    { status: 502, kind: 'failed_precondition', advice: 'never', applied: 'no' },
  ],
  [
    'no answer in time',
    async () => ({
      url: `http://127.0.0.1:${await onData(() => undefined)}/`,
      options: () => ({ signal: AbortSignal.timeout(50) }),
    }),
    { status: 504, kind: 'deadline_exceeded', advice: 'backoff', applied: 'unknown' },
  ],
  [
    'a caller that gives up',
    async () => {
      const controller = new AbortController()
      const port = await onData(() => controller.abort())
      return { url: `http://127.0.0.1:${port}/`, options: () => ({ signal: controller.signal }) }
    },
    { status: 499, kind: 'cancelled', advice: 'never', applied: 'unknown' },
  ],
]

describe('real failures', () => {
  for (const [client, call] of Object.entries(clients))
    test.each(cases)(`${client}: %s`, async (_, make, expected) => {
      const { url, options } = await make()
      const problem = fromTransport(await thrown(call(url, options?.())))
      expect(seen(problem)).toEqual(expected)
      expect(problem.source).toMatchObject({ answeredBy: 'transport' })
      expect(problem.code).toBeDefined()
      expect(isApiProblem(problem)).toBe(true)
    })

  test('a request that cannot be sent', async () => {
    for (const url of ['nonsense://x/', 'http://[::1'])
      for (const client of ['undici.request', 'node:http']) {
        const call = async () => (clients[client] as (url: string) => Promise<unknown>)(url)
        const error = await thrown(call())
        expect(seen(fromTransport(error))).toMatchObject({
          kind: 'invalid_argument',
          advice: 'fix-request',
          applied: 'no',
        })
      }
    expect(seen(fromTransport(await thrown(fetch('nonsense://x/'))))).toMatchObject({
      advice: 'fix-request',
      applied: 'no',
    })
    expect(seen(fromTransport(await thrown(fetch('http://127.0.0.1:1/'))))).toMatchObject({ advice: 'fix-request' })
  })

  test('a caller whose reason may be anything is known by its signal', async () => {
    for (const [client, call] of Object.entries(clients))
      for (const reason of [new Error('mine'), 'mine', undefined]) {
        const controller = new AbortController()
        const port = await onData(() => controller.abort(reason))
        const { signal } = controller
        const error = await thrown(call(`http://127.0.0.1:${port}/`, { signal }))
        expect({ client, ...seen(fromTransport(error, { signal })) }).toMatchObject({
          client,
          status: 499,
          kind: 'cancelled',
        })
      }
    const clock = AbortSignal.abort(new DOMException('late', 'TimeoutError'))
    expect(fromTransport(new Error('canceled'), { signal: clock })).toMatchObject({ status: 504, code: 'TimeoutError' })
    const quiet = new AbortController().signal
    expect(fromTransport(new Error('odd'), { signal: quiet }).status).toBe(502)
  })

  test('a stream that was refused before it was processed may be sent again, whatever its method', async () => {
    const server = http2.createServer()
    server.on('stream', stream => stream.on('error', () => undefined).close(http2.constants.NGHTTP2_REFUSED_STREAM))
    const session = http2.connect(`http://127.0.0.1:${await listen(server)}`)
    const error = await thrown(
      new Promise((resolve, reject) =>
        session.request({ ':method': 'POST' }).on('error', reject).on('end', resolve).end(),
      ),
    )
    session.destroy()
    expect((error as { code: string }).code).toBe('ERR_HTTP2_STREAM_ERROR')
    expect(seen(fromTransport(error))).toMatchObject({ advice: 'new-connection', applied: 'no' })
  })

  test('a socket over which no byte went says so', async () => {
    const port = await listen(net.createServer(socket => socket.destroy()))
    const error = await thrown(
      (clients['undici.request'] as (url: string) => Promise<unknown>)(`http://127.0.0.1:${port}/`),
    )
    const { bytesWritten } = (error as { socket?: { bytesWritten?: number } }).socket ?? {}
    // which of the two happens is up to the kernel; what is said must fit what happened
    expect(fromTransport(error).retry.applied).toBe(bytesWritten === 0 ? 'no' : 'unknown')
    const unused = Object.assign(new Error('other side closed'), {
      code: 'UND_ERR_SOCKET',
      socket: { bytesWritten: 0 },
    })
    expect(seen(fromTransport(unused))).toMatchObject({ advice: 'backoff', applied: 'no' })
    expect(fromTransport({ ...unused, socket: { bytesWritten: 7 } }).retry.applied).toBe('unknown')
  })
})

describe('wordings of platforms that throw words alone', () => {
  test.each([
    ['Failed to fetch', 'once', 'unknown'],
    ['Load failed', 'once', 'unknown'],
    ['NetworkError when attempting to fetch resource.', 'once', 'unknown'],
    ['Network request failed', 'once', 'unknown'],
    ['network error', 'once', 'unknown'],
    ['terminated', 'once', 'unknown'],
    ['fetch failed', 'once', 'unknown'],
    ['The Internet connection appears to be offline.', 'backoff', 'no'],
    ['The request timed out.', 'backoff', 'unknown'],
  ])('%s', (text, advice, applied) => {
    const problem = fromTransport(new TypeError(text))
    expect(seen(problem)).toMatchObject({ advice, applied })
    expect(problem.kind).not.toBe('unknown')
    expect(problem.code).toBeUndefined()
    // a text is compared as a whole: what merely holds it is somebody's message
    expect(fromTransport(new TypeError(`${text} again`)).kind).toBe('unknown')
  })
})

describe('the caller knows whether it was sent', () => {
  const coded = (code: string) => Object.assign(new Error('x'), { code })
  const post = (problem: ApiProblem) =>
    decideRetry(problem, { method: 'POST', attempt: 1, role: 'client', random: () => 0, now: 0 }).action
  test('not sent: then any method may go out again', () => {
    const problem = fromTransport(coded('ECONNRESET'), { sent: false })
    expect(problem.retry.applied).toBe('no')
    expect(post(problem)).toBe('resend-on-new-connection')
    expect(fromTransport(new TypeError('Failed to fetch'), { sent: false }).retry.applied).toBe('no')
    expect(fromTransport(new DOMException('x', 'AbortError'), { sent: false }).retry).toMatchObject({
      advice: 'never',
      applied: 'no',
    })
  })
  test('sent: then a refused connection was another one', () => {
    const problem = fromTransport(coded('ECONNREFUSED'), { sent: true })
    expect(problem.retry.applied).toBe('unknown')
    expect(post(problem)).toBe('stop')
    expect(fromTransport(coded('ECONNRESET'), { sent: true }).retry.applied).toBe('unknown')
  })
  test('nothing throws, whatever is said', () => {
    for (const sending of [null, 7, { sent: 'yes' }, { signal: null }, { signal: 7 }, { receivedAt: Number.NaN }])
      expect(isApiProblem(fromTransport(coded('EPIPE'), sending as never))).toBe(true)
    const hostile = {
      get aborted(): boolean {
        throw new Error('no')
      },
    }
    expect(isApiProblem(fromTransport(coded('EPIPE'), { signal: hostile }))).toBe(true)
  })
})
