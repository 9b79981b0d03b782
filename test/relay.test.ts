/** What a gateway answers: whose fault it is, by what it declares, over every status; and never more retryable than it was. */
import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import * as O from 'fp-ts/lib/Option.js'
import { describe, expect, test } from 'vitest'
import * as fp from '../src/fp.js'
import { responsibilities, responsibilityOf, whoseWords } from '../src/status/index.js'
import { anyExchange, anyProblem } from './arbitrary.js'
import {
  type ApiProblem,
  advices,
  createNormalizer,
  createRelay,
  decideRetry,
  dialects,
  type Exchange,
  encode,
  fromTransport,
  isApiProblem,
  normalize,
  problem,
  type Relayed,
  type RelayPolicy,
  RelayPolicyCodec,
  relay,
  statusOf,
  statusRows,
} from './door.js'
import { exchangeOf, fixtures } from './fixtures.js'

const { decode } = createNormalizer()
const failing = [...statusRows.map(({ code }) => code).filter(code => code >= 400), 477, 577]
const policies: readonly RelayPolicy[] = (['own', 'forwarded'] as const).flatMap(credential =>
  (['composed', 'forwarded', { composed: { 404: 404, 409: 422, 423: 409, 403: 404, E7: 402 } }] as const).flatMap(
    request => [
      { credential, request },
      { credential, request, notApplied: [503, 500, 'E7'], pointers: { '/a': '/b' } },
    ],
  ),
)
const statusBy = (status: number, policy: RelayPolicy, more: Partial<Exchange> = {}) =>
  relay({ status, ...more }, policy)?.problem.status

describe('the table of responsibility', () => {
  test('has a row for every status of the registry from 400 on, with a reason, and no other', () => {
    expect(responsibilities.map(({ status }) => status)).toEqual(
      statusRows.map(({ code }) => code).filter(code => code >= 400),
    )
    for (const { status, whose, becomes, because } of responsibilities) {
      expect(because.length).toBeGreaterThan(3)
      expect(whoseWords).toContain(whose)
      // said on as it is, or in a registered code of a server's fault
      if (whose === 'resource' || whose === 'upstream') expect(becomes).toBe(status)
      else expect([502, 503, 504]).toContain(becomes)
    }
  })
  test('is total', () => {
    expect(responsibilityOf(477)).toMatchObject({ status: 477, whose: 'request', becomes: 502 })
    expect(responsibilityOf(577)).toMatchObject({ status: 577, whose: 'upstream', becomes: 577 })
    expect(responsibilityOf(Number.NaN).whose).toBe('upstream')
  })
})

