import type { ClassCatalogue } from './catalogue.ts'
import type { ConditionChange } from './condition-change.ts'
import { trendsOf, type ConditionRule, type Part } from './condition-rule.ts'
import { driftIndex, openDrift, takeInDrift, type WorkingDrift } from './drift.ts'
import { gravestUp, restingLatch, standing, stepLatch, type LatchState } from './latch.ts'
import { isGraver } from './severity.ts'
import { emptyWindow, slopeOf, stepPoints, type SlopeWindow } from './slope.ts'
import type { AssetWatch, JudgedObservation, Observation, RuleState, Seen } from './watch.ts'

/**
 * A watch while observations are judged: a copy of its own that changes in place, for a new watch after each of thousands costs more
 * than all the judging. Only what is touched is copied.
 */
export interface WorkingWatch {
  readonly ofClass: ClassCatalogue
  /** The watch as it was; never changed. */
  readonly from: AssetWatch
  readonly channels: Map<string, WorkingChannel>
  readonly rules: Map<ConditionRule, WorkingRule>
  /** The channels of observations, by their lists of them. */
  readonly listed: Map<readonly string[], readonly WorkingChannel[]>
  /** Counts the observations. */
  turn: number
}

interface WorkingChannel {
  readonly watchedBy: readonly WorkingRule[]
  /** When its newest reading was observed, or before all time when there is none. */
  seenAtMs: number
  /** Of its newest reading. */
  value: number
  /** The turn that reading came in; 0 when it is from before. */
  freshIn: number
}

interface WorkingRule {
  readonly rule: ConditionRule
  readonly trends: ReturnType<typeof trendsOf>
  readonly slopes: Record<string, WorkingSlope>
  readonly drifts: Record<string, WorkingDrift>
  latch: LatchState
  before: LatchState
  /** The turn it was last judged in; 0 when not yet. */
  judgedIn: number
}

interface WorkingSlope {
  readonly overMs: number
  points: SlopeWindow['points']
  /** Undefined until somebody asks: most windows move on without anybody asking. */
  perHour: number | null | undefined
}

const nothing: readonly never[] = []
/** What comes of almost every observation; one for all of them. */
const quiet: JudgedObservation = { changes: nothing, passedOver: nothing }

/** A working copy of the watch of an asset of a class. */
export const openWatch = (ofClass: ClassCatalogue, from: AssetWatch): WorkingWatch => ({
  ofClass,
  from,
  channels: new Map(),
  rules: new Map(),
  listed: new Map(),
  turn: 0,
})

/** The watch after everything judged. */
export function closeWatch({ from, channels, rules }: WorkingWatch): AssetWatch {
  const last: Record<string, Seen> = { ...from.last }
  for (const [channel, { seenAtMs, value, freshIn }] of channels) if (freshIn > 0) last[channel] = { atMs: seenAtMs, value }
  const states: Record<string, RuleState> = { ...from.rules }
  for (const [{ kind }, { latch, before, slopes, drifts, judgedIn }] of rules) {
    if (judgedIn === 0) continue
    const windows = Object.entries(slopes).map(
      ([channel, slope]) => [channel, { points: slope.points, perHour: perHourOf(slope) }] as const,
    )
    states[kind] = { latch, before, slopes: Object.fromEntries(windows), drifts: { ...drifts } }
  }
  return { last, rules: states }
}

/** Judges one more observation; `watchObservation` says how. */
export function judgeObservation(working: WorkingWatch, { observedAtMs, channels, values }: Observation): JudgedObservation {
  working.turn += 1
  const touched: WorkingRule[] = []
  let passedOver: string[] | undefined
  const read = listed(working, channels)
  for (let i = 0; i < read.length; i += 1) {
    const channel = read[i] as WorkingChannel
    if (channel.watchedBy.length === 0) continue
    if (observedAtMs <= channel.seenAtMs) {
      passedOver ??= []
      passedOver.push(channels[i] as string)
      continue
    }
    channel.seenAtMs = observedAtMs
    channel.value = values[i] as number
    channel.freshIn = working.turn
    for (const rule of channel.watchedBy) {
      if (rule.judgedIn === working.turn) continue
      rule.judgedIn = working.turn
      touched.push(rule)
    }
  }
  let changes: ConditionChange<ConditionRule>[] | undefined
  for (const rule of touched) {
    const change = judgeRule(working, rule, observedAtMs)
    if (change === undefined) continue
    changes ??= []
    changes.push(change)
  }
  return changes === undefined && passedOver === undefined ? quiet : { changes: changes ?? nothing, passedOver: passedOver ?? nothing }
}

function judgeRule(working: WorkingWatch, state: WorkingRule, observedAtMs: number): ConditionChange<ConditionRule> | undefined {
  const { rule, latch: old } = state
  remember(working, state, observedAtMs)
  const atMs = Math.max(observedAtMs, old.atMs ?? observedAtMs)
  const score = scoreAt(working, state, atMs)
  const before = old.atMs === atMs ? state.before : old
  state.before = before
  state.latch = stepLatch(rule.latch, before, atMs, score)
  // The very same levels cannot have changed what stands.
  return state.latch.levels === old.levels ? undefined : changeBetween(rule, old, state.latch, atMs, score)
}

function listed(working: WorkingWatch, channels: readonly string[]): readonly WorkingChannel[] {
  const known = working.listed.get(channels)
  if (known !== undefined) return known
  const opened = channels.map((channel) => channelOf(working, channel))
  working.listed.set(channels, opened)
  return opened
}

