import type { ClassSheet } from '../class-sheet.ts'
import { dayMs, hourMs } from '../duration.ts'
import { everyScannerChannels, everyScannerConditions } from './every-scanner.ts'

/** Ultrasound machines. @source Probes are 29 %, software 31 % and hardware 41 % of their failures. */
export const ultrasound: ClassSheet = {
  classId: 'ultrasound',
  heardEveryMs: hourMs,
  examsExpectedWithinOpenMs: 6 * hourMs,
  channels: [
    {
      channel: 'probe-elements-lost',
      label: 'Probe elements out of use',
      unit: '%',
      unitLabel: '%',
      possible: { from: 0, to: 100 },
      everyMs: dayMs,
    },
    ...everyScannerChannels,
  ],
  conditions: [
    {
      kind: 'probe-failing',
      watched: { by: 'threshold', channel: 'probe-elements-lost' },
      latch: {
        side: 'above',
        levels: [
          { severity: 'watch', raiseAt: 2, clearAt: 1 },
          { severity: 'warning', raiseAt: 5, clearAt: 3 },
        ],
        raiseAfterMs: 0,
        clearAfterMs: 2 * dayMs,
        gapMs: 3 * dayMs,
      },
      message: '{value} of a probe’s elements are out of use, at least {limit}.',
      action: 'Take the probe out of use for Doppler and arrange its repair or replacement.',
    },
    ...everyScannerConditions,
  ],
}