describe('responsibility, by what the gateway declares', () => {
  test('with its own credential: 401, 403, 407 are its fault, a 429 is its own with its delay', () => {
    for (const status of [401, 403, 407]) expect(statusBy(status, { credential: 'own' })).toBe(502)
    const answer = relay({ status: 429, headers: { 'retry-after': '7' } }, { credential: 'own' })
    expect(answer?.problem).toMatchObject({
      status: 503,
      kind: 'unavailable',
      retry: { advice: 'after-delay', retryAfterMs: 7_000, scope: 'origin' },
    })
    expect(encode((answer as Relayed).problem, 'problem-json').wire).toMatchObject({
      status: 503,
      headers: { 'retry-after': '7' },
    })
  })
  test('with a forwarded one they pass', () => {
    for (const status of [401, 403, 407, 429]) expect(statusBy(status, { credential: 'forwarded' })).toBe(status)
    for (const status of [401, 403, 407, 429]) expect(statusBy(status, {})).toBe(status)
  })
  test('of a request that it composed: 400, 404, 405, 409, 415, 422 are its fault', () => {
    for (const status of [400, 404, 405, 409, 415, 422]) {
      expect(statusBy(status, { request: 'composed' })).toBe(502)
      expect(statusBy(status, { request: 'forwarded' })).toBe(status)
    }
    expect(statusBy(451, { request: 'composed' })).toBe(451)
  })
  test('save what it maps, by status or by code', () => {
    const policy: RelayPolicy = { request: { composed: { 404: 404, no_customer: 422 } } }
    expect(statusBy(404, policy)).toBe(404)
    expect(statusBy(400, policy)).toBe(502)
    const json = { errors: [{ error: { code: 'no_customer', message: 'm' } }], meta: {} }
    const answer = relay({ status: 404, json }, policy)
    expect(answer?.problem).toMatchObject({
      status: 422,
      title: 'Unprocessable Content',
      kind: 'invalid_argument',
      cause: { status: 404 },
    })
    // what is not the request's is not mapped
    expect(statusBy(411, { request: { composed: { 411: 400 } } })).toBe(504 - 2)
  })
  test('statuses of the hop never pass, whatever was declared', () => {
    for (const policy of policies)
      for (const status of [408, 411, 417, 421, 425, 431]) expect(statusBy(status, policy)).toBeGreaterThan(499)
  })
  test('what it says by its kind counts over the number', () => {
    const throttled = {
      status: 400,
      headers: { 'x-amzn-errortype': 'ThrottlingException' },
      body: '{"message":"Rate exceeded"}',
    }
    expect(relay(throttled, { credential: 'own', request: 'composed' })?.problem).toMatchObject({
      status: 503,
      cause: { kind: 'resource_exhausted' },
    })
    const secondary = fixtures.find(({ id }) => id === '253-github-403-secondary-rate-limit')
    const answer = relay(exchangeOf(secondary as never), { credential: 'own' })
    expect(answer?.problem.status).toBe(503)
    expect(answer?.problem.retry.advice).toBe('after-delay')
  })
  test('faults behind pass; codes that nobody registered are said in registered ones', () => {
    for (const status of [500, 501, 502, 503, 504])
      expect(statusBy(status, { credential: 'own', request: 'composed' })).toBe(status)
    for (const [status, becomes] of [
      [520, 502],
      [522, 504],
      [524, 504],
      [529, 503],
      [598, 504],
    ] as const)
      expect(statusBy(status, {})).toBe(becomes)
  })
  test('where nothing failed the response passes, also a 304 and one without a body', () => {
    for (const status of [200, 204, 206, 302, 304]) expect(relay({ status }, { credential: 'own' })).toBeUndefined()
    const head = relay({ status: 404, request: { method: 'HEAD' } }, {}) as Relayed
    expect(encode(head.problem, 'problem-json', { method: 'HEAD' }).wire).not.toHaveProperty('body')
  })
  test('why is said', () => {
    expect(relay({ status: 403 }, { credential: 'own' })?.because).toBe(
      'credential: the credential that was sent does not allow it',
    )
  })
})

