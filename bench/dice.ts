/** Chance that follows from a seed alone, so that a run can be had again. */
export interface Dice {
  /** At least 0, below 1. */
  readonly share: () => number
  /** A whole number of `from` … `to`, both included. */
  readonly whole: (from: number, to: number) => number
  readonly oneOf: <T>(choices: readonly [T, ...T[]]) => T
  /** A UUIDv7 of that instant. */
  readonly uuid: (atMs: number) => string
}

/** @source Mulberry32, T. Ettinger: 32 bits of state, good enough for drawing test cases. */
export function createDice(seed: number): Dice {
  let state = seed >>> 0
  const share = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const whole = (from: number, to: number): number => from + Math.floor(share() * (to - from + 1))
  const hex = (digits: number): string =>
    whole(0, 16 ** digits - 1)
      .toString(16)
      .padStart(digits, '0')
  return {
    share,
    whole,
    oneOf: (choices) => choices[whole(0, choices.length - 1)] ?? choices[0],
    uuid: (atMs) => {
      const time = Math.floor(atMs).toString(16).padStart(12, '0')
      return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${(8 + whole(0, 3)).toString(16)}${hex(3)}-${hex(6)}${hex(6)}`
    },
  }
}
