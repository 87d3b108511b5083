import { calibrated, type History, type OpenHoursOf } from './calibration.ts'
import { episodesOf } from './episodes.ts'
import { BACK_FILL_FROM_MS } from './example-period.ts'
import type { FleetAsset } from './fleet.ts'

/** All that happened to the example fleet from the start of the back-fill until an instant; the same for the same seed. */
export function exampleHistory(seed: number, fleet: readonly FleetAsset[], toMs: number, openHoursOf: OpenHoursOf): History {
  const history = new Map(fleet.map((asset) => [asset.assetId, episodesOf(seed, asset, BACK_FILL_FROM_MS, toMs)]))
  return calibrated(fleet, history, openHoursOf)
}
