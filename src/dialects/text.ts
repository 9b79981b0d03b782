/**
 * Plain text, whatever its label says.
 * Who: Koa, Starlette, Envoy, Go servers, express-rate-limit and many more. Observed: captures of these, 2026.
 * The text is the message: in one line where it is short; where it is long, the first line that says something, and the whole stays
 * in the extensions.
 */
import * as t from 'io-ts'
import type { Claim, Dialect } from '../dialect.js'
import { cutText, detached } from '../http/charset.js'
import { withoutClasses } from '../http/sentence.js'
import { type Answerer, answererOf } from '../products.js'
import type { Said } from '../said.js'
import { isMereStatus } from '../status/registry.js'

const longest = 500
/** More lines of a long text are not looked at. */
const maxLines = 16

const markup: Claim = { rung: 'possible', because: 'markup that is no page' }
const plain: Claim = { rung: 'possible', because: 'text that is no JSON and no page' }

/** A digit alone, or signs, are no message. */
const speaks = (line: string): boolean => /[^\s\x21-\x40\x5b-\x60\x7b-\x7e]/.test(line)

const isTrace = (line: string): boolean => /^\s*(?:at \S|File "|from \/|Traceback \()/.test(line)

/** What the text says, and whether that is all of it. */
const lineOf = (whole: string, status: number): { readonly line: string | undefined; readonly isAll: boolean } => {
  if (whole.length <= longest && !/[\r\n]/.test(whole))
    return { line: speaks(whole) ? whole : undefined, isAll: speaks(whole) }
  const lines = whole.slice(0, 16 * longest).split(/[\r\n]+/, maxLines)
  const said = lines.map(line => line.trim()).filter(line => speaks(line))
  const first = said.find(line => !isMereStatus(status, line) && !isTrace(line)) ?? said[0]
  // a servlet container that was asked for text labels its lines
  const labelled = said.find(line => line.startsWith('MESSAGE: '))?.slice(9)
  if (labelled !== undefined) return { line: isMereStatus(status, labelled) ? undefined : labelled, isAll: false }
  // of a trace that begins with its calls the last line says what happened
  const last = said[0]?.startsWith('Traceback (') ? /[^\r\n]*$/.exec(whole.slice(-longest))?.[0] : first
  const line = last !== undefined && said.some(isTrace) ? withoutClasses(last) : last
  return { line: line === undefined ? undefined : cutText(line, longest), isAll: false }
}

const answer = (said: Said, answerer: Answerer | undefined): Said =>
  answerer === undefined
    ? said
    : {
        ...said,
        code: answerer.code,
        requestId: answerer.requestId,
        product: answerer.product,
        answeredBy: answerer.answeredBy,
      }

/** @category dialects @since 0.1.0 */
export const text: Dialect<'text', string, never> = {
  id: 'text',
  title: 'Plain text',
  docs: 'https://www.rfc-editor.org/rfc/rfc2046#section-4.1.3',
  verified: '2026-11 against captures',
  shape: [{ root: 'text' }, { root: 'xml' }],
  body: t.string,
  claim: (_body, { content }) => (content === 'xml' ? markup : plain),
  toProblem: (body, payload) => {
    // markup of an unknown vocabulary says nothing to a reader; it is kept, not shown
    if (payload.content === 'xml') return { extensions: { text: body } }
    const { line, isAll } = lineOf(body.trim(), payload.status)
    // a slice would hold the whole body in memory
    const detail = line === undefined ? undefined : detached(line)
    return answer(isAll ? { detail } : { detail, extensions: { text: body } }, answererOf(body, payload))
  },
  fromProblem: problem => ({
    body:
      typeof problem.extensions['text'] === 'string' ? problem.extensions['text'] : (problem.detail ?? problem.title),
    contentType: 'text/plain; charset=utf-8',
  }),
}
