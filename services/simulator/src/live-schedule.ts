import { liveEpisodes, type FleetAsset, type LiveEpisode, type LivePace, type Trouble } from '../domain/index.ts'
import type { Example } from './example.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
/** Early signs of a failure show for so long at most, so that it must be known so far ahead. */
const AHEAD_MS = 14 * HOUR_MS
/** Drawn again so often. */
const DRAWN_FOR_MS = 10 * MINUTE_MS
/** Time runs fast in a live run, and a compressor that is off is an alarm only after a quarter of an hour. */
const LIVE_WARNING_MS = 45 * MINUTE_MS
const USUAL_WARNING_MS = 8 * HOUR_MS

/** What is to happen in a live run. */
export interface LiveSchedule {
  /** Episodes that begin after one instant and until another, in order. */
  dueBetween(afterMs: number, untilMs: number): readonly (LiveEpisode & { readonly asset: FleetAsset })[]
  /** The next failure of an asset. */
  aheadOf(assetId: string, atMs: number): Trouble | undefined
  /** For how long before a failure its last signs show. */
  readonly warningMs: number
  /** When something next happens anywhere. */
  nextMs(atMs: number): number | undefined
}

type Scheduled = LiveEpisode & { readonly asset: FleetAsset }

/** The schedule of a live run: drawn as it goes, the same for the same seed and beginning. */
export function createLiveSchedule(example: Example, pace: LivePace): LiveSchedule {
  const warningMs = Math.max(LIVE_WARNING_MS, USUAL_WARNING_MS / Math.max(1, pace.speed))
  let drawnFromMs = Number.POSITIVE_INFINITY
  let drawnToMs = Number.NEGATIVE_INFINITY
  let drawn: readonly Scheduled[] = []
  const between = (fromMs: number, toMs: number): readonly Scheduled[] => {
    if (fromMs < drawnFromMs || toMs > drawnToMs) {
      drawnFromMs = fromMs
      drawnToMs = toMs + DRAWN_FOR_MS
      drawn = example.assets
        .flatMap((asset) =>
          liveEpisodes(example.seed, asset, pace, example.repairFactor(asset), drawnFromMs, drawnToMs).map((live) => ({ ...live, asset })),
        )
        .toSorted((one, other) => one.episode.fromMs - other.episode.fromMs)
    }
    return drawn.filter(({ episode }) => episode.fromMs >= fromMs && episode.fromMs < toMs)
  }
  return {
    warningMs,
    dueBetween: (afterMs, untilMs) => between(afterMs, untilMs + AHEAD_MS).filter(({ episode }) => episode.fromMs <= untilMs),
    aheadOf(assetId, atMs) {
      const next = between(atMs, atMs + AHEAD_MS).find(
        ({ asset, episode }) => asset.assetId === assetId && (episode.kind === 'failure' || episode.kind === 'limited'),
      )
      return next && { cause: next.episode.cause, fromMs: next.episode.fromMs, warningMs }
    },
    nextMs: (atMs) => between(atMs, atMs + AHEAD_MS)[0]?.episode.fromMs,
  }
}
