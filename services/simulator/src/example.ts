import {
  drawnHistory,
  exampleFleet,
  exampleHistory,
  exampleOpenHours,
  repairFactor,
  smallFleet,
  toldFromMs,
  type Episode,
  type FleetAsset,
} from '../domain/index.ts'

const DAY_MS = 86_400_000
/** Enough for a week's figures and a month's page. */
const SMALL_HISTORY_MS = 30 * DAY_MS
/** In the small fleet everything has worked for so long when a test begins. */
const SMALL_QUIET_MS = DAY_MS

/** What an example is made from; the same makes the same. */
export interface ExampleTerms {
  readonly seed: number
  readonly fleet: 'full' | 'small'
  /** Until when history is filled in. */
  readonly filledToMs: number
}

/** An invented fleet with all that has happened to it. */
export interface Example extends ExampleTerms {
  readonly assets: readonly FleetAsset[]
  /** The trusts that operate them. */
  readonly operators: readonly string[]
  find(assetId: string): FleetAsset | undefined
  episodesOf(asset: FleetAsset): readonly Episode[]
  /** From when something is told of an asset. */
  fromMs(asset: FleetAsset): number
  /** How much longer an asset's repairs take than its class says. */
  repairFactor(asset: FleetAsset): number
}

/** Makes the example that these terms stand for; a second's work for the whole fleet. */
export function createExample(terms: ExampleTerms): Example {
  const { seed, fleet, filledToMs } = terms
  const whole = exampleFleet(seed)
  const isSmall = fleet === 'small'
  const assets = isSmall ? smallFleet(whole) : whole
  const history = exampleHistory(seed, whole, filledToMs, exampleOpenHours)
  const fromMs = (asset: FleetAsset): number => (isSmall ? Math.max(filledToMs - SMALL_HISTORY_MS, toldFromMs(asset)) : toldFromMs(asset))
  const isTold = (asset: FleetAsset, { fromMs: began, backMs }: Episode): boolean =>
    began >= fromMs(asset) && began <= filledToMs && (!isSmall || backMs <= filledToMs - SMALL_QUIET_MS)
  const episodes = new Map(
    assets.map((asset) => [asset.assetId, (history.get(asset.assetId) ?? []).filter((episode) => isTold(asset, episode))]),
  )
  const byId = new Map(assets.map((asset) => [asset.assetId, asset]))
  const factorOf = repairFactor(whole, drawnHistory(seed, whole, filledToMs), exampleOpenHours)
  return {
    ...terms,
    assets,
    operators: [...new Set(assets.map(({ operator }) => operator))],
    find: (assetId) => byId.get(assetId),
    episodesOf: ({ assetId }) => episodes.get(assetId) ?? [],
    fromMs,
    repairFactor: factorOf,
  }
}
