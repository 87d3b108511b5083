import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyWindow, stepSlope, type SlopeWindow } from './slope.ts'

const hourMs = 3_600_000
const overMs = 24 * hourMs

const windowOf = (values: readonly number[], everyMs = hourMs): SlopeWindow =>
  values.reduce((window, value, i) => stepSlope(window, overMs, i * everyMs, value), emptyWindow)

describe('the slope of a window', () => {
  it('is the change per hour', () => {
    expect(windowOf(Array.from({ length: 24 }, (_, i) => 70 - 0.1 * i)).perHour).toBeCloseTo(-0.1)
  })

  it('is not known from few points or a short stretch', () => {
    expect(windowOf([70, 69, 68, 67]).perHour).toBeNull()
    expect(windowOf([70, 69, 68, 67, 66, 65], hourMs).perHour).toBeNull()
  })

  it('is not moved by a wild reading in ten', () => {
    const values = Array.from({ length: 24 }, (_, i) => (i % 10 === 4 ? 0 : 70 - 0.1 * i))
    expect(windowOf(values).perHour).toBeCloseTo(-0.1, 1)
  })

  it('forgets what is older than the window', () => {
    const values = Array.from({ length: 30 }, (_, i) => (i < 17 ? 100 - i : 83))
    expect(windowOf(values, 2 * hourMs).points.length).toBe(13)
    expect(windowOf(values, 2 * hourMs).perHour).toBe(0)
  })

  it('keeps a bounded number of points, however often it is told', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3 * hourMs }), { maxLength: 300 }), (pauses) => {
        let atMs = 0
        const window = pauses.reduce((each, pauseMs) => stepSlope(each, overMs, (atMs += pauseMs), 1), emptyWindow)
        expect(window.points.length).toBeLessThanOrEqual(32)
        expect(window.points.every(([pointMs], i) => i === 0 || pointMs > (window.points[i - 1]?.[0] ?? 0))).toBe(true)
      }),
    )
  })
})
