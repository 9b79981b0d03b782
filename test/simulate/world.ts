/**
 * Virtual time: what happens when, in whole milliseconds, and in the order in which it was planned.
 * Comes in: things that are to happen. They happen when the world runs, until nothing is left to happen.
 * This room knows no client and no server.
 */

export interface World {
  /** Milliseconds since the beginning. */
  readonly now: () => number
  /** Plans something; what is due between two milliseconds is due at the later one. */
  readonly after: (delayMs: number, happens: () => void) => void
  readonly run: () => void
}

export const world = (): World => {
  const due: ((() => void)[] | undefined)[] = []
  let now = 0
  let planned = 0
  return {
    now: () => now,
    after: (delayMs, happens) => {
      const at = now + Math.ceil(delayMs)
      const slot = due[at]
      if (slot === undefined) due[at] = [happens]
      else slot.push(happens)
      planned += 1
    },
    run: () => {
      for (; planned > 0; now += 1) {
        const slot = due[now]
        if (slot === undefined) continue
        // what happens at once may be planned meanwhile
        for (let i = 0; i < slot.length; i++) slot[i]?.()
        planned -= slot.length
        due[now] = undefined
      }
    },
  }
}
