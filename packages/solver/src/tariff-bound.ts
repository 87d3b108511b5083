import { tariffGroups, type Group } from './groups.ts'
import type { Lagrangian } from './lagrangian.ts'
import { ROW_KIND, type Model } from './model.ts'
import { emptyPlan } from './plan.ts'

/** One group of units that sign tariffs together: its value in the relaxation with the tariffs as signed, and with any others. */
export interface TariffCeiling {
  readonly group: Group
  /** How much dearer than as signed the group is at least with other tariffs; less than 0 where others may be cheaper. */
  readonly margin: number
  /** The cheapest other way of signing found, by the group's choices. */
  readonly rival: ReadonlyMap<number, number>
}

/** Ways of signing that are tried one by one; a group with more is bounded as if it had every tariff's best side. */
const WAYS_MAX = 243
/** Steps by which the price of a promise is fitted to other tariffs. */
const STEPS = 12

/**
 * Compares the tariffs as signed with every other way of signing them, at the relaxation's prices.
 *
 * The relaxation's value holds for plans that sign as it does. A group whose margin is above 0 signs so in every plan
 * that is cheaper than that margin says.
 *
 * @param enough A margin beyond which more proof is of no use, for each group.
 */
export function tariffCeilings(model: Model, lagrangian: Lagrangian, enough: (group: Group) => number): readonly TariffCeiling[] {
  const pricer = createPricer(model, lagrangian)
  return tariffGroups(model)
    .map((group) => ({ group, choices: choicesOf(model, group) }))
    .filter(({ choices }) => choices.some((choice) => model.tariffs[choice]!.rate.length > 1))
    .map(({ group, choices }) => {
      const signed = choices.map((choice) => lagrangian.signed[choice]!)
      const value = pricer.value(group, choices, signed, promisePrices(model, lagrangian, choices))
      const best = { margin: enough(group), rival: new Map<number, number>() }
      const ways = waysToSign(model, choices)
      if (ways === undefined) return { group, ...best, margin: pricer.loosest(group, choices) - value }
      for (const way of ways) {
        if (way.every((tariff, index) => tariff === signed[index])) continue
        const margin = pricer.raised(group, choices, way, value + best.margin) - value
        if (margin >= best.margin) continue
        best.margin = margin
        best.rival = new Map(choices.map((choice, index) => [choice, way[index]!]))
      }
      return { group, ...best }
    })
}

const choicesOf = ({ rows }: Model, group: Group): readonly number[] => [
  ...new Set([...group.rows].filter((row) => rows.kind[row] === ROW_KIND.tariff).map((row) => rows.owner[row]!)),
]

const promisePrices = ({ rows }: Model, { variables }: Lagrangian, choices: readonly number[]): Float64Array =>
  Float64Array.from(choices, (choice) => variables[rows.count + choice]!)

/** Every combination, or undefined when there are too many. */
function waysToSign({ tariffs }: Model, choices: readonly number[]): readonly (readonly number[])[] | undefined {
  const count = choices.reduce((product, choice) => product * tariffs[choice]!.rate.length, 1)
  if (count > WAYS_MAX) return undefined
  return Array.from({ length: count }, (_, number) => {
    let left = number
    return choices.map((choice) => {
      const tariffCount = tariffs[choice]!.rate.length
      const tariff = left % tariffCount
      left = Math.floor(left / tariffCount)
      return tariff
    })
  })
}

function createPricer(model: Model, { price: given, shortest }: Lagrangian) {
  const { graph, units, rows, tariffs } = model
  const price = given.slice()
  const scratch = emptyPlan(model)

  const solve = (group: Group): void => {
    for (let at = group.blocks.length - 1; at >= 0; at -= 1) {
      const block = group.blocks[at]!
      shortest.solve(price, graph.blockStart[block]!, graph.blockStart[block + 1]!)
    }
  }
  const distances = (group: Group): number => {
    let sum = 0
    for (const unit of group.units) sum += shortest.distance[units.start[unit]!]!
    return sum
  }
  const value = (group: Group, choices: readonly number[], way: readonly number[], promises: Float64Array): number => {
    let sum = 0
    for (const [index, choice] of choices.entries()) {
      const { rate, promise, rows: itsRows } = tariffs[choice]!
      for (const row of itsRows) price[row] = -(rate[way[index]!]! * rows.weight[row]! + promises[index]!)
      sum += promises[index]! * promise[way[index]!]!
    }
    solve(group)
    return sum + distances(group)
  }
  /** Volumes of the choices in the walks last solved. */
  const volumes = (group: Group, choices: readonly number[]): Float64Array => {
    const sums = new Float64Array(choices.length)
    const place = new Map(choices.flatMap((choice, index) => tariffs[choice]!.rows.map((row) => [row, index] as const)))
    for (const unit of group.units) {
      shortest.trace(unit, scratch)
      const first = unit * units.walkMax
      for (let at = first; at < first + scratch.lengths[unit]!; at += 1)
        for (let use = graph.firstUse[scratch.arcs[at]!]!; use < graph.firstUse[scratch.arcs[at]! + 1]!; use += 1) {
          const index = place.get(graph.useRow[use]!)
          if (index !== undefined) sums[index]! += graph.useAmount[use]!
        }
    }
    return sums
  }

  return {
    value,
    loosest(group: Group, choices: readonly number[]): number {
      for (const choice of choices) {
        const { rate, rows: itsRows } = tariffs[choice]!
        for (const row of itsRows) price[row] = -Math.max(...rate) * rows.weight[row]!
      }
      solve(group)
      return distances(group)
    },
    /** The best value of a way of signing that a few steps on the prices of its promises find; stops once it is `enough`. */
    raised(group: Group, choices: readonly number[], way: readonly number[], enough: number): number {
      const promises = new Float64Array(choices.length)
      let best = Number.NEGATIVE_INFINITY
      const from = new Float64Array(choices.length)
      const to = Float64Array.from(choices, (choice) => tariffs[choice]!.clawback)
      for (let step = 0; step < STEPS; step += 1) {
        best = Math.max(best, value(group, choices, way, promises))
        if (best >= enough) return best
        const bought = volumes(group, choices)
        for (const [index, choice] of choices.entries()) {
          // Concave in each price: where more is promised than bought the best price is higher, else it is lower.
          if (tariffs[choice]!.promise[way[index]!]! > bought[index]!) from[index] = promises[index]!
          else to[index] = promises[index]!
          promises[index] = (from[index]! + to[index]!) / 2
        }
      }
      return best
    },
  }
}
