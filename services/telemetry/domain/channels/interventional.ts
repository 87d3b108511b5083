import type { ClassSheet } from '../class-sheet.ts'
import { hourMs, minuteMs } from '../duration.ts'
import { panelChannels, panelConditions } from './detector.ts'
import {
  everyScannerChannels,
  everyScannerConditions,
  otherTemperatures,
  roomChannels,
  roomConditions,
  withinMinutes,
} from './every-scanner.ts'
import { tubeChannels, tubeConditions } from './x-ray-tube.ts'

/** Angiography and fluoroscopy rooms: long exposures, so that heat and its cooling come first. */
export const interventional: ClassSheet = {
  classId: 'interventional',
  heardEveryMs: 10 * minuteMs,
  examsExpectedWithinOpenMs: 12 * hourMs,
  channels: [
    ...tubeChannels,
    ...panelChannels,
    {
      channel: 'tube-coolant-temperature',
      label: 'Tube coolant temperature',
      unit: 'Cel',
      unitLabel: ' °C',
      possible: { from: -10, to: 120 },
      everyMs: 10 * minuteMs,
      alsoIn: otherTemperatures,
    },
    {
      channel: 'dose-area-product-per-hour',
      label: 'Dose-area product an hour',
      unit: 'Gy.cm2',
      unitLabel: ' Gy·cm²',
      possible: { from: 0, to: 5_000 },
      everyMs: hourMs,
      alsoIn: { 'uGy.m2': { times: 0.01, plus: 0 }, 'mGy.cm2': { times: 0.001, plus: 0 } },
    },
    ...roomChannels,
    ...everyScannerChannels,
  ],
  conditions: [
    {
      kind: 'tube-coolant-hot',
      watched: { by: 'threshold', channel: 'tube-coolant-temperature' },
      latch: {
        side: 'above',
        levels: [
          { severity: 'watch', raiseAt: 45, clearAt: 40 },
          { severity: 'warning', raiseAt: 55, clearAt: 48 },
        ],
        ...withinMinutes,
      },
      message: 'The tube’s coolant is {value}, above {limit}.',
      action: 'Finish the case in hand at low frame rates and ask the supplier to check the cooler before the next.',
    },
    ...tubeConditions,
    ...panelConditions,
    ...roomConditions,
    ...everyScannerConditions,
  ],
}
