/**
 * Decompression of a body that came as it was sent, within a bound.
 * Comes in: bytes and the value of `Content-Encoding`. Goes out: bytes, and what was odd. Nothing throws.
 * This room knows no head and no media type.
 */
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import { defaultLimits } from '../index.js'

/** @category model @since 0.1.0 */
export interface Decompressed {
  readonly bytes: Uint8Array
  readonly notes: readonly string[]
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b
const isZlib = ([first = 0, second = 0]: Uint8Array): boolean => (first & 15) === 8 && (first * 256 + second) % 31 === 0

const isText = (bytes: Uint8Array): boolean => {
  const start = bytes.subarray(0, 64)
  if (start.some(byte => byte < 9 || (byte > 13 && byte < 32))) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true })
    return true
  } catch {
    return false
  }
}

const decoderOf = (coding: string, bytes: Uint8Array) => {
  if (coding === 'gzip' || coding === 'x-gzip') return isGzip(bytes) ? createGunzip() : undefined
  if (isText(bytes)) return undefined
  if (coding === 'br') return createBrotliDecompress()
  return isZlib(bytes) ? createInflate() : createInflateRaw()
}

const unpack = (coding: string, bytes: Uint8Array): Promise<Decompressed> =>
  new Promise(resolve => {
    const decoder = decoderOf(coding, bytes)
    if (decoder === undefined) return resolve({ bytes, notes: [] })
    const parts: Uint8Array[] = []
    let size = 0
    const end = (...notes: string[]) =>
      resolve({ bytes: Buffer.concat(parts).subarray(0, defaultLimits.bodyBytes), notes })
    decoder.on('data', (part: Uint8Array) => {
      parts.push(part)
      size += part.length
      if (size <= defaultLimits.bodyBytes) return
      decoder.destroy()
      end(`truncated: the ${coding} body grows beyond ${defaultLimits.bodyBytes} bytes; decompression stopped there`)
    })
    decoder.on('end', () => end())
    decoder.on('error', () =>
      end(`malformed-content: the ${coding} body is cut off or broken; what could be read is here`),
    )
    decoder.end(bytes)
  })

/**
 * The bytes without their content codings: gzip, deflate, br. A body that somebody decompressed already (`curl --compressed`)
 * is given back as it is. More than 1 MiB is never made: a bomb stops there, and is named.
 *
 * @example
 * (await decompress(gzipSync('{}'), 'gzip')).bytes // '{}'
 * (await decompress(bytes, 'zstd')).notes          // ['unknown-encoding: zstd is not decompressed']
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1
 * @category decoding
 * @since 0.1.0
 */
export const decompress = async (bytes: Uint8Array, contentEncoding: string): Promise<Decompressed> => {
  // nobody applies more than two; a longer list is somebody's attack
  const codings = contentEncoding
    .toLowerCase()
    .split(',', 4)
    .map(coding => coding.trim())
    .reverse()
  let unpacked = bytes
  const notes: string[] = []
  for (const coding of codings) {
    if (coding === '' || coding === 'identity' || unpacked.length === 0) continue
    if (!['gzip', 'x-gzip', 'deflate', 'br'].includes(coding)) {
      if (!isText(unpacked)) notes.push(`unknown-encoding: ${coding.slice(0, 64)} is not decompressed`)
      break
    }
    const step = await unpack(coding, unpacked)
    unpacked = step.bytes
    notes.push(...step.notes)
  }
  return { bytes: unpacked, notes }
}
