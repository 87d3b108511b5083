import type { Group } from './groups.ts'
import { cheapestVolume, type Lagrangian } from './lagrangian.ts'
import { lifeUse, livesOf, type Life } from './lives.ts'
import { createMipBuilder, type Mip, type MipOptions, type MipSolver } from './mip.ts'
import { ROW_KIND, type Model } from './model.ts'
import { walkOf, type Plan } from './plan.ts'
import { ladderCost } from './tariff-cost.ts'
import { addLives, addRowColumns, type ProgramWriter } from './walk-program.ts'

/** What the relaxation's value is worth in one group, and how much more an integer program proves. */
export interface GroupBound {
  /** How much the bound on the whole may be raised; at least 0. */
  readonly lift: number
  /** Whether the program was solved to its tolerance. */
  readonly isExact: boolean
}

/** The relaxation's value within a group: its walks at the prices, and what its own rows give. The lagrangian must stand at those prices. */
export function groupValue(model: Model, { shortest, price }: Lagrangian, group: Group): number {
  let value = 0
  for (const unit of group.units) value += shortest.distance[model.units.start[unit]!]!
  for (const row of group.rows) value -= rowValue(model, row, price[row]!)
  return value
}

/** What the relaxation pays back for a row at a price. */
function rowValue({ rows, ladders }: Model, row: number, price: number): number {
  return rows.kind[row] === ROW_KIND.ladder ? -cheapestVolume(ladders[rows.owner[row]!]!, price).cost : price * rows.target[row]!
}

/** How far a plan is from the relaxation's value in each group: what a better bound can close there at most. */
export function groupGaps(model: Model, lagrangian: Lagrangian, plan: Plan, groups: readonly Group[]): Float64Array {
  const { rows, graph, ladders } = model
  const use = new Float64Array(rows.count)
  return Float64Array.from(groups, (group) => {
    const own = new Set(group.rows)
    for (const row of group.rows) use[row] = 0
    let cost = 0
    for (const unit of group.units)
      for (const arc of walkOf(model, plan, unit)) {
        cost += graph.cost[arc]!
        for (let at = graph.firstUse[arc]!; at < graph.firstUse[arc + 1]!; at += 1) {
          const row = graph.useRow[at]!
          if (own.has(row)) use[row]! += graph.useAmount[at]!
          else cost += lagrangian.price[row]! * graph.useAmount[at]!
        }
      }
    for (const row of group.rows) {
      const short = rows.target[row]! - use[row]!
      cost +=
        rows.kind[row] === ROW_KIND.ladder
          ? ladderCost(ladders[rows.owner[row]!]!, use[row]!)
          : short > 0
            ? rows.under[row]! * short
            : -rows.over[row]! * short
    }
    return cost - groupValue(model, lagrangian, group)
  })
}

/**
 * Raises the bound by one group's integer program: its own rows exact, all others at their prices, and only counts of decisions whole.
 *
 * Lives whose priced cost is beyond `reach` above the best are left out: a plan that lives one costs at least the relaxation's value
 * and `reach`, so that the smaller of that and the program's bound holds for every plan.
 */
export function boundGroup(
  model: Model,
  lagrangian: Lagrangian,
  group: Group,
  solver: MipSolver,
  options: MipOptions & { readonly reach: number },
): GroupBound {
  const value = groupValue(model, lagrangian, group)
  const program = groupProgram(model, lagrangian, group, options.reach)
  const { bound, outcome } = solver.solve(program, { ...options, heuristicEffort: 0.01 })
  const lift = outcome === 'infeasible' ? options.reach : Math.min(bound - value, options.reach)
  return { lift: Math.max(0, lift), isExact: outcome === 'optimal' }
}

function groupProgram(model: Model, { price, shortest }: Lagrangian, group: Group, reach: number): Mip {
  const { rows } = model
  const builder = createMipBuilder()
  const writer: ProgramWriter = {
    row: (_, lower, upper) => builder.row(lower, upper),
    column: (_, cost, lower, upper, isInteger) => void builder.column(cost, lower, upper, isInteger),
    entry: builder.entry,
  }
  const coupling = new Int32Array(rows.count).fill(-1)
  for (const row of group.rows) {
    const isOpen = rows.kind[row] !== ROW_KIND.elastic
    coupling[row] =
      rows.isCount[row] === 1
        ? builder.row(0, 0)
        : builder.row(
            isOpen ? 0 : rows.under[row]! > 0 ? rows.target[row]! : Number.NEGATIVE_INFINITY,
            isOpen || rows.over[row] === 0 ? Number.POSITIVE_INFINITY : rows.target[row]!,
          )
  }
  const lives = livesWithinReach(model, livesOf(model, group.units), price, shortest.distance, reach)
  addLives(model, lives, writer, (row) => coupling[row]!, { isInteger: false, price: (row) => price[row]! })
  for (const row of group.rows)
    if (rows.isCount[row] === 1) {
      builder.column(0, 0, rows.target[row]!, true)
      builder.entry(coupling[row]!, -1)
    }
  addRowColumns(model, writer, coupling)
  return builder.mip()
}

/** The lives that are part of some walk no dearer than `reach` above its unit's cheapest, at the prices. */
function livesWithinReach(
  model: Model,
  lives: readonly Life[],
  price: Float64Array,
  distance: Float64Array,
  reach: number,
): readonly Life[] {
  const { start } = model.units
  const priced = (life: Life): number => {
    const { cost, uses } = lifeUse(model, life)
    let sum = cost
    for (const [row, amount] of uses) sum += price[row]! * amount
    return sum + distance[life.to]!
  }
  const extraTo = new Map<number, number>()
  const inOrder = lives.toSorted((one, other) => (one.unit === undefined ? one.from : -1) - (other.unit === undefined ? other.from : -1))
  return inOrder.filter((life) => {
    const before = life.unit === undefined ? (extraTo.get(life.from) ?? Number.POSITIVE_INFINITY) : 0
    const extra = before + priced(life) - distance[life.unit === undefined ? life.from : start[life.unit]!]!
    extraTo.set(life.to, Math.min(extraTo.get(life.to) ?? Number.POSITIVE_INFINITY, extra))
    return extra <= reach
  })
}
