import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Ledger } from './ledger.ts'
import { generatedCase } from './oracle/generated-case.ts'
import { type StateTimeline, stateTimeline, type TimelineQuestion } from './state-timeline.ts'
import { at, byPerson, bySupplier, correction, ledgerOf, said, timeOf, wholeDay } from './testing/example-ledger.ts'

const timeline = (ledger: Ledger, question: Partial<TimelineQuestion> = {}): StateTimeline =>
  stateTimeline(ledger, { ...wholeDay, ...question })
const told = (ledger: Ledger, question: Partial<TimelineQuestion> = {}): string[] =>
  timeline(ledger, question).intervals.map(({ fromMs, state }) => `${timeOf(fromMs)} ${state}`)
const withCorrections = (ledger: Ledger, ...corrections: Ledger['corrections']): Ledger => ({ ...ledger, corrections })

describe('the state at an instant', () => {
  it('is not known before the first event', () => {
    expect(told(ledgerOf())).toEqual(['ever UNKNOWN'])
    expect(told(ledgerOf(said('UP', '08:00')))).toEqual(['ever UNKNOWN', '08:00 UP'])
  })

  it('is that of the latest event by when it took effect, not by when it came', () => {
    const late = said('DEGRADED', '09:00', { recordedMs: at('17:00') })
    expect(told(ledgerOf(said('UP', '08:00'), said('DOWN_EXTERNAL', '10:00'), late))).toEqual([
      'ever UNKNOWN',
      '08:00 UP',
      '09:00 DEGRADED',
      '10:00 DOWN_EXTERNAL',
    ])
  })

  it('is, of two events at one instant, that of the later recorded, then of the greater id', () => {
    const first = said('UP', '08:00', { eventId: 'b', recordedMs: at('08:01') })
    const second = said('DEGRADED', '08:00', { eventId: 'a', recordedMs: at('08:02') })
    expect(told(ledgerOf(second, first))).toEqual(['ever UNKNOWN', '08:00 DEGRADED'])
    expect(told(ledgerOf(first, { ...second, recordedMs: at('08:01') }))).toEqual(['ever UNKNOWN', '08:00 UP'])
  })

  it('counts an event delivered twice once, as first recorded', () => {
    const once = said('UP', '08:00')
    expect(told(ledgerOf({ ...once, recordedMs: at('11:00') }, once), { knownAtMs: at('09:00') })).toEqual(['ever UNKNOWN', '08:00 UP'])
    const { intervals } = timeline(ledgerOf({ ...once, recordedMs: at('11:00') }, once))
    expect(intervals).toHaveLength(2)
    expect(intervals[1]?.change?.recordedMs).toBe(at('08:00'))
  })

  it('is as known at the instant asked about', () => {
    const ledger = ledgerOf(said('UP', '08:00'), said('DOWN_EXTERNAL', '09:00', { recordedMs: at('15:00') }))
    expect(told(ledger, { knownAtMs: at('14:59') })).toEqual(['ever UNKNOWN', '08:00 UP'])
    expect(told(ledger, { knownAtMs: at('15:00') })).toEqual(['ever UNKNOWN', '08:00 UP', '09:00 DOWN_EXTERNAL'])
  })

  it('names for each stretch the event that made it and the rule', () => {
    const { intervals } = timeline(ledgerOf(said('DOWN_UNPLANNED', '09:00'), said('UP', '10:00')))
    expect(intervals.map(({ change, rule }) => [change?.eventId, rule])).toEqual([
      [undefined, 'no-report-yet'],
      ['09:00 DOWN_UNPLANNED', 'reported'],
      ['10:00 UP', 'release-missing'],
    ])
  })
})

