import { readFileSync } from 'node:fs'
import { STATUS_CODES } from 'node:http'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kinds } from '../../src/status/kind.js'
import { isMereStatus, isPhraseOf, phraseOf, statusOf, statusRows } from '../../src/status/registry.js'
import { rowOf, usualOf } from '../../src/status/row.js'
import { type Advice, advices, appliedWords, scopes } from '../../src/status/semantics.js'

// The IANA registry "Hypertext Transfer Protocol (HTTP) Status Codes" in the form of its own CSV, last updated 2025-09-15.
// Written down from two public listings, with which it agrees line by line from 200 to 599: a snapshot of that date, and
// library/HTTP_STATUS_CODES.md in the GitHub repository xn-intenton-z2a/repository0-crucible (registry of 2024-11-13).
const iana = readFileSync(new URL('./iana-http-status-codes.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map(line => /^(\d+)(?:-(\d+))?,("[^"]*"|[^,]*),(.*)$/.exec(line) ?? [])
  .map(([, from, to = from, description = '', reference = '']) => ({
    from: Number(from),
    to: Number(to),
    phrase: description.replace(/^"|"$/g, '').replace(' (OBSOLETED)', ''),
    reference: reference.replace(/^"|"$/g, ''),
  }))
const assigned = iana.filter(({ from, phrase }) => from >= 200 && phrase !== 'Unassigned')
const final = fc.integer({ min: 200, max: 599 })

describe('the table and the IANA registry', () => {
  test('the snapshot assigns or withholds every code from 100 to 599', () => {
    const covered = iana.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i))
    expect(covered).toEqual(Array.from({ length: 500 }, (_, i) => 100 + i))
  })

  test('the table registers exactly what IANA registers, under the same phrases', () => {
    const ours = statusRows.filter(row => row.registered).map(({ code, phrase }) => ({ code, phrase }))
    expect(ours).toEqual(assigned.map(({ from, phrase }) => ({ code: from, phrase })))
  })

  test.each(assigned)('$from refers to the document that IANA names', ({ from, reference }) => {
    const [, rfc, section] = /^\[RFC(\d+)(?:, Section ([\d.]+))?\]/.exec(reference) ?? []
    const expected = section === undefined ? `RFC ${rfc} §` : `RFC ${rfc} §${section}`
    const ours = statusOf(from).reference
    expect(section === undefined ? ours.slice(0, expected.length) : ours).toBe(expected)
  })

  test('what IANA leaves unassigned is marked so and says who uses it', () => {
    const registered = new Set(assigned.map(({ from }) => from))
    for (const row of statusRows) {
      expect([row.code, row.registered, row.origin === undefined]).toEqual([
        row.code,
        registered.has(row.code),
        registered.has(row.code),
      ])
    }
  })

  test('every code that Node knows is in the table, and Node uses a phrase that the table knows', () => {
    for (const [code, phrase = ''] of Object.entries(STATUS_CODES).filter(([code]) => Number(code) >= 200)) {
      const row = statusOf(Number(code))
      expect([row.phrase, ...row.otherPhrases].map(known => known.toLowerCase())).toContain(phrase.toLowerCase())
    }
  })
})

