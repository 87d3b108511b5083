import { calibrated, type History, type OpenHoursOf } from './calibration.ts'
import { episodesOf } from './episodes.ts'
import { BACK_FILL_FROM_MS } from './example-period.ts'
import type { FleetAsset } from './fleet.ts'

/** From when something is told of an asset: the start of the back-fill, or its installation where that is later. */
export const toldFromMs = ({ installedMs }: FleetAsset): number => Math.max(BACK_FILL_FROM_MS, installedMs)

/** All that happened to the example fleet until an instant; the same for the same seed. */
export function exampleHistory(seed: number, fleet: readonly FleetAsset[], toMs: number, openHoursOf: OpenHoursOf): History {
  return calibrated(fleet, drawnHistory(seed, fleet, toMs), openHoursOf)
}

/** The history as it was drawn, before any repair is stretched to the stated hours. */
export const drawnHistory = (seed: number, fleet: readonly FleetAsset[], toMs: number): History =>
  new Map(fleet.map((asset) => [asset.assetId, episodesSinceInstalled(seed, asset, toMs)]))

/** Drawn over the whole period, so that power and chilled water fail a site's assets at the same instants. */
const episodesSinceInstalled = (seed: number, asset: FleetAsset, toMs: number) =>
  episodesOf(seed, asset, BACK_FILL_FROM_MS, toMs).filter(({ fromMs }) => fromMs >= toldFromMs(asset))
