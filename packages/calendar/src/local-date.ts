/** A day on the wall calendar, `YYYY-MM-DD`, of no particular time zone. */
export type LocalDate = string

/** The days of the week as written in patterns, in the order of the week. */
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Weekday = (typeof weekdays)[number]

/** Milliseconds of a day without a clock change. */
export const dayMs = 86_400_000

const written = /^(\d{4})-(\d{2})-(\d{2})$/

/** 1 January 1970 was a Thursday, the fourth day of a week that starts on Monday. */
const weekdayOfDayZero = 3

/** Whether the text is a real date, written `YYYY-MM-DD`; 31 February is not one. */
export function isLocalDate(text: string): boolean {
  const parts = written.exec(text)
  if (parts === null) return false
  return localDateOfDay(daysFromCivil(Number(parts[1]), Number(parts[2]), Number(parts[3]))) === text
}

/**
 * Days from 1 January 1970 to the date, which makes dates comparable and countable.
 *
 * @throws {RangeError} When the text is not a real date.
 */
export function dayNumberOf(date: LocalDate): number {
  if (!isLocalDate(date)) throw new RangeError(`"${date}" is not a date: write a real day as YYYY-MM-DD, like 2026-02-28`)
  return daysFromCivil(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10)))
}

/** The date that many days after 1 January 1970. */
export const localDateOfDay = (dayNumber: number): LocalDate => new Date(dayNumber * dayMs).toISOString().slice(0, 10)

/** 0 for Monday to 6 for Sunday. */
export const weekdayIndexOfDay = (dayNumber: number): number => (((dayNumber + weekdayOfDayZero) % 7) + 7) % 7

/** The name of the date's day of the week. */
export const weekdayOf = (date: LocalDate): Weekday => weekdays[weekdayIndexOfDay(dayNumberOf(date))] as Weekday

/** The date that many days later, or earlier when negative. */
export const addDays = (date: LocalDate, days: number): LocalDate => localDateOfDay(dayNumberOf(date) + days)

const daysFromCivil = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day) / dayMs
