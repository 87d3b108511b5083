import { describe, expect, it } from 'vitest'
import { BACK_FILL_TO_MS, STATED_PERIOD_FROM_MS, STATED_PERIOD_TO_MS } from './example-period.ts'
import { exampleFleet } from './fleet.ts'
import { exampleHistory } from './history.ts'
import { exampleOpenHours } from './hours.ts'
import { storyline } from './storyline.ts'

const MINUTE_MS = 60_000

/**
 * Hours lost, counted a second way: minute by minute from the told states alone, with the clock of Europe/London.
 * Down unplanned or in checks that follow it, while the scanner should be in use.
 */
function hoursLostByTheMinute(seed: number, classId: string): number {
  const fleet = exampleFleet(seed)
  const history = exampleHistory(seed, fleet, BACK_FILL_TO_MS, exampleOpenHours)
  const london = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: 'numeric', hour12: false })
  const localHours = new Map<number, number>()
  const hourAt = (ms: number): number => {
    const hour = Math.floor(ms / 3_600_000)
    if (!localHours.has(hour)) localHours.set(hour, Number(london.format(hour * 3_600_000)) % 24)
    return localHours.get(hour) as number
  }
  let minutes = 0
  for (const asset of fleet.filter(({ operator, classId: own }) => operator === 'RYJ' && own === classId)) {
    const closing = asset.hours === 'until-midnight' ? 24 : 20
    for (const episode of history.get(asset.assetId) ?? []) {
      const { states } = storyline(seed, asset, episode)
      const down =
        states.find(({ state }) => state === 'DOWN_UNPLANNED')?.atMs ??
        states.find(({ agreedEndMs }) => agreedEndMs !== undefined)?.agreedEndMs
      const up = states.at(-1)?.atMs
      if (down === undefined || up === undefined) continue
      for (let ms = Math.max(down, STATED_PERIOD_FROM_MS); ms < Math.min(up, STATED_PERIOD_TO_MS); ms += MINUTE_MS)
        if (hourAt(ms) >= 8 && hourAt(ms) < closing) minutes += 1
    }
  }
  return minutes / 60
}

describe('the example history', () => {
  it.each([
    ['ct', 359],
    ['mri', 1836],
  ])('loses Imperial the stated hours of %s from April to October, within 2 %%', (classId, statedHours) => {
    for (const seed of [1, 2]) {
      const hours = hoursLostByTheMinute(seed, classId)
      expect(Math.abs(hours / statedHours - 1), `${hours} hours with seed ${seed}`).toBeLessThan(0.02)
    }
  })

  const fleet = exampleFleet(1)
  const history = exampleHistory(1, fleet, BACK_FILL_TO_MS, exampleOpenHours)

  it('is the same for the same seed', () => {
    expect(exampleHistory(1, fleet, BACK_FILL_TO_MS, exampleOpenHours)).toEqual(history)
  })

  it('never has two episodes of one asset at once', () => {
    for (const episodes of history.values())
      for (const [index, episode] of episodes.entries()) {
        expect(episode.backMs).toBeGreaterThanOrEqual(episode.mendedMs)
        expect(episode.mendedMs).toBeGreaterThan(episode.fromMs)
        const next = episodes[index + 1]
        if (next !== undefined) expect(next.fromMs).toBeGreaterThan(episode.backMs)
      }
  })

  it('tells every step of a repair between the fault and the return to use', () => {
    for (const asset of fleet)
      for (const episode of history.get(asset.assetId) ?? [])
        for (const { atMs } of storyline(1, asset, episode).steps) {
          expect(atMs).toBeGreaterThanOrEqual(episode.fromMs)
          expect(atMs).toBeLessThanOrEqual(episode.backMs)
        }
  })

  it('takes several scanners of a site down together when power or chilled water fails', () => {
    const external = [...history.values()].flat().filter(({ kind }) => kind === 'external')
    const together = Map.groupBy(external, ({ fromMs }) => fromMs)
    expect([...together.values()].some((episodes) => episodes.length > 3)).toBe(true)
  })
})
