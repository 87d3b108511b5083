import type { Horizon } from '../domain/problem.ts'

const MONTHS_PER_YEAR = 12

/** First day of a period. @param period Counted from the horizon's start, which is the first of a month. */
export function addMonths({ start, periodsPerYear }: Horizon, period: number): string {
  const [year = 0, month = 1, day = 1] = start.split('-').map(Number)
  const months = month - 1 + (period * MONTHS_PER_YEAR) / periodsPerYear
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${year + Math.floor(months / MONTHS_PER_YEAR)}-${two((months % MONTHS_PER_YEAR) + 1)}-${two(day)}`
}
