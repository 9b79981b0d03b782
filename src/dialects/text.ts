/**
 * Plain text, whatever its label says.
 * Who: Koa, Starlette, express-rate-limit and many more. Observed: captures of these, 2026.
 * The text is the message: in one line where it is short; where it is long, its first line, and the whole stays in the extensions.
 */
import * as t from 'io-ts'
import type { Dialect } from '../dialect.js'
import { detached } from '../http/charset.js'

const longest = 500

/** @category dialects @since 0.1.0 */
export const text: Dialect<'text', string, never> = {
  id: 'text',
  title: 'Plain text',
  docs: 'https://www.rfc-editor.org/rfc/rfc2046#section-4.1.3',
  verified: '2026-11 against captures',
  shape: [{ root: 'text' }, { root: 'xml' }],
  body: t.string,
  claim: (_body, { content }) => ({
    rung: 'possible',
    because: content === 'xml' ? 'markup that is no page' : 'text that is no JSON and no page',
  }),
  toProblem: (body, { content }) => {
    // markup of an unknown vocabulary says nothing to a reader; it is kept, not shown
    if (content === 'xml') return { extensions: { text: body } }
    const whole = body.trim()
    // a slice would hold the whole body in memory
    if (whole.length <= longest && !/[\r\n]/.test(whole)) return { detail: detached(whole) }
    const line = detached((/[^\r\n]+/.exec(whole)?.[0] ?? '').trim().slice(0, longest))
    return { detail: line, extensions: { text: body } }
  },
  fromProblem: problem => ({
    body:
      typeof problem.extensions['text'] === 'string' ? problem.extensions['text'] : (problem.detail ?? problem.title),
    contentType: 'text/plain; charset=utf-8',
  }),
}
