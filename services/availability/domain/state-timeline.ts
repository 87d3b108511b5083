import { byEffect } from './known-facts.ts'
import type { AssetState, Ledger, StateChange } from './ledger.ts'
import { type StandingChange, standingChanges } from './standing-changes.ts'

/** Why an asset is in a state. */
export type StateRule =
  /** Nothing has been reported yet. */
  | 'no-report-yet'
  /** As its event says. */
  | 'reported'
  /** Reported as working, but without the release that the work before it needs. */
  | 'release-missing'
  /** Planned work went on past its agreed end. */
  | 'agreed-end-passed'

/** A stretch of time in one state, made by one event. */
export interface StateInterval {
  /** Inclusive; minus infinity before the first report. */
  readonly fromMs: number
  /** Exclusive. */
  readonly toMs: number
  readonly state: AssetState
  readonly rule: StateRule
  /** Checks that follow a failure are part of restoring it; other checks are not. */
  readonly followsFailure: boolean
  /** The change that made it; none before the first. */
  readonly change: StandingChange | undefined
}

/** A change that took no effect because what a person reported stands. */
export interface OverruledChange {
  readonly change: StandingChange
  /** The person's report that stands. */
  readonly standingEventId: string
}

export interface StateTimeline {
  /** In order and without gaps, from minus infinity to `toMs`; neighbours may be in the same state. */
  readonly intervals: readonly StateInterval[]
  readonly overruled: readonly OverruledChange[]
}

/** What is asked of the ledger. */
export interface TimelineQuestion {
  /** Only facts recorded at or before this instant count. */
  readonly knownAtMs: number
  /** Where the timeline ends; the last state lasts until then. */
  readonly toMs: number
  /** Whether the scope of planned work needs a release before use; by default no planned work does. */
  readonly needsRelease?: (plannedWork: StateChange) => boolean
  /** Whether a release id is that of a real release; by default every one is. */
  readonly isRelease?: (releaseId: string) => boolean
}

/** The state in force while the changes are followed one by one. */
interface Standing {
  state: AssetState
  fromMs: number
  rule: StateRule
  followsFailure: boolean
  change: StandingChange | undefined
  /** Set by the return-to-use gate, which is a decision and no mere report. */
  byGate: boolean
  /** Whether a release is needed before the asset is `UP` again. */
  gateClosed: boolean
}

/**
 * The states of an asset over time, as known at an instant.
 *
 * The changes that stand are followed in order of effect; at one instant the later recorded has the last word, then the greater id.
 * What a person reported, other than that the asset works, stands until a person, a release or a supplier's hand-back changes it. From
 * the agreed end of planned work still going on the asset is `DOWN_UNPLANNED`. After `DOWN_UNPLANNED`, a hand-back, or planned work
 * whose scope needs it, an `UP` without a release is `IN_QA`, however often it is said, until a release comes; so is a `DEGRADED` that
 * no person said.
 *
 * @source design, section 6, "State at an instant"
 */
export function stateTimeline(ledger: Ledger, question: TimelineQuestion): StateTimeline {
  const { knownAtMs, toMs, isRelease = everyRelease } = question
  const changes = standingChanges(ledger, knownAtMs).toSorted(byEffect)
  const intervals: StateInterval[] = []
  const overruled: OverruledChange[] = []
  const standing = beforeFirstReport()
  for (const change of changes) {
    if (change.atMs >= toMs) break
    passAgreedEnd(standing, change.atMs, intervals)
    const released = isReturnToUse(change.state) && change.releaseId !== undefined && isRelease(change.releaseId)
    if (mayChange(standing, change, released)) {
      close(standing, change.atMs, intervals)
      apply(standing, change, released, question)
    } else if (standing.change !== undefined) overruled.push({ change, standingEventId: standing.change.eventId })
  }
  passAgreedEnd(standing, toMs, intervals)
  close(standing, toMs, intervals)
  return { intervals, overruled }
}

const beforeFirstReport = (): Standing => ({
  state: 'UNKNOWN',
  fromMs: -Infinity,
  rule: 'no-report-yet',
  followsFailure: false,
  change: undefined,
  byGate: false,
  gateClosed: false,
})

const everyRelease = (): boolean => true

const isReturnToUse = (state: AssetState): boolean => state === 'UP' || state === 'DEGRADED'

/**
 * What a person reported stands until a person or the gate changes it; but once the asset works there is nothing left to stand. What
 * a device then reports is news and contradicts nobody, and to pass it over would show a broken scanner as working.
 */
function mayChange(standing: Standing, change: StandingChange, released: boolean): boolean {
  const personStands = standing.change?.reportedBy.kind === 'person' && !standing.byGate && standing.state !== 'UP'
  return !personStands || change.reportedBy.kind === 'person' || released || isHandBack(change)
}

/** A supplier hands back for checks: a step of the return-to-use gate, and never one into use. */
const isHandBack = ({ state, reportedBy }: StandingChange): boolean => state === 'IN_QA' && reportedBy.kind === 'supplier'

function apply(standing: Standing, change: StandingChange, released: boolean, { needsRelease }: TimelineQuestion): void {
  if (released) standing.gateClosed = false
  const isUse = change.state === 'UP' || (change.state === 'DEGRADED' && change.reportedBy.kind !== 'person')
  const withheld = isUse && standing.gateClosed
  const state = withheld ? 'IN_QA' : change.state
  standing.followsFailure = state === 'IN_QA' && (standing.state === 'DOWN_UNPLANNED' || standing.followsFailure)
  standing.state = state
  standing.rule = withheld ? 'release-missing' : 'reported'
  standing.fromMs = change.atMs
  standing.change = change
  standing.byGate = released
  if (state === 'DOWN_UNPLANNED' || isHandBack(change) || (state === 'DOWN_PLANNED' && needsRelease?.(change) === true))
    standing.gateClosed = true
}

/** Ends planned work at its agreed end when it is still going on at `untilMs`. */
function passAgreedEnd(standing: Standing, untilMs: number, intervals: StateInterval[]): void {
  const agreedEndMs = standing.state === 'DOWN_PLANNED' ? standing.change?.agreedEndMs : undefined
  if (agreedEndMs === undefined) return
  const overrunFromMs = Math.max(agreedEndMs, standing.fromMs)
  if (overrunFromMs >= untilMs) return
  close(standing, overrunFromMs, intervals)
  standing.state = 'DOWN_UNPLANNED'
  standing.rule = 'agreed-end-passed'
  standing.fromMs = overrunFromMs
  standing.gateClosed = true
}

/** Writes down the state in force up to an instant; one that a change at the same instant replaced lasted no time. */
function close({ state, fromMs, rule, followsFailure, change }: Standing, toMs: number, intervals: StateInterval[]): void {
  if (toMs > fromMs) intervals.push({ fromMs, toMs, state, rule, followsFailure, change })
}
