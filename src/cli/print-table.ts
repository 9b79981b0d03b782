/**
 * Many responses at a glance: a row for each problem, a row for each run of successes, and a summary.
 * Comes in: rows, one an entry. Goes out: text for a terminal.
 * This room knows no exchange and no dialect.
 */
import { type Advice, advices } from '../status/index.js'
import { columns, type Paint, shown } from './terminal.js'
import { nextStep } from './wording.js'

/** One entry in a line. @category model @since 0.1.0 */
export interface Row {
  /** `line 7`, `entry 3`. */
  readonly origin: string
  readonly request: string
  /** Absent where nothing failed. */
  readonly problem?: {
    /** 0 where there was no response. */
    readonly status: number
    readonly kind: string
    readonly dialect: string
    readonly advice: Advice
    readonly says: string
  }
}

/** Beyond these, problems are only counted. */
const maxRows = 1_000

/** @category model @since 0.1.0 */
export interface Table {
  readonly add: (row: Row) => void
  readonly print: (paint: Paint) => string
}

type Counts = Record<string, number>

const count = (counts: Counts, word: string): void => {
  counts[word] = (counts[word] ?? 0) + 1
}

const mostFirst = (counts: Counts): string =>
  Object.keys(counts)
    .sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0))
    .map(word => `${counts[word]} ${word}`)
    .join(', ')

const cellsOf = ({ origin, request, problem }: Row): string[] =>
  problem === undefined
    ? [origin, 'ok', '', '', '', shown(request, 60)]
    : [
        ...[origin, problem.status === 0 ? '-' : String(problem.status), problem.kind, problem.dialect, problem.advice],
        ...[shown(request, 60), shown(problem.says, 100)],
      ]

/**
 * A table that is filled row by row and keeps only what it will print. Its summary says how many failed, of which kinds, and
 * what to do about them.
 *
 * @category constructors
 * @since 0.1.0
 */
export const createTable = (): Table => {
  const cells: string[][] = []
  const kinds: Counts = Object.create(null)
  const steps: Counts = Object.create(null)
  let total = 0
  let failed = 0
  let run = 0
  return {
    add: row => {
      total++
      run = row.problem === undefined ? run + 1 : 0
      if (row.problem !== undefined) {
        failed++
        count(kinds, row.problem.kind)
        count(steps, row.problem.advice)
      }
      const [last = ''] = /[0-9]+$/.exec(row.origin) ?? []
      const first = cells[cells.length - 1]?.[0] ?? ''
      if (run > 1 && cells.length <= maxRows)
        cells[cells.length - 1] = [`${first.replace(/-[0-9]+$/, '')}-${last}`, `${run} ok`]
      else if (run <= 1 && cells.length < maxRows) cells.push(cellsOf(row))
      else if (run <= 1 && cells.length === maxRows) cells.push(['…'])
    },
    print: paint => {
      const names = ['where', 'status', 'kind', 'dialect', 'advice', 'request', 'says']
      const [head = '', ...body] = columns([names, ...cells])
      const width = String(failed).length
      const todo = advices
        .filter(advice => steps[advice] !== undefined)
        .map(advice => [`  ${String(steps[advice]).padStart(width)} ${advice}`, nextStep[advice]])
      const exchanges = `${total} ${total === 1 ? 'exchange' : 'exchanges'}: ${total - failed} ok, ${failed} failed`
      return [
        ...(total === 0 ? [] : [paint('bold', head), ...body, '']),
        `${exchanges}${failed === 0 ? '' : ` (${mostFirst(kinds)})`}`,
        ...columns(todo),
        '',
      ].join('\n')
    },
  }
}
