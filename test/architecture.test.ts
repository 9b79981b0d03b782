import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { floors, type RepositoryFile, violations } from './architecture.js'

const filesUnder = (folder: string): RepositoryFile[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => `${entry.parentPath}/${entry.name}`.replace(/\\/g, '/'))
    .map(path => ({ path, text: /^src\/|^test\/fixtures\//.test(path) ? readFileSync(path, 'utf8') : '' }))

const repository: readonly RepositoryFile[] = [
  ...['src', 'docs', 'test'].flatMap(filesUnder),
  { path: 'package.json', text: readFileSync('package.json', 'utf8') },
]

const header = '/** A room. */\n'
const dialect = `${header}import type { Dialect } from '../dialect.js'\nexport const acme = { id: 'acme' }\n`
const index = (imported: string, exported: string, listed: string) =>
  `${header}import { ${imported} } from './acme.js'\nexport { ${exported} }\nexport const dialects: readonly AnyDialect[] = [${listed}]\n`
/** A small house in which nothing is wrong. */
const sound: Readonly<Record<string, string>> = {
  'src/http/limits.ts': `${header}export const url = 'new URL(x)' // a Map, a Set\n`,
  'src/http/json.ts': `${header}import { url } from './limits.js'\nexport const quote = /['"\`]/g.test(url)\n`,
  'src/problem.ts': `${header}import type { Kind } from './status/kind.js'\n`,
  'src/status/kind.ts': `${header}export type Kind = 'stripe'\n`,
  'src/dialect.ts': `${header}import * as E from 'fp-ts/lib/Either.js'\nimport * as t from 'io-ts'\n`,
  'src/dialects/acme.ts': dialect,
  'src/dialects/index.ts': index('acme', 'acme', 'acme'),
  'src/normalize.ts': `${header}import { dialects } from './dialects/index.js'\n`,
  'src/index.ts': `${header}export { normalize } from './normalize.js'\n`,
  'src/integrations/fetch.ts': `${header}import { normalize } from '../index.js'\nexport const now = () => Date.now()\n`,
  'src/cli/main.ts': `#!/usr/bin/env node\n${header}import { Command } from 'commander'\nimport { kind } from '../status/kind.js'\n`,
  'docs/dialects/acme.md': '',
  'test/fixtures/001-acme-404.json': '{ "dialect": "acme" }',
  'package.json': '"./dist/esm/dialects/*.js" "./dist/esm/integrations/fetch.js"',
}
const planted = (change: Readonly<Record<string, string | undefined>>) =>
  violations(
    Object.entries({ ...sound, ...change }).flatMap(([path, text]) => (text === undefined ? [] : [{ path, text }])),
  )

describe('the house', () => {
  test('is as its plan says', () => {
    expect(violations(repository)).toEqual([])
  })

  test('is read as a whole: every floor that the plan names in files of their own is there', () => {
    const names = floors.flat().filter(entry => !/[*/]/.test(entry))
    expect(names.filter(name => !repository.some(({ path }) => path === `src/${name}.ts`))).toEqual([])
  })
})

describe('the checker', () => {
  test('finds nothing in a sound house, whatever its comments and strings say', () => {
    expect(planted({})).toEqual([])
  })

  const line = (text: string) => `${header}${text}\n`
  test.each<[string, string, string, string]>([
    ['an import upwards', 'src/problem.ts', line("import { a } from './dialect.js'"), 'imports dialect, which is not'],
    [
      'a type import upwards',
      'src/problem.ts',
      line("import type { A } from './dialect.js'"),
      'imports dialect, which',
    ],
    ['a type taken by import()', 'src/problem.ts', line("type A = import('./dialect.js').A"), 'imports dialect, which'],
    [
      'an import of several lines',
      'src/problem.ts',
      line("import {\n  a,\n} from './index.js'"),
      'imports index, which',
    ],
    [
      'an import on the same floor',
      'src/problem.ts',
      line("import { a } from './exchange.js'"),
      'imports exchange, which',
    ],
    [
      'a room that looks into another',
      'src/http/json.ts',
      line("import { a } from '../status/kind.js'"),
      'imports status/kind',
    ],
    [
      'a dialect that knows a dialect',
      'src/dialects/acme.ts',
      `${dialect}export { b } from './b.js'\n`,
      'imports dialects/b',
    ],
    ['a module that nobody planned', 'src/gadget.ts', header, 'has no floor'],
    ['an import of what nobody planned', 'src/index.ts', line("import './gadget.js'"), 'imports gadget, which'],
    [
      'an integration past the door',
      'src/integrations/fetch.ts',
      line("import { a } from '../decode.js'"),
      'past the door',
    ],
    ['a program past the door', 'src/cli/main.ts', line("import { a } from '../http/json.js'"), 'past the door'],
    ['a specifier without extension', 'src/index.ts', line("import { a } from './normalize'"), 'without its extension'],
    ['fp-ts by its short name', 'src/dialect.ts', line("import * as E from 'fp-ts/Either'"), 'imports fp-ts/Either'],
    ['fp-ts as one whole', 'src/integrations/fetch.ts', line("import type { either } from 'fp-ts'"), 'imports fp-ts'],
    ['a file of io-ts', 'src/dialect.ts', line("import type { Type } from 'io-ts/lib/index.js'"), 'imports io-ts/lib'],
    ['a module of Node', 'src/http/json.ts', line("import { join } from 'node:path'"), 'imports node:path'],
    [
      'an engine feature in a template',
      'src/problem.ts',
      line('export const a = `${new ' + 'Map()}`'),
      'needs what edge',
    ],
    ['a package inside', 'src/problem.ts', line("import { Command } from 'commander'"), 'imports commander'],
    ['a file named for no concept', 'src/http/utils.ts', header, 'is named for no concept'],
    ['a folder named for no concept', 'src/http/shared/date.ts', header, 'is named for no concept'],
    ['a name in camel case', 'src/http/mediaType.ts', header, 'is not kebab-case'],
    ['an export of everything', 'src/index.ts', line("export * from './normalize.js'"), 'exports all'],
    ['a default export', 'src/problem.ts', line('export default 1'), 'has a default export'],
    ['an export as default', 'src/problem.ts', line('const a = 1\nexport { a as default }'), 'has a default export'],
    ['a file without a header', 'src/problem.ts', 'export const a = 1\n', 'has no module header'],
    ['a file of 301 lines', 'src/problem.ts', `${header}${'\n'.repeat(299)}export {}\n`, 'is longer than 300 lines'],
    [
      'a vendor in code',
      'src/problem.ts',
      line('export const isLaravel = false\nexport const laravel = 1'),
      'names laravel',
    ],
    ['a vendor in a comment', 'src/problem.ts', line('// as GitHub does it'), 'names GitHub'],
    ['a vendor in a string', 'src/integrations/fetch.ts', line("export const a = 'zendesk'"), 'names zendesk'],
    ['the flag u', 'src/problem.ts', line('export const a = /[^/]+/gu'), 'needs what edge engines lack'],
    ['the flag u in a string', 'src/problem.ts', line("export const a = new RegExp('a', 'gu')"), 'with the flag u'],
    ['an id that is not the file name', 'src/dialects/acme.ts', dialect.replace("'acme'", "'other'"), 'has no id'],
    ['a dialect in a folder', 'src/dialects/a/acme.ts', dialect, 'has no export in package.json'],
    ['an integration that is not exported', 'src/integrations/acme.ts', header, 'has no export in package.json'],
  ])('reports %s', (_, path, text, message) => {
    expect(planted({ [path]: text })).toContainEqual(expect.stringMatching(`^${path}: .*${message}`))
  })

  test.each(
    'new Map()|new Set([])|new WeakMap()|BigInt(1)|10n|new URL(a)|Intl.Collator|structuredClone(a)|Object.fromEntries(a)|a.flat()|a.at(-1)|a.replaceAll("a", "b")|Date.parse(a)'.split(
      '|',
    ),
  )('reports the engine feature %s', code => {
    expect(planted({ 'src/problem.ts': line(`export const a = ${code}`) })).toEqual([
      'src/problem.ts: needs what edge engines lack',
    ])
  })

  test.each(
    'fetch(a)|process.env|setTimeout(a, 1)|Date.now()|Math.random()|new Date()|console.log(a)|performance.now()'.split(
      '|',
    ),
  )('reports the outside world in %s', code => {
    expect(planted({ 'src/problem.ts': line(`export const a = () => ${code}`) })).toEqual([
      'src/problem.ts: reads clock, chance, network or environment',
    ])
  })

  test.each<[string, string, string | undefined]>([
    ['a page', 'docs/dialects/acme.md', undefined],
    ['a fixture', 'test/fixtures/001-acme-404.json', undefined],
    ['an import in dialects/index', 'src/dialects/index.ts', index('other', 'acme', 'acme')],
    ['an export in dialects/index', 'src/dialects/index.ts', index('acme', 'other', 'acme')],
    ['a row in dialects/index', 'src/dialects/index.ts', index('acme', 'acme', 'other')],
    ['a row in dialects/index', 'src/dialects/index.ts', index('acme', 'acme', '/* acme */')],
    ['an export in package.json', 'package.json', undefined],
    ['an id that is its file name', 'src/dialects/acme.ts', dialect.replace("id: 'acme'", "id: 'emca'")],
  ])('misses %s', (what, path, text) => {
    expect(planted({ [path]: text })).toContain(`src/dialects/acme.ts: has no ${what.replace(/^an? /, '')}`)
  })

  test.each<[string, string]>([
    ['test/fixtures/001-acme-404.json', '{ "dialect": "acme-inc" }'],
    ['test/fixtures/acme-404.json', '{ "dialect": "acme" }'],
    ['test/fixtures/001-acme-404.txt', '{ "dialect": "acme" }'],
    ['test/specs/001-acme-404.json', '{ "dialect": "acme" }'],
  ])('takes %s with %s for no fixture', (path, text) => {
    const without = { 'test/fixtures/001-acme-404.json': undefined, [path]: text }
    expect(planted(without)).toEqual(['src/dialects/acme.ts: has no fixture'])
  })
})
