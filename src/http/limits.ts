/**
 * What one response may cost: the caps that every reader of this package keeps to.
 * Comes in: nothing. Goes out: the caps, each an option. Over a cap means cut, counted and warned of; never a throw.
 */
import { total } from './total.js'

/**
 * Caps on what is read from one response.
 *
 * @category model
 * @since 0.1.0
 */
export interface Limits {
  /** Bytes of the body that are read (after decompression). */
  readonly bodyBytes: number
  /** Levels of nesting that are kept. */
  readonly depth: number
  /** Entries kept in `errors`. */
  readonly items: number
  /** Members kept per object. */
  readonly keys: number
  /** Characters (UTF-16 units) kept per string. */
  readonly stringLength: number
  /** Characters of JSON kept in all `extensions` of one problem together. */
  readonly extensionsLength: number
}

/**
 * 1 MiB of body, depth 64, 1,000 items, 1,000 members an object, 16 KiB a string, 64 KiB of extensions.
 *
 * @category model
 * @since 0.1.0
 */
export const defaultLimits: Limits = {
  bodyBytes: 1_048_576,
  depth: 64,
  items: 1_000,
  keys: 1_000,
  stringLength: 16_384,
  extensionsLength: 65_536,
}

const names = Object.keys(defaultLimits) as readonly (keyof Limits)[]

/**
 * Caps that can be relied on: what is no number of 0 or more is taken from the defaults.
 *
 * @example
 * limitsOf({ depth: 8 }) // { depth: 8, bodyBytes: 1048576, … }
 * limitsOf(null) // as `defaultLimits`
 *
 * @category constructors
 * @since 0.1.0
 */
export const limitsOf: (given: unknown) => Limits = total(given => {
  const limits: Record<keyof Limits, number> = { ...defaultLimits }
  for (const name of names) {
    const cap = (given as Partial<Limits>)[name]
    if (typeof cap === 'number' && cap >= 0) limits[name] = cap
  }
  return limits
}, defaultLimits)
