import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarOf } from './calendar.ts'
import { addOpenTime, openTimeBetween } from './open-time.ts'

const hourMs = 3_600_000
const utc = (text: string): number => Date.parse(text)
const nineToFive = [{ from: '09:00', to: '17:00' }]
const week = { monday: nineToFive, tuesday: nineToFive, wednesday: nineToFive, thursday: nineToFive, friday: nineToFive }
const office = calendarOf({ patterns: [{ week }], exceptions: [{ date: '2026-01-01', hours: [] }] })

describe('open time', () => {
  it('runs only while the calendar is open, over nights, weekends and closed dates', () => {
    expect(addOpenTime(office, utc('2026-01-05T16:00:00Z'), 2 * hourMs)).toEqual({ kind: 'reached', atMs: utc('2026-01-06T10:00:00Z') })
    expect(addOpenTime(office, utc('2026-01-09T20:00:00Z'), hourMs)).toEqual({ kind: 'reached', atMs: utc('2026-01-12T10:00:00Z') })
    expect(addOpenTime(office, utc('2025-12-31T16:00:00Z'), 4 * hourMs)).toEqual({ kind: 'reached', atMs: utc('2026-01-02T12:00:00Z') })
  })

  it('ends at closing time, not at the next opening', () => {
    expect(addOpenTime(office, utc('2026-01-05T09:00:00Z'), 8 * hourMs)).toEqual({ kind: 'reached', atMs: utc('2026-01-05T17:00:00Z') })
  })

  it('ends at once without a duration, even when closed', () => {
    expect(addOpenTime(office, utc('2026-01-04T00:00:00Z'), 0)).toEqual({ kind: 'reached', atMs: utc('2026-01-04T00:00:00Z') })
  })

  it('says so when the calendar never opens for long enough again', () => {
    const ended = calendarOf({ patterns: [{ validTo: '2026-01-06', week }] })
    const fromMs = utc('2026-01-05T16:00:00Z')
    expect(addOpenTime(ended, fromMs, 2 * hourMs)).toEqual({
      kind: 'never-reached',
      searchedToMs: fromMs + 10 * 365.25 * 24 * hourMs,
      countedMs: hourMs,
    })
  })

  it('refuses a negative duration', () => {
    expect(() => addOpenTime(office, 0, -1)).toThrow('must be zero or more')
  })

  it('ends exactly where that much open time lies behind', () => {
    const instant = fc.integer({ min: utc('2025-01-01T00:00:00Z'), max: utc('2027-01-01T00:00:00Z') })
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 400 * hourMs }), (fromMs, durationMs) => {
        const end = addOpenTime(office, fromMs, durationMs)
        if (end.kind !== 'reached') throw new Error('an office that opens every week always gets there')
        expect(openTimeBetween(office, fromMs, end.atMs)).toBe(durationMs)
        expect(openTimeBetween(office, fromMs, end.atMs - 1)).toBe(durationMs - 1)
      }),
    )
  })
})
