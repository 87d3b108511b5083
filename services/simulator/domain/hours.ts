import { calendarOf, openIntervals, unpacked, weekdays, type Calendar, type CalendarDefinition, type TimeRange } from '@imaging/calendar'
import type { OpenHoursOf } from './calibration.ts'
import type { FleetAsset } from './fleet.ts'

const everyDay = (...hours: readonly TimeRange[]): CalendarDefinition['patterns'][number]['week'] =>
  Object.fromEntries(weekdays.map((day) => [day, hours]))

const mondayToFriday = (...hours: readonly TimeRange[]): CalendarDefinition['patterns'][number]['week'] =>
  Object.fromEntries(weekdays.slice(0, 5).map((day) => [day, hours]))

/** Hours of use in the example. Twelve hours a day is the usual assumption for CT and MRI; Wembley's MRI scans to midnight. */
export const exampleHours: Readonly<Record<FleetAsset['hours'], CalendarDefinition>> = {
  always: { patterns: [{ week: everyDay({ from: '00:00', to: '24:00' }) }] },
  'long-days': { patterns: [{ week: everyDay({ from: '08:00', to: '20:00' }) }] },
  'until-midnight': { patterns: [{ week: everyDay({ from: '08:00', to: '24:00' }) }] },
  'working-days': { patterns: [{ week: mondayToFriday({ from: '08:00', to: '18:00' }) }], exceptions: [] },
}

/** Hours in which a supplier answers, as an example contract has them. */
export const exampleCoverHours: CalendarDefinition = { patterns: [{ week: { ...everyDay({ from: '08:00', to: '20:00' }), sunday: [] } }] }

const calendars = new Map<string, Calendar>(Object.entries(exampleHours).map(([hours, definition]) => [hours, calendarOf(definition)]))

/** The hours in which an example asset is in use. */
export const exampleOpenHours: OpenHoursOf = ({ hours }, fromMs, toMs) =>
  unpacked(openIntervals(calendars.get(hours) as Calendar, fromMs, toMs))
