import { ROW_KIND, type Model } from './model.ts'
import { emptyPlan, type Plan } from './plan.ts'
import { createPoolSupply } from './pool-supply.ts'
import { createShortestWalks, type ShortestWalks } from './shortest-walks.ts'

/**
 * The relaxation in which every unit pays for the rows it uses and otherwise does as it likes.
 *
 * Its value is a lower bound on the cost of any plan that signs the given tariffs, whatever the prices within their bounds.
 * Variables are the price of each row and, behind them, the price of each tariff's promise.
 */
export interface Lagrangian {
  /** One for each row, then one for each tariff choice. */
  readonly variables: Float64Array
  readonly least: Float64Array
  readonly most: Float64Array
  readonly scale: Float64Array
  /** Where the value rises, at the last evaluation. */
  readonly ascent: Float64Array
  /** Each unit's cheapest walk at the last prices. */
  readonly walks: Plan
  readonly shortest: ShortestWalks
  /** Price of a unit's use of each row, tariffs' rates included. */
  readonly price: Float64Array
  /** Which tariff is signed of each choice. */
  readonly signed: Int32Array
  evaluate(): number
}

export function createLagrangian(model: Model): Lagrangian {
  const { graph, units, rows, pools, ladders, tariffs } = model
  const { kind, target, owner } = rows
  const size = rows.count + tariffs.length
  const { least, most, scale, variables } = priceBounds(model, size)
  const ascent = new Float64Array(size)
  const price = new Float64Array(rows.count)
  const use = new Float64Array(rows.count)
  const signed = new Int32Array(tariffs.length)
  const walks = emptyPlan(model)
  const shortest = createShortestWalks(model)
  const supply = createPoolSupply(pools)

  const walkAll = (): number => {
    use.fill(0)
    shortest.solve(price)
    let sum = 0
    for (let unit = 0; unit < units.count; unit += 1) {
      sum += shortest.trace(unit, walks)
      const first = unit * units.walkMax
      for (let place = first; place < first + walks.lengths[unit]!; place += 1) {
        const arc = walks.arcs[place]!
        for (let at = graph.firstUse[arc]!; at < graph.firstUse[arc + 1]!; at += 1) use[graph.useRow[at]!]! += graph.useAmount[at]!
      }
    }
    return sum
  }

  const evaluate = (): number => {
    setPrices(model, variables, signed, price)
    let value = walkAll()
    supply.worth.fill(0)
    for (let row = 0; row < rows.count; row += 1) if (kind[row] === ROW_KIND.pooled) supply.worth[owner[row]!] = price[row]!
    value -= supply.value()
    for (let row = 0; row < rows.count; row += 1) {
      if (kind[row]! <= ROW_KIND.cap) {
        value -= price[row]! * target[row]!
        ascent[row] = use[row]! - target[row]!
      } else if (kind[row] === ROW_KIND.pooled) ascent[row] = use[row]! - supply.supply[owner[row]!]!
      else if (kind[row] === ROW_KIND.ladder) {
        const { volume, cost } = cheapestVolume(ladders[owner[row]!]!, price[row]!)
        value += cost
        ascent[row] = use[row]! - volume
      }
    }
    for (let choice = 0; choice < tariffs.length; choice += 1) {
      const promised = tariffs[choice]!.promise[signed[choice]!]!
      value += variables[rows.count + choice]! * promised
      let volume = 0
      for (const row of tariffs[choice]!.rows) volume += use[row]!
      ascent[rows.count + choice] = promised - volume
    }
    return value
  }
  return { variables, least, most, scale, ascent, walks, shortest, price, signed, evaluate }
}

/** The price each unit of use pays: a row's own, and for a tariff minus its rate and the price of its promise. */
export function setPrices({ rows, tariffs }: Model, variables: Float64Array, signed: Int32Array, price: Float64Array): void {
  price.set(variables.subarray(0, rows.count))
  for (let choice = 0; choice < tariffs.length; choice += 1) {
    const { rate, rows: itsRows } = tariffs[choice]!
    for (const row of itsRows) price[row] = -(rate[signed[choice]!]! * rows.weight[row]! + variables[rows.count + choice]!)
  }
}

/** The volume that costs least where a unit also pays minus `price`. */
export function cheapestVolume(
  { from, rate, useMax }: { readonly from: readonly number[]; readonly rate: readonly number[]; readonly useMax: number },
  price: number,
): { readonly volume: number; readonly cost: number } {
  let volume = 0
  let cost = Number.POSITIVE_INFINITY
  for (let band = 0; band < from.length; band += 1) {
    const slope = -rate[band]! - price
    const at = slope < 0 ? Math.min(from[band + 1] ?? useMax, useMax) : from[band]!
    if (slope * at >= cost) continue
    volume = at
    cost = slope * at
  }
  return { volume, cost }
}

/** Beyond these prices the relaxation is worth nothing: what is paid for by a slack costs at most what the slack costs. */
function priceBounds({ rows, pools, ladders, tariffs }: Model, size: number) {
  const [least, most, scale, variables] = [0, 0, 0, 0].map(() => new Float64Array(size)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const overflow = new Float64Array(pools.count)
  for (let pool = pools.count - 1; pool >= 0; pool -= 1) overflow[pool] = pools.price[pool]! + (overflow[pools.parent[pool]!] ?? 0)
  for (let row = 0; row < rows.count; row += 1) {
    scale[row] = rows.priceScale[row]!
    const owner = rows.owner[row]!
    if (rows.kind[row]! <= ROW_KIND.cap) {
      least[row] = -rows.under[row]!
      most[row] = rows.over[row]!
    } else if (rows.kind[row] === ROW_KIND.pooled) most[row] = overflow[owner]!
    else if (rows.kind[row] === ROW_KIND.ladder) least[row] = -Math.max(...ladders[owner]!.rate)
    variables[row] = Math.min(most[row]!, Math.max(least[row]!, rows.firstPrice[row]!))
  }
  for (const [choice, { clawback, priceScale }] of tariffs.entries()) {
    most[rows.count + choice] = clawback
    scale[rows.count + choice] = priceScale
  }
  return { least, most, scale, variables }
}
