/**
 * Exchanges in JSON, in our own form, and the parts that they share with other forms.
 * Comes in: a parsed value. Goes out: an entry, or an {@link InputError} that says what is missing.
 * This room knows no file and no line.
 */
import type { Exchange } from '../index.js'
import { type Entry, InputError } from './entry.js'

type Json = Readonly<Record<string, unknown>>

/** @category accessors @since 0.1.0 */
export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** @category accessors @since 0.1.0 */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** @category accessors @since 0.1.0 */
export const statusOf = (value: unknown): number | undefined => {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^[0-9]{3}$/.test(value) ? Number(value) : undefined
}

/** @category accessors @since 0.1.0 */
export const headersOf = (value: unknown): [string, string][] => {
  if (value === undefined || value === null) return []
  if (typeof value !== 'object') throw new InputError('headers is neither an object nor a list')
  const pairs: [string, string][] = []
  const add = (name: unknown, given: unknown) => {
    for (const each of Array.isArray(given) ? given : [given])
      if (typeof name === 'string' && (typeof each === 'string' || typeof each === 'number'))
        pairs.push([name, String(each)])
  }
  if (!Array.isArray(value)) for (const [name, given] of Object.entries(value)) add(name, given)
  else
    for (const pair of value) {
      if (Array.isArray(pair)) add(pair[0], pair[1])
      else if (isObject(pair)) add(pair['name'], pair['value'])
    }
  return pairs
}

/** @category accessors @since 0.1.0 */
export const instantOf = (value: unknown): number | undefined => {
  const instant = typeof value === 'string' ? Date.parse(value) : value
  return typeof instant === 'number' && Number.isFinite(instant) ? instant : undefined
}

/** @category accessors @since 0.1.0 */
export const requestOf = (value: unknown): { request?: { method?: string; url?: string } } => {
  const { method, url } = isObject(value) ? { method: textOf(value['method']), url: textOf(value['url']) } : {}
  if (method === undefined && url === undefined) return {}
  return { request: { ...(method === undefined ? {} : { method }), ...(url === undefined ? {} : { url }) } }
}

/**
 * Whether a value is an exchange and not merely a body with a member `status`, as `problem+json` has one: it has another
 * part of an exchange, or nothing but a status and its instant.
 *
 * @category detection
 * @since 0.1.0
 */
export const isExchange = (value: unknown): value is Json =>
  isObject(value) &&
  'status' in value &&
  (['headers', 'body', 'json', 'request'].some(name => name in value) ||
    (statusOf(value['status']) !== undefined &&
      Object.keys(value).every(name => name === 'status' || name === 'receivedAt')))

/**
 * An entry from `{ status, headers?, body? | json?, request?, receivedAt? }`; other members are left alone.
 *
 * @example
 * entryOfExchange({ status: 404, body: '' }, 'line 1').exchange?.status // 404
 * entryOfExchange({ body: '' }, 'line 1')                              // throws InputError: there is no status …
 *
 * @category decoding
 * @since 0.1.0
 */
export const entryOfExchange = (value: unknown, origin: string): Entry => {
  if (!isObject(value)) throw new InputError('this is no exchange: an object with status, headers and body is expected')
  const status = statusOf(value['status'])
  if (status === undefined) throw new InputError('there is no status: a number is expected')
  const { body } = value
  const receivedAt = instantOf(value['receivedAt'])
  const asked = requestOf(value['request'])
  const json = 'json' in value ? value['json'] : typeof body === 'string' || body === null ? undefined : body
  const exchange: Exchange = {
    status,
    headers: headersOf(value['headers']),
    ...(typeof body === 'string' ? { body } : {}),
    ...(json === undefined ? {} : { json }),
    ...(receivedAt === undefined ? {} : { receivedAt }),
    ...asked,
  }
  return { origin, exchange, ...asked, before: [], notes: [] }
}
