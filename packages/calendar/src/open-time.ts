import type { Calendar } from './calendar.ts'
import { lastSupportedYear } from './clock-changes.ts'
import { totalMs } from './interval-algebra.ts'
import { openIntervals } from './open-intervals.ts'

/** Where a count of open time ends: at an instant, or nowhere within reach. */
export type OpenTimeEnd =
  | { readonly kind: 'reached'; readonly atMs: number }
  /** The calendar did not open for long enough before `searchedToMs`; `countedMs` is all it was open. */
  | { readonly kind: 'never-reached'; readonly searchedToMs: number; readonly countedMs: number }

/** Days looked at in one step: a response clock nearly always ends within the first. */
const stepMs = 30 * 86_400_000

/** A clock that has not ended after ten years is a calendar that never opens again. */
const searchMs = 10 * 365.25 * 86_400_000

const endOfTimeMs = Date.UTC(lastSupportedYear, 11, 31)

/** How long the calendar is open within [fromMs, toMs), in milliseconds. @throws {RangeError} Outside 1970 to 2199. */
export const openTimeBetween = (calendar: Calendar, fromMs: number, toMs: number): number => totalMs(openIntervals(calendar, fromMs, toMs))

/**
 * The first instant by which the calendar has been open for `durationMs` since `fromMs`: the end of a response clock in cover hours.
 *
 * A clock that runs out as the calendar closes ends at closing time, not at the next opening. No duration ends at once.
 * The search stops after ten years with an answer that says so.
 *
 * @throws {RangeError} When the duration is negative or not a number, or the start is outside 1970 to 2199.
 */
export function addOpenTime(calendar: Calendar, fromMs: number, durationMs: number): OpenTimeEnd {
  if (!(durationMs >= 0)) throw new RangeError(`a duration of ${durationMs} ms cannot be added: it must be zero or more`)
  if (durationMs === 0) return { kind: 'reached', atMs: fromMs }
  const searchedToMs = Math.min(fromMs + searchMs, endOfTimeMs)
  let leftMs = durationMs
  for (let startMs = fromMs; startMs < searchedToMs; startMs += stepMs) {
    const open = openIntervals(calendar, startMs, Math.min(startMs + stepMs, searchedToMs))
    for (let index = 0; index < open.length; index += 2) {
      const spanMs = (open[index + 1] as number) - (open[index] as number)
      if (spanMs >= leftMs) return { kind: 'reached', atMs: (open[index] as number) + leftMs }
      leftMs -= spanMs
    }
  }
  return { kind: 'never-reached', searchedToMs, countedMs: durationMs - leftMs }
}
