/**
 * Pyramid: `{ message, code: "409 Conflict", title }`.
 * Who: Pylons/pyramid httpexceptions.py. Observed: captures of 2.0, 2026.
 * `code` is the status line as text, and `message` the explanation of the status, blank lines, then the detail.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { statusOfText, textOf } from '../reading.js'

/** @category dialects @since 0.1.0 */
export const pyramidBody = members('PyramidBody', { message: t.string, code: t.string, title: t.string })

/** @category dialects @since 0.1.0 */
export type PyramidBody = t.TypeOf<typeof pyramidBody>

const distinctive: Claim = { rung: 'distinctive', because: 'message, the status line as code, and its phrase as title' }

/**
 * The exceptions of Pyramid, where the client accepts JSON.
 *
 * @see https://docs.pylonsproject.org/projects/pyramid/en/latest/api/httpexceptions.html
 * @category dialects
 * @since 0.1.0
 */
export const pyramid: Dialect<'pyramid', PyramidBody, never> = {
  id: 'pyramid',
  title: 'Pyramid',
  docs: 'https://docs.pylonsproject.org/projects/pyramid/en/latest/api/httpexceptions.html',
  verified: '2026-11 against captures of 2.0',
  shape: { required: { message: 'string', code: 'string', title: 'string' }, closed: true },
  // the status line is no code: it is left over
  reads: ['message', 'title'],
  body: pyramidBody,
  claim: ({ code, title }) => {
    const status = statusOfText(code)
    return status !== undefined && code === `${status} ${title}` ? distinctive : undefined
  },
  toProblem: ({ message, code, title }) => ({
    title: textOf(title),
    detail: textOf(message),
    bodyStatus: statusOfText(code),
    extensions: message === '' ? { message } : undefined,
  }),
}
