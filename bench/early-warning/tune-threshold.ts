import type { ConditionRule, LatchRule } from '@imaging/telemetry/domain'
import type { Engine } from './engines.ts'
import { hourMs, runLatch, sensorName, sensors } from './run-rule.ts'
import { worthAbove } from './verdict.ts'

/** Limits tried: this many steps over the worse half of a sensor's values, then as many again around the best. */
const STEPS = 60

/** Distances between raising and clearing tried, in standard deviations; the first is as good as none, the last never clears. */
const HYSTERESES_SD = [0.01, 0.5, 1, 2, 100]

/** How long the value must stay beyond the limit, tried in hours. */
const DWELLS_H = [0, 1, 2, 4, 7]

/**
 * The best plain threshold: one limit on one sensor, of all sensors, limits, hystereses and dwells tried.
 *
 * @param engines The engines to tune on, and no others.
 * @param falseAlarmCostH Hours of notice one false alarm costs.
 */
export function tuneThreshold(engines: readonly Engine[], falseAlarmCostH: number): ConditionRule {
  let best: { readonly sensor: number; readonly latch: LatchRule; readonly share: number; readonly worthH: number } | undefined
  for (const [sensor] of sensors.entries()) {
    const series = engines.map(({ cycles }) => cycles.map((values) => values[sensor] ?? Number.NaN))
    const limits = limitsOf(series)
    if (limits === undefined) continue
    const tryShare = (share: number): void => {
      for (const latch of latchesAt(limits.side, limits.at(share), limits.sd)) {
        const worthH = worthAbove(best?.worthH ?? Number.NEGATIVE_INFINITY, series, (each) => runLatch(latch, each), falseAlarmCostH)
        if (worthH !== undefined) best = { sensor, latch, share, worthH }
      }
    }
    const step = 0.5 / STEPS
    for (let i = 0; i < STEPS; i += 1) tryShare(0.5 + i * step)
    const around = best?.sensor === sensor ? best.share : undefined
    if (around !== undefined) for (let i = 1; i < STEPS; i += 1) tryShare(around - step + (2 * step * i) / STEPS)
  }
  if (best === undefined) throw new RangeError('no sensor moves: give engines with readings')
  return {
    kind: 'sensor-beyond-limit',
    watched: { by: 'threshold', channel: sensorName(best.sensor) },
    latch: best.latch,
    message: 'A sensor is at {value}, beyond {limit}.',
    action: 'Inspect the engine.',
  }
}

/** Which side of a sensor is bad, and its limits by the share of all values on their good side; undefined where it does not move. */
function limitsOf(
  series: readonly (readonly number[])[],
): { readonly side: 'above' | 'below'; readonly sd: number; readonly at: (share: number) => number } | undefined {
  const sorted = series.flat().toSorted((a, b) => a - b)
  const quantile = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
  const sd = (quantile(0.84) - quantile(0.16)) / 2
  if (!(sd > 0)) return undefined
  const rises = mean(series.flatMap((each) => each.slice(-20))) > mean(series.flatMap((each) => each.slice(0, 30)))
  return rises ? { side: 'above', sd, at: quantile } : { side: 'below', sd, at: (share) => quantile(1 - share) }
}

function latchesAt(side: 'above' | 'below', limit: number, sd: number): readonly LatchRule[] {
  const back = side === 'above' ? -sd : sd
  return HYSTERESES_SD.flatMap((hysteresisSd) =>
    DWELLS_H.map((dwellH) => ({
      side,
      levels: [{ severity: 'warning' as const, raiseAt: limit, clearAt: limit + back * hysteresisSd }],
      raiseAfterMs: dwellH * hourMs,
      clearAfterMs: dwellH * hourMs,
      gapMs: 3 * hourMs,
    })),
  )
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
