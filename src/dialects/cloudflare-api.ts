/**
 * The API of Cloudflare (not its edge pages): `{ success: false, errors: [{ code, message, error_chain? }], messages, result }`.
 * Who: https://developers.cloudflare.com/fundamentals/api/reference/. Observed: bodies pasted into issues of its clients, 2017 to 2026.
 * Codes are numbers, each product has its own. `error_chain` says what is behind an error; newer products add `source.pointer`.
 * It may come under any status, 200 included.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { atField, itemOfJunk } from '../error-list.js'
import type { Payload } from '../exchange.js'
import type { ProblemItem } from '../problem.js'
import { besides, codeOf, isObj, itemOf, itemsOfList, linksOf, named, objOf, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord, StatusWords } from '../status/semantics.js'
import { absent, fix, limited, mend, taken } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const cloudflareApiBody = members('CloudflareApiBody', { success: t.boolean, errors: t.UnknownArray })

/** @category dialects @since 0.1.0 */
export type CloudflareApiBody = t.TypeOf<typeof cloudflareApiBody>

const blocked = limited(
  'More requests than the limit, 1,200 in five minutes for each user: all calls are blocked for five minutes',
)

const codes = {
  971: blocked,
  1061: taken('The zone already exists'),
  6003: fix('Invalid request headers'),
  7000: absent('No route for that URI'),
  7003: absent('Could not route to the path, perhaps the identifier is invalid'),
  9109: mend('Invalid access token'),
  10000: mend('Authentication error'),
  10001: mend('Unable to authenticate request'),
  81044: absent('Record does not exist'),
  81053: taken('An A, AAAA or CNAME record with that host already exists'),
  81057: taken('The record already exists'),
  81058: taken('An identical record already exists'),
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type CloudflareApiCode = `${keyof typeof codes}`

const statuses: StatusWords = { 401: mend('Missing or wrong credentials'), 429: blocked }

const inEntry = named({ code: 'code', message: 'text', documentation_url: 'text' })
const inSourced = named({ code: 'code', message: 'text', documentation_url: 'text', source: 'object' })
const inSource = named({ pointer: 'text' })

const toItem = (entry: unknown, { ledger }: Payload): ProblemItem => {
  if (!isObj(entry)) return itemOfJunk(entry, ledger)
  const source = objOf(entry['source'])
  const path = textOf(source?.['pointer'])
  let left = besides(entry, path === undefined ? inEntry : inSourced, ledger)
  const others = path === undefined || source === undefined ? undefined : besides(source, inSource, ledger)
  if (others !== undefined) left = { ...left, source: others }
  return itemOf({
    detail: textOf(entry['message']),
    ...atField(path),
    code: codeOf(entry['code']),
    links: linksOf('help', entry['documentation_url']),
    extensions: left,
  })
}

const toProblem = ({ errors }: CloudflareApiBody, payload: Payload): Said => ({
  ...itemsOfList(errors, payload.limits, entry => toItem(entry, payload)),
  kept: true,
})

const whole: Claim = { rung: 'distinctive', because: 'success false, errors, messages and result' }
const some: Claim = { rung: 'likely', because: 'success false beside errors of a numeric code and a message' }

/**
 * The Cloudflare API, v4.
 *
 * @see https://developers.cloudflare.com/fundamentals/api/reference/
 * @category dialects
 * @since 0.1.0
 */
export const cloudflareApi: Dialect<'cloudflare-api', CloudflareApiBody, CloudflareApiCode> = {
  id: 'cloudflare-api',
  title: 'Cloudflare API',
  docs: 'https://developers.cloudflare.com/fundamentals/api/',
  verified: '2026-11 against the document and pasted bodies; no live capture',
  shape: {
    required: { success: 'boolean', errors: 'array' },
    absent: ['message', 'error', 'status', 'code', 'data', 'jsonapi'],
  },
  reads: ['success', 'errors'],
  body: cloudflareApiBody,
  claim: ({ success, errors }, { json }) => {
    const first = errors[0]
    const numbered = isObj(first) && typeof first['code'] === 'number' && typeof first['message'] === 'string'
    if (success || (errors.length > 0 && !numbered)) return undefined
    const body = json as object
    if ('result' in body && 'messages' in body) return whole
    return numbered ? some : undefined
  },
  toProblem,
  statuses,
  codes,
}
