import type { AssetWatch } from '@imaging/telemetry/domain'

type RuleState = AssetWatch['rules'][string]
type Latch = RuleState['latch']
type LevelState = Latch['levels'][number]
type Slope = RuleState['slopes'][string]
type Drift = RuleState['drifts'][string]

/** An instant as milliseconds before the newest one. */
type Ago = number
type LevelCode = 0 | 1 | readonly [isUp: 0 | 1, turningSince: Ago]
type LatchCode = readonly [at: Ago | null, raisedAt: Ago | null, ...levels: LevelCode[]]
type SlopeCode = readonly [perHour: number | null, ...agosAndValues: number[]]
type DriftCode = readonly [
  count: number,
  at: Ago,
  first: readonly number[],
  centre: number | null,
  scale: number | null,
  fast: number,
  slow: number,
]
type RuleCode = readonly [latch: LatchCode, before: LatchCode, slopes?: Named<SlopeCode>, drifts?: Named<DriftCode>]
type SeenCode = readonly [at: Ago, value: number]
type WatchCode = readonly [newestMs: number, last: Named<SeenCode>, rules: Named<RuleCode>]

type Named<T> = Readonly<Record<string, T>>

/**
 * A watch as text, to be stored: JSON that tells things by their place and instants by how long ago they were.
 *
 * It is written with every batch of an asset; with names and whole instants it would be three times as long as the readings.
 */
export function watchText({ last, rules }: AssetWatch): string {
  const newestMs = Object.values(last).reduce((newest, { atMs }) => Math.max(newest, atMs), 0)
  const code: WatchCode = [
    newestMs,
    each(last, ({ atMs, value }) => [newestMs - atMs, value]),
    each(rules, (state) => ruleCode(state, newestMs)),
  ]
  return JSON.stringify(code)
}

/** The watch that a text tells of. */
export function watchFrom(text: string): AssetWatch {
  const [newestMs, last, rules] = JSON.parse(text) as WatchCode
  return { last: each(last, ([ago, value]) => ({ atMs: newestMs - ago, value })), rules: each(rules, (code) => ruleFrom(code, newestMs)) }
}

const each = <From, To>(named: Named<From>, change: (from: From) => To): Record<string, To> => {
  const changed: Record<string, To> = {}
  for (const name in named) changed[name] = change(named[name] as From)
  return changed
}

function ruleCode({ latch, before, slopes, drifts }: RuleState, newestMs: number): RuleCode {
  const latches = [latchCode(latch, newestMs), latchCode(before, newestMs)] as const
  const hasDrifts = Object.keys(drifts).length > 0
  if (!hasDrifts && Object.keys(slopes).length === 0) return latches
  const slopeCodes = each(slopes, (slope) => slopeCode(slope, newestMs))
  return hasDrifts ? [...latches, slopeCodes, each(drifts, (drift) => driftCode(drift, newestMs))] : [...latches, slopeCodes]
}

function ruleFrom([latch, before, slopes = {}, drifts = {}]: RuleCode, newestMs: number): RuleState {
  return {
    latch: latchFrom(latch, newestMs),
    before: latchFrom(before, newestMs),
    slopes: each(slopes, (code) => slopeFrom(code, newestMs)),
    drifts: each(drifts, (code) => driftFrom(code, newestMs)),
  }
}

/** Either way: what was so long before the newest instant, and how long before it something was. */
const turned = (instant: number | null, newestMs: number): number | null => (instant === null ? null : newestMs - instant)

const latchCode = ({ atMs, raisedAtMs, levels }: Latch, newestMs: number): LatchCode => [
  turned(atMs, newestMs),
  turned(raisedAtMs, newestMs),
  ...levels.map((level) => levelCode(level, newestMs)),
]

const latchFrom = ([at, raisedAt, ...levels]: LatchCode, newestMs: number): Latch => ({
  atMs: turned(at, newestMs),
  raisedAtMs: turned(raisedAt, newestMs),
  levels: levels.map((code) => levelFrom(code, newestMs)),
})

function levelCode({ isUp, turningSinceMs }: LevelState, newestMs: number): LevelCode {
  const up = isUp ? 1 : 0
  return turningSinceMs === null ? up : [up, newestMs - turningSinceMs]
}

function levelFrom(code: LevelCode, newestMs: number): LevelState {
  if (typeof code === 'number') return { isUp: code === 1, turningSinceMs: null }
  const [up, turningSince] = code
  return { isUp: up === 1, turningSinceMs: newestMs - turningSince }
}

const slopeCode = ({ points, perHour }: Slope, newestMs: number): SlopeCode => [
  perHour,
  ...points.flatMap(([atMs, value]) => [newestMs - atMs, value]),
]

function slopeFrom([perHour, ...agosAndValues]: SlopeCode, newestMs: number): Slope {
  const points: [atMs: number, value: number][] = []
  for (let i = 0; i < agosAndValues.length; i += 2) points.push([newestMs - (agosAndValues[i] as Ago), agosAndValues[i + 1] as number])
  return { points, perHour }
}

const driftCode = ({ count, atMs, first, centre, scale, fast, slow }: Drift, newestMs: number): DriftCode => [
  count,
  newestMs - atMs,
  first,
  centre,
  scale,
  fast,
  slow,
]

const driftFrom = ([count, at, first, centre, scale, fast, slow]: DriftCode, newestMs: number): Drift => ({
  count,
  atMs: newestMs - at,
  first,
  centre,
  scale,
  fast,
  slow,
})
