/**
 * The contract of a dialect: who it is, what it looks like, and two arrows.
 * Comes in: a body its codec accepts. Goes out: what that body says, in canonical words; and the way back.
 * This room knows no member of the family.
 */
import type * as t from 'io-ts'
import type { Payload } from './exchange.js'
import type { ApiProblem, Rung } from './problem.js'
import type { Said } from './said.js'
import { kinds } from './status/kind.js'
import { type ApiWord, advices, appliedWords, type SpeaksStatus, scopes } from './status/semantics.js'

/** The JSON types of a member. @category model @since 0.1.0 */
export const memberTypes = ['string', 'number', 'boolean', 'null', 'object', 'array'] as const

/** @category model @since 0.1.0 */
export type MemberType = (typeof memberTypes)[number]

/** @category model @since 0.1.0 */
export type MemberTypes = MemberType | readonly MemberType[]

/** What a body can be: JSON of one of four kinds, or what is no JSON. @category model @since 0.1.0 */
export const roots = ['object', 'array', 'string', 'scalar', 'html', 'xml', 'text', 'empty'] as const

/**
 * The cheap, declarative signature of a body. The index of all dialects is built from these.
 *
 * @category model
 * @since 0.1.0
 */
export interface Shape {
  /** What the body is. Default: a JSON object. */
  readonly root?: (typeof roots)[number]
  /** Top-level members that must be there, with their type. */
  readonly required?: Readonly<Record<string, MemberTypes>>
  /** Top-level members that may be there. With `required` these are the members the dialect reads; others are left over. */
  readonly optional?: Readonly<Record<string, MemberTypes>>
  /** Top-level members that must not be there: they say that somebody else is speaking. */
  readonly absent?: readonly string[]
  /** No other top-level members than the named ones. */
  readonly closed?: boolean
  /** Top-level members of any name, and all of these types. */
  readonly every?: MemberTypes
  /** Only under one of these media types (lower case, without parameters). */
  readonly mediaTypes?: readonly string[]
  /** Only beside one of these fields (lower case), which hardly anybody else sends. */
  readonly fields?: readonly string[]
}

/** How sure a dialect is that it is speaking, and because of what. @category model @since 0.1.0 */
export interface Claim {
  readonly rung: Rung
  readonly because: string
}