describe('every row', () => {
  test('comes once, in ascending order, between 200 and 599', () => {
    const codes = statusRows.map(row => row.code)
    expect(codes).toEqual([...new Set(codes)].sort((a, b) => a - b))
    expect([codes[0], codes[codes.length - 1]]).toEqual([200, 599])
  })

  test.each(statusRows)('$code says why, and who says so', ({ origin, retry }) => {
    expect(retry.because.length).toBeGreaterThanOrEqual(20)
    expect(retry.because).toMatch(origin === undefined ? /RFC \d{4} §/ : origin.slice(0, 4))
    expect(retry.because).toMatch(/[.]$/)
  })

  test.each(statusRows)('$code uses the closed words only', ({ kind, retry, phrase }) => {
    expect([...kinds, 'ok']).toContain(kind)
    expect(advices).toContain(retry.advice)
    expect(appliedWords).toContain(retry.applied)
    expect(scopes).toContain(retry.scope)
    expect(['honour', 'lift', 'ignore']).toContain(retry.retryAfter)
    expect(phrase).not.toBe('')
  })

  const repeats: readonly Advice[] = ['reauthenticate', 'new-connection', 'once', 'after-delay', 'backoff']
  test.each(statusRows)('$code has attempts, a delay and a use of Retry-After that fit its advice', ({ retry }) => {
    const { advice, maxAttempts, baseDelayMs, retryAfter } = retry
    const waits = ['poll', 'once', 'after-delay', 'backoff'].includes(advice)
    if (!repeats.includes(advice)) expect(maxAttempts).toBe(1)
    else if (advice === 'backoff' || advice === 'after-delay') expect([2, 3]).toContain(maxAttempts)
    else expect(maxAttempts).toBe(2)
    if (waits) expect([100, 1_000]).toContain(baseDelayMs)
    else if (advice !== 'new-connection') expect(baseDelayMs).toBe(0)
    if (waits) expect(retryAfter).toBe('honour')
    if (retryAfter === 'lift') expect(usualOf[advice].maxAttempts).toBe(1)
  })

  test('only throttling and polling start with a second', () => {
    const slow = statusRows.filter(row => row.retry.baseDelayMs === 1_000).map(row => row.code)
    expect(slow).toEqual([202, 420, 429, 529])
  })

  test('is ok exactly where nothing failed', () => {
    const ok = statusRows.filter(row => row.kind === 'ok').map(row => row.code)
    expect(ok).toEqual([200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 304])
    for (const { code, kind } of statusRows) if (code >= 305 && code < 400) expect(kind).toBe('unknown')
  })

  test('may have a body, except 204, 205 and 304', () => {
    expect(statusRows.filter(row => !row.mayHaveBody).map(row => row.code)).toEqual([204, 205, 304])
  })

  test('counts as a failure of the server: 5xx that may pass, and 408', () => {
    const uncounted = statusRows.filter(row => row.code >= 500 && !row.retry.countsAsFailure).map(row => row.code)
    const counted = statusRows.filter(row => row.code < 500 && row.retry.countsAsFailure).map(row => row.code)
    expect([uncounted, counted]).toEqual([[501, 505, 506, 508, 510, 511, 561], [408]])
  })

  test('holds back more than the request only where the refusal is about more', () => {
    const of = (scope: string) => statusRows.filter(row => row.retry.scope === scope).map(row => row.code)
    expect(of('client')).toEqual([420, 429, 511])
    expect(of('origin')).toEqual([503, 509, 521, 522, 523, 525, 526, 529, 530, 599])
  })

  test('comes from an intermediary where its definition says so', () => {
    expect(statusRows.filter(row => row.answeredBy === 'intermediary').map(row => row.code)).toEqual([
      407, 444, 460, 463, 464, 494, 495, 496, 497, 502, 504, 511, 520, 521, 522, 523, 524, 525, 526, 527, 530, 561, 598,
      599,
    ])
  })

  test('is a shared constant that nobody can change', () => {
    for (const row of statusRows) {
      expect(statusOf(row.code)).toBe(row)
      expect([row, row.retry, row.otherPhrases, row.retry.withIdempotencyKey ?? row].every(Object.isFrozen)).toBe(true)
    }
    expect(Object.isFrozen(statusRows)).toBe(true)
  })
})

