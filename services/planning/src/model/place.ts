import { inPeriods, shareOfPeriod } from '../../domain/periods.ts'
import { endPence, expectedFailures, tradeInPence, upkeepPence } from '../../domain/curves.ts'
import { lifeLimits, type LifeLimits } from '../../domain/life.ts'
import type { EquipmentClass, Placement, Problem, Site, Trust } from '../../domain/problem.ts'
import type { Money } from './money.ts'

/** Costs and capacity of units of one class, by age in periods and by whether they are upgraded: what every arc is made of. */
export interface ClassTerms {
  readonly itsClass: EquipmentClass
  readonly limits: LifeLimits
  readonly upkeep: readonly [Float64Array, Float64Array]
  /** Worth of the hours down, of a scanner-equivalent with a downtime factor of 1. */
  readonly downtime: readonly [Float64Array, Float64Array]
  /** Share of a period that is lost to failures, likewise. */
  readonly lostShare: readonly [Float64Array, Float64Array]
  readonly tradeIn: readonly [Float64Array, Float64Array]
  readonly end: readonly [Float64Array, Float64Array]
  readonly installShare: number
  readonly upgradeShare: number
}

/** @param unitPence Pence in a unit of the solver's money. */
export function classTerms({ horizon }: Problem, itsClass: EquipmentClass, unitPence: number): ClassTerms {
  const { failures, life } = itsClass
  const stretchYears = 1 / horizon.periodsPerYear
  const ages = inPeriods(horizon, Math.max(life.existingUntilYears, life.newUntilYears)) + 1
  const table = (value: (age: { years: number; isUpgraded: boolean }) => number): readonly [Float64Array, Float64Array] => {
    const of = (isUpgraded: boolean): Float64Array =>
      Float64Array.from({ length: ages }, (_, age) => value({ years: age * stretchYears, isUpgraded }))
    return [of(false), of(true)]
  }
  const hoursDown = (age: { years: number; isUpgraded: boolean }): number =>
    expectedFailures(itsClass, age, stretchYears) * failures.repairHours
  return {
    itsClass,
    limits: lifeLimits(itsClass, horizon),
    upkeep: table((age) => upkeepPence(itsClass, age, stretchYears) / unitPence),
    downtime: table((age) => (hoursDown(age) * failures.downtimePencePerHour) / unitPence),
    lostShare: table((age) => hoursDown(age) / (failures.openHoursPerYear * stretchYears)),
    tradeIn: table((age) => tradeInPence(itsClass, age) / unitPence),
    end: table((age) => endPence(itsClass, age) / unitPence),
    installShare: shareOfPeriod(horizon, itsClass.installWeeks),
    upgradeShare: shareOfPeriod(horizon, itsClass.upgradeWeeks),
  }
}

/** Where a unit stands, whose money it takes, and what is done there costs. */
export interface Place {
  readonly placement: Placement
  readonly site: Site
  readonly trust: Trust
  readonly terms: ClassTerms
  /** With enabling works. */
  readonly installCost: number
  readonly embodiedCost: number
  readonly upgradeCost: number
  readonly listPrice: number
}

export function placeOf(placement: Placement, site: Site, trust: Trust, terms: ClassTerms, money: Money): Place {
  const { pricePence, upgradePence, embodiedCarbonPence } = terms.itsClass
  const listPrice = money.units(pricePence)
  return {
    placement,
    site,
    trust,
    terms,
    listPrice,
    installCost: listPrice * (1 + site.enablingShare),
    embodiedCost: money.units(embodiedCarbonPence),
    upgradeCost: money.units(upgradePence),
  }
}
