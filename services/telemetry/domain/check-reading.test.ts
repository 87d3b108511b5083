import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { catalogueOf, channelLimits } from './catalogue.ts'
import { classSheets } from './channels/class-sheets.ts'
import { checkReading, checkReadings } from './check-reading.ts'
import type { ClassSheet } from './class-sheet.ts'
import { createLayouts } from './layout.ts'
import { emptyWatch, watchObservation } from './watch.ts'

const catalogue = catalogueOf(classSheets)

const reasonFor = (classId: string, channel: string, value: number, unit: string): string => {
  const checked = checkReading(catalogue, classId, { channel, value, unit })
  return checked.isOk ? 'accepted' : checked.reason
}

/** A class the platform has never heard of, as an administrator would add it. */
const surgicalRobot = JSON.parse(`{
  "classId": "surgical-robot",
  "heardEveryMs": 600000,
  "channels": [
    { "channel": "arm-motor-current", "label": "Arm motor current", "unit": "A", "unitLabel": " A", "possible": { "from": 0, "to": 30 }, "everyMs": 60000,
      "alsoIn": { "mA": { "times": 0.001, "plus": 0 } } },
    { "channel": "instrument-uses-left", "label": "Instrument uses left", "unit": "1", "unitLabel": "", "possible": { "from": 0, "to": 20 }, "isWhole": true, "everyMs": 3600000 }
  ],
  "conditions": [
    { "kind": "arm-overloaded", "watched": { "by": "threshold", "channel": "arm-motor-current" },
      "latch": { "side": "above", "levels": [{ "severity": "warning", "raiseAt": 12, "clearAt": 9 }], "raiseAfterMs": 0, "clearAfterMs": 60000, "gapMs": 600000 },
      "message": "An arm motor draws {value}, above {limit}.", "action": "Finish the case with the arm unloaded and call the supplier." }
  ]
}`) as ClassSheet

describe('checking a reading', () => {
  it('accepts a reading in the channel’s own unit', () => {
    expect(checkReading(catalogue, 'mri', { channel: 'helium-level', value: 71.4, unit: '%' })).toEqual({
      isOk: true,
      reading: { channel: 'helium-level', value: 71.4, unit: '%' },
    })
  })

  it.each([
    ['mri', 'chilled-water-in', 283.15, 'K', 10, 'Cel'],
    ['mri', 'chilled-water-in', 50, '[degF]', 10, 'Cel'],
    ['mri', 'compressor-supply-pressure', 2200, 'kPa', 22, 'bar'],
    ['mri', 'vessel-pressure', 4, '[psi]', 0.27579, 'bar'],
    ['mri', 'chilled-water-flow', 0.6, 'm3/h', 10, 'L/min'],
    ['ct', 'filament-current', 4500, 'mA', 4.5, 'A'],
    ['ct', 'rotation-time', 280, 'ms', 0.28, 's'],
    ['x-ray', 'calibration-age', 48, 'h', 2, 'd'],
    ['interventional', 'dose-area-product-per-hour', 12_000, 'uGy.m2', 120, 'Gy.cm2'],
    ['interventional', 'dose-area-product-per-hour', 1500, 'mGy.cm2', 1.5, 'Gy.cm2'],
    ['pet-ct', 'coincidence-timing', 0.4, 'ns', 400, 'ps'],
  ])('converts %s %s of %d %s', (classId, channel, value, unit, converted, ownUnit) => {
    const checked = checkReading(catalogue, classId, { channel, value, unit })
    expect(checked.isOk && checked.reading.value).toBeCloseTo(converted, 4)
    expect(checked.isOk && checked.reading.unit).toBe(ownUnit)
  })

  it('refuses a unit the channel cannot have, and names those it can', () => {
    expect(reasonFor('mri', 'helium-level', 71, 'L')).toBe(
      'helium-level was sent in L, which is not a unit it can have. Possible units: %.',
    )
    expect(reasonFor('mri', 'helium-level', 71, 'constructor')).toContain('not a unit')
  })

  it('refuses an impossible value, and names what is possible', () => {
    expect(reasonFor('mri', 'helium-level', 140, '%')).toBe(
      'helium-level was sent as 140 %, which is impossible. Possible values: 0 to 100 %.',
    )
    expect(reasonFor('mri', 'chilled-water-in', 5, 'K')).toContain('sent as 5 K')
    expect(reasonFor('mri', 'helium-level', Number.NaN, '%')).toContain('impossible')
    expect(reasonFor('mri', 'compressor-on', 0.5, '1')).toContain('whole numbers from 0 to 1')
  })

  it('refuses a channel or a class it does not know, and says what to do', () => {
    expect(reasonFor('ct', 'helium-level', 71, '%')).toMatch(
      /^helium-level is not a channel of the class ct\. Known channels: anode-heat, /,
    )
    expect(reasonFor('surgical-robot', 'arm-motor-current', 1, 'A')).toContain('Add its sheet')
  })

  it('takes a surgical robot by data alone', () => {
    const withRobot = catalogueOf([...classSheets, surgicalRobot])
    const checked = checkReading(withRobot, 'surgical-robot', { channel: 'arm-motor-current', value: 13_000, unit: 'mA' })
    expect(checked.isOk && checked.reading.value).toBe(13)
    const robot = withRobot.get('surgical-robot')
    const watched = robot && watchObservation(robot, emptyWatch, { observedAtMs: 0, channels: ['arm-motor-current'], values: [13] })
    expect(watched?.changes.map(({ change, condition }) => `${condition.kind} ${change}`)).toEqual(['arm-overloaded raised'])
  })

  it('accepts a value only inside the possible range, and then in the channel’s own unit', () => {
    const cases = [...catalogue].flatMap(([classId, { sheet }]) => sheet.channels.map((channel) => ({ classId, channel })))
    fc.assert(
      fc.property(fc.constantFrom(...cases), fc.double(), ({ classId, channel }, value) => {
        const checked = checkReading(catalogue, classId, { channel: channel.channel, value, unit: channel.unit })
        const isPossible =
          value >= channel.possible.from && value <= channel.possible.to && (channel.isWhole !== true || Number.isInteger(value))
        expect(checked.isOk).toBe(isPossible)
        if (checked.isOk) expect(checked.reading.value).toBe(value)
      }),
    )
  })
})

