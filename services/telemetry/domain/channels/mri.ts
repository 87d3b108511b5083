import type { ClassSheet } from '../class-sheet.ts'
import { hourMs, minuteMs } from '../duration.ts'
import {
  atOnce,
  everyScannerChannels,
  everyScannerConditions,
  otherPressures,
  otherTemperatures,
  roomChannels,
  roomConditions,
  slowDrift,
  withinHours,
  withinMinutes,
} from './every-scanner.ts'

const everyMs = 10 * minuteMs

/**
 * MRI scanners with a helium-cooled magnet.
 *
 * @source Helium 65 and 55 % and the watch on its rate of fall as vendors' remote monitoring does it; compressor off for a quarter of an
 * hour; pulse-tube cold heads near 4 K and 40 K; compressor 20 to 24 bar out and 5 to 8 bar back; chilled water 6 to 14 °C.
 */
export const mri: ClassSheet = {
  classId: 'mri',
  heardEveryMs: everyMs,
  examsExpectedWithinOpenMs: 4 * hourMs,
  channels: [
    { channel: 'helium-level', label: 'Helium level', unit: '%', unitLabel: '%', possible: { from: 0, to: 100 }, everyMs },
    {
      channel: 'vessel-pressure',
      label: 'Magnet vessel pressure',
      unit: 'bar',
      unitLabel: ' bar',
      possible: { from: -0.5, to: 3 },
      everyMs,
      alsoIn: otherPressures,
    },
    {
      channel: 'cold-head-temperature',
      label: 'Cold head temperature, second stage',
      unit: 'K',
      unitLabel: ' K',
      possible: { from: 1.5, to: 330 },
      everyMs,
    },
    { channel: 'shield-temperature', label: 'Shield temperature', unit: 'K', unitLabel: ' K', possible: { from: 10, to: 330 }, everyMs },
    {
      channel: 'compressor-on',
      label: 'Compressor running',
      unit: '1',
      unitLabel: '',
      possible: { from: 0, to: 1 },
      isWhole: true,
      everyMs,
    },
    {
      channel: 'compressor-supply-pressure',
      label: 'Compressor pressure out',
      unit: 'bar',
      unitLabel: ' bar',
      possible: { from: 0, to: 40 },
      everyMs,
      alsoIn: otherPressures,
    },
    {
      channel: 'compressor-return-pressure',
      label: 'Compressor pressure back',
      unit: 'bar',
      unitLabel: ' bar',
      possible: { from: 0, to: 25 },
      everyMs,
      alsoIn: otherPressures,
    },
    {
      channel: 'chilled-water-in',
      label: 'Chilled water temperature in',
      unit: 'Cel',
      unitLabel: ' °C',
      possible: { from: -5, to: 60 },
      everyMs,
      alsoIn: otherTemperatures,
    },
    {
      channel: 'chilled-water-flow',
      label: 'Chilled water flow',
      unit: 'L/min',
      unitLabel: ' l/min',
      possible: { from: 0, to: 300 },
      everyMs,
      alsoIn: { 'm3/h': { times: 1000 / 60, plus: 0 } },
    },
    {
      channel: 'gradient-amplifier-temperature',
      label: 'Gradient amplifier temperature',
      unit: 'Cel',
      unitLabel: ' °C',
      possible: { from: -10, to: 150 },
      everyMs,
      alsoIn: otherTemperatures,
    },
    { channel: 'rf-reflected-power', label: 'RF power reflected', unit: '%', unitLabel: '%', possible: { from: 0, to: 100 }, everyMs },
    { channel: 'oxygen', label: 'Oxygen in the room', unit: '%', unitLabel: '%', possible: { from: 0, to: 30 }, everyMs: minuteMs },
    { channel: 'quench', label: 'Quench', unit: '1', unitLabel: '', possible: { from: 0, to: 1 }, isWhole: true, everyMs },
    ...roomChannels,
    ...everyScannerChannels,
  ],
  conditions: [
    {
      kind: 'quench',
      watched: { by: 'threshold', channel: 'quench' },
      latch: { side: 'above', levels: [{ severity: 'alarm', raiseAt: 1, clearAt: 0 }], ...atOnce },
      message: 'The magnet has quenched.',
      action: 'Get everybody out of the room and keep it closed. Call the MR Responsible Person and the supplier now.',
      isSafety: true,
    },
    {
      kind: 'oxygen-low',
      watched: { by: 'threshold', channel: 'oxygen' },
      latch: {
        side: 'below',
        levels: [
          { severity: 'warning', raiseAt: 19.5, clearAt: 20 },
          { severity: 'alarm', raiseAt: 18, clearAt: 19.5 },
        ],
        ...atOnce,
      },
      message: 'Oxygen in the room is {value}, below {limit}.',
      action: 'Get everybody out of the room and follow the local rules for helium. Call the MR Responsible Person now.',
      isSafety: true,
    },
    {
      kind: 'helium-low',
      watched: { by: 'threshold', channel: 'helium-level' },
      latch: {
        side: 'below',
        levels: [
          { severity: 'warning', raiseAt: 65, clearAt: 67 },
          { severity: 'alarm', raiseAt: 55, clearAt: 57 },
        ],
        ...withinHours,
      },
      message: 'Helium is at {value}, below {limit}.',
      action: 'Call the supplier today to arrange a refill and to find out why it fell.',
    },
    {
      kind: 'helium-falling',
      watched: { by: 'rate', channel: 'helium-level', overMs: 24 * hourMs },
      latch: {
        side: 'below',
        levels: [
          { severity: 'warning', raiseAt: -0.5 / 24, clearAt: -0.25 / 24 },
          { severity: 'alarm', raiseAt: -2 / 24, clearAt: -1 / 24 },
        ],
        ...withinHours,
      },
      message: 'Helium is falling by {valuePerDay} a day, faster than {limitPerDay} a day.',
      action: 'Call the supplier today. Check that the compressor runs and the chilled water is cold.',
    },
    {
      kind: 'compressor-off-helium-falling',
      watched: {
        by: 'composite',
        parts: [
          { channel: 'compressor-on', looksAt: 'value', is: 'at-most', limit: 0 },
          { channel: 'helium-level', looksAt: { changePerHourOverMs: 4 * hourMs }, is: 'at-most', limit: -0.05 },
        ],
      },
      latch: { side: 'above', levels: [{ severity: 'alarm', raiseAt: 1, clearAt: 0 }], ...withinMinutes },
      message: 'The compressor is off and helium is falling.',
      action: 'Call the supplier now and restore power or chilled water to the compressor: a quench can follow within days.',
      isSafety: true,
    },
    {
      kind: 'compressor-off',
      watched: { by: 'threshold', channel: 'compressor-on' },
      latch: { side: 'below', levels: [{ severity: 'alarm', raiseAt: 0, clearAt: 1 }], ...withinMinutes },
      message: 'The helium compressor has been off for 15 minutes.',
      action: 'Check its power and chilled water, then restart it. If it does not start, call the supplier now.',
    },
    {
      kind: 'vessel-pressure-high',
      watched: { by: 'threshold', channel: 'vessel-pressure' },
      latch: { side: 'above', levels: [{ severity: 'warning', raiseAt: 0.35, clearAt: 0.3 }], ...withinHours },
      message: 'The pressure in the magnet vessel is {value}, above {limit}.',
      action: 'Call the supplier today. The limit differs by maker: confirm the one for this magnet.',
    },
    {
      kind: 'cooling-worsening',
      watched: {
        by: 'drift',
        ...slowDrift,
        channels: [
          {
            channel: 'cold-head-temperature',
            normal: { from: 'own-first-readings', scaleAtLeast: 0.05 },
            levelWeight: 0.4,
            trendWeight: 0.2,
          },
          { channel: 'shield-temperature', normal: { from: 'own-first-readings', scaleAtLeast: 0.3 }, levelWeight: 0.4, trendWeight: 0.2 },
          { channel: 'vessel-pressure', normal: { from: 'own-first-readings', scaleAtLeast: 0.01 }, levelWeight: 0.2, trendWeight: 0.1 },
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
      message: 'The magnet is getting warmer than is usual for it: the cold head may be wearing out.',
      action: 'Ask the supplier to check the cold head and compressor at the next visit; bring it forward if this grows to a warning.',
    },
    {
      kind: 'chilled-water-warm',
      watched: { by: 'threshold', channel: 'chilled-water-in' },
      latch: {
        side: 'above',
        levels: [
          { severity: 'warning', raiseAt: 14, clearAt: 12.5 },
          { severity: 'alarm', raiseAt: 20, clearAt: 16 },
        ],
        ...withinMinutes,
      },
      message: 'Chilled water comes in at {value}, above {limit}.',
      action: 'Ask estates to check the chiller now. The compressor stops when its water is too warm.',
    },
    {
      kind: 'chilled-water-slow',
      watched: { by: 'threshold', channel: 'chilled-water-flow' },
      latch: { side: 'below', levels: [{ severity: 'warning', raiseAt: 5, clearAt: 7 }], ...withinMinutes },
      message: 'Chilled water flows at {value}, below {limit}.',
      action: 'Ask estates to check the chiller pump, filters and valves.',
    },
    {
      kind: 'gradient-amplifier-hot',
      watched: { by: 'threshold', channel: 'gradient-amplifier-temperature' },
      latch: { side: 'above', levels: [{ severity: 'warning', raiseAt: 60, clearAt: 52 }], ...withinMinutes },
      message: 'The gradient amplifier is {value}, above {limit}.',
      action: 'Avoid long diffusion and functional sequences, and ask the supplier to check its cooling.',
    },
    {
      kind: 'rf-reflected',
      watched: { by: 'threshold', channel: 'rf-reflected-power' },
      latch: { side: 'above', levels: [{ severity: 'watch', raiseAt: 15, clearAt: 10 }], ...withinMinutes },
      message: '{value} of the RF power is reflected, above {limit}.',
      action: 'Check coils and their plugs; take a coil that does it again out of use and report it.',
    },
    ...roomConditions,
    ...everyScannerConditions,
  ],
}
