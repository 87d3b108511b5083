import { NO_PARENT, type Pools } from './model.ts'

/** Pools whose worth is within this share of the best of their siblings share what is to be had: it steadies the prices. */
const NEAR_BEST = 0.98

/**
 * The cheapest way to supply money at prices: every allowance goes where it is worth most.
 *
 * `worth` holds the price of a unit at each pool that rows draw on, and 0 elsewhere; it is filled in upwards.
 */
export interface PoolSupply {
  readonly worth: Float64Array
  /** What each pool receives in the best supply; near-equal pools share. */
  readonly supply: Float64Array
  /** @returns What the supply is worth. */
  value(): number
}

export function createPoolSupply({ count, parent, allowance, lends, price }: Pools): PoolSupply {
  const worth = new Float64Array(count)
  const supply = new Float64Array(count)
  const offered = new Float64Array(count)
  const nearBest = new Float64Array(count)
  const valueAt = (pool: number): number => worth[pool]! - price[pool]!

  return {
    worth,
    supply,
    value() {
      offered.fill(0)
      nearBest.fill(0)
      for (let pool = 0; pool < count; pool += 1) {
        const up = parent[pool]!
        if (up !== NO_PARENT) worth[up] = Math.max(worth[up]!, valueAt(pool))
      }
      let sum = 0
      for (let pool = 0; pool < count; pool += 1) {
        const up = parent[pool]!
        const isLent = up !== NO_PARENT && worth[pool]! < worth[up]!
        const lent = isLent ? lends[pool]! : 0
        sum += (allowance[pool]! - lent) * worth[pool]! + lent * (isLent ? worth[up]! : 0)
        supply[pool] = allowance[pool]! - lent
        if (up === NO_PARENT) continue
        offered[up]! += lent
        if (valueAt(pool) >= worth[up]! * NEAR_BEST - 1e-12) nearBest[up]! += 1
      }
      for (let pool = count - 1; pool >= 0; pool -= 1) {
        const up = parent[pool]!
        supply[pool]! += offered[pool]!
        if (up !== NO_PARENT && valueAt(pool) >= worth[up]! * NEAR_BEST - 1e-12) supply[pool]! += supply[up]! / nearBest[up]!
      }
      return sum
    },
  }
}
