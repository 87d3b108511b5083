import type { AssetWatch } from '@imaging/telemetry/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { watchFrom, watchText } from './watch-text.ts'

const name = fc.constantFrom('helium-level', 'room-temperature', 'helium-low')
const instant = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) })
const orNull = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary)
// JSON knows neither infinities nor a negative zero, and no watch holds one.
const value = fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0)
const latch = fc.record({
  atMs: orNull(instant),
  raisedAtMs: orNull(instant),
  levels: fc.array(fc.record({ isUp: fc.boolean(), turningSinceMs: orNull(instant) }), { maxLength: 3 }),
})
const slope = fc.record({ points: fc.array(fc.tuple(instant, value), { maxLength: 4 }), perHour: orNull(value) })
const drift = fc.record({
  count: fc.nat(),
  atMs: instant,
  first: fc.array(value, { maxLength: 4 }),
  centre: orNull(value),
  scale: orNull(value),
  fast: value,
  slow: value,
})
const rule = fc.record(
  { latch, before: latch, slopes: fc.dictionary(name, slope), drifts: fc.dictionary(name, drift) },
  { noNullPrototype: true },
)
const watch: fc.Arbitrary<AssetWatch> = fc.record({
  last: fc.dictionary(name, fc.record({ atMs: instant, value })),
  rules: fc.dictionary(name, rule),
})

describe('a watch as text', () => {
  it('brings back the watch it was made of', () => {
    fc.assert(
      fc.property(watch, (made) => {
        expect(watchFrom(watchText(made))).toEqual(made)
      }),
    )
  })
})
