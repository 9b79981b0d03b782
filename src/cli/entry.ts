/**
 * What the readers of this room hand on: one exchange and where it stood, or why there is none.
 * Comes in: nothing. Goes out: the types, and the one error that a person can mend.
 */
import type { Exchange } from '../index.js'

/** One exchange of the input. @category model @since 0.1.0 */
export interface Entry {
  /** `line 7`, `entry 3`, `response 2`; empty where the input is one exchange. */
  readonly origin: string
  /** `undefined`: the request never got a response. */
  readonly exchange: Exchange | undefined
  readonly request?: { readonly method?: string; readonly url?: string }
  /** Why there is no response, where somebody said so. */
  readonly failure?: string
  /** When it ended, in epoch milliseconds. */
  readonly endedAt?: number
  /** The responses that came before it: interim ones, redirects, a proxy's. */
  readonly before: readonly string[]
  /** What was odd about the dump, each as `code: text`. */
  readonly notes: readonly string[]
}

/** Input that cannot be read, told in one line. @category model @since 0.1.0 */
export class InputError extends Error {
  override readonly name = 'InputError'
}

/** A whole input. @category model @since 0.1.0 */
export interface Input {
  /** Whether the format is one of many entries, so that the answer is a table and an array. */
  readonly many: boolean
  /** How many there are, where that is known before reading. */
  readonly total?: number
  readonly entries: AsyncIterable<Entry | InputError> | Iterable<Entry | InputError>
}
