import {
  catalogueOf,
  emptyWatch,
  restingLatch,
  standing,
  isGraver,
  stepLatch,
  watchObservation,
  type Channel,
  type ConditionRule,
  type LatchRule,
} from '@imaging/telemetry/domain'
import type { Engine } from './engines.ts'
import { verdict, type Verdict } from './verdict.ts'

/** One cycle is one hour. */
export const hourMs = 3_600_000

/** Sensors of an engine, as channels. */
export const sensors: readonly Channel[] = Array.from({ length: 21 }, (_, i) => ({
  channel: `sensor-${i + 1}`,
  label: `Sensor ${i + 1}`,
  unit: '1',
  unitLabel: '',
  possible: { from: -1e9, to: 1e9 },
  everyMs: hourMs,
}))

const channels = sensors.map(({ channel }) => channel)

/** The name of a sensor's channel; sensors count from 0 here and from 1 in the names. */
export const sensorName = (sensor: number): string => `sensor-${sensor + 1}`

/** Runs one condition over an engine's life as the service would, one observation a cycle, and judges what it raises. */
export function runRule(condition: ConditionRule, { cycles }: Engine): Verdict {
  const ofClass = catalogueOf([{ classId: 'engine', channels: sensors, conditions: [condition], heardEveryMs: hourMs }]).get('engine')
  if (ofClass === undefined) throw new Error('the sheet just made is missing')
  let watch = emptyWatch
  const onsets: number[] = []
  for (const [i, values] of cycles.entries()) {
    const watched = watchObservation(ofClass, watch, { observedAtMs: i * hourMs, channels, values })
    watch = watched.watch
    if (watched.changes.some(({ change }) => change === 'raised' || change === 'escalated')) onsets.push(cycles.length - 1 - i)
  }
  return verdict(onsets, cycles.length)
}

/** The same judgement for scores already worked out, one a cycle, so that many latches can be tried on them. */
export function runLatch(rule: LatchRule, scores: readonly (number | undefined)[]): Verdict {
  let state = restingLatch(rule)
  const onsets: number[] = []
  for (const [i, score] of scores.entries()) {
    const before = standing(rule, state)
    state = stepLatch(rule, state, i * hourMs, score)
    const severity = standing(rule, state)
    if (severity !== undefined && isGraver(severity, before)) onsets.push(scores.length - 1 - i)
  }
  return verdict(onsets, scores.length)
}
