import type { LocalDate, Weekday } from './local-date.ts'
import type { TimeOfDay } from './time-of-day.ts'

/** Hours within one local day by the wall clock. Hours that cross midnight are two ranges, one a day. */
export interface TimeRange {
  readonly from: TimeOfDay
  /** Exclusive; `24:00` ends the day. */
  readonly to: TimeOfDay
}

/** The hours of each day of the week while the pattern applies. A day left out is closed. */
export interface WeeklyPattern {
  /** The first day the pattern applies; left out: since ever. */
  readonly validFrom?: LocalDate
  /** The first day it no longer applies; left out: until further notice. */
  readonly validTo?: LocalDate
  readonly week: Readonly<Partial<Record<Weekday, readonly TimeRange[]>>>
}

/** A single date that does not follow the pattern. */
export interface CalendarException {
  readonly date: LocalDate
  /** The hours of that date; none: closed. */
  readonly hours: readonly TimeRange[]
  readonly reason?: string
}

/** Hours as people write them down: dated weekly patterns with exceptions. Dates no pattern covers are closed. */
export interface CalendarDefinition {
  /** What the calendar is called in messages. */
  readonly name?: string
  /** An IANA name; Europe/London when left out. */
  readonly timeZone?: string
  readonly patterns: readonly WeeklyPattern[]
  readonly exceptions?: readonly CalendarException[]
}

/** One reason why a definition is refused. */
export interface CalendarProblem {
  /** The place in the definition, like `patterns[0].week.monday[1]`. */
  readonly where: string
  /** What is wrong there and what to write instead. */
  readonly why: string
}
