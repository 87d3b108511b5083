/**
 * Everything a replacement plan is made from, complete in itself: a run can be repeated from it alone.
 *
 * Money is integer pence at one price base. A period is a year or a quarter; period 0 begins at the horizon's start.
 * Capacity is counted in scanner-equivalents: 1 is the work of an average scanner of its class with all its hours.
 */
export interface Problem {
  readonly version: 1
  readonly title: string
  /** True for made-up figures, which every page and paper made from them says. */
  readonly isExample: boolean
  readonly horizon: Horizon
  readonly money: MoneyTerms
  readonly sectors: readonly Sector[]
  readonly trusts: readonly Trust[]
  readonly sites: readonly Site[]
  readonly classes: readonly EquipmentClass[]
  readonly placements: readonly Placement[]
  readonly assets: readonly Asset[]
  readonly classLimits: readonly ClassLimit[]
  readonly coverage: readonly CoverageFloor[]
  readonly ageRules?: AgeRules
  readonly framework?: Framework
  readonly choices: readonly Choice[]
  /** The plan in force, and what a needless change of it is said to cost. */
  readonly current?: CurrentPlan
}

export interface Horizon {
  /** First day, 1 April of the first financial year. */
  readonly start: string
  readonly years: number
  readonly periodsPerYear: 1 | 4
}

export interface MoneyTerms {
  /** Financial year of the prices, such as 2026-27. */
  readonly priceBase: string
  readonly discountRatePerYear: number
  /** Reserve above the sectors, one amount a year. */
  readonly nationalReservePence?: readonly number[]
  /** What a pound beyond every budget is said to cost on top; without it money cannot be exceeded, and the plan says what is missing. */
  readonly overspendPremium?: number
}

export interface Sector {
  readonly sectorId: string
  readonly reservePence: readonly number[]
}

export interface Trust {
  readonly trustId: string
  readonly sectorId: string
  /** Capital of each year. */
  readonly budgetPence: readonly number[]
  /** Share of its budget the trust consents to lend to others of its sector in a year it does not need it; 0 without consent. */
  readonly lendableShare: number
  /** What asking for a pound from the sector is said to cost, so that needless requests are not made. */
  readonly requestPremium: number
}

export interface Site {
  readonly siteId: string
  readonly trustId: string
  /** Enabling works as a share of the price. */
  readonly enablingShare: number
  readonly installsPerPeriodMax: number
}

export interface EquipmentClass {
  readonly classId: string
  readonly pricePence: number
  readonly upgradePence: number
  readonly life: LifeRules
  readonly failures: FailureCurve
  readonly maintenance: MaintenanceCurve
  readonly values: ValueCurve
  /** Cost of carbon in the making. */
  readonly embodiedCarbonPence: number
  readonly installWeeks: number
  readonly upgradeWeeks: number
  /** A mobile unit that stands in for one scanner-equivalent. */
  readonly rentalPencePerWeek: number
}

export interface LifeRules {
  readonly replaceFromYears: number
  /** A unit bought within the plan is replaced at this age at the latest. */
  readonly newUntilYears: number
  /** A unit that stands today is replaced at this age at the latest. */
  readonly existingUntilYears: number
  /** Ages at which a unit bought within the plan can be upgraded. */
  readonly upgradeNewAtYears: readonly number[]
  /** Ages, from and before, at which a unit that stands today can be upgraded. */
  readonly upgradeExistingFromYears: number
  readonly upgradeExistingBeforeYears: number
  /** Years an upgraded unit is kept at least. */
  readonly keptAfterUpgradeYears: number
  /** Years by which an upgrade sets back the ageing of parts. */
  readonly upgradeRenewsYears: number
}

/** Failures up to an age are `scale × age^shape` (a power-law process), age in years. */
export interface FailureCurve {
  readonly scale: number
  readonly shape: number
  readonly repairHours: number
  readonly repairPence: number
  /** Worth of an hour down of a scanner of average workload. */
  readonly downtimePencePerHour: number
  readonly openHoursPerYear: number
}

