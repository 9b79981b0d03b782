/**
 * Sails: `{ code: "E_MISSING_OR_INVALID_PARAMS", problems: ["…"], message }`, the inputs of an action.
 * Who: https://sailsjs.com/documentation/concepts/actions-and-controllers. Observed: sails 1.5, November 2026.
 * A problem is a sentence that names its input, so that no field is read out of it. Other errors are text, or have no body.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import type { Payload } from '../exchange.js'
import { itemsOfList, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord } from '../status/semantics.js'
import { fix } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const sailsBody = members('SailsBody', { code: t.string, problems: t.UnknownArray }, { message: t.string })

/** @category dialects @since 0.1.0 */
export type SailsBody = t.TypeOf<typeof sailsBody>

const codes = {
  E_MISSING_OR_INVALID_PARAMS: fix('Inputs of the action are missing or invalid.'),
} as const satisfies Readonly<Record<string, ApiWord>>

const toProblem = ({ code, problems, message }: SailsBody, { limits }: Payload): Said => ({
  detail: textOf(message),
  code: textOf(code),
  ...itemsOfList(problems, limits, one =>
    typeof one === 'string' && one !== '' ? { detail: one } : { extensions: { value: one } },
  ),
  extensions: problems.length === 0 ? { problems } : undefined,
})

const byCode: Claim = { rung: 'distinctive', because: 'E_MISSING_OR_INVALID_PARAMS beside problems' }

/**
 * Sails, the inputs of its actions.
 *
 * @see https://sailsjs.com/documentation/concepts/actions-and-controllers
 * @category dialects
 * @since 0.1.0
 */
export const sails: Dialect<'sails', SailsBody, 'E_MISSING_OR_INVALID_PARAMS'> = {
  id: 'sails',
  title: 'Sails',
  docs: 'https://sailsjs.com/documentation/concepts/actions-and-controllers',
  verified: '2026-11 against captures of sails 1.5',
  shape: { required: { code: 'string', problems: 'array' }, optional: { message: 'string' } },
  body: sailsBody,
  claim: ({ code }) => (code === 'E_MISSING_OR_INVALID_PARAMS' ? byCode : undefined),
  toProblem,
  codes,
}
