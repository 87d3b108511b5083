import { clipped, type Interval, type Intervals, merged, noTime, packed, subtracted, unpacked } from '@imaging/calendar'
import { knownFacts } from './known-facts.ts'
import { type Ledger, type SessionLoss, type SessionLossCause, sessionLossCauses } from './ledger.ts'

/** A stretch of lost session time with its one cause. */
export interface LossSpan extends Interval {
  readonly cause: SessionLossCause
  readonly eventId: string
}

/**
 * The session losses as known at an instant, each moment once.
 *
 * Where causes overlap the first in the order staff, injector or coil, IT, other is counted; of two losses of one cause the earlier
 * started. A correction that names a loss removes it.
 *
 * @source design, section 6, "Clinical"
 */
export function lossSpans(ledger: Ledger, knownAtMs: number): LossSpan[] {
  if (ledger.sessionLosses.length === 0) return []
  const removed = new Set(knownFacts(ledger.corrections, knownAtMs).map(({ correctsEventId }) => correctsEventId))
  const losses = knownFacts(ledger.sessionLosses, knownAtMs).filter(({ eventId }) => !removed.has(eventId))
  const spans: LossSpan[] = []
  let taken: Intervals = noTime
  for (const cause of sessionLossCauses) {
    const ofCause = oncePerMoment(losses.filter((loss) => loss.cause === cause))
    for (const span of ofCause) {
      for (const free of unpacked(subtracted(packed([span]), clipped(taken, span.fromMs, span.toMs))))
        spans.push({ ...free, cause, eventId: span.eventId })
    }
    taken = merged(taken, packed(ofCause))
  }
  return spans.toSorted((left, right) => left.fromMs - right.fromMs)
}

/** Losses of one cause, each cut where an earlier one covers it already. */
function oncePerMoment(losses: readonly SessionLoss[]): LossSpan[] {
  const spans: LossSpan[] = []
  let coveredToMs = -Infinity
  const inOrder = losses.toSorted((left, right) => left.fromMs - right.fromMs || (left.eventId < right.eventId ? -1 : 1))
  for (const { fromMs, toMs, cause, eventId } of inOrder) {
    const startMs = Math.max(fromMs, coveredToMs)
    if (toMs <= startMs) continue
    spans.push({ fromMs: startMs, toMs, cause, eventId })
    coveredToMs = toMs
  }
  return spans
}
