import type { Interval } from '@imaging/calendar'
import { cut } from './cut.ts'
import { byEffect, knownFacts } from './known-facts.ts'
import type { AssetState, DataHealthChange, Ledger, WorkOrderFact } from './ledger.ts'
import { type LossSpan, lossSpans } from './session-losses.ts'
import { type StateInterval, type StateTimeline, stateTimeline, type TimelineQuestion } from './state-timeline.ts'

/** A stretch of time in one state, heard from or silent all through. */
export interface Segment extends Interval {
  readonly state: AssetState
  readonly followsFailure: boolean
  readonly silent: boolean
  /** `UNKNOWN`, or `UP` or `DEGRADED` while silent: nobody can say whether the asset could be used. */
  readonly unconfirmed: boolean
  /** The state interval it is a part of. */
  readonly source: StateInterval
}

/** Everything about one asset that a figure needs, as known at one instant. Made once, asked many times. */
export interface AssetHistory {
  readonly knownAtMs: number
  /** Where the history ends; no figure may reach further. */
  readonly toMs: number
  readonly timeline: StateTimeline
  /** In order and without gaps, from minus infinity to `toMs`. */
  readonly segments: readonly Segment[]
  /** Session losses, disjoint and in order. */
  readonly losses: readonly LossSpan[]
  /** Changes of data health in order of effect. */
  readonly health: readonly DataHealthChange[]
  /** Work-order steps in order of effect. */
  readonly workOrderFacts: readonly WorkOrderFact[]
}

/** Reads a ledger as known at an instant. @source design, section 6, "Availability" */
export function assetHistory(ledger: Ledger, question: TimelineQuestion): AssetHistory {
  const { knownAtMs, toMs } = question
  const timeline = stateTimeline(ledger, question)
  const health = knownFacts(ledger.healthChanges, knownAtMs).toSorted(byEffect)
  const silences = silentSpans(health, toMs)
  return {
    knownAtMs,
    toMs,
    timeline,
    segments: cut(timeline.intervals, silences, segment),
    losses: lossSpans(ledger, knownAtMs),
    health,
    workOrderFacts: knownFacts(ledger.workOrderFacts, knownAtMs).toSorted(byEffect),
  }
}

function segment(fromMs: number, toMs: number, source: StateInterval, silence: Interval | undefined): Segment {
  const { state, followsFailure } = source
  const silent = silence !== undefined
  const unconfirmed = state === 'UNKNOWN' || (silent && (state === 'UP' || state === 'DEGRADED'))
  return { fromMs, toMs, state, followsFailure, silent, unconfirmed, source }
}

/** When a signal was expected and did not come. Before the first health change nothing was silent. */
function silentSpans(inOrder: readonly DataHealthChange[], toMs: number): Interval[] {
  return inOrder.flatMap(({ health, atMs }, index) => {
    const endMs = Math.min(inOrder[index + 1]?.atMs ?? toMs, toMs)
    return health === 'SILENT' && endMs > atMs ? [{ fromMs: atMs, toMs: endMs }] : []
  })
}
