import { type Calendar, type DayHours, hoursOfDay } from './calendar.ts'
import { firstSupportedYear, lastSupportedYear, type OffsetPeriod, offsetPeriods, utcYearOf } from './clock-changes.ts'
import { appendJoined, asIntervals, type Interval, type Intervals, noTime, packed, unpacked } from './interval.ts'
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
  const bounds: number[] = []
  let current = 0
  for (let day = firstDay; day < endDay; day += 1) {
    while (current < periods.length - 1 && dayHasPassed(periods[current] as OffsetPeriod, day)) current += 1
    const period = periods[current] as OffsetPeriod
    const hours = hoursOfDay(calendar, day)
    if (holdsWholeDay(period, day)) appendDay(bounds, hours, day * dayMs - period.offsetMs)
    else for (const { fromMs, toMs } of dayOfClockChange(hours, day, periods)) appendJoined(bounds, fromMs, toMs)
  }
  return asIntervals(Float64Array.from(bounds))
}

const dayHasPassed = ({ toMs, offsetMs }: OffsetPeriod, day: number): boolean => toMs + offsetMs <= day * dayMs

const holdsWholeDay = ({ fromMs, toMs, offsetMs }: OffsetPeriod, day: number): boolean =>
  fromMs + offsetMs <= day * dayMs && toMs + offsetMs >= (day + 1) * dayMs

function appendDay(bounds: number[], hours: DayHours, midnightMs: number): void {
  for (let index = 0; index < hours.length; index += 2) {
    appendJoined(bounds, midnightMs + (hours[index] as number), midnightMs + (hours[index + 1] as number))
  }
}

/** Each period of constant offset shows its own part of the day; what both show comes twice, what neither shows not at all. */
function dayOfClockChange(hours: DayHours, day: number, periods: readonly OffsetPeriod[]): Interval[] {
  const shown: Interval[] = []
  for (const { fromMs, toMs, offsetMs } of periods) {
    for (let index = 0; index < hours.length; index += 2) {
      shown.push({
        fromMs: Math.max(day * dayMs + (hours[index] as number) - offsetMs, fromMs),
        toMs: Math.min(day * dayMs + (hours[index + 1] as number) - offsetMs, toMs),
      })
    }
  }
  return unpacked(packed(shown))
}

