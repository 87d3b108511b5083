import type { Interval } from './interval.ts'

/** Whether the signal an asset should send still comes: a flag of its own, never a state of the asset. */
export type DataHealth = 'LIVE' | 'SILENT' | 'NOT_CONNECTED'

/** How many readings in a row may go missing before silence is called: one or two are lost on any network. */
const MISSED_READINGS = 3

/** Silence shorter than this is never called, however often an asset reports. In milliseconds. */
const SHORTEST_SILENCE_MS = 5 * 60_000

/** What is known of an asset's signal. */
export interface Signal {
  /** When a feed was fitted; absent where there is none. */
  readonly fittedAtMs?: number
  readonly isRetired: boolean
  /** Observation time of the newest reading; absent before the first. */
  readonly lastHeardAtMs?: number
  readonly expectedEveryMs: number
  /**
   * When a signal is expected: hours of use without the times the asset was powered off on purpose. Disjoint and ascending; needed only
   * from the last reading on.
   */
  readonly expectedDuring: readonly Interval[]
}

export interface Health {
  readonly health: DataHealth
  /** When the signal was or will be missed for long enough, if nothing more is heard; absent if never within `expectedDuring`. */
  readonly silentFromMs?: number
}

/**
 * Whether an asset's signal comes as it should.
 *
 * Only expected time counts towards silence: a scanner switched off for the night is not silent in the morning until it has been missed
 * for three readings, at least five minutes, of its opening hours. Silence then stands, closed or not, until something is heard. An asset
 * without a feed, or retired, is not connected.
 *
 * @source docs of data health: a flag, so that a silent scanner is shown as "not confirmed", never as plainly working.
 */
export function dataHealth(signal: Signal, nowMs: number): Health {
  if (signal.fittedAtMs === undefined || signal.isRetired) return { health: 'NOT_CONNECTED' }
  const sinceMs = Math.max(signal.fittedAtMs, signal.lastHeardAtMs ?? signal.fittedAtMs)
  const silentFromMs = instantAfter(signal.expectedDuring, sinceMs, silenceMs(signal.expectedEveryMs))
  if (silentFromMs === undefined) return { health: 'LIVE' }
  return { health: nowMs >= silentFromMs ? 'SILENT' : 'LIVE', silentFromMs }
}

/** Expected time without a reading after which an asset is silent, in milliseconds. */
export const silenceMs = (expectedEveryMs: number): number => Math.max(MISSED_READINGS * expectedEveryMs, SHORTEST_SILENCE_MS)

/** The instant at which `neededMs` of the intervals have passed since `sinceMs`. */
function instantAfter(intervals: readonly Interval[], sinceMs: number, neededMs: number): number | undefined {
  let leftMs = neededMs
  for (const { fromMs, toMs } of intervals) {
    const startMs = Math.max(fromMs, sinceMs)
    if (startMs >= toMs) continue
    if (toMs - startMs >= leftMs) return startMs + leftMs
    leftMs -= toMs - startMs
  }
  return undefined
}
