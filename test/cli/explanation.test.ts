import { describe, expect, test } from 'vitest'
import { decided, nextStep } from '../../src/cli/wording.js'
import { advices } from '../../src/status/index.js'
import { capture, capturePath, ran } from './world.js'

const told = async (value: object, args: readonly string[] = []) =>
  (await ran(['explain', ...args], JSON.stringify(value))).out

describe('an explanation', () => {
  test('says what happened, what to do, whether and when to send it again, and why', async () => {
    const { out } = await ran(['explain', capturePath('proxy-429.txt')])
    expect(out).toBe(`429 Too Many Requests — resource_exhausted (basker, distinctive: error, message and requestId)
  after 200 Connection established

What the API said
  Rate limit exceeded
  code: Too Many Requests

What to do
  Wait as long as the server asks, then send it again.
  basker documents: Wait for the duration in Retry-After, then retry

When to send it again
  The server asks to wait 30 s: not before 2026-11-21T12:24:18.000Z (in 18 s).
  GET   send it again after 30 s to 33 s, counted from the answer
  POST  do not send it again unseen: it may have taken effect; look first, or use an idempotency key that this API honours; or accept that small risk (decideRetry with accept: 'unlikely')

Why
  content: json (application/json)
  also fits: json, possible: the body is JSON that no dialect claims more strongly
  advice: after-delay; 3 attempts in all; took effect: unlikely, but nobody promises it
  * api-status: what it documents about this status
  - registry: Too many requests from this client (RFC 6585 §4): hold back all of them until Retry-After. That nothing was done is usual; the RFC does not promise it.
  - delay: retry-after asks to wait 30000 ms

To report it
  request id: 7b9b54ec-18a4-4c0e-a4f6-2f3f6a0e4f11
`)
  })

  test('names each field as forms do and as RFC 6901 does', async () => {
    const { out } = await ran(['explain', capturePath('laravel-422.txt')])
    expect(out).toContain('  - items.0.name (/items/0/name): The items.0.name field must be a string.\n')
  })

  test('lists twenty errors and counts the others', async () => {
    const { out } = await ran(['explain', capturePath('gzip-422.txt')])
    expect(out.match(/^ {2}- field_/gm)).toHaveLength(20)
    expect(out).toContain('  … and 20 more; --json has them\n')
  })

  test('says that a wait is over', async () => {
    const { out } = await ran(['explain', capturePath('basker-429.txt')], '', { now: () => Date.UTC(2027, 0, 1) })
    expect(out).toContain('(that has passed)')
  })

  test('puts aside what asks for longer than a client should wait', async () => {
    const out = await told({
      status: 503,
      headers: { 'retry-after': '7200' },
      receivedAt: Date.UTC(2026, 10, 21, 12, 24),
    })
    expect(out).toContain('wait 2 h: not before 2026-11-21T14:24:00.000Z (in 2 h)')
    expect(out).toContain('GET   put it aside until 2026-11-21T14:24:00.000Z: longer than a client should wait')
  })

  test.each([
    ['behind ours', 'Sat, 21 Nov 2026 12:00:00 GMT', '2026-11-21T14:24:00.000Z'],
    ['ahead of ours', 'Sat, 21 Nov 2026 13:00:00 GMT', '2026-11-21T15:00:00.000Z'],
  ])('tells one instant where the clock of the server is %s: the later one', async (_, date, instant) => {
    const out = await told({ status: 503, headers: { date, 'retry-after': '7200' } })
    expect(out).toContain(`wait 2 h: not before ${instant} (in`)
    expect(out).toContain(`GET   put it aside until ${instant}: longer`)
    expect(out.match(/2026-11-21T[0-9:.]+Z/g)).toEqual([instant, instant])
  })

  test('names no risk to accept where the request may well have taken effect', async () => {
    const out = await told({ status: 502, headers: {} })
    expect(out).toMatch(/^ {2}POST {2}do not send it again unseen: .* an idempotency key that this API honours$/m)
  })

  test('names rivals, the one who answered, ids and links', async () => {
    const out = await told({
      status: 502,
      headers: {
        'content-type': 'application/problem+json',
        traceparent: `00-${'4bf92f35'.repeat(4)}-00f067aa0ba902b7-01`,
      },
      body: '{"type":"https://example.com/down","title":"Down","detail":"Try\\nlater","instance":"/orders/7"}',
    })
    expect(out.split('\n')[0]).toMatch(/^502 Down — unavailable \(problem-json, declared: /)
    expect(out).toContain('  Try\n  later\n')
    expect(out).toContain('  type: https://example.com/down\n')
    expect(out).toContain(`  trace id: ${'4bf92f35'.repeat(4)}\n`)
    expect(out).toContain('  instance: /orders/7\n')
  })

  test('says that there was no body', async () => {
    expect(await told({ status: 404, body: '' })).toContain('What the API said\n  nothing: there is no body\n')
  })

  test('lets a pinned dialect speak', async () => {
    const value = { status: 500, body: '{"error":"Down","message":"Gone"}' }
    expect(await told(value, ['--dialect', 'basker'])).toContain('basker documents: Retry once;')
  })

  test('of a success says so, and reads its errors only when it is asked', async () => {
    const value = { status: 200, headers: {}, body: '{"error":"Unauthorized","message":"Valid API key required"}' }
    expect(await told(value)).toBe(
      '200 OK — nothing failed\n  Errors under a status of success are read with --in-band.\n',
    )
    expect(await told(value, ['--json'])).toBe('null\n')
    expect(await told(value, ['--in-band'])).toContain('(basker, distinctive: a documented pair of error and message)')
  })

  test('lets no control character or direction mark of the upstream through', async () => {
    const evil = '\u001b[2J\u001b]0;owned\u0007 \u202egnp.exe \u009b31m\r x'
    const body = JSON.stringify({ message: evil, errors: { [evil]: [evil] }, requestId: evil })
    const out = await told({
      status: 422,
      headers: { 'x-request-id': 'a\u001b[2J' },
      body,
      request: { method: evil, url: evil },
    })
    expect(out).toContain('\\u001b[2J')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must never reach a terminal
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
  })
})

describe('colours', () => {
  const terminal = { isTTY: { stdin: false, stdout: true, stderr: true } }

  test('are for terminals only', async () => {
    const { out: plain } = await ran(['explain'], capture('three.txt'))
    const { out: coloured } = await ran(['explain'], capture('three.txt'), terminal)
    expect(plain).not.toContain('\u001b')
    expect(coloured).toContain('\u001b[1m')
  })

  test.each([
    ['explain', 'basker-429.txt'],
    ['explain', 'cut-500.txt'],
    ['status', '404'],
    ['status'],
    ['dialects'],
    ['dialects', 'basker'],
  ])('are not used where NO_COLOR is set: %s %s', async (...args) => {
    const given = args.map(arg => (arg?.endsWith('.txt') ? capturePath(arg) : arg)).filter(arg => arg !== undefined)
    const { out: coloured } = await ran(given, '', terminal)
    const { out: plain } = await ran(given, '', { ...terminal, env: { NO_COLOR: '1' } })
    expect(coloured).toContain('\u001b[')
    expect(plain).not.toContain('\u001b')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
    expect(coloured.replace(/\u001b\[[0-9;]*m/g, '')).toBe(plain)
  })

  test('never stand in JSON', async () => {
    const { out } = await ran(['explain', '--json'], capture('laravel-422.txt'), terminal)
    expect(JSON.parse(out).status).toBe(422)
  })
})

describe('the words', () => {
  test('have one sentence for each advice, and no two the same', () => {
    expect(new Set(advices.map(advice => nextStep[advice])).size).toBe(advices.length)
  })

  test.each([
    [{ action: 'resend', delayMs: 0 }, { action: 'resend', delayMs: 0 }, 'send it again at once'],
    [
      { action: 'resend', delayMs: 0 },
      { action: 'resend', delayMs: 100 },
      'send it again after up to 100 ms, at random',
    ],
    [{ action: 'resend', delayMs: 5_000 }, { action: 'resend', delayMs: 5_000 }, 'send it again after 5 s'],
    [
      { action: 'resend-on-new-connection', delayMs: 90_000 },
      { action: 'resend-on-new-connection', delayMs: 180_000 },
      'send it again on a new connection after 90 s to 3 min',
    ],
    [
      { action: 'verify', reason: 'earlier-attempt-may-have-worked' },
      { action: 'verify', reason: 'earlier-attempt-may-have-worked' },
      'look whether an earlier attempt worked before sending it again',
    ],
    [
      { action: 'stop', reason: 'exhausted' },
      { action: 'stop', reason: 'exhausted' },
      'do not send it again: those who report this have tried enough',
    ],
  ] as const)('say %j', (earliest, latest, sentence) => {
    expect(decided(earliest, latest, 'unlikely')).toBe(sentence)
  })
})
