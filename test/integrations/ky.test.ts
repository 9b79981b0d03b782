import ky, { HTTPError, TimeoutError } from 'ky'
import { afterEach, describe, expect, test } from 'vitest'
import { problemHooks, problemOf, problemRetry } from '../../src/integrations/ky.js'
import { type Answer, serve, withoutWaiting } from '../retry/clients.mjs'

const body = '{"message":"No.","errors":{"email":["Taken."]}}'
const invalid: Answer = { status: 422, headers: { 'content-type': 'application/json' }, body }
const api = ky.extend({ hooks: problemHooks(), timeout: false }).extend(problemRetry({ random: () => 0.5 }))
const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})
const served = async (...answers: readonly (Answer | 'reset')[]) => {
  const server = await serve(...answers)
  open.push(server.close)
  return server
}
const failing = (run: Promise<unknown>): Promise<unknown> =>
  run.then(
    () => expect.fail('it should have failed'),
    error => error,
  )

describe('the hooks for ky', () => {
  test('tell the error its problem and leave the body to others', async () => {
    const error = await failing(api((await served(invalid)).url))
    expect(error).toBeInstanceOf(HTTPError)
    expect(error).toMatchObject({ problem: { status: 422, dialect: 'laravel', errors: [{ pointer: '/email' }] } })
    expect(await (error as HTTPError).response.text()).toBe(body)
  })

  test('take a body that another hook has read for read', async () => {
    const { url } = await served(invalid)
    const reading = ky.extend({
      hooks: {
        beforeError: [
          async error => {
            await error.response.text()
            return error
          },
        ],
      },
    })
    const error = await failing(reading.extend({ hooks: problemHooks(), retry: 0 })(url))
    expect(problemOf(error)).toMatchObject({
      status: 422,
      source: { warnings: [expect.stringContaining('body-used')] },
    })
  })

  test('read what they can where somebody else is reading', async () => {
    const response = new Response(body, { status: 422 })
    response.body?.getReader()
    const error = Object.assign(new Error('failed'), { response })
    expect(await problemHooks().beforeError[0]?.(error)).toBe(error)
    expect(problemOf(error)).toMatchObject({ status: 422 })
  })

  test('fit the hooks of ky 2: one state, and the body read already', async () => {
    /** As ky 2 documents its hook; it needs a newer Node than this package does. */
    type BeforeErrorHook = (state: { error: Error; request: Request; retryCount: number }) => Error | Promise<Error>
    const hooks: BeforeErrorHook[] = problemHooks().beforeError
    const read = async (data: unknown) => {
      const response = new Response(body, { status: 422, headers: { 'content-type': 'application/json' } })
      await response.text()
      const error = Object.assign(new Error('failed'), { response, data })
      const same = await hooks[0]?.({ error, request: new Request('http://a.example'), retryCount: 0 })
      expect(same).toBe(error)
      return problemOf(error)
    }
    expect(await read(JSON.parse(body))).toMatchObject({ status: 422, dialect: 'laravel' })
    expect(await read('Go away.')).toMatchObject({ status: 422, detail: 'Go away.' })
    expect(await read(undefined)).toMatchObject({ status: 422 })
  })
})

describe('the retries of ky', () => {
  test('know timeouts, and wait although the signal of ky itself is aborted', async () => {
    let calls = 0
    const hanging = async (): Promise<Response> => {
      calls++
      return new Promise(() => undefined)
    }
    const { outcome } = await withoutWaiting(async () => api('http://a.example', { timeout: 1, fetch: hanging }))
    expect(outcome.error).toBeInstanceOf(TimeoutError)
    expect(problemOf(outcome.error)).toMatchObject({
      status: 504,
      kind: 'deadline_exceeded',
      retry: { exhausted: true },
    })
    expect(calls).toBe(2)
    await failing(api.post('http://a.example', { timeout: 1, fetch: hanging }))
    expect(calls).toBe(3)
  })

  test('end when the caller aborts during the wait', async () => {
    const { url, requests } = await served({ status: 503, headers: { 'retry-after': '60' } })
    const controller = new AbortController()
    const retry = problemRetry({ onDecision: () => setImmediate(() => controller.abort(new Error('enough'))) })
    const error = await failing(ky.extend(retry)(url, { signal: controller.signal, timeout: false }))
    expect([(error as Error).message, requests.length]).toEqual(['enough', 1])
  })

  test('let through the retry that a hook of the caller asked for', async () => {
    const { url, requests } = await served({ status: 401 }, { status: 200 })
    const renewing = api.extend({
      hooks: {
        afterResponse: [
          (_request, _options, response) => (response.status === 401 ? ky.retry({ code: 'RENEWED' }) : undefined),
        ],
      },
    })
    const { outcome } = await withoutWaiting(async () => renewing.post(url), { requests })
    expect([outcome.value?.status, requests.length]).toEqual([200, 2])
  })

  test('stop with the error itself, its body unread', async () => {
    const { url, requests } = await served({ ...invalid, status: 503 })
    const { outcome } = await withoutWaiting(async () => api.post(url), { requests })
    expect(outcome.error).toBeInstanceOf(HTTPError)
    expect([requests.length, await (outcome.error as HTTPError).response.text()]).toEqual([1, body])
  })

  test('send no unknown method again', async () => {
    const { url, requests } = await served({ status: 503 })
    await failing(api(url, { method: 'LOCK' }))
    expect(requests.length).toBe(1)
  })
})
