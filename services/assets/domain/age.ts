import type { LocalDate } from '@imaging/calendar'
import { addYears, daysBetween, yearOf } from './local-date.ts'
import type { Asset } from './asset.ts'

/** Whole years, and the days since the last anniversary. */
export interface Age {
  readonly years: number
  readonly days: number
}

/** The three ages of an asset, kept apart. One is absent where its date is not known or still to come. */
export interface AssetAges {
  /** Where only the year of manufacture is known it counts from 1 January: the oldest it can be. */
  readonly sinceManufacture?: Age
  /** The age that counts for bands and life policies. */
  readonly sinceInstallation?: Age
  readonly sinceRefresh?: Age
}

/** The time from one date to another, or `undefined` when the second comes first. */
export function age(from: LocalDate, onDate: LocalDate): Age | undefined {
  if (onDate < from) return undefined
  const span = yearOf(onDate) - yearOf(from)
  const years = addYears(from, span) <= onDate ? span : span - 1
  return { years, days: daysBetween(addYears(from, years), onDate) }
}

/** The three ages of an asset on a day: since manufacture, since installation, since its last refresh. */
export function ageOf(
  asset: Pick<Asset, 'installed' | 'manufacturedYear' | 'manufactured' | 'lastRefreshed'>,
  onDate: LocalDate,
): AssetAges {
  const sinceManufacture = age(asset.manufactured ?? `${asset.manufacturedYear}-01-01`, onDate)
  const sinceInstallation = age(asset.installed, onDate)
  const sinceRefresh = asset.lastRefreshed === undefined ? undefined : age(asset.lastRefreshed, onDate)
  return {
    ...(sinceManufacture && { sinceManufacture }),
    ...(sinceInstallation && { sinceInstallation }),
    ...(sinceRefresh && { sinceRefresh }),
  }
}

/** Whether more than so many years have passed: the anniversary itself is not yet over. */
export function isOlderThan(from: LocalDate, years: number, onDate: LocalDate): boolean {
  return onDate > addYears(from, years)
}
