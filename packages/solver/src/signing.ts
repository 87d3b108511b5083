import { tariffGroups, type Group } from './groups.ts'
import type { Lagrangian } from './lagrangian.ts'
import { ROW_KIND, type Model } from './model.ts'
import { emptyPlan } from './plan.ts'

/** Units that sign tariffs together, and every way in which they can. */
export interface Family {
  readonly group: Group
  readonly choices: readonly number[]
  /** Tariffs of the choices, way by way; undefined where there are too many ways to try. */
  readonly ways: readonly (readonly number[])[] | undefined
}

/** Ways of signing that are tried one by one. */
const WAYS_MAX = 243

/** The families of a model that have something to choose. */
export const familiesOf = (model: Model): readonly Family[] =>
  tariffGroups(model)
    .map((group) => {
      const choices = choicesOf(model, group)
      return { group, choices, ways: waysToSign(model, choices) }
    })
    .filter(({ choices }) => choices.some((choice) => model.tariffs[choice]!.rate.length > 1))

const choicesOf = ({ rows }: Model, group: Group): readonly number[] => [
  ...new Set([...group.rows].filter((row) => rows.kind[row] === ROW_KIND.tariff).map((row) => rows.owner[row]!)),
]

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

/** Works out what a family costs in the relaxation when it signs this way or that. It leaves the lagrangian's walks behind it unusable. */
export interface SigningPricer {
  /** Value at prices of the promises, one for each choice. */
  value(family: Family, way: readonly number[], promises: Float64Array): number
  /** What the family buys in the walks of the last value, choice by choice. */
  volumes(family: Family): Float64Array
  /** The best value that a few steps on the promises' prices find, left in `promises`; stops once it is `enough`. */
  raised(family: Family, way: readonly number[], promises: Float64Array, enough: number): number
  /** A value below that of every way: each unit earns the highest rate and nothing is promised. */
  loosest(family: Family): number
}

/** Steps by which the price of a promise is fitted. */
const STEPS = 12

/** @param lagrangian Its prices are read at every call, but for those of the family's own rows. */
export function createSigningPricer(model: Model, { price: given, shortest }: Lagrangian): SigningPricer {
  const { graph, units, rows, tariffs } = model
  const price = given.slice()
  const scratch = emptyPlan(model)

  const solve = ({ group }: Family, ownPrice: (choice: number, row: number) => number, choices: readonly number[]): number => {
    price.set(given)
    for (const choice of choices) for (const row of tariffs[choice]!.rows) price[row] = ownPrice(choice, row)
    for (let at = group.blocks.length - 1; at >= 0; at -= 1) {
      const block = group.blocks[at]!
      shortest.solve(price, graph.blockStart[block]!, graph.blockStart[block + 1]!)
    }
    let sum = 0
    for (const unit of group.units) sum += shortest.distance[units.start[unit]!]!
    return sum
  }
  const value: SigningPricer['value'] = (family, way, promises) => {
    const { choices } = family
    const placeOf = new Map(choices.map((choice, index) => [choice, index]))
    const walks = solve(
      family,
      (choice, row) => -(tariffs[choice]!.rate[way[placeOf.get(choice)!]!]! * rows.weight[row]! + promises[placeOf.get(choice)!]!),
      choices,
    )
    return choices.reduce((sum, choice, index) => sum + promises[index]! * tariffs[choice]!.promise[way[index]!]!, walks)
  }
  const volumes: SigningPricer['volumes'] = ({ group, choices }) => {
    const sums = new Float64Array(choices.length)
    const placeOf = new Map(choices.flatMap((choice, index) => tariffs[choice]!.rows.map((row) => [row, index] as const)))
    for (const unit of group.units) {
      shortest.trace(unit, scratch)
      const first = unit * units.walkMax
      for (let at = first; at < first + scratch.lengths[unit]!; at += 1)
        for (let use = graph.firstUse[scratch.arcs[at]!]!; use < graph.firstUse[scratch.arcs[at]! + 1]!; use += 1) {
          const index = placeOf.get(graph.useRow[use]!)
          if (index !== undefined) sums[index]! += graph.useAmount[use]!
        }
    }
    return sums
  }
  return {
    value,
    volumes,
    raised(family, way, promises, enough) {
      const { choices } = family
      const from = new Float64Array(choices.length)
      const to = Float64Array.from(choices, (choice) => tariffs[choice]!.clawback)
      const best = promises.slice()
      let most = Number.NEGATIVE_INFINITY
      for (let step = 0; step < STEPS && most < enough; step += 1) {
        const now = value(family, way, promises)
        if (now > most) {
          most = now
          best.set(promises)
        }
        const bought = volumes(family)
        for (const [index, choice] of choices.entries()) {
          // Concave in each price: where more is promised than bought the best price is higher, else it is lower.
          if (tariffs[choice]!.promise[way[index]!]! > bought[index]!) from[index] = promises[index]!
          else to[index] = promises[index]!
          promises[index] = (from[index]! + to[index]!) / 2
        }
      }
      promises.set(best)
      return most
    },
    loosest: (family) => solve(family, (choice, row) => -Math.max(...tariffs[choice]!.rate) * rows.weight[row]!, family.choices),
  }
}
