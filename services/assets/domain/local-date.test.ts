import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addYears, daysBetween, lastDayOf, localDate, ukDate } from './local-date.ts'

describe('a date', () => {
  it('exists only where the calendar has it', () => {
    expect(localDate(2024, 2, 29)).toBe('2024-02-29')
    expect(localDate(2023, 2, 29)).toBeUndefined()
    expect(localDate(2015, 2, 31)).toBeUndefined()
    expect(localDate(2015, 13, 1)).toBeUndefined()
    expect(localDate(15, 1, 1)).toBeUndefined()
  })

  it('exists exactly when counting the days of its month by hand says so', () => {
    const lengths = (year: number): readonly number[] => {
      const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
      return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    }
    fc.assert(
      fc.property(
        fc.integer({ min: 1900, max: 2100 }),
        fc.integer({ min: 0, max: 14 }),
        fc.integer({ min: 0, max: 33 }),
        (year, month, day) => {
          const length = lengths(year)[month - 1] ?? 0
          expect(localDate(year, month, day) !== undefined).toBe(day >= 1 && day <= length)
          expect(lastDayOf(year, month)?.slice(8)).toBe(length === 0 ? undefined : String(length))
        },
      ),
    )
  })

  it('becomes 1 March where 29 February has no anniversary', () => {
    expect(addYears('2020-02-29', 4)).toBe('2024-02-29')
    expect(addYears('2020-02-29', 5)).toBe('2025-03-01')
  })

  it('counts days over leap days and clock changes', () => {
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2)
    expect(daysBetween('2026-10-25', '2026-10-26')).toBe(1)
    expect(daysBetween('2026-10-26', '2026-10-25')).toBe(-1)
  })

  it('is shown with the day first', () => {
    expect(ukDate('2015-02-28')).toBe('28/02/2015')
  })

  it('is refused by name when it is not one', () => {
    expect(() => addYears('2015-02-31', 1)).toThrow('"2015-02-31" is not a date')
  })
})
