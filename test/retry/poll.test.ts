import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import { type PollPolicy, poll, polling, retrying } from '../../src/integrations/retry.js'
import { type ApiProblem, ApiProblemError, problem } from '../door.js'
import { standing, timeless } from './world.js'

const home = 'https://api.example.com/orders'
const accepted = (headers: Record<string, string> = { location: '/jobs/7' }) => ({ status: 202, headers, url: home })
type Answer = { status: number; headers: Record<string, string>; url?: string; json?: unknown; body?: string }

/** Follows the answer to a request; the monitor answers one after the other, and its last answer stays. */
const told = async (policy: PollPolicy, first: Answer, ...answers: readonly (Answer | ApiProblem)[]) => {
  const { waits, ...world } = timeless()
  const asked: string[] = []
  const ask = ({ url }: { url: string }): TE.TaskEither<ApiProblem, Answer> => {
    asked.push(url)
    const answer = answers[Math.min(asked.length, answers.length) - 1] as Answer | ApiProblem
    return 'v' in answer ? TE.left(answer) : TE.right(answer)
  }
  const result = await polling({ ...world, ...policy })(ask)(first)()
  return {
    result,
    left: E.isLeft(result) ? result.left : undefined,
    right: E.isRight(result) ? result.right : undefined,
    asked,
    waits,
  }
}
const running: Answer = { status: 202, headers: {} }
const done: Answer = { status: 200, headers: {}, json: { id: 7 } }
const document = (status: unknown, more: object = {}): Answer => ({
  status: 200,
  headers: {},
  json: { status, ...more },
})

describe('work that was accepted', () => {
  test('is asked about until it is done', async () => {
    const { right, asked, waits } = await told({}, accepted(), running, running, done)
    expect(right).toBe(done)
    expect(asked).toEqual(Array(3).fill('https://api.example.com/jobs/7'))
    expect(waits).toEqual([1_050, 1_575, 2_363])
  })
  test('is asked about when the server says, and no earlier', async () => {
    const first = accepted({ location: '/jobs/7', 'retry-after': '10' })
    const again = { ...running, headers: { 'retry-after': '0' } }
    expect((await told({}, first, again, done)).waits).toEqual([10_500, 1_575])
  })
  test('is asked about ever more slowly, to every 30 s', async () => {
    const { waits, left } = await told({ maxAttempts: 12, random: () => 0 }, accepted(), running)
    expect(waits.slice(-3)).toEqual([30_000, 30_000, 30_000])
    expect(left).toMatchObject({ status: 504, retry: { advice: 'never', applied: 'yes' } })
  })
  test('may name another monitor on the way', async () => {
    const moved = { status: 202, headers: { location: '8' } }
    const { asked } = await told({}, accepted(), moved, done)
    expect(asked).toEqual(['https://api.example.com/jobs/7', 'https://api.example.com/jobs/8'])
  })
  test('is relative to where its answer came from', async () => {
    const moved = { status: 202, headers: { location: '8' }, url: 'https://api.example.com/archive/7' }
    expect((await told({}, accepted(), moved, done)).asked[1]).toBe('https://api.example.com/archive/8')
  })
  test('is given back as it is where nothing is open', async () => {
    for (const first of [
      done,
      { status: 201, headers: { location: '/orders/7' } },
      { status: 303, headers: { location: '/x' } },
    ]) {
      const { right, asked } = await told({}, first, running)
      expect([right, asked]).toEqual([first, []])
    }
  })
})

