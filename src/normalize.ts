/**
 * The corridor with the built-in dialects: one exchange in, one problem out, or nothing where nothing failed.
 * Comes in: an exchange. Goes out: a problem, or the whole reasoning that led to it.
 * This room has no clock and no network; what it builds, it builds once, at the first call or at `createNormalizer`.
 */
import { createDecoder, type Decoded, type Decoder } from './decode.js'
import type { AnyDialect } from './dialect.js'
import { dialects as builtIn, type EncodableId, fallbacks } from './dialects/index.js'
import { type Encoded, type EncodeOptions, encodeIn } from './encode.js'
import { type Exchange, wireStatus } from './exchange.js'
import { fieldsOf } from './http/fields.js'
import type { Limits } from './http/limits.js'
import type { ApiProblem, Rung } from './problem.js'
import { keptFields } from './relay/fields.js'
import { statusOf } from './status/registry.js'
import type { StatusRow } from './status/semantics.js'
import type { Rule } from './voice.js'

/** @category model @since 0.1.0 */
export interface NormalizerOptions {
  /** Default: all built-in dialects. The fallbacks (`empty`, `html`, `json`, `text`) are always there. */
  readonly dialects?: readonly AnyDialect[] | undefined
  /** The id of the dialect that this upstream speaks: asked first, its tables trusted. */
  readonly pinned?: string | undefined
  readonly limits?: Partial<Limits> | undefined
  /** Read errors under 2xx and 3xx too: by every dialect, or by those with these ids. */
  readonly inBand?: boolean | readonly string[] | undefined
  /** `peer`: problems in our own form are taken as they are, advice included. For services of your own only. */
  readonly trust?: 'peer' | undefined
}

/** One dialect's claim on a body. @category model @since 0.1.0 */
export interface ExplainedClaim {
  readonly dialect: string
  readonly rung: Rung
  readonly because: string
  readonly won: boolean
}

/** The whole reasoning about one exchange, as plain data. @category model @since 0.1.0 */
export interface Explanation {
  /** Absent where nothing failed. */
  readonly problem?: ApiProblem
  readonly failed: boolean
  readonly content: { readonly kind: string; readonly mediaType?: string }
  readonly claims: readonly ExplainedClaim[]
  readonly winner?: string
  readonly status: StatusRow
  /** Every rule that spoke on retrying, and which of them won. */
  readonly rules: readonly Rule[]
  readonly warnings: readonly string[]
}

/** @category model @since 0.1.0 */
export interface Normalizer {
  /** The problem, or `undefined` where nothing failed. */
  readonly normalize: (exchange: Exchange) => ApiProblem | undefined
  /** A problem from any exchange, also one whose status says that nothing failed. */
  readonly decode: (exchange: Exchange) => ApiProblem
  readonly explain: (exchange: Exchange) => Explanation
  readonly limits: Limits
  /** Whether bodies under 2xx and 3xx are read at all. */
  readonly readsSuccess: boolean
}

const idsOf = (list: readonly AnyDialect[]): string => list.map(({ id }) => id).join(', ')

const optionNames: readonly string[] = ['dialects', 'pinned', 'limits', 'inBand', 'trust']

/** A misspelt option would be a silent one. */
const checkOptions = (options: NormalizerOptions): void => {
  const refuse = (what: string): never => {
    throw new TypeError(`problem-dialects: createNormalizer: ${what}`)
  }
  if (typeof options !== 'object' || options === null) refuse('expected an object of options')
  for (const name of Object.keys(options))
    if (!optionNames.includes(name)) refuse(`unknown option "${name}"; known are ${optionNames.join(', ')}`)
  if (!['undefined', 'boolean'].includes(typeof options.inBand) && !Array.isArray(options.inBand))
    refuse('inBand: expected true, false or a list of ids')
  if (options.trust !== undefined && options.trust !== 'peer')
    refuse(`trust: expected "peer", got ${JSON.stringify(options.trust)}`)
}

const succeeds = (status: number): boolean => status >= 200 && status <= 399 && Number.isInteger(status)

/**
 * A normalizer of one's own. A configuration that cannot work (an unknown id, two dialects with one id, an invalid shape) throws a
 * `TypeError` that says what and where: here, never while reading.
 *
 * @example
 * const { normalize } = createNormalizer({ dialects: [...dialects, mine], pinned: 'mine', inBand: true })
 *
 * @category constructors
 * @since 0.1.0
 */
