import { describe, expect, test } from 'vitest'
import { ours, peers } from './clients.mjs'
import { measure, values } from './hostile-retry-after.mjs'
import { modules } from './modules.js'

const clients = ours(modules)

describe.each(Object.entries(clients))('%s', (_, client) => {
  test.each(values)('comes back not sooner than Retry-After: %s asks, and never at once', async value => {
    expect(await measure(client, value, { random: () => 0.5 })).toMatchObject({ early: 0, atOnce: 0 })
    for (const random of [() => 0, () => 0.999_999])
      expect(await measure(client, value, { random })).toMatchObject({ early: 0 })
  })
})

test('the values are those eighteen, and an early client is seen', async () => {
  expect(new Set(values).size).toBe(18)
  const hasty = peers['axios-retry']
  if (hasty === undefined) return expect.fail('no such client')
  expect(await measure(hasty, '2147484')).toEqual({ resent: 3, waitMs: 1, early: 3, atOnce: 3 })
  expect(await measure(hasty, '1')).toEqual({ resent: 3, waitMs: 1_000, early: 0, atOnce: 0 })
})
