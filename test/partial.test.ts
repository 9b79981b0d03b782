/** Some of several operations failed: told in one way, whatever the API calls it. */
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultLimits } from '../src/http/limits.js'
import {
  type ApiProblem,
  createNormalizer,
  type Decision,
  decideRetry,
  encode,
  fieldErrors,
  forAudience,
  prettify,
  statusOf,
} from '../src/index.js'
import { entriesOf, readOperations } from '../src/partial.js'
import { partialCases } from './partials.js'

const { normalize, explain } = createNormalizer({ inBand: true })
const read = (exchange: Parameters<typeof normalize>[0]): ApiProblem => {
  const problem = normalize(exchange)
  if (problem === undefined) throw new Error('nothing failed')
  return problem
}
const decide = (problem: ApiProblem, more: object = {}): Decision =>
  decideRetry(problem, { method: 'POST', attempt: 1, role: 'client', random: () => 0, now: 0, ...more })

describe('every dialect that tells of several operations answers the same questions', () => {
  test.each(partialCases.map(one => [`${one.dialect}: ${one.what}`, one] as const))(
    '%s',
    (_, { dialect, exchange }) => {
      const problem = read(exchange)
      expect(problem.dialect).toBe(dialect)
      expect(problem.status).toBeGreaterThanOrEqual(400)
      const { partial, errors, retry, source } = problem
      // did the rest succeed?
      if (partial === undefined) throw new Error('not partial')
      expect(partial.failed).toBeGreaterThan(0)
      if (partial.total !== undefined) expect(partial.total).toBeGreaterThan(partial.failed)
      expect(source.warnings.filter(warning => warning.startsWith('partial: '))).toHaveLength(1)
      // which ones failed?
      if (dialect !== 'graphql')
        // a call that could not be read has no id
        for (const { pointer, resource, extensions } of errors)
          if (extensions?.['id'] !== null) expect(pointer ?? resource).toEqual(expect.any(String))
      expect(errors.length).toBeGreaterThanOrEqual(partial.failed)
      // what took effect is not sent again, unless that is harmless
      if (partial.others === 'yes') {
        expect(retry.applied).toBe('yes')
        expect(['stop', 'verify']).toContain(decide(problem, { accept: 'unlikely' }).action)
        const resendable = { ...problem, retry: { ...retry, advice: 'backoff' as const, maxAttempts: 3 } }
        expect(decide(resendable)).toEqual({ action: 'stop', reason: 'may-have-been-applied' })
        expect(decide(resendable, { accept: 'unlikely' })).toEqual({ action: 'stop', reason: 'may-have-been-applied' })
        expect(decide(resendable, { method: 'PUT' }).action).toBe('resend')
        expect(decide(resendable, { idempotencyKey: 'k' }).action).toBe('resend')
      }
      expect(explain(exchange).rules[0]).toMatchObject({ rule: 'partial' })
      expect(prettify(problem)).toContain('partial: ')
    },
  )

  test('there is a case for every dialect that speaks of operations', () => {
    const folder = new URL('../src/dialects/', import.meta.url)
    const speaking = readdirSync(folder).filter(
      name =>
        /readOperations\(|Said\['operations'\]|\boperations: \w+\(/.test(readFileSync(new URL(name, folder), 'utf8')) &&
        name !== 'index.ts',
    )
    expect([...new Set(partialCases.map(({ dialect }) => `${dialect}.ts`))]).toEqual(speaking.sort())
  })
})

const call = (httpStatus: number, code = 'X', message = `says ${httpStatus}`) => ({
  error: { message, code: -32600, data: { code, httpStatus } },
})
const fine = (id: number) => ({ result: { data: { id } } })
const batch = (...json: unknown[]) => read({ status: 207, json })

describe('the whole is as grave as its gravest failure', () => {
  test.each<[readonly number[], number]>([
    [[404, 500], 500],
    [[500, 503], 500],
    [[429, 400], 400],
    [[429, 404, 400], 404],
    [[424, 429], 429],
    [[424, 424], 424],
    [[409, 423], 409],
  ])('%j is %i', (statuses, status) => {
    expect(batch(fine(1), ...statuses.map(one => call(one)))).toMatchObject({ status, source: { bodyStatus: status } })
  })
  test('the code is that of all, or none; the word on the code of the gravest counts', () => {
    expect(batch(call(404, 'NOT_FOUND'), call(404, 'NOT_FOUND'), fine(1)).code).toBe('NOT_FOUND')
    expect(batch(call(404, 'NOT_FOUND'), call(401, 'UNAUTHORIZED'), fine(1)).code).toBeUndefined()
    const problem = batch(call(401, 'UNAUTHORIZED'), call(429, 'TOO_MANY_REQUESTS'), fine(1))
    expect(problem).toMatchObject({ status: 401, kind: 'unauthenticated' })
    expect(problem.retry.because).toContain('credentials')
  })
  test('one that failed because of another decides nothing and lends no word', () => {
    const dav = (status: number, text: string) =>
      `<D:response><D:href>/${status}</D:href><D:status>HTTP/1.1 ${status} x</D:status>
       <D:responsedescription>${text}</D:responsedescription></D:response>`
    const body = `<D:multistatus xmlns:D="DAV:">${dav(424, 'because of another')}${dav(429, 'slowly')}</D:multistatus>`
    expect(read({ status: 207, body })).toMatchObject({ status: 429, detail: 'slowly', partial: { others: 'unknown' } })
  })
  test('an operation that may have been applied makes the whole one that may have', () => {
    expect(batch(call(421), call(429)).retry).toMatchObject({ advice: 'new-connection', applied: 'unlikely' })
    expect(batch(call(503), call(500)).retry).toMatchObject({ applied: 'unknown' })
  })
})

describe('edges', () => {
  test('all failed: there is nothing beside, and the advice is that of the gravest', () => {
    const problem = batch(call(503), call(503))
    expect(problem.partial).toBeUndefined()
    expect(problem.source.warnings).toEqual([])
    expect(problem.retry).toMatchObject({ advice: 'backoff', applied: 'unlikely' })
    expect(decide(problem, { method: 'PUT' }).action).toBe('resend')
  })
  test('none failed: nothing failed', () => {
    const none: readonly unknown[] = [
      [fine(1), fine(2)],
      [{ jsonrpc: '2.0', id: 1, result: 7 }],
      [{ ok: true, id: 'c', rev: '1-b' }],
      [{ id: '1', success: true, errors: [] }],
      { took: 1, errors: false, items: [{ index: { _id: '1', status: 201 } }] },
      { compositeResponse: [{ body: null, httpHeaders: {}, httpStatusCode: 204, referenceId: 'a' }] },
      { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'], Operations: [{ status: '201' }] },
      { data: { a: 1 } },
      [],
    ]
    for (const json of none) expect(normalize({ status: 207, json })).toBeUndefined()
    const found =
      '<D:response><D:href>/a</D:href><D:propstat><D:prop><D:x/></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>'
    const absent =
      '<D:propstat><D:prop><D:y/></D:prop><D:status>HTTP/1.1 404 Not Found</D:status></D:propstat></D:response>'
    for (const body of [
      `<D:multistatus xmlns:D="DAV:">${found}${absent}</D:multistatus>`,
      '<D:multistatus xmlns:D="DAV:"><D:response><D:href>/a</D:href><D:status>HTTP/1.1 404 Gone</D:status></D:response><D:sync-token>s</D:sync-token></D:multistatus>',
      '<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Deleted><Key>a</Key></Deleted></DeleteResult>',
    ])
      expect(normalize({ status: 207, body })).toBeUndefined()
  })
  test('a 207 is read only where in-band reading was asked for', () => {
    expect(createNormalizer().normalize({ status: 207, json: [fine(1), call(500)] })).toBeUndefined()
  })
  test('what is all refused or none is not said to have been applied', () => {
    const rows = { status: 400, headers: { allow: 'POST, OPTIONS' }, json: [{}, { sku: ['Blank.'] }] }
    expect(read(rows)).toMatchObject({
      partial: { failed: 1, total: 2, others: 'unlikely' },
      retry: { applied: 'unlikely', advice: 'fix-request' },
    })
    for (const [id, method] of [
      ['LOCK', 'LOCK'],
      ['PROPPATCH', 'PROPPATCH'],
    ]) {
      const body =
        '<D:multistatus xmlns:D="DAV:"><D:response><D:href>/a</D:href><D:status>HTTP/1.1 403 x</D:status></D:response></D:multistatus>'
      expect([id, read({ status: 207, body, request: { method } }).partial]).toEqual([id, undefined])
    }
  })
  test('thousands of operations are counted, and kept up to the cap', () => {
    const json = Array.from({ length: 5_000 }, (_, i) => (i % 2 === 0 ? fine(i) : call(404, 'NOT_FOUND')))
    const problem = createNormalizer({ inBand: true, limits: { items: 10 } }).normalize({ status: 207, json })
    expect(problem).toMatchObject({ errorCount: 2_500, partial: { failed: 2_500, total: 5_000 } })
    expect(problem?.errors).toHaveLength(10)
    expect(problem?.partial?.succeeded).toHaveLength(10)
  })
})

describe('order', () => {
  const entries = fc.array(
    fc.oneof(
      fc.nat(9).map(fine),
      fc
        .constantFrom(400, 401, 404, 409, 421, 424, 429, 500, 501, 502, 503)
        .map(status => call(status, `C${status % 7}`)),
    ),
    { minLength: 2, maxLength: 8 },
  )
  const isFailed = (entry: object): boolean => 'error' in entry
  test('operations in another order are errors in another order, and the whole stays the same', () => {
    fc.assert(
      fc.property(
        entries
          .filter(list => list.some(isFailed))
          .chain(list =>
            fc.tuple(
              fc.constant(list),
              fc.shuffledSubarray(
                list.map((_, i) => i),
                { minLength: list.length },
              ),
            ),
          ),
        ([list, order]) => {
          const before = batch(...list)
          const after = batch(...order.map(i => list[i]))
          const at = (problem: ApiProblem, i: number) => {
            const { pointer: _place, ...item } = problem.errors.find(({ pointer }) => pointer === `/${i}`) ?? {}
            return item
          }
          for (const [to, from] of order.entries()) expect(at(after, to)).toEqual(at(before, from))
          const { errors: _a, detail: _b, partial: left, ...whole } = before
          const { errors: _c, detail: _d, partial: right, ...other } = after
          expect(other).toEqual(whole)
          expect(right?.failed).toBe(left?.failed)
        },
      ),
    )
  })
  test.each(partialCases.map(({ dialect, what, exchange }) => [`${dialect}: ${what}`, exchange] as const))(
    '%s, the other way round, is the same whole',
    (_, exchange) => {
      const text = String(exchange.body)
      const json: unknown = exchange.json ?? (/^\s*[[{]/.test(text) ? JSON.parse(text) : undefined)
      if (typeof json !== 'object' || json === null) return
      const turned = (value: unknown): unknown => (Array.isArray(value) ? value.slice().reverse() : value)
      const other = Array.isArray(json)
        ? turned(json)
        : Object.fromEntries(Object.entries(json).map(([name, value]) => [name, turned(value)]))
      const { body: _text, ...rest } = exchange
      const { status, kind, code, retry, partial } = read(exchange)
      const back = read({ ...rest, json: other })
      expect(back).toMatchObject({ status, kind, retry, partial: { failed: partial?.failed, others: partial?.others } })
      expect(back.code).toBe(code)
    },
  )
  test('entries come back in their places', () => {
    fc.assert(
      fc.property(entries, list => {
        const said = readOperations(list, defaultLimits, {
          hasFailed: entry => isFailed(entry as object),
          toItems: entry => [{ extensions: { entry } }],
        })
        const { others: _word = undefined, succeeded = [] } = said.operations ?? {}
        const partial = { failed: 0, others: 'yes' as const, succeeded }
        const failed = (said.errors ?? []).map(({ extensions }) => extensions?.['entry'])
        expect(entriesOf({ partial } as ApiProblem, failed)).toEqual(list)
      }),
    )
  })
})

describe('who else may know', () => {
  const problem = batch(fine(1), call(404, 'NOT_FOUND', 'SELECT * FROM users'), fine(2))
  test('the public learns which ones failed and how, and nothing that the upstream said', () => {
    const shown = forAudience(problem)
    expect(shown.partial).toEqual({ failed: 1, total: 3, others: 'yes' })
    expect(shown.errors).toEqual([{ pointer: '/1', code: 'NOT_FOUND', status: 404 }])
    expect(shown.retry.applied).toBe('yes')
  })
  test('an operation is no field of a form', () => expect(fieldErrors(problem)).toEqual({}))
  test('whoever reads only the status of a relayed answer must not send all of it again', () => {
    const busy = batch(fine(1), call(503))
    expect(statusOf(503).retry.advice).toBe('backoff')
    for (const target of ['problem-json', 'laravel', 'base', 'problem-xml'] as const) {
      const { wire } = encode(busy, target)
      expect(wire.headers['x-should-retry']).toBe('false')
      expect(createNormalizer().normalize(wire)?.retry.advice).toBe('never')
    }
    const peer = createNormalizer({ trust: 'peer' }).normalize(
      encode(busy, 'problem-json', { audience: 'internal' }).wire,
    )
    expect(peer).toEqual(busy)
  })
})
