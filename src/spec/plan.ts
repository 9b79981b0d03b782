/**
 * A spec made ready for reading: pointers as tokens, and what may be consumed as a tree of names.
 * Comes in: a spec that was checked. Goes out: a plan, made once.
 * This room reads no body. What is read but not consumed (a delay, an element of a list) is in no tree: it stays where it was.
 */
import type { MemberType, Shape } from '../dialect.js'
import { parsePointer } from '../http/pointer.js'
import type {
  DelayUnit,
  DialectSpec,
  OneOrMore,
  PathSyntax,
  SpecErrors,
  SpecField,
  SpecItem,
  SpecLink,
  SpecPlace,
  SpecSource,
  SpecWait,
} from './format.js'

/** One name in a body below which something may be consumed. @category model @since 0.1.0 */
export interface Branch {
  readonly name: string
  /** The number under which it is noted that the value here was consumed. */
  readonly mark: number
  readonly children: readonly Branch[]
  readonly byName: Readonly<Record<string, Branch | undefined>>
}

/** One place to read from. @category model @since 0.1.0 */
export interface Source {
  /** A field of the response, instead of a place in the body. */
  readonly header: string | undefined
  readonly tokens: readonly string[]
  /** Some token is a number, so that the place may be in a list. */
  readonly indexed: boolean
  /** -1: what is read here is not consumed. */
  readonly mark: number
  /** How it is written on the way back, where that is known. */
  readonly type: 'string' | 'number' | undefined
}

/** @category model @since 0.1.0 */
export type Sources = readonly Source[]

/** @category model @since 0.1.0 */
export interface LinkSource {
  readonly rel: string
  readonly source: Source
}

/** @category model @since 0.1.0 */
export interface FieldSource {
  readonly path: PathSyntax
  readonly source: Source
}

/** How one error is read. @category model @since 0.1.0 */
export interface ItemPlan {
  readonly tree: Branch
  readonly detail: Sources
  readonly code: Sources
  readonly resource: Sources
  readonly in: Sources
  readonly field: readonly FieldSource[]
  readonly links: readonly LinkSource[]
}

/** @category model @since 0.1.0 */
export interface ErrorsPlan {
  readonly source: Source
  readonly isMap: boolean
  readonly path: PathSyntax
  readonly single: boolean
  /** Names that stand for the whole document. */
  readonly whole: Readonly<Record<string, true | undefined>>
  readonly item: ItemPlan
}

/** @category model @since 0.1.0 */
export const textRoles = ['detail', 'code', 'title', 'type', 'instance', 'requestId', 'traceId', 'userMessage'] as const

/** @category model @since 0.1.0 */
export type TextRole = (typeof textRoles)[number]

/** How a body is read. @category model @since 0.1.0 */
export interface Plan extends Readonly<Record<TextRole, Sources>> {
  readonly tree: Branch
  readonly bodyStatus: Sources
  readonly retryable: Sources
  readonly wait: readonly { readonly source: Source; readonly unit: DelayUnit }[]
  readonly links: readonly LinkSource[]
  readonly errors: readonly ErrorsPlan[]
  readonly codeIsCategory: boolean | undefined
}

/** One or several as a list; nothing is none. @category accessors @since 0.1.0 */
export const listed = <A>(given: OneOrMore<A> | undefined): readonly A[] =>
  given === undefined ? [] : Array.isArray(given) ? (given as readonly A[]) : [given as A]

interface Growing extends Branch {
  mark: number
  readonly children: Growing[]
  readonly byName: Record<string, Growing | undefined>
}

const sprout = (name: string): Growing => ({
  name,
  mark: -1,
  children: [],
  byName: Object.create(null) as Growing['byName'],
})

/** A tree and the marks in it. */
interface Grove {
  readonly tree: Growing
  marks: number
}

const plant = (): Grove => ({ tree: sprout(''), marks: 0 })

const markAt = (grove: Grove, tokens: readonly string[]): number => {
  let at = grove.tree
  for (const token of tokens) {
    let next = at.byName[token]
    if (next === undefined) {
      next = sprout(token)
      at.byName[token] = next
      at.children.push(next)
    }
    at = next
  }
  if (at.mark < 0) at.mark = grove.marks++
  return at.mark
}

const index = /^(?:0|[1-9][0-9]{0,9})$/

