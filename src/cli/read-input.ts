/**
 * What was handed in, whatever its format: a raw HTTP response, a JSON exchange, a HAR, NDJSON.
 * Comes in: bytes. Goes out: exchanges, each with where it stood; a line that cannot be read is one {@link InputError} among them.
 * This room knows no file and no terminal.
 */
import { decompress } from '../server/content-encoding.js'
import { type Trace, traceOf } from './curl-trace.js'
import { type Entry, type Input, InputError } from './entry.js'
import { type Message, parseMessages } from './http-message.js'
import { readJson } from './json-input.js'

const utf8 = (given: Uint8Array): Buffer => {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.length)
  // what a redirection of PowerShell writes
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return Buffer.from(bytes.subarray(2).toString('utf16le'))
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}

async function* responses(messages: readonly Message[], requests: Trace['requests']): AsyncGenerator<Entry> {
  for (const [at, { status, headers, body, index, before, notes }] of messages.entries()) {
    const request = requests[index]
    const codings = headers.filter(([name]) => /^content-encoding$/i.test(name)).map(([, value]) => value)
    const unpacked = await decompress(Buffer.from(body, 'latin1'), codings.join(','))
    const asked = request === undefined ? {} : { request }
    yield {
      origin: messages.length === 1 ? '' : `response ${at + 1}`,
      exchange: { status, headers, body: unpacked.bytes, ...asked },
      ...asked,
      before,
      notes: [...notes, ...unpacked.notes],
    }
  }
}

const readResponses = ({ text, start, requests }: Trace): Input => {
  const messages = parseMessages(text, start)
  if (messages.length === 0) throw new InputError('the status line cannot be read')
  return { many: messages.length > 1, total: messages.length, entries: responses(messages, requests) }
}

/**
 * Reads an input of any known format. What is no input at all (empty, binary, a body without a status) throws an
 * {@link InputError}; with `status`, the whole input is the body that came with it.
 *
 * @example
 * readInput(Buffer.from('HTTP/2 404 \r\n\r\n')).many // false
 * readInput(Buffer.from('<html>'))                 // throws InputError: there is no status in this input …
 *
 * @category decoding
 * @since 0.1.0
 */
export const readInput = (given: Uint8Array, { status }: { readonly status?: number | undefined } = {}): Input => {
  const bytes = utf8(given)
  const text = bytes.toString('latin1')
  if (text.trim() === '') throw new InputError('the input is empty')
  const trace = traceOf(text)
  if (trace !== undefined) {
    if (status !== undefined) throw new InputError('the input has a status of its own: leave --status out')
    return readResponses(trace)
  }
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) throw new InputError('the input is compressed: pipe it through gunzip -c')
  if (text.slice(0, 65_536).includes('\0'))
    throw new InputError('the input is binary: an HTTP response, JSON, HAR or NDJSON is expected')
  if (status === undefined) return readJson(bytes)
  return { many: false, total: 1, entries: [{ origin: '', exchange: { status, body: bytes }, before: [], notes: [] }] }
}
