import { dayNumberOf, type LocalDate } from './local-date.ts'

/** A financial year of the public sector in the United Kingdom: 1 April to 31 March. */
export interface FinancialYear {
  /** As people write it: `2025/26`. */
  readonly name: string
  readonly startYear: number
  /** 1 April, inclusive. */
  readonly from: LocalDate
  /** The next 1 April, exclusive. */
  readonly to: LocalDate
}

/** The financial year a date falls in. @throws {RangeError} When it is not a real date. */
export function financialYearOf(date: LocalDate): FinancialYear {
  dayNumberOf(date)
  const year = Number(date.slice(0, 4))
  return financialYearFrom(date.slice(5) >= '04-01' ? year : year - 1)
}

/** The financial year that starts on 1 April of the given year. */
export const financialYearFrom = (startYear: number): FinancialYear => ({
  name: `${startYear}/${String((startYear + 1) % 100).padStart(2, '0')}`,
  startYear,
  from: `${startYear}-04-01`,
  to: `${startYear + 1}-04-01`,
})
