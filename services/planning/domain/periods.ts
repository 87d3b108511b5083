import type { Asset, Horizon } from './problem.ts'

const MONTHS_PER_YEAR = 12
const WEEKS_PER_YEAR = 52

export const periodCount = ({ years, periodsPerYear }: Horizon): number => years * periodsPerYear

export const yearOf = ({ periodsPerYear }: Horizon, period: number): number => Math.floor(period / periodsPerYear)

/** Years to periods; rules are in whole periods. */
export const inPeriods = ({ periodsPerYear }: Horizon, years: number): number => Math.round(years * periodsPerYear)

/** Whole periods an asset has lived when the plan begins. */
export const ageAtStart = ({ periodsPerYear }: Horizon, { ageMonths }: Pick<Asset, 'ageMonths'>): number =>
  Math.floor((ageMonths * periodsPerYear) / MONTHS_PER_YEAR)

export const weeksPerPeriod = ({ periodsPerYear }: Horizon): number => WEEKS_PER_YEAR / periodsPerYear

/** Share of a period that work of so many weeks takes; at most all of it. */
export const shareOfPeriod = (horizon: Horizon, weeks: number): number => Math.min(1, weeks / weeksPerPeriod(horizon))

/** What a pound at the start of a period is worth at the start of the plan. */
export const discountAt = ({ periodsPerYear }: Horizon, ratePerYear: number, period: number): number =>
  1 / (1 + ratePerYear) ** (period / periodsPerYear)
