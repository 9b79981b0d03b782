/**
 * What every integration of a server does: something failed, the log is told, an answer goes out.
 * Comes in: options, once; then what was thrown, an unknown route or an upstream's failed response. Goes out: an {@link Answer}.
 * This room writes to no socket. It throws at configuration time only.
 */
import {
  type ApiProblem,
  createNormalizer,
  encode,
  type HeadersInput,
  isApiProblem,
  type Normalizer,
  type ProblemParts,
  problem,
} from '../index.js'
import { type Addressed, type Answer, type AnswerOptions, answer } from './answer.js'
import { fromThrown, headersOfStatus, isHangUp, type Thrown } from './thrown.js'

/** Where a problem came from. @category model @since 0.1.0 */
export interface ProblemContext {
  /** `thrown` by a handler, `said` by the server itself (as of an unknown route), or by an `upstream`. */
  readonly from: 'thrown' | 'said' | 'upstream'
  /** What was thrown, as it was: the only place where the text of an unknown error is. */
  readonly thrown?: unknown
  readonly method: string
  readonly url: string
}

/** The same for every framework. @category model @since 0.1.0 */
export interface ServerOptions extends AnswerOptions {
  /**
   * Told of every problem, all of it, before the answer goes out. What it throws is ignored. Default: what was thrown and is a
   * 5xx is logged by the framework's own means.
   */
  readonly onProblem?: ((problem: ApiProblem, context: ProblemContext) => unknown) | undefined
  /** Reads upstreams' responses. Default: all built-in dialects. */
  readonly normalizer?: Normalizer | undefined
}

/** What has to be known of a request. @category model @since 0.1.0 */
export interface Asked {
  readonly method: string
  readonly url: string
  readonly accept?: string | undefined
  /** The id under which this server knows the request: callers are told this one, not that of an upstream. */
  readonly requestId?: string | undefined
  /** The caller has hung up. */
  readonly gone?: boolean | undefined
  /** The status that a handler had set before it threw; it counts where what was thrown says none. */
  readonly status?: number | undefined
}

/** @category model @since 0.1.0 */
export interface Responder {
  /** `read` is for what only one framework throws; by default {@link fromThrown} reads all. */
  readonly thrown: (thrown: unknown, asked: Asked, read?: typeof fromThrown) => Answer
  /** What the server says itself: a problem, its parts, or a status alone. */
  readonly said: (said: ApiProblem | ProblemParts, asked: Asked) => Answer
  /** A problem that was read from an upstream's response with these headers. */
  readonly upstream: (problem: ApiProblem, headers: HeadersInput, asked: Asked) => Answer
  readonly normalizer: Normalizer
}

const optionNames: readonly string[] = ['dialect', 'audience', 'onProblem', 'normalizer']

/** A misspelt option would be a silent one, and a dialect without a way back would be found out at the first failure. */
const check = (options: ServerOptions): void => {
  const refuse = (what: string): never => {
    throw new TypeError(`problem-dialects: server: ${what}`)
  }
  if (typeof options !== 'object' || options === null) refuse('expected an object of options')
  for (const name of Object.keys(options))
    if (!optionNames.includes(name)) refuse(`unknown option "${name}"; known are ${optionNames.join(', ')}`)
  if (options.onProblem !== undefined && typeof options.onProblem !== 'function')
    refuse('onProblem: expected a function')
  if (options.normalizer !== undefined && typeof options.normalizer?.normalize !== 'function')
    refuse('normalizer: expected what createNormalizer gives')
  if (typeof options.audience === 'string' && !['public', 'internal'].includes(options.audience))
    refuse(`audience: expected "public" or "internal", got ${JSON.stringify(options.audience)}`)
  encode(problem({ status: 500 }), options.dialect ?? 'problem-json', { audience: options.audience })
}

let standard: Normalizer | undefined

/** Logging must neither fail an answer nor end the process. */
const quietly = (tell: () => unknown): void => {
  try {
    Promise.resolve(tell()).catch(() => undefined)
  } catch {
    // the answer goes out all the same
  }
}

/** Where nobody asked to be told: an error that nobody expected must not vanish. */
const logUnexpected = ({ status }: ApiProblem, { from, thrown }: ProblemContext): void => {
  if (from === 'thrown' && status >= 500) console.error(thrown)
}

/**
 * Checks the options once and answers from then on. A configuration that cannot work throws a `TypeError` here.
 *
 * @example
 * const respond = createResponder({ dialect: 'base' })
 * respond.thrown(new Error('secret'), { method: 'GET', url: '/' }).status // 500
 *
 * @category constructors
 * @since 0.1.0
 */
export const createResponder = (options: ServerOptions = {}): Responder => {
  check(options)
  const { onProblem = logUnexpected, normalizer = (standard ??= createNormalizer()) } = options

  const respond = ({ problem, headers }: Thrown, context: Omit<ProblemContext, 'method' | 'url'>, asked: Asked) => {
    const { method, url, accept, requestId } = asked
    quietly(() => onProblem(problem, { ...context, method, url }))
    return safely(problem, options, { accept, requestId, headers })
  }

  return {
    normalizer,
    thrown: (thrown, asked, read = fromThrown) => {
      const context = { from: 'thrown', thrown } as const
      if (isHangUp(thrown, asked.gone === true))
        return respond({ problem: problem({ status: 499 }), headers: {} }, context, asked)
      return respond(heard(read, thrown, asked.status), context, asked)
    },
    said: (said, asked) =>
      respond({ problem: isApiProblem(said) ? said : problem(said), headers: {} }, { from: 'said' }, asked),
    upstream: (problem, headers, asked) =>
      respond({ problem, headers: headersOfStatus(problem.status, headers) }, { from: 'upstream' }, asked),
  }
}

/** What was thrown may throw once more when it is looked at. */
const heard = (read: typeof fromThrown, thrown: unknown, status: number | undefined): Thrown => {
  try {
    return read(thrown, status)
  } catch {
    return fromThrown(undefined, status)
  }
}

/** A dialect of one's own may throw; its server still answers. */
const safely = (problem: ApiProblem, options: AnswerOptions, addressed: Addressed): Answer => {
  try {
    return answer(problem, options, addressed)
  } catch {
    return answer(problem, { audience: options.audience }, addressed)
  }
}
