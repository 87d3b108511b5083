import type { CalendarDefinition, CalendarProblem, TimeRange, WeeklyPattern } from './calendar-definition.ts'
import { calendarProblems } from './calendar-problems.ts'
import { defaultTimeZone } from './clock-changes.ts'
import type { Intervals } from './interval.ts'
import { dayMs, dayNumberOf, weekdayIndexOfDay, weekdays } from './local-date.ts'
import { minuteOfDay } from './time-of-day.ts'

/** Hours of one day by the wall clock, packed as `[from, to, …]` in milliseconds since local midnight, sorted, disjoint. */
export type DayHours = readonly number[]

/** A definition made ready for sums. Made by `calendarOf` alone; what it remembers are only results, never rules. */
export interface Calendar {
  readonly definition: CalendarDefinition
  readonly timeZone: string
  readonly patterns: readonly DatedWeek[]
  readonly exceptions: ReadonlyMap<number, DayHours>
  /** Open time by local year, computed once each; at most one entry per supported year. */
  readonly openYears: Map<number, Intervals>
  /** The window last asked for: a fleet's sum asks for the same one hundreds of times. */
  lastWindow: { readonly fromMs: number; readonly toMs: number; readonly open: Intervals } | undefined
}

/** A weekly pattern by day number, `firstDay` inclusive, `endDay` exclusive. */
interface DatedWeek {
  readonly firstDay: number
  readonly endDay: number
  /** From Monday to Sunday. */
  readonly days: readonly DayHours[]
}

/** A definition that cannot be used, with every reason. */
export class CalendarError extends Error {
  readonly problems: readonly CalendarProblem[]

  constructor(name: string, problems: readonly CalendarProblem[]) {
    super([`${name} cannot be used`, ...problems.map(({ where, why }) => `${where}: ${why}`)].join('\n  '))
    this.name = 'CalendarError'
    this.problems = problems
  }
}

const minuteMs = 60_000
const closed: DayHours = []

/**
 * Makes a calendar of a definition.
 *
 * @throws {CalendarError} When the definition has a fault, saying where and why for each: no hours at all, hours that overlap, end
 * before they start or are not times, dates that are not real or covered by two patterns, an unknown time zone.
 */
export function calendarOf(definition: CalendarDefinition): Calendar {
  const problems = calendarProblems(definition)
  if (problems.length > 0) throw new CalendarError(definition.name ?? 'the calendar', problems)
  return {
    definition,
    timeZone: definition.timeZone ?? defaultTimeZone,
    patterns: definition.patterns.map(datedWeek).toSorted((left, right) => left.firstDay - right.firstDay),
    exceptions: new Map((definition.exceptions ?? []).map(({ date, hours }) => [dayNumberOf(date), dayHours(hours)])),
    openYears: new Map(),
    lastWindow: undefined,
  }
}

/** The wall-clock hours of a local day; none when it is closed. An exception stands before the pattern. */
export function hoursOfDay(calendar: Calendar, dayNumber: number): DayHours {
  const exception = calendar.exceptions.get(dayNumber)
  if (exception !== undefined) return exception
  const pattern = calendar.patterns.find(({ firstDay, endDay }) => firstDay <= dayNumber && dayNumber < endDay)
  return pattern?.days[weekdayIndexOfDay(dayNumber)] ?? closed
}

const datedWeek = ({ validFrom, validTo, week }: WeeklyPattern): DatedWeek => ({
  firstDay: validFrom === undefined ? -Infinity : dayNumberOf(validFrom),
  endDay: validTo === undefined ? Infinity : dayNumberOf(validTo),
  days: weekdays.map((day) => dayHours(week[day] ?? [])),
})

/** The definition has passed its checks, so every time can be read; ranges that touch are joined. */
function dayHours(ranges: readonly TimeRange[]): DayHours {
  const hours: number[] = []
  const inOrder = ranges
    .map(({ from, to }) => [minuteOfDay(from) ?? 0, minuteOfDay(to) ?? 0] as const)
    .toSorted((left, right) => left[0] - right[0])
  for (const [from, to] of inOrder) {
    if (hours.at(-1) === from * minuteMs) hours[hours.length - 1] = to * minuteMs
    else hours.push(from * minuteMs, Math.min(to * minuteMs, dayMs))
  }
  return hours
}