describe('what is kept', () => {
  const json = {
    type: 'https://a.example/t',
    title: 'No',
    status: 403,
    detail: 'secret',
    instance: '/orders/7',
    traceId: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  }
  test('instance, trace and the whole of what was heard, as the cause; none of its texts at the top', () => {
    const heard = normalize({ status: 403, json, receivedAt: 0 }) as ApiProblem
    const answer = relay({ status: 403, json, receivedAt: 0 }, { credential: 'own' }) as Relayed
    expect(answer.problem).toMatchObject({
      status: 502,
      type: 'about:blank',
      instance: '/orders/7',
      receivedAt: heard.receivedAt,
      traceId: heard.traceId,
    })
    expect(answer.problem.cause).toEqual(heard)
    expect(answer.problem.source).toEqual({ rung: 'declared', answeredBy: 'intermediary', rivals: [], warnings: [] })
    expect(isApiProblem(answer.problem)).toBe(true)
    expect(JSON.stringify({ ...answer.problem, cause: undefined })).not.toContain('secret')
  })
  test('what passes is what was heard', () => {
    for (const fixture of fixtures) {
      const heard = normalize(exchangeOf(fixture))
      const answer = relay(exchangeOf(fixture), {})
      if (responsibilityOf(heard?.status ?? 0).whose !== 'hop') expect(answer?.problem).toEqual(heard)
    }
  })
  const headers = {
    allow: 'GET,HEAD',
    'www-authenticate': 'Bearer realm="shop", error_description="x"',
    'cache-control': 'no-store, x=y',
    'ratelimit-remaining': '0',
    ratelimit: '"default";r=0;t=30',
    vary: 'origin',
    'content-range': 'bytes */9',
    'accept-post': 'application/json',
    ...{
      'content-encoding': 'gzip',
      'content-length': '3',
      etag: '"x"',
      'set-cookie': 'a=b',
      connection: 'close',
      location: '/x',
    },
    ...{
      'transfer-encoding': 'chunked',
      'last-modified': 'x',
      server: 'nginx',
      via: '1.1 a',
      link: '<https://db.internal>; rel="a"',
    },
  }
  test.each<[number, RelayPolicy, Record<string, string>]>([
    [405, {}, { allow: 'GET, HEAD' }],
    [401, {}, { 'www-authenticate': 'Bearer realm="shop"' }],
    [415, {}, { 'accept-post': 'application/json' }],
    [416, {}, { 'content-range': 'bytes */9' }],
    [404, {}, {}],
  ])('of a %i that passes: the fields that are still true, written anew', (status, policy, own) => {
    expect(relay({ status, headers }, policy)?.headers).toEqual({
      ...own,
      'cache-control': 'no-store',
      vary: 'origin',
      'ratelimit-remaining': '0',
      ratelimit: '"default";r=0;t=30',
    })
    expect(relay({ status: 500, headers }, { credential: 'own' })?.headers).toEqual({
      'cache-control': 'no-store',
      vary: 'origin',
    })
  })
  test('what the gateway says of its own keeps none, and is not to be stored', () => {
    expect(relay({ status: 401, headers }, { credential: 'own' })?.headers).toEqual({ 'cache-control': 'no-store' })
    expect(relay({ status: 421, headers }, {})?.headers).toEqual({ 'cache-control': 'no-store' })
  })
  test('attempts add up along the way, and giving up is told on', () => {
    const heard = problem({ status: 503, retry: { attempts: 2 } })
    expect(relay(heard, {}, { attempts: 3, exhausted: true })?.problem.retry).toMatchObject({
      attempts: 4,
      exhausted: true,
    })
    expect(relay(heard, {})?.problem.retry.attempts).toBe(2)
    expect(
      relay({ status: 401 }, { credential: 'own' }, { attempts: 2, exhausted: true })?.problem.retry,
    ).toMatchObject({ attempts: 2, exhausted: true })
    expect(
      relay(problem({ status: 503, retry: { exhausted: true } }), {}, { exhausted: false })?.problem.retry.exhausted,
    ).toBe(true)
    const told = encode((relay({ status: 503 }, {}, { attempts: 3, exhausted: true }) as Relayed).problem, 'base').wire
    expect(told.headers['x-should-retry']).toBe('false')
  })
  test('a failure of the transport is the gateway’s word already', () => {
    const failed = fromTransport(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }))
    expect(relay(failed, { credential: 'own', request: 'composed' })?.problem).toEqual(failed)
  })
})

describe('fields in the caller’s own words', () => {
  const json = { message: 'Invalid.', errors: { 'customer.mail': ['is wrong'], 'lines.0.sku': ['is wrong'] } }
  const pointers = { '/customer/mail': '/email', '/lines/*/sku': '/items/*/code' }
  test('are renamed; then it is about what the caller sent', () => {
    const answer = relay({ status: 422, json }, { request: 'composed', pointers })
    expect(answer?.problem).toMatchObject({
      status: 422,
      errors: [{ pointer: '/email', detail: 'is wrong' }, { pointer: '/items/0/code' }],
    })
    expect(JSON.stringify(answer?.problem.errors)).not.toMatch(/customer|lines|sku/)
  })
  test('where one of them is not the caller’s, it is the gateway’s fault', () => {
    const answer = relay({ status: 422, json }, { request: 'composed', pointers: { '/customer/mail': '/email' } })
    expect(answer?.problem).toMatchObject({ status: 502, errors: [], cause: { status: 422 } })
    expect(
      relay({ status: 422, json: { message: 'm', errors: {} } }, { request: 'composed', pointers })?.problem.status,
    ).toBe(502)
  })
  test('of a mapped status, those that the caller never saw lose their name', () => {
    const answer = relay(
      { status: 422, json },
      { request: { composed: { 422: 422 } }, pointers: { '/customer': '/person' } },
    )
    expect(answer?.problem.errors).toEqual([{ pointer: '/person/mail', detail: 'is wrong' }, { detail: 'is wrong' }])
  })
  test('of a forwarded request the others stay as they are', () => {
    const answer = relay({ status: 422, json }, { pointers: { '/customer': '/person', '/customer/mail': '/email' } })
    expect(answer?.problem.errors).toMatchObject([
      { pointer: '/email' },
      { pointer: '/lines/0/sku', name: 'lines.0.sku' },
    ])
  })
})

