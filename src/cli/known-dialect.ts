/**
 * A dialect by its id, as somebody typed it.
 * Comes in: an id and the dialects. Goes out: the dialect, or an {@link InputError} that names the known ones and the one that was likely meant.
 * This room knows no command.
 */
import type { AnyDialect } from '../index.js'
import { nearest } from '../nearest.js'
import { InputError } from './entry.js'

/**
 * @example
 * knownDialect('laravel', dialects).title
 * knownDialect('larvel', dialects) // throws InputError: no dialect "larvel" (did you mean laravel?); known are …
 *
 * @category dialects
 * @since 0.1.0
 */
export const knownDialect = (id: string, dialects: readonly AnyDialect[]): AnyDialect => {
  const found = dialects.find(dialect => dialect.id === id)
  if (found !== undefined) return found
  const typed = id.slice(0, 40)
  const ids = dialects.map(dialect => dialect.id)
  const near = nearest(typed, ids)
  const meant = near === undefined ? '' : ` (did you mean ${near}?)`
  throw new InputError(`no dialect "${typed}"${meant}; known are ${ids.join(', ')}`)
}
