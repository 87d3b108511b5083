import type { CalendarDefinition } from '@imaging/calendar'
import { AssetChangedV1, AssetCommercial, type AssetEntry, type AssetSnapshot, type Hours } from '@imaging/schemas'
import { assumedHours, hoursOf, operatingHours, yearOf, type Asset } from '../domain/index.ts'

/** An entry as the register keeps it: with the year of manufacture the law asks for. */
export type HeldEntry = AssetEntry & { readonly manufacturedYear: number }

/** What an entry holds beyond the asset itself. */
type Beyond = Pick<AssetEntry, 'validFrom' | 'operatingHours' | 'sessionHours'>

/** What a machine cost stays here: nobody who follows the register needs it, and each who does asks with a permission. */
const UNPUBLISHED = ['purchasePricePence', 'netBookValuePence', 'leaseEnds']
const published: ReadonlySet<string> = new Set(
  Object.keys(AssetChangedV1.properties.data.properties).filter((field) => !UNPUBLISHED.includes(field)),
)
const commercial: ReadonlySet<string> = new Set(Object.keys(AssetCommercial.properties))

/** The part of an entry that is published to all. */
export const snapshotOf = (entry: AssetEntry): AssetSnapshot => fieldsOf(entry, (field) => published.has(field)) as unknown as AssetSnapshot

/** The part of an entry that is shared by a further grant: money and contracts. */
export const commercialOf = (entry: AssetEntry): AssetCommercial => fieldsOf(entry, (field) => commercial.has(field))

/** An entry without what is commercial. */
export const withoutCommercial = <Entry extends AssetEntry>(entry: Entry): Entry =>
  fieldsOf(entry, (field) => !commercial.has(field)) as unknown as Entry

const fieldsOf = (entry: AssetEntry, isAsked: (field: string) => boolean): Record<string, unknown> =>
  Object.fromEntries(Object.entries(entry).filter(([field]) => isAsked(field)))

/** An entry with its year of manufacture, taken from the day where only that is given; `undefined` where neither is. */
export function withYear(entry: AssetEntry): HeldEntry | undefined {
  const manufacturedYear = entry.manufacturedYear ?? (entry.manufactured === undefined ? undefined : yearOf(entry.manufactured))
  return manufacturedYear === undefined ? undefined : { ...entry, manufacturedYear }
}

/** The asset of an entry, as the rules of the domain judge it. */
export function assetOf(entry: HeldEntry): Asset {
  const { validFrom: _from, operatingHours: _hours, sessionHours: _sessions, ...asset } = entry
  return { ...asset, coOwners: asset.coOwners ?? [] }
}

/** The entry of an asset. */
export const entryOf = (asset: Asset, { validFrom, operatingHours: hours, sessionHours }: Beyond): HeldEntry => ({
  ...asset,
  coOwners: [...asset.coOwners],
  dicomAliases: [...asset.dicomAliases],
  capabilities: [...asset.capabilities],
  linkedAssets: [...asset.linkedAssets],
  validFrom,
  operatingHours: hours,
  ...(sessionHours !== undefined && { sessionHours }),
})

/** The hours of a new machine: its site's where they are known, else hours whose name says that they are assumed. */
export const hoursOfNew = (asset: Asset): Hours => plainHours(hoursOf(asset, operatingHours)?.hours ?? assumedHours)

/** The same hours without anything shared, as they stand in JSON. */
const plainHours = (hours: CalendarDefinition): Hours => JSON.parse(JSON.stringify(hours)) as Hours
