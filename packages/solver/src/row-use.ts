import { AMOUNT_TOLERANCE, ROW_KIND, STIFF_PRICE, type Model } from './model.ts'
import { createPoolLoad } from './pool-load.ts'
import { ladderCost, signedCost } from './tariff-cost.ts'

/** How much of each row a plan uses and what that costs, kept as units come and go. */
export interface RowUse {
  readonly use: Float64Array
  /** Weighted volume of each tariff choice, on which its rate is paid. */
  readonly value: Float64Array
  readonly volume: Float64Array
  /** What `amount` more of a row would cost. */
  marginal(row: number, amount: number): number
  add(row: number, amount: number): void
  /** What `add` has cost since the last `clear`. It drifts from `cost` by rounding. */
  readonly spent: Float64Array
  /** Cost of all rows, from scratch. */
  cost(): number
  /** What stands above caps, and what overflows pools that may not: 0 for a plan that fits. */
  excess(): number
  clear(): void
  /** What a pool passes to its parent, or has beyond everything; less than 0 where it lends. */
  passed(pool: number): number
  /** Cost of ladders and tariff choices by a made-up rule, until it is taken back with `undefined`: how a move is drawn over a threshold. */
  pretend(rule: Pretence | undefined): void
}

/** A made-up cost of one ladder or tariff choice; what is not told keeps its own. */
export interface Pretence {
  ladder(ladder: number, volume: number): number | undefined
  tariff(choice: number, value: number, volume: number): number | undefined
}

export function createRowUse(model: Model): RowUse {
  const { rows, pools, ladders, tariffs } = model
  const { kind, target, owner, weight } = rows
  const use = new Float64Array(rows.count)
  const load = createPoolLoad(pools)
  const value = new Float64Array(tariffs.length)
  const volume = new Float64Array(tariffs.length)
  /** Of one place: a number in an array is changed without being made anew, and this one changes millions of times. */
  const spent = new Float64Array(1)
  let pretence: Pretence | undefined

  const elastic = (row: number, amount: number): number => elasticCost(rows, row, amount)
  const ladder = (which: number, itsVolume: number): number => pretence?.ladder(which, itsVolume) ?? ladderCost(ladders[which]!, itsVolume)
  const tariff = (which: number, itsValue: number, itsVolume: number): number =>
    pretence?.tariff(which, itsValue, itsVolume) ?? signedCost(tariffs[which]!, itsValue, itsVolume)
  const clear = (): void => {
    for (const sums of [use, value, volume, spent]) sums.fill(0)
    load.clear()
  }
  clear()

  return {
    use,
    spent,
    value,
    volume,
    marginal(row, amount) {
      const which = owner[row]!
      const now = use[row]!
      if (kind[row]! <= ROW_KIND.cap) return elastic(row, now + amount) - elastic(row, now)
      if (kind[row] === ROW_KIND.pooled) return load.price(which, amount)
      if (kind[row] === ROW_KIND.ladder) return ladder(which, now + amount) - ladder(which, now)
      return tariff(which, value[which]! + weight[row]! * amount, volume[which]! + amount) - tariff(which, value[which]!, volume[which]!)
    },
    add(row, amount) {
      const which = owner[row]!
      const before = use[row]!
      use[row] = before + amount
      if (kind[row]! <= ROW_KIND.cap) spent[0]! += elastic(row, before + amount) - elastic(row, before)
      else if (kind[row] === ROW_KIND.pooled) spent[0]! += load.draw(which, amount)
      else if (kind[row] === ROW_KIND.ladder) spent[0]! += ladder(which, before + amount) - ladder(which, before)
      else {
        spent[0]! -= tariff(which, value[which]!, volume[which]!)
        value[which]! += weight[row]! * amount
        volume[which]! += amount
        spent[0]! += tariff(which, value[which]!, volume[which]!)
      }
    },
    cost() {
      let sum = 0
      for (let row = 0; row < rows.count; row += 1)
        if (kind[row]! <= ROW_KIND.cap) sum += elastic(row, use[row]!)
        else if (kind[row] === ROW_KIND.ladder) sum += ladder(owner[row]!, use[row]!)
      for (let pool = 0; pool < pools.count; pool += 1) sum += pools.price[pool]! * Math.max(0, load.passed(pool))
      for (let choice = 0; choice < tariffs.length; choice += 1) sum += tariff(choice, value[choice]!, volume[choice]!)
      return sum
    },
    excess() {
      let sum = 0
      for (let row = 0; row < rows.count; row += 1)
        if (kind[row] === ROW_KIND.cap) sum += Math.max(0, use[row]! - target[row]! - AMOUNT_TOLERANCE)
      for (let pool = 0; pool < pools.count; pool += 1)
        if (pools.price[pool]! >= STIFF_PRICE) sum += Math.max(0, load.passed(pool) - AMOUNT_TOLERANCE)
      return sum
    },
    clear,
    passed: load.passed,
    pretend(rule) {
      pretence = rule
    },
  }
}

function elasticCost({ target, under, over }: Model['rows'], row: number, amount: number): number {
  const short = target[row]! - amount
  return short > 0 ? under[row]! * short : -over[row]! * short
}
