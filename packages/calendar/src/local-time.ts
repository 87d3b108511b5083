import { defaultTimeZone, offsetAt, offsetPeriods } from './clock-changes.ts'
import type { Interval } from './interval.ts'
import { dayMs, dayNumberOf, type LocalDate, localDateOfDay, type Weekday, weekdayIndexOfDay, weekdays } from './local-date.ts'
import { minuteOfDay, type TimeOfDay, timeOfDay } from './time-of-day.ts'

/** What a clock and a calendar on the wall show at an instant. */
export interface LocalParts {
  readonly date: LocalDate
  readonly time: TimeOfDay
  readonly weekday: Weekday
  readonly second: number
  /** Local time minus UTC, in minutes: 60 in British Summer Time. */
  readonly offsetMinutes: number
}

/** A local day: 24 hours long, but 23 when clocks go forward and 25 when they go back. */
export interface LocalDay extends Interval {
  readonly date: LocalDate
}

const minuteMs = 60_000

/** A page or a report asks for at most this many days at once, some 27 years. */
const daysAtOnceMax = 10_000

/** What the wall clock shows at an instant. @throws {RangeError} Outside 1970 to 2199 or in an unknown zone. */
export function localPartsOf(atMs: number, timeZone: string = defaultTimeZone): LocalParts {
  const offsetMs = offsetAt(timeZone, atMs)
  const wallMs = atMs + offsetMs
  const dayNumber = Math.floor(wallMs / dayMs)
  const sinceMidnightMs = wallMs - dayNumber * dayMs
  return {
    date: localDateOfDay(dayNumber),
    time: timeOfDay(Math.floor(sinceMidnightMs / minuteMs)),
    weekday: weekdays[weekdayIndexOfDay(dayNumber)] as Weekday,
    second: Math.floor((sinceMidnightMs % minuteMs) / 1000),
    offsetMinutes: offsetMs / minuteMs,
  }
}

/** The local date at an instant. @throws {RangeError} Outside 1970 to 2199 or in an unknown zone. */
export const localDateOf = (atMs: number, timeZone: string = defaultTimeZone): LocalDate =>
  localDateOfDay(Math.floor((atMs + offsetAt(timeZone, atMs)) / dayMs))

/**
 * The instant at which the wall clock first shows a local date and time.
 *
 * A time that comes twice because clocks go back is the first of the two; a time that never comes because clocks go forward is
 * the instant of that change. `24:00` is the end of the day.
 *
 * @throws {RangeError} When the date or the time is not real, or the zone is unknown.
 */
export function instantOf(date: LocalDate, time: TimeOfDay = '00:00', timeZone: string = defaultTimeZone): number {
  const minute = minuteOfDay(time)
  if (minute === undefined) throw new RangeError(`"${time}" is not a time of day: write HH:MM from 00:00 to 24:00`)
  return firstShown(dayNumberOf(date) * dayMs + minute * minuteMs, timeZone)
}

/** The first and the last instant of a local date, half-open. @throws {RangeError} When the date is not real. */
export function localDayBounds(date: LocalDate, timeZone: string = defaultTimeZone): LocalDay {
  const dayNumber = dayNumberOf(date)
  return { date, fromMs: firstShown(dayNumber * dayMs, timeZone), toMs: firstShown((dayNumber + 1) * dayMs, timeZone) }
}

/**
 * The local days that [fromMs, toMs) touches, the first and the last cut to it.
 *
 * @throws {RangeError} When there are more than 10,000.
 */
export function localDays(fromMs: number, toMs: number, timeZone: string = defaultTimeZone): LocalDay[] {
  if (toMs - fromMs > daysAtOnceMax * dayMs) throw new RangeError(`ask for at most ${daysAtOnceMax} days at once`)
  const days: LocalDay[] = []
  for (let startMs = fromMs; startMs < toMs;) {
    const day = localDayBounds(localDateOf(startMs, timeZone), timeZone)
    days.push({ date: day.date, fromMs: startMs, toMs: Math.min(day.toMs, toMs) })
    startMs = day.toMs
  }
  return days
}

/** @param wallMs What the wall clock is to show, as milliseconds since its own 1 January 1970. */
function firstShown(wallMs: number, timeZone: string): number {
  // A wall clock is never a whole day away from UTC, so the day on either side holds the answer.
  for (const { fromMs, toMs, offsetMs } of offsetPeriods(timeZone, wallMs - dayMs, wallMs + dayMs)) {
    if (wallMs - offsetMs < toMs) return Math.max(wallMs - offsetMs, fromMs)
  }
  throw new RangeError(`no clock of ${timeZone} shows ${new Date(wallMs).toISOString()}`)
}
