/**
 * The commands `status` and `dialects`: what was asked for, as text or as JSON.
 * Comes in: what somebody typed. Goes out: text, or an {@link InputError} that says what was expected.
 * This room knows no stream and no argument parser.
 */
import { type AnyDialect, statusOf, statusRows } from '../index.js'
import { envoyRoutes, envoyYaml } from '../integrations/envoy.js'
import { withFiles } from './dialect-file.js'
import { InputError } from './entry.js'
import { knownDialect } from './known-dialect.js'
import { printDialect, printDialects } from './print-dialects.js'
import { printStatus, printStatuses } from './print-status.js'
import type { Paint } from './terminal.js'

/** @category model @since 0.1.0 */
export interface Asked {
  readonly json?: boolean
  readonly dialect?: string
  /** Files with dialects of one's own. */
  readonly dialectFile?: readonly string[]
  readonly envoy?: boolean
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/**
 * @example
 * statusCode('404') // 404
 * statusCode('abc') // throws InputError: "abc" is no status code …
 *
 * @category registry
 * @since 0.1.0
 */
export const statusCode = (text: string): number => {
  if (/^[1-9][0-9]{2}$/.test(text)) return Number(text)
  throw new InputError(`"${text.slice(0, 40)}" is no status code: three digits are expected`)
}

/** One row with the words of each dialect, or of the one asked for; without a code, all rows. @category registry @since 0.1.0 */
export const statusAnswer = (code: string | undefined, asked: Asked, paint: Paint): string => {
  const dialects = withFiles(asked.dialectFile)
  const speaker = asked.dialect === undefined ? undefined : knownDialect(asked.dialect, dialects)
  const speakers = speaker === undefined ? dialects : [speaker]
  if (asked.envoy) {
    if (code !== undefined || speaker !== undefined)
      throw new InputError('--envoy prints the whole registry: leave out the code and the dialect')
    return asked.json ? json({ routes: envoyRoutes() }) : envoyYaml(envoyRoutes())
  }
  if (code === undefined) {
    const rows = speaker === undefined ? statusRows : statusRows.map(row => statusOf(row.code, speaker))
    return asked.json ? json(rows) : printStatuses(rows, paint)
  }
  const row = statusOf(statusCode(code), speaker)
  if (!asked.json) return printStatus(row, speakers, paint)
  const words: Record<string, unknown> = Object.create(null)
  for (const { id, statuses } of speakers) if (statuses?.[row.code] !== undefined) words[id] = statuses[row.code]
  return json({ ...row, dialects: words })
}

const asData = (dialect: AnyDialect) => {
  const { id, title, docs, verified, fromProblem, shape, codes, causes, statuses } = dialect
  return { id, title, docs, verified, encodes: fromProblem !== undefined, shape, codes, causes, statuses }
}

/** All dialects, or one with its shape and tables. @category dialects @since 0.1.0 */
export const dialectsAnswer = (id: string | undefined, asked: Asked, paint: Paint): string => {
  const dialects = withFiles(asked.dialectFile)
  if (id === undefined) return asked.json ? json(dialects.map(asData)) : printDialects(dialects, paint)
  const dialect = knownDialect(id, dialects)
  return asked.json ? json(asData(dialect)) : printDialect(dialect, paint)
}
