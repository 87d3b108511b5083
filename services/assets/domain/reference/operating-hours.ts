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

function everyDay(name: string, validFrom: LocalDate, range: TimeRange): CalendarDefinition {
  return { name, patterns: [{ validFrom, week: Object.fromEntries(weekdays.map((day) => [day, [range]])) }] }
}
