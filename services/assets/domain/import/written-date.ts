import type { LocalDate } from '@imaging/calendar'
import { lastDayOf, localDate, ukDate } from '../local-date.ts'
import type { Reading } from '../problem.ts'

/** No imaging equipment in use is older, and no lease or contract runs later. */
const yearFrom = 1970
const yearTo = 2099

const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+Z?)?$/
const dayFirst = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?: [\d:]+)?$/
const dayNumber = /^(\d{5})(?:\.\d+)?$/

/** Day 25,569 of a spreadsheet is 1 January 1970. */
const dayNumberOfUnixEpoch = 25_569
const dayMs = 86_400_000

/**
 * Reads a date in one of the four ways registers write it: `dd/mm/yyyy`, `dd/mm/yy`, a spreadsheet's day number, ISO 8601.
 *
 * The day always comes first, never the month. Of two digits 00 to 69 are this century and 70 to 99 the last. A time
 * behind the date is left off. A date that does not exist is refused, never moved to the next month.
 */
export function readDate(written: string): Reading<LocalDate> {
  const text = written.trim()
  const [, isoYear, isoMonth, isoDay] = iso.exec(text) ?? []
  if (isoYear !== undefined) return existing(Number(isoYear), Number(isoMonth), Number(isoDay))
  const [, day, month, year] = dayFirst.exec(text) ?? []
  if (year !== undefined) return existing(fullYear(year), Number(month), Number(day))
  const [, number] = dayNumber.exec(text) ?? []
  if (number !== undefined) return withinReach(dateOfDayNumber(Number(number)))
  return {
    problem: 'This is not a date we can read.',
    remedy: /^(19|20)\d{2}$/.test(text)
      ? `Enter the day and month too, like 28/02/${text}.`
      : 'Enter a date like 28/02/2015, or leave the cell empty if it is not known.',
  }
}

/** The date behind a spreadsheet's day number, counted as Excel does from 1900. */
export function dateOfDayNumber(number: number): LocalDate {
  return new Date((number - dayNumberOfUnixEpoch) * dayMs).toISOString().slice(0, 10)
}

/** Two digits name a year from 1970 to 2069: the register holds nothing older, and contracts end in the future. */
function fullYear(digits: string): number {
  const year = Number(digits)
  if (digits.length === 4) return year
  return year < yearFrom % 100 ? 2000 + year : 1900 + year
}

function existing(year: number, month: number, day: number): Reading<LocalDate> {
  const date = localDate(year, month, day)
  if (date !== undefined) return withinReach(date)
  if (month > 12 && day <= 12 && localDate(year, day, month) !== undefined) {
    const meant = localDate(year, day, month)
    return {
      problem: 'There is no such date: the day comes before the month.',
      remedy: `Enter the day first, like ${ukDate(meant ?? '')}.`,
    }
  }
  const lastDay = lastDayOf(year, month)
  return { problem: 'There is no such date.', remedy: `Enter a real date, like ${lastDay === undefined ? '28/02/2015' : ukDate(lastDay)}.` }
}

function withinReach(date: LocalDate): Reading<LocalDate> {
  const year = Number(date.slice(0, 4))
  if (year >= yearFrom && year <= yearTo) return { value: date }
  return {
    problem: `This would be the year ${year}.`,
    remedy: `Enter a date from ${yearFrom} to ${yearTo}, like 28/02/2015.`,
  }
}