describe('a correction', () => {
  const down = ledgerOf(said('UP', '08:00'), said('DOWN_EXTERNAL', '09:00', { cause: 'chiller' }))
  const target = '09:00 DOWN_EXTERNAL'

  it('replaces what it names, keeping what it leaves unsaid', () => {
    const { intervals } = timeline(withCorrections(down, correction(target, { atMs: at('09:30') })))
    expect(intervals.at(-1)).toMatchObject({
      fromMs: at('09:30'),
      state: 'DOWN_EXTERNAL',
      change: { cause: 'chiller', replaces: [target] },
    })
  })

  it('removes without replacing when it is void', () => {
    expect(told(withCorrections(down, correction(target, { void: true })))).toEqual(['ever UNKNOWN', '08:00 UP'])
  })

  it('does not bring the first event back when it is corrected itself', () => {
    const first = correction(target, { state: 'DEGRADED' })
    const voided = correction(first.eventId, { void: true, recordedMs: at('13:00', 1) })
    expect(told(withCorrections(down, first, voided))).toEqual(['ever UNKNOWN', '08:00 UP'])
    const again = correction(first.eventId, { atMs: at('11:00'), recordedMs: at('13:00', 1) })
    expect(told(withCorrections(down, first, again))).toEqual(['ever UNKNOWN', '08:00 UP', '11:00 DEGRADED'])
  })

  it('gives way to one of the same event recorded later, and takes its own corrections with it', () => {
    const first = correction(target, { eventId: 'z', state: 'DEGRADED' })
    const later = correction(target, { eventId: 'a', state: 'RETIRED', recordedMs: at('13:00', 1) })
    const ofFirst = correction('z', { state: 'UP', atMs: at('10:00'), recordedMs: at('14:00', 1) })
    expect(told(withCorrections(down, later, first, ofFirst))).toEqual(['ever UNKNOWN', '08:00 UP', '09:00 RETIRED'])
  })

  it('waits for its target when it comes first', () => {
    const early = correction(target, { void: true, recordedMs: at('07:00') })
    expect(told(withCorrections(down, early), { knownAtMs: at('08:30') })).toEqual(['ever UNKNOWN', '08:00 UP'])
    expect(told(withCorrections(down, early))).toEqual(['ever UNKNOWN', '08:00 UP'])
  })

  it('counts only once it is recorded', () => {
    expect(told(withCorrections(down, correction(target, { void: true })), { knownAtMs: at('11:59', 1) })).toHaveLength(3)
  })

  it('of what a person reported comes from a person', () => {
    const ledger = ledgerOf(said('DOWN_UNPLANNED', '09:00', byPerson))
    const struckOut = correction('09:00 DOWN_UNPLANNED', { void: true, ...bySupplier })
    expect(told(withCorrections(ledger, struckOut))).toEqual(['ever UNKNOWN', '09:00 DOWN_UNPLANNED'])
    expect(told(withCorrections(ledger, { ...struckOut, ...byPerson }))).toEqual(['ever UNKNOWN'])
  })
})

