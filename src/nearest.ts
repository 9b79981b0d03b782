/**
 * The word that somebody likely meant.
 * Comes in: a word and the known ones. Goes out: the nearest, if it is near enough to be a slip.
 * This room knows no vocabulary.
 */

const longest = 64

const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      const swap = (row[j] as number) + (a[i] === b[j] ? 0 : 1)
      next.push(Math.min(swap, (row[j + 1] as number) + 1, (next[j] as number) + 1))
    }
    row = next
  }
  return row[b.length] as number
}

/**
 * The known word that differs in a third of its letters at most; of a long word only the beginning is looked at.
 *
 * @example
 * nearest('detial', ['code', 'detail']) // 'detail'
 * nearest('xyz', ['code', 'detail'])    // undefined
 *
 * @category accessors
 * @since 0.1.0
 */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  const typed = word.slice(0, longest).toLowerCase()
  let best: string | undefined
  let least = Number.POSITIVE_INFINITY
  for (const one of known) {
    const far = distance(typed, one.slice(0, longest).toLowerCase())
    if (far >= least || far > Math.max(1, one.length / 3)) continue
    best = one
    least = far
  }
  return best
}
