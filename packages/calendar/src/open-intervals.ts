import { type Calendar, type DayHours, hoursOfDay } from './calendar.ts'
import { firstSupportedYear, lastSupportedYear, type OffsetPeriod, offsetPeriods, utcYearOf } from './clock-changes.ts'
import { appendJoined, asIntervals, type Interval, type Intervals, noTime, packed } from './interval.ts'
import { firstEndingAfter } from './interval-algebra.ts'
import { dayMs } from './local-date.ts'

const firstInstantMs = Date.UTC(firstSupportedYear, 0, 1)
const lastInstantMs = Date.UTC(lastSupportedYear + 1, 0, 1) - 1

/**
 * When the calendar is open within [fromMs, toMs), in UTC.
 *
 * An instant is open exactly when the wall clock then shows a time inside the hours of the date it shows. So a time that clocks
 * going back bring twice is open both times, a time that clocks going forward leave out is open never, and a day of 00:00 to 24:00
 * lasts 25 or 23 hours.
 *
 * @throws {RangeError} When an instant is outside 1970 to 2199.
 */
export function openIntervals(calendar: Calendar, fromMs: number, toMs: number): Intervals {
  if (!(toMs > fromMs)) return noTime
  const { lastWindow } = calendar
  if (lastWindow !== undefined && lastWindow.fromMs === fromMs && lastWindow.toMs === toMs) return lastWindow.open
  const open = gather(calendar, fromMs, toMs)
  calendar.lastWindow = { fromMs, toMs, open }
  return open
}

/** A local year starts up to a day before or after the year in UTC, so the years at both ends are looked at too. */
function gather(calendar: Calendar, fromMs: number, toMs: number): Intervals {
  const firstYear = Math.max(utcYearOf(fromMs) - 1, firstSupportedYear)
  const lastYear = Math.min(utcYearOf(toMs) + 1, lastSupportedYear)
  const bounds: number[] = []
  for (let year = firstYear; year <= lastYear; year += 1) {
    const open = openYear(calendar, year)
    for (let index = firstEndingAfter(open, fromMs); index < open.length && (open[index] as number) < toMs; index += 2) {
      appendJoined(bounds, Math.max(open[index] as number, fromMs), Math.min(open[index + 1] as number, toMs))
    }
  }
  return asIntervals(Float64Array.from(bounds))
}

/** The open time of all local dates of a year. */
function openYear(calendar: Calendar, year: number): Intervals {
  const known = calendar.openYears.get(year)
  if (known !== undefined) return known
  const open = computeOpenYear(calendar, year)
  calendar.openYears.set(year, open)
  return open
}

function computeOpenYear(calendar: Calendar, year: number): Intervals {
  const firstDay = Date.UTC(year, 0, 1) / dayMs
  const endDay = Date.UTC(year + 1, 0, 1) / dayMs
  const searchFromMs = Math.max((firstDay - 1) * dayMs, firstInstantMs)
  const periods = offsetPeriods(calendar.timeZone, searchFromMs, Math.min((endDay + 1) * dayMs, lastInstantMs))
  const open: Interval[] = []
  let current = 0
  for (let day = firstDay; day < endDay; day += 1) {
    while (current < periods.length - 1 && dayHasPassed(periods[current] as OffsetPeriod, day)) current += 1
    const hours = hoursOfDay(calendar, day)
    const showing = isShownAfter(periods[current + 1], day) ? periods : [periods[current] as OffsetPeriod]
    for (const period of showing) addShown(open, hours, day, period)
  }
  return packed(open)
}

const dayHasPassed = ({ toMs, offsetMs }: OffsetPeriod, day: number): boolean => toMs + offsetMs <= day * dayMs

/** Whether the clocks still show some of the day after they next change. */
const isShownAfter = (next: OffsetPeriod | undefined, day: number): boolean =>
  next !== undefined && next.fromMs + next.offsetMs < (day + 1) * dayMs

/** Each period of constant offset shows its own part of the day; what two show comes twice, what none shows not at all. */
function addShown(open: Interval[], hours: DayHours, day: number, { fromMs, toMs, offsetMs }: OffsetPeriod): void {
  const midnightMs = day * dayMs - offsetMs
  for (let index = 0; index < hours.length; index += 2) {
    open.push({
      fromMs: Math.max(midnightMs + (hours[index] as number), fromMs),
      toMs: Math.min(midnightMs + (hours[index + 1] as number), toMs),
    })
  }
}
