/**
 * One-pass io-ts codecs for wire bodies: an object with required and optional members.
 * Comes in: io-ts leaves. Goes out: a `t.Type` that says yes or no in one pass and builds io-ts errors only when it refuses.
 * This room knows no dialect. Members that are not named stay where they are; nothing is copied on the way through.
 */
import * as t from 'io-ts'

type Leaves = Readonly<Record<string, t.Mixed>>
type Required<L extends Leaves> = { readonly [K in keyof L]: t.TypeOf<L[K]> }
type Optional<L extends Leaves> = { readonly [K in keyof L]?: t.TypeOf<L[K]> }

/**
 * The body that {@link members} describes.
 *
 * @category model
 * @since 0.1.0
 */
export type Members<R extends Leaves, O extends Leaves> = Required<R> & Optional<O>

/**
 * A codec of a wire body. `read` is the tolerant one-pass reading that `decode` is built on: the value itself,
 * a copy without the optional members that are of another type than documented, or `undefined`.
 *
 * @category model
 * @since 0.1.0
 */
export interface WireCodec<A> extends t.Type<A, A, unknown> {
  readonly read: Reading<A>
}

/** @category model @since 0.1.0 */
export interface Reading<A> {
  (u: unknown): A | undefined
  /** What it looks for, in this order: who knows the JSON types of all members can tell from them, and need not ask. */
  readonly variants: readonly Variant[]
}

/** @category model @since 0.1.0 */
export interface Variant {
  readonly required: Leaves
  readonly optional: Leaves
}

const hasOwn = Object.prototype.hasOwnProperty

const isObject = (u: unknown): u is Record<string, unknown> => typeof u === 'object' && u !== null && !Array.isArray(u)

/** Nearly every member of a wire body is a text: asking its leaf would cost more than knowing. */
const fits = (leaf: t.Mixed, value: unknown): boolean =>
  leaf === t.string ? typeof value === 'string' : leaf.is(value)

/**
 * An object whose `required` members are there and fit. An `optional` member that does not fit (a `null`, a number for a
 * string) is no reason to refuse a stranger's error: `decode` leaves it out, `is` says no. Other members are left alone.
 *
 * @example
 * const body = members('Body', { error: t.string }, { requestId: t.string })
 * body.decode({ error: 'x', requestId: 7 }) // right({ error: 'x' })
 * body.decode({ requestId: 'r' })           // left: error is missing
 *
 * @category constructors
 * @since 0.1.0
 */
export const members = <R extends Leaves, O extends Leaves = Record<never, never>>(
  name: string,
  required: R,
  optional?: O,
): WireCodec<Members<R, O>> => {
  type A = Members<R, O>
  const requiredNames = Object.keys(required)
  const requiredLeaves = requiredNames.map(key => required[key] as t.Mixed)
  const optionalLeaves: Record<string, t.Mixed | undefined> = Object.assign(Object.create(null), optional)

  const hasRequired = (u: Record<string, unknown>): boolean => {
    for (let i = 0; i < requiredNames.length; i++) {
      const key = requiredNames[i] as string
      if (!fits(requiredLeaves[i] as t.Mixed, u[key]) || !hasOwn.call(u, key)) return false
    }
    return true
  }

  const misfits = (u: Record<string, unknown>): string[] | undefined => {
    let found: string[] | undefined
    // a body has fewer members than may be there
    for (const key in u) {
      const leaf = optionalLeaves[key]
      if (leaf === undefined || u[key] === undefined || fits(leaf, u[key])) continue
      if (found === undefined) found = [key]
      else found.push(key)
    }
    return found
  }

  const read = (u: unknown): A | undefined => {
    if (!isObject(u) || !hasRequired(u)) return undefined
    const wrong = misfits(u)
    if (wrong === undefined) return u as A
    const copy = { ...u }
    for (const key of wrong) delete copy[key]
    return copy as A
  }

  const refuse = (u: unknown, context: t.Context): t.Validation<A> => {
    if (!isObject(u)) return t.failure(u, context)
    const errors: t.Errors = []
    for (let i = 0; i < requiredNames.length; i++) {
      const key = requiredNames[i] as string
      const type = requiredLeaves[i] as t.Mixed
      const at = t.appendContext(context, key, type, u[key])
      const result = hasOwn.call(u, key) ? type.validate(u[key], at) : t.failure(undefined, at)
      if (result._tag === 'Left') errors.push(...result.left.slice(0, 100))
    }
    return t.failures(errors)
  }

  const type = new t.Type<A, A, unknown>(
    name,
    (u): u is A => isObject(u) && hasRequired(u) && misfits(u) === undefined,
    (u, context) => {
      const value = read(u)
      return value === undefined ? refuse(u, context) : t.success(value)
    },
    t.identity,
  )
  return Object.assign(type, { read: Object.assign(read, { variants: [{ required, optional: optional ?? {} }] }) })
}

