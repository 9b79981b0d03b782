/**
 * The last guard of a function that promises never to throw.
 * Comes in: a function. Goes out: the same one, with an answer even where an argument throws when it is touched.
 * It is for arguments of the wrong type and for proxies that fight back; what a stranger sent is read by grammar.
 */

/**
 * The same function, which answers `otherwise` where it would throw.
 *
 * @example
 * total((text: string) => text.length, 0)(Symbol() as never) // 0
 *
 * @category constructors
 * @since 0.1.0
 */
export const total =
  <A extends readonly unknown[], R>(read: (...given: A) => R, otherwise: R): ((...given: A) => R) =>
  (...given) => {
    try {
      return read(...given)
    } catch {
      return otherwise
    }
  }
