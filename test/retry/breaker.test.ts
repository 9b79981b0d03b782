import { describe, expect, test } from 'vitest'
import { createNormalizer, fromTransport, kinds, problem, statusRows } from '../door.js'

const { decode } = createNormalizer()
const coded = (code: string) => fromTransport(Object.assign(new Error('x'), { code }))
const json = { 'content-type': 'application/json' }

describe('what a circuit breaker counts', () => {
  test('a fault of the server that may pass, by status and kind', () => {
    const counted = kinds.filter(kind => problem({ kind, status: 503 }).retry.countsAsFailure)
    expect(counted).toEqual([
      'unknown',
      'deadline_exceeded',
      'resource_exhausted',
      'internal',
      'unavailable',
      'data_loss',
    ])
    for (const kind of kinds) expect(problem({ kind, status: 404 }).retry.countsAsFailure).toBe(false)
  })
  test('every row that counts is of a kind that may', () => {
    for (const { code, retry } of statusRows)
      expect(problem({ status: code }).retry.countsAsFailure).toBe(retry.countsAsFailure)
    for (const { code, kind, retry } of statusRows.filter(row => row.kind !== 'ok'))
      expect([code, problem({ status: code, kind: kind as never }).retry.countsAsFailure]).toEqual([
        code,
        retry.countsAsFailure,
      ])
  })
  test('never a cancelled call, whatever status it came under', () => {
    const cancelled = [
      problem({ kind: 'cancelled' }),
      problem({ kind: 'cancelled', status: 503 }),
      coded('ABORT_ERR'),
      decode({ status: 499, headers: {} }),
      decode({ status: 460, headers: {} }),
      decode({ status: 408, headers: json, body: '{"code":"canceled","msg":"gone"}' }),
      decode({ status: 503, headers: json, body: '{"status":"error","errorType":"canceled","error":"gone"}' }),
    ]
    expect(cancelled.filter(({ kind }) => kind === 'cancelled').length).toBeGreaterThanOrEqual(6)
    for (const { dialect, retry } of cancelled) expect([dialect, retry.countsAsFailure]).toEqual([dialect, false])
  })
  test('a connection that failed or answered too late, not a URL that is none', () => {
    for (const code of ['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_HEADERS_TIMEOUT', 'CERT_HAS_EXPIRED'])
      expect([code, coded(code).retry.countsAsFailure]).toEqual([code, true])
    expect(coded('ERR_INVALID_URL').retry.countsAsFailure).toBe(false)
  })
  test('what a service says of its own problem in so many words', () => {
    expect(problem({ kind: 'aborted', status: 503, retry: { countsAsFailure: true } }).retry.countsAsFailure).toBe(true)
  })
})
