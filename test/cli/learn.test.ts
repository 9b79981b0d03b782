import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { dialectFromSpec } from '../../src/index.js'
import { capturePath, ran, ranJson } from './world.js'

const folder = mkdtempSync(join(tmpdir(), 'learn-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const body = (i: number) => ({
  fault: { message: `No ${i}.`, code: 100 + i, retry_after: i },
  ticket: `t-${i}`,
  problems: [{ why: 'x', field: `cart.${i}`, message: `m${i}` }],
})
const dump = file(
  'one.txt',
  `HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\n\r\n${JSON.stringify(body(1))}`,
)
const lines = file('two.ndjson', [2, 3].map(i => JSON.stringify({ status: 422, json: body(i) })).join('\n'))

describe('learn', () => {
  test('writes a dialect file that reads what it was learnt from', async () => {
    const { code, out, err } = await ran(['learn', '--id', 'till', dump, lines])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const spec = JSON.parse(out)
    expect(dialectFromSpec(spec).id).toBe('till')
    expect(spec.read).toMatchObject({ detail: '/fault/message', code: [{ pointer: '/fault/code', type: 'number' }] })
    expect(spec.claims[0].rung).toBe('distinctive')
    const notes = JSON.stringify(spec.$comment)
    expect(notes).toContain('Learnt from 3 samples')
    expect(notes).toContain('/fault/retry_after: in 3 of 3 (a delay? its unit cannot be told from samples')
    const written = file('till.json', out)
    expect(await ranJson(['explain', '--dialect-file', written, dump])).toMatchObject({
      dialect: 'till',
      detail: 'No 1.',
      code: '101',
    })
  })

  test('reads every format that explain reads, and standard input', async () => {
    for (const name of readdirSync(capturePath('')).filter(one => /^(basker|br|gzip|chunked-503|laravel)/.test(one))) {
      const { code, out } = await ran(['learn', capturePath(name)])
      expect([name, code]).toEqual([name, 0])
      dialectFromSpec(JSON.parse(out))
    }
    const { out } = await ran(['learn', '--status', '400'], JSON.stringify(body(1)))
    expect(JSON.parse(out).id).toBe('learnt')
    expect(JSON.parse((await ran(['learn', '-'], JSON.stringify({ status: 400, json: body(1) }))).out).id).toBe(
      'learnt',
    )
  })

  test('says that a dialect is known already', async () => {
    const { out } = await ran(['learn', capturePath('laravel-422.txt')])
    expect(out).toContain('1 of the samples are already known as laravel (distinctive)')
  })

  test.each<[string, readonly string[], string, string]>([
    ['no file', ['learn', 'none.txt'], '', 'none.txt: there is no such file'],
    ['no JSON', ['learn', capturePath('nginx-502.txt')], '', 'learn: none of the 1 samples has a body of JSON'],
    ['an id that is none', ['learn', '--id', 'My API', dump], '', 'spec: /id: "My API" is no id in kebab-case'],
    ['nothing', ['learn'], '', 'the input is empty'],
  ])('%s is told in one line, exit 2', async (_, args, stdin, told) => {
    const { code, out, err } = await ran(args, stdin)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(told)
    expect(err.trimEnd()).not.toContain('\n')
  })
})
