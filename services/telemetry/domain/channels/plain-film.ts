import type { ClassSheet } from '../class-sheet.ts'
import { hourMs, minuteMs } from '../duration.ts'
import { batteryChannels, batteryConditions, panelChannels, panelConditions } from './detector.ts'
import { everyScannerChannels, everyScannerConditions, roomChannels, roomConditions } from './every-scanner.ts'
import { tubeChannels, tubeConditions } from './x-ray-tube.ts'

/** X-ray rooms with a digital detector. */
export const xRay: ClassSheet = {
  classId: 'x-ray',
  heardEveryMs: 10 * minuteMs,
  examsExpectedWithinOpenMs: 4 * hourMs,
  channels: [...tubeChannels, ...panelChannels, ...roomChannels, ...everyScannerChannels],
  conditions: [...tubeConditions, ...panelConditions, ...roomConditions, ...everyScannerConditions],
}

/** Mobile X-ray units: battery driven, and heard from only while they are on a network. */
export const mobileXRay: ClassSheet = {
  classId: 'mobile-x-ray',
  heardEveryMs: 15 * minuteMs,
  examsExpectedWithinOpenMs: 24 * hourMs,
  channels: [...tubeChannels, ...panelChannels, ...batteryChannels, ...everyScannerChannels],
  conditions: [...tubeConditions, ...panelConditions, ...batteryConditions, ...everyScannerConditions],
}

/** Mammography units. Humidity and temperature matter most to their detectors. */
export const mammography: ClassSheet = {
  classId: 'mammography',
  heardEveryMs: 10 * minuteMs,
  examsExpectedWithinOpenMs: 6 * hourMs,
  channels: [
    ...tubeChannels,
    ...panelChannels,
    {
      channel: 'compression-force',
      label: 'Largest compression force today',
      unit: 'N',
      unitLabel: ' N',
      possible: { from: 0, to: 400 },
      everyMs: hourMs,
    },
    ...roomChannels,
    ...everyScannerChannels,
  ],
  conditions: [
    {
      kind: 'compression-too-strong',
      watched: { by: 'threshold', channel: 'compression-force' },
      latch: {
        side: 'above',
        levels: [{ severity: 'alarm', raiseAt: 201, clearAt: 200 }],
        raiseAfterMs: 0,
        clearAfterMs: 24 * hourMs,
        gapMs: 3 * hourMs,
      },
      message: 'Compression reached {value}; powered compression must not exceed 200 N.',
      action: 'Take the unit out of use and call the supplier and the physicist.',
      isSafety: true,
    },
    ...tubeConditions,
    ...panelConditions,
    ...roomConditions,
    ...everyScannerConditions,
  ],
}