describe('a document on the work', () => {
  const first = accepted({ 'operation-location': '/operations/7' })
  test.each(['Running', 'NotStarted', 'inProgress', 'Accepted'])('that says %s is asked for again', async word => {
    expect((await told({}, first, document(word), document('Succeeded'))).asked.length).toBe(2)
  })
  test('counts before its HTTP status and before Location, also after 201', async () => {
    const headers = { 'azure-asyncoperation': '/operations/7', location: '/orders/7' }
    const { asked, right } = await told(
      {},
      { status: 201, headers, url: home },
      { ...document('Running'), status: 202 },
      document('succeeded'),
    )
    expect(asked[0]).toBe('https://api.example.com/operations/7')
    expect(right?.json).toEqual({ status: 'succeeded' })
  })
  test('that tells of a failure is a problem, and nothing of it is lost', async () => {
    const { left } = await told(
      {},
      first,
      document('Failed', { id: 'op-7', error: { code: 'QuotaExceeded', message: 'No more disks.' } }),
    )
    expect(left).toMatchObject({
      ...{ status: 500, kind: 'unknown', code: 'QuotaExceeded', detail: 'No more disks.' },
      extensions: { id: 'op-7', status: 'Failed' },
      retry: { advice: 'never', applied: 'unknown', maxAttempts: 1 },
    })
    expect((await told({}, first, document('Canceled'))).left).toMatchObject({
      kind: 'cancelled',
      retry: { countsAsFailure: false },
    })
  })
  test('that is none leaves its HTTP status', async () => {
    for (const json of [undefined, null, 'x', [], { status: 7 }, { status: '' }, { state: 'Running' }])
      expect((await told({}, first, { ...done, json })).right?.status).toBe(200)
    expect(
      (await told({}, first, { status: 200, headers: {}, body: '{"status":"Running"}' }, document('Succeeded'))).asked
        .length,
    ).toBe(2)
    expect((await told({}, first, { status: 200, headers: {}, body: '{"status":' })).right?.status).toBe(200)
  })
  test('may be read in its own way', async () => {
    const stateOf = ({ json }: Answer) => ((json as { state: string }).state === 'ready' ? 'done' : 'running')
    const answers = [
      { ...done, json: { state: 'busy' } },
      { ...done, json: { state: 'ready' } },
    ]
    expect((await told({ stateOf }, accepted(), ...answers)).asked.length).toBe(2)
    const { left } = await told({ stateOf }, accepted(), { ...done, json: null })
    expect(left?.retry).toMatchObject({ advice: 'never', applied: 'yes' })
    expect((await told({ stateOf: () => undefined }, accepted(), running, done)).asked.length).toBe(2)
  })
  test('that fails in its own way is no leave to order again either', async () => {
    for (const state of [problem({ status: 503, retry: { applied: 'no' } }), 'ready', null, 7])
      expect((await told({ stateOf: () => state as never }, accepted(), done)).left).toMatchObject({
        retry: { advice: 'never', applied: 'unknown', maxAttempts: 1 },
      })
  })
})

describe('another origin', () => {
  const elsewhere = accepted({ location: 'https://jobs.example.com/7' })
  test('is not asked, unless it is allowed', async () => {
    const { asked, left } = await told({}, elsewhere, done)
    expect([asked, left?.retry.applied, left?.retry.advice]).toEqual([[], 'yes', 'never'])
    expect((await told({ allowedOrigins: ['https://jobs.example.com'] }, elsewhere, done)).right).toBe(done)
  })
  test.each([
    'http://api.example.com/jobs/7',
    '//evil.example/7',
    'https://api.example.com:8443/7',
    'https://api.example.com.evil.example/7',
    'https://api.example.com@evil.example/7',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://',
    '\\\\evil.example\\7',
  ])('%s is another one, or none', async location => {
    expect((await told({}, accepted({ location }), done)).asked).toEqual([])
  })
  test('is what a monitor may point to later, too', async () => {
    const { asked, left } = await told(
      {},
      accepted(),
      { status: 202, headers: { location: 'https://evil.example/7' } },
      done,
    )
    expect([asked.length, left?.links]).toEqual([1, [{ rel: 'status', href: 'https://api.example.com/jobs/7' }]])
  })
  test('cannot be told from one’s own without a URL', async () => {
    const first = { status: 202, headers: { location: '/jobs/7' } }
    expect((await told({}, first, done)).asked).toEqual([])
    expect((await told({}, { ...first, url: '' }, done)).asked).toEqual([])
    expect((await told({ url: home }, { ...first, url: '' }, done)).asked).toEqual(['https://api.example.com/jobs/7'])
  })
})

