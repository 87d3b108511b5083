import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fixtureNow } from '../../../preview/board-fixture.ts'
import { londonTime } from '../../words/london-time.ts'
import { isoDay } from '../../words/time-words.ts'
import { sinceDates, sinceWords, startedAt } from './started-at.ts'

const nowMs = fixtureNow.getTime()
const MINUTE_MS = 60_000
const WEEK_MS = 7 * 86_400_000
const earlier = (sinceDate: string, sinceTime: string, atMs = nowMs) => startedAt({ since: 'earlier', sinceDate, sinceTime }, atMs)

describe('when a fault started', () => {
  it('is now unless something else is said, whatever stands in the other fields', () => {
    expect(startedAt({ since: 'now', sinceDate: '2031-01-01', sinceTime: 'x' }, nowMs)).toEqual({ atMs: undefined })
    expect(startedAt({ since: '', sinceDate: '', sinceTime: '' }, nowMs)).toEqual({ atMs: undefined })
  })

  it.each([
    ['', '07:30', '#sinceDate', 'Enter the date when it started'],
    ['2026-11-20', '', '#sinceTime', 'Enter the time when it started'],
    ['2026-02-31', '07:30', '#sinceDate', 'Enter a real date and time, such as 20 November 2026 at 8:15am'],
    ['2026-11-20', '08:16', '#sinceTime', 'The time it started must be in the past'],
    ['2026-11-21', '08:00', '#sinceDate', 'The time it started must be in the past'],
    ['2026-11-13', '08:14', '#sinceDate', 'It must have started in the last 7 days. Ask your administrator to enter an older fault'],
  ])('on %s at %s is refused at the field, in words', (date, time, href, fault) => {
    expect(earlier(date, time)).toEqual({ href, fault })
  })

  it('is read back as it was said, for every minute of the last seven days, in any season', () => {
    const seasons = [nowMs, Date.parse('2026-10-26T12:00:00Z'), Date.parse('2026-03-30T12:00:00Z'), Date.parse('2026-07-01T00:00:00Z')]
    fc.assert(
      fc.property(fc.constantFrom(...seasons), fc.integer({ min: 0, max: WEEK_MS / MINUTE_MS }), (now, minutes) => {
        const atMs = now - minutes * MINUTE_MS
        const found = earlier(isoDay(atMs), londonTime(atMs), now)
        const isSecond = isoDay(atMs - 60 * MINUTE_MS) + londonTime(atMs - 60 * MINUTE_MS) === isoDay(atMs) + londonTime(atMs)
        expect(found).toEqual({ atMs: isSecond ? atMs - 60 * MINUTE_MS : atMs })
      }),
    )
  })

  it('takes the first of an hour that comes twice, and says so', () => {
    const now = Date.parse('2026-10-25T09:00:00Z')
    const found = earlier('2026-10-25', '01:30', now)
    expect(found).toEqual({ atMs: Date.parse('2026-10-25T00:30:00Z') })
    expect(sinceWords(Date.parse('2026-10-25T00:30:00Z'))).toBe(
      '1:30am on 25 October 2026, the first of the two times it was 1:30am that night',
    )
    expect(sinceWords(nowMs)).toBe('8:15am on 20 November 2026')
  })

  it('can be chosen between these dates', () => {
    expect(sinceDates(nowMs)).toEqual({ first: '2026-11-13', last: '2026-11-20' })
  })
})
