/**
 * Shopify Admin API: `{ errors: "text" | { field: [texts] | "text" } }`, and GraphQL's `errors` beside `extensions.cost.throttleStatus`.
 * Who: https://shopify.dev/docs/api/usage/response-codes, …/limits. Observed: the tests of its Ruby and PHP clients, 2026.
 * Texts in the map lack the name of the field. `Retry-After` is a decimal (`2.0`). A throttled query is a 200 that says how many points
 * are missing and how fast they come back. OAuth's `{ error, error_description }` is OAuth's.
 */
import * as t from 'io-ts'
import { members } from '../codec.js'
import type { Claim, Dialect } from '../dialect.js'
import { itemOfJunk } from '../error-list.js'
import type { Payload } from '../exchange.js'
import { pointerOfPath } from '../http/pointer.js'
import type { Wait } from '../http/retry-after.js'
import type { Ledger } from '../ledger.js'
import type { ProblemItem } from '../problem.js'
import { areTexts, besides, isObj, itemOf, itemsOfList, itemsOfMap, named, objOf, put, textOf } from '../reading.js'
import type { Said } from '../said.js'
import type { ApiWord } from '../status/semantics.js'
import { denied, fix, unmet } from '../status/words.js'

/** @category dialects @since 0.1.0 */
export const shopifyBody = members(
  'ShopifyBody',
  { errors: t.union([t.string, t.UnknownRecord, t.UnknownArray]) },
  { extensions: t.UnknownRecord },
)

/** @category dialects @since 0.1.0 */
export type ShopifyBody = t.TypeOf<typeof shopifyBody>

/** Codes of GraphQL errors. */
const codes = {
  THROTTLED: {
    because: 'The client has exceeded the rate limit: wait until enough points are restored.',
    kind: 'resource_exhausted',
    advice: 'after-delay',
    scope: 'client',
  },
  MAX_COST_EXCEEDED: fix('A single query may cost 1,000 points at most, whatever is available: make it smaller.'),
  ACCESS_DENIED: denied('The client does not have the access scope.'),
  SHOP_INACTIVE: unmet('The shop is not active.'),
  INTERNAL_SERVER_ERROR: {
    because: 'An internal error: if it lasts, its request id is for the support.',
    kind: 'internal',
    advice: 'once',
  },
} as const satisfies Readonly<Record<string, ApiWord>>

/** @category dialects @since 0.1.0 */
export type ShopifyCode = keyof typeof codes

const pointerOf = (name: string): string => (name === 'base' ? '' : pointerOfPath(name))

const inError = named({ message: 'text', extensions: 'object' })
const inExtensions = named({ code: 'text' })

const toItem = (entry: unknown, ledger: Ledger): ProblemItem => {
  if (typeof entry === 'string' && entry !== '') return { detail: entry }
  if (!isObj(entry)) return itemOfJunk(entry, ledger)
  const about = objOf(entry['extensions'])
  const others = about === undefined ? undefined : besides(about, inExtensions, ledger)
  const left = besides(entry, inError, ledger)
  return itemOf({
    detail: textOf(entry['message']),
    code: textOf(about?.['code']),
    extensions: others === undefined ? left : put(left, 'extensions', others),
  })
}

const statusOf = ({ extensions }: ShopifyBody) => {
  const cost = objOf(extensions?.['cost'])
  const throttle = objOf(cost?.['throttleStatus'])
  return throttle === undefined ? undefined : { needed: cost?.['requestedQueryCost'], ...throttle }
}

/** The points that are missing come back at a rate a second. */
const waitOf = (body: ShopifyBody): Wait | undefined => {
  const { needed, currentlyAvailable, restoreRate } = (statusOf(body) ?? {}) as Record<string, unknown>
  if (typeof needed !== 'number' || typeof currentlyAvailable !== 'number' || typeof restoreRate !== 'number')
    return undefined
  const afterMs = ((needed - currentlyAvailable) / restoreRate) * 1_000
  return afterMs > 0 && Number.isFinite(afterMs) ? { afterMs } : undefined
}

const toProblem = (body: ShopifyBody, { limits, ledger }: Payload): Said => {
  const { errors, extensions } = body
  const left = extensions === undefined ? undefined : ledger.keep(undefined, 'extensions', extensions)
  if (typeof errors === 'string')
    return { detail: textOf(errors), extensions: errors === '' ? put(left, 'errors', '') : left, kept: true }
  if (Array.isArray(errors)) {
    const items = itemsOfList(errors, limits, entry => toItem(entry, ledger))
    const isThrottled = items.errors[0]?.code === 'THROTTLED'
    return { ...items, wait: isThrottled ? waitOf(body) : undefined, extensions: left, kept: true }
  }
  const { errors: items, errorCount, leftover } = itemsOfMap(errors, limits, pointerOf)
  return {
    errors: items,
    errorCount,
    extensions: leftover === undefined ? left : ledger.keep(left, 'errors', leftover),
    kept: true,
  }
}

const byField: Claim = { rung: 'declared', because: 'a field of the shop' }
const throttled: Claim = { rung: 'distinctive', because: 'errors beside extensions.cost.throttleStatus' }
const sentence: Claim = { rung: 'possible', because: 'errors is a text, and nothing else is there' }

const shopFields = ['x-shopid', 'x-shopify-stage', 'x-shopify-shop-api-call-limit', 'x-shopify-api-version']

/**
 * Shopify's Admin API, REST and GraphQL.
 *
 * @see https://shopify.dev/docs/api/usage/response-codes
 * @category dialects
 * @since 0.1.0
 */
export const shopify: Dialect<'shopify', ShopifyBody, ShopifyCode> = {
  id: 'shopify',
  title: 'Shopify Admin API',
  docs: 'https://shopify.dev/docs/api/usage/response-codes',
  verified: '2026-11 against the document and the tests of its clients; no live capture',
  shape: [
    { required: { errors: 'array', extensions: 'object' } },
    { required: { errors: ['string', 'object', 'array'] }, closed: true },
  ],
  reads: ['errors', 'extensions'],
  body: shopifyBody,
  claim: (body, { fields }) => {
    if (statusOf(body) !== undefined) return throttled
    if (body.extensions === undefined && shopFields.some(field => fields.get(field) !== undefined))
      return Array.isArray(body.errors) && !areTexts(body.errors) ? undefined : byField
    return typeof body.errors === 'string' ? sentence : undefined
  },
  toProblem,
  codes,
}
