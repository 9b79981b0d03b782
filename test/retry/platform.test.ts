/**
 * The runner on what people have: the timers of the platform, `fetch`, and servers that listen.
 */
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { fetchTE } from '../../src/integrations/fetch.js'
import { poll, polling, retry, retrying } from '../../src/integrations/retry.js'
import { timeless } from './world.js'

const closing: (() => void)[] = []
afterEach(() => {
  vi.useRealTimers()
  for (const close of closing.splice(0)) close()
})

const serving = async (listener: RequestListener) => {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`)
    listener(request, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}

describe('the timers of the platform', () => {
  test('never fire early: not a millisecond before', async () => {
    vi.useFakeTimers()
    const sent: number[] = []
    const begun = Date.now()
    const running = retry({ method: 'GET', random: () => 0.5 })(() => {
      sent.push(Date.now() - begun)
      return new Response('busy', { status: 429, headers: { 'retry-after': '2' } })
    }).catch(error => error)
    await vi.advanceTimersByTimeAsync(2_100)
    expect(sent).toEqual([0])
    await vi.advanceTimersByTimeAsync(1)
    expect(sent).toEqual([0, 2_101])
    await vi.advanceTimersByTimeAsync(10_000)
    expect((await running).problem.retry).toMatchObject({ attempts: 3, exhausted: true })
  })
  test('are cleared when the caller gives up', async () => {
    vi.useFakeTimers()
    const controller = new AbortController()
    const policy = { method: 'GET', signal: controller.signal }
    const running = retry(policy)(() => new Response('busy', { status: 429, headers: { 'retry-after': '60' } })).catch(
      error => error,
    )
    await vi.advanceTimersByTimeAsync(10)
    expect(vi.getTimerCount()).toBe(1)
    controller.abort()
    expect((await running).problem.kind).toBe('cancelled')
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('fetch and a server', () => {
  test('a GET is tried again, a POST that may have been applied is not', async () => {
    const { clock, waits } = timeless()
    const send = retry({ method: 'GET', clock })
    let refused = 0
    const { url, seen } = await serving((request, response) => {
      const fails = request.method === 'POST' || refused++ < 2
      response.writeHead(fails ? 502 : 200, { 'content-type': 'application/json' }).end('{"id":7}')
    })
    const response = await send(({ signal }) => fetch(`${url}/orders/7`, { signal }))
    expect([await response.json(), seen.length, waits.length]).toEqual([{ id: 7 }, 3, 2])
    const error = await send(({ signal }) => fetch(url, { signal, method: 'POST' }), { method: 'POST' }).catch(
      error => error,
    )
    expect([error.problem.status, seen.filter(line => line.startsWith('POST')).length]).toEqual([502, 1])
  })
  test('a connection that is refused is tried again with any method: nothing was sent', async () => {
    const { clock, waits } = timeless()
    const { url } = await serving(() => undefined)
    for (const close of closing.splice(0)) close()
    const error = await retry({ method: 'POST', clock })(() => fetch(url, { method: 'POST' })).catch(error => error)
    expect([error.problem.code, waits.length, error.cause instanceof TypeError]).toEqual(['ECONNREFUSED', 2, true])
  })
  test('a request that hangs ends when the caller gives up', async () => {
    const controller = new AbortController()
    const { url } = await serving(() => controller.abort())
    const result = await retrying({ method: 'GET', signal: controller.signal })(({ signal }) =>
      fetchTE(url, { signal }),
    )()
    expect(result).toMatchObject({ _tag: 'Left', left: { kind: 'cancelled', retry: { attempts: 1 } } })
  })
  test('an order is followed to its end, and what fails on the way is tried again', async () => {
    const { waits, ...world } = timeless()
    const answers = [
      [202, { 'retry-after': '3' }, ''],
      [503, {}, 'busy'],
      [200, { 'content-type': 'application/json' }, '{"id":7}'],
    ] as const
    let asked = 0
    const { url, seen } = await serving((request, response) => {
      if (request.method === 'POST') return void response.writeHead(202, { location: '/jobs/7' }).end()
      const [status, headers, body] = answers[asked++] ?? [500, {}, '']
      response.writeHead(status, headers).end(body)
    })
    const get = retrying({ method: 'GET', ...world })
    const program = pipe(
      fetchTE(`${url}/orders`, { method: 'POST' }),
      TE.chain(polling(world)(monitor => get(({ signal }) => fetchTE(monitor.url, { signal })))),
      TE.chainTaskK(response => () => response.json()),
    )
    expect(await program()).toEqual({ _tag: 'Right', right: { id: 7 } })
    expect(seen).toEqual(['POST /orders', 'GET /jobs/7', 'GET /jobs/7', 'GET /jobs/7'])
    expect(waits).toEqual([1_050, 3_150, 50])
    asked = 0
    const followed = poll(world)(({ url: monitor }) => fetch(monitor))
    const done = await followed(await fetch(url, { method: 'POST' })).catch(error => error)
    // a 503 of the monitor ends it where nobody tries again
    expect(done.problem).toMatchObject({ status: 503, retry: { applied: 'yes', advice: 'never' } })
  })
})
