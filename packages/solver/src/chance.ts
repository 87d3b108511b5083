/** A stream of numbers of at least 0 and below 1 that follows from its seed alone. */
export type Chance = () => number

/** @source Mulberry32, T. Ettinger: 32 bits of state, good enough for choosing moves. */
export function createChance(seed: number): Chance {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A whole number below `count`. */
export const below = (chance: Chance, count: number): number => Math.floor(chance() * count)

/** Puts the first `count` entries into an order drawn by chance. */
export function shuffle(entries: Int32Array, count: number, chance: Chance): void {
  for (let last = count - 1; last > 0; last -= 1) {
    const other = below(chance, last + 1)
    const entry = entries[last]!
    entries[last] = entries[other]!
    entries[other] = entry
  }
}
