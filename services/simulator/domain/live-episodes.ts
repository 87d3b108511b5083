import { stretched } from './calibration.ts'
import { episodesOf, type Episode } from './episodes.ts'
import type { FleetAsset } from './fleet.ts'
import { storyline, type ToldState } from './storyline.ts'

const DAY_MS = 86_400_000
/** Episodes are drawn a stretch at a time: long enough to know what is ahead, short enough to be drawn in a moment. */
const STRETCH_MS = 30 * DAY_MS

/** When the live run began, and how many times faster than life things happen in it. */
export interface LivePace {
  readonly sinceMs: number
  readonly speed: number
}

/** An episode of the live run at its real instants, with how it is told. */
export interface LiveEpisode {
  readonly episode: Episode
  readonly states: readonly ToldState[]
}

/**
 * What happens to an asset between two real instants of a live run: rates multiplied and durations divided by its speed.
 * The same for the same seed and the same beginning. Nothing happens at speed 0.
 *
 * @param factor How much longer its repairs take than its class says.
 */
export function liveEpisodes(
  seed: number,
  asset: FleetAsset,
  pace: LivePace,
  factor: number,
  fromMs: number,
  toMs: number,
): readonly LiveEpisode[] {
  const { sinceMs, speed } = pace
  if (speed <= 0 || toMs <= fromMs) return []
  const liveSeed = (seed ^ Math.floor(sinceMs / 1000)) | 0
  const livedMs = (realMs: number): number => (realMs - sinceMs) * speed
  const first = Math.max(0, Math.floor(livedMs(fromMs) / STRETCH_MS))
  const last = Math.max(0, Math.floor(livedMs(toMs) / STRETCH_MS))
  const found: LiveEpisode[] = []
  for (let stretch = first; stretch <= last; stretch += 1) {
    const stretchMs = sinceMs + stretch * STRETCH_MS
    for (const lived of stretched(episodesOf(liveSeed + stretch, asset, stretchMs, stretchMs + STRETCH_MS), factor)) {
      const live = atPace(liveSeed, asset, lived, pace)
      if (live.episode.fromMs >= fromMs && live.episode.fromMs < toMs) found.push(live)
    }
  }
  return found
}

function atPace(seed: number, asset: FleetAsset, lived: Episode, { sinceMs, speed }: LivePace): LiveEpisode {
  const real = (ms: number): number => Math.round(sinceMs + (ms - sinceMs) / speed)
  const { agreedEndMs } = lived
  const episode = { ...lived, fromMs: real(lived.fromMs), mendedMs: real(lived.mendedMs), backMs: real(lived.backMs) }
  return {
    episode: agreedEndMs === undefined ? episode : { ...episode, agreedEndMs: real(agreedEndMs) },
    states: storyline(seed, asset, lived).states.map((state) => ({
      ...state,
      atMs: real(state.atMs),
      toldMs: real(state.toldMs),
      ...(state.agreedEndMs !== undefined && { agreedEndMs: real(state.agreedEndMs) }),
    })),
  }
}
