import { type CalendarDefinition, calendarProblems } from '@imaging/calendar'
import type { RegisterProblem } from './problem.ts'

/** The hours in which machines are used: a whole site's, one class's at a site, or one asset's. */
export interface OperatingHours {
  readonly siteCode: string
  readonly classId?: string
  readonly assetId?: string
  readonly hours: CalendarDefinition
  readonly source: string
}

/** The hours that hold for an asset: the narrowest that are given, else `undefined`. */
export function hoursOf(
  { assetId, classId, siteCode }: { readonly assetId: string; readonly classId: string; readonly siteCode: string },
  all: readonly OperatingHours[],
): OperatingHours | undefined {
  const own = (hours: OperatingHours): boolean => hours.assetId === assetId
  const ofClass = (hours: OperatingHours): boolean =>
    hours.assetId === undefined && hours.siteCode === siteCode && hours.classId === classId
  const ofSite = (hours: OperatingHours): boolean =>
    hours.assetId === undefined && hours.siteCode === siteCode && hours.classId === undefined
  return all.find(own) ?? all.find(ofClass) ?? all.find(ofSite)
}

/** What is wrong with written hours, among them a calendar with no hours at all; empty when nothing is. */
export function validateHours(hours: CalendarDefinition, field: string): readonly RegisterProblem[] {
  return calendarProblems(hours).map(({ where, why }) => ({
    field: `${field}.${where}`,
    wrote: '',
    problem: 'These hours cannot be used.',
    remedy: `${why}.`,
  }))
}
