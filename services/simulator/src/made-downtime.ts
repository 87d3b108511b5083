import { randomFor, type Episode, type LivePace } from '../domain/index.ts'
import type { MadeDowntime } from './made-downtime-repository.ts'

/** Half of all software faults are mended from a distance. */
const REMOTE_SHARE = 0.5

/**
 * How a downtime that has begun is to end: what is left of it after an instant passes at a pace, never slower than life.
 *
 * @param downtimeId Id of the event that opened it.
 */
export function madeOf(
  seed: number,
  downtimeId: string,
  { assetId, kind, cause, fromMs, mendedMs, backMs, neededPart }: Episode,
  { sinceMs, speed }: LivePace,
): MadeDowntime {
  const atPace = (ms: number): number => (ms <= sinceMs ? ms : Math.round(sinceMs + (ms - sinceMs) / Math.max(1, speed)))
  const isRemote = cause === 'computer-or-software' && randomFor(seed, 'remote', assetId, fromMs).chance(REMOTE_SHARE)
  return { downtimeId, assetId, kind, cause, fromMs, mendedMs: atPace(mendedMs), backMs: atPace(backMs), neededPart, isRemote }
}
