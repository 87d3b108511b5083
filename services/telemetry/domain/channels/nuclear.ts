import type { Channel } from '../channel.ts'
import type { ClassSheet } from '../class-sheet.ts'
import type { ConditionRule } from '../condition-rule.ts'
import { dayMs, hourMs, minuteMs } from '../duration.ts'
import {
  everyScannerChannels,
  everyScannerConditions,
  otherTemperatures,
  roomChannels,
  roomConditions,
  withinMinutes,
} from './every-scanner.ts'
import { gantryChannels, gantryConditions } from './gantry.ts'
import { tubeChannels, tubeConditions } from './x-ray-tube.ts'

const everyMs = 10 * minuteMs

const crystalTemperature: Channel = {
  channel: 'crystal-temperature',
  label: 'Detector crystal temperature',
  unit: 'Cel',
  unitLabel: ' °C',
  possible: { from: -10, to: 60 },
  everyMs,
  alsoIn: otherTemperatures,
}

/** Crystals crack when their temperature moves by more than a few degrees an hour. @source Makers' site guides: 5 °C an hour at most. */
const crystalTemperatureChanging = (kind: string, side: 'above' | 'below', word: string): ConditionRule => ({
  kind,
  watched: { by: 'rate', channel: crystalTemperature.channel, overMs: hourMs },
  latch: {
    side,
    levels: [
      { severity: 'warning', raiseAt: side === 'above' ? 3 : -3, clearAt: side === 'above' ? 1.5 : -1.5 },
      { severity: 'alarm', raiseAt: side === 'above' ? 5 : -5, clearAt: side === 'above' ? 3 : -3 },
    ],
    ...withinMinutes,
    raiseAfterMs: 0,
  },
  message: `The detector crystal is ${word} fast: {value} in an hour, limit {limit}.`,
  action: 'Ask estates to steady the room temperature now: a crystal that cracks cannot be mended.',
})

/** A source reading once a day: it is judged at once and clears with the next good one. */
const dailyCheck = { raiseAfterMs: 0, clearAfterMs: 0, gapMs: 3 * dayMs }

/** Gamma cameras, SPECT and SPECT-CT. */
export const nuclearMedicine: ClassSheet = {
  classId: 'nuclear-medicine',
  heardEveryMs: everyMs,
  examsExpectedWithinOpenMs: 8 * hourMs,
  channels: [
    crystalTemperature,
    { channel: 'uniformity', label: 'Integral uniformity', unit: '%', unitLabel: '%', possible: { from: 0, to: 100 }, everyMs: dayMs },
    {
      channel: 'energy-peak-shift',
      label: 'Shift of the energy peak, either way',
      unit: '%',
      unitLabel: '%',
      possible: { from: 0, to: 100 },
      everyMs: dayMs,
    },
    ...roomChannels,
    ...everyScannerChannels,
  ],
  conditions: [
    crystalTemperatureChanging('crystal-warming', 'above', 'warming'),
    crystalTemperatureChanging('crystal-cooling', 'below', 'cooling'),
    {
      kind: 'uniformity-poor',
      watched: { by: 'threshold', channel: 'uniformity' },
      latch: {
        side: 'above',
        levels: [
          { severity: 'watch', raiseAt: 4, clearAt: 3.5 },
          { severity: 'warning', raiseAt: 6, clearAt: 5 },
        ],
        ...dailyCheck,
      },
      message: 'The camera’s uniformity is {value}, above {limit}.',
      action: 'Repeat the flood, then ask the physicist before the next patient. Call the supplier if it stays.',
    },
    {
      kind: 'energy-peak-shifted',
      watched: { by: 'threshold', channel: 'energy-peak-shift' },
      latch: { side: 'above', levels: [{ severity: 'warning', raiseAt: 3, clearAt: 2 }], ...dailyCheck },
      message: 'The energy peak has shifted by {value}, above {limit}.',
      action: 'Peak the camera again. Ask the physicist if it shifts a second time.',
    },
    ...roomConditions,
    ...everyScannerConditions,
  ],
}

/** PET-CT: a CT with a ring of crystals behind it. */
export const petCt: ClassSheet = {
  classId: 'pet-ct',
  heardEveryMs: everyMs,
  examsExpectedWithinOpenMs: 6 * hourMs,
  channels: [
    crystalTemperature,
    {
      channel: 'bad-blocks',
      label: 'Detector blocks out of use',
      unit: '1',
      unitLabel: '',
      possible: { from: 0, to: 2_000 },
      isWhole: true,
      everyMs: dayMs,
    },
    {
      channel: 'coincidence-timing',
      label: 'Coincidence timing resolution',
      unit: 'ps',
      unitLabel: ' ps',
      possible: { from: 50, to: 10_000 },
      everyMs: dayMs,
      alsoIn: { ns: { times: 1000, plus: 0 } },
    },
    ...tubeChannels,
    ...gantryChannels,
    ...roomChannels,
    ...everyScannerChannels,
  ],
  conditions: [
    crystalTemperatureChanging('crystal-warming', 'above', 'warming'),
    crystalTemperatureChanging('crystal-cooling', 'below', 'cooling'),
    {
      kind: 'blocks-lost',
      watched: { by: 'threshold', channel: 'bad-blocks' },
      latch: {
        side: 'above',
        levels: [
          { severity: 'watch', raiseAt: 1, clearAt: 0 },
          { severity: 'warning', raiseAt: 3, clearAt: 2 },
        ],
        ...dailyCheck,
      },
      message: '{value} detector blocks are out of use.',
      action: 'Repeat the daily check, then ask the physicist whether to scan. Call the supplier.',
    },
    {
      kind: 'timing-drifting',
      watched: {
        by: 'drift',
        offset: 0,
        fastMs: 3 * dayMs,
        slowMs: 60 * dayMs,
        warmUpReadings: 14,
        channels: [
          { channel: 'coincidence-timing', normal: { from: 'own-first-readings', scaleAtLeast: 3 }, levelWeight: 1, trendWeight: 0.5 },
        ],
      },
      latch: {
        side: 'above',
        levels: [{ severity: 'watch', raiseAt: 4, clearAt: 2.5 }],
        raiseAfterMs: dayMs,
        clearAfterMs: dayMs,
        gapMs: 3 * dayMs,
      },
      message: 'The timing of the detectors is getting worse than is usual for this scanner.',
      action: 'Ask the supplier to calibrate the timing at the next visit.',
    },
    ...tubeConditions,
    ...gantryConditions,
    ...roomConditions,
    ...everyScannerConditions,
  ],
}
