import { describe, expect, it } from 'vitest'
import { usualTerms } from './contract-terms.ts'
import { dailyShareLost } from './daily-share-lost.ts'
import { hoursLost } from './hours-lost.ts'
import { at, daily, historyOf, hours, ledgerOf, lost, said, silentFrom, timeOf } from './testing/example-ledger.ts'
import { segmentAt, segmentsWithin, timeInState } from './time-in-state.ts'

const ledger = {
  ...ledgerOf(
    said('UP', '00:00'),
    said('DOWN_UNPLANNED', '16:00', { cause: 'cryogenics' }),
    said('UP', '20:00', { releaseId: 'R1' }),
    said('DOWN_EXTERNAL', '21:00'),
    said('UP', '22:00'),
  ),
  sessionLosses: [lost('staff', '09:00', '10:00')],
}
const window = { history: historyOf(ledger), fromMs: at('00:00'), toMs: at('00:00', 1) }

describe('hours lost', () => {
  it('differ by definition, each under its cause and opening to its stretches', () => {
    const rows = hoursLost({
      ...window,
      operatingHours: daily('08:00', '18:00'),
      sessions: daily('09:00', '17:00'),
      terms: [{ contractId: 'C1', fromMs: at('00:00'), cover: daily('00:00', '24:00'), ...usualTerms, clockStarts: 'fault' }],
    })
    expect(rows.map(({ definition, cause, lostMs }) => [definition, cause, hours(lostMs)])).toEqual([
      ['elapsed', 'cryogenics', 4],
      ['elapsed', 'not stated', 1],
      ['operating', 'cryogenics', 2],
      ['technical', 'cryogenics', 2],
      ['contractual', 'cryogenics', 4],
      ['clinical', 'machine', 1],
      ['clinical', 'staff', 1],
    ])
    expect(rows[0]?.stretches.map(({ eventId }) => eventId)).toEqual(['16:00 DOWN_UNPLANNED'])
    expect(rows.at(-1)?.stretches[0]?.decidedByEventId).toBe('staff 09:00')
  })

  it('leave out definitions whose hours are not known', () => {
    expect(new Set(hoursLost(window).map(({ definition }) => definition))).toEqual(new Set(['elapsed']))
  })
})

describe('each day', () => {
  it('has its own share lost, and none without operating hours', () => {
    const days = dailyShareLost({
      ...window,
      history: historyOf(ledger, { toMs: at('00:00', 2) }),
      hours: daily('08:00', '18:00'),
      toMs: at('00:00', 2),
    })
    expect(days.map(({ date, lostShare, operatingHoursMs }) => [date, lostShare, hours(operatingHoursMs)])).toEqual([
      ['2026-01-05', 0.2, 10],
      ['2026-01-06', 0, 10],
    ])
    expect(dailyShareLost({ ...window, hours: daily('08:00', '18:00'), toMs: at('07:00') })[0]?.lostShare).toBe('not defined')
  })

  it('is cut from stretches that go on over midnight', () => {
    const history = historyOf(ledgerOf(said('DOWN_UNPLANNED', '12:00')), { toMs: at('00:00', 3) })
    const days = dailyShareLost({ history, hours: daily('00:00', '24:00'), fromMs: at('00:00'), toMs: at('00:00', 3) })
    expect(days.map(({ lostMs }) => hours(lostMs))).toEqual([12, 24, 24])
  })
})

describe('time in each state', () => {
  it('adds up to the window, silence beside it', () => {
    const { byStateMs, silentMs, unconfirmedMs } = timeInState({
      ...window,
      history: historyOf({ ...ledger, healthChanges: [silentFrom('15:00')] }),
    })
    expect([byStateMs.UP, byStateMs.DOWN_UNPLANNED, byStateMs.DOWN_EXTERNAL].map(hours)).toEqual([19, 4, 1])
    expect([silentMs, unconfirmedMs].map(hours)).toEqual([9, 4])
  })

  it('is drawn from segments cut to the window', () => {
    const segments = segmentsWithin({ ...window, fromMs: at('15:00'), toMs: at('21:30') })
    expect(segments.map(({ fromMs, toMs, state }) => [timeOf(fromMs), timeOf(toMs), state])).toEqual([
      ['15:00', '16:00', 'UP'],
      ['16:00', '20:00', 'DOWN_UNPLANNED'],
      ['20:00', '21:00', 'UP'],
      ['21:00', '21:30', 'DOWN_EXTERNAL'],
    ])
    expect(segmentAt(window.history, at('16:00'))?.state).toBe('DOWN_UNPLANNED')
  })
})
