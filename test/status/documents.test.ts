import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { statusRegistryJson } from '../../src/status/as-json.js'
import { statusRows } from '../../src/status/registry.js'
import { statusPage } from './status-page.js'

// Both documents are made from the table: UPDATE_DOCS=1 npx vitest run test/status
test.each([
  ['status-codes.json', statusRegistryJson],
  ['status-codes.md', statusPage],
])('docs/%s says what the table says', (name, make) => {
  const file = new URL(`../../docs/${name}`, import.meta.url)
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, make())
  expect(readFileSync(file, 'utf8')).toBe(make())
})

test('the JSON holds all of the table and ends with a newline', () => {
  expect(JSON.parse(statusRegistryJson())).toEqual(statusRows)
  expect(statusRegistryJson().slice(-3)).toBe('\n]\n')
})

test('every row has its line on the page', () => {
  const codes = [...statusPage().matchAll(/^\| (\d{3})( †)? \|/gm)].map(([, code]) => Number(code))
  expect(codes).toEqual(statusRows.map(row => row.code))
})
