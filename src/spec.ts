/**
 * A dialect from data: what an operator keeps in configuration instead of code.
 * Comes in: JSON in the format of docs/dialect-spec.md. Goes out: a {@link Dialect} like any other, or a `TypeError` with the pointer
 * of the fault: at start, never while reading. This room knows no API.
 */
import * as t from 'io-ts'
import { firstOf, members, type WireCodec } from './codec.js'
import { type AnyDialect, type Dialect, type MemberType, type MemberTypes, memberTypes, type Shape } from './dialect.js'
import { claimOf, earnedOf } from './spec/claim.js'
import type { Commented, DialectSpec } from './spec/format.js'
import { checkSpec, plainSpec } from './spec/grammar.js'
import { listed, planOf } from './spec/plan.js'
import { readAlong, readerOf, trimmed } from './spec/read.js'
import { writeAlong, writerOf } from './spec/write.js'

const leaves: Readonly<Record<MemberType, t.Mixed>> = {
  string: t.string,
  number: t.number,
  boolean: t.boolean,
  null: t.null,
  object: t.UnknownRecord,
  array: t.UnknownArray,
}

const leafOf = (types: MemberTypes): t.Mixed => {
  const [first = 'null', second, ...more] = memberTypes.filter(type => listed(types).includes(type))
  return second === undefined
    ? leaves[first]
    : t.union([leaves[first], leaves[second], ...more.map(type => leaves[type])])
}

const leavesOf = (named: Shape['required'] = {}): Record<string, t.Mixed> => {
  const out: Record<string, t.Mixed> = Object.create(null)
  for (const name of Object.keys(named)) out[name] = leafOf(named[name] as MemberTypes)
  return out
}

/** Objects are read member by member; of other bodies nothing is known beforehand. */
const codecOf = (id: string, shapes: readonly Shape[]): AnyDialect['body'] => {
  let codec: WireCodec<object> | undefined
  for (const { root = 'object', required, optional } of shapes) {
    if (root !== 'object') return t.unknown
    const next: WireCodec<object> = members(id, leavesOf(required), leavesOf(optional))
    codec = codec === undefined ? next : firstOf(id, codec, next)
  }
  return codec ?? t.unknown
}

const withoutComment = ({ $comment: _comment, ...shape }: Shape & Commented): Shape => shape

/**
 * A dialect from a spec, which may come from anywhere: it is checked as a whole, and copied. What is wrong with it is told in a
 * `TypeError`: `problem-dialects: spec: /read/detial: unknown member (did you mean "detail"?); expected …`.
 *
 * @example
 * const shop = dialectFromSpec({
 *   id: 'shop',
 *   shape: { required: { oops: 'string' } },
 *   claims: { rung: 'likely', because: 'oops' },
 *   read: { detail: '/oops' },
 * })
 * decodeWith(shop)({ status: 500, json: { oops: 'No.' } }) // right(problem)
 * dialectFromSpec({ id: 'shop' })                          // throws TypeError: … shape is missing …
 *
 * @see https://www.rfc-editor.org/rfc/rfc6901
 * @category constructors
 * @since 0.1.0
 */
export const dialectFromSpec = (given: unknown): Dialect<string, unknown, string> => {
  const plain = plainSpec(given)
  checkSpec(plain)
  const spec = plain as DialectSpec
  const { id, title = id, docs = '', verified = '', statuses, codes, causes, honoursForce } = spec
  const shapes = listed(spec.shape).map(withoutComment)
  const plan = planOf(spec)
  const earned = earnedOf(spec)
  const reader = readerOf(plan, spec)
  const writer = writerOf(spec, plan)
  const dialect: { -readonly [K in keyof AnyDialect]: AnyDialect[K] } = {
    id,
    title,
    docs,
    verified,
    shape: shapes,
    reads: plan.tree.children.map(({ name }) => name),
    body: codecOf(id, shapes),
    // asked of what was sent: the codec leaves out members of a wrong type
    claim: (body, payload) => claimOf(earned, reader, payload.content === 'json' ? payload.json : body, payload),
    toProblem: (body, payload) => readAlong(reader, payload.content === 'json' ? body : trimmed(body), payload),
  }
  if (writer !== undefined) dialect.fromProblem = problem => writeAlong(writer, problem)
  if (statuses !== undefined) dialect.statuses = statuses
  if (codes !== undefined) dialect.codes = codes
  if (causes !== undefined) dialect.causes = causes
  if (honoursForce !== undefined) dialect.honoursForce = honoursForce
  return dialect
}