describe('the policy', () => {
  const faults: readonly (readonly [unknown, string])[] = [
    ['x', 'relay: "": "x" is no list'],
    [[7], 'relay: /0: 7 is no object'],
    [[{}, { credential: 'mine' }], 'relay: /1/credential: "mine" is not known here'],
    [[{ credentials: 'own' }], 'relay: /0/credentials: unknown member (did you mean "credential"?)'],
    [[{ request: 'compose' }], 'relay: /0/request: "compose" is not known here (did you mean "composed"?)'],
    [
      [{ request: { composed: { 404: 500 } } }],
      'relay: /0/request/composed/404: 500 is no status that the caller can be told',
    ],
    [[{ request: { composed: { 404: 401 } } }], 'relay: /0/request/composed/404: 401 is no status'],
    [[{ request: { composed: { 404: 408 } } }], 'relay: /0/request/composed/404: 408 is a status of the hop'],
    [[{ match: 'ftp://x' }], 'relay: /0/match: "ftp://x" is neither a URL prefix'],
    [[{ match: ['a.example', 'https://a.example/?x'] }], 'relay: /0/match/1: "https://a.example/?x" is neither'],
    [
      [{ match: 'a.example' }, { match: 'A.example' }],
      'relay: /1/match: "A.example" as in /0; expected each upstream once',
    ],
    [[{}, {}], 'relay: /1/match: no match as in /0'],
    [[{ dialects: [] }], 'relay: /0/dialects: an empty list'],
    [[{ dialects: ['nobody'] }], 'relay: /0/dialects: no dialect "nobody" in the list'],
    [[{ trust: true }], 'relay: /0/trust: true is not known here'],
    [[{ idempotencyKey: 'a b' }], 'relay: /0/idempotencyKey: "a b" is no name of a header field'],
    [[{ notApplied: [99] }], 'relay: /0/notApplied/0: 99 is no status'],
    [[{ maxWaitMs: -1 }], 'relay: /0/maxWaitMs: -1 is no whole number'],
    [[{ pointers: { a: '/b' } }], 'relay: /0/pointers/a: "a" is no JSON Pointer'],
    [[{ pointers: { '/a': 'b' } }], 'relay: /0/pointers/~1a: "b" is no JSON Pointer'],
  ]
  test.each(faults)('%j: %s', (given, message) => {
    expect(() => createRelay(given as never)).toThrow(TypeError)
    expect(() => createRelay(given as never)).toThrow(`problem-dialects: ${message}`)
  })
  test('is JSON, and has a codec', () => {
    const policy: RelayPolicy = {
      match: ['https://billing.example/v1/', '*.billing.example'],
      dialects: ['base', 'problem-json'],
      trust: 'peer',
      credential: 'own',
      request: { composed: { 404: 404 } },
      idempotencyKey: 'Idempotency-Key',
      notApplied: [429, 'rate_limited'],
      maxWaitMs: 500,
      pointers: { '/a/*': '/b/*' },
    }
    expect(RelayPolicyCodec.decode(JSON.parse(JSON.stringify(policy)))).toEqual({ _tag: 'Right', right: policy })
    expect(RelayPolicyCodec.is({ credential: 'mine' })).toBe(false)
    expect(() => createRelay([policy])).not.toThrow()
  })
  const at = (match: string | readonly string[]) => ({ match, maxWaitMs: 1 })
  test.each<[string | readonly string[], string, boolean]>([
    ['https://a.example', 'https://a.example/x?y', true],
    ['https://a.example', 'https://a.example', true],
    ['https://a.example/v1', 'https://a.example/v1/x', true],
    ['https://a.example/v1/', 'https://a.example/v1', true],
    ['https://a.example/v1', 'https://a.example/v10', false],
    ['https://a.example/v1', 'https://a.example/V1', false],
    ['https://A.example', 'HTTPS://a.EXAMPLE/x', true],
    ['https://a.example', 'http://a.example/', false],
    ['https://a.example', 'https://a.example.evil/', false],
    ['https://a.example', 'https://a.example@evil/', false],
    ['a.example', 'https://user:a@a.example:8443/', true],
    ['a.example:8443', 'https://a.example/', false],
    ['*.a.example', 'https://b.a.example/', true],
    ['*.a.example', 'https://a.example/', false],
    ['*.a.example', 'https://ba.example/', false],
    [['x.example', 'a.example'], 'https://a.example/', true],
    ['a.example', '/relative', false],
    ['a.example', '', false],
  ])('%j fits %s: %s', (match, url, fits) => {
    expect(createRelay([at(match)]).policyOf(url).maxWaitMs).toBe(fits ? 1 : undefined)
  })
  test('of several the one that fits most of the URL holds, in any order', () => {
    const all = [{}, at('*.example'), at('a.example'), at('https://a.example'), at('https://a.example/v1')].map(
      (policy, maxWaitMs) => ({ ...policy, maxWaitMs }),
    )
    for (const order of [all, [...all].reverse()]) {
      const { policyOf } = createRelay(order)
      const chosen = [
        'https://a.example/v1/x',
        'https://a.example/v2',
        'http://a.example/',
        'https://b.example',
        'https://b.other',
        undefined,
      ]
      expect(chosen.map(url => policyOf(url).maxWaitMs)).toEqual([4, 3, 2, 1, 0, 0])
    }
  })
  test('says who is heard, who is trusted, and what was not applied', () => {
    const gateway = createRelay([
      { match: 'shop.example', dialects: ['laravel'], notApplied: [500, 'E7'] },
      { match: 'peer.example', trust: 'peer' },
      { match: 'two.example', dialects: ['base', 'basker'] },
    ])
    const url = (host: string) => ({ request: { url: `https://${host}/` } })
    expect(gateway.read({ status: 500, json: { message: 'm' }, ...url('shop.example') })).toMatchObject({
      dialect: 'laravel',
      retry: { applied: 'no', advice: 'backoff' },
    })
    expect(gateway.read({ status: 502, json: { message: 'm' }, ...url('shop.example') })?.retry.applied).toBe('unknown')
    const { wire } = encode(problem({ status: 503, retry: { advice: 'never', exhausted: true } }), 'problem-json')
    expect(gateway.read({ ...wire, ...url('peer.example') })?.retry).toMatchObject({ exhausted: true })
    expect(gateway.read({ ...wire, ...url('shop.example') })?.retry).not.toHaveProperty('exhausted')
    expect(
      gateway.read({ status: 422, json: { message: 'm', errors: { a: ['b'] } }, ...url('two.example') })?.dialect,
    ).toBe('json')
    expect(gateway.read({ status: 204, ...url('two.example') })).toBeUndefined()
  })
  test('says of the next attempt how long to wait, and under which key it is harmless', () => {
    const gateway = createRelay([{ match: 'a.example', idempotencyKey: 'Idempotency-Key', maxWaitMs: 2_000 }])
    const request = { method: 'POST', url: 'https://a.example/', headers: { 'idempotency-key': 'k-1' } }
    expect(gateway.attempt(request)).toEqual({ role: 'gateway', maxWaitMs: 2_000, idempotencyKey: 'k-1' })
    expect(gateway.attempt({ ...request, headers: {} })).toEqual({ role: 'gateway', maxWaitMs: 2_000 })
    expect(gateway.attempt(undefined)).toEqual({ role: 'gateway', maxWaitMs: 0 })
    const heard = gateway.read({ status: 503, request }) as ApiProblem
    const attempt = { ...gateway.attempt(request), method: 'POST', attempt: 1, random: () => 0.5, now: 0 }
    expect(decideRetry(heard, attempt).action).toBe('resend')
    expect(decideRetry(heard, { ...attempt, ...gateway.attempt(undefined), idempotencyKey: undefined })).toEqual({
      action: 'stop',
      reason: 'may-have-been-applied',
    })
  })
  test('dialects of one’s own can be named', () => {
    const own = { ...(dialects.find(({ id }) => id === 'basker') as never as object), id: 'own' } as never
    expect(() => createRelay([{ dialects: ['own'] }], { dialects: [own] })).not.toThrow()
    expect(() => createRelay([{ dialects: ['basker'] }], { dialects: [own] })).toThrow('no dialect "basker"')
  })
})

