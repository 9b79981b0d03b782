/**
 * A service's own problems from one table: constructors for who sends them, exhaustive matching for who gets them, and their documents.
 * Comes in: a table. Goes out: functions and plain data. This room knows no wire: `encode` sends, `normalize` reads.
 */
import { forAudience } from './audience.js'
import { nearest } from './nearest.js'
import { type ApiProblem, type ProblemParts, problem } from './problem.js'
import { readProblem } from './problem-codec.js'
import { jsonSchemaOf, type OpenApiParts, openApiOf } from './problem-types/documents.js'
import { readExtensions, writeExtensions } from './problem-types/extensions.js'
import type { JsonSchema } from './problem-types/json-schema.js'
import { pageOf } from './problem-types/page.js'
import { type ownNames, type ProblemRow, type ProblemTable, type ProblemTypes, rowsOf } from './problem-types/table.js'

type CodecOf<R> = R extends { readonly extensions: infer C } ? C : undefined
type Standard<C> = C extends { readonly '~standard': { readonly types?: infer T } } ? NonNullable<T> : never
type None = Readonly<Record<never, never>>

/** The members that a constructor takes: what the codec encodes, or what the schema accepts. */
type Given<C> = C extends { readonly _A: infer A } ? A : Standard<C> extends { readonly input: infer I } ? I : None
/** The same members as they are on the wire. */
type Sent<C> = C extends { readonly _O: infer O } ? O : Standard<C> extends { readonly input: infer I } ? I : None
/** The same members as a reader gets them. */
type Heard<C> = C extends { readonly _A: infer A } ? A : Standard<C> extends { readonly output: infer O } ? O : None

/** What one occurrence of a problem may say beside its extension members. @category model @since 0.1.0 */
export type Occurrence = Pick<
  ProblemParts,
  'detail' | 'instance' | 'errors' | 'requestId' | 'traceId' | 'links' | 'userMessage' | 'cause' | 'retry'
>

const occurrenceNames = 'detail instance errors requestId traceId links userMessage cause retry'.split(' ')

/** A problem of one type of a table, as it was made or received. @category model @since 0.1.0 */
export type ProblemOf<R> = ApiProblem & { readonly code: string; readonly extensions: Sent<CodecOf<R>> }

type Read<R> = ApiProblem & { readonly code: string; readonly extensions: Heard<CodecOf<R>> }

type Constructor<R> =
  None extends Given<CodecOf<R>>
    ? (given?: Given<CodecOf<R>> & Occurrence) => ProblemOf<R>
    : (given: Given<CodecOf<R>> & Occurrence) => ProblemOf<R>

/** One function for each type of the table, and `_` for all else. @category model @since 0.1.0 */
export type Cases<T extends ProblemTypes> = { readonly [K in keyof T]: (problem: Read<T[K]>) => unknown } & {
  readonly _: (problem: ApiProblem) => unknown
}

/** What is made of a table. @category model @since 0.1.0 */
export type Problems<T extends ProblemTypes> = { readonly [K in keyof T]: Constructor<T[K]> } & {
  /**
   * Calls the function of the problem's type, with its extension members decoded. What is of no type here, and what has the type but
   * not its members, falls to `_`. A case that is missing does not compile.
   */
  readonly match: <C extends Cases<T>>(problem: ApiProblem, cases: C) => ReturnType<C[keyof C & (keyof T | '_')]>
  /** Is it of this type, or of any type of the table, and are its extension members as the codec says? */
  readonly is: <K extends keyof T>(problem: ApiProblem, name?: K) => problem is ProblemOf<T[K]>
  /**
   * The public view of a problem that this process made: as `forAudience`, and what the table declares: type, title, code and
   * extension members; `detail` below 500. Anything else, a received problem of the same type too, gets the plain public view.
   */
  readonly publicView: (problem: ApiProblem) => ApiProblem
  /** The codes of all types, for metrics. */
  readonly codes: readonly string[]
  /** Schemas for the components of an OpenAPI 3.1 document, and responses by status for an operation that answers with these types. */
  readonly toOpenApi: (...names: readonly (keyof T & string)[]) => OpenApiParts
  readonly toJsonSchema: () => JsonSchema
  /** One page of Markdown for each type, under its URI. */
  readonly toMarkdown: () => Readonly<Record<string, string>>
}

