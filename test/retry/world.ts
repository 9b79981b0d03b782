/**
 * A world without time: waits are written down, and pass at once.
 */
import type { Clock } from '../../src/integrations/retry.js'

export const start = Date.UTC(2026, 10, 20, 12)

export const timeless = (): { readonly clock: Clock; readonly waits: number[]; readonly random: () => number } => {
  let now = start
  const waits: number[] = []
  const sleep = async (ms: number) => {
    waits.push(ms)
    now += ms
  }
  return { clock: { now: () => now, sleep }, waits, random: () => 0.5 }
}

/** A clock on which nothing ever comes to pass: a wait ends only by being cut short. */
export const standing = (): Clock => ({ now: () => start, sleep: () => new Promise(() => undefined) })
