import { describe, expect, it } from 'vitest'
import { type ContractTerms, usualTerms } from './contract-terms.ts'
import { contractualAvailability, type ContractualFigure, explainContractual } from './contractual-availability.ts'
import type { Ledger, StateChange, WorkOrderFact } from './ledger.ts'
import { at, daily, historyOf, hours, ledgerOf, said, silentFrom, step, timeOf } from './testing/example-ledger.ts'

const terms = (rest: Partial<ContractTerms> = {}): ContractTerms => ({
  contractId: 'C1',
  fromMs: at('00:00'),
  cover: daily('08:00', '18:00'),
  ...usualTerms,
  ...rest,
})
const figure = (ledger: Ledger, ...versions: readonly ContractTerms[]): ContractualFigure =>
  contractualAvailability({
    history: historyOf(ledger),
    terms: versions.length > 0 ? versions : [terms()],
    fromMs: at('00:00'),
    toMs: at('00:00', 1),
  })
const withSteps = (changes: readonly StateChange[], ...workOrderFacts: readonly WorkOrderFact[]): Ledger => ({
  ...ledgerOf(...changes),
  workOrderFacts,
})

const failure = [said('UP', '00:00'), said('DOWN_UNPLANNED', '09:00'), said('IN_QA', '15:00'), said('UP', '17:00', { releaseId: 'R1' })]
const job = [step('call-logged', '10:00'), step('access-given', '11:00'), step('handed-back', '14:00'), step('released', '17:00')]
const qualifying = (ledger: Ledger, rest: Partial<ContractTerms>): number => hours(figure(ledger, terms(rest)).qualifyingMs)

