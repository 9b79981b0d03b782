/**
 * A dialect by its id, as somebody typed it.
 * Comes in: an id. Goes out: the dialect, or an {@link InputError} that names the known ones and the one that was likely meant.
 * This room knows no command.
 */
import { type AnyDialect, dialects } from '../index.js'
import { InputError } from './entry.js'

const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      const swap = (row[j] as number) + (letter === b[j] ? 0 : 1)
      next.push(Math.min(swap, (row[j + 1] as number) + 1, (next[j] as number) + 1))
    }
    row = next
  }
  return row[b.length] as number
}

/**
 * @example
 * knownDialect('laravel').title
 * knownDialect('larvel') // throws InputError: no dialect "larvel" (did you mean laravel?); known are …
 *
 * @category dialects
 * @since 0.1.0
 */
export const knownDialect = (id: string): AnyDialect => {
  const found = dialects.find(dialect => dialect.id === id)
  if (found !== undefined) return found
  const typed = id.slice(0, 40)
  const near = dialects
    .map(dialect => ({ id: dialect.id, far: distance(typed.toLowerCase(), dialect.id) }))
    .sort((a, b) => a.far - b.far)[0]
  const meant = near !== undefined && near.far <= Math.max(1, near.id.length / 3) ? ` (did you mean ${near.id}?)` : ''
  throw new InputError(`no dialect "${typed}"${meant}; known are ${dialects.map(dialect => dialect.id).join(', ')}`)
}
