/**
 * The table in which a service writes down its own problems: plain data, to be shared by all who send or read them.
 * Comes in: a table. Goes out: its rows, complete; what cannot work throws a `TypeError` that says where.
 * This room makes no problem and knows no wire.
 */
import type * as t from 'io-ts'
import { nearest } from '../nearest.js'
import type { ProblemParts } from '../problem.js'
import { type Kind, kinds, statusOfKind } from '../status/kind.js'
import { statusOf } from '../status/registry.js'
import { advices } from '../status/semantics.js'
import { readExtensions } from './extensions.js'
import { type ExtensionsCodec, isObj, isStandard, type JsonSchema, schemaOf } from './json-schema.js'
import { namesIn } from './prune.js'

/** One type of problem of a service. `kind` gives the status and `status` the kind; one of them has to be there. @category model @since 0.1.0 */
export type ProblemType = {
  /** Stable for the type, and safe for every caller. */
  readonly title: string
  /** Default: the name in snake_case. */
  readonly code?: string
  /** Default: the base, and the name in kebab-case. */
  readonly type?: string
  /** What it means and how to mend it, in Markdown: for the documents only. */
  readonly description?: string
  /** The codec of the members that this type has beside the standard ones: every one of them is public. */
  readonly extensions?: ExtensionsCodec
  /** JSON Schema of `extensions`, where its codec cannot describe itself. */
  readonly schema?: JsonSchema
  /** Extension members for the documents, as they are on the wire. */
  readonly example?: Readonly<Record<string, unknown>>
  /** What differs from the advice of the status. */
  readonly retry?: NonNullable<ProblemParts['retry']>
} & ({ readonly kind: Kind; readonly status?: number } | { readonly kind?: Kind; readonly status: number })

/** @category model @since 0.1.0 */
export type ProblemTypes = Readonly<Record<string, ProblemType>>

/** @category model @since 0.1.0 */
export interface ProblemTable<T extends ProblemTypes = ProblemTypes> {
  /** What the URIs of the types begin with, up to and with the last `/`, `#` or `:`. */
  readonly base: string
  readonly types: T
}

/** A row with all its defaults. @category model @since 0.1.0 */
export interface ProblemRow {
  readonly name: string
  readonly type: string
  readonly code: string
  readonly title: string
  readonly status: number
  readonly kind: Kind
  readonly description: string | undefined
  readonly extensions: ExtensionsCodec | undefined
  /** Of the extension members; without any, an object that lists none. */
  readonly schema: JsonSchema
  readonly example: Readonly<Record<string, unknown>> | undefined
  readonly retry: NonNullable<ProblemParts['retry']>
}

const rowMembers = 'title code type description extensions schema example retry kind status'.split(' ')

/** Names that what is made of a table has of its own. @category model @since 0.1.0 */
export const ownNames = [
  'match',
  'is',
  'publicView',
  'codes',
  'toOpenApi',
  'toJsonSchema',
  'toMarkdown',
  'then',
] as const

/** Names that mean something else in a problem, in our own form or in another's: RFC 9457, RFC 7807 and Hydra. */
const takenNames =
  'v type title status detail instance kind code errors errorCount userMessage requestId traceId receivedAt cause dialect retry links source extensions problem_dialects violations invalid-params hydra:title hydra:description __proto__'.split(
    ' ',
  )

const noExtensions: JsonSchema = { type: 'object', properties: {} }

/** `outOfCredit` in words: `out`, `of`, `credit`. */
const joined = (name: string, separator: string): string =>
  name.replace(/[A-Z]/g, letter => `${separator}${letter.toLowerCase()}`)

type Refuse = (what: string, at?: string) => never

const isText = (u: unknown): u is string => typeof u === 'string' && u.trim() !== ''
const shown = (u: unknown): string => (typeof u === 'string' ? JSON.stringify(u.slice(0, 64)) : String(u))

