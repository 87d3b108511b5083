import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CalendarError, calendarOf } from './calendar.ts'
import type { CalendarDefinition, TimeRange } from './calendar-definition.ts'
import { calendarProblems } from './calendar-problems.ts'
import { packed, unpacked } from './interval.ts'
import { clipped, merged, totalMs } from './interval-algebra.ts'
import { addDays, weekdays } from './local-date.ts'
import { localDayBounds } from './local-time.ts'
import { openIntervals } from './open-intervals.ts'

const hourMs = 3_600_000
const range = (from: string, to: string): TimeRange => ({ from, to })
const everyDay = (...hours: TimeRange[]): CalendarDefinition['patterns'][number]['week'] =>
  Object.fromEntries(weekdays.map((day) => [day, hours]))
const openHours = (definition: CalendarDefinition, from: string, days = 1): number => {
  const bounds = { fromMs: localDayBounds(from).fromMs, toMs: localDayBounds(addDays(from, days)).fromMs }
  return totalMs(openIntervals(calendarOf(definition), bounds.fromMs, bounds.toMs)) / hourMs
}
const reasons = (definition: CalendarDefinition): string[] => calendarProblems(definition).map(({ where, why }) => `${where}: ${why}`)

describe('a calendar', () => {
  it('opens in local time, summer and winter', () => {
    const office = calendarOf({ patterns: [{ week: { monday: [range('09:00', '17:00')] } }] })
    const monday = (date: string): string[] =>
      unpacked(openIntervals(office, localDayBounds(date).fromMs, localDayBounds(date).toMs)).map(({ fromMs }) =>
        new Date(fromMs).toISOString(),
      )
    expect(monday('2026-01-05')).toEqual(['2026-01-05T09:00:00.000Z'])
    expect(monday('2026-07-06')).toEqual(['2026-07-06T08:00:00.000Z'])
  })

  it('counts 25 hours on the day clocks go back and 23 on the day they go forward', () => {
    const always = { patterns: [{ week: everyDay(range('00:00', '24:00')) }] }
    expect([openHours(always, '2026-10-25'), openHours(always, '2026-03-29'), openHours(always, '2026-10-26')]).toEqual([25, 23, 24])
  })

  it('is one stretch when it never closes', () => {
    const always = calendarOf({ patterns: [{ week: everyDay(range('00:00', '12:00'), range('12:00', '24:00')) }] })
    expect(openIntervals(always, Date.UTC(2024, 5), Date.UTC(2026, 5))).toHaveLength(2)
  })

  it('opens twice in the hour that comes twice and never in the hour that is left out', () => {
    const small = { patterns: [{ week: everyDay(range('01:00', '01:30')) }] }
    expect([openHours(small, '2026-10-25'), openHours(small, '2026-03-29')]).toEqual([1, 0])
  })

  it('keeps several ranges a day, and hours over midnight as two', () => {
    const nights = {
      patterns: [{ week: { friday: [range('08:00', '12:00'), range('22:00', '24:00')], saturday: [range('00:00', '06:00')] } }],
    }
    expect(openHours(nights, '2026-11-20', 7)).toBe(12)
  })

  it('changes with its dated patterns and is closed between them', () => {
    const dated = {
      patterns: [
        { validFrom: '2026-03-01', week: everyDay(range('08:00', '20:00')) },
        { validFrom: '2026-01-01', validTo: '2026-02-01', week: everyDay(range('09:00', '17:00')) },
      ],
    }
    expect([
      openHours(dated, '2025-12-31'),
      openHours(dated, '2026-01-31'),
      openHours(dated, '2026-02-01'),
      openHours(dated, '2026-03-01'),
    ]).toEqual([0, 8, 0, 12])
  })

  it('lets an exception close a date or give it other hours, even outside its patterns', () => {
    const withExceptions = {
      patterns: [{ validTo: '2027-01-01', week: everyDay(range('09:00', '17:00')) }],
      exceptions: [
        { date: '2026-12-25', hours: [], reason: 'Christmas Day' },
        { date: '2026-12-24', hours: [range('09:00', '12:00')] },
        { date: '2027-01-02', hours: [range('10:00', '11:00')] },
      ],
    }
    expect([
      openHours(withExceptions, '2026-12-24'),
      openHours(withExceptions, '2026-12-25'),
      openHours(withExceptions, '2027-01-02'),
    ]).toEqual([3, 0, 1])
  })

  it('agrees with the wall clock minute by minute around clock changes, in London and elsewhere', () => {
    const minute = fc.integer({ min: 0, max: 1440 })
    const text = (at: number): string => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`
    const starts = ['2026-03-29', '2026-10-25', '1996-10-27', '2059-03-30', '2026-12-31', '2026-04-05', '2026-10-04']
    const zones = ['Europe/London', 'Australia/Lord_Howe', 'America/St_Johns']
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.constantFrom(...zones), minute, minute, (date, timeZone, some, other) => {
        fc.pre(some !== other)
        const hours = [Math.min(some, other), Math.max(some, other)] as const
        const calendar = calendarOf({ timeZone, patterns: [{ week: everyDay(range(text(hours[0]), text(hours[1]))) }] })
        const fromMs = Date.parse(`${date}T00:00:00Z`) - 12 * hourMs
        const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
        const expected = []
        for (let atMs = fromMs; atMs < fromMs + 36 * hourMs; atMs += 5 * 60_000) {
          const [hour = 0, past = 0] = clock.format(atMs).split(':').map(Number)
          const shown = hour * 60 + past
          if (shown >= hours[0] && shown < hours[1]) expected.push(atMs)
        }
        const open = openIntervals(calendar, fromMs, fromMs + 36 * hourMs)
        const found = []
        for (let atMs = fromMs; atMs < fromMs + 36 * hourMs; atMs += 5 * 60_000)
          if (totalMs(clipped(open, atMs, atMs + 1)) > 0) found.push(atMs)
        expect(found).toEqual(expected)
      }),
      {
        numRuns: 60,
        examples: [
          ['1996-10-27', 'America/St_Johns', 0, 1440],
          ['1996-10-27', 'America/St_Johns', 1380, 1440],
          ['2026-04-05', 'Australia/Lord_Howe', 60, 105],
        ],
      },
    )
  })

  it('gives the same open time whole or in two parts', () => {
    const office = calendarOf({ patterns: [{ week: { monday: [range('09:00', '17:00')], sunday: [range('00:00', '24:00')] } }] })
    const instant = fc.integer({ min: Date.UTC(2024, 11, 1), max: Date.UTC(2026, 1, 1) })
    fc.assert(
      fc.property(instant, instant, instant, (...instants) => {
        const [fromMs, middleMs, toMs] = instants.toSorted((a, b) => a - b) as [number, number, number]
        const parts = merged(openIntervals(office, fromMs, middleMs), openIntervals(office, middleMs, toMs))
        expect([...parts]).toEqual([...openIntervals(office, fromMs, toMs)])
        expect([...packed(unpacked(parts))]).toEqual([...parts])
      }),
    )
  })
})

describe('a definition is refused, saying where and why', () => {
  it('without hours', () => {
    expect(reasons({ patterns: [] })).toEqual([
      'patterns: the calendar has no hours: add a weekly pattern with at least one day that has hours',
    ])
    expect(reasons({ patterns: [{ week: { monday: [] } }] })[0]).toMatch(/^patterns\[0\]\.week: the pattern has no hours on any day/)
    expect(() => calendarOf({ name: 'MRI 1, cover hours', patterns: [] })).toThrow(CalendarError)
    expect(() => calendarOf({ name: 'MRI 1, cover hours', patterns: [] })).toThrow(/^MRI 1, cover hours cannot be used\n {2}patterns: /)
  })

  it('with hours that overlap, are reversed, empty or not times', () => {
    const monday = (...ranges: TimeRange[]): string => reasons({ patterns: [{ week: { monday: ranges } }] })[0] ?? ''
    expect(monday(range('10:00', '12:00'), range('09:00', '10:30'))).toBe(
      'patterns[0].week.monday[0]: overlaps patterns[0].week.monday[1]: write each hour once',
    )
    expect(monday(range('22:00', '06:00'))).toMatch('write hours over midnight as 22:00 to 24:00 and 00:00 to 06:00 the next day')
    expect(monday(range('08:00', '08:00'))).toMatch('a whole day is 00:00 to 24:00')
    expect(monday(range('8:00', '09:00'))).toMatch('"8:00" is not a time')
    expect(monday(range('08:00', '24:01'))).toMatch('"24:01" is not a time')
    expect(monday(range('08:60', '09:00'))).toMatch('"08:60" is not a time')
  })

  it('with dates that are not real, reversed, or covered twice', () => {
    const week = everyDay(range('09:00', '17:00'))
    expect(reasons({ patterns: [{ validFrom: '2026-02-30', week }] })[0]).toMatch(/^patterns\[0\]\.validFrom: "2026-02-30" is not a date/)
    expect(reasons({ patterns: [{ validFrom: '2026-02-02', validTo: '2026-02-01', week }] })[0]).toMatch('before it starts')
    expect(reasons({ patterns: [{ week }, { validFrom: '2026-02-01', week }] })).toEqual([
      'patterns[1].validFrom: applies on 2026-02-01 that patterns[0] covers too: end one where the other starts',
    ])
    const twice = [
      { date: '2026-12-25', hours: [] },
      { date: '2026-12-25', hours: [] },
    ]
    expect(reasons({ patterns: [{ week }], exceptions: twice })[0]).toMatch('is an exception already, at exceptions[0]')
  })

  it('with an unknown time zone or day', () => {
    const week = everyDay(range('09:00', '17:00'))
    expect(reasons({ timeZone: 'Europe/Lodnon', patterns: [{ week }] })[0]).toMatch('write a name like Europe/London')
    const misspelt = JSON.parse('{"monday":[{"from":"09:00","to":"10:00"}],"tusday":[]}') as typeof week
    expect(reasons({ patterns: [{ week: misspelt }] })[0]).toMatch('"tusday" is not a day')
  })
})