export interface MaintenanceCurve {
  /** Contract of the first year as a share of the price, and its growth with each year of age. */
  readonly shareOfPrice: number
  readonly growthPerYear: number
  /** Before this age only `warrantyShare` of it is paid. */
  readonly warrantyYears: number
  readonly warrantyShare: number
  readonly energyShareOfPrice: number
  readonly energyGrowthPerYear: number
  /** Extra cost of a year from an age on: parts that are hard to get, clinical risk of old technology. */
  readonly surcharges: readonly { readonly fromYears: number; readonly pencePerYear: number }[]
}

export interface ValueCurve {
  /** Trade-in: share of the price, falling exponentially with age. */
  readonly tradeInShare: number
  readonly tradeInDecayPerYear: number
  /** Worth at the plan's end: share of the price, falling evenly to nothing. */
  readonly endShare: number
  readonly endAfterYears: number
  /** Years by which an upgrade makes a unit younger in both. */
  readonly upgradeCreditYears: number
}

/** A class at a site. Units of one placement do the same work. */
export interface Placement {
  readonly siteId: string
  readonly classId: string
  /** Scanner-equivalents of one unit. */
  readonly workload: number
}

export interface Asset {
  readonly assetId: string
  readonly siteId: string
  readonly classId: string
  readonly ageMonths: number
  /** Hours down against the class's average at the same age, until the unit is replaced. */
  readonly downtimeFactor: number
}

export interface ClassLimit {
  readonly sectorId: string
  readonly classId: string
  readonly installsPerPeriodMax: number
}

export interface CoverageFloor {
  readonly sectorId: string
  readonly classId: string
  readonly scannerEquivalents: number
  /** Growth of the floor with demand. */
  readonly growthPerYear: number
}

/** Assessed at the end of each financial year for each sector; a breach is priced, not forbidden. */
export interface AgeRules {
  /** Years from the start before the first assessment. */
  readonly firstAfterYears: number
  readonly young: { readonly belowYears: number; readonly shareMin: number; readonly pencePerUnit: number }
  readonly old: { readonly fromYears: number; readonly shareMax: number; readonly pencePerUnit: number }
}

/** Discount on list prices of units installed, across all sectors. */
export type Framework =
  | { readonly form: 'commitment'; readonly termYears: number; readonly classes: readonly CommitmentOffer[] }
  | { readonly form: 'annual'; readonly classes: readonly AnnualOffer[] }

/** One level is signed for each term of years; what is bought below it is clawed back. */
export interface CommitmentOffer {
  readonly classId: string
  readonly levels: readonly { readonly pencePerYear: number; readonly discount: number }[]
  /** Share of what is short of the committed volume over a term, paid at its end. */
  readonly clawback: number
  /** Level of each term, where the buyer has signed already; the best is chosen otherwise. */
  readonly signed?: readonly number[]
}

/** The discount of the highest band a year's volume reaches is earned on the whole of it. */
export interface AnnualOffer {
  readonly classId: string
  readonly bands: readonly { readonly fromPence: number; readonly discount: number }[]
}

/** A decision taken outside the model, with who took it and why. */
export interface Choice {
  readonly assetId: string
  readonly kind: 'committed' | 'forced' | 'forbidden'
  readonly action: 'replace' | 'upgrade'
  /** First and last period it is about. A committed or forced action happens within them, a forbidden one never. */
  readonly fromPeriod: number
  readonly toPeriod: number
  readonly author: string
  readonly reason: string
  readonly decidedOn: string
}

export interface CurrentPlan {
  readonly decisions: readonly Decision[]
  readonly changePence: number
}

/** What is done to the unit that stands in an asset's place, in a period. */
export interface Decision {
  readonly assetId: string
  readonly period: number
  readonly action: 'replace' | 'upgrade'
}
