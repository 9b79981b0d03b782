import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kinds } from '../../src/status/kind.js'
import { applyWord, statusOf, statusRows } from '../../src/status/registry.js'
import { usualOf } from '../../src/status/row.js'
import {
  type Advice,
  type ApiWord,
  advices,
  appliedWords,
  type SpeaksStatus,
  scopes,
} from '../../src/status/semantics.js'

const acme: SpeaksStatus = {
  id: 'acme',
  title: 'Acme',
  statuses: {
    500: { because: 'Wait and try again.', advice: 'backoff', kind: 'unavailable', scope: 'origin' },
    403: { because: 'Slow down.', meaning: 'Too many requests at once', advice: 'after-delay', applied: 'unlikely' },
    477: { because: 'The moon is full.', advice: 'never' },
  },
}

describe('a status in the words of an API', () => {
  test('what the document says replaces the row, and the document is named', () => {
    expect(statusOf(500, acme)).toEqual({
      ...statusOf(500),
      kind: 'unavailable',
      retry: {
        ...statusOf(500).retry,
        ...{ advice: 'backoff', maxAttempts: 3, scope: 'origin', because: 'Acme: Wait and try again.' },
      },
      meaning: 'Wait and try again.',
    })
  })

  test('what the document means is quoted where it says more than the instruction', () => {
    const { meaning, retry } = statusOf(403, acme)
    expect([meaning, retry.advice, retry.retryAfter]).toEqual(['Too many requests at once', 'after-delay', 'honour'])
  })

  test('an API may speak for a code of its own', () => {
    expect(statusOf(477, acme)).toMatchObject({ code: 477, registered: false, retry: { advice: 'never' } })
  })

  test('a status that the API does not document, or an API without a table, leaves the shared row', () => {
    expect(statusOf(404, acme)).toBe(statusOf(404))
    expect(statusOf(500, { id: 'mute', title: 'Mute' })).toBe(statusOf(500))
    for (const odd of [null, 7, 'x', { statuses: null }, { statuses: { 500: null } }]) {
      expect(statusOf(500, odd as unknown as SpeaksStatus)).toBe(statusOf(500))
    }
  })

  test('asking an API changes nothing for those who ask nobody', () => {
    const before = JSON.stringify(statusRows)
    for (const { code } of statusRows) statusOf(code, acme)
    expect(JSON.stringify(statusRows)).toBe(before)
  })
})

describe('a word laid over semantics', () => {
  type Numbers = readonly [advice: Advice, maxAttempts: number, baseDelayMs: number, retryAfter: string]
  test.each<readonly [code: number, word: Omit<ApiWord, 'because'>, expected: Numbers]>([
    [500, {}, ['once', 2, 100, 'honour']],
    [500, { advice: 'backoff' }, ['backoff', 3, 100, 'honour']],
    [500, { advice: 'backoff', maxAttempts: 5, baseDelayMs: 250 }, ['backoff', 5, 250, 'honour']],
    [500, { advice: 'never' }, ['never', 1, 0, 'ignore']],
    [500, { advice: 'never', maxAttempts: 9, baseDelayMs: 9 }, ['never', 1, 0, 'ignore']],
    [504, { advice: 'backoff' }, ['backoff', 2, 100, 'honour']],
    [504, { maxAttempts: 3 }, ['backoff', 3, 100, 'honour']],
    [504, { advice: 'once' }, ['once', 2, 100, 'honour']],
    [502, { advice: 'once' }, ['once', 2, 100, 'honour']],
    [503, { advice: 'after-delay' }, ['after-delay', 3, 1_000, 'honour']],
    [429, { advice: 'backoff' }, ['backoff', 3, 1_000, 'honour']],
    [429, { advice: 'fix-request' }, ['fix-request', 1, 0, 'ignore']],
    [401, { advice: 'fix-request' }, ['fix-request', 1, 0, 'ignore']],
    [403, { advice: 'reauthenticate' }, ['reauthenticate', 2, 0, 'ignore']],
    [403, { retryAfter: 'lift' }, ['never', 1, 0, 'lift']],
    [413, { advice: 'fix-request' }, ['fix-request', 1, 0, 'lift']],
    [413, { advice: 'never' }, ['never', 1, 0, 'ignore']],
    [421, { advice: 'new-connection' }, ['new-connection', 2, 0, 'ignore']],
    [202, { advice: 'none' }, ['none', 1, 0, 'ignore']],
  ])('%i with %o is %o', (code, word, [advice, maxAttempts, baseDelayMs, retryAfter]) => {
    const retry = applyWord(statusOf(code).retry, { ...word, because: 'It says so.' }, 'Acme')
    expect(retry).toMatchObject({ advice, maxAttempts, baseDelayMs, retryAfter, because: 'Acme: It says so.' })
  })

  test('the rule for idempotency keys goes with the advice that it was made for', () => {
    const { retry } = statusOf(409)
    const kept = applyWord(retry, { because: 'Resolve it.', advice: 'resolve-conflict' }, 'Acme')
    const gone = applyWord(retry, { because: 'Give up.', advice: 'never' }, 'Acme')
    expect([kept.withIdempotencyKey, 'withIdempotencyKey' in gone]).toEqual([retry.withIdempotencyKey, false])
  })

  test('an advice of a later release has the numbers of never', () => {
    const retry = applyWord(statusOf(503).retry, { because: 'Pray.', advice: 'pray' as Advice }, 'Acme')
    expect(retry).toMatchObject({ maxAttempts: 1, baseDelayMs: 0, retryAfter: 'ignore' })
  })

  test('that lifts a refusal takes back the promise that nothing was done, unless it gives it itself', () => {
    const lifted = (code: number, word: Partial<ApiWord>) =>
      applyWord(statusOf(code).retry, { because: 'Later.', advice: 'after-delay', ...word }, 'Acme').applied
    expect([lifted(403, {}), lifted(403, { applied: 'no' }), lifted(401, {}), lifted(400, {})]).toEqual([
      ...['unlikely', 'no', 'no', 'unlikely'],
    ])
    expect(lifted(403, { advice: 'fix-request' })).toBe('no')
  })

  test('whatever a word says, the result is consistent and survives JSON', () => {
    const word = fc.record<ApiWord>(
      {
        because: fc.string(),
        kind: fc.constantFrom(...kinds),
        advice: fc.constantFrom(...advices),
        applied: fc.constantFrom(...appliedWords),
        maxAttempts: fc.integer({ min: 1, max: 9 }),
        baseDelayMs: fc.nat(60_000),
        retryAfter: fc.constantFrom('honour', 'lift', 'ignore'),
        scope: fc.constantFrom(...scopes),
      },
      { requiredKeys: ['because'] },
    )
    fc.assert(
      fc.property(fc.constantFrom(...statusRows), word, ({ retry: before }, spoken) => {
        const after = applyWord(before, spoken, 'Acme')
        const { because, kind, ...said } = spoken
        expect(JSON.parse(JSON.stringify(after))).toEqual(after)
        if (usualOf[after.advice].maxAttempts === 1) expect(after.maxAttempts).toBe(1)
        else expect(after).toMatchObject(said)
        if (said.advice === undefined && Object.keys(said).length === 0) {
          expect(after).toEqual({ ...before, because: `Acme: ${because}` })
        }
        expect(after.countsAsFailure).toBe(before.countsAsFailure)
      }),
    )
  })
})
