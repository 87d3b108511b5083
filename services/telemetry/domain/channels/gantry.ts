import type { Channel } from '../channel.ts'
import type { ConditionRule } from '../condition-rule.ts'
import { minuteMs } from '../duration.ts'
import { otherTemperatures, slowDrift, withinHours, withinMinutes } from './every-scanner.ts'

const everyMs = 10 * minuteMs

/** What a CT gantry reports beside its tube. */
export const gantryChannels: readonly Channel[] = [
  { channel: 'rotor-current', label: 'Anode rotor current', unit: 'A', unitLabel: ' A', possible: { from: 0, to: 100 }, everyMs },
  {
    channel: 'rotation-time',
    label: 'Gantry rotation time',
    unit: 's',
    unitLabel: ' s',
    possible: { from: 0.1, to: 10 },
    everyMs,
    alsoIn: { ms: { times: 0.001, plus: 0 } },
  },
  { channel: 'cooling-pump-current', label: 'Cooling pump current', unit: 'A', unitLabel: ' A', possible: { from: 0, to: 50 }, everyMs },
  {
    channel: 'cooling-pump-frequency',
    label: 'Cooling pump frequency',
    unit: 'Hz',
    unitLabel: ' Hz',
    possible: { from: 0, to: 400 },
    everyMs,
  },
  {
    channel: 'detector-temperature',
    label: 'Detector temperature',
    unit: 'Cel',
    unitLabel: ' °C',
    possible: { from: -10, to: 90 },
    everyMs,
    alsoIn: otherTemperatures,
  },
  {
    channel: 'bad-detector-channels',
    label: 'Detector channels out of use',
    unit: '1',
    unitLabel: '',
    possible: { from: 0, to: 100_000 },
    isWhole: true,
    everyMs,
  },
  {
    channel: 'tube-scan-seconds',
    label: 'Scan seconds on this tube',
    unit: 's',
    unitLabel: ' s',
    possible: { from: 0, to: 10_000_000 },
    everyMs,
  },
]

/** What a CT gantry is watched for. @source A mid-range tube lasts 0.8 to 1.6 million scan seconds. */
export const gantryConditions: readonly ConditionRule[] = [
  {
    kind: 'tube-wearing',
    watched: {
      by: 'drift',
      ...slowDrift,
      channels: [
        { channel: 'rotor-current', normal: { from: 'own-first-readings', scaleAtLeast: 0.05 }, levelWeight: 0.25, trendWeight: 0.1 },
        {
          channel: 'cooling-pump-current',
          normal: { from: 'own-first-readings', scaleAtLeast: 0.05 },
          levelWeight: 0.25,
          trendWeight: 0.1,
        },
        { channel: 'filament-current', normal: { from: 'own-first-readings', scaleAtLeast: 0.02 }, levelWeight: 0.25, trendWeight: 0.1 },
        {
          channel: 'tube-housing-temperature',
          normal: { from: 'own-first-readings', scaleAtLeast: 1 },
          levelWeight: 0.25,
          trendWeight: 0.1,
        },
      ],
    },
    latch: {
      side: 'above',
      levels: [
        { severity: 'watch', raiseAt: 2, clearAt: 1.2 },
        { severity: 'warning', raiseAt: 3.5, clearAt: 2.5 },
      ],
      ...withinHours,
    },
    message: 'The tube and its cooling no longer behave as is usual for this scanner: the tube may be wearing out.',
    action: 'Ask the supplier for a tube check and whether a tube is in stock, so that a change can be planned.',
  },
  {
    kind: 'tube-old',
    watched: { by: 'threshold', channel: 'tube-scan-seconds' },
    latch: { side: 'above', levels: [{ severity: 'watch', raiseAt: 1_200_000, clearAt: 1_000_000 }], ...withinHours },
    message: 'The tube has scanned for {value}; tubes of this kind last 800,000 to 1,600,000 s.',
    action: 'Plan the tube change with the supplier for a quiet day.',
  },
  {
    kind: 'detector-hot',
    watched: { by: 'threshold', channel: 'detector-temperature' },
    latch: { side: 'above', levels: [{ severity: 'warning', raiseAt: 42, clearAt: 39 }], ...withinMinutes },
    message: 'The detector is {value}, above {limit}.',
    action: 'Check the room temperature and the air filters, then ask the supplier to check the detector’s cooling.',
  },
  {
    kind: 'detector-channels-lost',
    watched: { by: 'threshold', channel: 'bad-detector-channels' },
    latch: {
      side: 'above',
      levels: [
        { severity: 'watch', raiseAt: 10, clearAt: 7 },
        { severity: 'warning', raiseAt: 50, clearAt: 40 },
      ],
      ...withinHours,
    },
    message: '{value} detector channels are out of use.',
    action: 'Look for rings in images, run the daily calibration and tell the physicist if they stay.',
  },
]
