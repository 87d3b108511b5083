import { isLocalDate, localDateOf, type LocalDate } from '@imaging/calendar'
import { invalid } from '@imaging/http'
import { LocalDate as WrittenDate } from '@imaging/schemas'
import { Type } from 'typebox'

/** The query value of a day. */
export const OnDate = {
  onDate: Type.Optional({ ...WrittenDate, description: 'The day ages are worked out on; today in London when left out' }),
}

/** The day asked for, or today in London. @throws {ProblemError} 422 for a day the calendar does not have. */
export function dayAsked(onDate: string | undefined, now: () => Date): LocalDate {
  if (onDate === undefined) return localDateOf(now().getTime())
  if (isLocalDate(onDate)) return onDate
  throw invalid([{ pointer: '/query/onDate', message: `${onDate} is not a date; send a real day, like 2026-04-01` }])
}
