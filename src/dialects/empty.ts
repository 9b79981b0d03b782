/**
 * No body at all: what a proxy, a HEAD response or a terse server sends.
 * Who: anyone (Caddy sends every error so). Observed: Caddy 2.6, Base 429, Rails, 2026.
 * There is nothing to read: the status row and the fields say everything.
 */
import * as t from 'io-ts'
import type { Dialect } from '../dialect.js'

/** @category dialects @since 0.1.0 */
export const empty: Dialect<'empty', unknown, never> = {
  id: 'empty',
  title: 'Empty body',
  docs: 'https://www.rfc-editor.org/rfc/rfc9110#section-6.4',
  verified: '2026-11 against captures',
  shape: { root: 'empty' },
  body: t.unknown,
  claim: () => ({ rung: 'possible', because: 'there is no body' }),
  toProblem: () => ({}),
  fromProblem: () => ({ body: undefined }),
}
