import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { catalogueOf } from './catalogue.ts'
import type { ClassSheet } from './class-sheet.ts'
import {
  emptyWatch,
  forgetNormal,
  standingConditions,
  watchObservation,
  watchObservations,
  type AssetWatch,
  type Observation,
} from './watch.ts'

const minuteMs = 60_000
const quick = { raiseAfterMs: 10 * minuteMs, clearAfterMs: 10 * minuteMs, gapMs: 60 * minuteMs }
const count = { unit: '1', unitLabel: '', possible: { from: -1000, to: 1000 }, everyMs: minuteMs }
const words = { message: 'Something is wrong.', action: 'Look at it.' }
const normal = { from: 'class' as const, centre: 50, scale: 5 }

const sheet: ClassSheet = {
  classId: 'magnet',
  heardEveryMs: minuteMs,
  channels: ['level', 'running', 'pressure'].map((channel) => ({ channel, label: channel, ...count })),
  conditions: [
    {
      kind: 'low',
      watched: { by: 'threshold', channel: 'level' },
      latch: { side: 'below', levels: [{ severity: 'warning', raiseAt: 30, clearAt: 35 }], ...quick },
      ...words,
    },
    {
      kind: 'falling',
      watched: { by: 'rate', channel: 'level', overMs: 60 * minuteMs },
      latch: { side: 'below', levels: [{ severity: 'watch', raiseAt: -10, clearAt: -5 }], ...quick },
      ...words,
    },
    {
      kind: 'off-and-falling',
      watched: {
        by: 'composite',
        parts: [
          { channel: 'running', looksAt: 'value', is: 'at-most', limit: 0 },
          { channel: 'level', looksAt: { changePerHourOverMs: 60 * minuteMs }, is: 'at-most', limit: -10 },
        ],
      },
      latch: { side: 'above', levels: [{ severity: 'alarm', raiseAt: 1, clearAt: 0 }], ...quick },
      ...words,
    },
    {
      kind: 'wearing',
      watched: {
        by: 'drift',
        channels: ['level', 'pressure'].map((channel) => ({ channel, normal, levelWeight: -1, trendWeight: 1 })),
        offset: 0,
        fastMs: 20 * minuteMs,
        slowMs: 200 * minuteMs,
        warmUpReadings: 3,
      },
      latch: { side: 'above', levels: [{ severity: 'watch', raiseAt: 2, clearAt: 1 }], ...quick },
      ...words,
    },
  ],
}

const magnet = catalogueOf([sheet]).get('magnet') ?? fail()

function fail(): never {
  throw new Error('the sheet just made is missing')
}

/** Watches observations one after the other; gives the last watch and every change by name. */
function follow(observations: readonly Observation[], from: AssetWatch = emptyWatch): { watch: AssetWatch; changes: string[] } {
  const changes: string[] = []
  let watch = from
  for (const observation of observations) {
    const watched = watchObservation(magnet, watch, observation)
    watch = watched.watch
    for (const { change, condition, atMs } of watched.changes) changes.push(`${condition.kind} ${change} at ${atMs / minuteMs}`)
  }
  return { watch, changes }
}

const at = (minute: number, values: Record<string, number>): Observation => ({
  observedAtMs: minute * minuteMs,
  channels: Object.keys(values),
  values: Object.values(values),
})

const observations = fc
  .array(
    fc.record({
      pause: fc.integer({ min: 1, max: 25 }),
      values: fc.record(
        { level: fc.integer({ min: 0, max: 100 }), running: fc.integer({ min: 0, max: 1 }), pressure: fc.integer({ min: 0, max: 100 }) },
        { requiredKeys: [] },
      ),
    }),
    { maxLength: 30 },
  )
  .map((steps) => {
    let minute = 0
    return steps.map(({ pause, values }) => at((minute += pause), values as Record<string, number>))
  })

