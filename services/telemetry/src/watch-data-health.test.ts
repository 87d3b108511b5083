import { calendarOf, weekdays } from '@imaging/calendar'
import type { AssetSnapshot } from '@imaging/schemas'
import { describe, expect, it } from 'vitest'
import { healthOf } from './watch-data-health.ts'

const HOUR_MS = 3_600_000
/** A Wednesday, 9am in London. */
const nowMs = Date.parse('2026-06-10T08:00:00Z')
const hours = { patterns: [{ week: Object.fromEntries(weekdays.map((day) => [day, [{ from: '08:00', to: '20:00' }]])) }] }
const known = (changes: Partial<AssetSnapshot> = {}) => ({
  asset: { status: 'IN_USE', feed: { fitted: true, expectedEveryS: 600 }, ...changes } as AssetSnapshot,
  operatingHours: calendarOf(hours),
})

const heardAt = (observedAtMs: number, arrivedAtMs = observedAtMs) => ({ observedAtMs, arrivedAtMs })

describe('the health of a signal', () => {
  it('is live while readings come, since the last one', () => {
    const observedAtMs = nowMs - 300_000
    expect(healthOf(known(), { last: heardAt(observedAtMs), knownSinceMs: 0 }, nowMs)).toEqual({ health: 'LIVE', sinceMs: observedAtMs })
  })

  it('is silent from the moment three readings of opening hours were missed, however long the night', () => {
    const lastEvening = Date.parse('2026-06-09T18:55:00Z')
    const health = healthOf(known(), { last: heardAt(lastEvening), knownSinceMs: 0 }, nowMs)
    // Five minutes of the evening, then 25 of the morning.
    expect(health).toEqual({ health: 'SILENT', sinceMs: Date.parse('2026-06-10T07:25:00Z') })
  })

  it('cannot be missed before the asset was known: a new register makes nothing silent', () => {
    expect(healthOf(known(), { last: undefined, knownSinceMs: nowMs }, nowMs).health).toBe('LIVE')
    expect(healthOf(known(), { last: undefined, knownSinceMs: nowMs - HOUR_MS }, nowMs)).toEqual({
      health: 'SILENT',
      sinceMs: nowMs - HOUR_MS / 2,
    })
  })

  it('is not missed while old readings are still coming: a back-fill is on its way', () => {
    const lastWeek = nowMs - 7 * 24 * HOUR_MS
    expect(healthOf(known(), { last: heardAt(lastWeek, nowMs - 1_000), knownSinceMs: 0 }, nowMs).health).toBe('LIVE')
    expect(healthOf(known(), { last: heardAt(lastWeek, nowMs - HOUR_MS), knownSinceMs: 0 }, nowMs).health).toBe('SILENT')
  })

  it('is not connected without a feed, or once the asset is decommissioned', () => {
    for (const asset of [known({ feed: { fitted: false } }), known({ status: 'DECOMMISSIONED' })])
      expect(healthOf(asset, { last: heardAt(nowMs), knownSinceMs: 0 }, nowMs).health).toBe('NOT_CONNECTED')
  })
})
