import { describe, expect, test } from 'vitest'
import { isIdempotent } from '../../src/http/index.js'
import { decideRetry, problem, statusRows } from '../../src/index.js'
import { type EnvoyOptions, type EnvoyRoute, envoyRoutes, envoyYaml } from '../../src/integrations/envoy.js'
import { ran, ranJson } from '../cli/world.js'

/** Envoy's own reading, as far as these routes need it: the first route that matches, and what it would retry. */
const routeOf = (routes: readonly EnvoyRoute[], method: string, fields: readonly string[] = []) =>
  routes.find(({ match }) =>
    (match.headers ?? []).every(header =>
      'present_match' in header
        ? fields.includes(header.name)
        : new RegExp(`^(?:${header.string_match.safe_regex.regex})$`).test(method),
    ),
  )?.route.retry_policy
const retries = (routes: readonly EnvoyRoute[], method: string, status: number, fields?: readonly string[]) =>
  routeOf(routes, method, fields)?.retriable_status_codes?.includes(status) === true

const methods = ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE', 'POST', 'PATCH', 'CONNECT', 'get', 'QUERY']
const all: EnvoyOptions = { retryAfterInSeconds: true, idempotencyHeader: 'Idempotency-Key' }

describe('the routes for Envoy', () => {
  test('never retry what decideRetry would not send again, by any status, method or key', () => {
    for (const options of [{}, all])
      for (const { code } of statusRows)
        for (const method of methods)
          for (const key of ['a1', undefined]) {
            const routes = envoyRoutes(options)
            if (!retries(routes, method, code, key === undefined ? [] : ['idempotency-key'])) continue
            const attempt = {
              method,
              attempt: 1,
              role: 'client',
              random: () => 0,
              now: 0,
              idempotencyKey: key,
            } as const
            const { action } = decideRetry(problem({ status: code }), attempt)
            expect([code, method, key, action]).toEqual([code, method, key, 'resend'])
          }
  })

  test('retry no more often than any of their statuses allows', () => {
    for (const { route } of envoyRoutes(all))
      for (const code of route.retry_policy.retriable_status_codes ?? [])
        expect(route.retry_policy.num_retries).toBeLessThan(problem({ status: code }).retry.maxAttempts)
  })

  test('leave out the statuses that come with a wait, unless the operator knows that it is in seconds', () => {
    expect(envoyRoutes()[0]?.route.retry_policy.retriable_status_codes).toEqual([500, 502, 504])
    const knowing = envoyRoutes({ retryAfterInSeconds: true })[0]?.route.retry_policy
    expect(knowing?.retriable_status_codes).toEqual([429, 500, 502, 503, 504])
    expect(knowing?.rate_limited_retry_back_off).toEqual({
      reset_headers: [{ name: 'Retry-After', format: 'SECONDS' }],
      max_interval: '31536000s',
    })
  })

  test('send again by other methods only what was never sent', () => {
    for (const method of ['POST', 'PATCH', 'CONNECT', 'get'])
      expect(routeOf(envoyRoutes(), method)).toEqual({
        retry_on: 'connect-failure,refused-stream',
        num_retries: 1,
        retry_back_off: { base_interval: '0.1s' },
      })
  })

  test('are safe by themselves: their policy names the requests that it is for', () => {
    const policy = envoyRoutes(all)[0]?.route.retry_policy
    const [byMethod, byKey] = policy?.retriable_request_headers ?? []
    const regex = byMethod !== undefined && 'string_match' in byMethod ? byMethod.string_match.safe_regex.regex : ''
    expect(regex.split('|').filter(method => !isIdempotent(method))).toEqual([])
    expect(byKey).toEqual({ name: 'idempotency-key', present_match: true })
  })

  test.each([{ clustr: 'a' }, { prefix: 5 }] as unknown as EnvoyOptions[])('refuse the option %j', options => {
    expect(() => envoyRoutes(options)).toThrow(TypeError)
  })
})

describe('as YAML', () => {
  /** A reader of the little YAML that is written here: enough to see that it says the same. */
  const parsed = (text: string): unknown => {
    const rows = text
      .split('\n')
      .filter(line => line !== '')
      .map(line => ({ indent: line.search(/\S/), text: line.trim() }))
    const read = (indent: number): unknown => {
      const list: unknown[] = []
      const map: Record<string, unknown> = {}
      while (rows[0] !== undefined && rows[0].indent === indent) {
        const row = rows[0]
        if (row.text.startsWith('- ')) {
          rows[0] = { indent: indent + 2, text: row.text.slice(2) }
          list.push(read(indent + 2))
          continue
        }
        rows.shift()
        const [, name = '', value = ''] = /^([\w]+):(?: (.*))?$/.exec(row.text) ?? []
        map[name] = value === '' ? read(rows[0]?.indent ?? 0) : JSON.parse(value)
      }
      return list.length > 0 ? list : map
    }
    return read(0)
  }

  test('says the same as the data', () => {
    for (const options of [{}, all, { cluster: 'a: "b"\n- c', prefix: '/x #y' }])
      expect(parsed(envoyYaml(envoyRoutes(options)))).toEqual({
        routes: JSON.parse(JSON.stringify(envoyRoutes(options))),
      })
  })

  test('is what `status --envoy` prints', async () => {
    expect((await ran(['status', '--envoy'])).out).toBe(envoyYaml(envoyRoutes()))
    expect(await ranJson(['status', '--envoy'])).toEqual({ routes: JSON.parse(JSON.stringify(envoyRoutes())) })
  })

  test.each([[['429']], [['--dialect', 'basker']]])('is of the whole registry: %j is refused', async more => {
    expect(await ran(['status', '--envoy', ...more])).toMatchObject({ code: 2, out: '' })
  })
})
