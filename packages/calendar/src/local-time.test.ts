import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { offsetPeriods } from './clock-changes.ts'
import { financialYearOf } from './financial-year.ts'
import { addDays, isLocalDate, weekdayOf } from './local-date.ts'
import { instantOf, localDateOf, localDayBounds, localDays, localPartsOf } from './local-time.ts'

const utc = (text: string): number => Date.parse(text)
const hourMs = 3_600_000

describe('local time', () => {
  it('knows every clock change in London from 1996 to 2060: the last Sundays of March and October at 1am UTC', () => {
    for (let year = 1996; year <= 2060; year += 1) {
      const lastSunday = (month: number): number => {
        const end = Date.UTC(year, month + 1, 0)
        return end - new Date(end).getUTCDay() * 24 * hourMs + hourMs
      }
      const periods = offsetPeriods('Europe/London', Date.UTC(year, 1, 1), Date.UTC(year, 10, 30))
      expect(periods.map(({ offsetMs }) => offsetMs / hourMs)).toEqual([0, 1, 0])
      expect([periods[1]?.fromMs, periods[1]?.toMs]).toEqual([lastSunday(2), lastSunday(9)])
    }
  })

  it('shows what the wall clock shows', () => {
    expect(localPartsOf(utc('2026-07-01T23:30:15Z'))).toEqual({
      date: '2026-07-02',
      time: '00:30',
      weekday: 'thursday',
      second: 15,
      offsetMinutes: 60,
    })
    expect(localDateOf(utc('2026-01-01T23:59:59Z'))).toBe('2026-01-01')
  })

  it('makes a day of 25 hours when clocks go back, of 23 when they go forward, and of 24 else', () => {
    const hours = (date: string): number => (localDayBounds(date).toMs - localDayBounds(date).fromMs) / hourMs
    expect([hours('2026-10-25'), hours('2026-03-29'), hours('2026-03-30')]).toEqual([25, 23, 24])
  })

  it('takes the first of two equal local times, and the change itself for a time that never comes', () => {
    expect(instantOf('2026-10-25', '01:30')).toBe(utc('2026-10-25T00:30:00Z'))
    expect(instantOf('2026-03-29', '01:30')).toBe(utc('2026-03-29T01:00:00Z'))
    expect(instantOf('2026-03-29', '24:00')).toBe(utc('2026-03-29T23:00:00Z'))
  })

  it('starts a day at the change where clocks skip midnight', () => {
    expect(localDayBounds('2018-11-04', 'America/Sao_Paulo').fromMs).toBe(utc('2018-11-04T03:00:00Z'))
  })

  it('finds an instant again from its local parts, outside the hour that comes twice', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1996, 0) / 60_000, max: Date.UTC(2060, 0) / 60_000 }), (minute) => {
        const { date, time } = localPartsOf(minute * 60_000)
        const foundMs = instantOf(date, time)
        expect([0, hourMs]).toContain(minute * 60_000 - foundMs)
        expect(localPartsOf(foundMs).time).toBe(time)
      }),
    )
  })

  it('cuts a window into local days that add up to it', () => {
    const days = localDays(utc('2026-10-24T12:00:00Z'), utc('2026-10-27T06:00:00Z'))
    expect(days.map(({ date, fromMs, toMs }) => [date, (toMs - fromMs) / hourMs])).toEqual([
      ['2026-10-24', 11],
      ['2026-10-25', 25],
      ['2026-10-26', 24],
      ['2026-10-27', 6],
    ])
  })

  it('refuses dates, times and instants that are not real', () => {
    expect(isLocalDate('2026-02-29')).toBe(false)
    expect(isLocalDate('2024-02-29')).toBe(true)
    expect(() => instantOf('2026-02-30')).toThrow('write a real day as YYYY-MM-DD')
    expect(() => instantOf('2026-02-28', '24:01')).toThrow('is not a time of day')
    expect(() => localDateOf(Number.NaN)).toThrow('outside the years 1970 to 2199')
    expect(() => localDays(0, Date.UTC(2100, 0))).toThrow('at most 10000 days')
  })

  it('counts days and names weekdays', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01')
    expect(weekdayOf('2026-11-22')).toBe('sunday')
  })

  it('puts a date in the financial year from April to March', () => {
    expect(financialYearOf('2026-03-31').name).toBe('2025/26')
    expect(financialYearOf('2026-04-01')).toEqual({ name: '2026/27', startYear: 2026, from: '2026-04-01', to: '2027-04-01' })
    expect(financialYearOf('1999-12-31').name).toBe('1999/00')
  })
})
