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
  readonly read: (u: unknown) => A | undefined
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
  return Object.assign(type, { read })
}

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
  return Object.assign(type, { read })
}
