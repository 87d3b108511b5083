import { NO_PARENT, type Pools } from './model.ts'

/** What is drawn on pools, and what they pass on. */
export interface PoolLoad {
  /** What drawing more would cost. */
  price(pool: number, amount: number): number
  /** Draws. @returns what it costs. */
  draw(pool: number, amount: number): number
  /** What a pool passes to its parent, or has beyond everything where it has none; less than 0 where it lends. */
  passed(pool: number): number
  clear(): void
}

export function createPoolLoad({ allowance, count, lends, parent, price }: Pools): PoolLoad {
  const load = new Float64Array(count)
  const passedAt = (pool: number, itsLoad: number): number =>
    Math.max(itsLoad - allowance[pool]!, parent[pool] === NO_PARENT ? 0 : -lends[pool]!)
  /** Follows an amount upwards for as long as it changes what is passed on. */
  const follow = (pool: number, amount: number, isKept: boolean): number => {
    let change = amount
    let charge = 0
    for (let at = pool; at !== NO_PARENT && change !== 0; at = parent[at]!) {
      const before = passedAt(at, load[at]!)
      const after = passedAt(at, load[at]! + change)
      if (isKept) load[at]! += change
      charge += price[at]! * (Math.max(after, 0) - Math.max(before, 0))
      change = after - before
    }
    return charge
  }
  return {
    price: (pool, amount) => follow(pool, amount, false),
    draw: (pool, amount) => follow(pool, amount, true),
    passed: (pool) => passedAt(pool, load[pool]!),
    clear() {
      load.fill(0)
      // A pool that nobody draws on lends all it may.
      for (let pool = 0; pool < count; pool += 1) if (parent[pool] !== NO_PARENT) load[parent[pool]!]! += passedAt(pool, load[pool]!)
    },
  }
}
