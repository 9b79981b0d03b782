import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { ran, ranJson } from './world.js'

const folder = mkdtempSync(join(tmpdir(), 'dialect-file-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string, content: unknown): string => {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}
const shop = {
  id: 'shop',
  title: 'Shop API',
  shape: { required: { oops: 'string' } },
  claims: { rung: 'distinctive', because: 'oops' },
  read: { detail: '/oops', code: '/no' },
  codes: { 7: { because: 'The till is closed for a minute.', kind: 'unavailable', advice: 'after-delay' } },
  statuses: { 409: { because: 'Look into the cart again.', advice: 'resolve-conflict' } },
}
const path = file('shop.json', shop)
const till = file('till.json', { ...shop, id: 'till', shape: { required: { ding: 'string' } } })
const exchange = JSON.stringify({ status: 400, json: { oops: 'Closed.', no: 7 } })

describe('--dialect-file', () => {
  test('registers a dialect for explain, and may be repeated', async () => {
    expect(await ranJson(['explain', '--dialect-file', path, '--dialect-file', till], exchange)).toMatchObject({
      dialect: 'shop',
      detail: 'Closed.',
      kind: 'unavailable',
    })
    expect((await ran(['explain', '--dialect-file', till, '--dialect-file', path], exchange)).out).toContain(
      '(shop, distinctive: oops)',
    )
    expect(await ranJson(['explain'], exchange)).toMatchObject({ dialect: 'json' })
  })
  test('its id can be pinned, and its words be asked for', async () => {
    expect(
      await ranJson(['explain', '--dialect-file', path, '--dialect', 'shop', '--status', '409'], '{"a":1}'),
    ).toMatchObject({ dialect: 'shop', retry: { advice: 'resolve-conflict' } })
    const { out } = await ran(['status', '409', '--dialect', 'shop', '--dialect-file', path])
    expect(out).toContain('Look into the cart again.')
    expect((await ran(['status', '409', '--dialect-file', path])).out).toContain('Look into the cart again.')
  })
  test('it stands in the list of dialects, with its tables', async () => {
    expect((await ran(['dialects', '--dialect-file', path])).out).toMatch(/^shop +Shop API +decode, encode/m)
    expect((await ran(['dialects', 'shop', '--dialect-file', path])).out).toContain('The till is closed for a minute.')
  })

  const refused: readonly [string, string, string][] = [
    ['no file', join(folder, 'none.json'), 'there is no such file'],
    ['a directory', folder, 'this is a directory'],
    ['no JSON', file('no.json', '{'), 'this is not JSON: '],
    [
      'no spec',
      file('wrong.json', { ...shop, read: { detial: '/a' } }),
      '/read/detial: unknown member (did you mean "detail"?)',
    ],
    ['a control character', file('esc.json', { ...shop, '\u001b[2J': 1 }), 'unknown member'],
    [
      'an id that is taken',
      file('basker.json', { ...shop, id: 'basker' }),
      '/id: "basker" is the id of a built-in dialect',
    ],
  ]
  test.each(refused)('%s is told in one line, exit 2', async (_, given, told) => {
    for (const command of [['explain'], ['status', '404'], ['dialects']]) {
      const { code, out, err } = await ran([...command, '--dialect-file', given], exchange)
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(err.startsWith(`problem-dialects: ${given}: `)).toBe(true)
      expect(err).toContain(told)
      expect(['\n', '\u001b'].some(odd => err.trimEnd().includes(odd))).toBe(false)
    }
  })
  test('the same file twice is one too many', async () => {
    const { code, err } = await ran(['dialects', '--dialect-file', path, '--dialect-file', path])
    expect([code, err]).toEqual([
      2,
      `problem-dialects: ${path}: /id: "shop" is the id of another dialect; expected one of its own\n`,
    ])
  })
})
