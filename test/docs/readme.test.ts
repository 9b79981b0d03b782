import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as door from '../../src/index.js'
import { blocksOf, documents, regionsOf } from './markdown.js'

const readme = documents.find(({ file }) => file === 'README.md') ?? { file: 'README.md', text: '' }
const blocks = blocksOf(readme)
const bodies = blocks.filter(({ info }) => info === 'json').map(({ text }) => JSON.parse(text))

describe('the README', () => {
  test.each([0, 1, 2])('shows on the right what becomes of body %i on the left', row => {
    const [json, shown] = bodies.slice(row * 2, row * 2 + 2)
    const problem = door.normalize({ status: shown.status, headers: { 'content-type': 'application/json' }, json })
    expect(problem).toMatchObject(shown)
    expect(Object.keys(shown).length).toBeGreaterThan(5)
  })

  test('has three bodies and three problems at its top', () => {
    expect(bodies.length).toBe(6)
  })

  test('has no more than 250 lines, tables that are made aside', () => {
    const made = regionsOf(readme).reduce((lines, { text }) => lines + text.split('\n').length - 1, 0)
    expect(readme.text.split('\n').length - 1 - made).toBeLessThanOrEqual(250)
  })

  test('writes a dialect in less than 40 lines', () => {
    const [own] = blocks.filter(({ text }) => text.includes('dialect({'))
    expect(own?.text.split('\n').length).toBeLessThan(40)
  })
})

describe('the documents', () => {
  const links = documents.flatMap(({ file, text }) =>
    [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target = '']) => [file, join(dirname(file), target)]),
  )
  test.each(links)('%s links to %s, which is there', (_, target) => {
    expect(existsSync(target ?? '')).toBe(true)
  })

  test('link to something', () => {
    expect(links.length).toBeGreaterThan(15)
  })

  test('the changelog names only what the front door has', () => {
    const changelog = documents.find(({ file }) => file === 'CHANGELOG.md')?.text ?? ''
    const names = [...changelog.matchAll(/`(\w+)`/g)]
      .map(([, name = '']) => name)
      .filter(name => /^(is|to)?[A-Z]|^[a-z]+[A-Z]/.test(name))
    const elsewhere = [
      'problemFromResponse',
      'toResponse',
      'fetchTE',
      'ApiProblem',
      'Option',
      'Either',
      'TaskEither',
      'Eq',
      'Ord',
      'Show',
    ]
    expect(names.length).toBeGreaterThan(10)
    expect(names.filter(name => !(name in door) && !elsewhere.includes(name))).toEqual([])
  })
})
