/**
 * What is lost from each dialect to each other one, measured over the fixtures.
 * Comes in: nothing. Goes out: two Markdown tables for `docs/losses.md`. All of a problem is said, for the internal audience.
 */
import { createNormalizer, dialects, type EncodableId, encode, type Lost } from '../../src/index.js'
import { exchangeOf, fixtures } from '../fixtures.js'

/** A letter for each member, so that a cell stays small. */
export const letters: Readonly<Record<Lost, string>> = {
  type: 'y',
  title: 't',
  kind: 'k',
  detail: 'd',
  instance: 'i',
  code: 'c',
  errors: 'e',
  errorCount: 'n',
  partial: 'PF',
  userMessage: 'u',
  requestId: 'r',
  traceId: 'a',
  cause: 'b',
  retry: 'w',
  links: 'l',
  extensions: 'x',
}

type Losses = Readonly<
  Record<string, Readonly<Record<string, { readonly whole: number; readonly lost: readonly string[] }>>>
>

const targets = dialects.filter(({ fromProblem }) => fromProblem !== undefined).map(({ id }) => id as EncodableId)

const measure = (): {
  readonly losses: Losses
  readonly counts: Readonly<Record<string, number>>
  readonly said: readonly string[]
} => {
  const { decode } = createNormalizer()
  const losses: Record<string, Record<string, { whole: number; lost: string[] }>> = {}
  const counts: Record<string, number> = {}
  const said: string[] = []
  for (const fixture of fixtures) {
    const problem = decode(exchangeOf(fixture))
    counts[problem.dialect] = (counts[problem.dialect] ?? 0) + 1
    for (const member of Object.keys(letters) as Lost[])
      if (member in problem && !said.includes(letters[member])) said.push(letters[member])
    const row = (losses[problem.dialect] ??= {})
    for (const target of targets) {
      const cell = (row[target] ??= { whole: 0, lost: [] })
      const { loss } = encode(problem, target, { audience: 'internal' })
      if (loss.length === 0) cell.whole++
      for (const member of loss) if (!cell.lost.includes(letters[member])) cell.lost.push(letters[member])
    }
  }
  return { losses, counts, said }
}

let measured: ReturnType<typeof measure> | undefined
const all = (): ReturnType<typeof measure> => (measured ??= measure())

const order = Object.values(letters)
const sorted = (lost: readonly string[]): string => order.filter(letter => lost.includes(letter)).join('')
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |\n`).join('')

/** One row a target: how many of all responses arrive whole, and what is ever lost; of what is never lost, only what some response says. */
export const lossesByTarget = (): string => {
  const { losses, said } = all()
  const rows = targets.map(target => {
    const cells = Object.values(losses).map(row => row[target])
    const whole = cells.reduce((sum, cell) => sum + (cell?.whole ?? 0), 0)
    const lost = sorted(cells.flatMap(cell => cell?.lost ?? []))
    const kept = order.filter(letter => said.includes(letter) && !lost.includes(letter)).join('')
    return [
      `\`${target}\``,
      `${whole} of ${fixtures.length}`,
      lost === '' ? 'nothing' : `\`${lost}\``,
      kept === '' ? '' : `\`${kept}\``,
    ]
  })
  return table(['into', 'whole', 'lost somewhere', 'never lost'], rows)
}

/** One row a source, one column a target. */
export const lossMatrix = (): string => {
  const { losses, counts } = all()
  const sources = Object.keys(losses).sort()
  return table(
    ['from', 'responses', ...targets],
    sources.map(source => [
      `\`${source}\``,
      String(counts[source]),
      ...targets.map(target => sorted(losses[source]?.[target]?.lost ?? []) || '·'),
    ]),
  )
}

/** What the letters stand for. */
export const lossLegend = (): string =>
  `${Object.entries(letters)
    .map(([member, letter]) => `\`${letter}\` ${member}`)
    .join(' · ')}\n`
