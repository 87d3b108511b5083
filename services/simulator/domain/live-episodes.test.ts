import { describe, expect, it } from 'vitest'
import { exampleFleet } from './fleet.ts'
import { liveEpisodes } from './live-episodes.ts'

const DAY_MS = 86_400_000
const fleet = exampleFleet(1)
const magnets = fleet.filter(({ classId }) => classId === 'mri')
const sinceMs = Date.UTC(2026, 10, 22, 9)
const lived = (speed: number, days: number) =>
  magnets.flatMap((asset) => liveEpisodes(1, asset, { sinceMs, speed }, 1, sinceMs, sinceMs + days * DAY_MS)).map(({ episode }) => episode)

describe('a live run', () => {
  it('is quiet at speed 0', () => {
    expect(lived(0, 365)).toEqual([])
  })

  it('makes as many failures in an hour at speed 60 as in 60 hours of life, each 60 times as short', () => {
    const life = lived(1, 300)
    const fast = lived(60, 5)
    expect(fast.length).toBe(life.length)
    const meanMs = (episodes: typeof life): number =>
      episodes.reduce((sum, { fromMs, backMs }) => sum + backMs - fromMs, 0) / episodes.length
    expect(meanMs(life) / meanMs(fast)).toBeCloseTo(60, 1)
  })

  it('is the same however the time is cut', () => {
    const [asset] = magnets
    if (asset === undefined) throw new Error('the example has magnets')
    const pace = { sinceMs, speed: 60 }
    const whole = liveEpisodes(1, asset, pace, 1, sinceMs, sinceMs + 5 * DAY_MS)
    const days = Array.from({ length: 5 }, (_, day) =>
      liveEpisodes(1, asset, pace, 1, sinceMs + day * DAY_MS, sinceMs + (day + 1) * DAY_MS),
    )
    expect(days.flat()).toEqual(whole)
    expect(whole.length).toBeGreaterThan(3)
  })

  it('tells nothing before it happens', () => {
    for (const asset of fleet)
      for (const { episode, states } of liveEpisodes(1, asset, { sinceMs, speed: 60 }, 1, sinceMs, sinceMs + DAY_MS))
        for (const { atMs, toldMs } of states) {
          expect(atMs).toBeGreaterThanOrEqual(episode.fromMs)
          expect(toldMs).toBeGreaterThanOrEqual(atMs)
        }
  })
})