/** Can the token be a place in a list? @category accessors @since 0.1.0 */
export const isIndex = (token: string): boolean => index.test(token)

/** The one type that the shapes give to a member of the top. */
const typeIn = (tokens: readonly string[], shapes: readonly Shape[]): Source['type'] => {
  const [name] = tokens
  if (name === undefined || tokens.length > 1) return undefined
  const types: MemberType[] = []
  for (const { required, optional } of shapes)
    for (const named of [required, optional])
      if (named !== undefined && Object.prototype.hasOwnProperty.call(named, name)) types.push(...listed(named[name]))
  return (['string', 'number'] as const).find(one => types.length > 0 && types.every(type => type === one))
}

/** `grove` absent: what is read there is not consumed. */
const sourceOf = (given: SpecSource, grove: Grove | undefined, shapes: readonly Shape[] = []): Source => {
  if (typeof given === 'object' && 'header' in given)
    return { header: given.header.toLowerCase(), tokens: [], indexed: false, mark: -1, type: undefined }
  const { pointer, type }: SpecPlace = typeof given === 'string' ? { pointer: given } : given
  const tokens = parsePointer(pointer) ?? []
  return {
    header: undefined,
    tokens,
    indexed: tokens.some(isIndex),
    mark: grove === undefined ? -1 : markAt(grove, tokens),
    type: type ?? typeIn(tokens, shapes),
  }
}

const eachSource = (
  given: OneOrMore<SpecSource> | undefined,
  grove: Grove | undefined,
  shapes?: readonly Shape[],
): Sources => listed(given).map(one => sourceOf(one, grove, shapes))

const linksOf = (given: OneOrMore<SpecLink> | undefined, grove: Grove): readonly LinkSource[] =>
  listed(given).map(({ rel, pointer }) => ({ rel, source: sourceOf(pointer, grove) }))

const itemPlan = (item: SpecItem): ItemPlan => {
  const grove = plant()
  return {
    tree: grove.tree,
    detail: eachSource(item.detail, grove),
    code: eachSource(item.code, grove),
    resource: eachSource(item.resource, grove),
    in: eachSource(item.in, grove),
    field: listed<SpecField>(item.field).map(({ pointer, path }) => ({ path, source: sourceOf(pointer, grove) })),
    links: linksOf(item.links, grove),
  }
}

const namesOf = (names: readonly string[] = []): ErrorsPlan['whole'] => {
  const out: Record<string, true> = Object.create(null)
  for (const name of names) out[name] = true
  return out
}

const errorsPlan = ({ pointer, as, path, values, whole, item }: SpecErrors, grove: Grove): ErrorsPlan => ({
  source: sourceOf(pointer, grove),
  isMap: as === 'map',
  path: path ?? 'auto',
  single: values === 'one',
  whole: namesOf(whole),
  item: itemPlan(item ?? {}),
})

/**
 * The plan of a spec that was checked.
 *
 * @category constructors
 * @since 0.1.0
 */
export const planOf = ({ read = {}, shape }: DialectSpec): Plan => {
  const grove = plant()
  const shapes = listed(shape)
  const at = (given: OneOrMore<SpecSource> | undefined) => eachSource(given, grove, shapes)
  return {
    tree: grove.tree,
    detail: at(read.detail),
    code: at(read.code),
    title: at(read.title),
    type: at(read.type),
    instance: at(read.instance),
    requestId: at(read.requestId),
    traceId: at(read.traceId),
    userMessage: at(read.userMessage),
    bodyStatus: at(read.bodyStatus),
    retryable: eachSource(read.retryable, undefined),
    wait: listed<SpecWait>(read.wait).map(one => ({ source: sourceOf(one, undefined, shapes), unit: one.unit })),
    links: linksOf(read.links, grove),
    errors: listed<SpecErrors>(read.errors).map(one => errorsPlan(one, grove)),
    codeIsCategory: read.codeIsCategory,
  }
}

/** Every place of a plan that is consumed there. @category accessors @since 0.1.0 */
export const sourcesOf = (plan: Plan): readonly Source[] => [
  ...textRoles.flatMap(role => plan[role]),
  ...plan.bodyStatus,
  ...plan.links.map(({ source }) => source),
  ...plan.errors.map(({ source }) => source),
]
