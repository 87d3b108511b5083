import { describe, expect, it } from 'vitest'
import { latencies } from './told-changes.ts'

describe('latencies', () => {
  const told = [
    { assetId: 'A', state: 'DOWN_UNPLANNED', publishedAtMs: 1_000 },
    { assetId: 'B', state: 'UP', publishedAtMs: 1_100 },
    { assetId: 'A', state: 'UP', publishedAtMs: 5_000 },
  ] as const

  it('count from the change told to its own row, past changes that say something else', () => {
    const seen = [
      { assetId: 'A', text: 'Working', atMs: 1_050 },
      { assetId: 'A', text: 'Down', atMs: 1_200 },
      { assetId: 'B', text: 'Working', atMs: 1_130 },
      { assetId: 'A', text: 'Working', atMs: 5_040 },
    ]
    expect(latencies(told, seen)).toEqual([200, 30, 40])
  })

  it('leave out a change whose row never showed it', () => {
    expect(latencies(told, [{ assetId: 'A', text: 'Working', atMs: 5_500 }])).toEqual([undefined, undefined, 500])
  })
})