describe('what ends polling is never leave to send the request again', () => {
  const order = (ended: ApiProblem) => {
    let sent = 0
    const { clock, random } = timeless()
    const request = (): TE.TaskEither<ApiProblem, Answer> =>
      pipe(
        TE.fromIO(() => {
          sent++
          return accepted() as Answer
        }),
        TE.chain(polling({ clock, random })(async () => E.left(ended))),
      )
    return retrying({ method: 'POST', idempotent: true, clock, random })(request)().then(result => ({ sent, result }))
  }
  test.each([
    [
      'a connection that was refused',
      problem({ status: 502, retry: { advice: 'backoff', applied: 'no', maxAttempts: 3 } }),
    ],
    ['a misdirected request', problem({ status: 421 })],
    ['overload', problem({ status: 503, retry: { retryAfterMs: 1_000 } })],
    ['credentials', problem({ status: 401 })],
  ])('%s', async (_, ended) => {
    const { sent, result } = await order(ended)
    expect(sent).toBe(1)
    expect(E.isLeft(result) && result.left).toMatchObject({
      status: ended.status,
      retry: { applied: 'yes', advice: 'never' },
    })
    expect(E.isLeft(result) && result.left.links).toEqual([{ rel: 'status', href: 'https://api.example.com/jobs/7' }])
  })
  test('a 202 that names no monitor', async () => {
    const { left, asked } = await told({}, accepted({}), done)
    expect([asked, left?.status, left?.retry.applied]).toEqual([[], 502, 'yes'])
  })
  test('no time to wait that long: when to come back is said', async () => {
    for (const policy of [{ maxWaitMs: 5_000 }, { totalMs: 5_000 }, { deadline: timeless().clock.now() + 5_000 }]) {
      const { left, asked } = await told(policy, accepted({ location: '/jobs/7', 'retry-after': '600' }), done)
      expect(asked).toEqual([])
      expect(left?.retry).toMatchObject({ retryAfterMs: 600_000, applied: 'yes', countsAsFailure: false })
    }
  })
  test('a caller that gives up, while waiting and while asking', async () => {
    const controller = new AbortController()
    const waiting = polling({ clock: standing(), signal: controller.signal })(async () => E.right(done))(accepted())()
    controller.abort()
    const asking = new AbortController()
    const { clock } = timeless()
    const never = polling({ clock, signal: asking.signal })<Answer>(() => {
      asking.abort()
      return new Promise(() => undefined)
    })(accepted())()
    for (const result of [await waiting, await never])
      expect(E.isLeft(result) && result.left).toMatchObject({
        kind: 'cancelled',
        retry: { applied: 'yes', countsAsFailure: false },
      })
  })
  test('a clock that does not wait', async () => {
    const clock = { now: () => 0, sleep: () => Promise.reject(new Error('no timers here')) }
    const { asked, left } = await told({ clock }, accepted(), done)
    expect([asked, left?.status]).toEqual([[], 502])
  })
})

test('whatever the monitor asks, waits are finite, fit a timer, and are never shorter; and it ends', async () => {
  const seconds = fc.oneof(fc.nat({ max: 300 }), fc.nat(), fc.constantFrom(2_147_484, 9_999_999_999))
  await fc.assert(
    fc.asyncProperty(
      fc.array(seconds, { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 1e7 }),
      async (asks, totalMs) => {
        const answers = asks.map(ask => ({ ...running, headers: { 'retry-after': String(ask) } }))
        const first = accepted({ location: '/jobs/7', 'retry-after': String(asks[0]) })
        const { waits } = await told({ totalMs, maxWaitMs: 1e9, maxAttempts: 50 }, first, ...answers.slice(1), running)
        for (const [i, ms] of waits.entries()) {
          expect(Number.isFinite(ms) && ms <= 2_147_483_647).toBe(true)
          expect(ms).toBeGreaterThanOrEqual((asks[i] ?? 0) * 1_000)
        }
        expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(totalMs)
      },
    ),
    { numRuns: 500 },
  )
})

test.each<[object, string]>([
  [{ totalMs: 'x' }, 'totalMs'],
  [{ url: '' }, 'url'],
  [{ allowedOrigins: 'https://a.example' }, 'allowedOrigins must be a list of origins'],
  [{ method: 'GET' }, 'there is no method'],
])('the policy %j is refused at once', (policy, says) => {
  for (const make of [polling, poll]) expect(() => make(policy as never)).toThrow(says)
})

describe('the twin for promises', () => {
  const { clock, random } = timeless()
  const first = () =>
    Object.defineProperty(new Response(null, { status: 202, headers: { 'operation-location': '/o/7' } }), 'url', {
      value: home,
    })
  test('gives the last answer, still readable', async () => {
    const answers = [Response.json({ status: 'Running' }), Response.json({ status: 'Succeeded', id: 7 })]
    const last = await poll({ clock, random })(async () => answers.shift() as Response)(first())
    expect(await last.json()).toEqual({ status: 'Succeeded', id: 7 })
  })
  test('rejects with what the monitor says', async () => {
    const failed = await poll({ clock, random })(() => Response.json({ status: 'Failed', error: { code: 'x' } }))(
      first(),
    ).catch(error => error)
    expect(failed).toBeInstanceOf(ApiProblemError)
    expect(failed.problem.code).toBe('x')
    const gone = await poll({ clock, random })(() => new Response('no', { status: 404 }))(first()).catch(error => error)
    expect(gone.problem).toMatchObject({ status: 404, retry: { applied: 'yes' } })
  })
  test('does not read a document without an end', async () => {
    let pulled = 0
    const endless = new ReadableStream({
      pull: controller => {
        pulled++
        controller.enqueue(new TextEncoder().encode('x'.repeat(10_000)))
      },
    })
    const last = await poll({ clock, random })(() => new Response(endless))(first())
    expect(last.status).toBe(200)
    expect(pulled).toBeLessThan(20)
  })
})
