import type { Plan } from './plan.ts'
import type { Model } from './model.ts'

/** Every unit's cheapest walk at prices on the rows. Arrays are made once and used again. */
export interface ShortestWalks {
  /** Cost of the cheapest way from each node to the end. */
  readonly distance: Float64Array
  /** Finds the cheapest ways from the nodes `from` … `to` (exclusive); those of the nodes they lead to must be known. */
  solve(price: Float64Array, from?: number, to?: number): void
  /** Writes a unit's cheapest walk into a plan. @returns its cost at the prices. */
  trace(unit: number, plan: Plan): number
}

export function createShortestWalks({ graph, units }: Model): ShortestWalks {
  const { nodeCount, firstArc, head, cost, firstUse, useRow, useAmount } = graph
  const distance = new Float64Array(nodeCount)
  const next = new Int32Array(nodeCount)
  const end = nodeCount - 1
  return {
    distance,
    solve(price, from = 0, to = end) {
      distance[end] = 0
      let arc = firstArc[to]! - 1
      let use = firstUse[arc + 1]! - 1
      for (let node = to - 1; node >= from; node -= 1) {
        let least = Number.POSITIVE_INFINITY
        let best = -1
        for (const first = firstArc[node]!; arc >= first; arc -= 1) {
          let sum = cost[arc]! + distance[head[arc]!]!
          for (const firstOfArc = firstUse[arc]!; use >= firstOfArc; use -= 1) sum += price[useRow[use]!]! * useAmount[use]!
          if (sum < least) {
            least = sum
            best = arc
          }
        }
        distance[node] = least
        next[node] = best
      }
    },
    trace(unit, plan) {
      const start = units.start[unit]!
      let length = 0
      for (let node = start; node !== end; length += 1) {
        const arc = next[node]!
        plan.arcs[unit * units.walkMax + length] = arc
        node = head[arc]!
      }
      plan.lengths[unit] = length
      return distance[start]!
    },
  }
}
