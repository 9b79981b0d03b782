/**
 * The bytes of a file or of standard input, within a bound.
 * Comes in: a stream. Goes out: bytes, or an {@link InputError} in words that a person knows.
 * This room knows no format.
 */
import { InputError } from './entry.js'

/** 256 MiB. @category model @since 0.1.0 */
export const maxInputBytes = 268_435_456

const failures: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a directory',
  EACCES: 'permission denied',
}

/** What the system says against reading something, in words. @category encoding @since 0.1.0 */
export const failureOf = (error: unknown): string => {
  const code = String((error as { readonly code?: unknown }).code)
  return failures[code] ?? `it cannot be read (${code})`
}

/**
 * All bytes of a stream; what the system says against it is told in words.
 *
 * @category decoding
 * @since 0.1.0
 */
export const readBytes = async (source: AsyncIterable<Uint8Array>, most = maxInputBytes): Promise<Uint8Array> => {
  const parts: Uint8Array[] = []
  let size = 0
  try {
    for await (const part of source) {
      size += part.length
      if (size > most) throw new InputError(`the input is larger than ${most / 1_048_576} MiB: split it`)
      parts.push(part)
    }
  } catch (error) {
    if (error instanceof InputError) throw error
    throw new InputError(failureOf(error))
  }
  return Buffer.concat(parts, size)
}
