/**
 * What came over the wire, and its bounded reading.
 * Comes in: status, fields (headers) and body as any client holds them. Goes out: a {@link Payload}, parsed at most once.
 * This room knows no dialect: it says what kind of content there is, never what it means. It never throws.
 */
import { decodeText } from './http/charset.js'
import { type Fields, fieldsOf, type HeadersInput } from './http/fields.js'
import { readJson } from './http/json.js'
import type { Limits } from './http/limits.js'
import { isHtmlType, isJsonType, type MediaType, parseMediaType } from './http/media-type.js'
import { readXml } from './http/xml.js'
import type { XmlElement } from './http/xml-element.js'
import { Ledger } from './ledger.js'

/**
 * One response as it came over the wire, and what was asked. Plain data.
 *
 * @category model
 * @since 0.1.0
 */
export interface Exchange {
  /** The wire status. */
  readonly status: number
  /** A record (any case), pairs, or a `Headers`. */
  readonly headers?: HeadersInput | undefined
  /** The body as text or bytes, after decompression. */
  readonly body?: string | Uint8Array | undefined
  /** The parsed body, for clients that parsed already; it wins over `body`. */
  readonly json?: unknown
  readonly request?: ExchangeRequest | undefined
  /** When the response arrived, in epoch milliseconds. */
  readonly receivedAt?: number | undefined
}

/** @category model @since 0.1.0 */
export interface ExchangeRequest {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers?: HeadersInput | undefined
}

/**
 * What a body turned out to be. A body that parses as JSON is JSON, whatever its label says.
 *
 * @category model
 * @since 0.1.0
 */
export type Content = 'json' | 'html' | 'xml' | 'text' | 'empty'

/**
 * One response, read within the limits: what dialects look at.
 *
 * @category model
 * @since 0.1.0
 */
export interface Payload {
  readonly status: number
  readonly fields: Fields
  readonly mediaType: MediaType | undefined
  readonly content: Content
  /** The parsed body; `undefined` unless `content` is `json`. */
  readonly json: unknown
  /** The root element; `undefined` unless `content` is `xml` and there is one that can be read. */
  readonly xml: XmlElement | undefined
  /** The body as text; empty where the client had parsed it or there was none. */
  readonly text: string
  readonly method: string | undefined
  readonly receivedAt: number | undefined
  readonly limits: Limits
  /** The caps at work: what was odd, and the copies of what nobody read. */
  readonly ledger: Ledger
}

/** The status as a number; three digits as text count as one. @category accessors @since 0.1.0 */
export const wireStatus = (status: unknown): number => {
  if (typeof status === 'number') return status
  return typeof status === 'string' && /^[0-9]{3}$/.test(status) ? Number(status) : Number.NaN
}

const htmlStart =
  /^(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,500}-->\s*)?<(?:!doctype html|html|head|body|title|h[1-6]|center|pre|p|div|meta)(?=[\s/>]|$)/i

const markup = (text: string, type: MediaType | undefined): Content => {
  const start = text.slice(0, 1_000).trimStart()
  if (htmlStart.test(start)) return 'html'
  if (isHtmlType(type)) return /<[a-z!/]/i.test(text) ? 'html' : 'text'
  return start.startsWith('<') && /^<[?!a-z_]/i.test(start) ? 'xml' : 'text'
}

type Read = Pick<Payload, 'content' | 'json' | 'xml' | 'text'>

const noContent: Read = Object.freeze({ content: 'empty', json: undefined, xml: undefined, text: '' })

const readText = (text: string, type: MediaType | undefined, limits: Limits, ledger: Ledger): Read => {
  const start = /\S/.exec(text)?.[0]
  if (start === undefined || text === '\uFEFF') return noContent
  const labelled = isJsonType(type)
  if (labelled || start === '{' || start === '[' || start === '"' || start === '\uFEFF') {
    const reading = readJson(text, limits)
    if (reading !== undefined) {
      ledger.warnOf(reading.warnings)
      if (!labelled && type !== undefined) ledger.warn(`mislabelled: JSON under the media type ${type.essence}`)
      return { content: 'json', json: reading.value, xml: undefined, text }
    }
    if (labelled) ledger.warn(`malformed-json: the body is labelled ${type?.essence ?? 'JSON'} and is not JSON`)
  }
  const content = markup(text, type)
  const reading = content === 'xml' ? readXml(text, limits) : undefined
  if (reading !== undefined) ledger.warnOf(reading.warnings)
  return { content, json: undefined, xml: reading?.root, text }
}

const bodyText = (body: unknown, type: MediaType | undefined, limits: Limits, ledger: Ledger): string => {
  if (typeof body === 'string') {
    if (body.length <= limits.bodyBytes) return body
    ledger.warn(`truncated: the body has ${body.length} characters, ${limits.bodyBytes} were read`)
    return body.slice(0, limits.bodyBytes)
  }
  if (!(body instanceof Uint8Array)) {
    ledger.warn(`unreadable-body: a body of type ${typeof body} is neither text nor bytes`)
    return ''
  }
  if (body[0] === 0x1f && body[1] === 0x8b) {
    ledger.warn('compressed: the body is gzip, and was not read: give it after decompression')
    return ''
  }
  const cut = body.length > limits.bodyBytes
  if (cut) ledger.warn(`truncated: the body has ${body.length} bytes, ${limits.bodyBytes} were read`)
  const read = decodeText(cut ? body.subarray(0, limits.bodyBytes) : body, type?.charset)
  if (read.unknownCharset !== undefined) ledger.warn(`unknown-charset: ${read.unknownCharset.slice(0, 64)}`)
  if (read.replaced) ledger.warn('malformed-text: bytes that are not of the charset were replaced')
  return read.text
}

/**
 * Reads an exchange within the limits. Whatever is odd becomes a warning.
 *
 * @category decoding
 * @since 0.1.0
 */
export const readExchange = (exchange: Exchange, limits: Limits): Payload => {
  const given: Partial<Exchange> = typeof exchange === 'object' && exchange !== null ? exchange : {}
  const { json, body, request, receivedAt } = given
  const fields = fieldsOf(given.headers)
  const mediaType = parseMediaType(fields.get('content-type'))
  const isParsed = json !== undefined
  const ledger = new Ledger(limits)
  const read =
    isParsed || body === undefined || body === null
      ? noContent
      : readText(bodyText(body, mediaType, limits, ledger), mediaType, limits, ledger)
  return {
    status: wireStatus(given.status),
    fields,
    mediaType,
    content: isParsed ? 'json' : read.content,
    json: isParsed ? json : read.json,
    xml: read.xml,
    text: read.text,
    method: typeof request?.method === 'string' ? request.method : undefined,
    receivedAt: typeof receivedAt === 'number' && Number.isFinite(receivedAt) ? receivedAt : undefined,
    limits,
    ledger,
  }
}
