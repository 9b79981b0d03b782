/** Every integration with a client obeys the same rules: what is asserted is said once and holds for each. */
import { afterEach, describe, expect, test } from 'vitest'
import { statusRows } from '../../src/index.js'
import { type Decided, problemOf, type RetryOptions } from '../../src/integrations/client.js'
import { budgetBook } from '../../src/integrations/retry.js'
import { type Answer, ours, type Sent, serve, withoutWaiting } from './clients.mjs'
import { modules } from './modules.js'

const clients = ours(modules)

const ok: Answer = { status: 200, body: '{}' }
const busy: Answer = { status: 503 }
const open: (() => Promise<void>)[] = []

/** An address where nobody listens any more. */
const nowhere = async (): Promise<string> => {
  const server = await serve(ok)
  await server.close()
  return server.url
}
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

const ask = async (
  client: string,
  sent: Omit<Sent, 'url'> & { readonly url?: string },
  ...answers: readonly (Answer | 'reset')[]
) => {
  const server = await serve(...answers)
  open.push(server.close)
  const decisions: Decided[] = []
  // a clock that stands still: what a wait is computed from does not change while the test runs
  const options = {
    clock: { now: () => 0 },
    random: () => 0.5,
    onDecision: (decided: Decided) => void decisions.push(decided),
    ...sent.options,
  }
  const { outcome, waits } = await withoutWaiting(
    async () => clients[client]?.({ url: server.url, ...sent, options }),
    server,
  )
  const actions = decisions.map(({ decision }) => ('reason' in decision ? decision.reason : decision.action))
  const { value, error } = outcome
  return {
    sent: server.requests.length,
    requests: server.requests,
    waits,
    actions,
    decisions,
    error,
    status: value?.status ?? value?.statusCode,
  }
}

