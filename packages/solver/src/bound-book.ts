import type { FamilyBound, GroupJob } from './tasks.ts'

/**
 * The proven bound as it is put together: what the relaxation is worth without the families that sign tariffs, and for each family the
 * least of its ways of signing, each raised by what the programs of its groups prove.
 */
export interface BoundBook {
  /** Begins again from a relaxation. A bound proven before stands if it was higher. */
  begin(rest: number, families: readonly FamilyBound[]): void
  lift(job: Pick<GroupJob, 'family' | 'way'>, lift: number): void
  /** Takes a bound proven in another way. */
  prove(bound: number): void
  bound(): number
  /** How far a way of a family stands above the family's least; a way above others raises nothing until they have been raised. */
  excess(job: Pick<GroupJob, 'family' | 'way'>): number
}

/** Stands for the groups of units that sign nothing. */
export const NO_FAMILY = -1

export function createBoundBook(): BoundBook {
  let best = Number.NEGATIVE_INFINITY
  let rest = Number.NEGATIVE_INFINITY
  let families: { values: number[]; beyond: number }[] = []
  const least = ({ values, beyond }: FamilyBound): number => Math.min(beyond, ...values)
  const take = (): void => {
    best = Math.max(
      best,
      families.reduce((sum, family) => sum + least(family), rest),
    )
  }
  return {
    begin(itsRest, itsFamilies) {
      rest = itsRest
      families = itsFamilies.map(({ values, beyond }) => ({ values: [...values], beyond }))
      take()
    },
    lift({ family, way }, lift) {
      if (family === NO_FAMILY) rest += lift
      else families[family]!.values[way]! += lift
      take()
    },
    prove(bound) {
      best = Math.max(best, bound)
    },
    bound: () => best,
    excess({ family, way }) {
      const its = families[family]
      return its === undefined ? 0 : its.values[way]! - least(its)
    },
  }
}