describe('checking a message', () => {
  const channelOf = fc.constantFrom('helium-level', 'chilled-water-in', 'vessel-pressure', 'compressor-on', 'tea-level')
  const sent = fc.record({
    channel: channelOf,
    unit: fc.constantFrom('%', 'Cel', 'K', 'bar', 'kPa', '1'),
    value: fc.oneof(fc.integer({ min: -5, max: 120 }), fc.double({ min: -300, max: 300 })),
  })
  /** Almost always right, so that whole messages are accepted. */
  const right = fc.oneof(
    fc.record({ channel: fc.constant('helium-level'), unit: fc.constant('%'), value: fc.double({ min: 0, max: 100, noNaN: true }) }),
    fc.record({
      channel: fc.constant('chilled-water-in'),
      unit: fc.constantFrom('Cel', 'K', '[degF]'),
      value: fc.integer({ min: 5, max: 290 }),
    }),
    fc.record({ channel: fc.constant('compressor-on'), unit: fc.constant('1'), value: fc.integer({ min: 0, max: 1 }) }),
  )
  const classId = fc.constantFrom('mri', 'mri', 'mri', 'ct', 'kettle')

  it('comes to the same as checking its readings one by one', () => {
    const layouts = createLayouts()
    fc.assert(
      fc.property(
        classId,
        fc.array(fc.oneof({ weight: 5, arbitrary: right }, sent), { minLength: 1, maxLength: 4 }),
        (ofClass, readings) => {
          const layout = layouts.of('M-1', readings)
          const message = checkReadings(
            catalogue,
            ofClass,
            layout,
            readings.map(({ value }) => value),
          )
          const each = readings.map((reading) => checkReading(catalogue, ofClass, reading))
          const isAgain = readings.map(({ channel }, i) => readings.findIndex((other) => other.channel === channel) < i)
          const wrong = each.findIndex(({ isOk }, i) => !isOk || isAgain[i] === true)
          const one = each[wrong]
          if (one === undefined) {
            const byName = each.flatMap((ok) => (ok.isOk ? [ok.reading] : [])).toSorted((a, b) => (a.channel < b.channel ? -1 : 1))
            expect(message).toEqual({
              isOk: true,
              channels: byName.map(({ channel }) => channel),
              values: byName.map(({ value }) => value),
            })
          } else {
            const twice = `${readings[wrong]?.channel} is in this message twice. Send one value of a channel at a time.`
            expect(message).toEqual({ isOk: false, index: wrong, reason: one.isOk ? twice : one.reason })
          }
        },
      ),
      { numRuns: 500 },
    )
  })

  it('gives the very same list of channels for every message of a layout', () => {
    const layout = { channels: ['helium-level', 'compressor-on'], units: ['%', '1'] }
    const lists = [
      [70, 1],
      [71, 0],
    ].map((values) => checkReadings(catalogue, 'mri', layout, values))
    expect(lists).toMatchObject([
      { isOk: true, values: [1, 70] },
      { isOk: true, values: [0, 71] },
    ])
    expect(new Set(lists.map((checked) => checked.isOk && checked.channels)).size).toBe(1)
  })
})