export const createNormalizer = (options: NormalizerOptions = {}): Normalizer => {
  checkOptions(options)
  const list = options.dialects ?? builtIn
  const decoder = createDecoder({
    dialects: list,
    fallbacks,
    pinned: options.pinned,
    limits: options.limits,
    trust: options.trust,
  })
  const inBand = options.inBand ?? false
  if (typeof inBand === 'object')
    for (const id of inBand)
      if (!list.some(dialect => dialect.id === id))
        throw new TypeError(`problem-dialects: inBand: no dialect "${id}" in the list; known are ${idsOf(list)}`)

  /** Under a status of success only a dialect that recognises an error report makes it one. */
  const reports = ({ problem, finding }: Decoded): boolean => {
    if (finding === undefined || finding.claim.rung === 'possible') return false
    // an envelope that says nothing went wrong, or nothing at all, reports no error
    if ((problem.source.bodyStatus ?? 400) < 400) return false
    if (problem.code === undefined && problem.errors.length === 0 && finding.claim.rung !== 'declared') return false
    return typeof inBand === 'object' ? inBand.includes(problem.dialect) : inBand
  }

  const normalize: Normalizer['normalize'] = exchange => {
    if (!succeeds(statusOfExchange(exchange))) return decoder.decode(exchange).problem
    if (inBand === false) return undefined
    const decoded = decoder.decode(exchange)
    return reports(decoded) ? decoded.problem : undefined
  }

  const explain: Normalizer['explain'] = exchange => {
    const decoded = decoder.decode(exchange)
    const { problem, payload, rules, word } = decoded
    const failed = !succeeds(payload.status) || reports(decoded)
    const found = decoder.detector.findings(payload)
    const mediaType = payload.mediaType?.essence
    return {
      ...(failed ? { problem } : {}),
      failed,
      content: { kind: payload.content, ...(mediaType === undefined ? {} : { mediaType }) },
      claims: found.map(({ dialect, claim }) => ({
        dialect: dialect.id,
        rung: claim.rung,
        because: claim.because,
        won: dialect.id === problem.dialect,
      })),
      ...(failed ? { winner: problem.dialect } : {}),
      ...(failed ? { status: word.row, rules } : unfailed(payload.status)),
      warnings: problem.source.warnings,
    }
  }

  return {
    normalize,
    explain,
    decode: exchange => decoder.decode(exchange).problem,
    limits: decoder.limits,
    readsSuccess: inBand !== false,
  }
}

/** Of a success only the registry speaks. */
const unfailed = (status: number): Pick<Explanation, 'status' | 'rules'> => {
  const row = statusOf(status)
  return { status: row, rules: [{ rule: 'registry', because: row.retry.because, won: true }] }
}

const statusOfExchange = (exchange: Exchange): number => {
  try {
    return wireStatus(exchange.status)
  } catch {
    return Number.NaN
  }
}

let standard: Normalizer | undefined
const withBuiltIn = (): Normalizer => (standard ??= createNormalizer())

/**
 * One response in, one problem out; `undefined` where nothing failed (below 400). Never throws: what is odd is in
 * `source.warnings`.
 *
 * @example
 * normalize({ status: 429, headers: { 'retry-after': '5' } })?.retry.retryAfterMs // 5000
 * normalize({ status: 200, body: '{}' })                                        // undefined
 *
 * @category decoding
 * @since 0.1.0
 */
export const normalize = (exchange: Exchange): ApiProblem | undefined => withBuiltIn().normalize(exchange)

/**
 * The whole reasoning about one exchange as data: every claim with its reason, the winner, the status row, every retry rule that
 * spoke and the one that won.
 *
 * @category decoding
 * @since 0.1.0
 */
export const explain = (exchange: Exchange): Explanation => withBuiltIn().explain(exchange)

/** A dialect by value, or by the id of a built-in one that has a way back. @category model @since 0.1.0 */
export type Target = EncodableId | AnyDialect

const targetOf = (dialect: Target): AnyDialect => {
  const target = typeof dialect === 'string' ? builtIn.find(({ id }) => id === dialect) : dialect
  if (typeof target === 'object' && target !== null) return target
  throw new TypeError(`problem-dialects: encode: no built-in dialect "${String(dialect)}"; known are ${idsOf(builtIn)}`)
}

/**
 * Says a problem in a dialect, and lists what it could not say. Of several dialects, the best first, `accept` chooses. The public
 * audience is the default. An unknown id or a decode-only dialect throws a `TypeError`.
 *
 * @example
 * const { wire, loss } = encode(problem, 'problem-json', { audience: 'internal' }) // loss: []
 * const { wire } = encode(problem, ['problem-json', 'text'], { accept: request.headers.accept, method: request.method })
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
 * @category encoding
 * @since 0.1.0
 */
export const encode = (problem: ApiProblem, to: Target | readonly Target[], options: EncodeOptions = {}): Encoded => {
  const targets = (Array.isArray(to) ? (to as readonly Target[]) : [to as Target]).map(targetOf)
  if (targets.length === 0)
    throw new TypeError('problem-dialects: encode: an empty list; expected at least one dialect')
  return encodeIn(problem, targets, options, (wire, dialect) => receiverOf(dialect).decode(wire).problem)
}

const receivers: Record<string, { readonly dialect: AnyDialect; readonly decoder: Decoder }> = Object.create(null)

/** Who expects this dialect, and trusts the sender; kept by id, so that a dialect under the id of another takes its place. */
const receiverOf = (dialect: AnyDialect): Decoder => {
  const known = receivers[dialect.id]
  if (known?.dialect === dialect) return known.decoder
  const dialects = [...builtIn.filter(({ id }) => id !== dialect.id), dialect]
  const decoder = createDecoder({ dialects, fallbacks, pinned: dialect.id, trust: 'peer' })
  receivers[dialect.id] = { dialect, decoder }
  return decoder
}

/**
 * From one dialect to another in one step: what an exchange says, said in `to`. `undefined` where nothing failed. Of the fields
 * of the response those stay that are still true of the answer (`Allow`, challenges …); a request with HEAD gets no body.
 *
 * @example
 * translate({ status: 404, body: upstreamBody }, 'problem-json')?.wire
 *
 * @category encoding
 * @since 0.1.0
 */
export const translate = (
  exchange: Exchange,
  to: Target | readonly Target[],
  options: EncodeOptions = {},
): Encoded | undefined => {
  const problem = normalize(exchange)
  if (problem === undefined) return undefined
  const headers = { ...keptFields(fieldsOf(exchange.headers), problem, {}), ...options.headers }
  const { method = exchange.request?.method } = options
  return encode(problem, to, { ...options, method, headers })
}
