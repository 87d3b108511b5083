import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Interval, type Intervals, packed, unpacked } from './interval.ts'
import { clipped, intersected, merged, overlapMs, subtracted, totalMs } from './interval-algebra.ts'

const universe = 60
const anyIntervals = fc
  .array(fc.tuple(fc.integer({ min: 0, max: universe }), fc.integer({ min: 0, max: 9 })), { maxLength: 12 })
  .map((pairs) => pairs.map(([fromMs, lengthMs]): Interval => ({ fromMs, toMs: fromMs + lengthMs })))

/** The obvious meaning of intervals: the set of whole milliseconds they hold. */
const held = (intervals: readonly Interval[]): Set<number> => {
  const set = new Set<number>()
  for (const { fromMs, toMs } of intervals) for (let ms = fromMs; ms < toMs; ms += 1) set.add(ms)
  return set
}
const heldBy = (intervals: Intervals): number[] => [...held(unpacked(intervals))].toSorted((a, b) => a - b)
const inOrder = (set: Iterable<number>): number[] => [...set].toSorted((a, b) => a - b)

describe('intervals', () => {
  it('packs in order, joins what touches or overlaps, and drops what holds no time', () => {
    const list = [
      { fromMs: 8, toMs: 9 },
      { fromMs: 1, toMs: 3 },
      { fromMs: 3, toMs: 4 },
      { fromMs: 2, toMs: 3 },
      { fromMs: 6, toMs: 6 },
      { fromMs: 7, toMs: 5 },
    ]
    expect(unpacked(packed(list))).toEqual([
      { fromMs: 1, toMs: 4 },
      { fromMs: 8, toMs: 9 },
    ])
  })

  it('refuses a bound that is not a number', () => {
    expect(() => packed([{ fromMs: Number.NaN, toMs: 4 }])).toThrow('not a stretch of time')
  })

  it('are sets: union, intersection, difference, clipping and totals agree with sets of milliseconds', () => {
    fc.assert(
      fc.property(anyIntervals, anyIntervals, fc.nat(universe), fc.nat(universe), (some, others, fromMs, toMs) => {
        const left = packed(some)
        const right = packed(others)
        const leftSet = held(some)
        const rightSet = held(others)
        expect(heldBy(merged(left, right))).toEqual(inOrder(leftSet.union(rightSet)))
        expect(heldBy(intersected(left, right))).toEqual(inOrder(leftSet.intersection(rightSet)))
        expect(heldBy(subtracted(left, right))).toEqual(inOrder(leftSet.difference(rightSet)))
        expect(heldBy(clipped(left, fromMs, toMs))).toEqual(inOrder(leftSet).filter((ms) => ms >= fromMs && ms < toMs))
        expect(totalMs(left)).toBe(leftSet.size)
        expect(overlapMs(left, right)).toBe(leftSet.intersection(rightSet).size)
      }),
    )
  })

  it('stay sorted, disjoint and apart whatever is done to them', () => {
    fc.assert(
      fc.property(anyIntervals, anyIntervals, (some, others) => {
        for (const operation of [merged, intersected, subtracted]) {
          const bounds = [...operation(packed(some), packed(others))]
          expect(bounds.every((bound, index) => index === 0 || bound > (bounds[index - 1] as number))).toBe(true)
        }
      }),
    )
  })
})