/** A stranger's parts are kept as far as they are parts of a problem. */
const made = (
  { type, title, code, kind, status, retry, extensions, schema }: ProblemRow,
  given: unknown,
): ApiProblem => {
  const own: Record<string, unknown> = {}
  const beside: Record<string, unknown> = {}
  try {
    for (const [name, value] of Object.entries(given ?? {}))
      (occurrenceNames.includes(name) ? own : beside)[name] = value
  } catch {
    // what cannot be read is not said
  }
  const { retry: now, ...occurrence } = own as Occurrence
  const whole = problem({
    ...occurrence,
    ...{ type, title, code, kind, status },
    retry: { ...retry, ...now },
    extensions: writeExtensions(extensions, schema, beside),
  })
  return readProblem(whole)
}

/** What of its extension members the codec may look at: not what our own form adds for a peer. */
const heard = ({ extensions }: ProblemRow, found: ApiProblem): Readonly<Record<string, unknown>> | undefined => {
  const { problem_dialects: _ours, ...members } = found.extensions
  return readExtensions(extensions, members)
}

const publicView = (row: ProblemRow | undefined, found: ApiProblem): ApiProblem => {
  const view = forAudience(found, 'public')
  if (row === undefined || found.source.wireStatus !== undefined || found.dialect !== 'problem-json') return view
  const { detail, instance, userMessage, links } = found
  return {
    ...view,
    ...{ type: row.type, title: row.title, code: row.code, links },
    ...(detail === undefined || found.status >= 500 ? {} : { detail }),
    ...(instance === undefined ? {} : { instance }),
    ...(userMessage === undefined ? {} : { userMessage }),
    extensions: writeExtensions(undefined, row.schema, found.extensions),
  }
}

/**
 * Makes a service's own problems from one table. The table is plain data: put it into a package that all services share, and they
 * agree on their errors. A table that cannot work throws a `TypeError` that says where.
 *
 * @example
 * const problems = defineProblems({
 *   base: 'https://errors.example.com/',
 *   types: { outOfCredit: { status: 402, title: 'Not enough credit.', extensions: t.type({ balance: t.number }) } },
 * })
 * const wire = encode(problems.publicView(problems.outOfCredit({ balance: 30 })), 'problem-json', { audience: 'internal' })
 * problems.match(received, { outOfCredit: ({ extensions }) => extensions.balance, _: () => undefined })
 * defineProblems({ base: 'errors', types: {} }) // TypeError: base: expected an absolute URI …
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457#section-4
 * @category constructors
 * @since 0.1.0
 */
export const defineProblems = <const T extends ProblemTypes>(
  table: ProblemTable<T & { readonly [K in (typeof ownNames)[number] | '_']?: never }>,
): Problems<T> => {
  const rows = rowsOf(table)
  const rowOf = ({ type }: ApiProblem): ProblemRow | undefined => rows.find(row => row.type === type)
  const named = (name: string): ProblemRow => {
    const row = rows.find(one => one.name === name)
    if (row !== undefined) return row
    const meant = nearest(
      String(name),
      rows.map(one => one.name),
    )
    throw new TypeError(
      `problem-dialects: no type "${String(name)}" in the table${meant === undefined ? '' : `: did you mean "${meant}"?`}`,
    )
  }
  const constructors: Record<string, (given?: unknown) => ApiProblem> = {}
  for (const row of rows) constructors[row.name] = given => made(row, given)
  const problems = {
    ...constructors,
    match: (given: ApiProblem, cases: Readonly<Record<string, (problem: ApiProblem) => unknown>>) => {
      const found = readProblem(given)
      const row = rowOf(found)
      const extensions = row === undefined ? undefined : heard(row, found)
      const run = row === undefined || extensions === undefined ? undefined : cases[row.name]
      return run === undefined || row === undefined || extensions === undefined
        ? cases['_']?.(found)
        : run({ ...found, code: row.code, extensions })
    },
    is: (given: ApiProblem, name?: string) => {
      const found = readProblem(given)
      const asked = name === undefined ? undefined : named(name)
      const row = rowOf(found)
      return row !== undefined && (asked === undefined || row === asked) && heard(row, found) !== undefined
    },
    publicView: (given: ApiProblem) => {
      const found = readProblem(given)
      return publicView(rowOf(found), found)
    },
    codes: rows.map(({ code }) => code),
    toOpenApi: (...names: readonly string[]) => openApiOf(names.length === 0 ? rows : names.map(named)),
    toJsonSchema: () => jsonSchemaOf(rows),
    toMarkdown: () => {
      const pages: Record<string, string> = {}
      for (const row of rows) pages[row.type] = pageOf(row)
      return pages
    },
  }
  return problems as unknown as Problems<T>
}
