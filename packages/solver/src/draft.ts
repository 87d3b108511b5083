import { copyPlan, emptyPlan, type Plan } from './plan.ts'
import { createMarginals } from './marginals.ts'
import { ROW_KIND, STIFF_PRICE, type Model } from './model.ts'
import { createRowUse, type RowUse } from './row-use.ts'

/** A plan being worked on: units are taken out, given their best answer to all others, and put back. */
export interface Draft {
  readonly plan: Plan
  readonly use: RowUse
  /** Exact cost of the plan; of what does not fit, too. Kept by every change, so it drifts by rounding until `recount`. */
  cost(): number
  /** Counts everything again. @returns The exact cost. */
  recount(): number
  take(unit: number): void
  put(unit: number): void
  /** Replaces the whole plan. */
  set(plan: Plan): void
  /**
   * Writes into the plan the walk that is cheapest beside all other units; the unit must have been taken out.
   *
   * @param guidance Share of the relaxation's prices in what an arc pays, against what the rows really cost.
   */
  answer(unit: number, guidance: number): void
}

/** A cost that only a broken cap can bring: guidance does not soften it. */
const STIFF_FROM = STIFF_PRICE / 1e3

export function createDraft(model: Model, price: Float64Array): Draft {
  const { graph, rows, units } = model
  const { kind, target, under, over } = rows
  const { firstArc, head, cost, firstUse, useRow, useAmount, blockStart } = graph
  const plan = emptyPlan(model)
  const use = createRowUse(model)
  const distance = new Float64Array(graph.nodeCount)
  const next = new Int32Array(graph.nodeCount)
  const end = graph.nodeCount - 1
  const walked = new Float64Array(1)

  const marginals = createMarginals(model, use)
  const solveBlock = (block: number, guidance: number): void => {
    const real = 1 - guidance
    for (let node = blockStart[block + 1]! - 1; node >= blockStart[block]!; node -= 1) {
      let least = Number.POSITIVE_INFINITY
      let best = -1
      for (let arc = firstArc[node]!; arc < firstArc[node + 1]!; arc += 1) {
        let sum = cost[arc]! + distance[head[arc]!]!
        for (let at = firstUse[arc]!; at < firstUse[arc + 1]!; at += 1) {
          const row = useRow[at]!
          const amount = useAmount[at]!
          if (kind[row] === ROW_KIND.elastic) {
            // Written out: nearly all uses are of such rows, and this is where a search spends its time.
            const short = target[row]! - use.use[row]!
            const shorter = short - amount
            sum += real * ((shorter > 0 ? under[row]! * shorter : -over[row]! * shorter) - (short > 0 ? under[row]! * short : -over[row]! * short))
          } else {
            const extra = marginals.of(row, amount)
            sum += extra >= STIFF_FROM ? extra : real * extra
          }
          sum += guidance * price[row]! * amount
        }
        if (sum < least) {
          least = sum
          best = arc
        }
      }
      distance[node] = least
      next[node] = best
    }
  }
  const change = (unit: number, sign: 1 | -1): void => {
    const first = unit * units.walkMax
    for (let place = first; place < first + plan.lengths[unit]!; place += 1) {
      const arc = plan.arcs[place]!
      walked[0]! += sign * cost[arc]!
      for (let at = firstUse[arc]!; at < firstUse[arc + 1]!; at += 1) use.add(useRow[at]!, sign * useAmount[at]!)
    }
  }
  const total = (): number => walked[0]! + use.spent[0]!
  const recount = (): number => {
    use.clear()
    walked[0] = 0
    for (let unit = 0; unit < units.count; unit += 1) change(unit, 1)
    use.spent[0] = use.cost()
    return total()
  }

  return {
    plan,
    use,
    cost: total,
    recount,
    take: (unit) => change(unit, -1),
    put: (unit) => change(unit, 1),
    set(from) {
      copyPlan(from, plan)
      recount()
    },
    answer(unit, guidance) {
      marginals.forget()
      for (let at = units.firstBlock[unit + 1]! - 1; at >= units.firstBlock[unit]!; at -= 1) solveBlock(units.block[at]!, guidance)
      let length = 0
      for (let node = units.start[unit]!; node !== end; length += 1) {
        const arc = next[node]!
        plan.arcs[unit * units.walkMax + length] = arc
        node = head[arc]!
      }
      plan.lengths[unit] = length
    },
  }
}
