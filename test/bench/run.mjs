/**
 * What normalising costs beside parsing: `node test/bench/run.mjs [--quick] [library]`, after a build.
 * Comes in: the built package; peers are looked up where BENCH_PEERS says, else among the installed packages.
 * Goes out: a table of ratios to `JSON.parse` of the same body, the median of several processes; exit code 1 where a ceiling is passed.
 */
import { spawnSync } from 'node:child_process'
import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { circumstances } from './corpora.mjs'

const args = process.argv.slice(2)
const quick = args.includes('--quick')
const library = resolve(
  args.find(arg => !arg.startsWith('--')) ?? fileURLToPath(new URL('../../dist/esm/index.js', import.meta.url)),
)
const peersFolder = resolve(process.env.BENCH_PEERS ?? fileURLToPath(new URL('../..', import.meta.url)))
const processes = quick ? 1 : 3
const rounds = quick ? 9 : 21

/** Post, eight fields: where this is to go, and what no change may cost, twice what was measured when it was written. */
const marks = {
  'small mixed': { goal: 0.35, ceiling: 2.8 },
  '20 fields mixed': { goal: 0.1, ceiling: 1.2 },
  'small unknown': { goal: 0.35, ceiling: 6 },
}

const resultsOf = (script, ...args) => {
  const child = spawnSync(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (child.status !== 0) throw new Error(`${script} failed: is the package built?`)
  return JSON.parse(child.stdout).results
}
const measure = () => resultsOf('./measure.mjs', library, peersFolder, String(rounds))

const median = values => [...values].sort((a, b) => a - b)[values.length >> 1]
const runs = Array.from({ length: processes }, measure)
const rows = runs[0].map((first, i) => {
  const same = runs.map(results => results[i])
  const ratios = Object.keys(first.ratios).map(name => [name, median(same.map(({ ratios }) => ratios[name]))])
  return { ...first, parseNs: median(same.map(({ parseNs }) => parseNs)), ratios: Object.fromEntries(ratios) }
})

const print = (head, lines) => {
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map(line => line[column].length)))
  for (const line of [head, widths.map(width => '-'.repeat(width)), ...lines])
    console.log(
      line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  '),
    )
  console.log()
}
const shown = ratio => (ratio === undefined ? '' : ratio.toFixed(ratio < 0.1 ? 3 : 2))

console.log(
  `node ${process.version}, ${process.arch}, ${cpus().length} cores, ${processes} processes of ${rounds} rounds`,
)
console.log('Ratios to JSON.parse of the same body. post: the body is parsed already; fused: parsing included.\n')
const columns = ['post', 'fused'].flatMap(kind => Object.keys(circumstances).map(name => `${kind}, ${name}`))
print(
  ['bodies', 'bytes', 'parse ns', ...columns],
  rows.map(({ size, dialect, bytes, parseNs, ratios }) => [
    `${size} ${dialect}`,
    String(bytes),
    parseNs.toFixed(0),
    ...columns.map(name => shown(ratios[name])),
  ]),
)

const compared = rows.filter(({ size, dialect }) => size !== '1,000 fields' && dialect !== 'unknown')
const peers = Object.keys(compared[0].ratios).filter(name => name !== 'parse' && !columns.includes(name))
print(
  ['post, beside what does less', ...compared.map(({ size, dialect }) => `${size} ${dialect}`)],
  ['post, content-type', ...peers].map(name => [
    name.replace('post, content-type', 'problem-dialects'),
    ...compared.map(({ ratios }) => shown(ratios[name])),
  ]),
)

const growth = resultsOf('./growth.mjs', library, String(rounds))
const counts = Object.keys(Object.values(growth)[0])
print(
  ['post, by number of dialects', ...counts],
  Object.entries(growth).map(([kind, ratios]) => [kind, ...counts.map(count => shown(ratios[count]))]),
)

for (const [name, { goal, ceiling }] of Object.entries(marks)) {
  const ratio = rows.find(({ size, dialect }) => `${size} ${dialect}` === name).ratios['post, 8 fields']
  console.log(`${name}: ${shown(ratio)}, goal ${goal}, ceiling ${ceiling}`)
  if (ratio > ceiling) process.exitCode = 1
}
