import { type CalendarDefinition, type LocalDate, type TimeRange, weekdays } from '@imaging/calendar'
import type { OperatingHours } from '../operating-hours.ts'

/**
 * Operating hours known from a source; the hospitals enter their own.
 *
 * @source imperial.nhs.uk on the opening of Wembley; the Society of Radiographers on its scanning until midnight,
 * which names no first day, so the day of opening is assumed.
 */
export const operatingHours: readonly OperatingHours[] = [
  {
    siteCode: 'CDCWEM',
    hours: everyDay('Wembley', '2024-02-01', { from: '08:00', to: '20:00' }),
    source: 'imperial.nhs.uk, New NHS centre in Wembley',
  },
  {
    siteCode: 'CDCWEM',
    classId: 'mri',
    hours: everyDay('Wembley MRI', '2024-02-01', { from: '08:00', to: '24:00' }),
    source: 'sor.org, Wembley community diagnostic centre pilots remote scanning',
  },
]

/** The hours taken for a machine nobody has entered hours for; their name says so wherever they appear. */
export const assumedHours: CalendarDefinition = {
  name: 'Assumed until the hospital enters its own',
  patterns: [{ week: Object.fromEntries(weekdays.slice(0, 5).map((day) => [day, [{ from: '08:00', to: '18:00' }]])) }],
}

function everyDay(name: string, validFrom: LocalDate, range: TimeRange): CalendarDefinition {
  return { name, patterns: [{ validFrom, week: Object.fromEntries(weekdays.map((day) => [day, [range]])) }] }
}
