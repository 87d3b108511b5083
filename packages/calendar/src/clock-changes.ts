import { dayMs } from './local-date.ts'

/** A stretch of UTC time during which a zone's clocks keep one distance from UTC. */
export interface OffsetPeriod {
  readonly fromMs: number
  readonly toMs: number
  /** Local time minus UTC: 3,600,000 in British Summer Time. */
  readonly offsetMs: number
}

/** Where this package looks unless told otherwise. */
export const defaultTimeZone = 'Europe/London'

/** Outside these years no zone's rules are known well enough to promise anything. */
export const firstSupportedYear = 1970
export const lastSupportedYear = 2199

/** No zone has changed its clocks twice within a week since 1970, so that a weekly look finds every change. */
const probeMs = 7 * dayMs

/** Changes fall on whole seconds. */
const resolutionMs = 1000

/** Each zone's formatter and the years already looked up: at most one entry per zone name and year. */
interface ZoneClock {
  readonly format: Intl.DateTimeFormat
  readonly years: Map<number, readonly OffsetPeriod[]>
}
const zones = new Map<string, ZoneClock>()

/** Whether the runtime knows the time zone. */
export function isTimeZone(timeZone: string): boolean {
  try {
    zoneClock(timeZone)
    return true
  } catch {
    return false
  }
}

/**
 * How far local time is from UTC at an instant, in milliseconds.
 *
 * @throws {RangeError} When the zone is unknown or the year is outside 1970 to 2199.
 */
export function offsetAt(timeZone: string, atMs: number): number {
  const period = yearPeriods(timeZone, utcYearOf(atMs)).find(({ toMs }) => toMs > atMs)
  if (period === undefined) throw new RangeError(`no offset of ${timeZone} is known at ${atMs}`)
  return period.offsetMs
}

/**
 * The periods of constant offset that cover [fromMs, toMs), in order; neighbours differ in their offset.
 *
 * The first starts at or before `fromMs` and the last ends at or after `toMs`.
 *
 * @throws {RangeError} When the zone is unknown or a year is outside 1970 to 2199.
 */
export function offsetPeriods(timeZone: string, fromMs: number, toMs: number): readonly OffsetPeriod[] {
  const periods: OffsetPeriod[] = []
  for (let year = utcYearOf(fromMs); year <= utcYearOf(toMs); year += 1) {
    for (const period of yearPeriods(timeZone, year)) appendPeriod(periods, period)
  }
  return periods
}

/** The year of an instant in UTC. @throws {RangeError} Outside 1970 to 2199. */
export function utcYearOf(atMs: number): number {
  const year = new Date(atMs).getUTCFullYear()
  if (!(year >= firstSupportedYear && year <= lastSupportedYear)) {
    throw new RangeError(`the instant ${atMs} is outside the years ${firstSupportedYear} to ${lastSupportedYear} that calendars cover`)
  }
  return year
}

function yearPeriods(timeZone: string, year: number): readonly OffsetPeriod[] {
  const zone = zoneClock(timeZone)
  const known = zone.years.get(year)
  if (known !== undefined) return known
  const periods = lookUpYear(zone.format, year)
  zone.years.set(year, periods)
  return periods
}

function lookUpYear(format: Intl.DateTimeFormat, year: number): readonly OffsetPeriod[] {
  const endMs = Date.UTC(year + 1, 0, 1)
  const periods: OffsetPeriod[] = []
  let fromMs = Date.UTC(year, 0, 1)
  let offsetMs = askOffset(format, fromMs)
  for (let probedMs = fromMs; probedMs < endMs; probedMs += probeMs) {
    const nextMs = Math.min(probedMs + probeMs, endMs)
    const nextOffsetMs = askOffset(format, nextMs)
    if (nextOffsetMs === offsetMs) continue
    const changeMs = changeBetween(format, probedMs, nextMs, offsetMs)
    periods.push({ fromMs, toMs: changeMs, offsetMs })
    fromMs = changeMs
    offsetMs = nextOffsetMs
  }
  if (fromMs < endMs) periods.push({ fromMs, toMs: endMs, offsetMs })
  return periods
}

/** The first instant after `beforeMs` at which the offset is no longer `offsetMs`, by halving. */
function changeBetween(format: Intl.DateTimeFormat, beforeMs: number, afterMs: number, offsetMs: number): number {
  let low = beforeMs
  let high = afterMs
  while (high - low > resolutionMs) {
    const middle = low + Math.floor((high - low) / 2 / resolutionMs) * resolutionMs
    if (askOffset(format, middle) === offsetMs) low = middle
    else high = middle
  }
  return high
}

/** The one place that asks the runtime's time-zone tables. */
function askOffset(format: Intl.DateTimeFormat, atMs: number): number {
  const shown: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {}
  for (const { type, value } of format.formatToParts(atMs)) shown[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown
  return Date.UTC(year, month - 1, day, hour, minute, second) - atMs
}

function zoneClock(timeZone: string): ZoneClock {
  const known = zones.get(timeZone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const zone: ZoneClock = { format, years: new Map() }
  zones.set(timeZone, zone)
  return zone
}

function appendPeriod(periods: OffsetPeriod[], next: OffsetPeriod): void {
  const last = periods.at(-1)
  if (last !== undefined && last.offsetMs === next.offsetMs) periods[periods.length - 1] = { ...last, toMs: next.toMs }
  else periods.push(next)
}
