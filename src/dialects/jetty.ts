/**
 * Jetty's error page as JSON: `{ url, status, message, servlet?, cause0? … }`.
 * Who: jetty/jetty.project ErrorHandler. Observed: captures of 9.4, 2026.
 * `status` is a text, the members come in any order, and texts are escaped as for HTML (`&lt;`) though they stand in JSON.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { statusOfText, textOf } from '../reading.js'

/** @category dialects @since 0.1.0 */
export const jettyBody = members(
  'JettyBody',
  { url: t.string, status: t.string, message: t.string },
  { servlet: t.string },
)

/** @category dialects @since 0.1.0 */
export type JettyBody = t.TypeOf<typeof jettyBody>

const distinctive: Claim = { rung: 'distinctive', because: 'url, status as text, message and servlet' }
const likely: Claim = { rung: 'likely', because: 'url, status as text and message' }

/**
 * The error handler of Jetty, where the client accepts JSON.
 *
 * @see https://jetty.org/docs/jetty/12/programming-guide/server/http.html#error-handler
 * @category dialects
 * @since 0.1.0
 */
export const jetty: Dialect<'jetty', JettyBody, never> = {
  id: 'jetty',
  title: 'Jetty',
  docs: 'https://jetty.org/docs/jetty/12/programming-guide/server/http.html#error-handler',
  verified: '2026-11 against captures of 9.4',
  shape: {
    required: { url: 'string', status: 'string', message: 'string' },
    optional: { servlet: 'string' },
    absent: ['error', 'errors', 'code', 'statusCode', 'title', 'type', 'detail'],
  },
  reads: ['status', 'message'],
  body: jettyBody,
  claim: ({ status, servlet }) => {
    if (status.length !== 3 || statusOfText(status) === undefined) return undefined
    return servlet === undefined ? likely : distinctive
  },
  toProblem: ({ status, message }) => {
    const said = statusOfText(status)
    const silent = message === '' ? { message } : undefined
    return {
      detail: textOf(message),
      bodyStatus: said,
      extensions: said === undefined ? { ...silent, status } : silent,
    }
  },
}
