import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const folder = new URL('./fixtures/', import.meta.url)
const files = readdirSync(folder)
  .filter(name => name.endsWith('.json'))
  .map(name => ({ name, fixture: JSON.parse(readFileSync(new URL(name, folder), 'utf8')) }))

const members = {
  id: 'string',
  dialect: 'string',
  source: 'string',
  provenance: 'string',
  request: 'object',
  status: 'number',
  headers: 'object',
  body: 'string',
  expect: 'object',
  ambiguousWith: 'object',
  product: 'string',
  answeredBy: 'string',
  notes: 'string',
} as const
const optional = ['request', 'ambiguousWith', 'product', 'answeredBy', 'notes']
const provenances = ['wire-captured', 'wire-recorded', 'test', 'doc', 'issue', 'derived']
const facts = {
  message: 'string',
  code: 'string',
  requestId: 'string',
  retryAfterMs: 'number',
  fields: 'object',
} as const
const inField = { path: 'string', message: 'string', code: 'string', in: 'string' } as const

const misfits = (object: Record<string, unknown>, types: Readonly<Record<string, string>>): string[] =>
  Object.keys(object).filter(name => typeof object[name] !== types[name])

/** Escapes of JSON and of markup hide a text from a plain search. */
const unescaped = (text: string): string =>
  text
    .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\(["\\/])/g, '$1')
    .replace(/\\n/g, '\n')
    .replace(/\\t/g, '\t')
    .replace(/\\r/g, '\r')
    .replace(/&quot;/g, '"')
    .replace(/&#0?39;|&apos;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
const flat = (text: string): string => text.replace(/\s+/g, ' ').trim()

describe('the corpus can be used without this package', () => {
  test.each(files)('$name is as its page says', ({ name, fixture }) => {
    expect(fixture.id).toBe(name.slice(0, -'.json'.length))
    expect(fixture.id).toMatch(/^\d{3}-[a-z0-9]+(-[a-z0-9]+)*$/)
    expect(misfits(fixture, members)).toEqual([])
    expect(Object.keys(members).filter(member => !optional.includes(member) && !(member in fixture))).toEqual([])
    expect(provenances).toContain(fixture.provenance)
    expect(fixture.source.length).toBeGreaterThan(10)
    expect(Object.values(fixture.headers).filter(value => typeof value !== 'string')).toEqual([])
    expect(misfits(fixture.expect, facts)).toEqual([])
    for (const field of fixture.expect.fields) {
      expect(misfits(field, inField)).toEqual([])
      expect(field.path).toMatch(/^(\/.*)?$/s)
    }
  })

  test.each(files)('$name says what it is expected to say', ({ fixture }) => {
    const said = [fixture.body, ...Object.values<string>(fixture.headers)].join('\n')
    const readings = [said, unescaped(said), unescaped(unescaped(said))].map(flat)
    const words = [fixture.expect.message, fixture.expect.code, fixture.expect.requestId]
    for (const { message, code } of fixture.expect.fields) words.push(message, code)
    for (const word of words)
      if (word !== undefined)
        expect(readings.some(reading => reading.includes(flat(word)) || reading.includes(flat(unescaped(word))))).toBe(
          true,
        )
  })

  test('a program in any language can be held to it', () => {
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [fileURLToPath(new URL('run.mjs', folder)), ...args], { encoding: 'utf8' })
    const silent = run(
      '--',
      process.execPath,
      '-e',
      `require('fs').readFileSync(0, 'utf8').trim().split('\\n').forEach(() => console.log('{"fields":[]}'))`,
    )
    expect(silent.status).toBe(1)
    expect(silent.stdout).toMatch(/^020-basker-401-seed-example: message: undefined, expected "/m)
    expect(silent.stdout).toMatch(/^all: \d+ of \d+ facts in \d+ responses$/m)
    expect(run('--', process.execPath, '-e', 'console.log("{}")').stderr).toContain('gave 1 lines')
  })
})
