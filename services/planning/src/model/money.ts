import { discountAt, periodCount, weeksPerPeriod } from '../../domain/periods.ts'
import type { Problem } from '../../domain/problem.ts'

/** The solver's money: a unit is a thousandth of the fleet's mean price, so that no amount is far from 1, whatever the currency's scale. */
export interface Money {
  readonly pencePerUnit: number
  units(pence: number): number
  /** Mean price of the fleet, in units. */
  readonly typicalPrice: number
  /** Worth at the plan's start of a pound at the start of each period, and of each year. */
  readonly discount: Float64Array
  readonly yearDiscount: Float64Array
  readonly weeksPerPeriod: number
}

const TYPICAL_PRICE = 1000

export function moneyOf({ assets, classes, horizon, money }: Problem): Money {
  const prices = new Map(classes.map(({ classId, pricePence }) => [classId, pricePence]))
  const total = assets.reduce((sum, { classId }) => sum + (prices.get(classId) ?? 0), 0)
  const pencePerUnit = total / assets.length / TYPICAL_PRICE || 1
  const discount = Float64Array.from({ length: periodCount(horizon) + 1 }, (_, period) =>
    discountAt(horizon, money.discountRatePerYear, period),
  )
  return {
    pencePerUnit,
    units: (pence) => pence / pencePerUnit,
    typicalPrice: TYPICAL_PRICE,
    discount,
    yearDiscount: Float64Array.from({ length: horizon.years }, (_, year) => discount[year * horizon.periodsPerYear] ?? 0),
    weeksPerPeriod: weeksPerPeriod(horizon),
  }
}