function channelOf(working: WorkingWatch, channel: string): WorkingChannel {
  const known = working.channels.get(channel)
  if (known !== undefined) return known
  const watchedBy = (working.ofClass.watchedBy.get(channel) ?? nothing).map((rule) => ruleOf(working, rule))
  const seen = working.from.last[channel]
  const opened = { watchedBy, seenAtMs: seen?.atMs ?? -Infinity, value: seen?.value ?? Number.NaN, freshIn: 0 }
  working.channels.set(channel, opened)
  return opened
}

function ruleOf(working: WorkingWatch, rule: ConditionRule): WorkingRule {
  const known = working.rules.get(rule)
  if (known !== undefined) return known
  const state = working.from.rules[rule.kind] ?? restingRule(rule)
  const trends = trendsOf(rule)
  const slopes: Record<string, WorkingSlope> = {}
  for (const [channel, window] of Object.entries(state.slopes)) slopes[channel] = { overMs: 0, ...window }
  for (const [channel, overMs] of trends) {
    const window = state.slopes[channel]
    if (window !== undefined) slopes[channel] = { overMs, ...window }
  }
  const drifts: Record<string, WorkingDrift> = {}
  for (const [channel, memory] of Object.entries(state.drifts)) drifts[channel] = openDrift(memory)
  const { latch, before } = state
  const opened = { rule, trends, slopes, drifts, latch, before, judgedIn: 0 }
  working.rules.set(rule, opened)
  return opened
}

const restingRule = ({ latch }: ConditionRule): RuleState => ({
  latch: restingLatch(latch),
  before: restingLatch(latch),
  slopes: {},
  drifts: {},
})

/** The value of a channel if it came in this turn. */
function freshValue(working: WorkingWatch, channel: string): number | undefined {
  const { value, freshIn } = channelOf(working, channel)
  return freshIn === working.turn ? value : undefined
}

/** The value of a channel's newest reading, whenever it came. */
function lastValue(working: WorkingWatch, channel: string): number | undefined {
  const { value, seenAtMs } = channelOf(working, channel)
  return seenAtMs === -Infinity ? undefined : value
}

/** Takes the fresh values into the memories of a rule. */
function remember(working: WorkingWatch, { rule: { watched }, trends, slopes, drifts }: WorkingRule, atMs: number): void {
  if (watched.by === 'drift') {
    for (const driftChannel of watched.channels) {
      const value = freshValue(working, driftChannel.channel)
      if (value !== undefined) takeInDrift(watched, driftChannel, (drifts[driftChannel.channel] ??= openDrift(undefined)), atMs, value)
    }
    return
  }
  for (const [channel, overMs] of trends) {
    const value = freshValue(working, channel)
    if (value === undefined) continue
    const slope = (slopes[channel] ??= { overMs, ...emptyWindow })
    const points = stepPoints(slope.points, overMs, atMs, value)
    if (points === slope.points) continue
    slope.points = points
    slope.perHour = undefined
  }
}

function perHourOf(slope: WorkingSlope): number | null {
  if (slope.perHour === undefined) slope.perHour = slopeOf(slope.points, slope.overMs)
  return slope.perHour
}

/** The one number a rule comes to at an instant, or undefined while it cannot be known. */
function scoreAt(working: WorkingWatch, { rule, slopes, drifts }: WorkingRule, atMs: number): number | undefined {
  const { watched, latch } = rule
  switch (watched.by) {
    case 'threshold':
      return lastValue(working, watched.channel)
    case 'rate':
      return changePerHour(slopes, watched.channel)
    case 'drift':
      for (const { channel } of watched.channels) if (!isKnownAt(working, channel, atMs, latch.gapMs)) return undefined
      return driftIndex(watched, drifts)
    case 'composite': {
      let isUnknown = false
      for (const part of watched.parts) {
        const holds = isKnownAt(working, part.channel, atMs, latch.gapMs) ? doesHold(working, part, slopes) : undefined
        // One part known not to hold settles it, whatever is not known of the others.
        if (holds === false) return 0
        isUnknown ||= holds === undefined
      }
      return isUnknown ? undefined : 1
    }
  }
}

function isKnownAt(working: WorkingWatch, channel: string, atMs: number, gapMs: number): boolean {
  return atMs - channelOf(working, channel).seenAtMs <= gapMs
}

function doesHold(working: WorkingWatch, { channel, looksAt, is, limit }: Part, slopes: WorkingRule['slopes']): boolean | undefined {
  const score = looksAt === 'value' ? lastValue(working, channel) : changePerHour(slopes, channel)
  if (score === undefined) return undefined
  return is === 'at-least' ? score >= limit : score <= limit
}

function changePerHour(slopes: WorkingRule['slopes'], channel: string): number | undefined {
  const slope = slopes[channel]
  return slope === undefined ? undefined : (perHourOf(slope) ?? undefined)
}

function changeBetween(
  rule: ConditionRule,
  old: LatchState,
  now: LatchState,
  atMs: number,
  score: number | undefined,
): ConditionChange<ConditionRule> | undefined {
  const was = standing(rule.latch, old)
  const is = standing(rule.latch, now)
  const raisedAtMs = now.raisedAtMs ?? old.raisedAtMs
  if (was === is || raisedAtMs === null) return undefined
  const scored = score === undefined ? {} : { score }
  if (is === undefined) return { change: 'cleared', condition: rule, raisedAtMs, atMs, ...scored }
  const change = was === undefined ? 'raised' : isGraver(is, was) ? 'escalated' : 'eased'
  const limit = gravestUp(rule.latch, now)?.raiseAt
  return { change, condition: rule, raisedAtMs, atMs, severity: is, ...scored, ...(limit !== undefined && { limit }) }
}