/** What a dialect makes of a problem on the way back. @category model @since 0.1.0 */
export interface Spoken {
  readonly body: unknown
  /** Default: `application/json`. */
  readonly contentType?: string
  /** Further fields, lower case. Values that cannot stand in a field are dropped. */
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * One API's way of saying no. A value: write one, pass it to `createNormalizer` or `decodeWith`.
 *
 * @category model
 * @since 0.1.0
 */
export interface Dialect<Id extends string = string, Body = unknown, Code extends string = string>
  extends SpeaksStatus {
  readonly id: Id
  readonly title: string
  /** Where the API documents it. */
  readonly docs: string
  /** When it was last checked against the real thing or its document (ISO date), and how. */
  readonly verified: string
  readonly shape: Shape | readonly Shape[]
  /** The top-level members that `toProblem` reads; all others are left over. Default: those that `shape` requires or allows. */
  readonly reads?: readonly string[]
  readonly body: t.Type<Body, unknown, unknown>
  /** Asked once the codec holds; `undefined` is no claim. */
  claim(body: Body, payload: Payload): Claim | undefined
  toProblem(body: Body, payload: Payload): Said
  /** Without it the dialect is decode-only. */
  fromProblem?(problem: ApiProblem): Spoken
  /** The documented table of error codes. */
  readonly codes?: Readonly<Record<Code, ApiWord>>
  /** Where the document tells causes of one code apart by their message: asked first, by `code: detail`; such a code has no colon. */
  readonly causes?: Readonly<Record<string, ApiWord>>
  /** Documents a field that orders a retry; without it such an order is ignored. A veto always counts. */
  readonly honoursForce?: boolean
}

/** Any dialect, whatever its body. @category model @since 0.1.0 */
// biome-ignore lint/suspicious/noExplicitAny: a list of dialects holds bodies of every type; only its own codec feeds a dialect
export type AnyDialect = Dialect<string, any, any>

/** The error codes that a dialect documents, as a type. @category model @since 0.1.0 */
export type CodeOf<D> = D extends Dialect<string, infer _Body, infer Code> ? Code : string

/** A problem that is known to come from one dialect: its codes are types. @category model @since 0.1.0 */
export type ProblemFrom<D extends AnyDialect> = ApiProblem & {
  readonly dialect: D['id']
  readonly code?: CodeOf<D> | (string & Record<never, never>)
}

/**
 * Did this dialect speak? Narrows `dialect` and `code`.
 *
 * @example
 * isFrom(problem, base) && problem.code === 'rate_limit_exceeded'
 *
 * @category accessors
 * @since 0.1.0
 */
export const isFrom = <D extends AnyDialect>(problem: ApiProblem, dialect: D): problem is ProblemFrom<D> =>
  problem?.dialect === dialect.id

/** The shapes of a dialect; none for an API that has no envelope. @category accessors @since 0.1.0 */
export const shapesOf = (dialect: AnyDialect): readonly Shape[] =>
  Array.isArray(dialect.shape) ? dialect.shape : [(dialect.shape ?? {}) as Shape]

/** The top-level members that a dialect reads: what is not among them is left over. @category accessors @since 0.1.0 */
export const readsOf = (dialect: AnyDialect): Readonly<Record<string, true>> => {
  const reads: Record<string, true> = Object.create(null)
  for (const { required, optional } of dialect.reads === undefined ? shapesOf(dialect) : [])
    for (const name in { ...required, ...optional }) reads[name] = true
  for (const name of dialect.reads ?? []) reads[name] = true
  return reads
}

/** What a dialect threw, in a few words. @category accessors @since 0.1.0 */
export const messageOf = (error: unknown): string => {
  try {
    return String(error instanceof Error ? error.message : error).slice(0, 200)
  } catch {
    return 'something that cannot be printed'
  }
}

const includes = (words: readonly string[], word: unknown): boolean =>
  word === undefined || words.includes(word as string)

/**
 * Throws a `TypeError` that says what is wrong with a dialect, and where. A dialect from plain JavaScript or from JSON has no
 * compiler to tell.
 *
 * @category constructors
 * @since 0.1.0
 */
export const checkDialect = (dialect: AnyDialect, where: string): void => {
  const fail = (what: string, at = where): never => {
    throw new TypeError(`problem-dialects: ${at}: ${what}`)
  }
  if (typeof dialect !== 'object' || dialect === null) fail('expected a dialect')
  if (typeof dialect.id !== 'string' || !/^[a-z0-9][a-z0-9-]*$/.test(dialect.id)) fail('id is not kebab-case')
  const at = `${where} "${dialect.id}"`
  if (typeof dialect.body?.is !== 'function') fail('body is not an io-ts codec', at)
  for (const part of ['claim', 'toProblem'] as const)
    if (typeof dialect[part] !== 'function') fail(`${part} is not a function`, at)
  for (const { root, required, optional, every } of shapesOf(dialect)) {
    if (!includes(roots, root)) fail(`shape.root "${root}" is unknown`, at)
    for (const types of [...Object.values(required ?? {}), ...Object.values(optional ?? {}), every ?? []])
      for (const type of ([] as string[]).concat(types))
        if (!includes(memberTypes, type)) fail(`member type "${type}" is unknown`, at)
  }
  for (const table of ['statuses', 'codes', 'causes'] as const)
    for (const [name, word] of Object.entries((dialect[table] ?? {}) as Readonly<Record<string, ApiWord>>)) {
      if (typeof word?.because !== 'string') fail(`${table}.${name}: because is not a text`, at)
      for (const [member, words] of [
        ['advice', advices],
        ['applied', appliedWords],
        ['kind', kinds],
        ['scope', scopes],
      ] as const)
        if (!includes(words, word[member])) fail(`${table}.${name}.${member}: "${String(word[member])}" is unknown`, at)
    }
}

/**
 * A dialect with the types of its id and codes inferred. What cannot work throws a `TypeError` here, not while reading.
 *
 * @category constructors
 * @since 0.1.0
 */
export const dialect = <Id extends string, Body, Code extends string = never>(
  spec: Dialect<Id, Body, Code>,
): Dialect<Id, Body, Code> => {
  checkDialect(spec, 'dialect')
  return spec
}
