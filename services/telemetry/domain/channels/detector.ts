import type { Channel } from '../channel.ts'
import type { ConditionRule } from '../condition-rule.ts'
import { dayMs, minuteMs } from '../duration.ts'
import { otherTemperatures, withinHours, withinMinutes } from './every-scanner.ts'

/** What a flat-panel detector reports. */
export const panelChannels: readonly Channel[] = [
  {
    channel: 'detector-temperature',
    label: 'Detector temperature',
    unit: 'Cel',
    unitLabel: ' °C',
    possible: { from: -10, to: 90 },
    everyMs: 10 * minuteMs,
    alsoIn: otherTemperatures,
  },
  {
    channel: 'calibration-age',
    label: 'Days since the detector was calibrated',
    unit: 'd',
    unitLabel: ' days',
    possible: { from: 0, to: 3650 },
    everyMs: dayMs,
    alsoIn: { h: { times: 1 / 24, plus: 0 } },
  },
]

/** What a flat-panel detector is watched for. */
export const panelConditions: readonly ConditionRule[] = [
  {
    kind: 'detector-hot',
    watched: { by: 'threshold', channel: 'detector-temperature' },
    latch: { side: 'above', levels: [{ severity: 'warning', raiseAt: 45, clearAt: 41 }], ...withinMinutes },
    message: 'The detector is {value}, above {limit}.',
    action: 'Let it cool and check its vents. If it happens again, ask the supplier to check it.',
  },
  {
    kind: 'calibration-due',
    watched: { by: 'threshold', channel: 'calibration-age' },
    latch: {
      side: 'above',
      levels: [{ severity: 'watch', raiseAt: 365, clearAt: 364 }],
      raiseAfterMs: 0,
      clearAfterMs: 0,
      gapMs: 3 * dayMs,
    },
    message: 'The detector was last calibrated {value} ago.',
    action: 'Book its calibration. The interval differs by maker: confirm the one for this detector.',
  },
]

/** What equipment that runs on a battery reports. */
export const batteryChannels: readonly Channel[] = [
  { channel: 'battery-charge', label: 'Battery charge', unit: '%', unitLabel: '%', possible: { from: 0, to: 100 }, everyMs: 15 * minuteMs },
  {
    channel: 'battery-health',
    label: 'Battery capacity left',
    unit: '%',
    unitLabel: '%',
    possible: { from: 0, to: 120 },
    everyMs: dayMs,
  },
]

/** What equipment that runs on a battery is watched for. */
export const batteryConditions: readonly ConditionRule[] = [
  {
    kind: 'battery-low',
    watched: { by: 'threshold', channel: 'battery-charge' },
    latch: { side: 'below', levels: [{ severity: 'watch', raiseAt: 15, clearAt: 25 }], ...withinMinutes },
    message: 'The battery is at {value}, below {limit}.',
    action: 'Plug it in before the next round.',
  },
  {
    kind: 'battery-worn',
    watched: { by: 'threshold', channel: 'battery-health' },
    latch: { side: 'below', levels: [{ severity: 'warning', raiseAt: 60, clearAt: 70 }], ...withinHours, gapMs: 3 * dayMs },
    message: 'The battery holds {value} of what it held when new.',
    action: 'Order a battery: below half it may not last a round.',
  },
]
