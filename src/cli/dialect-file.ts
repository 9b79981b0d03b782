/**
 * Dialects from files that somebody wrote: specs in JSON.
 * Comes in: paths. Goes out: all dialects, the built-in ones first, or an {@link InputError} that names the file and the place of the fault.
 * This room knows no command and nothing of the format.
 */
import { readFileSync } from 'node:fs'
import { type AnyDialect, dialectFromSpec, dialects } from '../index.js'
import { InputError } from './entry.js'
import { failureOf } from './read-bytes.js'

const read = (file: string): unknown => {
  let text: string
  try {
    text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    throw new InputError(`${file}: ${failureOf(error)}`)
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new InputError(`${file}: this is not JSON: ${(error as Error).message}`)
  }
}

const dialectOf = (file: string): AnyDialect => {
  const spec = read(file)
  try {
    return dialectFromSpec(spec)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new InputError(`${file}: ${error.message.replace(/^problem-dialects: spec: /, '')}`)
  }
}

/**
 * The built-in dialects and those of the files.
 *
 * @example
 * withFiles(['shop.json']).length // one more than there are built in
 * withFiles(['no-such-file'])     // throws InputError: no-such-file: there is no such file
 *
 * @category dialects
 * @since 0.1.0
 */
export const withFiles = (files: readonly string[] = []): readonly AnyDialect[] => {
  const all = [...dialects]
  for (const file of files) {
    const own = dialectOf(file)
    const built = dialects.some(({ id }) => id === own.id)
    if (all.some(({ id }) => id === own.id))
      throw new InputError(
        `${file}: /id: "${own.id}" is the id of ${built ? 'a built-in' : 'another'} dialect; expected one of its own`,
      )
    all.push(own)
  }
  return all
}
