import { describe, expect, it } from 'vitest'
import { engines, type Engine } from './engines.ts'
import { ridge } from './ridge.ts'
import { runLatch, runRule } from './run-rule.ts'
import { tuneDrift } from './tune-drift.ts'
import { tuneThreshold } from './tune-threshold.ts'

/** A made-up engine whose second sensor climbs in the last 60 of its cycles. */
function made(engine: number): Engine {
  const life = 120 + 5 * engine
  const second = (cycle: number): number => Math.sin(cycle * 7 + engine) + Math.max(0, cycle - life + 60) / 4
  const cycles = Array.from({ length: life }, (_, cycle) => Array.from({ length: 21 }, (__, sensor) => (sensor === 1 ? second(cycle) : 1)))
  return { engine, cycles }
}

describe('early warning', () => {
  it('reads whole lives in order', async () => {
    const training = await engines('train_FD001.txt.gz')
    expect(training.map(({ engine }) => engine)).toEqual(Array.from({ length: 90 }, (_, i) => i + 1))
    expect(training[0]?.cycles.length).toBe(192)
    expect(training[0]?.cycles[0]?.length).toBe(21)
  })

  it('finds the ten misplaced engines whole, with the lengths NASA gives them', async () => {
    const misplaced = (await engines('test_FD001.txt.gz')).filter(({ engine }) => engine > 100)
    expect(misplaced.map(({ cycles }) => cycles.length)).toEqual([135, 341, 155, 258, 283, 336, 202, 156, 185, 200])
  })

  it('fits a straight line', () => {
    const rows = [0, 1, 2, 3].map((x) => [x, 1])
    const [slope, offset] = ridge(rows, [1, 3, 5, 7], 0)
    expect(slope).toBeCloseTo(2)
    expect(offset).toBeCloseTo(1)
  })

  it('judges a threshold alike by its scores and through the whole service rule', () => {
    const all = Array.from({ length: 5 }, (_, i) => made(i + 1))
    const condition = tuneThreshold(all, 25)
    for (const engine of all) {
      expect(runRule(condition, engine)).toEqual(
        runLatch(
          condition.latch,
          engine.cycles.map((values) => values[1]),
        ),
      )
    }
  })

  it('learns to warn in time of a wear it was shown', () => {
    const condition = tuneDrift(
      Array.from({ length: 10 }, (_, i) => made(i + 1)),
      25,
      { normal: 'class', isTwoLevel: true },
    )
    const seen = runRule(condition, made(12))
    expect(seen.leadH).toBeGreaterThanOrEqual(25)
    expect(seen.falseLeadsH).toEqual([])
  })
})
