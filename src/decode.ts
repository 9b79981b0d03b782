/**
 * One exchange in, one problem out: detection, the winner's codec and arrow, then canonical form.
 * Comes in: a list of dialects and options, then exchanges. Goes out: an {@link ApiProblem}, always.
 * This room knows no member of the family. Whatever throws in a dialect becomes a warning; the worst outcome is a problem made from the status.
 */
import type { Either } from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import { assemble } from './assemble.js'
import { createDetector, type Detector, type Finding } from './detect.js'
import { type AnyDialect, type Dialect, messageOf, type ProblemFrom, readsOf, shapesOf } from './dialect.js'
import { type Exchange, type Payload, readExchange } from './exchange.js'
import { copyBudget } from './http/copy-budget.js'
import { copyBounded } from './http/json-copy.js'
import { defaultLimits, type Limits } from './http/limits.js'
import { restorePeer } from './peer.js'
import type { ApiProblem } from './problem.js'
import type { Said } from './said.js'
import { createVoice, type Rule, type Voice, type Word } from './voice.js'

/** @category model @since 0.1.0 */
export interface DecoderOptions {
  readonly dialects: readonly AnyDialect[]
  /** Asked where no dialect claims the body: one for each kind of content. */
  readonly fallbacks: readonly AnyDialect[]
  /** The id of the dialect that this upstream speaks: asked first, and trusted. */
  readonly pinned?: string | undefined
  readonly limits?: Partial<Limits> | undefined
  /** `peer`: problems in our own form are taken as they are, advice included. */
  readonly trust?: 'peer' | undefined
}

/** One problem and how it came about. @category model @since 0.1.0 */
export interface Decoded {
  readonly problem: ApiProblem
  readonly rules: readonly Rule[]
  readonly word: Word
  readonly payload: Payload
  readonly finding: Finding | undefined
}

/** @category model @since 0.1.0 */
export interface Decoder {
  readonly limits: Limits
  readonly detector: Detector
  readonly decode: (exchange: Exchange) => Decoded
}

const nothing: readonly never[] = Object.freeze([])
const noBody: Said = Object.freeze({})

interface Speaker {
  readonly voice: Voice
  readonly reads: Readonly<Record<string, true>>
}

const speakerOf = (dialect: AnyDialect): Speaker => ({ voice: createVoice(dialect), reads: readsOf(dialect) })

const trusts = ({ claim, candidate }: Finding): boolean =>
  !candidate.isFallback && (claim.rung === 'declared' || claim.rung === 'distinctive')

/** Plain data without getters, cycles or classes, member by member: one that cannot be read takes no other with it. */
const tamed = (exchange: Exchange, limits: Limits): Exchange => {
  const read = (member: keyof Exchange): unknown => {
    try {
      return exchange[member]
    } catch {
      return undefined
    }
  }
  const json = read('json')
  const budget = copyBudget({ ...limits, extensionsLength: limits.bodyBytes })
  return {
    status: read('status') as number,
    headers: read('headers') as Exchange['headers'],
    body: read('body') as Exchange['body'],
    receivedAt: read('receivedAt') as number,
    ...(json === undefined ? {} : { json: copyBounded(json, budget) }),
  }
}

/**
 * Builds a decoder. A list that cannot work, or a pin that is not in it, throws a `TypeError` now, never while reading.
 *
 * @category constructors
 * @since 0.1.0
 */
