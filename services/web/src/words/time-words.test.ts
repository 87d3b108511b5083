import { describe, expect, it } from 'vitest'
import { dateRangeWords, dateWords, durationWords, hoursWords, instantWords, isoDay, momentWords, timeWords } from './time-words.ts'

const at = (iso: string): number => Date.parse(iso)
const minuteMs = 60_000
const hourMs = 60 * minuteMs

describe('timeWords', () => {
  it.each([
    ['2026-01-10T17:30:00Z', '5:30pm'],
    ['2026-01-10T09:00:00Z', '9am'],
    ['2026-01-10T00:00:00Z', 'midnight'],
    ['2026-01-10T12:00:00Z', 'midday'],
    ['2026-01-10T00:05:00Z', '12:05am'],
    ['2026-01-10T12:01:00Z', '12:01pm'],
    ['2026-07-10T17:30:00Z', '6:30pm'],
    ['2026-07-09T23:00:00Z', 'midnight'],
  ])('says %s as %s', (iso, words) => expect(timeWords(at(iso))).toBe(words))

  it('says the hour that happens twice when the clocks go back the same way twice', () => {
    expect(timeWords(at('2026-10-25T00:30:00Z'))).toBe('1:30am')
    expect(timeWords(at('2026-10-25T01:30:00Z'))).toBe('1:30am')
  })
})

describe('momentWords', () => {
  const now = at('2026-08-06T13:32:00Z')
  it.each([
    ['2026-08-06T14:40:00Z', '3:40pm'],
    ['2026-08-07T08:00:00Z', '9am tomorrow'],
    ['2026-08-05T15:00:00Z', '4pm yesterday'],
    ['2026-08-09T08:00:00Z', '9am on Sunday'],
    ['2026-08-13T08:00:00Z', '9am on 13 August 2026'],
    ['2026-08-04T08:00:00Z', '9am on Tuesday'],
    ['2026-07-30T08:00:00Z', '9am on 30 July 2026'],
    ['2026-08-06T23:10:00Z', '12:10am tomorrow'],
  ])('says %s as %s', (iso, words) => expect(momentWords(at(iso), now)).toBe(words))

  it('counts days by the London calendar across a clock change', () => {
    expect(momentWords(at('2026-10-26T00:30:00Z'), at('2026-10-24T23:30:00Z'))).toBe('12:30am tomorrow')
  })
})

describe('durationWords', () => {
  it.each([
    [390 * minuteMs, '6 hours 30 minutes'],
    [hourMs, '1 hour'],
    [minuteMs, '1 minute'],
    [59_999, 'less than a minute'],
    [-5 * hourMs, 'less than a minute'],
    [52 * hourMs + 40 * minuteMs, '2 days 4 hours'],
    [24 * hourMs + 10 * minuteMs, '1 day'],
  ])('says %d ms as %s', (lengthMs, words) => expect(durationWords(lengthMs)).toBe(words))
})

describe('hoursWords', () => {
  it.each([
    [54.2 * hourMs, '54 hours'],
    [3.44 * hourMs, '3.4 hours'],
    [hourMs, '1 hour'],
    [1836 * hourMs, '1,836 hours'],
    [minuteMs, 'less than 0.1 hours'],
    [0, '0 hours'],
  ])('says %d ms as %s', (lengthMs, words) => expect(hoursWords(lengthMs)).toBe(words))
})

describe('dates', () => {
  it('are London dates in full', () => {
    expect(dateWords(at('2026-08-05T23:30:00Z'))).toBe('6 August 2026')
    expect(isoDay(at('2026-08-05T23:30:00Z'))).toBe('2026-08-06')
    expect(instantWords(at('2026-08-06T13:32:00Z'))).toBe('2:32pm on 6 August 2026')
  })

  it('name the last day included in a range', () => {
    expect(dateRangeWords(at('2025-03-31T23:00:00Z'), at('2026-03-31T23:00:00Z'))).toBe('1 April 2025 to 31 March 2026')
    expect(dateRangeWords(at('2026-01-01T00:00:00Z'), at('2026-01-02T00:00:00Z'))).toBe('1 January 2026')
  })
})
