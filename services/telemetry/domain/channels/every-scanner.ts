import type { Channel, Conversion } from '../channel.ts'
import type { ConditionRule } from '../condition-rule.ts'
import { dayMs, hourMs, minuteMs } from '../duration.ts'

/** Units of temperature other than degrees Celsius. Exact by definition. */
export const otherTemperatures: Readonly<Record<string, Conversion>> = {
  K: { times: 1, plus: -273.15 },
  '[degF]': { times: 5 / 9, plus: -160 / 9 },
}

/** Units of pressure other than bar. @source UCUM: 1 [psi] = 6.89475729 kPa. */
export const otherPressures: Readonly<Record<string, Conversion>> = {
  kPa: { times: 0.01, plus: 0 },
  '[psi]': { times: 0.0689475729, plus: 0 },
}

/** Long enough to sit out a restart of the gateway; a condition is not judged across a longer pause. */
export const gapMs = 3 * hourMs

/** For what changes within minutes: a quarter of an hour beyond the limit raises, and as long back clears. */
export const withinMinutes = { raiseAfterMs: 15 * minuteMs, clearAfterMs: 15 * minuteMs, gapMs }

/** For what changes within hours. */
export const withinHours = { raiseAfterMs: hourMs, clearAfterMs: 2 * hourMs, gapMs }

/** For what must be known with its first reading. It clears only after a quarter of an hour back. */
export const atOnce = { raiseAfterMs: 0, clearAfterMs: 15 * minuteMs, gapMs }

/** A day's average against a month's, after a first day of learning at one reading in ten minutes. */
export const slowDrift = { offset: 0, fastMs: dayMs, slowMs: 30 * dayMs, warmUpReadings: 144 }

/** What every class with a computer reports. */
export const everyScannerChannels: readonly Channel[] = [
  { channel: 'disk-used', label: 'Disk space used', unit: '%', unitLabel: '%', possible: { from: 0, to: 100 }, everyMs: hourMs },
  {
    channel: 'errors-per-hour',
    label: 'Error messages an hour',
    unit: '1',
    unitLabel: '',
    possible: { from: 0, to: 100_000 },
    isWhole: true,
    everyMs: hourMs,
  },
]

/** What every class with a computer is watched for. */
export const everyScannerConditions: readonly ConditionRule[] = [
  {
    kind: 'disk-filling',
    watched: { by: 'threshold', channel: 'disk-used' },
    latch: {
      side: 'above',
      levels: [
        { severity: 'watch', raiseAt: 85, clearAt: 80 },
        { severity: 'warning', raiseAt: 95, clearAt: 90 },
      ],
      ...withinHours,
    },
    message: 'The disk is {value} full, above {limit}.',
    action: 'Ask PACS or the supplier to send and clear old studies before the scanner stops saving.',
  },
  {
    kind: 'errors-rising',
    watched: {
      by: 'drift',
      ...slowDrift,
      warmUpReadings: 48,
      channels: [{ channel: 'errors-per-hour', normal: { from: 'own-first-readings', scaleAtLeast: 2 }, levelWeight: 1, trendWeight: 0 }],
    },
    latch: {
      side: 'above',
      levels: [
        { severity: 'watch', raiseAt: 4, clearAt: 2 },
        { severity: 'warning', raiseAt: 8, clearAt: 4 },
      ],
      ...withinHours,
    },
    message: 'The scanner reports many more errors than is usual for it.',
    action: 'Ask the supplier to read the error log remotely. Note any exam that had to be repeated.',
  },
]

/** What rooms with installed equipment report. */
export const roomChannels: readonly Channel[] = [
  {
    channel: 'room-temperature',
    label: 'Room temperature',
    unit: 'Cel',
    unitLabel: ' °C',
    possible: { from: -10, to: 60 },
    everyMs: 10 * minuteMs,
    alsoIn: otherTemperatures,
  },
  { channel: 'room-humidity', label: 'Room humidity', unit: '%', unitLabel: '%', possible: { from: 0, to: 100 }, everyMs: 10 * minuteMs },
]

/** What rooms with installed equipment are watched for. @source Vendors' site planning guides: 18 to 22 °C, 40 to 60 % humidity. */
export const roomConditions: readonly ConditionRule[] = [
  {
    kind: 'room-warm',
    watched: { by: 'threshold', channel: 'room-temperature' },
    latch: {
      side: 'above',
      levels: [
        { severity: 'watch', raiseAt: 24, clearAt: 22.5 },
        { severity: 'warning', raiseAt: 28, clearAt: 25 },
      ],
      ...withinMinutes,
    },
    message: 'The room is {value}, above {limit}.',
    action: 'Ask estates to check the air conditioning. The scanner may switch itself off if the room gets hotter.',
  },
  {
    kind: 'room-humid',
    watched: { by: 'threshold', channel: 'room-humidity' },
    latch: { side: 'above', levels: [{ severity: 'watch', raiseAt: 70, clearAt: 65 }], ...withinHours },
    message: 'Humidity in the room is {value}, above {limit}.',
    action: 'Ask estates to check the air conditioning and look for water.',
  },
  {
    kind: 'room-dry',
    watched: { by: 'threshold', channel: 'room-humidity' },
    latch: { side: 'below', levels: [{ severity: 'watch', raiseAt: 30, clearAt: 35 }], ...withinHours },
    message: 'Humidity in the room is {value}, below {limit}: static can upset electronics.',
    action: 'Ask estates to check the humidifier.',
  },
]
