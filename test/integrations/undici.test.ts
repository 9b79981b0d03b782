import { Agent, fetch, interceptors, pipeline, RetryAgent, request, stream } from 'undici'
import { afterEach, describe, expect, test } from 'vitest'
import { ApiProblemError, createNormalizer } from '../../src/index.js'
import { problemOf, problemRetry, problems } from '../../src/integrations/undici.js'
import { type Answer, serve, withoutWaiting } from '../retry/clients.mjs'

const body = '{"message":"No.","errors":{"email":["Taken."]}}'
const invalid: Answer = { status: 422, headers: { 'content-type': 'application/json', 'x-request-id': 'r-7' }, body }
const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})
const served = async (...answers: readonly (Answer | 'reset' | 'hang')[]) => {
  const server = await serve(...answers)
  open.push(server.close)
  return server
}
const agent = () => {
  const made = new Agent()
  open.unshift(() => made.close())
  return made
}
const failing = (run: Promise<unknown>): Promise<unknown> =>
  run.then(
    () => expect.fail('it should have failed'),
    error => error,
  )

describe('the interceptor', () => {
  test('makes a failed response an error with the problem', async () => {
    const dispatcher = agent().compose(problems())
    const error = await failing(request((await served(invalid)).url, { dispatcher }))
    expect(error).toBeInstanceOf(ApiProblemError)
    expect(problemOf(error)).toMatchObject({
      status: 422,
      dialect: 'laravel',
      requestId: 'r-7',
      errors: [{ pointer: '/email' }],
    })
  })

  test('passes on what went well, byte for byte', async () => {
    const dispatcher = agent().compose(problems())
    const long = 'x'.repeat(300_000)
    const good = await request((await served({ status: 200, body: long })).url, { dispatcher })
    expect(await good.body.text()).toBe(long)
    expect((await request((await served({ status: 304 })).url, { dispatcher })).statusCode).toBe(304)
  })

  test('gives the same to stream and pipeline, and to fetch as the cause', async () => {
    const dispatcher = agent().compose(problems())
    const { url } = await served(invalid)
    const sink = () => expect.fail('nothing is to be written')
    expect(problemOf(await failing(stream(url, { dispatcher, method: 'GET' }, sink)))).toMatchObject({ status: 422 })
    const piped = pipeline(url, { dispatcher, method: 'GET' }, ({ body }) => body)
    piped.end()
    expect(problemOf(await new Promise(resolve => piped.once('error', resolve).resume()))).toMatchObject({
      status: 422,
    })
    const failed = await failing(fetch(url, { dispatcher }))
    expect(failed).toBeInstanceOf(TypeError)
    expect(problemOf(failed)).toMatchObject({ status: 422 })
  })

  test('reads no more than the cap, and hangs up on what is longer', async () => {
    const normalizer = createNormalizer({ limits: { bodyBytes: 50 } })
    const dispatcher = agent().compose(problems({ normalizer }))
    const endless = await served({ status: 500, body: `{"message":"No."}${' '.repeat(1_000_000)}`, truncated: true })
    const error = await failing(request(endless.url, { dispatcher }))
    expect(problemOf(error)).toMatchObject({ status: 500, detail: 'No.' })
    expect(problemOf(error)?.source.warnings.join()).toContain('truncated')
  })

  test('says what arrived of a body that broke off', async () => {
    const dispatcher = agent().compose(problems())
    const { url } = await served({ status: 500, body: '{"message":"No."}', truncated: true })
    const error = await failing(request(url, { dispatcher }))
    expect(problemOf(error)).toMatchObject({ status: 500, detail: 'No.' })
    expect((error as { cause?: unknown }).cause).toBeInstanceOf(Error)
  })

  test('tells errors without a response their problem, and leaves them those of undici', async () => {
    const dispatcher = agent().compose(problems())
    const error = await failing(request((await served('reset')).url, { dispatcher }))
    expect(error).not.toBeInstanceOf(ApiProblemError)
    expect(problemOf(error)).toMatchObject({
      dialect: 'transport',
      code: 'UND_ERR_SOCKET',
      retry: { applied: 'unknown' },
    })
    const hung = await served('hang')
    const late = await failing(request(hung.url, { dispatcher, signal: AbortSignal.timeout(5) }))
    expect(problemOf(late)).toMatchObject({ status: 504, code: 'TimeoutError' })
  })

  test('takes nothing of the response to HEAD for a body', async () => {
    const dispatcher = agent().compose(problems())
    const error = await failing(request((await served({ status: 404 })).url, { method: 'HEAD', dispatcher }))
    expect(problemOf(error)).toMatchObject({ status: 404, dialect: 'empty' })
  })
})

describe('the options of RetryAgent', () => {
  test('pass the last response on as it came', async () => {
    const { url, requests } = await served({ ...invalid, status: 503 })
    const dispatcher = new RetryAgent(agent(), problemRetry({ random: () => 0.5 }))
    const { outcome, waits } = await withoutWaiting(() => request(url, { dispatcher }), { requests })
    expect([outcome.value?.statusCode, await outcome.value?.body.text(), waits]).toEqual([503, body, [50, 100]])
  })

  test('also serve its interceptor', async () => {
    const { url, requests } = await served({ status: 503 }, { status: 200 })
    const dispatcher = agent().compose(interceptors.retry(problemRetry({ random: () => 0.5 })), problems())
    const { outcome } = await withoutWaiting(() => request(url, { dispatcher }), { requests })
    expect([outcome.value?.statusCode, requests.length]).toEqual([200, 2])
  })

  test('pass on what is below 400 without a question', async () => {
    const { url, requests } = await served({ status: 302, headers: { location: '/x' } })
    const dispatcher = new RetryAgent(agent(), problemRetry())
    expect([(await request(url, { dispatcher })).statusCode, requests.length]).toEqual([302, 1])
  })

  test.each([
    ['a record', { 'idempotency-key': 'a1' }],
    ['a flat list', ['idempotency-key', 'a1']],
    ['a Map', new Map([['idempotency-key', 'a1']])],
    ['a Headers', new Headers({ 'idempotency-key': 'a1' })],
  ])('find the key in %s', async (_, headers) => {
    const { url, requests } = await served({ status: 503 }, { status: 200 })
    const retry = problemRetry({ idempotencyHeader: 'Idempotency-Key' })
    const dispatcher = new RetryAgent(agent(), retry)
    await withoutWaiting(() => request(url, { method: 'POST', headers, dispatcher }), { requests })
    expect(requests.length).toBe(2)
  })

  test('send nothing that was aborted during the wait', async () => {
    const { url, requests } = await served({ status: 503, headers: { 'retry-after': '60' } }, { status: 200 })
    const controller = new AbortController()
    const retry = problemRetry({ onDecision: () => setImmediate(() => controller.abort(new Error('enough'))) })
    const dispatcher = new RetryAgent(agent(), retry)
    const error = await failing(request(url, { dispatcher, signal: controller.signal }))
    expect([(error as Error).message, requests.length]).toEqual(['enough', 1])
  })

  test('send nothing that was aborted before it ever began', async () => {
    const nowhere = await serve({ status: 200 })
    await nowhere.close()
    const controller = new AbortController()
    const retry = problemRetry({ random: () => 1, onDecision: () => controller.abort(new Error('enough')) })
    const dispatcher = new RetryAgent(agent(), retry)
    const error = await failing(request(nowhere.url, { dispatcher, signal: controller.signal }))
    expect((error as Error).message).toBe('enough')
  })
})
