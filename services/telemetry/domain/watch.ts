import type { ClassCatalogue } from './catalogue.ts'
import type { ConditionChange } from './condition-change.ts'
import type { ConditionRule } from './condition-rule.ts'
import type { DriftMemory } from './drift.ts'
import { standing, type LatchState } from './latch.ts'
import type { Severity } from './severity.ts'
import type { SlopeWindow } from './slope.ts'
import { closeWatch, judgeObservation, openWatch } from './working-watch.ts'

/** What is remembered of one asset between its readings; plain JSON, so that it can be stored as it is. */
export interface AssetWatch {
  /** The newest reading of each watched channel. */
  readonly last: Readonly<Record<string, Seen>>
  readonly rules: Readonly<Record<string, RuleState>>
}

export interface Seen {
  readonly atMs: number
  readonly value: number
}

export interface RuleState {
  readonly latch: LatchState
  /** The latch before the first score of its present instant, from which that instant is judged again when more of it arrives. */
  readonly before: LatchState
  readonly slopes: Readonly<Record<string, SlopeWindow>>
  readonly drifts: Readonly<Record<string, DriftMemory>>
}

/** Readings of one asset at one instant, already checked and in their channels' own units. */
export interface Observation {
  readonly observedAtMs: number
  /** Observations of the same channels should share one list of them: what watches them is then looked up once. */
  readonly channels: readonly string[]
  /** In the order of the channels. */
  readonly values: readonly number[]
}

/** What came of one observation. */
export interface JudgedObservation {
  readonly changes: readonly ConditionChange<ConditionRule>[]
  /** Channels whose reading was not judged because the same or a newer one had been. */
  readonly passedOver: readonly string[]
}

export interface WatchedObservation extends JudgedObservation {
  readonly watch: AssetWatch
}

export interface WatchedObservations {
  /** After the last of them. */
  readonly watch: AssetWatch
  /** For each observation, in their order. */
  readonly judged: readonly JudgedObservation[]
}

/** Nothing remembered yet. */
export const emptyWatch: AssetWatch = { last: {}, rules: {} }

/**
 * Judges one observation of one asset.
 *
 * One rule for what comes twice, late or out of order: a reading is judged only if it is newer than every reading of its channel judged
 * before; any other is kept in the history but changes no condition. Of two readings of one channel in one observation the first is
 * judged. A condition over several channels is judged at the newest instant any of them has reached, and an instant that arrives in
 * parts comes to the same as if it had arrived whole, in whatever order.
 */
export function watchObservation(ofClass: ClassCatalogue, watch: AssetWatch, observation: Observation): WatchedObservation {
  const working = openWatch(ofClass, watch)
  const judged = judgeObservation(working, observation)
  return { watch: closeWatch(working), ...judged }
}

/** Judges observations of one asset one after the other: the same as each alone, for less, since only the last watch is made. */
export function watchObservations(ofClass: ClassCatalogue, watch: AssetWatch, observations: readonly Observation[]): WatchedObservations {
  const working = openWatch(ofClass, watch)
  const judged = observations.map((observation) => judgeObservation(working, observation))
  return { watch: closeWatch(working), judged }
}

/**
 * Forgets what was normal for an asset, after work that may have changed it; standing conditions stand.
 *
 * Each drift then learns the asset's new normal from its next readings.
 */
export function forgetNormal(watch: AssetWatch): AssetWatch {
  const rules = Object.entries(watch.rules).map(([kind, state]) => [kind, { ...state, drifts: {} }] as const)
  return { ...watch, rules: Object.fromEntries(rules) }
}

/** The conditions standing on one asset, for pages and for a service that starts again. */
export function standingConditions(
  ofClass: ClassCatalogue,
  watch: AssetWatch,
): readonly { readonly rule: ConditionRule; readonly severity: Severity; readonly raisedAtMs: number }[] {
  return ofClass.sheet.conditions.flatMap((rule) => {
    const latch = watch.rules[rule.kind]?.latch
    if (latch === undefined || latch.raisedAtMs === null) return []
    const severity = standing(rule.latch, latch)
    return severity === undefined ? [] : [{ rule, severity, raisedAtMs: latch.raisedAtMs }]
  })
}
