/** Seeded chance: the same seed always throws the same. */
export interface Dice {
  /** A whole number from nought to just below the limit. */
  below(limit: number): number
  chance(probability: number): boolean
  pick<Item>(items: readonly Item[]): Item
  shuffled<Item>(items: readonly Item[]): Item[]
  /** A short name whose order says nothing about when it was made. */
  id(): string
}

/** Dice by the mulberry32 generator. */
export function diceOf(seed: number): Dice {
  let state = seed | 0
  let named = 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    below,
    chance: (probability) => next() < probability,
    pick: (items) => items[below(items.length)] as (typeof items)[number],
    shuffled: (items) =>
      items
        .map((item) => ({ item, place: next() }))
        .toSorted((left, right) => left.place - right.place)
        .map(({ item }) => item),
    id: () => {
      named += 1
      return `${below(36 ** 4).toString(36)}-${named}`
    },
  }
}