describe('the rows that were argued about', () => {
  test.each([
    [202, 'ok', 'poll', 'yes', 1, 'honour'],
    [218, 'unknown', 'never', 'unknown', 1, 'ignore'],
    [303, 'unknown', 'follow-redirect', 'yes', 1, 'honour'],
    [400, 'invalid_argument', 'fix-request', 'unlikely', 1, 'ignore'],
    [401, 'unauthenticated', 'reauthenticate', 'no', 2, 'ignore'],
    [403, 'permission_denied', 'never', 'no', 1, 'ignore'],
    [408, 'deadline_exceeded', 'new-connection', 'unlikely', 2, 'honour'],
    [409, 'aborted', 'resolve-conflict', 'unlikely', 1, 'lift'],
    [413, 'invalid_argument', 'fix-request', 'no', 1, 'lift'],
    [417, 'failed_precondition', 'fix-request', 'no', 1, 'ignore'],
    [418, 'unknown', 'never', 'unlikely', 1, 'ignore'],
    [421, 'unavailable', 'new-connection', 'no', 2, 'ignore'],
    [425, 'unavailable', 'new-connection', 'no', 2, 'honour'],
    [429, 'resource_exhausted', 'after-delay', 'unlikely', 3, 'honour'],
    [499, 'cancelled', 'never', 'unknown', 1, 'ignore'],
    [500, 'internal', 'once', 'unknown', 2, 'honour'],
    [503, 'unavailable', 'backoff', 'unlikely', 3, 'honour'],
    [504, 'deadline_exceeded', 'backoff', 'unknown', 2, 'honour'],
    [507, 'resource_exhausted', 'never', 'unlikely', 1, 'lift'],
    [529, 'unavailable', 'backoff', 'unlikely', 3, 'honour'],
  ] as const)(
    '%i is %s: %s, applied %s, %i attempts, Retry-After %s',
    (code, kind, advice, applied, max, retryAfter) => {
      const row = statusOf(code)
      expect([row.kind, row.retry]).toEqual([
        kind,
        expect.objectContaining({ advice, applied, maxAttempts: max, retryAfter }),
      ])
    },
  )

  test('an idempotency key changes 409 only', () => {
    const keyed = statusRows.filter(row => row.retry.withIdempotencyKey !== undefined)
    expect(keyed.map(({ code, retry }) => [code, retry.withIdempotencyKey])).toEqual([
      [409, { advice: 'backoff', maxAttempts: 3, baseDelayMs: 100 }],
    ])
  })

  test('a second attempt may meet the work of the first at 404, 409, 410 and 412', () => {
    const ambiguous = statusRows.filter(row => row.retry.ambiguousOnResend).map(row => row.code)
    expect(ambiguous).toEqual([404, 409, 410, 412])
  })
})

describe('a code that is not in the table', () => {
  test.each([
    [299, 'Success (unregistered)', 'ok', 'none', 'yes'],
    [399, 'Redirection (unregistered)', 'unknown', 'never', 'unknown'],
    [477, 'Client Error (unregistered)', 'invalid_argument', 'fix-request', 'unlikely'],
    [577, 'Server Error (unregistered)', 'internal', 'once', 'unknown'],
  ] as const)('%i is treated as the first of its class: %s', (code, phrase, kind, advice, applied) => {
    const row = statusOf(code)
    expect([row.code, row.phrase, row.registered, row.kind]).toEqual([code, phrase, false, kind])
    expect(row.retry).toEqual({
      ...statusOf(Math.floor(code / 100) * 100).retry,
      ...{ advice, applied, because: expect.stringContaining('RFC 9110 §15') },
    })
  })

  const never = { advice: 'never', applied: 'unknown', maxAttempts: 1, retryAfter: 'ignore', countsAsFailure: false }
  test.each([
    [-1, -1],
    [0, 0],
    [-0, 0],
    [3.5, 3.5],
    [404.5, 404.5],
    [100, 100],
    [199, 199],
    [600, 600],
    [999, 999],
    [Number.NaN, 0],
    [Number.POSITIVE_INFINITY, 0],
  ])('%d is no final status, and its row has the code %d', (code, given) => {
    const row = statusOf(code)
    expect(row).toMatchObject({ phrase: 'Not a Final Status', registered: false, kind: 'unknown', retry: never })
    expect(Object.is(row.code, given)).toBe(true)
  })

  test('anything at all has a row that survives JSON', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.integer(), fc.double(), fc.constantFrom('404', 'constructor')), code => {
        const row = statusOf(code as number)
        expect(JSON.parse(JSON.stringify(row))).toEqual(row)
        if (typeof code !== 'number') expect([row.code, row.retry.advice]).toEqual([0, 'never'])
      }),
    )
  })

  test('any final status keeps its code and has at least one attempt', () => {
    fc.assert(
      fc.property(final, code => {
        const row = statusOf(code)
        expect(row.code).toBe(code)
        expect(row.retry.maxAttempts).toBeGreaterThanOrEqual(1)
        expect(Number.isInteger(row.retry.baseDelayMs)).toBe(true)
      }),
    )
  })
})

