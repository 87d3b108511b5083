import { createMarginals } from './marginals.ts'
import { ROW_KIND, STIFF_PRICE, type Model } from './model.ts'
import type { Plan } from './plan.ts'
import type { RowUse } from './row-use.ts'

/** A cost that only a broken cap can bring: guidance does not soften it. */
const STIFF_FROM = STIFF_PRICE / 1e3

/**
 * Writes into a plan the walk of a unit that is cheapest beside all other units, which alone `use` must count.
 *
 * What an arc pays is exact, because a walk uses a row on one arc at most. Guidance is the share of the relaxation's prices in it.
 */
export function createAnswers(
  { graph, rows, units }: Model,
  price: Float64Array,
  use: RowUse,
  plan: Plan,
): (unit: number, guidance: number) => void {
  const { kind, target, under, over } = rows
  const { firstArc, head, cost, firstUse, useRow, useAmount, blockStart } = graph
  const distance = new Float64Array(graph.nodeCount)
  const next = new Int32Array(graph.nodeCount)
  const end = graph.nodeCount - 1
  const marginals = createMarginals(rows.count, use)
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
            sum +=
              real *
              ((shorter > 0 ? under[row]! * shorter : -over[row]! * shorter) - (short > 0 ? under[row]! * short : -over[row]! * short))
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

  return (unit, guidance) => {
    marginals.forget()
    for (let at = units.firstBlock[unit + 1]! - 1; at >= units.firstBlock[unit]!; at -= 1) solveBlock(units.block[at]!, guidance)
    let length = 0
    for (let node = units.start[unit]!; node !== end; length += 1) {
      const arc = next[node]!
      plan.arcs[unit * units.walkMax + length] = arc
      node = head[arc]!
    }
    plan.lengths[unit] = length
  }
}
