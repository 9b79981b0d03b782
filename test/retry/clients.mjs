/**
 * Real clients against a real server, without real waiting: as they come, and with the integrations of this package.
 * Comes in: the modules of the integrations, from source or as built. Goes out: for each client one function that sends one request.
 * A timer that a retry waits for is recorded with what it would really wait, and fires at once; all other timers are left alone.
 */
import { createServer } from 'node:http'
import axios from 'axios'
import axiosRetry from 'axios-retry'
import { handleWhen, retry as policyOf } from 'cockatiel'
import { isLeft } from 'fp-ts/lib/Either.js'
import gotClient from 'got'
import kyClient from 'ky'
import pRetry from 'p-retry'
import { retrying } from 'retry-ts/lib/Task.js'
import { Agent, RetryAgent, request } from 'undici'

/** A server on a free port of this machine that gives the answers in order, the last one for ever. */
export const serve = async (...answers) => {
  const requests = []
  const server = createServer(async (incoming, outgoing) => {
    for await (const _ of incoming);
    const { method, headers, url } = incoming
    const answer = answers[Math.min(requests.length, answers.length - 1)]
    requests.push({ method, headers, url, at: Date.now() })
    if (answer === 'hang') return
    if (answer === 'reset') return incoming.socket.destroy()
    const { status, headers: fields = {}, body = '', truncated = false } = answer
    outgoing.writeHead(status, truncated ? { ...fields, 'content-length': body.length + 100 } : fields)
    if (!truncated) return outgoing.end(body)
    outgoing.write(body, () => incoming.socket.destroy())
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  const close = () =>
    new Promise(resolve => {
      server.close(resolve)
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${server.address().port}/orders/7`, requests, close }
}

/** Where each library waits before a retry; the last two are this package and the loop below. */
const waitsForRetry =
  /got\/dist\/source\/core\/index\.js|ky\/distribution\/utils\/delay\.js|axios-retry\/|retry-handler\.js|p-retry\/index\.js|cockatiel\/dist\/|fp-ts\/lib\/Task\.js|integrations\/client\.[jt]s|clients\.mjs/

/** What Node really waits: a delay that is no number, too small or too large for a timer becomes 1 ms. */
const really = delayMs => (delayMs >= 1 && delayMs <= 2_147_483_647 ? Math.trunc(delayMs) : 1)

/**
 * Runs with the timers of retries let off at once. Goes out: how it ended, and for each request but the first the whole wait before
 * it and the instant until which it would have lasted.
 */
export const withoutWaiting = async (run, server = { requests: [] }) => {
  const timers = []
  const real = globalThis.setTimeout
  globalThis.setTimeout = Object.assign((callback, delayMs, ...args) => {
    if (!waitsForRetry.test((new Error().stack ?? '').split('\n').slice(2, 5).join('\n')))
      return real(callback, delayMs, ...args)
    timers.push({ after: server.requests.length, delayMs: really(delayMs), at: Date.now() })
    return real(callback, 0, ...args)
  }, real)
  try {
    const outcome = await run().then(
      value => ({ value }),
      error => ({ error }),
    )
    const resent = server.requests.slice(1).map((_, i) => {
      const own = timers.filter(({ after }) => after === i + 1)
      const waitMs = own.reduce((sum, { delayMs }) => sum + delayMs, 0)
      // each ran behind the one before, which took no time here
      return { waitMs, until: (own[own.length - 1]?.at ?? Date.now()) + waitMs }
    })
    return { outcome, resent, waits: resent.map(({ waitMs }) => waitMs) }
  } finally {
    globalThis.setTimeout = real
  }
}

/** The clients as they come, told nothing. */
export const peers = {
  got: ({ url, method }) => gotClient(url, { method }),
  ky: ({ url, method }) => kyClient(url, { method, timeout: false }),
  'axios-retry': ({ url, method }) => {
    const instance = axios.create({ proxy: false })
    axiosRetry(instance)
    return instance.request({ url, method })
  },
  'axios-retry, exponentialDelay': ({ url, method }) => {
    const instance = axios.create({ proxy: false })
    axiosRetry(instance, { retryDelay: axiosRetry.exponentialDelay })
    return instance.request({ url, method })
  },
  'undici RetryAgent': sent => byUndici(agent => new RetryAgent(agent), sent),
}

const byUndici = async (over, { url, method, headers, body }) => {
  const agent = new Agent()
  try {
    const { statusCode, body: answer } = await request(url, { method, headers, body, dispatcher: over(agent) })
    await answer.dump()
    return { status: statusCode }
  } finally {
    await agent.close()
  }
}

/** The same clients, and those that retry any function, with the integrations of this package. */
export const ours = modules => {
  const { got, ky, axios: byAxios, undici, 'p-retry': byPRetry, cockatiel, 'retry-ts': byRetryTs } = modules
  const { ApiProblemError, decideRetry } = modules.index
  const { fetchTE, problemFromResponse } = modules.fetch

  const send = async ({ url, method, headers, body }) => {
    const response = await fetch(url, { method, headers, body })
    const problem = await problemFromResponse(response, { request: { method } })
    if (problem !== undefined) throw new ApiProblemError(problem)
    return response
  }
  const ask = ({ method, headers, url }) => ({ method, headers, url })
  const counting = ({ budgets } = {}) => ({ budgets })

  return {
    got: ({ url, method, headers, body, options }) =>
      gotClient(url, {
        method,
        headers,
        body,
        retry: got.problemRetry(options),
        hooks: got.problemHooks(counting(options)),
      }),
    ky: ({ url, method, headers, body, options }) =>
      kyClient.extend({ hooks: ky.problemHooks(counting(options)) }).extend(ky.problemRetry(options))(url, {
        method,
        headers,
        body,
        timeout: false,
      }),
    'axios-retry': ({ url, method, headers, body, options }) => {
      const instance = axios.create({ proxy: false })
      byAxios.attachProblems(instance, counting(options))
      axiosRetry(instance, byAxios.problemRetry(options))
      return instance.request({ url, method, headers, data: body })
    },
    'undici RetryAgent': ({ options, ...sent }) =>
      byUndici(
        agent => new RetryAgent(agent, undici.problemRetry(options)).compose(undici.problems(counting(options))),
        sent,
      ),
    'p-retry': ({ options, ...sent }) =>
      pRetry(() => send(sent), byPRetry.problemRetry({ ...options, request: ask(sent) })),
    cockatiel: ({ options, ...sent }) => {
      const advice = cockatiel.problemRetry({ ...options, request: ask(sent) })
      return policyOf(handleWhen(advice.isWorthRetrying), advice).execute(() => send(sent))
    },
    'retry-ts': async ({ options, ...sent }) => {
      const { policy, check } = byRetryTs.problemRetry({ ...options, request: ask(sent) })
      const { url, method, headers, body } = sent
      const result = await retrying(policy, () => fetchTE(url, { method, headers, body }), check)()
      if (isLeft(result)) throw new ApiProblemError(result.left)
      return result.right
    },
    'decideRetry in a loop': async ({ options = {}, ...sent }) => {
      for (let attempt = 1; ; attempt++) {
        const { problem, response } = await send(sent).then(
          response => ({ response }),
          error => ({ problem: error.problem ?? modules.index.fromTransport(error) }),
        )
        if (problem === undefined) return response
        const { random = Math.random, clock = Date, idempotencyHeader, onDecision, ...rest } = options
        const idempotencyKey = idempotencyHeader && sent.headers?.[idempotencyHeader.toLowerCase()]
        const decision = decideRetry(problem, {
          role: 'client',
          ...rest,
          method: sent.method,
          attempt,
          random,
          now: clock.now(),
          idempotencyKey,
        })
        onDecision?.({ decision, problem, request: ask(sent), attempt })
        if (!decision.action.startsWith('resend')) throw new ApiProblemError(problem)
        await new Promise(resolve => setTimeout(resolve, decision.delayMs))
      }
    },
  }
}
