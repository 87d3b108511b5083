import type { AssetSnapshot, ContractSnapshot, Hours } from '@imaging/schemas'
import { exampleCoverHours, exampleHours, supplierNames, type FleetAsset } from '../domain/index.ts'
import { placeOf } from './place-entries.ts'
import { dateOf } from './told.ts'

const YEAR_MS = 365.25 * 86_400_000
/** A feed that is heard less often than this is missed. */
export const EXPECTED_EVERY_S = 600
/** Makers promise parts for about this long after the sale; the lives of the other values are assumed as well. */
const SUPPORT_YEARS = 11
const WARRANTY_YEARS = 1
const WRITTEN_OFF_YEARS = 10
const LEASE_YEARS = 9
const DICOM_NAME_MAX = 16
const CONTRACTS_FROM = '2024-04-01'

/** One contract for each trust and supplier. */
export const contractIdOf = ({ operator, supplierId }: Pick<FleetAsset, 'operator' | 'supplierId'>): string =>
  `C-${operator}-${supplierId.toUpperCase()}`

/** The contracts under which the fleet is looked after, each once. */
export function contractsOf(assets: readonly FleetAsset[]): readonly ContractSnapshot[] {
  return [...Map.groupBy(assets, contractIdOf)].flatMap(([contractId, [asset]]) =>
    asset === undefined ? [] : [contractOf(contractId, asset)],
  )
}

const contractOf = (contractId: string, { operator, supplierId }: FleetAsset): ContractSnapshot => ({
  contractId,
  supplierId,
  supplierName: supplierNames[supplierId] ?? supplierId,
  trust: operator,
  from: CONTRACTS_FROM,
  terms: [
    {
      from: CONTRACTS_FROM,
      coverHours: exampleCoverHours as Hours,
      countsAgreedPlannedWork: false,
      degradedWeight: 0,
      clockStarts: 'call-logged-with-access',
      clockEnds: 'hand-back',
      clockRuns: 'cover-hours',
      excludedCauses: ['power', 'chilled-water', 'building', 'network', 'user-caused'],
      responseMinutes: { P1: 120, P2: 240, P3: 480 },
      repairMinutes: { P1: 480, P2: 960, P3: 2400 },
      uptimeTarget: 0.97,
    },
  ],
  example: true,
})

/** An asset as it is put into the register. */
export function registerEntry(asset: FleetAsset, todayMs: number): AssetSnapshot {
  const { installedMs, refreshedMs, leased } = asset
  return {
    assetId: asset.assetId,
    name: asset.name,
    classId: asset.classId,
    status: 'IN_USE',
    validFrom: dateOf(installedMs),
    manufacturer: asset.manufacturer,
    model: asset.model,
    serial: asset.serial,
    siteCode: asset.siteCode,
    place: placeOf(asset),
    owner: asset.owner,
    operator: asset.operator,
    landlord: asset.landlord,
    funder: asset.funder,
    manufactured: dateOf(asset.manufacturedMs),
    installed: dateOf(installedMs),
    ...(refreshedMs !== undefined && { lastRefreshed: dateOf(refreshedMs) }),
    warrantyEnds: yearsAfter(installedMs, WARRANTY_YEARS),
    supportEnds: yearsAfter(Math.max(installedMs, refreshedMs ?? installedMs), SUPPORT_YEARS),
    purchasePricePence: asset.pricePence,
    netBookValuePence: netBookValue(asset, todayMs),
    ...(leased && { leaseEnds: yearsAfter(installedMs, LEASE_YEARS) }),
    donated: asset.donated,
    dicomAliases: [asset.assetId.replaceAll('-', '').slice(0, DICOM_NAME_MAX)],
    capabilities: asset.capabilities.map((code) => ({ code })),
    linkedAssets: linkedAssets(asset),
    supplierId: asset.supplierId,
    contractId: contractIdOf(asset),
    operatingHours: exampleHours[asset.hours] as Hours,
    sessionHours: exampleHours[asset.hours === 'always' ? 'long-days' : asset.hours] as Hours,
    feed: asset.connected ? { fitted: true, expectedEveryS: EXPECTED_EVERY_S } : { fitted: false },
    example: true,
  }
}

const yearsAfter = (ms: number, years: number): string => dateOf(ms + years * YEAR_MS)

/** Straight-line, in whole pounds. */
function netBookValue({ pricePence, installedMs }: FleetAsset, todayMs: number): number {
  const left = Math.max(0, 1 - (todayMs - installedMs) / (WRITTEN_OFF_YEARS * YEAR_MS))
  return Math.round((pricePence * Math.min(1, left)) / 100) * 100
}

function linkedAssets({ classId }: FleetAsset): AssetSnapshot['linkedAssets'] {
  const ups = { kind: 'ups', name: 'Emergency power', dependency: 'limits' } as const
  if (classId === 'mri')
    return [{ kind: 'chiller', name: 'Chiller', dependency: 'stops' }, { kind: 'coil', name: 'Head coil', dependency: 'limits' }, ups]
  if (classId === 'ct' || classId === 'pet-ct') return [{ kind: 'injector', name: 'Contrast injector', dependency: 'limits' }, ups]
  return classId === 'interventional' ? [{ kind: 'injector', name: 'Contrast injector', dependency: 'limits' }, ups] : []
}