export const createDecoder = (options: DecoderOptions): Decoder => {
  const { dialects, fallbacks, trust } = options
  const limits: Limits = { ...defaultLimits, ...options.limits }
  for (const [name, value] of Object.entries(limits))
    if (!(name in defaultLimits)) throw new TypeError(`problem-dialects: limits: unknown limit "${name}"`)
    else if (!(typeof value === 'number' && value > 0))
      throw new TypeError(`problem-dialects: limits.${name}: expected a positive number, got ${String(value)}`)
  const ids = dialects.map(({ id }) => id)
  // a dialect of the caller's with the id of a fallback takes its place
  const lastResorts = fallbacks.filter(one => dialects.includes(one) || !ids.includes(one.id))
  const all = [...dialects, ...lastResorts.filter(one => !dialects.includes(one))]
  const detector = createDetector(dialects, lastResorts)
  const speakers = all.map(speakerOf)
  const pinned = options.pinned === undefined ? undefined : all.find(({ id }) => id === options.pinned)
  if (options.pinned !== undefined && pinned === undefined)
    throw new TypeError(
      `problem-dialects: pinned: no dialect "${options.pinned}" in the list; known are ${all.map(({ id }) => id).join(', ')}`,
    )
  const nobody: Speaker = { voice: createVoice(undefined), reads: Object.create(null) as Record<string, true> }
  const alone = pinned === undefined ? undefined : createDetector([pinned], [])
  const lender = pinned === undefined ? undefined : speakers[all.indexOf(pinned)]

  /**
   * What the pinned dialect does not claim, and nobody is sure of, is read as well as may be, in the pinned API's name. A page or a
   * text is mostly somebody else's, so only an API that has no envelope speaks through it, and never through a page.
   */
  const lends = (finding: Finding | undefined, payload: Payload): boolean => {
    if (pinned === undefined || (finding !== undefined && (trusts(finding) || finding.dialect === pinned))) return false
    return shapesOf(pinned).length > 0 ? payload.content === 'json' : payload.content !== 'html'
  }

  const hear = (exchange: Exchange): Decoded => {
    const payload = readExchange(exchange, limits)
    const own = alone?.detect(payload).winner
    const detection = own === undefined ? detector.detect(payload) : { winner: own, rivals: nothing, warnings: nothing }
    const finding = detection.winner
    const lent = own === undefined && lends(finding, payload)
    let warnings = detection.warnings
    if (own === undefined && pinned !== undefined && shapesOf(pinned).length > 0)
      warnings = [...warnings, `pinned-refused: the body is not in the envelope of ${pinned.title}`]
    let said: Said = noBody
    if (finding !== undefined)
      try {
        said = finding.dialect.toProblem(finding.body, payload) ?? noBody
      } catch (error) {
        warnings = [...warnings, `dialect-failed: ${finding.dialect.id}: ${messageOf(error)}`]
      }
    const heard = own === undefined ? speakers[finding?.candidate.place ?? -1] : lender
    const { voice } = (lent ? lender : heard) ?? nobody
    const { problem, rules, word } = assemble({
      payload,
      voice,
      said,
      rung: finding?.claim.rung ?? 'possible',
      pinned: own !== undefined || lent,
      rivals: detection.rivals,
      warnings,
      read: finding?.body,
      reads: (said === noBody ? undefined : heard?.reads) ?? nobody.reads,
      whole: said !== noBody && finding?.candidate.whole === true,
    })
    const trusted = trust === 'peer' && said.peer !== undefined
    return {
      problem: trusted ? restorePeer(problem, said.peer, payload.fields) : problem,
      rules,
      word,
      payload,
      finding,
    }
  }

  return {
    limits,
    detector,
    decode: exchange => {
      try {
        return hear(exchange)
      } catch (error) {
        // a client handed us something that is not plain data: read a plain copy of it
        const safe = tamed(exchange, limits)
        const result = hear(safe)
        const source = {
          ...result.problem.source,
          warnings: [...result.problem.source.warnings, `not-plain-data: ${messageOf(error)}`],
        }
        return { ...result, problem: { ...result.problem, source } }
      }
    },
  }
}

const refusal = (dialect: AnyDialect, payload: Payload): t.Errors => {
  const json = payload.content === 'json'
  const result = json ? dialect.body.decode(payload.json) : undefined
  if (result?._tag === 'Left') return result.left
  const why = json ? 'nothing in the body says that this dialect speaks' : `the body is ${payload.content}, not JSON`
  return [{ value: undefined, context: [{ key: '', type: dialect.body }], message: `${dialect.id}: ${why}` }]
}

/**
 * One exchange read by one dialect alone: `right(problem)` where the dialect claims it, its own tables speaking;
 * `left(errors)` with io-ts errors where its codec refuses the body or nothing says that it speaks.
 *
 * @example
 * decodeWith(mine)({ status: 401, json: { err: 'no_key' } }) // right(problem)
 * decodeWith(mine)({ status: 401, json: {} })                // left(errors)
 *
 * @category decoding
 * @since 0.1.0
 */
export const decodeWith = <Id extends string, Body, Code extends string>(
  dialect: Dialect<Id, Body, Code>,
): ((exchange: Exchange) => Either<t.Errors, ProblemFrom<Dialect<Id, Body, Code>>>) => {
  const decoder = createDecoder({ dialects: [dialect], fallbacks: [], pinned: dialect.id })
  const hasEnvelope = shapesOf(dialect).length > 0
  return exchange => {
    const { problem, payload } = decoder.decode(exchange)
    const claimed = !hasEnvelope || decoder.detector.detect(payload).winner !== undefined
    return claimed
      ? { _tag: 'Right', right: problem as ProblemFrom<Dialect<Id, Body, Code>> }
      : { _tag: 'Left', left: refusal(dialect, payload) }
  }
}