describe('law 9: relaying never makes a problem more retryable than it was', () => {
  const rank = (p: ApiProblem) => advices.indexOf(p.retry.advice)
  const appliedRank = (p: ApiProblem) => ['no', 'unlikely', 'unknown', 'yes'].indexOf(p.retry.applied)
  const attempts = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'].flatMap(method =>
    (['client', 'gateway'] as const).flatMap(role =>
      [1, 2].flatMap(attempt =>
        [undefined, 'k-1'].map(idempotencyKey => ({
          ...{ method, role, attempt, idempotencyKey, random: () => 0.5, now: 0, maxWaitMs: 1e9 },
          ...(role === 'client' ? { accept: 'unlikely' as const } : {}),
        })),
      ),
    ),
  )
  const sends = (p: ApiProblem, attempt: (typeof attempts)[number]): boolean =>
    /resend/.test(decideRetry(p, attempt).action)
  const holds = (before: ApiProblem, after: ApiProblem): void => {
    expect(rank(after)).toBeLessThanOrEqual(rank(before))
    expect(appliedRank(after)).toBeGreaterThanOrEqual(appliedRank(before))
    expect(after.retry.maxAttempts).toBeLessThanOrEqual(before.retry.maxAttempts)
    expect(after.retry.retryAfterMs).toBe(before.retry.retryAfterMs)
    expect(after.retry.notBefore).toBe(before.retry.notBefore)
    if (before.retry.exhausted) expect(after.retry.exhausted).toBe(true)
    expect(after.retry.attempts ?? 1).toBeGreaterThanOrEqual(before.retry.attempts ?? 1)
    for (const attempt of attempts) if (sends(after, attempt)) expect(sends(before, attempt)).toBe(true)
    // who reads only the status of the answer may not send again what nobody may
    const stranger = decode(encode(after, 'base').wire)
    if (!attempts.some(attempt => sends(before, attempt)))
      for (const attempt of attempts) expect(sends(stranger, attempt)).toBe(false)
  }
  test('every status, with every policy', () => {
    for (const policy of policies) {
      const gateway = createRelay([policy])
      for (const status of failing)
        for (const headers of [{}, { 'retry-after': '7' }, { 'x-should-retry': 'false' }]) {
          const exchange = {
            status,
            headers,
            receivedAt: 0,
            json: { errors: [{ error: { code: 'E7', message: 'm', field: '/a' } }] },
          }
          const before = gateway.read(exchange) as ApiProblem
          holds(before, (gateway.relay(exchange, { attempts: 2 }) as Relayed).problem)
        }
    }
  }, 120_000)
  test('every fixture and any problem (property)', () => {
    for (const fixture of fixtures)
      for (const policy of policies) {
        const gateway = createRelay([policy])
        const before = gateway.read(exchangeOf(fixture))
        if (before !== undefined) holds(before, (gateway.relay(exchangeOf(fixture)) as Relayed).problem)
        if (policy === policies[3]) break
      }
    fc.assert(
      fc.property(
        anyProblem,
        fc.constantFrom(...policies),
        fc.constantFrom(...advices),
        fc.constantFrom('no', 'unlikely', 'unknown', 'yes'),
        (made, policy, advice, applied) => {
          const before = { ...made, retry: { ...made.retry, advice, applied } } as ApiProblem
          holds(before, (relay(before, policy) as Relayed).problem)
        },
      ),
    )
  }, 120_000)
})

test('total: no exchange and no policy makes it throw (property)', () => {
  fc.assert(
    fc.property(fc.oneof(anyExchange, fc.anything()), fc.constantFrom(...policies), (exchange, policy) => {
      const answer = relay(exchange as never, policy)
      if (answer !== undefined) expect(isApiProblem(answer.problem)).toBe(true)
    }),
  )
  const hostile = {
    status: 500,
    get request(): never {
      throw new Error('no')
    },
  }
  expect(relay(hostile as never, {})?.problem.status).toBe(500)
})

test('the twin for pipes', () => {
  const gateway = fp.relay({ credential: 'own' })
  expect(
    pipe(
      gateway({ status: 401 }),
      O.map(({ problem: { status } }) => status),
    ),
  ).toEqual(O.some(502))
  expect(gateway({ status: 200 })).toEqual(O.none)
  expect(statusOf(502).phrase).toBe('Bad Gateway')
})
