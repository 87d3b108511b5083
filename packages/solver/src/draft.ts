import { copyPlan, emptyPlan, type Plan } from './plan.ts'
import { createAnswers } from './answers.ts'
import type { Model } from './model.ts'
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

export function createDraft(model: Model, price: Float64Array): Draft {
  const { graph, units } = model
  const { cost, firstUse, useRow, useAmount } = graph
  const plan = emptyPlan(model)
  const use = createRowUse(model)
  const walked = new Float64Array(1)

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
    answer: createAnswers(model, price, use, plan),
  }
}
