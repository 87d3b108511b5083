import { STATED_HOURS_LOST, STATED_PERIOD_FROM_MS, STATED_PERIOD_TO_MS } from './example-period.ts'
import type { Episode } from './episodes.ts'
import type { FleetAsset } from './fleet.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
/** Halving this often narrows the factor to less than a minute of any repair. */
const HALVINGS = 40
const FACTOR_MAX = 20
/** A machine works at least this long between two episodes, however long the repairs are stretched. */
const GAP_MS = 2 * HOUR_MS

export interface OpenInterval {
  readonly fromMs: number
  readonly toMs: number
}

/** The hours in which an asset is in use, between two instants. */
export type OpenHoursOf = (asset: FleetAsset, fromMs: number, toMs: number) => readonly OpenInterval[]

export type History = ReadonlyMap<string, readonly Episode[]>

/**
 * Stretches or shortens the repairs of Imperial's CT and MRI so that from April to October of the first back-filled
 * year they come to the hours it states. The length of the checks stays as it is.
 */
export function calibrated(fleet: readonly FleetAsset[], history: History, openHoursOf: OpenHoursOf): History {
  const result = new Map(history)
  const factorOf = repairFactor(fleet, history, openHoursOf)
  for (const asset of fleet) {
    if (!isStated(asset)) continue
    result.set(asset.assetId, stretched(history.get(asset.assetId) ?? [], factorOf(asset)))
  }
  return result
}

/** How much longer an asset's repairs take than its class says, so that the stated hours come out; 1 where none are stated. */
export function repairFactor(fleet: readonly FleetAsset[], history: History, openHoursOf: OpenHoursOf): (asset: FleetAsset) => number {
  const factors = new Map<string, number>()
  for (const classId of ['ct', 'mri'] as const) {
    const assets = fleet.filter((asset) => isStated(asset) && asset.classId === classId)
    if (assets.length > 0) factors.set(classId, factorFor(assets, history, openHoursOf, STATED_HOURS_LOST[classId]))
  }
  return (asset) => (isStated(asset) ? (factors.get(asset.classId) ?? 1) : 1)
}

/** Imperial states hours for its CT and MRI, and for nothing else. */
const isStated = ({ operator, classId }: FleetAsset): boolean => operator === 'RYJ' && (classId === 'ct' || classId === 'mri')

function factorFor(assets: readonly FleetAsset[], history: History, openHoursOf: OpenHoursOf, statedHours: number): number {
  const measured = assets.map((asset) => ({
    episodes: history.get(asset.assetId) ?? [],
    open: openHoursOf(asset, STATED_PERIOD_FROM_MS, STATED_PERIOD_TO_MS),
  }))
  const hoursAt = (factor: number): number =>
    measured.reduce((sum, { episodes, open }) => sum + hoursLost(stretched(episodes, factor), open), 0)
  let low = 0
  let high = FACTOR_MAX
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (low + high) / 2
    if (hoursAt(middle) < statedHours) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Failures with their repairs made longer by a factor, each still ending before the next episode begins. */
export function stretched(episodes: readonly Episode[], factor: number): readonly Episode[] {
  return episodes.map((episode, index) => {
    if (episode.kind !== 'failure') return episode
    const checksMs = episode.backMs - episode.mendedMs
    const next = episodes[index + 1]
    const latestMs = next === undefined ? Number.POSITIVE_INFINITY : next.fromMs - GAP_MS - checksMs
    const repairMs = Math.max(MINUTE_MS, Math.round(((episode.mendedMs - episode.fromMs) * factor) / MINUTE_MS) * MINUTE_MS)
    const mendedMs = Math.max(episode.fromMs + MINUTE_MS, Math.min(episode.fromMs + repairMs, latestMs))
    return { ...episode, mendedMs, backMs: mendedMs + checksMs }
  })
}

/** Open hours in which the asset was down unplanned, or in the checks that follow; a service past its agreed end counts. */
export function hoursLost(episodes: readonly Episode[], open: readonly OpenInterval[]): number {
  let lostMs = 0
  for (const episode of episodes) {
    const fromMs = episode.kind === 'failure' ? episode.fromMs : episode.kind === 'service' ? episode.agreedEndMs : undefined
    if (fromMs === undefined || episode.backMs <= fromMs) continue
    for (const { fromMs: openFrom, toMs: openTo } of open)
      lostMs += Math.max(0, Math.min(openTo, episode.backMs) - Math.max(openFrom, fromMs))
  }
  return lostMs / HOUR_MS
}