const describe = ({ extensions, schema }: ProblemType, refuse: Refuse): JsonSchema => {
  if (extensions === undefined) return schema === undefined ? noExtensions : refuse('has no codec', '.extensions')
  const isIoTs = typeof (extensions as Partial<t.Mixed> | null)?.validate === 'function'
  if (!isIoTs && (extensions === null || !isStandard(extensions)))
    refuse('expected a codec of io-ts or a Standard Schema', '.extensions')
  let found: JsonSchema | undefined = schema
  try {
    found ??= schemaOf(extensions)
  } catch (error) {
    refuse(`cannot describe itself: ${error instanceof Error ? error.message : 'unknown'}; give schema`, '.extensions')
  }
  if (found === undefined || !isObj(found)) return refuse('cannot describe itself: give schema', '.extensions')
  const names = namesIn(found)
  if (names.length === 0)
    refuse('lists no members: expected an object with named members, or give schema', '.extensions')
  for (const name of names)
    if (takenNames.includes(name)) refuse(`the name "${name}" means something else in a problem`, '.extensions')
  return found
}

const rowOf = (name: string, given: ProblemType, base: string): ProblemRow => {
  const refuse: Refuse = (what, at = '') => {
    throw new TypeError(`problem-dialects: defineProblems: types.${name}${at}: ${what}`)
  }
  if (!/^[a-z][A-Za-z0-9]{0,63}$/.test(name)) refuse('expected a name in camel case')
  if ((ownNames as readonly string[]).includes(name)) refuse('the name is taken by what is made of the table')
  if (!isObj(given)) refuse('expected an object')
  for (const member of Object.keys(given)) {
    const meant = nearest(member, rowMembers)
    if (!rowMembers.includes(member))
      refuse(`unknown member "${member}"${meant === undefined ? '' : `: did you mean "${meant}"?`}`)
  }
  const { title, description, extensions, example, retry = {} } = given
  const { kind, status = kind === undefined ? undefined : statusOfKind[kind], code, type } = given
  if (!isText(title)) refuse(`expected a text, got ${shown(title)}`, '.title')
  if (kind !== undefined && !kinds.includes(kind))
    refuse(`unknown kind ${shown(kind)}: one of ${kinds.join(', ')}`, '.kind')
  if (status === undefined) return refuse('needs a kind or a status')
  if (!(Number.isInteger(status) && status >= 400 && status <= 599))
    refuse(`expected a status of 400 to 599, got ${shown(status)}`, '.status')
  if (code !== undefined && !/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/.test(code))
    refuse(`expected a word, got ${shown(code)}`, '.code')
  if (type !== undefined && !isUri(type)) refuse(`expected an absolute URI, got ${shown(type)}`, '.type')
  if (description !== undefined && !isText(description)) refuse('expected a text', '.description')
  if (!isObj(retry)) refuse('expected an object', '.retry')
  if (retry.advice !== undefined && !advices.includes(retry.advice))
    refuse(`unknown advice ${shown(retry.advice)}: one of ${advices.join(', ')}`, '.retry.advice')
  const schema = describe(given, refuse)
  if (example !== undefined && (!isObj(example) || readExtensions(extensions, example) === undefined))
    refuse('is not what extensions accepts', '.example')
  return {
    name,
    type: type ?? base + joined(name, '-'),
    code: code ?? joined(name, '_'),
    title,
    status,
    kind: kind ?? (statusOf(status).kind as Kind),
    description,
    extensions,
    schema,
    example,
    retry,
  }
}

const isUri = (u: unknown): u is string => isText(u) && /^[A-Za-z][A-Za-z0-9+.-]*:[!-~]+$/.test(u)

/**
 * The rows of a table. What cannot work throws a `TypeError` that names the row and the member.
 *
 * @category constructors
 * @since 0.1.0
 */
export const rowsOf = (table: ProblemTable): readonly ProblemRow[] => {
  const refuse = (what: string): never => {
    throw new TypeError(`problem-dialects: defineProblems: ${what}`)
  }
  if (!isObj(table)) return refuse('expected { base, types }')
  for (const name of Object.keys(table))
    if (!['base', 'types'].includes(name)) refuse(`unknown member "${name}": expected base and types`)
  const { base, types } = table
  if (!isUri(base) || !/[/#:]$/.test(base))
    refuse(`base: expected an absolute URI that ends with "/", "#" or ":", got ${shown(base)}`)
  if (!isObj(types) || Object.keys(types).length === 0) return refuse('types: expected at least one type')
  const rows = Object.keys(types).map(name => rowOf(name, types[name] as ProblemType, base))
  for (const member of ['type', 'code'] as const)
    rows.forEach((row, i) => {
      const other = rows.findIndex(one => one[member] === row[member])
      if (other < i) refuse(`types.${row.name}.${member}: "${row[member]}" is that of ${rows[other]?.name}, too`)
    })
  return rows
}