/**
 * What members of these JSON types are to a wire codec: `read` it as it stands, refuse it (`no`), or `ask` the codec, because
 * a leaf looks at more than the type or an optional member does not fit.
 *
 * @category detection
 * @since 0.1.0
 */
export const verdictOf = (
  codec: t.Type<unknown, unknown, unknown>,
  typeOf: (name: string) => string | undefined,
): 'read' | 'no' | 'ask' => {
  if (codec === t.unknown) return 'read'
  const variants = variantsOf(codec)
  if (variants === undefined) return 'ask'
  for (const { required, optional } of variants) {
    let refused = false
    for (const name in required) {
      const type = typeOf(name)
      const types = typesOf(required[name] as t.Mixed)
      if (types === undefined) return 'ask'
      if (type === undefined || !types.includes(type)) refused = true
    }
    if (refused) continue
    for (const name in optional) {
      const type = typeOf(name)
      if (type !== undefined && typesOf(optional[name] as t.Mixed)?.includes(type) !== true) return 'ask'
    }
    return 'read'
  }
  return 'no'
}

/** What a codec is made of, where it is one of ours. @category accessors @since 0.1.0 */
export const variantsOf = (codec: t.Type<unknown, unknown, unknown>): readonly Variant[] | undefined =>
  (codec as Partial<WireCodec<unknown>>).read?.variants

/** The JSON types that a leaf takes, where it takes all values of these types and no other. */
const typesOf = (leaf: t.Mixed): readonly string[] | undefined => {
  const known = leafTypes.find(([type]) => type === leaf)
  if (known !== undefined) return [known[1]]
  if (!(leaf instanceof t.UnionType)) return undefined
  const all: string[] = []
  for (const one of leaf.types as readonly t.Mixed[]) {
    const types = typesOf(one)
    if (types === undefined) return undefined
    all.push(...types)
  }
  return all
}

const leafTypes: readonly (readonly [t.Mixed, string])[] = [
  [t.string, 'string'],
  [t.number, 'number'],
  [t.boolean, 'boolean'],
  [t.null, 'null'],
  [t.UnknownArray, 'array'],
  [t.UnknownRecord, 'object'],
]

/**
 * Reads with any codec: in one pass with ours; with a plain io-ts codec its guard first, because a yes costs least there.
 *
 * @category decoding
 * @since 0.1.0
 */
export const readWith = <A>(codec: t.Type<A, unknown, unknown>, u: unknown): A | undefined => {
  const { read } = codec as Partial<WireCodec<A>>
  if (read !== undefined) return read(u)
  if (codec.is(u)) return u
  const result = codec.decode(u)
  return result._tag === 'Right' ? result.right : undefined
}

/**
 * The first of a few codecs that reads the value. For bodies with variants; never for a list of dialects.
 *
 * @category constructors
 * @since 0.1.0
 */
export const firstOf = <A, B>(name: string, a: WireCodec<A>, b: WireCodec<B>): WireCodec<A | B> => {
  const read = (u: unknown): A | B | undefined => a.read(u) ?? b.read(u)
  const type = new t.Type<A | B, A | B, unknown>(
    name,
    (u): u is A | B => a.is(u) || b.is(u),
    (u, context) => {
      const value = read(u)
      return value === undefined ? a.validate(u, context) : t.success(value)
    },
    t.identity,
  )
  return Object.assign(type, { read: Object.assign(read, { variants: [...a.read.variants, ...b.read.variants] }) })
}

const readText = Object.assign((u: unknown): string | undefined => (typeof u === 'string' ? u : undefined), {
  variants: [] as readonly Variant[],
})

/**
 * A body that is no JSON, as the text that it is. For dialects that speak JSON and XML: `firstOf('Body', members(…), textBody)`.
 *
 * @category constructors
 * @since 0.1.0
 */
export const textBody: WireCodec<string> = Object.assign(
  new t.Type<string, string, unknown>('TextBody', t.string.is, t.string.validate, t.identity),
  { read: readText },
)
