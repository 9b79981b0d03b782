import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type AnyDialect, dialects } from '../../src/index.js'
import { fixtures } from '../fixtures.js'
import { documents, regionsOf, withRegions } from './markdown.js'
import { make } from './tables.js'

// Made from the code: UPDATE_DOCS=1 npx vitest run test/docs
const update = process.env['UPDATE_DOCS'] === '1'
if (update) for (const document of documents) writeFileSync(document.file, withRegions(document, make))

const made = documents.filter(document => regionsOf(document).length > 0)
const has = (file: string, name: string): boolean =>
  documents.some(document => document.file === file && regionsOf(document).some(region => region.name === name))

describe('the tables in the documents', () => {
  test.each(
    made.flatMap(document => regionsOf(document).map(region => [document.file, region.name, region.text] as const)),
  )('%s: %s says what the code says', (_, name, text) => {
    if (!update) expect(text).toBe(make(name))
    expect(make(name)).not.toBe('')
  })

  test('the README has the dialects and the table of retries, and their own page has the whole table', () => {
    expect(has('README.md', 'dialects') && has('README.md', 'retry') && has('docs/dialects.md', 'overview')).toBe(true)
  })

  test.each(dialects.map(dialect => [dialect.id, dialect] as const))(
    'the page of %s shows its card and all of its tables',
    (id: string, dialect: AnyDialect) => {
      const wanted = ['statuses', 'codes', 'causes'].filter(
        what => Object.keys(dialect[what as 'statuses'] ?? {}).length > 0,
      )
      const missing = ['card', ...wanted].filter(what => !has(`docs/dialects/${id}.md`, `${what} ${id}`))
      expect(missing).toEqual([])
    },
  )
})

describe('the maker of tables', () => {
  const lineOf = (name: string, start: string): string | undefined =>
    make(name)
      .split('\n')
      .find(line => line.startsWith(start))

  test('says of every dialect how much it knows and whether it has a way back', () => {
    expect(lineOf('overview', '| [`html`]')).toBe('| [`html`](dialects/html.md) | HTML page |  | decode only |')
    expect(lineOf('overview', '| [`base`]')).toMatch(/Base API \| 21 statuses, 17 codes \| yes \|$/)
    expect(make('dialects')).toContain('**[`base`](docs/dialects/base.md)** · ')
    expect(make('dialects')).toContain(' · [`html`](docs/dialects/html.md) · ')
  })

  test('shows where an API differs from the registry', () => {
    expect(lineOf('retry', '| 500')).toBe(
      '| 500 Internal Server Error | `once` 2 | unknown | = | = | `backoff` 3 | = |',
    )
    expect(lineOf('retry', '| 409')).toBe('| 409 Conflict | `resolve-conflict` | unlikely | = | = | = |  |')
  })

  test('spells the limits as the constant has them', () => {
    expect(make('limits')).toBe(
      '1 MiB of body, depth 64, 1,000 errors, 1,000 members an object, 16 Ki characters a text, 64 Ki characters of `extensions`',
    )
  })

  test('names the entries of package.json', () => {
    expect(make('entries')).toContain('`problem-dialects`, `problem-dialects/fp`, ')
  })

  test('shows what a code changes', () => {
    expect(lineOf('codes base', '| `server_error`')).toMatch(/^\| `server_error` \| `internal` \| `once` 2 \| The auth/)
    expect(lineOf('codes basker', '| `Forbidden`')).toMatch(
      /^\| `Forbidden` \| `permission_denied` \| of the status \| An API/,
    )
  })

  test('measures losses from every dialect into every other; an API without an envelope sends the bodies of others', () => {
    const lines = make('losses').split('\n')
    const sources = lines.map(line => /^\| `(.+?)` /.exec(line)?.[1]).filter(id => id !== undefined)
    expect(dialects.map(({ id }) => id).filter(id => !sources.includes(id))).toEqual(['plain'])
    for (const { id, fromProblem } of dialects) expect(lines[0]?.includes(` ${id} |`)).toBe(fromProblem !== undefined)
    expect(make('losses by target')).toContain(
      `| \`problem-json\` | ${fixtures.length} of ${fixtures.length} | nothing |`,
    )
  })

  test('refuses a name that nobody makes', () => {
    expect(() => make('prices basker')).toThrow('prices')
    expect(() => make('card nobody')).toThrow('nobody')
  })
})
