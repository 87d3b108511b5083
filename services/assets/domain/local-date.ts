import { isLocalDate, type LocalDate } from '@imaging/calendar'

const dayMs = 86_400_000
const earliestYear = 1000

/** The date of a year, month (1 to 12) and day, or `undefined` where the calendar has no such day. */
export function localDate(year: number, month: number, day: number): LocalDate | undefined {
  if (year < earliestYear) return undefined
  const written = [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-')
  return isLocalDate(written) ? written : undefined
}

/** The last day of a month, or `undefined` where there is no such month. */
export function lastDayOf(year: number, month: number): LocalDate | undefined {
  return [31, 30, 29, 28].map((day) => localDate(year, month, day)).find((date) => date !== undefined)
}

/** The same day a number of years later; 29 February becomes 1 March in a year without one. */
export function addYears(date: LocalDate, years: number): LocalDate {
  const { year, month, day } = partsOf(date)
  return new Date(Date.UTC(year + years, month - 1, day)).toISOString().slice(0, 10)
}

/** Whole days from one date to another; negative when the second comes first. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((midnightMs(to) - midnightMs(from)) / dayMs)
}

/** The year of a date. */
export const yearOf = (date: LocalDate): number => partsOf(date).year

/** How a person in the United Kingdom writes the date: `28/02/2015`. */
export const ukDate = (date: LocalDate): string => date.split('-').toReversed().join('/')

function partsOf(date: LocalDate): { year: number; month: number; day: number } {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  if (!isLocalDate(date)) throw new RangeError(`"${date}" is not a date: write a real day as YYYY-MM-DD, like 2026-02-28`)
  return { year, month, day }
}

function midnightMs(date: LocalDate): number {
  const { year, month, day } = partsOf(date)
  return Date.UTC(year, month - 1, day)
}
