/**
 * Where in samples of bodies the facts stand that somebody read from them.
 * Comes in: bodies and facts. Goes out: pointers, in an order in which the first that holds anything tells the fact.
 * This room knows no names: it compares values.
 */
import { formatPointer } from '../http/pointer.js'
import { isObj } from '../reading.js'

/** What stands where in one body: scalars and short lists of scalars, by pointer. @category model @since 0.1.0 */
export type Spots = Readonly<Record<string, unknown>>

/** Where something was found. @category model @since 0.1.0 */
export interface Places {
  readonly pointers: readonly string[]
  /** In how many samples that have the fact it is told. */
  readonly told: number
  readonly of: number
}

const maxDepth = 4
const maxSpots = 2_000
const maxLoc = 64

const isScalar = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null

/** All that stands in a body, through objects only. @category accessors @since 0.1.0 */
export const spotsOf = (body: unknown): Spots => {
  const spots: Record<string, unknown> = Object.create(null)
  let count = 0
  const walk = (value: unknown, at: string, depth: number): void => {
    if (count >= maxSpots) return
    if (isScalar(value) || (Array.isArray(value) && value.length <= maxLoc && value.every(isScalar))) {
      spots[at] = value
      count++
    }
    if (!isObj(value) || depth >= maxDepth) return
    for (const name of Object.keys(value)) walk(value[name], at + formatPointer([name]), depth + 1)
  }
  walk(body, '', 0)
  return spots
}

const orders = <A>(list: readonly A[]): readonly (readonly A[])[] =>
  list.length < 2
    ? [list]
    : list.flatMap((one, i) => orders([...list.slice(0, i), ...list.slice(i + 1)]).map(rest => [one, ...rest]))

const depthOf = (pointer: string): number => pointer.split('/').length

/**
 * The pointers at which the facts stand. `tells` says what a value would be read as. A fact that is `undefined` tells nothing: it may be found
 * or not.
 *
 * @category accessors
 * @since 0.1.0
 */
export const placesOf = (
  samples: readonly Spots[],
  facts: readonly (string | undefined)[],
  tells: (value: unknown) => string | undefined,
): Places => {
  const of = facts.filter(fact => fact !== undefined).length
  const found: Record<string, number[]> = Object.create(null)
  samples.forEach((spots, i) => {
    if (facts[i] === undefined) return
    for (const pointer in spots) if (tells(spots[pointer]) === facts[i]) (found[pointer] ??= []).push(i)
  })
  const chosen: string[] = []
  const told: Record<number, true> = {}
  const gain = (pointer: string): number => (found[pointer] ?? []).filter(i => told[i] === undefined).length
  const candidates = Object.keys(found).sort((a, b) => depthOf(a) - depthOf(b))
  while (chosen.length < 4) {
    let best: string | undefined
    for (const pointer of candidates)
      if (gain(pointer) > 0 && (best === undefined || gain(pointer) > gain(best))) best = pointer
    if (best === undefined) break
    for (const i of found[best] ?? []) told[i] = true
    chosen.push(best)
  }
  const first = (order: readonly string[], spots: Spots): string | undefined => {
    for (const pointer of order) {
      const value = tells(spots[pointer])
      if (value !== undefined) return value
    }
    return undefined
  }
  let pointers: readonly string[] = chosen
  let most = -1
  for (const order of orders(chosen)) {
    const right = samples.filter((spots, i) => facts[i] !== undefined && first(order, spots) === facts[i]).length
    if (right <= most) continue
    most = right
    pointers = order
  }
  return { pointers, told: Math.max(most, 0), of }
}
