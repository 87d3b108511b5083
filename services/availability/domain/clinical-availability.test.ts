import { describe, expect, it } from 'vitest'
import { clinicalAvailability, type ClinicalFigure, explainClinical } from './clinical-availability.ts'
import type { Ledger, SessionLoss } from './ledger.ts'
import { at, correction, daily, historyOf, hours, ledgerOf, lost, said, silentFrom, timeOf } from './testing/example-ledger.ts'

const sessions = daily('09:00', '17:00')
const figure = (ledger: Ledger): ClinicalFigure =>
  clinicalAvailability({ history: historyOf(ledger), hours: sessions, fromMs: at('00:00'), toMs: at('00:00', 1) })
const withLosses = (ledger: Ledger, ...sessionLosses: readonly SessionLoss[]): Ledger => ({ ...ledger, sessionLosses })
const up = ledgerOf(said('UP', '00:00'))

describe('clinical availability', () => {
  it('is usable over planned session hours, with each loss under its cause', () => {
    const states = ledgerOf(
      said('UP', '00:00'),
      said('DOWN_PLANNED', '09:00'),
      said('DOWN_EXTERNAL', '10:00'),
      said('DOWN_UNPLANNED', '11:00'),
      said('IN_QA', '12:00'),
      said('UP', '13:00', { releaseId: 'R1' }),
    )
    const { headline, bucketsMs } = figure(
      withLosses(states, lost('staff', '13:00', '14:00'), lost('it', '14:00', '15:00'), lost('injector-or-coil', '15:00', '16:00')),
    )
    expect(headline).toBe(1 / 8)
    expect(Object.fromEntries(Object.entries(bucketsMs).map(([bucket, ms]) => [bucket, hours(ms)]))).toEqual({
      usable: 1,
      machine: 1,
      plannedWork: 1,
      building: 1,
      checks: 1,
      staff: 1,
      injectorOrCoil: 1,
      it: 1,
      other: 0,
      unconfirmed: 0,
    })
  })

  it('takes a staff loss as a loss, not a smaller denominator, even while the scanner is silent', () => {
    expect(figure(withLosses(up, lost('staff', '09:00', '13:00'))).headline).toBe(0.5)
    const silent = { ...withLosses(up, lost('staff', '13:00', '17:00')), healthChanges: [silentFrom('11:00')] }
    const { headline, lower, upper, confirmedShare } = figure(silent)
    expect([headline, lower, upper, confirmedShare]).toEqual([2 / 6, 0.25, 0.5, 0.75])
  })

  it('counts overlapping losses once: the state first, then staff, injector or coil, IT', () => {
    const states = ledgerOf(said('UP', '00:00'), said('DOWN_UNPLANNED', '09:00'), said('UP', '10:00', { releaseId: 'R1' }))
    const losses = [lost('it', '09:00', '13:00'), lost('staff', '11:00', '12:00'), lost('staff', '11:30', '12:30', { eventId: 's2' })]
    const { bucketsMs } = figure(withLosses(states, ...losses))
    expect([bucketsMs.machine, bucketsMs.it, bucketsMs.staff, bucketsMs.usable].map(hours)).toEqual([1, 1.5, 1.5, 4])
  })

  it('drops a loss that a correction names', () => {
    const ledger = { ...withLosses(up, lost('staff', '09:00', '13:00')), corrections: [correction('staff 09:00', { void: true })] }
    expect(figure(ledger).headline).toBe(1)
  })

  it('is not defined without planned sessions', () => {
    expect(clinicalAvailability({ history: historyOf(up), hours: sessions, fromMs: at('00:00'), toMs: at('08:00') }).headline).toBe(
      'not defined',
    )
  })

  it('opens to the stretches, with the report of the loss', () => {
    const explained = explainClinical({
      history: historyOf(withLosses(up, lost('it', '10:00', '11:00'))),
      hours: sessions,
      fromMs: at('09:00'),
      toMs: at('12:00'),
    })
    expect(explained.map(({ fromMs, bucket, weight, decidedByEventId }) => [timeOf(fromMs), bucket, weight, decidedByEventId])).toEqual([
      ['09:00', 'usable', 0, undefined],
      ['10:00', 'it', 1, 'it 10:00'],
      ['11:00', 'usable', 0, undefined],
    ])
  })
})
