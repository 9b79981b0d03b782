import { describe, expect, test } from 'vitest'
import { createNormalizer, encode, fieldErrors, problem } from '../door.js'

const { decode } = createNormalizer()
const type = { 'content-type': 'application/problem+json' }
const read = (json: unknown, status = 422) => decode({ status, headers: type, json })

describe('RFC 9457', () => {
  test('the example of §3', () => {
    const body =
      '{"type":"https://example.com/probs/out-of-credit","title":"You do not have enough credit.","detail":"Your current balance is 30, but that costs 50.","instance":"/account/12345/msgs/abc","balance":30,"accounts":["/account/12345","/account/67890"]}'
    expect(decode({ status: 403, headers: type, body })).toMatchObject({
      dialect: 'problem-json',
      type: 'https://example.com/probs/out-of-credit',
      title: 'You do not have enough credit.',
      detail: 'Your current balance is 30, but that costs 50.',
      instance: '/account/12345/msgs/abc',
      extensions: { balance: 30, accounts: ['/account/12345', '/account/67890'] },
      source: { rung: 'declared' },
    })
  })
  test('members of a wrong type are ignored and not lost (§3.1)', () => {
    const seen = read({ type: 7, title: ['x'], status: '403', detail: { a: 1 }, instance: null }, 403)
    expect(seen).toMatchObject({
      type: 'about:blank',
      title: 'Forbidden',
      status: 403,
      extensions: { type: 7, title: ['x'], status: '403', detail: { a: 1 }, instance: null },
    })
    expect('detail' in seen).toBe(false)
  })
  test('the wire decides where the status member disagrees (§3.1.2)', () => {
    expect(read({ title: 't', status: 500 }, 403)).toMatchObject({
      status: 403,
      source: { wireStatus: 403, bodyStatus: 500, warnings: [expect.stringContaining('status-disagreement')] },
    })
  })
  test('pointers are URI fragments', () => {
    expect(
      fieldErrors(read({ title: 't', errors: [{ detail: 'd', pointer: '#/a%20b/0' }] }), { path: 'pointer' }),
    ).toEqual({ '/a b/0': ['d'] })
  })
  test('an empty object under the media type is a problem of its status', () => {
    expect(read({}, 404)).toMatchObject({ dialect: 'problem-json', title: 'Not Found', type: 'about:blank' })
  })
  test('what is no object is left to the fallbacks', () => {
    expect(decode({ status: 500, headers: type, body: 'oops' }).dialect).toBe('text')
    expect(decode({ status: 500, headers: type, body: '[1]' }).dialect).toBe('json')
  })
})

describe('its family', () => {
  test('a map of fields, with nulls spelled out', () => {
    expect(
      read(
        {
          type: null,
          title: 'One or more validation errors occurred.',
          status: 400,
          errors: { '$.Ages[1]': ['bad'], 'Model.Field': ['x'], '': ['all'] },
        },
        400,
      ).errors.map(({ pointer }) => pointer),
    ).toEqual(['/Ages/1', '/Model/Field', ''])
  })
  test('violations and invalid-params', () => {
    expect(
      read({ title: 't', violations: [{ propertyPath: 'items[0].name', message: 'm', code: 'c' }] }).errors,
    ).toEqual([{ detail: 'm', pointer: '/items/0/name', name: 'items[0].name', code: 'c' }])
    expect(read({ title: 't', 'invalid-params': [{ name: 'age', reason: 'must be positive' }] }).errors).toEqual([
      { detail: 'must be positive', pointer: '/age', name: 'age' },
    ])
  })
  test('without the media type: three members are distinctive, two likely, a lone title is nobody', () => {
    expect(decode({ status: 400, json: { type: 'about:blank', title: 't', status: 400 } })).toMatchObject({
      dialect: 'problem-json',
      source: { rung: 'distinctive' },
    })
    expect(decode({ status: 400, json: { title: 't', status: 400 } })).toMatchObject({
      dialect: 'problem-json',
      source: { rung: 'likely' },
    })
    expect(decode({ status: 400, json: { title: 't' } }).dialect).toBe('json')
  })
})

describe('our own form', () => {
  const mine = problem({
    kind: 'resource_exhausted',
    code: 'too_many',
    retry: { retryAfterMs: 1_500 },
    extensions: { quota: 5, type: 'shadowed' },
  })
  test('the media type is byte-exact, ours alone is one member, colliding extensions travel in it', () => {
    const { wire } = encode(mine, 'problem-json', { audience: 'internal' })
    expect(wire.headers['content-type']).toBe('application/problem+json')
    expect(wire.headers['retry-after']).toBe('2')
    expect(JSON.parse(wire.body ?? '')).toMatchObject({
      type: 'about:blank',
      quota: 5,
      code: 'too_many',
      problem_dialects: { extensions: { type: 'shadowed' }, kind: 'resource_exhausted' },
    })
  })
  test('a pointer that is none in RFC 6901 comes back as it was', () => {
    const odd = problem({ status: 422, errors: [{ pointer: '/~' }, { pointer: '/a~2b', name: '#/a~2b' }] })
    const { wire, loss } = encode(odd, 'problem-json', { audience: 'internal' })
    expect(loss).toEqual([])
    expect(createNormalizer({ trust: 'peer' }).decode(wire).errors).toEqual(odd.errors)
  })
  test('from a stranger it is an extension, and advice is derived afresh', () => {
    const { wire } = encode({ ...mine, retry: { ...mine.retry, advice: 'backoff', maxAttempts: 99 } }, 'problem-json', {
      audience: 'internal',
    })
    const heard = decode(wire)
    expect(heard.retry).toMatchObject({ advice: 'after-delay', maxAttempts: 3 })
    expect(heard.extensions['problem_dialects']).toBeDefined()
  })
  test('a peer that writes nonsense is read tolerantly', () => {
    const trusting = createNormalizer({ trust: 'peer' })
    const body = {
      title: 't',
      status: 503,
      problem_dialects: { v: 1, kind: 'of_tomorrow', retry: { advice: 'levitate', applied: 'perhaps', later: 1 } },
    }
    expect(trusting.decode({ status: 503, headers: type, json: body })).toMatchObject({
      kind: 'unavailable',
      retry: { advice: 'never', applied: 'unknown', maxAttempts: 1, later: 1 },
    })
    expect(
      trusting.decode({ status: 503, headers: type, json: { title: 't', status: 503, problem_dialects: 7 } }),
    ).toMatchObject({ status: 503, extensions: { problem_dialects: 7 } })
  })
})