describe('watching an asset', () => {
  it('raises a threshold condition once and clears it once', () => {
    const low = [40, 29, 29, 29, 29, 36, 36, 36, 36].map((level, i) => at(5 * i, { level }))
    expect(follow(low).changes.filter((change) => change.startsWith('low'))).toEqual(['low raised at 15', 'low cleared at 35'])
  })

  it('raises an alarm when the compressor is off and the level falls, and not for either alone', () => {
    const falling = Array.from({ length: 20 }, (_, i) => at(5 * i, { level: 100 - 2 * i, running: 0 }))
    expect(follow(falling).changes).toContain('off-and-falling raised at 40')
    const runningFalling = Array.from({ length: 20 }, (_, i) => at(5 * i, { level: 100 - 2 * i, running: 1 }))
    const offSteady = Array.from({ length: 20 }, (_, i) => at(5 * i, { level: 100, running: 0 }))
    for (const alone of [runningFalling, offSteady]) expect(follow(alone).changes.join()).not.toContain('off-and-falling')
  })

  it('says nothing of two facts that were not known at about the same time', () => {
    const off = [at(0, { running: 0 })]
    const falling = Array.from({ length: 20 }, (_, i) => at(120 + 5 * i, { level: 100 - 2 * i }))
    expect(follow([...off, ...falling]).changes.join()).not.toContain('off-and-falling')
  })

  it('passes over a late reading and says so', () => {
    const { watch } = follow([at(10, { level: 50 })])
    const late = watchObservation(magnet, watch, at(5, { level: 1, running: 1 }))
    expect(late.passedOver).toEqual(['level'])
    expect(late.watch.last['level']?.value).toBe(50)
    expect(late.watch.last['running']?.value).toBe(1)
  })

  it('learns a new normal after work, without clearing what stands', () => {
    const low = [20, 20, 20, 20].map((level, i) => at(5 * i, { level }))
    const { watch } = follow(low)
    expect(standingConditions(magnet, forgetNormal(watch)).map(({ rule }) => rule.kind)).toEqual(['low'])
    expect(forgetNormal(watch).rules['wearing']?.drifts).toEqual({})
  })

  it('comes to the same however the channels of one instant are ordered', () => {
    fc.assert(
      fc.property(observations, fc.infiniteStream(fc.boolean()), (all, flips) => {
        const turned = <T>(list: readonly T[], isReversed: boolean): T[] =>
          isReversed ? list.toReversed() : [...list.slice(1), ...list.slice(0, 1)]
        const shuffled = all.map(({ observedAtMs, channels, values }) => {
          const isReversed = flips.next().value === true
          return { observedAtMs, channels: turned(channels, isReversed), values: turned(values, isReversed) }
        })
        expect(follow(shuffled).watch).toEqual(follow(all).watch)
      }),
    )
  })

  it('comes to the same when one instant arrives in parts, in any order', () => {
    fc.assert(
      fc.property(observations, fc.infiniteStream(fc.boolean()), (all, flips) => {
        const parts = all.flatMap(({ observedAtMs, channels, values }) => {
          const single = channels.map((channel, i) => ({ observedAtMs, channels: [channel], values: values.slice(i, i + 1) }))
          return flips.next().value === true ? single.toReversed() : single
        })
        expect(follow(parts).watch).toEqual(follow(all).watch)
      }),
    )
  })

  it('changes nothing when any of it comes again', () => {
    fc.assert(
      fc.property(observations, fc.nat(), (all, from) => {
        const { watch } = follow(all)
        const again = follow(all.slice(from % (all.length + 1)), watch)
        expect(again.changes).toEqual([])
        expect(again.watch).toEqual(watch)
      }),
    )
  })

  it('comes to the same judged together as one by one, and leaves the watch it began with as it was', () => {
    fc.assert(
      fc.property(observations, observations, (earlier, all) => {
        const { watch } = follow(earlier)
        const asItWas = JSON.stringify(watch)
        const together = watchObservations(magnet, watch, all)
        let one = watch
        const judged = all.map((observation) => {
          const { watch: next, ...each } = watchObservation(magnet, one, observation)
          one = next
          return each
        })
        expect(together).toEqual({ watch: one, judged })
        expect(JSON.stringify(watch)).toBe(asItWas)
      }),
    )
  })

  it('can be stored as JSON between any two observations', () => {
    fc.assert(
      fc.property(observations, (all) => {
        let stored = emptyWatch
        const changes: string[] = []
        for (const observation of all) {
          const step = follow([observation], JSON.parse(JSON.stringify(stored)) as AssetWatch)
          stored = step.watch
          changes.push(...step.changes)
        }
        expect({ watch: stored, changes }).toEqual(follow(all))
      }),
    )
  })

  it('raises and clears in turn, and what stands is what was raised last', () => {
    fc.assert(
      fc.property(observations, (all) => {
        const { watch, changes } = follow(all)
        for (const { kind } of sheet.conditions) {
          const own = changes.filter((change) => change.startsWith(`${kind} `)).map((change) => change.split(' ')[1])
          own.forEach((change, i) => expect(change).toBe(i % 2 === 0 ? 'raised' : 'cleared'))
          const stands = standingConditions(magnet, watch).some(({ rule }) => rule.kind === kind)
          expect(stands).toBe(own.length % 2 === 1)
        }
      }),
    )
  })
})
