import type { Model } from './model.ts'

/** A walk for every unit. Two plans of one model can be copied onto each other. */
export interface Plan {
  /** Arcs of each unit's walk, `walkMax` places for each. */
  readonly arcs: Int32Array
  readonly lengths: Int32Array
}

export const emptyPlan = ({ units }: Pick<Model, 'units'>): Plan => ({
  arcs: new Int32Array(units.count * units.walkMax),
  lengths: new Int32Array(units.count),
})

export function copyPlan(from: Plan, to: Plan): void {
  to.arcs.set(from.arcs)
  to.lengths.set(from.lengths)
}

export const clonePlan = ({ arcs, lengths }: Plan): Plan => ({ arcs: arcs.slice(), lengths: lengths.slice() })

/** The arcs of one unit's walk. */
export const walkOf = ({ units }: Pick<Model, 'units'>, plan: Plan, unit: number): Int32Array =>
  plan.arcs.subarray(unit * units.walkMax, unit * units.walkMax + plan.lengths[unit]!)
