import type { Channel } from '../channel.ts'
import type { ConditionRule } from '../condition-rule.ts'
import { dayMs, minuteMs } from '../duration.ts'
import { otherTemperatures, slowDrift, withinHours, withinMinutes } from './every-scanner.ts'

const everyMs = 10 * minuteMs

/** What equipment with an X-ray tube reports. @source Rising arcs and growing cooling delays come before a tube fails. */
export const tubeChannels: readonly Channel[] = [
  { channel: 'anode-heat', label: 'Tube heat', unit: '%', unitLabel: '%', possible: { from: 0, to: 120 }, everyMs },
  {
    channel: 'tube-housing-temperature',
    label: 'Tube housing temperature',
    unit: 'Cel',
    unitLabel: ' °C',
    possible: { from: -10, to: 150 },
    everyMs,
    alsoIn: otherTemperatures,
  },
  {
    channel: 'filament-current',
    label: 'Filament current',
    unit: 'A',
    unitLabel: ' A',
    possible: { from: 0, to: 20 },
    everyMs,
    alsoIn: { mA: { times: 0.001, plus: 0 } },
  },
  {
    channel: 'arcs-per-day',
    label: 'Tube arcs a day',
    unit: '1',
    unitLabel: '',
    possible: { from: 0, to: 10_000 },
    isWhole: true,
    everyMs: dayMs,
  },
]

/** What equipment with an X-ray tube is watched for. */
export const tubeConditions: readonly ConditionRule[] = [
  {
    kind: 'tube-hot',
    watched: { by: 'threshold', channel: 'tube-housing-temperature' },
    latch: {
      side: 'above',
      levels: [
        { severity: 'watch', raiseAt: 65, clearAt: 58 },
        { severity: 'warning', raiseAt: 75, clearAt: 65 },
      ],
      ...withinMinutes,
    },
    message: 'The tube housing is {value}, above {limit}.',
    action: 'Leave longer pauses between exposures. If it stays hot, ask the supplier to check the cooling.',
  },
  {
    kind: 'tube-arcing',
    watched: { by: 'threshold', channel: 'arcs-per-day' },
    latch: {
      side: 'above',
      levels: [
        { severity: 'watch', raiseAt: 5, clearAt: 2 },
        { severity: 'warning', raiseAt: 15, clearAt: 8 },
      ],
      raiseAfterMs: 0,
      clearAfterMs: 2 * dayMs,
      // One reading a day: two missed days break a run.
      gapMs: 3 * dayMs,
    },
    message: 'The X-ray tube arced {value} times in a day, at least {limit}.',
    action: 'Book a tube check with the supplier this week, and ask whether a tube is in stock.',
  },
  {
    kind: 'filament-drifting',
    watched: {
      by: 'drift',
      ...slowDrift,
      channels: [
        { channel: 'filament-current', normal: { from: 'own-first-readings', scaleAtLeast: 0.02 }, levelWeight: 1, trendWeight: 0.5 },
      ],
    },
    latch: {
      side: 'above',
      levels: [
        { severity: 'watch', raiseAt: 3, clearAt: 2 },
        { severity: 'warning', raiseAt: 5, clearAt: 3.5 },
      ],
      ...withinHours,
    },
    message: 'The filament current has moved away from what is usual for this tube.',
    action: 'Ask the supplier to look at the tube at the next visit; bring the visit forward if it grows to a warning.',
  },
]
