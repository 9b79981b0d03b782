/**
 * From bytes to text, and what every text must be before it goes anywhere: well-formed, bounded, printable.
 * Comes in: bytes and a charset label, or a text. Goes out: text without a byte order mark or a lone surrogate.
 * This room knows no media type and no body format.
 */

const byteOrderMark = (bytes: Uint8Array): string | undefined => {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return undefined
}

const decoderOf = (label: string, fatal: boolean): TextDecoder | undefined => {
  try {
    return new TextDecoder(label, { fatal })
  } catch {
    return undefined
  }
}

let utf8: TextDecoder | undefined

const decodedStrictly = (bytes: Uint8Array, label: string): string | undefined => {
  if (utf8 === undefined) utf8 = decoderOf('utf-8', true)
  const decoder = label === 'utf-8' ? utf8 : decoderOf(label, true)
  try {
    return decoder?.decode(bytes)
  } catch {
    return undefined
  }
}

/**
 * A cap on the body may cut a character in two; all before the cut is still good text. Without a label that is only
 * believed of a text that has shown other multi-byte characters: a lone last byte is more often `é` in windows-1252.
 */
const decodedUpToTheCut = (bytes: Uint8Array, labelled: boolean): string | undefined => {
  try {
    const text = decoderOf('utf-8', true)?.decode(bytes, { stream: true })
    return text !== undefined && (labelled || /[^ -~\s]/.test(text)) ? text : undefined
  } catch {
    return undefined
  }
}

const replacing = (bytes: Uint8Array, label: string): string => {
  try {
    return decoderOf(label, false)?.decode(bytes) ?? ''
  } catch {
    return ''
  }
}

/**
 * Turns bytes into text. A byte order mark wins over the label, the label over the guess (UTF-8, then windows-1252).
 * `replaced` says that some bytes were no text in that encoding; a label that nobody knows reads as UTF-8 and is reported.
 *
 * @example
 * decodeText(Uint8Array.of(0x63, 0x61, 0x66, 0xc3, 0xa9)) // { text: 'café', replaced: false }
 * decodeText(Uint8Array.of(0x63, 0x61, 0x66, 0xe9)) // { text: 'café', replaced: true }, read as windows-1252
 *
 * @see https://encoding.spec.whatwg.org/#decode
 * @category decoding
 * @since 0.1.0
 */
export const decodeText = (
  bytes: Uint8Array,
  charset?: string,
): { text: string; replaced: boolean; unknownCharset?: string } => {
  if (!ArrayBuffer.isView(bytes)) return { text: '', replaced: false }
  const given = typeof charset === 'string' ? charset : undefined
  const known = given !== undefined && decoderOf(given, false) !== undefined ? given.toLowerCase() : undefined
  const label = byteOrderMark(bytes) ?? known ?? 'utf-8'
  const unknown = given !== undefined && known === undefined ? { unknownCharset: given } : undefined
  const strict = decodedStrictly(bytes, label)
  if (strict !== undefined) return { text: strict, replaced: false, ...unknown }
  const labelled = given !== undefined || byteOrderMark(bytes) !== undefined
  const cut = label === 'utf-8' ? decodedUpToTheCut(bytes, labelled) : undefined
  return { text: cut ?? replacing(bytes, labelled ? label : 'windows-1252'), replaced: true, ...unknown }
}

const native = (String.prototype as { isWellFormed?: () => boolean }).isWellFormed

/**
 * Whether a text has no lone surrogate.
 *
 * @example
 * isWellFormed('😀') // true
 * isWellFormed('a\ud800b') // false
 *
 * @see https://tc39.es/ecma262/#sec-string.prototype.iswellformed
 * @category detection
 * @since 0.1.0
 */
export const isWellFormed = (text: string): boolean =>
  typeof text === 'string' && (native === undefined ? wellFormed(text) === text : native.call(text))

/**
 * Replaces lone surrogates by U+FFFD; a text without any is returned as it is.
 *
 * @example
 * wellFormed('a\ud800b') // 'a\ufffdb'
 * wellFormed('😀') // '😀'
 *
 * @see https://tc39.es/ecma262/#sec-string.prototype.towellformed
 * @category encoding
 * @since 0.1.0
 */
export const wellFormed = (text: string): string =>
  typeof text === 'string' && /[\ud800-\udfff]/.test(text)
    ? text.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, unit => (unit.length === 2 ? unit : '\ufffd'))
    : text

/**
 * Cuts a text at `length` UTF-16 units, one earlier where that would part a surrogate pair.
 *
 * @example
 * cutText('abc', 2) // 'ab'
 * cutText('a😀', 2) // 'a'
 *
 * @category encoding
 * @since 0.1.0
 */
export const cutText = (text: string, length: number): string => {
  if (typeof text !== 'string' || typeof length !== 'number' || text.length <= length) return text
  const last = text.charCodeAt(length - 1)
  return detached(text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length))
}

/**
 * The same text, no longer sharing memory with the text it was sliced from.
 *
 * @category encoding
 * @since 0.1.0
 */
// Engines keep the whole body alive for a slice of it; a concatenation is copied once it is sliced itself.
export const detached = (text: string): string => ` ${text}`.slice(1)

/**
 * A text on one line that a log or terminal shows as it is: controls, line separators and direction marks are escaped.
 *
 * @example
 * printable('a\r\nb', 64) // 'a\\u000d\\u000ab'
 * printable('abc', 2) // 'ab…'
 *
 * @see https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 * @category encoding
 * @since 0.1.0
 */
export const printable = (text: string, length: number): string => {
  if (typeof text !== 'string' || typeof length !== 'number') return ''
  const escaped = wellFormed(cutText(text, length)).replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
    /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    unit => `\\u${`000${unit.charCodeAt(0).toString(16)}`.slice(-4)}`,
  )
  return text.length > length ? `${escaped}…` : escaped
}
