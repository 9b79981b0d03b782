/**
 * Which dialect speaks: the index says who may, the ladder settles who does.
 * Comes in: a list of dialects, then payloads. Goes out: the strongest claim, and who else fitted.
 * This room knows no member of the family: the same rules settle every list in every order.
 */
import { readWith } from './codec.js'
import { type AnyDialect, type Claim, messageOf } from './dialect.js'
import type { Payload } from './exchange.js'
import { type Rung, rungs } from './problem.js'
import { type Candidate, createShapeIndex } from './shape-index.js'

/** One dialect's answer to "is it you?". @category detection @since 0.1.0 */
export interface Finding {
  readonly candidate: Candidate
  readonly dialect: AnyDialect
  readonly claim: Claim
  /** What the dialect's codec made of the body. */
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

/** Compared one by one: the rungs are few, and a table of them would cost more. */
const heightOf = (rung: Rung): number => {
  if (rung === 'possible') return 1
  if (rung === 'likely') return 2
  if (rung === 'distinctive') return 3
  return rung === 'declared' ? 4 : 0
}

/** On a higher rung? Candidates come most demanding first, which settles equal rungs: more required members, then the id. */
const isStronger = (a: Finding, b: Finding): boolean => heightOf(a.claim.rung) > heightOf(b.claim.rung)

const isBeside = (names: readonly string[], { fields }: Payload): boolean => {
  for (let i = 0; i < names.length; i++) if (fields.get(names[i] as string) !== undefined) return true
  return false
}

const ask = (candidate: Candidate, payload: Payload): Finding | string | undefined => {
  const { dialect, mediaTypes, fields } = candidate
  if (mediaTypes !== undefined && !mediaTypes.includes(payload.mediaType?.essence ?? '')) return undefined
  if (fields !== undefined && !isBeside(fields, payload)) return undefined
  try {
    const given = payload.content === 'json' ? payload.json : payload.text
    const body: unknown = candidate.holds ? given : readWith(dialect.body, given)
    if (body === undefined) return undefined
    const claim = candidate.claim.call(dialect, body, payload)
    if (claim === undefined) return undefined
    if (heightOf(claim.rung) === 0)
      return `dialect-failed: ${dialect.id}: claims the unknown rung ${JSON.stringify(claim.rung)}`
    return { candidate, dialect, claim, body }
  } catch (error) {
    return `dialect-failed: ${dialect.id}: ${messageOf(error)}`
  }
}

/**
 * Builds a detector. A list that cannot work throws a `TypeError` that says what and where: now, never while reading.
 *
 * @category detection
 * @since 0.1.0
 */
export const createDetector = (dialects: readonly AnyDialect[], fallbacks: readonly AnyDialect[] = none): Detector => {
  const candidatesOf = createShapeIndex(dialects, fallbacks)

  const detect = (payload: Payload): Detection => {
    const candidates = candidatesOf(payload)
    let winner: Finding | undefined
    let rivals: string[] | undefined
    let warnings: string[] | undefined
    for (let i = 0; i < candidates.length; i++) {
      const candidate = candidates[i] as Candidate
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
      const loser: Finding = isStronger(found, winner) ? winner : found
      winner = loser === winner ? found : winner
      // a catch-all shape fits everything: naming it as a rival would say nothing
      if (loser.candidate.required > 0 && loser.dialect.id !== winner.dialect.id) (rivals ??= []).push(loser.dialect.id)
    }
    return { winner, rivals: rivals === undefined ? none : unique(rivals, winner), warnings: warnings ?? none }
  }

  const findings: Detector['findings'] = payload => {
    const found: Finding[] = []
    for (const candidate of candidatesOf(payload)) {
      const answer = ask(candidate, payload)
      if (typeof answer === 'object' && !found.some(({ dialect }) => dialect === answer.dialect)) found.push(answer)
    }
    return found.sort((a, b) => rungs.indexOf(a.claim.rung) - rungs.indexOf(b.claim.rung))
  }

  return { detect, findings }
}

const unique = (ids: readonly string[], winner: Finding | undefined): readonly string[] =>
  ids.filter((id, i) => id !== winner?.dialect.id && ids.indexOf(id) === i).sort()
