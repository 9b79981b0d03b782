/**
 * The closed vocabulary of what went wrong: the error codes of `google.rpc.Code` in snake_case.
 * Comes in: nothing. Goes out: the list, its type and the HTTP status of each word.
 * This room knows no dialect and no body.
 */

/**
 * The sixteen error codes of `google.rpc.Code`, in the order of their numbers (1–16).
 *
 * @see https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto
 * @category model
 * @since 0.1.0
 */
export const kinds = [
  'cancelled',
  'unknown',
  'invalid_argument',
  'deadline_exceeded',
  'not_found',
  'already_exists',
  'permission_denied',
  'resource_exhausted',
  'failed_precondition',
  'aborted',
  'out_of_range',
  'unimplemented',
  'internal',
  'unavailable',
  'data_loss',
  'unauthenticated',
] as const

/**
 * What code branches on: one of sixteen words, whatever the API called it.
 *
 * @category model
 * @since 0.1.0
 */
export type Kind = (typeof kinds)[number]

/**
 * The HTTP status that `google.rpc.Code` documents for each kind. It is used only where the wire gave no status of its own.
 *
 * @see https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto
 * @category registry
 * @since 0.1.0
 */
export const statusOfKind: Readonly<Record<Kind, number>> = {
  cancelled: 499,
  unknown: 500,
  invalid_argument: 400,
  deadline_exceeded: 504,
  not_found: 404,
  already_exists: 409,
  permission_denied: 403,
  resource_exhausted: 429,
  failed_precondition: 400,
  aborted: 409,
  out_of_range: 400,
  unimplemented: 501,
  internal: 500,
  unavailable: 503,
  data_loss: 500,
  unauthenticated: 401,
}

const callersFaults: readonly Kind[] = [
  'cancelled',
  'invalid_argument',
  'not_found',
  'already_exists',
  'permission_denied',
  'failed_precondition',
  'aborted',
  'out_of_range',
  'unimplemented',
  'unauthenticated',
]

/**
 * Does this kind speak of the call and not of the server's health, so that no circuit breaker counts it, whatever the status?
 * A cancelled call never counts.
 *
 * @example
 * isCallersFault('cancelled')   // true
 * isCallersFault('unavailable') // false
 *
 * @category accessors
 * @since 0.1.0
 */
export const isCallersFault = (kind: Kind): boolean => callersFaults.includes(kind)
