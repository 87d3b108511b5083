import type { FleetAsset } from './fleet.ts'

/** A dozen assets over several sites and all four trusts: enough for every page to show something, few enough to start in seconds. */
const SMALL_FLEET: readonly string[] = [
  'RYJ01-CT-001',
  'RYJ01-CT-002',
  'RYJ01-MRI-001',
  'RYJ01-MRI-002',
  'RYJ01-XR-001',
  'RYJ02-CT-001',
  'RYJ03-MRI-001',
  'RQM01-CT-001',
  'RQM01-IR-001',
  'RAS01-MRI-001',
  'R1K01-CT-001',
  'R1K01-US-001',
  'CDCWEM-MRI-001',
]

/** Magnets whose gateway stopped sending: fitted with a feed that nobody hears. */
const SILENT_FEEDS: ReadonlySet<string> = new Set(['RYJ03-MRI-001'])

/** The small fleet for tests, a part of the whole one. */
export const smallFleet = (fleet: readonly FleetAsset[]): readonly FleetAsset[] =>
  fleet.filter(({ assetId }) => SMALL_FLEET.includes(assetId))

/** Whether an asset's feed has gone silent although it is fitted. */
export const isSilent = ({ assetId }: Pick<FleetAsset, 'assetId'>): boolean => SILENT_FEEDS.has(assetId)
