import { describe, expect, it } from 'vitest'
import { failures } from './failures.ts'
import type { Ledger, StateChange, WorkOrderFact } from './ledger.ts'
import { quantile, reliability, type Reliability } from './reliability.ts'
import { at, daily, historyOf, hours, ledgerOf, said, step } from './testing/example-ledger.ts'

const idsOf = (...changes: readonly StateChange[]): string[] =>
  failures(historyOf(ledgerOf(...changes), { toMs: at('00:00', 30) })).map(({ id }) => id)
const released = (time: string, daysLater = 0): StateChange =>
  said('UP', time, { eventId: `UP ${time} +${daysLater}`, releaseId: 'R', atMs: at(time, daysLater) })
const downWith = (fault: string, daysLater: number): StateChange =>
  said('DOWN_UNPLANNED', '09:00', { eventId: `${fault} +${daysLater}`, fault, atMs: at('09:00', daysLater) })

describe('a failure', () => {
  it('is an entry into unplanned downtime, not each report of it', () => {
    expect(
      idsOf(
        said('UP', '00:00'),
        said('DOWN_UNPLANNED', '09:00'),
        said('DOWN_UNPLANNED', '10:00'),
        released('11:00'),
        said('DOWN_UNPLANNED', '12:00'),
      ),
    ).toEqual(['09:00 DOWN_UNPLANNED', '12:00 DOWN_UNPLANNED'])
  })

  it('goes on when the checks after it fail', () => {
    expect(idsOf(said('DOWN_UNPLANNED', '09:00'), said('IN_QA', '10:00'), said('DOWN_UNPLANNED', '11:00'))).toEqual([
      '09:00 DOWN_UNPLANNED',
    ])
    expect(idsOf(said('DOWN_PLANNED', '09:00'), said('IN_QA', '10:00'), said('DOWN_UNPLANNED', '11:00'))).toEqual(['11:00 DOWN_UNPLANNED'])
  })

  it('goes on when the same fault comes back within seven days of return to use, and not later', () => {
    const first = [downWith('arcing', 0), released('10:00')]
    expect(idsOf(...first, downWith('arcing', 7))).toEqual(['arcing +0'])
    expect(idsOf(...first, { ...downWith('arcing', 7), atMs: at('10:00', 7) })).toEqual(['arcing +0'])
    expect(idsOf(...first, { ...downWith('arcing', 7), atMs: at('10:00', 7) + 1 })).toEqual(['arcing +0', 'arcing +7'])
    expect(idsOf(...first, downWith('table', 1))).toEqual(['arcing +0', 'table +1'])
  })

  it('is recognised though another fault came between, and again from its last return', () => {
    const weeks = [
      downWith('arcing', 0),
      released('10:00'),
      downWith('table', 2),
      released('10:00', 2),
      downWith('arcing', 5),
      released('10:00', 5),
      downWith('arcing', 11),
    ]
    expect(idsOf(...weeks)).toEqual(['arcing +0', 'table +2'])
  })

  it('begins when planned work runs past its agreed end', () => {
    const [failure] = failures(historyOf(ledgerOf(said('DOWN_PLANNED', '09:00', { agreedEndMs: at('12:00') }))))
    expect(failure).toMatchObject({ id: '09:00 DOWN_PLANNED', fromMs: at('12:00') })
  })

  it('is judged by a continuation time that can be set', () => {
    const history = historyOf(ledgerOf(downWith('arcing', 0), released('10:00'), downWith('arcing', 2)), { toMs: at('00:00', 30) })
    expect(failures(history, 86_400_000)).toHaveLength(2)
  })
})

describe('reliability', () => {
  const ask = (ledger: Ledger): Reliability =>
    reliability({ history: historyOf(ledger), hours: daily('08:00', '18:00'), fromMs: at('00:00'), toMs: at('00:00', 1) })
  const withSteps = (changes: readonly StateChange[], ...workOrderFacts: readonly WorkOrderFact[]): Ledger => ({
    ...ledgerOf(...changes),
    workOrderFacts,
  })
  const oneFailure = [said('UP', '00:00'), said('DOWN_UNPLANNED', '09:00'), released('17:00')]

  it('divides confirmed operating time by failures', () => {
    const { operatingMs, meanBetweenFailuresMs } = ask(ledgerOf(...oneFailure))
    expect([hours(operatingMs), meanBetweenFailuresMs]).toEqual([2, operatingMs])
    expect(ask(ledgerOf(said('UP', '00:00'))).meanBetweenFailuresMs).toBe('not defined')
  })

  it('measures time to restore in elapsed hours, leaving out what has not ended', () => {
    const twice = ledgerOf(
      said('UP', '00:00'),
      said('DOWN_UNPLANNED', '05:00'),
      released('06:00'),
      said('DOWN_UNPLANNED', '19:00'),
      released('22:00'),
      said('DOWN_UNPLANNED', '23:00'),
    )
    const { restored, notRestored, meanMs, medianMs, p90Ms } = ask(twice).timeToRestore
    expect([restored, notRestored]).toEqual([2, 1])
    expect([meanMs, medianMs].map((ms) => hours(Number(ms)))).toEqual([2, 2])
    expect(hours(Number(p90Ms))).toBeCloseTo(2.8)
    expect(ask(ledgerOf(said('UP', '00:00'))).timeToRestore).toMatchObject({
      meanMs: 'not defined',
      medianMs: 'not defined',
      p90Ms: 'not defined',
    })
  })

  it('splits the time to restore into phases that add up to it', () => {
    const facts = [
      step('call-logged', '09:30'),
      step('accepted', '10:00'),
      step('arrived', '11:00'),
      step('part-awaited', '11:30'),
      step('part-arrived', '13:00'),
      step('handed-back', '14:00'),
      step('released', '16:30'),
    ]
    const { meanByPhaseMs } = ask(withSteps(oneFailure, ...facts)).timeToRestore
    const split = Object.fromEntries(Object.entries(meanByPhaseMs).map(([phase, ms]) => [phase, hours(Number(ms))]))
    expect(split).toEqual({ detect: 0.5, acknowledge: 0.5, travel: 1, waitForPart: 1.5, repair: 1.5, checks: 2.5, handBack: 0.5 })
  })

  it('gives the time of steps nobody recorded to the phase they end in', () => {
    const phases = (...facts: readonly WorkOrderFact[]): Record<string, unknown> =>
      ask(withSteps(oneFailure, ...facts)).timeToRestore.meanByPhaseMs
    const hourMs = 3_600_000
    expect(phases()).toMatchObject({ detect: 0, travel: 0, repair: 8 * hourMs, checks: 0, handBack: 0 })
    expect(phases(step('call-logged', '10:00'), step('accepted', '11:00'), step('handed-back', '15:00'))).toMatchObject({
      detect: hourMs,
      acknowledge: hourMs,
      travel: 0,
      repair: 4 * hourMs,
      checks: 2 * hourMs,
    })
  })

  it('takes quantiles between neighbours in proportion', () => {
    expect([quantile([1, 2, 3, 4], 0.5), quantile([10], 0.9), quantile([], 0.5)]).toEqual([2.5, 10, 'not defined'])
  })
})
