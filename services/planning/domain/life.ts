import { inPeriods } from './periods.ts'
import type { EquipmentClass, Horizon } from './problem.ts'

/** Where a unit is in its life, in whole periods. */
export interface LifeState {
  readonly age: number
  /** True for a unit that stood before the plan. */
  readonly isExisting: boolean
  /** Periods since its upgrade; undefined when it has had none. */
  readonly sinceUpgrade: number | undefined
}

/** The rules of a class's life, in periods. */
export interface LifeLimits {
  mayReplace(state: LifeState): boolean
  mayUpgrade(state: LifeState): boolean
  /** Whether the unit may be used for one more period. */
  mayKeep(state: LifeState): boolean
  /** Periods after which an upgrade no longer holds a replacement back. */
  readonly keptAfterUpgrade: number
  readonly untilAge: (isExisting: boolean) => number
}

export function lifeLimits({ life }: EquipmentClass, horizon: Horizon): LifeLimits {
  const replaceFrom = inPeriods(horizon, life.replaceFromYears)
  const newUntil = inPeriods(horizon, life.newUntilYears)
  const existingUntil = inPeriods(horizon, life.existingUntilYears)
  const keptAfterUpgrade = inPeriods(horizon, life.keptAfterUpgradeYears)
  const upgradeNewAt = new Set(life.upgradeNewAtYears.map((years) => inPeriods(horizon, years)))
  const upgradeFrom = inPeriods(horizon, life.upgradeExistingFromYears)
  const upgradeBefore = inPeriods(horizon, life.upgradeExistingBeforeYears)
  const untilAge = (isExisting: boolean): number => (isExisting ? existingUntil : newUntil)
  return {
    keptAfterUpgrade,
    untilAge,
    mayReplace: ({ age, sinceUpgrade }) => age >= replaceFrom && (sinceUpgrade === undefined || sinceUpgrade >= keptAfterUpgrade),
    mayUpgrade: ({ age, isExisting, sinceUpgrade }) =>
      sinceUpgrade === undefined &&
      age < untilAge(isExisting) &&
      (isExisting ? age >= upgradeFrom && age < upgradeBefore : upgradeNewAt.has(age)),
    mayKeep: ({ age, isExisting }) => age < untilAge(isExisting),
  }
}
