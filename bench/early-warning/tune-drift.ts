import {
  driftTerms,
  median,
  stepDrift,
  type ConditionRule,
  type DriftChannel,
  type DriftMemory,
  type DriftRule,
  type LatchRule,
  type Normal,
} from '@imaging/telemetry/domain'
import type { Engine } from './engines.ts'
import { ridge } from './ridge.ts'
import { hourMs, runLatch, sensorName, sensors } from './run-rule.ts'
import { worthAbove } from './verdict.ts'

/** Ways to tune the drift; the first is the method, the others show what each part of it is worth. */
export interface DriftVariant {
  /** Where a channel's normal comes from: the tuning engines' first cycles, or only the asset's own. */
  readonly normal: Normal['from']
  /** Whether a graver severity may be raised after the first. */
  readonly isTwoLevel: boolean
}

/** Cycles at the start of a life that stand for normal. No alarm is possible in them. */
const WARM_UP = 30

/** The index estimates the hours left, no further than this: sensors say little of what is more than 80 hours away. */
const HORIZON_H = 80

/** Lives are fitted from this many hours before the failure on: earlier hours would drown the last ones. */
const FITTED_H = 130

/** Keeps weights small that little evidence supports. */
const PENALTY = 100

/** The tuning engines are split in so many parts; each part is judged with weights fitted to the others. */
const FOLDS = 5

const FAST_H = [2.5, 3.5, 5]
const SLOW_TIMES_FAST = [5, 9]
const RAISE_AT_H = Array.from({ length: 36 }, (_, i) => 25 + i)
const SECOND_LEVEL_H = [6, 10, 14, 18, 22]
const DWELLS_H = [0, 1, 2]

/** An index must rise this far to clear, in hours. */
const HYSTERESIS_H = 15

/**
 * The best drift condition: which sensors, how they are weighed, and at which index it is raised.
 *
 * The weights come from the failures of the tuning engines. The limits are chosen on indices worked out with weights that had not seen
 * the engine, so that they hold for engines nobody has seen.
 *
 * @param engines The engines to tune on, and no others.
 * @param falseAlarmCostH Hours of notice one false alarm costs.
 */
export function tuneDrift(engines: readonly Engine[], falseAlarmCostH: number, variant: DriftVariant): ConditionRule {
  const channels = movingChannels(engines, variant)
  let best: { readonly drift: DriftRule; readonly latch: LatchRule; readonly worthH: number } | undefined
  for (const fastH of FAST_H) {
    for (const times of SLOW_TIMES_FAST) {
      const drift = { channels, offset: 0, fastMs: fastH * hourMs, slowMs: fastH * times * hourMs, warmUpReadings: WARM_UP }
      const lives = engines.map((engine) => lifeOf(drift, engine))
      const indices = unseenIndices(lives)
      const all = weighed(drift, fitted(lives))
      for (const latch of latches(variant)) {
        const worthH = worthAbove(best?.worthH ?? Number.NEGATIVE_INFINITY, indices, (each) => runLatch(latch, each), falseAlarmCostH)
        if (worthH !== undefined) best = { drift: all, latch, worthH }
      }
    }
  }
  if (best === undefined) throw new RangeError('nothing to tune on: give at least one engine')
  return {
    kind: 'wearing-out',
    watched: { by: 'drift', ...best.drift },
    latch: best.latch,
    message: 'The engine is wearing out.',
    action: 'Plan its replacement now.',
  }
}

/** The sensors that move at all, with what is normal for them. */
function movingChannels(engines: readonly Engine[], variant: DriftVariant): readonly DriftChannel[] {
  return sensors.flatMap((_, sensor) => {
    const first = engines.flatMap(({ cycles }) => cycles.slice(0, WARM_UP).map((values) => values[sensor] ?? Number.NaN))
    const centre = median(first)
    const scale = 1.4826 * median(first.map((value) => Math.abs(value - centre)))
    if (!(scale > 0)) return []
    const normal: Normal =
      variant.normal === 'class' ? { from: 'class', centre, scale } : { from: 'own-first-readings', scaleAtLeast: scale / 4 }
    return [{ channel: sensorName(sensor), normal, levelWeight: 0, trendWeight: 0 }]
  })
}

/** One row per cycle: level and trend of each channel and the constant 1, or undefined while warming up. */
type Life = readonly (readonly number[] | undefined)[]

function lifeOf(drift: DriftRule, { cycles }: Engine): Life {
  const memories = new Map<string, DriftMemory>()
  return cycles.map((values, i) => {
    const row = drift.channels.flatMap((channel) => {
      const value = values[Number(channel.channel.slice('sensor-'.length)) - 1] ?? Number.NaN
      const memory = stepDrift(drift, channel, memories.get(channel.channel), i * hourMs, value)
      memories.set(channel.channel, memory)
      const terms = driftTerms(drift, memory)
      return terms === undefined ? [] : [terms.level, terms.trend]
    })
    return row.length === 2 * drift.channels.length ? [...row, 1] : undefined
  })
}

/** The weights by which a life's rows best estimate the hours left. */
function fitted(lives: readonly Life[]): readonly number[] {
  const rows: (readonly number[])[] = []
  const hoursLeft: number[] = []
  for (const life of lives) {
    for (const [i, row] of life.entries()) {
      const leftH = life.length - 1 - i
      if (row === undefined || leftH > FITTED_H) continue
      rows.push(row)
      hoursLeft.push(Math.min(leftH, HORIZON_H))
    }
  }
  return ridge(rows, hoursLeft, PENALTY)
}

/** The index of every life, each by weights fitted to lives of the other folds. */
function unseenIndices(lives: readonly Life[]): readonly (readonly (number | undefined)[])[] {
  const weights = Array.from({ length: FOLDS }, (_, fold) => fitted(lives.filter((__, i) => i % FOLDS !== fold)))
  return lives.map((life, i) => life.map((row) => row?.reduce((sum, value, j) => sum + value * (weights[i % FOLDS]?.[j] ?? 0), 0)))
}

const weighed = (drift: DriftRule, weights: readonly number[]): DriftRule => ({
  ...drift,
  offset: weights.at(-1) ?? 0,
  channels: drift.channels.map((channel, i) => ({ ...channel, levelWeight: weights[2 * i] ?? 0, trendWeight: weights[2 * i + 1] ?? 0 })),
})

function latches({ isTwoLevel }: DriftVariant): readonly LatchRule[] {
  return RAISE_AT_H.flatMap((raiseAt) =>
    (isTwoLevel ? SECOND_LEVEL_H : [undefined]).flatMap((furtherH) =>
      DWELLS_H.map((dwellH) => ({
        side: 'below' as const,
        levels: [
          { severity: 'warning' as const, raiseAt, clearAt: raiseAt + HYSTERESIS_H },
          ...(furtherH === undefined
            ? []
            : [{ severity: 'alarm' as const, raiseAt: raiseAt - furtherH, clearAt: raiseAt - furtherH + HYSTERESIS_H }]),
        ],
        raiseAfterMs: dwellH * hourMs,
        clearAfterMs: dwellH * hourMs,
        gapMs: 3 * hourMs,
      })),
    ),
  )
}
