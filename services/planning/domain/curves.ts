import type { EquipmentClass } from './problem.ts'

/** A unit at the start of a stretch of use: its age in years, and whether it has been upgraded. */
export interface UnitAge {
  readonly years: number
  readonly isUpgraded: boolean
}

/** Failures expected of an average unit over a stretch of years: a power-law process on the age of its parts. @source Crow 1974 */
export function expectedFailures({ failures, life }: EquipmentClass, { years, isUpgraded }: UnitAge, stretchYears: number): number {
  const partsYears = agedYears(life.upgradeRenewsYears, years, isUpgraded)
  return failures.scale * ((partsYears + stretchYears) ** failures.shape - partsYears ** failures.shape)
}

/** Maintenance, energy, repairs and surcharges of a unit over a stretch of years. */
export function upkeepPence(itsClass: EquipmentClass, age: UnitAge, stretchYears: number): number {
  const { maintenance, pricePence, life, failures } = itsClass
  const partsYears = agedYears(life.upgradeRenewsYears, age.years, age.isUpgraded)
  const contract =
    maintenance.shareOfPrice *
    (1 + maintenance.growthPerYear) ** partsYears *
    (age.years < maintenance.warrantyYears ? maintenance.warrantyShare : 1)
  const energy = maintenance.energyShareOfPrice * (1 + maintenance.energyGrowthPerYear * age.years)
  const surcharge = maintenance.surcharges.reduce(
    (sum, { fromYears, pencePerYear }) => sum + (age.years >= fromYears ? pencePerYear : 0),
    0,
  )
  return (
    stretchYears * ((contract + energy) * pricePence + surcharge) + expectedFailures(itsClass, age, stretchYears) * failures.repairPence
  )
}

/** What a unit brings when it is replaced. */
export function tradeInPence({ values, pricePence }: EquipmentClass, { years, isUpgraded }: UnitAge): number {
  return pricePence * values.tradeInShare * Math.exp(-values.tradeInDecayPerYear * agedYears(values.upgradeCreditYears, years, isUpgraded))
}

/** What a unit is worth when the plan ends. */
export function endPence({ values, pricePence }: EquipmentClass, { years, isUpgraded }: UnitAge): number {
  const aged = agedYears(values.upgradeCreditYears, years, isUpgraded)
  return pricePence * values.endShare * Math.max(0, 1 - aged / values.endAfterYears)
}

const agedYears = (credit: number, years: number, isUpgraded: boolean): number => Math.max(0, years - (isUpgraded ? credit : 0))
