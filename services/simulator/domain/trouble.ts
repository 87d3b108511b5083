import type { Episode } from './episodes.ts'
import type { Situation, Trouble } from './readings/moment.ts'

/** The last signs show for a working day before a failure when time runs at its own pace. */
export const WARNING_MS = 8 * 3_600_000

/** What keeps an asset from being used at an instant, and the next failure after it, from episodes in order. */
export function troubleAt(episodes: readonly Episode[], atMs: number, warningMs: number): Pick<Situation, 'outage' | 'ahead'> {
  const index = firstEndingAfter(episodes, atMs)
  const next = episodes[index]
  const outage = next !== undefined && next.fromMs <= atMs && next.kind !== 'limited' ? next : undefined
  const ahead = episodes.slice(index, index + LOOK_AHEAD_MAX).find((episode) => episode.fromMs > atMs && isFailure(episode))
  return {
    ...(outage !== undefined && { outage: trouble(outage, warningMs) }),
    ...(ahead !== undefined && { ahead: trouble(ahead, warningMs) }),
  }
}

/** A failure that announces itself does so within days; no more than this happens to one asset meanwhile. */
const LOOK_AHEAD_MAX = 4

const isFailure = ({ kind }: Episode): boolean => kind === 'failure' || kind === 'limited'

/** Services and power cuts come without a sign at the machine. */
const trouble = (episode: Episode, warningMs: number): Trouble => ({
  cause: episode.cause,
  fromMs: episode.fromMs,
  warningMs: isFailure(episode) ? warningMs : 0,
})

/** By halving: the episodes of two years are asked for thousands of instants. */
function firstEndingAfter(episodes: readonly Episode[], atMs: number): number {
  let low = 0
  let high = episodes.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((episodes[middle] as Episode).backMs <= atMs) low = middle + 1
    else high = middle
  }
  return low
}
