/**
 * Seeded chance. A seed and a name come in, a stream of numbers goes out: the same in every run and on every machine.
 * Streams of different names are independent, so all policies meet the same requests and the same failures.
 */

/** What names have to be told apart by: FNV-1a of the name, begun with the seed. */
const hash = (seed: number, name: string): number => {
  let h = Math.imul(seed ^ 0x811c9dc5, 0x01000193)
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193)
  return h >>> 0
}

/** Draws from [0, 1): a counter in Weyl steps, scrambled by the finaliser of MurmurHash3. */
export const stream = (seed: number, name: string): (() => number) => {
  let counter = hash(seed, name)
  return () => {
    counter = (counter + 0x9e3779b9) >>> 0
    let z = counter
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b)
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
    return ((z ^ (z >>> 16)) >>> 0) / 2 ** 32
  }
}
