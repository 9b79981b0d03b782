import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import axios, { type AxiosError, type AxiosInstance, type AxiosRequestConfig } from 'axios'
import axiosRetry from 'axios-retry'
import { afterEach, describe, expect, test } from 'vitest'
import { createNormalizer } from '../../src/index.js'
import { attachProblems, problemOf, problemRetry } from '../../src/integrations/axios.js'
import { type Answer, serve, withoutWaiting } from '../retry/clients.mjs'

const body = '{"message":"No.","errors":{"email":["Taken."]}}'
const invalid: Answer = { status: 422, headers: { 'content-type': 'application/json' }, body }
const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

const failing = async (config: AxiosRequestConfig, answer: Answer | 'reset' = invalid, instance = attached()) => {
  const { url, close } = await serve(answer)
  open.push(close)
  return instance.request({ url, ...config }).then(
    () => expect.fail('it should have failed'),
    (error: AxiosError) => error,
  )
}
const attached = (): AxiosInstance => {
  const instance = axios.create({ proxy: false })
  attachProblems(instance)
  return instance
}
const textOf = async (stream: AsyncIterable<Uint8Array>): Promise<string> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

describe('attachProblems', () => {
  test.each<[string, AxiosRequestConfig]>([
    ['the parsed body', {}],
    ['a text', { responseType: 'text' }],
    ['bytes', { responseType: 'arraybuffer' }],
    ['a stream of Node', { responseType: 'stream' }],
    ['a stream of the web', { responseType: 'stream', adapter: 'fetch' }],
    ['a blob', { responseType: 'blob', adapter: 'fetch' }],
    ['an ArrayBuffer', { responseType: 'arraybuffer', adapter: 'fetch' }],
  ])('reads the problem from %s', async (_, config) => {
    const error = await failing(config)
    expect(error).toBeInstanceOf(axios.AxiosError)
    expect(problemOf(error)).toMatchObject({ status: 422, dialect: 'laravel', errors: [{ pointer: '/email' }] })
  })

  test.each(['http', 'fetch'])('leaves a stream readable as if nobody had been there: %s', async adapter => {
    const long = `${body}${' '.repeat(200_000)}`
    const { response } = await failing({ responseType: 'stream', adapter }, { ...invalid, body: long })
    expect(response?.data).toBeInstanceOf(adapter === 'http' ? Readable : ReadableStream)
    expect(await textOf(response?.data as AsyncIterable<Uint8Array>)).toBe(long)
  })

  test.each(['http', 'fetch'])('reads no more of a stream than the cap, and loses nothing of it: %s', async adapter => {
    const instance = axios.create({ proxy: false })
    attachProblems(instance, { normalizer: createNormalizer({ limits: { bodyBytes: 50 } }) })
    const long = `${body}${' '.repeat(500_000)}`
    const error = await failing({ responseType: 'stream', adapter }, { ...invalid, body: long }, instance)
    expect(problemOf(error)?.source.warnings.join()).toContain('truncated')
    expect(await textOf(error.response?.data as AsyncIterable<Uint8Array>)).toBe(long)
  })

  test.each(['http', 'fetch'])(
    'gives a stream that broke off as far as it came, and breaks off again: %s',
    async adapter => {
      const broken = { ...invalid, body: '{"message":"No."}', truncated: true }
      const error = await failing({ responseType: 'stream', adapter }, broken)
      expect(problemOf(error)).toMatchObject({ status: 422, detail: 'No.' })
      await expect(textOf(error.response?.data as AsyncIterable<Uint8Array>)).rejects.toThrow()
    },
  )

  test.each(['http', 'fetch'])('lets go of the connection when the stream is given up: %s', async adapter => {
    const closed = new Promise<void>(resolve => {
      const server = createServer((_, outgoing) => {
        outgoing.once('close', () => server.close(() => resolve()))
        outgoing.writeHead(500).write('x'.repeat(1_000))
      }).listen(0, '127.0.0.1', async () => {
        const { port } = server.address() as AddressInfo
        const instance = axios.create({ proxy: false, adapter, responseType: 'stream' })
        attachProblems(instance, { normalizer: createNormalizer({ limits: { bodyBytes: 50 } }) })
        const { response } = await instance.get(`http://127.0.0.1:${port}`).then(
          () => expect.fail('it should have failed'),
          (error: AxiosError) => error,
        )
        const data = response?.data as Readable | ReadableStream
        if (data instanceof Readable) data.destroy()
        else await data.cancel()
      })
    })
    await closed
  })

  test('leaves a stream alone that somebody else reads', async () => {
    const instance = axios.create({ proxy: false, adapter: 'fetch', responseType: 'stream' })
    instance.interceptors.response.use(undefined, error => {
      error.response.data.getReader()
      throw error
    })
    attachProblems(instance)
    const error = await failing({}, invalid, instance)
    expect(error).toBeInstanceOf(axios.AxiosError)
    expect(problemOf(error)).toMatchObject({ status: 422, dialect: 'empty' })
  })

  test('is undone by what it gives back', async () => {
    const instance = axios.create({ proxy: false })
    const eject = attachProblems(instance)
    eject()
    expect((await failing({}, invalid, instance)) as { problem?: unknown }).not.toHaveProperty('problem')
  })

  test('shows the problem to nobody who only prints the error', async () => {
    const error = await failing({})
    expect(Object.keys(error)).not.toContain('problem')
    expect(JSON.stringify(error)).not.toContain('Taken.')
  })

  test('takes a body that never came for a failure of the transport, and a refused success for none', async () => {
    expect(problemOf(await failing({}, { status: 200, body: '{}', truncated: true }))).toMatchObject({
      dialect: 'transport',
      retry: { applied: 'unknown' },
    })
    const picky = { validateStatus: () => false }
    expect(problemOf(await failing(picky, { status: 200, body: '{}' }))).toBeUndefined()
    expect(problemOf(await failing(picky, { status: 304 }))).toBeUndefined()
  })

  test('knows timeouts and aborts', async () => {
    const hung = await serve({ status: 200 })
    open.push(hung.close)
    const instance = attached()
    const aborted = await instance.request({ url: hung.url, signal: AbortSignal.abort() }).catch(error => error)
    expect(problemOf(aborted)).toMatchObject({ status: 499, kind: 'cancelled', retry: { advice: 'never' } })
    const late = new axios.AxiosError('timeout of 5ms exceeded', 'ECONNABORTED')
    expect(problemOf(late)).toMatchObject({ status: 504, kind: 'deadline_exceeded' })
  })

  test('leaves the errors of others alone', async () => {
    const instance = attached()
    const bug = new RangeError('a bug')
    instance.interceptors.request.use(() => {
      throw bug
    })
    expect(await instance.get('http://127.0.0.1:9/').catch(error => error)).toBe(bug)
    for (const value of [bug, undefined, null, 'text', { problem: 5 }]) expect(problemOf(value)).toBeUndefined()
  })
})

