import type { LocalDate } from '@imaging/calendar'
import type { Sql } from '@imaging/postgres'
import type { ContractSnapshot, RegisterAsset, RoomSnapshot } from '@imaging/schemas'
import { addYears, ageOf, daysBetween, lifeStanding, recordsAt, type Age, type PlaceRecords } from '../domain/index.ts'
import { assetOf } from './asset-entry.ts'
import type { HeldAsset } from './asset-repository.ts'
import { contractsOf } from './contract-repository.ts'
import { readPlacesOf } from './place-repository.ts'
import type { Reference } from './reference-repository.ts'

/** Decimals that still tell one day from the next. */
const AGE_DECIMALS = 1_000

/** Assets as the register shows them, with their contracts, rooms and buildings, ages and standing on a day. */
export async function registerAssets(
  sql: Sql,
  assets: readonly HeldAsset[],
  reference: Reference,
  onDate: LocalDate,
): Promise<RegisterAsset[]> {
  const contractIds = new Set(assets.flatMap(({ entry: { contractId } }) => (contractId === undefined ? [] : [contractId])))
  const contracts = contractIds.size === 0 ? new Map<string, ContractSnapshot>() : await contractsOf(sql, [...contractIds])
  const places = await readPlacesOf(
    sql,
    assets.map(({ entry }) => entry),
  )
  return assets.map((asset) => {
    const { contractId = '', place } = asset.entry
    return registerAsset(asset, { contract: contracts.get(contractId), ...recordsAt(place, places) }, reference, onDate)
  })
}

/** One asset as the register shows it on a day. An age is 0 on days before it begins. */
export function registerAsset(
  { entry, version }: HeldAsset,
  { contract, room, building }: PlaceRecords & { readonly contract: ContractSnapshot | undefined },
  { sites, organisations, classes, lifePolicies }: Reference,
  onDate: LocalDate,
): RegisterAsset {
  const asset = assetOf(entry)
  const { sinceManufacture, sinceInstallation, sinceRefresh } = ageOf(asset, onDate)
  const standing = lifeStanding(lifePolicies, asset, onDate)
  const life =
    standing.limits.find(({ policy }) => policy.kind === 'flag') ?? standing.limits.find(({ policy }) => policy.kind === 'usual-life')
  return {
    asset: entry,
    version,
    siteName: sites.find(({ siteCode }) => siteCode === entry.siteCode)?.name ?? entry.siteCode,
    trust: entry.operator,
    trustName: organisations.find(({ ods }) => ods === entry.operator)?.name ?? entry.operator,
    className: classes.find(({ classId }) => classId === entry.classId)?.name ?? entry.classId,
    ageYears: sinceInstallation === undefined ? 0 : decimalYears(sinceInstallation, onDate),
    ...(sinceManufacture && { manufacturedAgeYears: decimalYears(sinceManufacture, onDate) }),
    ...(sinceRefresh && { refreshedAgeYears: decimalYears(sinceRefresh, onDate) }),
    lifeYears: life?.policy.years ?? 0,
    overLife: standing.isFlagged,
    mustReplace: standing.mustBeReplaced,
    ...(contract && { contract }),
    ...(room && { room: room as RoomSnapshot }),
    ...(building && { building }),
  }
}

/** An age in years with the share of the year begun. */
function decimalYears({ years, days }: Age, onDate: LocalDate): number {
  const daysInYear = daysBetween(addYears(onDate, -1), onDate)
  return Math.floor((years + Math.min(days, daysInYear - 1) / daysInYear) * AGE_DECIMALS) / AGE_DECIMALS
}
