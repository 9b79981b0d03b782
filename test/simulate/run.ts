/**
 * Runs the simulation on the built package: prints the tables, and with the seed of the page writes the page, its plots and its figures.
 * Ends with 1 where a claim does not hold. `--seed 7` runs another seed and writes nothing.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { claims } from './claims.js'
import { figures } from './figures.js'
import type { Library } from './ours.js'
import { plots } from './plots.js'
import { page, type Run } from './report.js'
import { plain, tables } from './tables.js'

const pageSeed = 20261124
const { values } = parseArgs({ options: { seed: { type: 'string', default: String(pageSeed) } } })
const seed = Number(values.seed)
if (!Number.isSafeInteger(seed)) throw new TypeError(`--seed must be a whole number, not ${values.seed}`)

const built = (path: string): string => new URL(`../esm/${path}`, import.meta.url).href
const main: typeof import('../../src/index.js') = await import(built('index.js'))
const retry: typeof import('../../src/integrations/retry.js') = await import(built('integrations/retry.js'))
const library: Library = { ...retry, ...main }

const run: Run = {
  date: new Date().toISOString().slice(0, 10),
  node: process.versions.node,
  figures: figures(library, seed),
}

console.log(`Seed ${seed}, Node ${run.node}\n`)
for (const table of tables) console.log(`${plain(table(run.figures))}\n`)
for (const { says, measured, holds } of claims(library, run.figures)) {
  console.log(`${holds ? 'holds' : 'DOES NOT HOLD'}: ${says} (${measured})`)
  if (!holds) process.exitCode = 1
}

if (seed === pageSeed) {
  mkdirSync('docs/retry-simulation', { recursive: true })
  writeFileSync('test/simulate/figures.json', `${JSON.stringify(run)}\n`)
  writeFileSync('docs/retry-simulation.md', page(library, run))
  for (const [name, svg] of Object.entries(plots(run.figures))) writeFileSync(`docs/retry-simulation/${name}.svg`, svg)
  console.log('\nWritten: docs/retry-simulation.md, its plots, and test/simulate/figures.json')
}
