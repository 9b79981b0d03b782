/**
 * Which dialect speaks: an index over declarative shapes, then the ladder.
 * Comes in: a list of dialects, then payloads. Goes out: the strongest claim, and who else fitted.
 * This room knows no member of the family: the same rules settle every list in every order.
 */
import { readWith } from './codec.js'
import {
  type AnyDialect,
  type Claim,
  checkDialect,
  type MemberType,
  memberTypes,
  messageOf,
  roots,
  type Shape,
  shapesOf,
} from './dialect.js'
import type { Payload } from './exchange.js'
import { rungs } from './problem.js'

/** A dialect whose shape fits a payload. @category detection @since 0.1.0 */
export interface Candidate {
  readonly dialect: AnyDialect
  readonly shape: Shape
  /** How many members the fitting shape requires: settles equal rungs. */
  readonly required: number
  /** Asked only where nobody else claims the body. */
  readonly isFallback: boolean
}

/** One dialect's answer to "is it you?". @category detection @since 0.1.0 */
export interface Finding extends Candidate {
  readonly claim: Claim
  readonly body: unknown
}

/** @category detection @since 0.1.0 */
export interface Detection {
  readonly winner: Finding | undefined
  readonly rivals: readonly string[]
  readonly warnings: readonly string[]
}

/** @category detection @since 0.1.0 */
export interface Detector {
  readonly detect: (payload: Payload) => Detection
  /** Every claim, strongest first, for explanations. */
  readonly findings: (payload: Payload) => readonly Finding[]
}

const none: readonly never[] = Object.freeze([])
const maxStates = 256

const memberTypeIndex = (value: unknown): number => {
  switch (typeof value) {
    case 'string':
      return 0
    case 'number':
      return 1
    case 'boolean':
      return 2
    case 'object':
      return value === null ? 3 : Array.isArray(value) ? 5 : 4
    default:
      return 3
  }
}

/** The root of a payload, in the words of {@link Shape}. */
const rootOf = (payload: Payload): NonNullable<Shape['root']> => {
  if (payload.content !== 'json') return payload.content
  const json = payload.json
  if (typeof json === 'string') return 'string'
  if (typeof json !== 'object' || json === null) return 'scalar'
  return Array.isArray(json) ? 'array' : 'object'
}

const checked = (dialects: readonly AnyDialect[]): readonly AnyDialect[] => {
  if (!Array.isArray(dialects)) throw new TypeError('problem-dialects: dialects: expected a list')
  const ids: Record<string, true> = Object.create(null)
  dialects.forEach((dialect, i) => {
    checkDialect(dialect, `dialects[${i}]`)
    if (ids[dialect.id])
      throw new TypeError(`problem-dialects: dialects[${i}]: a second dialect with the id "${dialect.id}"`)
    ids[dialect.id] = true
  })
  return dialects
}

/** The members that were seen in a body, each with its type. States are shared between bodies of the same members. */
interface State {
  readonly seen: Readonly<Record<string, number>>
  readonly next: (State | undefined)[]
  /** Candidates, without and with members that no shape names. */
  exact?: readonly Candidate[]
  loose?: readonly Candidate[]
}

const fits = (shape: Shape, seen: Readonly<Record<string, number>>, others: boolean): boolean => {
  const required = shape.required ?? {}
  for (const key in required) {
    const type = seen[key]
    if (type === undefined || !([] as string[]).concat(required[key] as string).includes(memberTypes[type] as string))
      return false
  }
  for (const key of shape.absent ?? none) if (seen[key] !== undefined) return false
  if (shape.closed !== true) return true
  if (others) return false
  const optional = shape.optional ?? {}
  for (const key in seen) if (!(key in required) && !(key in optional)) return false
  return true
}

const demanding = (a: Candidate, b: Candidate): number =>
  Number(a.isFallback) - Number(b.isFallback) ||
  b.required - a.required ||
  (a.dialect.id < b.dialect.id ? -1 : a.dialect.id > b.dialect.id ? 1 : 0)

/**
 * Builds the index. A list that cannot work (two dialects with one id, no codec, an unknown member type) throws a
 * `TypeError` that says what and where: now, never while reading.
 *
 * @category detection
 * @since 0.1.0
 */
