/**
 * The chunked transfer coding, as `curl --raw` leaves it in a dump.
 * Comes in: a dump as Latin-1 text (one character a byte) and where the body begins. Goes out: the body without its frames.
 * This room knows no head: whether a body says that it is chunked is read elsewhere, whether it really is, here.
 */

/** @category model @since 0.1.0 */
export interface Dechunked {
  readonly body: string
  /** Where the message ends, trailers included. */
  readonly end: number
  readonly notes: readonly string[]
}

const sizeLine = /([0-9a-f]{1,8})[ \t]*(;[^\r\n]*)?(\r?\n)/iy

const lineAfter = (text: string, at: number): number => {
  const end = text.indexOf('\n', at)
  return end === -1 ? text.length : end + 1
}

const endOfTrailers = (text: string, start: number): number => {
  let at = start
  while (at < text.length) {
    const next = lineAfter(text, at)
    if (text.slice(at, next).trim() === '') return next
    // a trailer that was cut off, or the next response: neither is ours
    if (text.startsWith('HTTP/', at)) return at
    at = next
  }
  return at
}

/**
 * The body of a chunked message; `undefined` where it is not framed in chunks: most tools take the frames away and leave
 * `Transfer-Encoding` standing. A body that ends within a chunk is kept and noted.
 *
 * @example
 * dechunk('5\r\nhello\r\n0\r\n\r\n', 0)?.body // 'hello'
 * dechunk('{"message":"hello"}', 0)         // undefined
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-7.1
 * @category decoding
 * @since 0.1.0
 */
export const dechunk = (text: string, start: number): Dechunked | undefined => {
  const parts: string[] = []
  const done = (end: number, ...notes: string[]): Dechunked => ({ body: parts.join(''), end, notes })
  let at = start
  for (;;) {
    sizeLine.lastIndex = at
    const line = sizeLine.exec(text)
    if (line === null) {
      if (parts.length === 0) return undefined
      if (at < text.length) parts.push(text.slice(at))
      return done(text.length, `truncated: the chunked body has no last chunk`)
    }
    const size = Number.parseInt(line[1] as string, 16)
    at += line[0].length
    if (size === 0) return done(endOfTrailers(text, at))
    const data = text.slice(at, at + size)
    const short = size - data.length
    // text that merely begins with a number on a line of its own is no chunk
    if (short > 0 && parts.length === 0 && (line[3] !== '\r\n' || data === '')) return undefined
    const after = at + size
    const ending = /^\r?\n/.exec(text.slice(after, after + 2))?.[0]
    if (short <= 0 && ending === undefined && after < text.length && parts.length === 0) return undefined
    parts.push(data)
    if (short > 0) return done(text.length, `truncated: ${short} bytes of the last chunk are missing`)
    if (ending === undefined && after < text.length) {
      parts.push(text.slice(after))
      return done(text.length, 'malformed-chunk: a chunk does not end where its size says; the rest is kept as it is')
    }
    at = after + (ending?.length ?? 0)
  }
}
