/**
 * The figures as tables of text, for the terminal and for a page.
 * Comes in: figures. Goes out: titles, heads and rows. This room knows no way to print them.
 */
import { type Table as Cells, type Figures, layerCounts, outages, shares } from './figures.js'
import type { Cell } from './scenarios.js'

export interface Table {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export const percent = (share: number): string => `${Math.round(share * 100)} %`
const load = ({ amplification }: Cell): string => amplification.toFixed(3)
const both = (cell: Cell): string => `${load(cell)} / ${cell.success.toFixed(3)}`
const rowsOf = (cells: Cells, shown: (cell: Cell, column: number) => string): string[][] =>
  Object.entries(cells).map(([policy, row]) => [policy, ...row.map(shown)])

export const outageTable = ({ outage }: Figures): Table => ({
  title: 'Full outage: arrivals per request / answered well',
  head: ['policy', ...outages.map(({ clients, rps, seconds }) => `${clients} × ${rps} rps, ${seconds} s`)],
  rows: rowsOf(outage, both),
})

export const partialTable = ({ partial }: Figures): Table => ({
  title: 'Partial failure: arrivals per request / answered well',
  head: ['policy', ...shares.map(share => `${percent(share)} failing`)],
  rows: rowsOf(partial, both),
})

export const layersTable = ({ layers }: Figures): Table => ({
  title: 'Layers that all retry: arrivals at the bottom per request at the top',
  head: ['policy', ...layerCounts.map(count => `${count} layer${count > 1 ? 's' : ''}`), '3 layers, 5 % failing'],
  rows: rowsOf(layers, (cell, column) => (column < layerCounts.length ? load(cell) : both(cell))),
})

export const mean = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0) / counts.length

export const recoveryTable = ({ recovery }: Figures): Table => ({
  title: 'Overload of 10 s',
  head: ['policy', 'arrivals per request in the dip', 'answered in the last 40 s', 'recovered after'],
  rows: Object.entries(recovery).map(([policy, { amplification, goodput, recoveredAfter }]) => [
    policy,
    amplification.toFixed(3),
    mean(goodput.slice(-40)).toFixed(3),
    recoveredAfter === null ? 'not within 120 s' : `${recoveredAfter} s`,
  ]),
})

export const tables = [outageTable, partialTable, layersTable, recoveryTable]

export const markdown = ({ head, rows }: Table): string =>
  [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
    .map(cells => `| ${cells.join(' | ')} |`)
    .join('\n')

export const plain = ({ title, head, rows }: Table): string => {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map(row => row[column]?.length ?? 0)))
  const padded = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
  return [title, padded(head), padded(widths.map(width => '-'.repeat(width))), ...rows.map(padded)].join('\n')
}
