import { describe, expect, it } from 'vitest'
import type { Ledger } from './ledger.ts'
import { explainTechnical, technicalAvailability, type TechnicalFigure } from './technical-availability.ts'
import { at, daily, historyOf, hours, ledgerOf, liveFrom, said, silentFrom, timeOf } from './testing/example-ledger.ts'

const operatingHours = daily('08:00', '18:00')
const figure = (ledger: Ledger): TechnicalFigure =>
  technicalAvailability({ history: historyOf(ledger), hours: operatingHours, fromMs: at('00:00'), toMs: at('00:00', 1) })
const up = said('UP', '00:00')

describe('technical availability', () => {
  it('is operating time over operating time and time to restore, in operating hours', () => {
    const { headline, lower, upper, confirmedShare, bucketsMs } = figure(
      ledgerOf(up, said('DOWN_UNPLANNED', '16:00'), said('UP', '17:00', { releaseId: 'R1' })),
    )
    expect([headline, lower, upper, confirmedShare]).toEqual([0.9, 0.9, 0.9, 1])
    expect([hours(bucketsMs.operating), hours(bucketsMs.restoring)]).toEqual([9, 1])
  })

  it('does not count what happens outside operating hours', () => {
    expect(figure(ledgerOf(up, said('DOWN_UNPLANNED', '19:00'))).headline).toBe(1)
  })

  it('counts limited use as use, and checks after a failure as restoring', () => {
    const ledger = ledgerOf(up, said('DEGRADED', '09:00'), said('DOWN_UNPLANNED', '16:00'), said('IN_QA', '17:00'))
    expect(figure(ledger).headline).toBe(0.8)
  })

  it('leaves planned work, building faults and other checks out', () => {
    const ledger = ledgerOf(
      up,
      said('DOWN_PLANNED', '08:00', { agreedEndMs: at('10:00') }),
      said('IN_QA', '09:00'),
      said('DOWN_EXTERNAL', '10:00'),
      said('DOWN_UNPLANNED', '12:00'),
      said('UP', '15:00', { releaseId: 'R1' }),
    )
    const { headline, bucketsMs } = figure(ledger)
    expect(headline).toBe(0.5)
    expect([bucketsMs.plannedWork, bucketsMs.otherChecks, bucketsMs.building].map(hours)).toEqual([1, 1, 2])
  })

  it('leaves unconfirmed time to the bounds: silence while in use, and time before the first report', () => {
    const ledger = {
      ...ledgerOf(said('UP', '10:00'), said('DOWN_UNPLANNED', '14:00')),
      healthChanges: [silentFrom('12:00'), liveFrom('15:00')],
    }
    const { headline, lower, upper, confirmedShare, bucketsMs } = figure(ledger)
    expect(hours(bucketsMs.unconfirmed)).toBe(4)
    expect(headline).toBe(2 / 6)
    expect([lower, upper, confirmedShare]).toEqual([0.2, 0.6, 0.6])
  })

  it('is not defined without anything to divide by, and says so instead of 100 %', () => {
    const planned = figure(ledgerOf(said('DOWN_PLANNED', '00:00')))
    expect([planned.headline, planned.lower, planned.upper]).toEqual(['not defined', 'not defined', 'not defined'])
    const unknown = figure(ledgerOf())
    expect([unknown.headline, unknown.lower, unknown.upper, unknown.confirmedShare]).toEqual(['not defined', 0, 1, 0])
  })

  it('opens to the stretches, events and rules behind it', () => {
    const explained = explainTechnical({
      history: historyOf(ledgerOf(up, said('DOWN_UNPLANNED', '16:00', { cause: 'tube' }), said('UP', '17:00'))),
      hours: operatingHours,
      fromMs: at('00:00'),
      toMs: at('00:00', 1),
    })
    expect(
      explained.map(({ fromMs, toMs, bucket, eventId, cause, stateRule }) => [
        timeOf(fromMs),
        timeOf(toMs),
        bucket,
        eventId,
        cause,
        stateRule,
      ]),
    ).toEqual([
      ['08:00', '16:00', 'operating', '00:00 UP', undefined, 'reported'],
      ['16:00', '17:00', 'restoring', '16:00 DOWN_UNPLANNED', 'tube', 'reported'],
      ['17:00', '18:00', 'restoring', '17:00 UP', undefined, 'release-missing'],
    ])
    expect(explained[2]?.rule).toBe('down after a failure, or in the checks after it: time to restore')
  })

  it('refuses a window past the end of the history, or reversed', () => {
    const history = historyOf(ledgerOf(up))
    expect(() => technicalAvailability({ history, hours: operatingHours, fromMs: at('00:00'), toMs: at('00:01', 1) })).toThrow(
      'after the history',
    )
    expect(() => technicalAvailability({ history, hours: operatingHours, fromMs: at('02:00'), toMs: at('01:00') })).toThrow(
      'not a stretch of time',
    )
  })
})