describe('the channel catalogue', () => {
  it('covers every class of the fleet', () => {
    expect([...catalogue.keys()].toSorted()).toEqual([
      'ct',
      'interventional',
      'mammography',
      'mobile-x-ray',
      'mri',
      'nuclear-medicine',
      'pet-ct',
      'ultrasound',
      'x-ray',
    ])
  })

  it('tells pages where the mildest condition begins', () => {
    expect(channelLimits(catalogue, 'mri', 'helium-level')).toEqual({ low: 65 })
    expect(channelLimits(catalogue, 'mri', 'room-humidity')).toEqual({ low: 30, high: 70 })
    expect(channelLimits(catalogue, 'mri', 'shield-temperature')).toEqual({})
  })

  it('has limits that a possible value can reach and come back from', () => {
    for (const { sheet, channels } of catalogue.values()) {
      for (const { watched, latch, kind } of sheet.conditions) {
        if (watched.by !== 'threshold') continue
        const { from, to } = channels.get(watched.channel)?.possible ?? { from: 0, to: 0 }
        const reached = latch.levels.flatMap(({ raiseAt, clearAt }) => [raiseAt, clearAt])
        expect(
          reached.every((limit) => limit >= from && limit <= to),
          `${sheet.classId} ${kind}`,
        ).toBe(true)
      }
    }
  })

  it('speaks in whole sentences of at most 500 characters', () => {
    for (const { sheet } of catalogue.values()) {
      for (const { message, action, kind } of sheet.conditions) {
        for (const text of [message, action]) expect(text, kind).toMatch(/^[A-Z{].{5,498}\.$/)
      }
    }
  })

  const [channel] = surgicalRobot.channels
  const [condition] = surgicalRobot.conditions
  it.each([
    ['two sheets', [surgicalRobot, surgicalRobot], 'Class surgical-robot has two sheets'],
    ['a channel listed twice', [{ ...surgicalRobot, channels: [channel, channel] }], 'channel arm-motor-current: listed twice'],
    ['a condition on an unknown channel', [{ ...surgicalRobot, channels: [] }], 'watches arm-motor-current, which is not a channel'],
    ['a condition listed twice', [{ ...surgicalRobot, conditions: [condition, condition] }], 'condition arm-overloaded: listed twice'],
    [
      'an empty possible range',
      [{ ...surgicalRobot, channels: [{ ...channel, possible: { from: 3, to: 3 } }] }],
      'channel arm-motor-current: the possible range is empty',
    ],
    [
      'a level without hysteresis',
      [
        {
          ...surgicalRobot,
          conditions: [{ ...condition, latch: { ...condition?.latch, levels: [{ severity: 'watch', raiseAt: 5, clearAt: 5 }] } }],
        },
      ],
      'would flap',
    ],
    [
      'a window too short for a trend',
      [{ ...surgicalRobot, conditions: [{ ...condition, watched: { by: 'rate', channel: 'instrument-uses-left', overMs: 3_600_000 } }] }],
      'too short for a trend',
    ],
  ])('refuses %s', (_, sheets, message) => {
    expect(() => catalogueOf(sheets as readonly ClassSheet[])).toThrow(message)
  })
})