describe('problemOf', () => {
  test('reads an error that nobody told its problem', async () => {
    const instance = axios.create({ proxy: false })
    expect(problemOf(await failing({}, invalid, instance))).toMatchObject({ status: 422, dialect: 'laravel' })
    const streamed = await failing({ responseType: 'stream' }, invalid, instance)
    expect(problemOf(streamed)).toMatchObject({ status: 422, dialect: 'empty' })
    expect(await textOf(streamed.response?.data as AsyncIterable<Uint8Array>)).toBe(body)
  })
})

describe('the options of axios-retry', () => {
  test.each(['before', 'behind'])('work with attachProblems %s', async place => {
    const { url, requests, close } = await serve({ status: 503 }, { ...invalid, status: 503 })
    open.push(close)
    const instance = axios.create({ proxy: false })
    if (place === 'before') attachProblems(instance)
    axiosRetry(instance, problemRetry({ random: () => 0.5 }))
    if (place === 'behind') attachProblems(instance)
    const run = () => instance.request({ url, responseType: 'stream' })
    const { outcome, waits } = await withoutWaiting(run, { requests })
    // the second wait is that of the dialect, whose body said who it is
    expect(waits).toEqual([50, 1_000])
    expect(problemOf(outcome.error)).toMatchObject({ detail: 'No.', retry: { attempts: 3, exhausted: true } })
  })

  test('wait for each of two requests at the same time as its own answer asks', async () => {
    const answers = [
      { status: 429, headers: { 'retry-after': '7' } },
      { status: 429, headers: { 'retry-after': '1' } },
    ]
    const servers = await Promise.all(answers.map(answer => serve(answer, { status: 200 })))
    open.push(...servers.map(({ close }) => close))
    const instance = axios.create({ proxy: false })
    axiosRetry(instance, problemRetry({ random: () => 0, clock: { now: () => 0 } }))
    const both = {
      get requests() {
        return servers.flatMap(({ requests }) => requests)
      },
    }
    const { waits } = await withoutWaiting(() => Promise.all(servers.map(({ url }) => instance.get(url))), both)
    expect(both.requests).toHaveLength(4)
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBe(8_000)
  })
})
