/**
 * A caller that gives up: by a signal, while a request or a wait is going on.
 * Comes in: an `AbortSignal` and work. Goes out: what the work gave, or nothing as soon as the signal is aborted; and the problem
 * that it is. This room knows no timer.
 */
import type { ApiProblem } from '../problem.js'
import { fromTransport } from '../transport.js'

/**
 * What the work gives, or `undefined` once the signal is aborted. The work is not stopped by that, only no longer waited for.
 *
 * @category constructors
 * @since 0.1.0
 */
export const unlessAborted = <A>(signal: AbortSignal, work: () => Promise<A>): Promise<A | undefined> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return resolve(undefined)
    const abort = () => resolve(undefined)
    const done = () => signal.removeEventListener('abort', abort)
    signal.addEventListener('abort', abort, { once: true })
    work().then(
      value => {
        done()
        resolve(value)
      },
      error => {
        done()
        reject(error)
      },
    )
  })

/**
 * The problem of a caller that gave up: 504 where its time was up, else 499 `cancelled`, which no breaker counts.
 *
 * @example
 * endOf(AbortSignal.abort()).kind // 'cancelled'
 *
 * @category constructors
 * @since 0.1.0
 */
export const endOf = ({ reason }: AbortSignal): ApiProblem => {
  const { name, message } = Object(reason) as { readonly name?: unknown; readonly message?: unknown }
  if (name === 'TimeoutError') return fromTransport(reason)
  // whatever reason the caller gave: this is its own doing, and no failure of the server
  const said = typeof reason === 'string' ? reason : typeof message === 'string' ? message : ''
  return fromTransport(Object.assign(new Error(said), { name: 'AbortError' }))
}
