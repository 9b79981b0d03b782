/**
 * The entries of a HAR, the archive that browsers and proxies save.
 * Comes in: a parsed value. Goes out: an entry, or an {@link InputError} that says what is missing.
 * This room knows no file and no line.
 */
import type { Exchange } from '../index.js'
import { type Entry, InputError } from './entry.js'
import { headersOf, instantOf, isObject, requestOf, statusOf, textOf } from './exchange-json.js'

/** The entries of a HAR; `undefined` where the value is none. @category decoding @since 0.1.0 */
export const harEntries = (value: unknown): readonly unknown[] | undefined => {
  const log = isObject(value) ? value['log'] : undefined
  const entries = isObject(log) ? log['entries'] : undefined
  return Array.isArray(entries) ? entries : undefined
}

const bodyOfHar = (content: unknown): { body?: string | Uint8Array; notes: string[] } => {
  if (!isObject(content)) return { notes: [] }
  const { text, encoding, size } = content
  if (typeof text === 'string') return { body: encoding === 'base64' ? Buffer.from(text, 'base64') : text, notes: [] }
  return { notes: typeof size === 'number' && size > 0 ? [`no-body: ${size} bytes were received, but not saved`] : [] }
}

/**
 * An entry from one of a HAR. A status of 0 says that no response came.
 *
 * @see https://w3c.github.io/web-performance/specs/HAR/Overview.html
 * @category decoding
 * @since 0.1.0
 */
export const entryOfHar = (value: unknown, origin: string): Entry => {
  const response = isObject(value) ? value['response'] : undefined
  if (!isObject(value) || !isObject(response)) throw new InputError('there is no response')
  const status = statusOf(response['status'])
  if (status === undefined) throw new InputError('the response has no status: a number is expected')
  const started = instantOf(value['startedDateTime'])
  const { time } = value
  const endedAt = started === undefined ? undefined : started + (typeof time === 'number' && time > 0 ? time : 0)
  const asked = requestOf(value['request'])
  const about = { origin, ...asked, ...(endedAt === undefined ? {} : { endedAt }), before: [] }
  if (status === 0) {
    const failure = textOf(response['_error']) ?? textOf(response['statusText'])
    return { ...about, exchange: undefined, ...(failure === undefined ? {} : { failure }), notes: [] }
  }
  const headers = headersOf(response['headers'])
  const { body, notes } = bodyOfHar(response['content'])
  const mimeType = isObject(response['content']) ? textOf(response['content']['mimeType']) : undefined
  if (mimeType !== undefined && !headers.some(([name]) => name.toLowerCase() === 'content-type'))
    headers.push(['content-type', mimeType])
  const exchange: Exchange = {
    status,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(endedAt === undefined ? {} : { receivedAt: endedAt }),
    ...asked,
  }
  return { ...about, exchange, notes }
}
