/**
 * How far a long input has been read, on one line that goes away.
 * Comes in: where to write, if anybody is looking. Goes out: nothing else.
 * This room knows no entry.
 */

/** @category model @since 0.1.0 */
export interface Progress {
  readonly after: (done: number, total: number | undefined) => void
  /** Takes the line away, so that something else can be written. */
  readonly clear: () => void
}

/** Fewer entries are read before anybody wonders. */
const step = 200

/** Progress to a terminal, or to nobody. @category constructors @since 0.1.0 */
export const createProgress = (write: ((text: string) => void) | undefined): Progress => {
  let standing = false
  return {
    after: (done, total) => {
      if (write === undefined || done % step !== 0) return
      write(`\rproblem-dialects: ${done}${total === undefined ? '' : ` of ${total}`}`)
      standing = true
    },
    clear: () => {
      if (standing) write?.('\r\u001b[K')
      standing = false
    },
  }
}
