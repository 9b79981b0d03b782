/**
 * Problems in structured logs: a serializer for pino, and for loggers that take functions like it.
 * Comes in: whatever was logged. Goes out: of a problem its log view; anything else as it was.
 * This room knows no logger.
 */
import type { ApiProblem } from '../problem.js'
import { ApiProblemCodec } from '../problem-codec.js'
import { ApiProblemError, logView } from '../problem-error.js'

const problemIn = (value: unknown): ApiProblem | undefined => {
  try {
    if (value instanceof ApiProblemError) return value.problem
    if (value instanceof Error) return undefined
    // also one of a later release, in words that this one does not know
    const read = ApiProblemCodec.decode(value)
    return read._tag === 'Right' ? read.right : undefined
  } catch {
    return undefined
  }
}

/**
 * A serializer that says of a problem, or of an `ApiProblemError`, what a log may hold: no text of an upstream, no control
 * characters. Anything else goes to `otherwise`, the serializer that was there before.
 *
 * @example
 * pino({ serializers: { err: logSerializer(pino.stdSerializers.err), problem: logSerializer() } })
 *
 * @see https://github.com/pinojs/pino/blob/main/docs/api.md#serializers-object
 * @category observability
 * @since 0.1.0
 */
export const logSerializer =
  <A = unknown>(otherwise: (value: A) => unknown = value => value) =>
  (value: unknown): unknown => {
    const problem = problemIn(value)
    return problem === undefined ? otherwise(value as A) : logView(problem)
  }
