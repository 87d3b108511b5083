import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { londonInstant, londonTime } from './london-time.ts'
import { moneyWords } from './money-words.ts'
import { isoDay } from './time-words.ts'

const iso = (date: string, time: string): string | undefined => {
  const atMs = londonInstant(date, time)
  return atMs === undefined ? undefined : new Date(atMs).toISOString().slice(0, 16)
}

describe('londonInstant', () => {
  it('knows winter and summer time', () => {
    expect(iso('2026-01-10', '15:40')).toBe('2026-01-10T15:40')
    expect(iso('2026-07-10', '15:40')).toBe('2026-07-10T14:40')
  })

  it('takes the first of an hour that comes twice, and moves a skipped hour on', () => {
    expect(iso('2026-10-25', '01:30')).toBe('2026-10-25T00:30')
    expect(iso('2026-03-29', '01:30')).toBe('2026-03-29T01:30')
  })

  it.each([
    ['2026-02-30', '10:00'],
    ['2026-02-28', '24:00'],
    ['28/02/2026', '10:00'],
    ['', ''],
  ])('refuses %s %s', (date, time) => expect(londonInstant(date, time)).toBeUndefined())

  it('says back the date and time it was given, but for the skipped hour', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.parse('2024-01-01T00:00:00Z') / 60_000, max: Date.parse('2030-01-01T00:00:00Z') / 60_000 }),
        (minutes) => {
          const atMs = minutes * 60_000
          const back = londonInstant(isoDay(atMs), londonTime(atMs)) ?? 0
          expect([isoDay(back), londonTime(back)]).toEqual([isoDay(atMs), londonTime(atMs)])
        },
      ),
    )
  })
})

describe('moneyWords', () => {
  it('says pounds as people do', () => {
    expect(moneyWords(1_240_000_00)).toBe('£1.2 million')
    expect(moneyWords(45_299_60)).toBe('£45,300')
    expect(moneyWords(0)).toBe('£0')
  })
})
