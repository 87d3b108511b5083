import type { ClassCatalogue } from './catalogue.ts'
import type { Reading } from './channel.ts'
import type { ConditionChange } from './condition-change.ts'
import { trendsOf, type ConditionRule, type Part } from './condition-rule.ts'
import { driftIndex, stepDrift, type DriftMemory } from './drift.ts'
import { gravestUp, restingLatch, standing, stepLatch, type LatchState } from './latch.ts'
import { isGraver, type Severity } from './severity.ts'
import { emptyWindow, stepSlope, type SlopeWindow } from './slope.ts'

/** What is remembered of one asset between its readings; plain JSON, so that it can be stored as it is. */
export interface AssetWatch {
  /** The newest reading of each watched channel. */
  readonly last: Readonly<Record<string, Seen>>
  readonly rules: Readonly<Record<string, RuleState>>
}

interface Seen {
  readonly atMs: number
  readonly value: number
}

interface RuleState {
  readonly latch: LatchState
  /** The latch before the first score of its present instant, from which that instant is judged again when more of it arrives. */
  readonly before: LatchState
  readonly slopes: Readonly<Record<string, SlopeWindow>>
  readonly drifts: Readonly<Record<string, DriftMemory>>
}

/** Readings of one asset at one instant, already checked and in their channels' own units. */
export interface Observation {
  readonly observedAtMs: number
  readonly readings: readonly Pick<Reading, 'channel' | 'value'>[]
}

export interface WatchedObservation {
  readonly watch: AssetWatch
  readonly changes: readonly ConditionChange<ConditionRule>[]
  /** Channels whose reading was not judged because the same or a newer one had been. */
  readonly passedOver: readonly string[]
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
export function watchObservation(ofClass: ClassCatalogue, watch: AssetWatch, { observedAtMs, readings }: Observation): WatchedObservation {
  const last: Record<string, Seen> = { ...watch.last }
  const fresh = new Map<string, number>()
  const touched = new Set<ConditionRule>()
  const passedOver: string[] = []
  for (const { channel, value } of readings) {
    const rules = ofClass.watchedBy.get(channel)
    if (rules === undefined) continue
    const seen = last[channel]
    if (seen !== undefined && observedAtMs <= seen.atMs) {
      passedOver.push(channel)
      continue
    }
    last[channel] = { atMs: observedAtMs, value }
    fresh.set(channel, value)
    for (const rule of rules) touched.add(rule)
  }
  const rules: Record<string, RuleState> = { ...watch.rules }
  const changes: ConditionChange<ConditionRule>[] = []
  for (const rule of touched) {
    const old = rules[rule.kind] ?? restingRule(rule)
    const remembered = remember(rule, old, observedAtMs, fresh)
    const atMs = Math.max(observedAtMs, old.latch.atMs ?? observedAtMs)
    const score = scoreAt(rule, remembered, last, atMs)
    const before = old.latch.atMs === atMs ? old.before : old.latch
    const latch = stepLatch(rule.latch, before, atMs, score)
    rules[rule.kind] = { ...remembered, latch, before }
    changes.push(...changeBetween(rule, old.latch, latch, atMs, score))
  }
  return { watch: { last, rules }, changes, passedOver }
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

const restingRule = ({ latch }: ConditionRule): RuleState => ({
  latch: restingLatch(latch),
  before: restingLatch(latch),
  slopes: {},
  drifts: {},
})

/** Takes the fresh values into the memories of a rule. */
function remember(rule: ConditionRule, state: RuleState, atMs: number, fresh: ReadonlyMap<string, number>): RuleState {
  const { watched } = rule
  if (watched.by === 'drift') {
    const drifts = { ...state.drifts }
    for (const driftChannel of watched.channels) {
      const value = fresh.get(driftChannel.channel)
      if (value === undefined) continue
      drifts[driftChannel.channel] = stepDrift(watched, driftChannel, drifts[driftChannel.channel], atMs, value)
    }
    return { ...state, drifts }
  }
  const slopes = { ...state.slopes }
  for (const [channel, overMs] of trendsOf(rule)) {
    const value = fresh.get(channel)
    if (value !== undefined) slopes[channel] = stepSlope(slopes[channel] ?? emptyWindow, overMs, atMs, value)
  }
  return { ...state, slopes }
}

/** The one number a rule comes to at an instant, or undefined while it cannot be known. */
function scoreAt({ watched, latch }: ConditionRule, state: RuleState, last: AssetWatch['last'], atMs: number): number | undefined {
  const isFresh = (channel: string): boolean => {
    const seen = last[channel]
    return seen !== undefined && atMs - seen.atMs <= latch.gapMs
  }
  switch (watched.by) {
    case 'threshold':
      return last[watched.channel]?.value
    case 'rate':
      return state.slopes[watched.channel]?.perHour ?? undefined
    case 'drift':
      return watched.channels.every(({ channel }) => isFresh(channel)) ? driftIndex(watched, state.drifts) : undefined
    case 'composite': {
      const holds = watched.parts.map((part) => (isFresh(part.channel) ? doesHold(part, state, last) : undefined))
      // One part known not to hold settles it, whatever is not known of the others.
      if (holds.includes(false)) return 0
      return holds.includes(undefined) ? undefined : 1
    }
  }
}

function doesHold({ channel, looksAt, is, limit }: Part, state: RuleState, last: AssetWatch['last']): boolean | undefined {
  const score = looksAt === 'value' ? last[channel]?.value : (state.slopes[channel]?.perHour ?? undefined)
  if (score === undefined) return undefined
  return is === 'at-least' ? score >= limit : score <= limit
}

function changeBetween(
  rule: ConditionRule,
  old: LatchState,
  now: LatchState,
  atMs: number,
  score: number | undefined,
): readonly ConditionChange<ConditionRule>[] {
  const was = standing(rule.latch, old)
  const is = standing(rule.latch, now)
  const raisedAtMs = now.raisedAtMs ?? old.raisedAtMs
  if (was === is || raisedAtMs === null) return []
  const scored = score === undefined ? {} : { score }
  if (is === undefined) return [{ change: 'cleared', condition: rule, raisedAtMs, atMs, ...scored }]
  const change = was === undefined ? 'raised' : isGraver(is, was) ? 'escalated' : 'eased'
  const limit = gravestUp(rule.latch, now)?.raiseAt
  return [{ change, condition: rule, raisedAtMs, atMs, severity: is, ...scored, ...(limit !== undefined && { limit }) }]
}