export const createDetector = (dialects: readonly AnyDialect[], fallbacks: readonly AnyDialect[] = none): Detector => {
  const entries: Candidate[] = []
  const keyIndex: Record<string, number> = Object.create(null)
  const keys: string[] = []
  for (const dialect of checked(fallbacks.length === 0 ? dialects : [...dialects, ...fallbacks]))
    for (const shape of shapesOf(dialect)) {
      entries.push({
        dialect,
        shape,
        required: Object.keys(shape.required ?? {}).length,
        isFallback: fallbacks.includes(dialect),
      })
      for (const key of [
        ...Object.keys(shape.required ?? {}),
        ...Object.keys(shape.optional ?? {}),
        ...(shape.absent ?? none),
      ])
        if (keyIndex[key] === undefined) keyIndex[key] = keys.push(key) - 1
    }
  entries.sort(demanding)

  /** One candidate a dialect: its most demanding shape that fits. */
  const select = (root: string, test: (shape: Shape) => boolean): readonly Candidate[] => {
    const ids: Record<string, true> = Object.create(null)
    return entries.filter(({ dialect, shape }) => {
      // a shape bound to media types is kept beside others: whether it counts is known only with the payload
      const key = shape.mediaTypes === undefined ? dialect.id : `${dialect.id} ${shape.mediaTypes.join()}`
      if ((shape.root ?? 'object') !== root || ids[key] || !test(shape)) return false
      ids[key] = true
      return true
    })
  }
  const byRoot: Record<string, readonly Candidate[]> = {}
  for (const root of roots) if (root !== 'object') byRoot[root] = select(root, () => true)

  const states: Record<string, State> = Object.create(null)
  const start: State = { seen: Object.create(null), next: [] }
  let stateCount = 1
  const advance = (state: State, slot: number): State | undefined => {
    const seen = Object.assign(Object.create(null) as Record<string, number>, state.seen)
    seen[keys[(slot / 6) | 0] as string] = slot % 6
    const name = Object.keys(seen)
      .sort()
      .map(key => `${keyIndex[key]}:${seen[key]}`)
      .join()
    if (states[name] === undefined) {
      if (stateCount === maxStates) return undefined
      stateCount++
      states[name] = { seen, next: [] }
    }
    state.next[slot] = states[name]
    return states[name]
  }
  // the documented bodies get their states before strangers can fill the table
  for (const { shape } of entries) {
    let state: State | undefined = start
    for (const [key, types] of Object.entries({ ...shape.required, ...shape.optional }))
      if (state !== undefined)
        state = advance(
          state,
          (keyIndex[key] as number) * 6 + memberTypes.indexOf(([] as MemberType[]).concat(types)[0] as MemberType),
        )
  }

  /** The same answer without the index, for members in combinations that it has no room for. */
  const scan = (body: Record<string, unknown>): readonly Candidate[] => {
    const seen: Record<string, number> = Object.create(null)
    let others = false
    for (const key in body) {
      if (keyIndex[key] === undefined) others = true
      else seen[key] = memberTypeIndex(body[key])
    }
    return select('object', shape => fits(shape, seen, others))
  }

  const objectCandidates = (body: Record<string, unknown>): readonly Candidate[] => {
    let state = start
    let others = false
    for (const key in body) {
      const index = keyIndex[key]
      if (index === undefined) {
        others = true
        continue
      }
      const slot = index * 6 + memberTypeIndex(body[key])
      const next = state.next[slot] ?? (stateCount < maxStates ? advance(state, slot) : undefined)
      if (next === undefined) return scan(body)
      state = next
    }
    if (others) return (state.loose ??= select('object', shape => fits(shape, state.seen, true)))
    return (state.exact ??= select('object', shape => fits(shape, state.seen, false)))
  }

  const candidates = (payload: Payload): readonly Candidate[] => {
    const root = rootOf(payload)
    return root === 'object' ? objectCandidates(payload.json as Record<string, unknown>) : (byRoot[root] ?? none)
  }

  const ask = (candidate: Candidate, payload: Payload): Finding | string | undefined => {
    const { dialect, shape, required, isFallback } = candidate
    if (shape.mediaTypes !== undefined && !shape.mediaTypes.includes(payload.mediaType?.essence ?? '')) return undefined
    try {
      const body = readWith(dialect.body, payload.content === 'json' ? payload.json : payload.text)
      if (body === undefined) return undefined
      const claim = dialect.claim(body, payload)
      if (claim === undefined) return undefined
      if (!rungs.includes(claim.rung))
        return `dialect-failed: ${dialect.id}: claims the unknown rung ${JSON.stringify(claim.rung)}`
      return { dialect, shape, required, isFallback, claim, body }
    } catch (error) {
      return `dialect-failed: ${dialect.id}: ${messageOf(error)}`
    }
  }

  const detect = (payload: Payload): Detection => {
    let winner: Finding | undefined
    let rivals: string[] | undefined
    let warnings: string[] | undefined
    for (const candidate of candidates(payload)) {
      if (candidate.isFallback && winner !== undefined) break
      const found = ask(candidate, payload)
      if (found === undefined) continue
      if (typeof found === 'string') {
        warnings = [...(warnings ?? []), found]
        continue
      }
      if (winner === undefined) {
        winner = found
        continue
      }
      // a catch-all shape fits everything: naming it as a rival would say nothing
      const loser: Finding = stronger(found, winner) ? winner : found
      winner = loser === winner ? found : winner
      if (loser.required > 0 && loser.dialect.id !== winner.dialect.id) (rivals ??= []).push(loser.dialect.id)
    }
    return { winner, rivals: rivals === undefined ? none : unique(rivals, winner), warnings: warnings ?? none }
  }

  const findings: Detector['findings'] = payload => {
    const found: Finding[] = []
    for (const candidate of candidates(payload)) {
      const answer = ask(candidate, payload)
      if (typeof answer === 'object' && !found.some(({ dialect }) => dialect === answer.dialect)) found.push(answer)
    }
    return found.sort((a, b) => rungs.indexOf(a.claim.rung) - rungs.indexOf(b.claim.rung))
  }

  return { detect, findings }
}

/** On a higher rung? Candidates come most demanding first, which settles equal rungs: more required members, then the id. */
const stronger = (a: Finding, b: Finding): boolean => rungs.indexOf(a.claim.rung) < rungs.indexOf(b.claim.rung)

const unique = (ids: readonly string[], winner: Finding | undefined): readonly string[] =>
  ids.filter((id, i) => id !== winner?.dialect.id && ids.indexOf(id) === i).sort()
