import { byRecording, knownFacts } from './known-facts.ts'
import type { Ledger, Reporter, StateChange, StateCorrection } from './ledger.ts'

/** A state change that stands after all corrections. */
export interface StandingChange extends StateChange {
  /** The changes and corrections it replaces, oldest first; none when it was never corrected. */
  readonly replaces?: readonly string[]
}

/** Corrections by the id they name, the latest recorded first. */
type CorrectionsByTarget = ReadonlyMap<string, readonly StateCorrection[]>

/**
 * The state changes that stand as known at an instant, in no particular order.
 *
 * A correction replaces what it names, for good: correcting the correction replaces the correction and does not bring the first
 * change back. Of two corrections of one fact the later recorded stands. A correction of something not known waits for it. A void
 * correction leaves nothing in the place. What a person reported only a person corrects.
 *
 * @source design, section 6, "State at an instant"
 */
export function standingChanges(ledger: Ledger, knownAtMs: number): StandingChange[] {
  const changes = knownFacts(ledger.stateChanges, knownAtMs)
  const corrections = correctionsByTarget(knownFacts(ledger.corrections, knownAtMs))
  if (corrections.size === 0) return changes
  return changes.flatMap((change) => heirOf(change, corrections) ?? [])
}

/** Follows the corrections from a change to what stands in its place, or to nothing when that is void. */
function heirOf(change: StateChange, corrections: CorrectionsByTarget): StandingChange | undefined {
  let heir: StandingChange = change
  let isVoid = false
  // Each correction names one target, so the way from a change never meets itself and ends.
  for (;;) {
    const correction = corrections.get(heir.eventId)?.find((candidate) => mayCorrect(candidate.reportedBy, heir.reportedBy))
    if (correction === undefined) return isVoid ? undefined : heir
    isVoid = correction.void === true
    heir = corrected(heir, correction)
  }
}

function corrected(change: StandingChange, correction: StateCorrection): StandingChange {
  return {
    ...change,
    eventId: correction.eventId,
    recordedMs: correction.recordedMs,
    atMs: correction.atMs ?? change.atMs,
    state: correction.state ?? change.state,
    reportedBy: correction.reportedBy ?? change.reportedBy,
    replaces: [...(change.replaces ?? []), change.eventId],
  }
}

/** Else a supplier could strike out a radiographer's report. */
const mayCorrect = (corrector: Reporter | undefined, reporter: Reporter): boolean =>
  reporter.kind !== 'person' || corrector === undefined || corrector.kind === 'person'

function correctionsByTarget(corrections: readonly StateCorrection[]): CorrectionsByTarget {
  const latestFirst = corrections.toSorted((left, right) => byRecording(right, left))
  return Map.groupBy(latestFirst, ({ correctsEventId }) => correctsEventId)
}
