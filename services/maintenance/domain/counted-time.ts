import { addOpenTime, calendarOf, openTimeBetween, type Calendar, type CalendarDefinition } from '@imaging/calendar'
import type { ServiceTerms } from './terms.ts'

/** Time as a contract counts it. */
export interface CountedTime {
  /** How much of [fromMs, toMs) counts, in milliseconds. */
  between(fromMs: number, toMs: number): number
  /** When so much has counted since `fromMs`; `undefined` when it never will. */
  add(fromMs: number, durationMs: number): number | undefined
}

/** Every hour counts. */
export const ELAPSED: CountedTime = {
  between: (fromMs, toMs) => Math.max(0, toMs - fromMs),
  add: (fromMs, durationMs) => fromMs + durationMs,
}

/** Time as these terms count it: every hour, or the hours of cover alone. */
export function countedTime({ runs, coverHours }: Pick<ServiceTerms, 'runs' | 'coverHours'>): CountedTime {
  if (runs === 'elapsed' || coverHours === undefined) return ELAPSED
  const calendar = calendarFrom(coverHours)
  return {
    between: (fromMs, toMs) => (toMs > fromMs ? openTimeBetween(calendar, fromMs, toMs) : 0),
    add(fromMs, durationMs) {
      const end = addOpenTime(calendar, fromMs, durationMs)
      return end.kind === 'reached' ? end.atMs : undefined
    },
  }
}

/** A fleet has a few dozen contracts; each state read from the store brings its own copy of the hours. */
const CALENDARS_MAX = 200
const calendars = new Map<string, Calendar>()

/** The same hours give the same calendar, so that its years are worked out once. */
function calendarFrom(definition: CalendarDefinition): Calendar {
  const key = JSON.stringify(definition)
  const known = calendars.get(key)
  if (known !== undefined) return known
  if (calendars.size >= CALENDARS_MAX) calendars.clear()
  const made = calendarOf(definition)
  calendars.set(key, made)
  return made
}
