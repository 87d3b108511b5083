import type { ClassSheet } from '../class-sheet.ts'
import { hourMs, minuteMs } from '../duration.ts'
import { everyScannerChannels, everyScannerConditions, roomChannels, roomConditions } from './every-scanner.ts'
import { gantryChannels, gantryConditions } from './gantry.ts'
import { tubeChannels, tubeConditions } from './x-ray-tube.ts'

const everyMs = 10 * minuteMs

/** CT scanners. @source Rotation time, scan duration and the cooling pump's frequency and current announced tube changes on 137 scanners. */
export const ct: ClassSheet = {
  classId: 'ct',
  heardEveryMs: everyMs,
  examsExpectedWithinOpenMs: 3 * hourMs,
  channels: [...tubeChannels, ...gantryChannels, ...roomChannels, ...everyScannerChannels],
  conditions: [...tubeConditions, ...gantryConditions, ...roomConditions, ...everyScannerConditions],
}
