import type { Group } from './groups.ts'
import type { TariffCeiling } from './tariff-bound.ts'

/**
 * The proven bound as it is put together: the relaxation's value, what groups' programs add to it, and how far other tariffs hold it down.
 *
 * A lift is proven for the tariffs as signed; with others the group costs at least its margin more, or less where that is negative.
 */
export interface BoundBook {
  /** Begins again from a relaxation; a bound proven before stands if it was higher. */
  begin(value: number, groups: readonly Group[], ceilings: readonly TariffCeiling[]): void
  lift(group: number, lift: number): void
  /** Takes a bound proven in another way. */
  prove(bound: number): void
  bound(): number
}

export function createBoundBook(): BoundBook {
  let best = Number.NEGATIVE_INFINITY
  let base = Number.NEGATIVE_INFINITY
  let margins: number[] = []
  let lifts: number[] = []
  let familyOf = new Int32Array(0)

  const assembled = (): number => {
    let bound = base
    for (let family = 0; family < margins.length; family += 1) bound += Math.min(lifts[family]!, margins[family]!)
    return bound
  }
  return {
    begin(value, groups, ceilings) {
      const familyOfUnit = new Map(ceilings.flatMap(({ group }, family) => Array.from(group.units, (unit) => [unit, family] as const)))
      base = value
      // The last family is of those that sign nothing: nothing holds its lifts down.
      margins = [...ceilings.map(({ margin }) => margin), Number.POSITIVE_INFINITY]
      lifts = margins.map(() => 0)
      familyOf = Int32Array.from(groups, ({ units }) => {
        const families = new Set(Array.from(units, (unit) => familyOfUnit.get(unit) ?? ceilings.length))
        return families.size === 1 ? ([...families][0] ?? -1) : -1
      })
      best = Math.max(best, assembled())
    },
    lift(group, lift) {
      const family = familyOf[group]!
      // A group across families would need the margins of both: its lift is not used.
      if (family < 0) return
      lifts[family]! += lift
      best = Math.max(best, assembled())
    },
    prove(bound) {
      best = Math.max(best, bound)
    },
    bound: () => best,
  }
}
