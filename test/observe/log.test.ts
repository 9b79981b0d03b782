import { Writable } from 'node:stream'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { type ApiProblem, ApiProblemError, createNormalizer, logSerializer, problem } from '../../src/index.js'
import { exchangeOf, fixtures } from '../fixtures.js'

const { decode } = createNormalizer()

/** What a real logger writes, line by line. */
const logged = (log: (logger: ReturnType<typeof pino>) => void): readonly string[] => {
  const lines: string[] = []
  const stream = new Writable({ write: (chunk, _, done) => done(void lines.push(String(chunk))) })
  log(pino({ serializers: { err: logSerializer(pino.stdSerializers.err), problem: logSerializer() } }, stream))
  return lines
}

const secret = 'SQLSTATE[23000] /srv/app.php'
const given = problem({
  ...{ status: 503, code: 'rate_limit', detail: secret, requestId: 'r-1', title: secret, traceId: 't-1' },
  ...{ extensions: { secret }, errors: [{ detail: secret }], retry: { retryAfterMs: 2_000 } },
})
const view = {
  ...{ name: 'ApiProblemError', message: '503 Service Unavailable (rate_limit)', status: 503, kind: 'unavailable' },
  ...{ dialect: 'problem-json', advice: 'after-delay', code: 'rate_limit', requestId: 'r-1', traceId: 't-1' },
  ...{ retryAfterMs: 2_000, errorCount: 1 },
}

describe('pino', () => {
  test('writes an error as the log view, in one line', () => {
    const [line = '', ...more] = logged(logger =>
      logger.error(new ApiProblemError(given, { cause: new Error(secret) })),
    )
    expect(more).toEqual([])
    expect(line.indexOf('\n')).toBe(line.length - 1)
    expect(JSON.parse(line)).toMatchObject({ msg: view.message, err: view })
    expect(Object.keys(JSON.parse(line).err).sort()).toEqual(Object.keys(view).sort())
    expect(line).not.toContain('SQLSTATE')
  })

  test('writes a problem as the log view', () => {
    const [line = ''] = logged(logger => logger.warn({ problem: given }, 'upstream'))
    expect(JSON.parse(line)).toMatchObject({ msg: 'upstream', problem: view })
    expect(line).not.toContain('SQLSTATE')
  })

  test('writes any other error as before', () => {
    const [line = ''] = logged(logger => logger.error(new RangeError('off by one')))
    expect(JSON.parse(line).err).toMatchObject({ type: 'RangeError', message: 'off by one', stack: expect.any(String) })
    const [other = ''] = logged(logger => logger.error({ err: 'text', problem: { a: 1 } }))
    expect(JSON.parse(other)).toMatchObject({ err: 'text', problem: { a: 1 } })
  })

  test('writes one line of visible ASCII of every fixture, and of what is planted', () => {
    const evil = 'a\r\nb\u0000\u001b[31m\u2028\u202e\ud800'
    const planted = {
      ...given,
      kind: evil,
      dialect: evil,
      code: evil,
      requestId: evil,
      traceId: evil,
      retry: { ...given.retry, advice: evil },
    }
    const all = [...fixtures.map(fixture => decode(exchangeOf(fixture))), planted as ApiProblem]
    const lines = logged(logger => {
      for (const one of all) logger.error(new ApiProblemError(one))
      for (const one of all) logger.error({ problem: one })
    })
    expect(lines.length).toBe(all.length * 2)
    for (const line of lines) {
      expect(line).toMatch(/^[\x20-\x7e]+\n$/)
      expect(line).toMatch(/"(?:err|problem)":\{"name":"ApiProblemError"/)
    }
  })

  test('survives what throws when it is looked at', () => {
    const trap = new Proxy(
      {},
      {
        get: () => {
          throw new Error('no')
        },
        getPrototypeOf: () => {
          throw new Error('no')
        },
      },
    )
    expect(logSerializer(() => 'other')(trap)).toBe('other')
  })
})
