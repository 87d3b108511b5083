import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateOfDayNumber, readDate } from './written-date.ts'

const dateOf = (written: string): string => {
  const reading = readDate(written)
  return 'value' in reading ? reading.value : `${reading.problem} ${reading.remedy}`
}

/** The calendar as a child would count it: day by day from 1 January 1970, with nothing of the code under test. */
function* everyDay(): Generator<{ year: number; month: number; day: number; number: number }> {
  let number = 25_569
  for (let year = 1970; year <= 2099; year += 1) {
    const isLeap = year % 4 === 0 && year !== 2100
    for (const [index, length] of [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].entries()) {
      for (let day = 1; day <= length; day += 1) yield { year, month: index + 1, day, number: number++ }
    }
  }
}

const two = (number: number): string => String(number).padStart(2, '0')

describe('a written date', () => {
  it.each([
    ['20/04/2010', '2010-04-20'],
    ['17/07/17', '2017-07-17'],
    ['42133', '2015-05-09'],
    ['2010-04-20', '2010-04-20'],
    [' 3/8/2020 ', '2020-08-03'],
    ['03-08-2020', '2020-08-03'],
    ['03.08.20', '2020-08-03'],
    ['2010-04-20T00:00:00Z', '2010-04-20'],
    ['20/04/2010 00:00', '2010-04-20'],
    ['42133.75', '2015-05-09'],
    ['29/02/2024', '2024-02-29'],
  ])('may be written %j', (written, date) => {
    expect(dateOf(written)).toBe(date)
  })

  it.each([
    ['31/02/2015', 'There is no such date. Enter a real date, like 28/02/2015.'],
    ['31/02/2016', 'There is no such date. Enter a real date, like 29/02/2016.'],
    ['31/04/15', 'There is no such date. Enter a real date, like 30/04/2015.'],
    ['2015-02-31', 'There is no such date. Enter a real date, like 28/02/2015.'],
    ['00/13/2015', 'There is no such date. Enter a real date, like 28/02/2015.'],
    ['12/31/2015', 'There is no such date: the day comes before the month. Enter the day first, like 31/12/2015.'],
    ['2015', 'This is not a date we can read. Enter the day and month too, like 28/02/2015.'],
    ['next spring', 'This is not a date we can read. Enter a date like 28/02/2015, or leave the cell empty if it is not known.'],
    ['20150228', 'This is not a date we can read. Enter a date like 28/02/2015, or leave the cell empty if it is not known.'],
    ['28/02/1066', 'This would be the year 1066. Enter a date from 1970 to 2099, like 28/02/2015.'],
    ['99999', 'This would be the year 2173. Enter a date from 1970 to 2099, like 28/02/2015.'],
    ['10000', 'This would be the year 1927. Enter a date from 1970 to 2099, like 28/02/2015.'],
  ])('is refused with what to do when it is %j', (written, message) => {
    expect(dateOf(written)).toBe(message)
  })

  it('agrees with counting every day from 1970 to 2099, in all four ways of writing', () => {
    const wrong: string[] = []
    for (const { year, month, day, number } of everyDay()) {
      const iso = `${year}-${two(month)}-${two(day)}`
      const written = [iso, `${two(day)}/${two(month)}/${year}`, String(number)]
      if (year < 2070) written.push(`${two(day)}/${two(month)}/${two(year % 100)}`)
      wrong.push(...written.filter((text) => dateOf(text) !== iso))
    }
    expect(wrong).toEqual([])
  })

  it('with two digits for the year is this century up to 69 and the last from 70', () => {
    expect([dateOf('01/01/00'), dateOf('01/01/69'), dateOf('01/01/70'), dateOf('01/01/99')]).toEqual([
      '2000-01-01',
      '2069-01-01',
      '1970-01-01',
      '1999-01-01',
    ])
  })

  it('that does not exist is never moved to another day', () => {
    const numbers = fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1970, max: 2099 }))
    const real = new Set(Array.from(everyDay(), ({ year, month, day }) => `${two(day)}/${two(month)}/${year}`))
    fc.assert(
      fc.property(numbers, ([day, month, year]) => {
        const written = `${two(day)}/${two(month)}/${year}`
        expect('value' in readDate(written)).toBe(real.has(written))
      }),
    )
  })

  it('never throws, whatever is written', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9/.: T-]{0,14}$/)), (text) => {
        expect(dateOf(text)).toBeTypeOf('string')
      }),
    )
  })
})

describe('a day number', () => {
  it('is the one a spreadsheet shows', () => {
    expect(dateOfDayNumber(43_149)).toBe('2018-02-18')
    expect(dateOfDayNumber(61)).toBe('1900-03-01')
  })
})
