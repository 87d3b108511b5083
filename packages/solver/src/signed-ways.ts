import { cooled, createAscent } from './ascent.ts'
import type { Lagrangian } from './lagrangian.ts'
import type { Model } from './model.ts'
import { createSigningPricer, type Family } from './signing.ts'

/** A way of signing with prices of its promises, and what the family costs at least when it signs so. */
export interface SignedWay {
  readonly way: readonly number[]
  readonly promises: Float64Array
  value: number
}

/** A family with every way of signing that a better plan might use, cheapest first; with any other it costs at least `beyond`. */
export interface WeighedFamily {
  readonly family: Family
  readonly ways: readonly SignedWay[]
  readonly beyond: number
  /** What it costs as the lagrangian stands. */
  readonly standing: number
}

/** Ways of a family that the prices are balanced between. */
const BALANCED_MAX = 6

/** Lets the lagrangian stand for one way of a family. */
export function sign(
  { rows }: Model,
  { signed, variables }: Lagrangian,
  { choices }: Family,
  { way, promises }: Pick<SignedWay, 'way' | 'promises'>,
): void {
  for (const [index, choice] of choices.entries()) {
    signed[choice] = way[index]!
    variables[rows.count + choice] = promises[index]!
  }
}

/** How the lagrangian stands to a family now. */
const standing = ({ rows }: Model, { signed, variables }: Lagrangian, { choices }: Family): Pick<SignedWay, 'way' | 'promises'> => ({
  way: choices.map((choice) => signed[choice]!),
  promises: Float64Array.from(choices, (choice) => variables[rows.count + choice]!),
})

/**
 * What every family costs at least in every way of signing, at the lagrangian's prices.
 *
 * @param reach Ways dearer than the standing one by more are not told apart.
 * @param isOver Once it is true, all ways but the standing one are bounded together.
 */
export function weighFamilies(
  model: Model,
  lagrangian: Lagrangian,
  families: readonly Family[],
  reach: number,
  isOver: () => boolean,
): readonly WeighedFamily[] {
  const pricer = createSigningPricer(model, lagrangian)
  return families.map((family) => {
    const now = standing(model, lagrangian, family)
    const value = pricer.value(family, now.way, now.promises)
    if (family.ways === undefined || isOver()) return { family, ways: [{ ...now, value }], beyond: pricer.loosest(family), standing: value }
    const weighed = family.ways.map((way): SignedWay => {
      if (way.every((tariff, index) => tariff === now.way[index])) return { ...now, value }
      const promises = new Float64Array(family.choices.length)
      return { way, promises, value: pricer.raised(family, way, promises, value + reach) }
    })
    const inOrder = weighed.toSorted((one, other) => one.value - other.value)
    const near = new Set(inOrder.filter((one) => one.value < value + reach))
    near.add(inOrder.find((one) => one.promises === now.promises)!)
    return { family, ways: [...near], beyond: inOrder.find((one) => !near.has(one))?.value ?? Number.POSITIVE_INFINITY, standing: value }
  })
}

/**
 * Raises the bound where it is the least over several ways of signing: prices settle where no family gains by signing another of them.
 * The lagrangian is left there; what each way then costs, and those left out, is for `weighFamilies` to say.
 */
export function balanceWays(
  model: Model,
  lagrangian: Lagrangian,
  weighed: readonly WeighedFamily[],
  { iterations, firstStep, isOver }: { readonly iterations: number; readonly firstStep: number; readonly isOver: () => boolean },
): void {
  const pricer = createSigningPricer(model, lagrangian)
  const climb = createAscent(lagrangian, model.rows.count)
  const contests = weighed.map(({ family, ways }) => ({
    family,
    ways: ways.slice(0, BALANCED_MAX).map(({ way, promises, value }) => {
      const own: SignedWay = { way, promises: promises.slice(), value }
      return { way: own, ...promiseAscent(model, family, own) }
    }),
  }))
  const best = lagrangian.variables.slice()
  const bestSigned = lagrangian.signed.slice()
  let bound = Number.NEGATIVE_INFINITY
  for (let iteration = 1; iteration <= iterations && !(iteration > 1 && isOver()); iteration += 1) {
    lagrangian.price.set(lagrangian.variables.subarray(0, model.rows.count))
    for (const { family, ways } of contests) {
      for (const { way, ascent } of ways) {
        way.value = pricer.value(family, way.way, way.promises)
        const bought = pricer.volumes(family)
        for (const [index, choice] of family.choices.entries())
          ascent[index] = model.tariffs[choice]!.promise[way.way[index]!]! - bought[index]!
      }
      sign(model, lagrangian, family, cheapest(ways.map(({ way }) => way)))
    }
    const value = lagrangian.evaluate()
    if (value > bound) {
      bound = value
      best.set(lagrangian.variables)
      bestSigned.set(lagrangian.signed)
    }
    const step = cooled(firstStep, iteration / iterations)
    climb(step)
    for (const { ways } of contests) for (const { rise } of ways) rise(step)
  }
  lagrangian.variables.set(best)
  lagrangian.signed.set(bestSigned)
  lagrangian.evaluate()
}

const cheapest = (ways: readonly SignedWay[]): SignedWay => ways.reduce((least, way) => (way.value < least.value ? way : least))

/** The climb of one way's promises. */
function promiseAscent({ tariffs }: Model, { choices }: Family, { promises }: SignedWay) {
  const ascent = new Float64Array(choices.length)
  const rise = createAscent({
    variables: promises,
    least: new Float64Array(choices.length),
    most: Float64Array.from(choices, (choice) => tariffs[choice]!.clawback),
    scale: Float64Array.from(choices, (choice) => tariffs[choice]!.priceScale),
    ascent,
  })
  return { ascent, rise }
}