describe('phrases', () => {
  test('the phrase is the registered one, the name of its vendor, or that of the class', () => {
    expect([413, 422, 499, 530, 477, 7].map(phraseOf)).toEqual([
      'Content Too Large',
      'Unprocessable Content',
      'Client Closed Request',
      'Origin DNS Error',
      'Client Error (unregistered)',
      'Not a Final Status',
    ])
  })

  test.each([
    [404, 'Not Found'],
    [404, 'not found'],
    [404, '404'],
    [404, ' 404 Not Found '],
    [404, '404: Not Found'],
    [404, '404 - NOT FOUND'],
    [401, 'Authorization Required'],
    [413, '413 Request Entity Too Large'],
    [413, 'Payload Too Large'],
    [422, 'Unprocessable Entity'],
    [502, 'Proxy Error'],
    [503, '503 Service Temporarily Unavailable'],
    [503, 'Backend fetch failed'],
    [504, '504 Gateway Time-out'],
    [510, 'Not Extended (OBSOLETED)'],
  ])('%i is said again by “%s”', (code, text) => {
    expect(isPhraseOf(code, text)).toBe(true)
  })

  test.each([
    [404, 'NOT_FOUND'],
    [404, 'user_not_found'],
    [404, 'Not Found: user 7'],
    [404, 'Bad Request'],
    [404, '400'],
    [404, '4040'],
    [404, '404 Bad Request'],
    [404, '404 '.repeat(100_000)],
    [404, `${' '.repeat(100)}Not Found`],
    [404, ''],
    [503, 'Service'],
  ])('%i is not all that “%.20s” says', (code, text) => {
    expect(isPhraseOf(code, text)).toBe(false)
  })

  test('no text and no code makes the question throw', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (code, text) => {
        expect(typeof isPhraseOf(code as number, text as string)).toBe('boolean')
      }),
    )
  })

  test('every known phrase of every row is recognised, alone and after its number', () => {
    for (const { code, phrase, otherPhrases } of statusRows) {
      for (const known of [phrase, ...otherPhrases]) {
        expect([isPhraseOf(code, known), isPhraseOf(code, `${code} ${known.toUpperCase()}`)]).toEqual([true, true])
      }
    }
  })
})

test('a row says only what is particular and gets the rest from its advice', () => {
  const row = rowOf([599, 'X', 'internal', 'once', 'unknown', 'nowhere', 'A reason.', { scope: 'client' }])
  expect(row).toEqual({
    ...{ code: 599, phrase: 'X', otherPhrases: [], registered: true, reference: 'nowhere', referenceVerified: true },
    ...{ kind: 'internal', mayHaveBody: true },
    retry: {
      ...{ advice: 'once', applied: 'unknown', maxAttempts: 2, baseDelayMs: 100, retryAfter: 'honour' },
      ...{ scope: 'client', countsAsFailure: true, ambiguousOnResend: false, because: 'A reason.' },
    },
  })
})

describe('isMereStatus', () => {
  test.each([
    [404, '404 Not Found'],
    [404, 'HTTP Status 404 – Not Found'],
    [404, 'HTTP ERROR 404 Not Found'],
    [404, 'Error 404'],
    [404, '404: Not Found'],
    [407, '407 Unauthorized'],
    [431, 'Bad Message 431'],
    [500, 'Server Error (500)'],
    [503, 'Error 503 Service Temporarily Unavailable'],
    [502, 'ERROR'],
  ])('of %s, %j says nothing more', (status, line) => {
    expect(isMereStatus(status, line)).toBe(true)
  })
  test.each([
    [404, 'No order 7'],
    [404, 'Error 500 Internal Server Error'],
    [503, 'The shop is closed'],
    [500, 'x'.repeat(10_000)],
    [500, 7 as never],
  ])('of %s, %j says more, or nothing that is known', (status, line) => {
    expect(isMereStatus(status, line)).toBe(false)
  })
})
