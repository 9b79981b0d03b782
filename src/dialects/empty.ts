/**
 * No body at all: what a proxy, a HEAD response or a terse server sends.
 * Who: anyone (Caddy sends every error so). Observed: Caddy 2.6, nginx 1.22, Jetty 9.4, Base 429, Rails, 2026.
 * There is nothing to read: the status row and the fields say everything.
 */
import * as t from 'io-ts'
import type { Claim, Dialect } from '../dialect.js'
import { silentAnswererOf } from '../products.js'
import type { Said } from '../said.js'

const possible: Claim = { rung: 'possible', because: 'there is no body' }
const nothing: Said = Object.freeze({})

/** @category dialects @since 0.1.0 */
export const empty: Dialect<'empty', unknown, never> = {
  id: 'empty',
  title: 'Empty body',
  docs: 'https://www.rfc-editor.org/rfc/rfc9110#section-6.4',
  verified: '2026-11 against captures',
  shape: { root: 'empty' },
  body: t.unknown,
  claim: () => possible,
  toProblem: (_body, payload) => silentAnswererOf(payload) ?? nothing,
  fromProblem: () => ({ body: undefined }),
}
