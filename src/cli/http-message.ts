/**
 * Raw HTTP responses: what `curl -i` prints, one or several.
 * Comes in: a dump as Latin-1 text (one character a byte). Goes out: the responses, with the interim ones named.
 * This room knows no content: decompression and decoding come after. Nothing throws; what is odd becomes a note.
 */
import { dechunk } from './chunked.js'

/** @category model @since 0.1.0 */
export interface Message {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  /** Latin-1: one character a byte. */
  readonly body: string
  /** How many final heads stood before this one's, interim ones (1xx) not counted. */
  readonly index: number
  readonly before: readonly string[]
  readonly notes: readonly string[]
}

const statusLine = /HTTP\/[0-9](?:\.[0-9])? ([0-9]{3})(?: ([^\r\n]*))?\r?(?:\n|$)/y
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

const statusAt = (text: string, at: number): RegExpExecArray | null => {
  statusLine.lastIndex = at
  return statusLine.exec(text)
}

const afterBlank = (text: string, start: number): number => {
  let at = start
  while (at < text.length && ' \t\r\n'.includes(text[at] as string)) at++
  return at
}

interface Head {
  readonly headers: [string, string][]
  readonly end: number
  readonly notes: string[]
}

const readHead = (text: string, start: number): Head => {
  const headers: [string, string][] = []
  let at = start
  while (at < text.length) {
    const feed = text.indexOf('\n', at)
    const next = feed === -1 ? text.length : feed + 1
    const line = text.slice(at, next).replace(/\r?\n$/, '')
    const last = headers[headers.length - 1]
    if (line === '') return { headers, end: next, notes: [] }
    const colon = line.indexOf(':')
    if (last !== undefined && (line[0] === ' ' || line[0] === '\t')) {
      const more = line.trim()
      // never the whole value again: there may be very many lines
      if (more !== '') last[1] += last[1] === '' ? more : ` ${more}`
    } else if (token.test(line.slice(0, colon))) headers.push([line.slice(0, colon), line.slice(colon + 1).trim()])
    else return { headers, end: at, notes: ['malformed-head: no blank line before the body'] }
    at = next
  }
  return { headers, end: at, notes: ['truncated: the dump ends within the head'] }
}

const field = (headers: Head['headers'], name: string): string | undefined =>
  headers.find(([key]) => key.toLowerCase() === name)?.[1]

/** A body that a tool has decompressed already is text, and its `Content-Length` speaks of other bytes. */
const isText = (text: string): boolean =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters tell compressed bytes from text
  !/[\u0000-\u0008\u000e-\u001f\u007f]/.test(text)

const readBody = (
  text: string,
  { headers, end: start }: Head,
): { body: string; end: number; notes: readonly string[] } => {
  const coding = field(headers, 'transfer-encoding')
  const chunks = coding !== undefined && /chunked/i.test(coding) ? dechunk(text, start) : undefined
  if (chunks !== undefined) return chunks
  const length = field(headers, 'content-length') ?? ''
  const have = text.length - start
  const rest = (...notes: string[]) => ({ body: text.slice(start), end: text.length, notes })
  const unpacked = field(headers, 'content-encoding') !== undefined && isText(text.slice(start, start + 64))
  if (!/^[0-9]{1,15}$/.test(length) || (unpacked && have > 0)) return rest()
  const size = Number(length)
  if (have === 0 && size > 0) return rest(`no-body: Content-Length says ${size}; a response to HEAD, or cut off`)
  if (have < size) return rest(`truncated: Content-Length says ${size}, ${have} bytes are here`)
  const next = afterBlank(text, start + size)
  if (next < text.length && statusAt(text, next) === null)
    return rest(`content-length: Content-Length says ${size}, ${have} bytes are here`)
  return { body: text.slice(start, start + size), end: next, notes: [] }
}

/** Whether a head with nothing after it but another head was a step on the way, not an answer. */
const isStep = (status: number, headers: Head['headers']): boolean =>
  status < 200 ||
  (status >= 300 && status <= 399 && field(headers, 'location') !== undefined) ||
  (status === 401 && field(headers, 'www-authenticate') !== undefined) ||
  (status === 407 && field(headers, 'proxy-authenticate') !== undefined) ||
  (status === 200 && !headers.some(([name]) => /^(content-(type|length)|transfer-encoding)$/i.test(name)))

/**
 * The responses of a dump that begins with a status line at `start`. Another response begins only where the one before has
 * ended by its `Content-Length` or its last chunk, or had no body at all; a status line inside a body is text.
 *
 * @example
 * parseMessages('HTTP/2 404 \r\n\r\n')[0]?.status // 404
 * parseMessages('{"message":"no head"}')        // []
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-2
 * @category decoding
 * @since 0.1.0
 */
export const parseMessages = (text: string, start = 0): readonly Message[] => {
  const messages: Message[] = []
  let before: string[] = []
  let index = 0
  let at = afterBlank(text, start)
  for (let line = statusAt(text, at); line !== null; line = statusAt(text, at)) {
    const status = Number(line[1])
    const head = readHead(text, at + line[0].length)
    const next = afterBlank(text, head.end)
    const bare = next < text.length && statusAt(text, next) !== null
    const { body, end, notes } = bare ? { body: '', end: next, notes: [] } : readBody(text, head)
    if (bare && isStep(status, head.headers)) before.push(`${status} ${line[2] ?? ''}`.trim())
    else {
      messages.push({ status, headers: head.headers, body, index, before, notes: [...head.notes, ...notes] })
      before = []
    }
    if (status >= 200) index++
    at = end
  }
  return messages
}
