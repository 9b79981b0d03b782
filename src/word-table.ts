/**
 * Words that somebody documents, and what stands beside each.
 * Comes in: a table, then words of strangers. Goes out: what stands beside the word, or nothing.
 * A word is compared with those of its own length. To look it up by key the engine would have to hash and keep a stranger's text:
 * that costs four times as much, and is theirs to abuse. This room knows no API.
 */

/** @category model @since 0.1.0 */
export type WordTable<A> = (word: string) => A | undefined

/**
 * @example
 * const table = wordTable({ blank: 1, taken: 2 })
 * table('taken')    // 2
 * table('toString') // undefined
 *
 * @category constructors
 * @since 0.1.0
 */
export const wordTable = <A>(words: Readonly<Record<string, A>> | undefined): WordTable<A> => {
  const byLength: { readonly word: string; readonly value: A }[][] = []
  for (const word of Object.keys(words ?? {}))
    (byLength[word.length] ??= []).push({ word, value: (words as Record<string, A>)[word] as A })
  return word => {
    const same = byLength[word.length]
    if (same === undefined) return undefined
    for (let i = 0; i < same.length; i++) if (same[i]?.word === word) return same[i]?.value
    return undefined
  }
}

/** The words of a text, one by one. @category model @since 0.1.0 */
export type Words<Text extends string> = Text extends `${infer First} ${infer Rest}` ? First | Words<Rest> : Text

/**
 * One meaning for each of several words.
 *
 * @example
 * each('blank empty', 1) // { blank: 1, empty: 1 }
 *
 * @category constructors
 * @since 0.1.0
 */
export const each = <Text extends string, A>(words: Text, meaning: A): Readonly<Record<Words<Text>, A>> => {
  const all: Record<string, A> = {}
  for (const word of words.split(' ')) all[word] = meaning
  return all as Record<Words<Text>, A>
}