describe('the return-to-use gate', () => {
  it('holds an asset in checks after a failure until a release, however often it is called working', () => {
    const ledger = ledgerOf(
      said('DOWN_UNPLANNED', '09:00'),
      said('UP', '10:00'),
      said('UP', '11:00'),
      said('UP', '12:00', { releaseId: 'R1' }),
      said('UP', '13:00'),
    )
    expect(told(ledger)).toEqual(['ever UNKNOWN', '09:00 DOWN_UNPLANNED', '10:00 IN_QA', '11:00 IN_QA', '12:00 UP', '13:00 UP'])
    expect(timeline(ledger).intervals.map(({ followsFailure }) => followsFailure)).toEqual([false, false, true, true, false, false])
  })

  it('stays closed through other states that follow the failure', () => {
    const ledger = ledgerOf(said('DOWN_UNPLANNED', '09:00'), said('DEGRADED', '10:00', byPerson), said('UP', '11:00', byPerson))
    expect(told(ledger)).toEqual(['ever UNKNOWN', '09:00 DOWN_UNPLANNED', '10:00 DEGRADED', '11:00 IN_QA'])
  })

  it('lets no device or supplier bring an asset back even for limited use', () => {
    for (const reporter of [{}, bySupplier])
      expect(told(ledgerOf(said('DOWN_UNPLANNED', '09:00'), said('DEGRADED', '10:00', reporter))).at(-1)).toBe('10:00 IN_QA')
  })

  it('is reached by a supplier’s hand-back, and opened only by a release', () => {
    const handedBack = [said('DEGRADED', '09:00', byPerson), said('IN_QA', '10:00', bySupplier)]
    expect(told(ledgerOf(...handedBack)).at(-1)).toBe('10:00 IN_QA')
    for (const reporter of [{}, bySupplier, byPerson])
      expect(told(ledgerOf(...handedBack, said('UP', '11:00', reporter))).at(-1)).toBe('11:00 IN_QA')
    expect(told(ledgerOf(...handedBack, said('UP', '11:00', { releaseId: 'R1', ...byPerson }))).at(-1)).toBe('11:00 UP')
  })

  it('opens with limits too', () => {
    const ledger = ledgerOf(
      said('DOWN_UNPLANNED', '09:00'),
      said('DEGRADED', '10:00', { releaseId: 'R1', canStill: ['head'] }),
      said('UP', '11:00'),
    )
    expect(told(ledger).slice(2)).toEqual(['10:00 DEGRADED', '11:00 UP'])
  })

  it('does not open for a release nobody gave', () => {
    const ledger = ledgerOf(said('DOWN_UNPLANNED', '09:00'), said('UP', '10:00', { releaseId: 'made up' }))
    expect(told(ledger, { isRelease: (id) => id === 'R1' }).at(-1)).toBe('10:00 IN_QA')
  })

  it('is needed after planned work only where its scope says so', () => {
    const ledger = ledgerOf(said('DOWN_PLANNED', '09:00', { cause: 'tube change', agreedEndMs: at('12:00') }), said('UP', '11:00'))
    expect(told(ledger).at(-1)).toBe('11:00 UP')
    const gated = timeline(ledger, { needsRelease: ({ cause }) => cause === 'tube change' }).intervals.at(-1)
    expect(gated).toMatchObject({ state: 'IN_QA', rule: 'release-missing', followsFailure: false })
  })
})

describe('planned work', () => {
  it('is a failure from its agreed end on, and then needs a release', () => {
    const ledger = ledgerOf(said('DOWN_PLANNED', '09:00', { agreedEndMs: at('12:00') }), said('UP', '14:00'))
    expect(told(ledger).slice(1)).toEqual(['09:00 DOWN_PLANNED', '12:00 DOWN_UNPLANNED', '14:00 IN_QA'])
    expect(timeline(ledger).intervals[2]).toMatchObject({ rule: 'agreed-end-passed', change: { eventId: '09:00 DOWN_PLANNED' } })
  })

  it('ends in time when it ends at its agreed end, or when a new end is agreed before it', () => {
    const planned = said('DOWN_PLANNED', '09:00', { agreedEndMs: at('12:00') })
    expect(told(ledgerOf(planned, said('UP', '12:00'))).at(-1)).toBe('12:00 UP')
    const extended = said('DOWN_PLANNED', '11:00', { agreedEndMs: at('13:00') })
    expect(told(ledgerOf(planned, extended, said('UP', '13:00'))).slice(1)).toEqual([
      '09:00 DOWN_PLANNED',
      '11:00 DOWN_PLANNED',
      '13:00 UP',
    ])
  })

  it('agreed to end before it began is a failure from its beginning', () => {
    expect(told(ledgerOf(said('DOWN_PLANNED', '09:00', { agreedEndMs: at('08:00') }))).slice(1)).toEqual(['09:00 DOWN_UNPLANNED'])
  })
})

