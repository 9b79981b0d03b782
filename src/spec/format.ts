/**
 * The words of a dialect that is written down as data.
 * Comes in: nothing. Goes out: the types of a spec and its closed lists of words.
 * This room knows no reader and no writer. The document of the format is docs/dialect-spec.md.
 */
import type { MemberTypes, Shape } from '../dialect.js'
import type { Rung } from '../problem.js'
import type { ApiWord } from '../status/semantics.js'

/** How a delay is said: a number of units from now, an instant, or a text. @category model @since 0.1.0 */
export const delayUnits = ['ms', 's', 'epoch-ms', 'epoch-s', 'duration', 'http-date', 'date-time'] as const

/** @category model @since 0.1.0 */
export type DelayUnit = (typeof delayUnits)[number]

/**
 * How an API spells the place of an error: a JSON Pointer or its URI fragment; names between dots; any of these, as it
 * looks; or a list of names and numbers, which may begin with its place.
 *
 * @category model
 * @since 0.1.0
 */
export const pathSyntaxes = ['pointer', 'dot', 'auto', 'loc'] as const

/** @category model @since 0.1.0 */
export type PathSyntax = (typeof pathSyntaxes)[number]

/** What a body that a spec describes can be: pages and markup are read by the library itself. @category model @since 0.1.0 */
export const specRoots = ['object', 'array', 'string', 'scalar', 'text', 'empty'] as const

/** One, or several in order of preference. @category model @since 0.1.0 */
export type OneOrMore<A> = A | readonly A[]

/** Anything: nobody reads it. @category model @since 0.1.0 */
export interface Commented {
  readonly $comment?: unknown
}

/** A JSON Pointer into the body. @category model @since 0.1.0 */
export interface SpecPlace extends Commented {
  readonly pointer: string
  /** How it is written on the way back. Default: as `shape` says, else a text. */
  readonly type?: 'string' | 'number'
}

/** A field of the response. @category model @since 0.1.0 */
export interface SpecHeader extends Commented {
  readonly header: string
}

/** Where something is said: a pointer, or a field of the response. @category model @since 0.1.0 */
export type SpecSource = string | SpecPlace | SpecHeader

/** @category model @since 0.1.0 */
export type JsonScalar = string | number | boolean | null

/**
 * What must be so at one place of the body or in one field, where all that is named must hold; or that the code which the body
 * says is documented, alone (`codes`) or with its message (`causes`).
 *
 * @category model
 * @since 0.1.0
 */
export interface SpecCondition extends Commented {
  readonly documented?: 'code' | 'cause'
  readonly pointer?: string
  readonly header?: string
  readonly has?: boolean
  readonly type?: MemberTypes
  readonly equals?: JsonScalar
  readonly oneOf?: readonly JsonScalar[]
  readonly startsWith?: string
  /** An object that has no members but these. */
  readonly only?: readonly string[]
}

/** A rung and what earns it. The first whose conditions all hold is the claim. @category model @since 0.1.0 */
export interface SpecClaim extends Commented {
  readonly rung: Rung
  readonly because: string
  readonly when?: OneOrMore<SpecCondition>
}

/** @category model @since 0.1.0 */
export interface SpecLink extends Commented {
  readonly rel: string
  readonly pointer: string
}

/** @category model @since 0.1.0 */
export type SpecWait = (SpecPlace | SpecHeader) & { readonly unit: DelayUnit }

/** @category model @since 0.1.0 */
export interface SpecField extends Commented {
  readonly pointer: string
  readonly path: PathSyntax
}

/** Where the parts of one error stand, from the error itself on: `""` is an error that is a bare text. @category model @since 0.1.0 */
export interface SpecItem extends Commented {
  readonly detail?: OneOrMore<string | SpecPlace>
  readonly code?: OneOrMore<string | SpecPlace>
  readonly field?: OneOrMore<SpecField>
  readonly in?: OneOrMore<string>
  readonly resource?: OneOrMore<string | SpecPlace>
  readonly links?: OneOrMore<SpecLink>
}

/** A list of errors, or a map of fields to errors. @category model @since 0.1.0 */
export interface SpecErrors extends Commented {
  readonly pointer: string
  readonly as: 'list' | 'map'
  /** How a map spells its fields. Default: `auto`. */
  readonly path?: Exclude<PathSyntax, 'loc'>
  /** Names of fields that stand for the whole document. */
  readonly whole?: readonly string[]
  /** What a map holds for a field on the way back: a list (default), or one error alone. */
  readonly values?: 'list' | 'one'
  readonly item?: SpecItem
}

/** Where the body says what; alternatives in order. @category model @since 0.1.0 */
export interface SpecReading extends Commented {
  readonly detail?: OneOrMore<SpecSource>
  readonly code?: OneOrMore<SpecSource>
  readonly title?: OneOrMore<SpecSource>
  readonly type?: OneOrMore<SpecSource>
  readonly instance?: OneOrMore<SpecSource>
  readonly requestId?: OneOrMore<SpecSource>
  readonly traceId?: OneOrMore<SpecSource>
  readonly userMessage?: OneOrMore<SpecSource>
  readonly bodyStatus?: OneOrMore<string | SpecPlace>
  /** `false` there is a veto. */
  readonly retryable?: OneOrMore<string>
  readonly wait?: OneOrMore<SpecWait>
  readonly links?: OneOrMore<SpecLink>
  readonly errors?: OneOrMore<SpecErrors>
  /** The API documents its code as a category, so that even a phrase of a status is one. */
  readonly codeIsCategory?: boolean
}

/** The way back. @category model @since 0.1.0 */
export interface SpecWriting extends Commented {
  readonly contentType?: string
  /** What stands at a pointer whatever the problem, unless something else does. */
  readonly constants?: Readonly<Record<string, JsonScalar>>
}

/**
 * A dialect written down as JSON.
 *
 * @category model
 * @since 0.1.0
 */
export interface DialectSpec extends Commented {
  readonly $schema?: string
  readonly id: string
  readonly title?: string
  readonly docs?: string
  readonly verified?: string
  readonly shape: OneOrMore<Shape & Commented>
  readonly claims: OneOrMore<SpecClaim>
  readonly read?: SpecReading
  /** `false`: decode-only. */
  readonly write?: boolean | SpecWriting
  readonly statuses?: Readonly<Record<string, ApiWord & Commented>>
  readonly codes?: Readonly<Record<string, ApiWord & Commented>>
  readonly causes?: Readonly<Record<string, ApiWord & Commented>>
  /** The API documents a field that orders a retry. */
  readonly honoursForce?: boolean
}
