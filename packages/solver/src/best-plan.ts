import type { Draft } from './draft.ts'
import { AMOUNT_TOLERANCE, type Model } from './model.ts'
import { clonePlan, copyPlan, emptyPlan, type Plan } from './plan.ts'

/** The cheapest plan seen; one that fits beats any that does not. */
export interface BestPlan {
  readonly plan: Plan
  readonly cost: () => number
  readonly excess: () => number
  /** Takes the draft's plan when it is better, counted from scratch. @returns whether it was. */
  offer(draft: Draft): boolean
  /** What a person can be shown. */
  copy(): FoundPlan
}

export interface FoundPlan {
  readonly plan: Plan
  readonly cost: number
  /** How much of caps and closed pools is overdrawn: 0 for a plan that fits. */
  readonly excess: number
}

export function createBestPlan(model: Model, onBetter: (found: () => FoundPlan) => void = () => {}): BestPlan {
  const plan = emptyPlan(model)
  let cost = Number.POSITIVE_INFINITY
  let excess = Number.POSITIVE_INFINITY
  const copy = (): FoundPlan => ({ plan: clonePlan(plan), cost, excess })
  return {
    plan,
    cost: () => cost,
    excess: () => excess,
    offer(draft) {
      const itsCost = draft.recount()
      const itsExcess = draft.use.excess()
      if (!isBetter({ cost: itsCost, excess: itsExcess }, { cost, excess })) return false
      cost = itsCost
      excess = itsExcess
      copyPlan(draft.plan, plan)
      onBetter(copy)
      return true
    },
    copy,
  }
}

/** Whether a plan overdraws less than another, or as little and costs less. */
export function isBetter(one: Pick<FoundPlan, 'cost' | 'excess'>, other: Pick<FoundPlan, 'cost' | 'excess'>): boolean {
  const less = other.excess - one.excess
  return (
    other.cost === Number.POSITIVE_INFINITY ||
    less > AMOUNT_TOLERANCE ||
    (less > -AMOUNT_TOLERANCE && one.cost < other.cost - AMOUNT_TOLERANCE)
  )
}
