/**
 * The command `explain`: entries in, what the library makes of them out.
 * Comes in: entries and a normalizer. Goes out: text or JSON, as asked, and whether all could be read.
 * This room knows no file and no format.
 */
import { type ApiProblem, type Explanation, fromTransport, type Normalizer } from '../index.js'
import { type Entry, type Input, InputError } from './entry.js'
import { printExplanation } from './print-explanation.js'
import { createTable, type Row } from './print-table.js'
import type { Paint } from './terminal.js'

/** One entry, and what was made of it. @category model @since 0.1.0 */
export interface Told {
  readonly entry: Entry
  /** Absent where nothing failed. */
  readonly problem: ApiProblem | undefined
  /** Absent where there was no response. */
  readonly explanation: Explanation | undefined
  /** What was odd, about the dump and about the response. */
  readonly warnings: readonly string[]
}

const tell = (entry: Entry, normalizer: Normalizer): Told => {
  const { exchange, endedAt, failure, notes } = entry
  const explanation = exchange === undefined ? undefined : normalizer.explain(exchange)
  const found =
    exchange === undefined
      ? fromTransport(failure, endedAt === undefined ? {} : { receivedAt: endedAt })
      : explanation?.problem
  const warnings = [...notes, ...(explanation?.warnings ?? [])]
  const problem = found === undefined ? undefined : { ...found, source: { ...found.source, warnings } }
  return { entry, problem, explanation, warnings }
}

const rowOf = ({ entry: { origin, request }, problem }: Told): Row => ({
  origin,
  request: `${request?.method ?? ''} ${request?.url ?? ''}`.trim(),
  ...(problem === undefined
    ? {}
    : {
        problem: {
          status: problem.source.answeredBy === 'transport' ? 0 : problem.status,
          kind: problem.kind,
          dialect: problem.dialect,
          advice: problem.retry.advice,
          says: problem.detail ?? problem.code ?? '',
        },
      }),
})

/** @category model @since 0.1.0 */
export interface Telling {
  readonly json: boolean
  readonly paint: Paint
  readonly now: number
  readonly out: (text: string) => Promise<void>
  /** Told after each entry how many were read. */
  readonly progress: (done: number, total: number | undefined) => void
  readonly refuse: (error: InputError) => Promise<void>
}

const document = (value: unknown, indent = ''): string => JSON.stringify(value, null, 2).replace(/\n/g, `\n${indent}`)

/**
 * Explains an input. One exchange is told in full; of several there is a table, or with `json` an array with `null` for
 * each that did not fail. Entries that cannot be read are refused, in one line where they follow each other, and the others told.
 *
 * @category encoding
 * @since 0.1.0
 */
export const explainInput = async (input: Input, normalizer: Normalizer, telling: Telling): Promise<void> => {
  const { json, paint, now, out, progress, refuse } = telling
  const table = createTable()
  let only: Told | undefined
  let told = 0
  let done = 0
  let bad: InputError | undefined
  let alike = 0
  const refuseBad = async (): Promise<void> => {
    if (bad !== undefined)
      await refuse(alike === 0 ? bad : new InputError(`${bad.message}; nor can the ${alike} after it be read`))
    bad = undefined
    alike = 0
  }
  for await (const entry of input.entries) {
    progress(++done, input.total)
    if (entry instanceof InputError) {
      if (bad === undefined) bad = entry
      else alike++
      continue
    }
    await refuseBad()
    const next = tell(entry, normalizer)
    only = ++told === 1 ? next : undefined
    if (!json) table.add(rowOf(next))
    // one by one: an array of a long input does not fit into one string
    else if (input.many) await out(`${told === 1 ? '[\n  ' : ',\n  '}${document(next.problem ?? null, '  ')}`)
    else await out(`${document(next.problem ?? null)}\n`)
  }
  await refuseBad()
  if (json && input.many) await out(told === 0 ? '[]\n' : '\n]\n')
  else if (!json && only !== undefined && done === 1) await out(printExplanation(only, { paint, now }))
  // where nothing could be read, the refusal has said it all
  else if (!json && (told > 0 || done === 0)) await out(table.print(paint))
}