describe.each(Object.keys(clients))('%s', client => {
  // ky waits 0 ms of its own before it asks, which to a timer is 1
  const waiting = (...delaysMs: readonly number[]) => delaysMs.map(delayMs => (client === 'ky' ? delayMs + 1 : delayMs))

  test('sends a harmless request again, after the computed wait', async () => {
    const asked = await ask(client, { method: 'GET' }, busy, busy, ok)
    expect(asked).toMatchObject({ sent: 3, status: 200, waits: waiting(50, 100), actions: ['resend', 'resend'] })
  })

  test('stops where attempts run out, and says so to whoever is above', async () => {
    const asked = await ask(client, { method: 'GET' }, busy)
    // RetryAgent passes a response on, retry-ts a Left, and neither has a place for it
    if (!['undici RetryAgent', 'retry-ts', 'decideRetry in a loop'].includes(client))
      expect(problemOf(asked.error)?.retry).toMatchObject({ attempts: 3, exhausted: true })
    expect(asked).toMatchObject({ sent: 3, waits: waiting(50, 100), actions: ['resend', 'resend', 'attempts'] })
    expect(await ask(client, { method: 'GET' }, { status: 500 })).toMatchObject({
      sent: 2,
      actions: ['resend', 'attempts'],
    })
  })

  test('never sends a POST again that may have been applied', async () => {
    for (const answer of [busy, { status: 500 }, { status: 502 }, { status: 429 }, 'reset'] as const)
      expect(await ask(client, { method: 'POST', body: '{}' }, answer)).toMatchObject({
        sent: 1,
        actions: ['may-have-been-applied'],
      })
  })

  test('sends a POST or PATCH once, whatever the status says, unless it says that nothing was applied', async () => {
    const mayBeApplied = statusRows.filter(({ code, retry }) => code >= 400 && retry.applied !== 'no')
    for (const method of ['POST', 'PATCH'])
      for (const { code } of mayBeApplied) {
        const { sent } = await ask(client, { method, body: '{}' }, { status: code })
        expect([method, code, sent]).toEqual([method, code, 1])
      }
    expect(mayBeApplied.length).toBeGreaterThan(30)
  }, 60_000)

  test('is a gateway where it is told to be: it waits for nothing, and passes the wait on', async () => {
    const options = { role: 'gateway' } as const
    expect(await ask(client, { method: 'GET', options }, busy, ok)).toMatchObject({ sent: 1, actions: ['park'] })
  })

  test('ends with the attempts and the deadline of the caller', async () => {
    const few = { maxAttempts: 2 }
    expect(await ask(client, { method: 'GET', options: few }, busy)).toMatchObject({ sent: 2 })
    const late = { deadline: 10 }
    expect(await ask(client, { method: 'GET', options: late }, busy)).toMatchObject({ sent: 1, actions: ['deadline'] })
  })

  test('sends a POST again where a key is honoured, and only where it was sent', async () => {
    const options = { idempotencyHeader: 'Idempotency-Key' }
    const keyed = { method: 'POST', body: '{}', headers: { 'idempotency-key': 'a1' }, options }
    const asked = await ask(client, keyed, busy, ok)
    expect(asked).toMatchObject({ sent: 2, status: 200, actions: ['resend'] })
    expect(asked.requests.map(({ headers }) => headers['idempotency-key'])).toEqual(['a1', 'a1'])
    expect(await ask(client, { method: 'POST', body: '{}', options }, busy)).toMatchObject({ sent: 1 })
  })

  test('sends a request again that was never sent', async () => {
    const asked = await ask(client, { method: 'POST', body: '{}', url: await nowhere() }, ok)
    expect(asked).toMatchObject({ sent: 0, actions: ['resend', 'resend', 'attempts'] })
    expect(problemOf(asked.error)).toMatchObject({ code: 'ECONNREFUSED', source: { answeredBy: 'transport' } })
  })

  test('takes a broken connection for what it is', async () => {
    expect(await ask(client, { method: 'GET' }, 'reset', ok)).toMatchObject({
      sent: 2,
      status: 200,
      actions: ['resend-on-new-connection'],
    })
  })

  test.each([
    ['1', [1_050]],
    ['0.2', [210]],
  ])('waits as Retry-After: %s asks, and never less', async (value, delaysMs) => {
    const limited = { status: 429, headers: { 'retry-after': value } }
    expect(await ask(client, { method: 'GET' }, limited, ok)).toMatchObject({ sent: 2, waits: waiting(...delaysMs) })
  })

  test.each(['121', '2147484', '9999999999', '99999999999999999999999', 'Fri, 31 Dec 9999 23:59:59 GMT'])(
    'stops where Retry-After: %s is too long, rather than come early',
    async value => {
      const limited = { status: 503, headers: { 'retry-after': value } }
      const asked = await ask(client, { method: 'GET' }, limited, ok)
      expect(asked.sent).toBe(1)
      expect(['park', 'wait-unbounded']).toContain(asked.actions.join())
      expect(problemOf(asked.error)?.status).toBe(503)
    },
  )

  test('says what the API said', async () => {
    const body = '{"message":"No.","errors":{"email":["Taken."]}}'
    const invalid = { status: 422, headers: { 'content-type': 'application/json' }, body }
    const { error, sent } = await ask(client, { method: 'POST', body: '{}' }, invalid)
    expect(sent).toBe(1)
    expect(problemOf(error)).toMatchObject({ status: 422, dialect: 'laravel', detail: 'No.' })
    expect(problemOf(error)?.errors).toMatchObject([{ pointer: '/email', detail: 'Taken.' }])
  })

  test('spends no more than its budget, and what works pays for more where the client sees it', async () => {
    if (client === 'decideRetry in a loop') return
    const budgets = budgetBook({ tokens: 1, refillPerSuccess: 1 })
    const server = await serve(busy, busy, ok, busy, ok)
    open.push(server.close)
    const paid = { method: 'GET', url: server.url, options: { budgets } }
    const refused = await ask(client, paid, ok)
    expect(refused.actions).toEqual(['resend', 'budget'])
    if (!['undici RetryAgent', 'retry-ts'].includes(client))
      expect(problemOf(refused.error)?.retry).toMatchObject({ attempts: 2, exhausted: true })
    await ask(client, paid, ok)
    const seesWhatWorks = !['p-retry', 'cockatiel'].includes(client)
    expect((await ask(client, paid, ok)).actions).toEqual([seesWhatWorks ? 'resend' : 'budget'])
    expect(budgets.of([new URL(server.url).origin]).tokens).toBe(seesWhatWorks ? 1 : 0)
  })

  test('refuses an option that it does not know', async () => {
    const options = { maxWait: 5 } as RetryOptions
    if (client === 'decideRetry in a loop') return
    expect((await ask(client, { method: 'GET', options }, ok)).error).toMatchObject({
      name: 'TypeError',
      message: expect.stringContaining('there is no maxWait'),
    })
  })
})
