/**
 * PagerDuty REST API: `{ error: { message, code, errors?: ["…"] } }`.
 * Who: https://developer.pagerduty.com/docs/errors. Observed: a body logged in a gist, 2015.
 * `code` is a number of four digits; Google's legacy errors have the same three members, with the status as code and objects as errors.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { itemOfJunk } from '../error-list.js'
import type { Payload } from '../exchange.js'
import type { ProblemItem } from '../problem.js'
import { areTexts, besides, codeOf, itemsOfList, named, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord, StatusWords } from '../status/semantics.js'
import { absent, denied, fault, fix, limited, mend } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const pagerdutyBody = members('PagerdutyBody', { error: t.UnknownRecord })

/** @category dialects @since 0.1.0 */
export type PagerdutyBody = t.TypeOf<typeof pagerdutyBody>

const codes = {
  2000: fault('Internal error'),
  2001: fix('Invalid input provided'),
  2002: fix('Arguments caused an error'),
  2003: fix('Missing arguments'),
  2006: mend('Authentication failed'),
  2010: denied('Access denied'),
  2012: denied('The account lacks an ability'),
  2020: limited('The rate limit is exceeded'),
  2100: absent('Not found'),
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type PagerdutyCode = `${keyof typeof codes}`

const statuses: StatusWords = {
  401: { because: 'The caller did not supply credentials or not the right ones', advice: 'fix-request' },
  402: { because: 'The account does not have the abilities to perform the action', advice: 'never' },
  429: { because: 'Too many requests: the rate limit has been reached', advice: 'after-delay' },
}

const inError = named({ message: 'text', code: 'code', errors: 'list' })

const toItem = (entry: unknown, { ledger }: Payload): ProblemItem =>
  typeof entry === 'string' ? { detail: entry } : itemOfJunk(entry, ledger)

const toProblem = ({ error }: PagerdutyBody, payload: Payload): Said => {
  const { errors } = error
  const left = besides(error, inError, payload.ledger)
  return {
    ...(Array.isArray(errors) ? itemsOfList(errors, payload.limits, entry => toItem(entry, payload)) : {}),
    detail: textOf(error['message']),
    code: codeOf(error['code']),
    extensions: left === undefined ? undefined : { error: left },
    kept: true,
  }
}

const three: Claim = { rung: 'distinctive', because: 'an error of message, a code of four digits and a list of texts' }
const two: Claim = { rung: 'likely', because: 'an error of message and a code of four digits, and nothing else' }

/**
 * The REST API of PagerDuty.
 *
 * @see https://developer.pagerduty.com/docs/errors
 * @category dialects
 * @since 0.1.0
 */
export const pagerduty: Dialect<'pagerduty', PagerdutyBody, PagerdutyCode> = {
  id: 'pagerduty',
  title: 'PagerDuty',
  docs: 'https://developer.pagerduty.com/docs/errors',
  verified: '2026-11 against a logged body; no live capture',
  shape: { required: { error: 'object' }, closed: true },
  body: pagerdutyBody,
  claim: ({ error }) => {
    const { code, message, errors } = error
    if (typeof code !== 'number' || code < 1_000 || code > 9_999 || typeof message !== 'string') return undefined
    if (Array.isArray(errors)) return areTexts(errors) ? three : undefined
    return errors === undefined && Object.keys(error).length === 2 ? two : undefined
  },
  toProblem,
  statuses,
  codes,
}