describe('what a person reported', () => {
  const reported = said('DOWN_UNPLANNED', '09:00', byPerson)

  it('is not overturned by a device, a supplier or a schedule, which is noted', () => {
    const ledger = ledgerOf(
      reported,
      said('UP', '10:00'),
      said('UP', '10:30', bySupplier),
      said('DOWN_PLANNED', '11:00', { reportedBy: { kind: 'schedule' } }),
    )
    expect(told(ledger)).toEqual(['ever UNKNOWN', '09:00 DOWN_UNPLANNED'])
    expect(timeline(ledger).overruled.map(({ change, standingEventId }) => [change.eventId, standingEventId])).toEqual([
      ['10:00 UP', '09:00 DOWN_UNPLANNED'],
      ['10:30 UP', '09:00 DOWN_UNPLANNED'],
      ['11:00 DOWN_PLANNED', '09:00 DOWN_UNPLANNED'],
    ])
  })

  it('is changed by a person and by a release', () => {
    expect(told(ledgerOf(reported, said('DOWN_EXTERNAL', '10:00', byPerson))).at(-1)).toBe('10:00 DOWN_EXTERNAL')
    expect(told(ledgerOf(reported, said('UP', '10:00', { releaseId: 'R1' }))).at(-1)).toBe('10:00 UP')
  })

  it('no longer stands after a release: a device may report the next failure', () => {
    const released = said('UP', '10:00', { releaseId: 'R1', ...byPerson })
    expect(told(ledgerOf(reported, released, said('DOWN_UNPLANNED', '11:00'))).at(-1)).toBe('11:00 DOWN_UNPLANNED')
  })

  it('does not silence a device once the asset works, but does while it is only said to', () => {
    const works = [said('DOWN_EXTERNAL', '09:00', byPerson), said('UP', '10:00', byPerson)]
    expect(told(ledgerOf(...works, said('DOWN_UNPLANNED', '11:00'))).at(-1)).toBe('11:00 DOWN_UNPLANNED')
    expect(told(ledgerOf(reported, said('UP', '10:00', byPerson), said('DEGRADED', '11:00'))).at(-1)).toBe('10:00 IN_QA')
  })

  it('still runs past its agreed end', () => {
    const planned = said('DOWN_PLANNED', '09:00', { agreedEndMs: at('12:00'), ...byPerson })
    expect(told(ledgerOf(planned, said('UP', '11:00'))).at(-1)).toBe('12:00 DOWN_UNPLANNED')
  })
})

describe('a timeline', () => {
  const anySeed = fc.integer({ min: 1, max: 1_000_000 })
  const ask = ({ ledger, knownAtMs, toMs }: ReturnType<typeof generatedCase>): StateTimeline => stateTimeline(ledger, { knownAtMs, toMs })

  it('has no gap and no empty stretch, from ever to its end', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const oracleCase = generatedCase(seed)
        const { intervals } = ask(oracleCase)
        expect(intervals[0]?.fromMs).toBe(-Infinity)
        expect(intervals.at(-1)?.toMs).toBe(oracleCase.toMs)
        intervals.forEach(({ fromMs, toMs }, index) => {
          expect(toMs).toBeGreaterThan(fromMs)
          if (index > 0) expect(fromMs).toBe(intervals[index - 1]?.toMs)
        })
      }),
    )
  })

  it('does not depend on the order of arrival', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const oracleCase = generatedCase(seed)
        const { ledger } = oracleCase
        const reversed = { ...ledger, stateChanges: ledger.stateChanges.toReversed(), corrections: ledger.corrections.toReversed() }
        expect(ask({ ...oracleCase, ledger: reversed })).toEqual(ask(oracleCase))
      }),
    )
  })

  it('after a void correction is as if the event had never been', () => {
    fc.assert(
      fc.property(anySeed, fc.nat(), (seed, choice) => {
        const { ledger, toMs } = generatedCase(seed)
        fc.pre(ledger.stateChanges.length > 0)
        const { eventId } = ledger.stateChanges[choice % ledger.stateChanges.length] as (typeof ledger.stateChanges)[number]
        const undone = { ...correction(eventId, { void: true, ...byPerson }), recordedMs: toMs + 1e10 }
        const without = { ...ledger, stateChanges: ledger.stateChanges.filter((change) => change.eventId !== eventId) }
        const question = { knownAtMs: Infinity, toMs }
        expect(stateTimeline({ ...ledger, corrections: [...ledger.corrections, undone] }, question)).toEqual(
          stateTimeline(without, question),
        )
      }),
    )
  })

  it('as known at an instant is the same whatever was recorded afterwards', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const { ledger, fromMs, toMs } = generatedCase(seed)
        const past = {
          ...ledger,
          stateChanges: ledger.stateChanges.filter(({ recordedMs }) => recordedMs <= fromMs),
          corrections: ledger.corrections.filter(({ recordedMs }) => recordedMs <= fromMs),
        }
        expect(stateTimeline(ledger, { knownAtMs: fromMs, toMs })).toEqual(stateTimeline(past, { knownAtMs: Infinity, toMs }))
      }),
    )
  })
})