describe('contractual availability', () => {
  it('is cover less lost over cover, from the call with access to the hand-back', () => {
    const { headline, coverMs, qualifyingMs, bucketsMs } = figure(withSteps(failure, ...job))
    expect([headline, hours(coverMs), hours(qualifyingMs)]).toEqual([0.7, 10, 3])
    expect([bucketsMs.notCalled, bucketsMs.noAccess, bucketsMs.qualifyingDown, bucketsMs.handedBack, bucketsMs.checks].map(hours)).toEqual([
      1, 1, 3, 1, 2,
    ])
  })

  it('counts from the fault, or to return to use with the checks, where the contract says so', () => {
    const ledger = withSteps(failure, ...job)
    expect(qualifying(ledger, { clockStarts: 'fault' })).toBe(5)
    expect(qualifying(ledger, { clockStops: 'return-to-use' })).toBe(6)
    expect(qualifying(ledger, { clockStarts: 'fault', clockStops: 'return-to-use' })).toBe(8)
  })

  it('never starts without a call, nor without access', () => {
    expect(qualifying(withSteps(failure), {})).toBe(0)
    expect(qualifying(withSteps(failure, step('call-logged', '10:00')), {})).toBe(0)
  })

  it('takes access given before the call as given', () => {
    expect(qualifying(withSteps(failure, step('access-given', '09:30'), step('call-logged', '10:00')), {})).toBe(5)
  })

  it('stops for pauses of the contract and for no others', () => {
    const paused = (reason: string): Ledger =>
      withSteps(failure, ...job.slice(0, 2), step('paused', '12:00', { reason }), step('resumed', '13:00'), ...job.slice(2))
    expect(qualifying(paused('no-access'), {})).toBe(2)
    expect(qualifying(paused('awaiting-part'), {})).toBe(3)
    expect(qualifying(paused('no-access'), { clockStarts: 'fault' })).toBe(4)
  })

  it('goes on after a hand-back when the call is logged again or the work reopened, and from a new failure', () => {
    expect(qualifying(withSteps(failure, ...job, step('reopened', '14:30')), {})).toBe(3.5)
    const failedChecks = [...failure.slice(0, 3), said('DOWN_UNPLANNED', '16:00')]
    expect(qualifying(withSteps(failedChecks, ...job.slice(0, 3)), { clockStarts: 'fault' })).toBe(7)
  })

  it('leaves no pause behind a hand-back', () => {
    const handedBackPaused = [step('paused', '12:00', { reason: 'no-access' }), step('handed-back', '13:00'), step('reopened', '14:00')]
    expect(qualifying(withSteps(failure, ...job.slice(0, 2), ...handedBackPaused), {})).toBe(2)
  })

  it('stops for a cancelled work order', () => {
    expect(qualifying(withSteps(failure, ...job.slice(0, 2), step('cancelled', '12:00')), {})).toBe(1)
  })

  it('keeps running while another work order is open', () => {
    const other = [
      step('call-logged', '12:00', { eventId: 'b', workOrderId: 'WO-2' }),
      step('access-given', '12:00', { eventId: 'c', workOrderId: 'WO-2' }),
    ]
    expect(qualifying(withSteps(failure, ...job, ...other), {})).toBe(4)
  })

  it('forgets a work order when the asset works again, so that the next failure needs its own call', () => {
    const again = [...failure.slice(0, 2), said('UP', '12:00', { releaseId: 'R1' }), said('DOWN_UNPLANNED', '13:00')]
    expect(qualifying(withSteps(again, ...job.slice(0, 2)), {})).toBe(1)
  })

  it('never counts excluded causes, building faults or planned work', () => {
    const down = (rest: Partial<StateChange>, state: StateChange['state'] = 'DOWN_UNPLANNED'): Ledger =>
      ledgerOf(said('UP', '00:00'), said(state, '10:00', rest))
    expect(qualifying(down({ cause: 'user-caused' }), { clockStarts: 'fault' })).toBe(0)
    expect(qualifying(down({}, 'DOWN_EXTERNAL'), { clockStarts: 'fault' })).toBe(0)
    expect(qualifying(down({}, 'DOWN_PLANNED'), { clockStarts: 'fault' })).toBe(0)
  })

  it('weighs limited hours as the contract says', () => {
    const limited = ledgerOf(said('UP', '00:00'), said('DEGRADED', '10:00'), said('UP', '14:00'))
    expect(qualifying(limited, { clockStarts: 'fault' })).toBe(0)
    expect(qualifying(limited, { clockStarts: 'fault', degradedWeight: 0.5 })).toBe(2)
  })

  it('takes agreed planned work out of cover, or leaves it in where the contract says so', () => {
    const ledger = ledgerOf(said('UP', '00:00'), said('DOWN_PLANNED', '08:00', { agreedEndMs: at('10:00') }), said('UP', '10:00'))
    expect(hours(figure(ledger).coverMs)).toBe(8)
    expect(hours(figure(ledger, terms({ coverIncludesPlannedWork: true })).coverMs)).toBe(10)
  })

  it('counts elapsed hours where the contract says so, even below nought', () => {
    const ledger = ledgerOf(said('DOWN_UNPLANNED', '00:00'))
    expect(figure(ledger, terms({ clockStarts: 'fault' })).headline).toBe(0)
    expect(figure(ledger, terms({ clockStarts: 'fault', lostHours: 'elapsed' })).headline).toBe(-1.4)
  })

  it('does not count unconfirmed time, except in the lower bound', () => {
    const { headline, lower, upper, confirmedShare } = figure({ ...ledgerOf(said('UP', '00:00')), healthChanges: [silentFrom('13:00')] })
    expect([headline, lower, upper, confirmedShare]).toEqual([1, 0.5, 1, 0.5])
  })

  it('goes by the terms in force at each moment, and counts no time without terms', () => {
    const ledger = ledgerOf(said('UP', '00:00'), said('DOWN_UNPLANNED', '08:00'))
    const first = terms({ toMs: at('10:00') })
    const second = terms({ contractId: 'C2', fromMs: at('10:00'), toMs: at('14:00'), clockStarts: 'fault' })
    const { coverMs, qualifyingMs } = figure(ledger, second, first)
    expect([coverMs, qualifyingMs].map(hours)).toEqual([6, 4])
    expect(figure(ledger, terms({ fromMs: at('00:00', 1) })).headline).toBe('not defined')
  })

  it('refuses terms that hold at once, end before they start or weigh more than an hour', () => {
    expect(() => figure(ledgerOf(), terms(), terms({ contractId: 'C2', fromMs: at('12:00') }))).toThrow(
      'the terms of C1 and of C2 both hold',
    )
    expect(() => figure(ledgerOf(), terms({ toMs: at('00:00') }))).toThrow('end before they start')
    expect(() => figure(ledgerOf(), terms({ degradedWeight: 2 }))).toThrow('write a number from 0 to 1')
  })

  it('opens to the stretches, with the step that stopped or started the clock', () => {
    const explained = explainContractual({
      history: historyOf(withSteps(failure, ...job)),
      terms: [terms()],
      fromMs: at('09:00'),
      toMs: at('15:00'),
    })
    expect(explained.map(({ fromMs, bucket, weight, decidedByEventId }) => [timeOf(fromMs), bucket, weight, decidedByEventId])).toEqual([
      ['09:00', 'notCalled', 0, undefined],
      ['10:00', 'noAccess', 0, '10:00 call-logged'],
      ['11:00', 'qualifyingDown', 1, '11:00 access-given'],
      ['14:00', 'handedBack', 0, '14:00 handed-back'],
    ])
  })
})
