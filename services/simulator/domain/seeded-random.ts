/** A source of numbers that is the same for the same seed and the same name, on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  unit(): number
  between(low: number, high: number): number
  /** Whole, both ends included. */
  whole(low: number, high: number): number
  chance(probability: number): boolean
  pick<Item>(items: readonly Item[]): Item
  weighted<Item>(choices: readonly (readonly [Item, number])[]): Item
  /** Mean 0, standard deviation 1. */
  normal(): number
  /** With the mean and spread of its logarithm. */
  logNormal(mu: number, sigma: number): number
  exponential(mean: number): number
}

/**
 * The stream of numbers that belongs to a name. Each thing has a stream of its own, so that adding one changes no other.
 *
 * @source Mulberry32 over an FNV-1a hash of the name; ample for example data, never for secrets.
 */
export function randomFor(seed: number, ...name: readonly (string | number)[]): Random {
  let state = hash(`${seed}/${name.join('/')}`)
  const unit = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return shaped(unit)
}

function shaped(unit: () => number): Random {
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit())
  const whole = (low: number, high: number): number => low + Math.floor(unit() * (high - low + 1))
  return {
    unit,
    whole,
    normal,
    between: (low, high) => low + unit() * (high - low),
    chance: (probability) => unit() < probability,
    pick: <Item>(items: readonly Item[]) => items[whole(0, items.length - 1)] as Item,
    weighted: <Item>(choices: readonly (readonly [Item, number])[]) => weighted(choices, unit()),
    logNormal: (mu, sigma) => Math.exp(mu + sigma * normal()),
    exponential: (mean) => -mean * Math.log(1 - unit()),
  }
}

function weighted<Item>(choices: readonly (readonly [Item, number])[], unit: number): Item {
  const total = choices.reduce((sum, [, weight]) => sum + weight, 0)
  let left = unit * total
  for (const [item, weight] of choices) {
    left -= weight
    if (left < 0) return item
  }
  return (choices.at(-1) as readonly [Item, number])[0]
}

function hash(text: string): number {
  let value = 2_166_136_261
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 16_777_619)
  return value | 0
}
