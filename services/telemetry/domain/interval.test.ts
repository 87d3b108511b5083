import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { overlapMs, without, type Interval } from './interval.ts'

const anyInterval = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20 }))
  .map(([fromMs, length]) => ({ fromMs, toMs: fromMs + length }))
const holds = (intervals: readonly Interval[], atMs: number): boolean => intervals.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs)

describe('intervals', () => {
  it('lose exactly the instants that are taken away', () => {
    const open = [
      { fromMs: 5, toMs: 30 },
      { fromMs: 40, toMs: 55 },
    ]
    fc.assert(
      fc.property(fc.array(anyInterval, { maxLength: 6 }), (removed) => {
        const left = without(open, removed)
        for (let atMs = 0; atMs < 80; atMs += 1) expect(holds(left, atMs)).toBe(holds(open, atMs) && !holds(removed, atMs))
        expect(left.every(({ fromMs, toMs }, i) => fromMs < toMs && (i === 0 || fromMs >= (left[i - 1]?.toMs ?? 0)))).toBe(true)
      }),
    )
  })

  it('count only what lies inside', () => {
    expect(
      overlapMs(
        [
          { fromMs: 0, toMs: 10 },
          { fromMs: 20, toMs: 30 },
        ],
        5,
        25,
      ),
    ).toBe(10)
    expect(overlapMs([{ fromMs: 0, toMs: 10 }], 20, 5)).toBe(0)
  })
})
