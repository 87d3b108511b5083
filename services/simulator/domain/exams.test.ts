import { describe, expect, it } from 'vitest'
import { countsExams, examCount, without } from './exams.ts'
import { exampleFleet } from './fleet.ts'
import { exampleOpenHours } from './hours.ts'

const HOUR_MS = 3_600_000
const tenMs = Date.UTC(2026, 10, 18, 10)
const fleet = exampleFleet(1).filter(({ classId }) => countsExams(classId))
const ofClass = (classId: string) => fleet.filter((asset) => asset.classId === classId)

describe('exam counts', () => {
  it('are none without an hour of use', () => {
    for (const asset of fleet) expect(examCount(1, asset, tenMs, [])).toEqual({ exams: 0 })
  })

  it.each([
    ['ct', 4, 5],
    ['mri', 1.5, 2.2],
  ])('of %s come to %d to %d an hour of use', (classId, low, high) => {
    const counts = ofClass(classId).flatMap((asset) =>
      Array.from(
        { length: 10 },
        (_, hour) =>
          examCount(1, asset, tenMs + hour * HOUR_MS, [{ fromMs: tenMs + hour * HOUR_MS, toMs: tenMs + (hour + 1) * HOUR_MS }]).exams,
      ),
    )
    const mean = counts.reduce((sum, exams) => sum + exams, 0) / counts.length
    expect(mean).toBeGreaterThan(low)
    expect(mean).toBeLessThan(high)
  })

  it('put the last exam within the time the scanner could be used', () => {
    const usable = [{ fromMs: tenMs, toMs: tenMs + 25 * 60_000 }]
    for (const asset of fleet) {
      const { lastExamMs } = examCount(1, asset, tenMs, usable)
      if (lastExamMs === undefined) continue
      expect(lastExamMs).toBeGreaterThanOrEqual(tenMs)
      expect(lastExamMs).toBeLessThan(tenMs + 25 * 60_000)
    }
  })

  it('leave out the time the scanner was out of use', () => {
    const [asset] = ofClass('ct')
    if (asset === undefined) throw new Error('the example has CT')
    const open = exampleOpenHours(asset, tenMs, tenMs + HOUR_MS)
    expect(without(open, [{ fromMs: tenMs - HOUR_MS, toMs: tenMs + 30 * 60_000 }])).toEqual([
      { fromMs: tenMs + 30 * 60_000, toMs: tenMs + HOUR_MS },
    ])
    expect(without(open, [{ fromMs: tenMs, toMs: tenMs + HOUR_MS }])).toEqual([])
    expect(without(open, [{ fromMs: tenMs + HOUR_MS, toMs: tenMs + 2 * HOUR_MS }])).toEqual(open)
  })
})
