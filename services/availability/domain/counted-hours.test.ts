import { type CalendarDefinition, calendarOf } from '@imaging/calendar'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assetHistory } from './asset-history.ts'
import { countedHours, type CountedHoursQuestion, hoursDefinitions } from './counted-hours.ts'
import { generatedCase } from './oracle/generated-case.ts'
import { minuteByMinute } from './oracle/minute-by-minute.ts'
import { at, daily, historyOf, hours, ledgerOf, liveFrom, lost, said, silentFrom, timeOf } from './testing/example-ledger.ts'

const minuteMs = 60_000
const anySeed = fc.integer({ min: 1, max: 10_000_000 })

function questionOf(seed: number): CountedHoursQuestion {
  const { ledger, knownAtMs, fromMs, toMs, operatingHours, sessions, terms, causeNeedingRelease } = generatedCase(seed)
  const calendar = (definition: CalendarDefinition) => calendarOf(definition)
  return {
    history: assetHistory(ledger, { knownAtMs, toMs, needsRelease: ({ cause }) => cause === causeNeedingRelease }),
    operatingHours: calendar(operatingHours),
    sessions: calendar(sessions),
    terms: terms.map((version) => ({ ...version, cover: calendar(version.cover) })),
    fromMs,
    toMs,
  }
}

const minutesOf = (definition: (typeof hoursDefinitions)[number], question: CountedHoursQuestion): number =>
  countedHours(definition, question).reduce((sumMs, { countedMs }) => sumMs + countedMs, 0) / minuteMs

describe('the stretches that a figure opens to', () => {
  it('add up to what a brute force minute by minute counts, by every definition', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const expected = minuteByMinute(generatedCase(seed))
        const question = questionOf(seed)
        const clinicalLosses = ['machine', 'plannedWork', 'building', 'checks', 'staff', 'injectorOrCoil', 'it', 'other']
        expect(minutesOf('technical', question)).toBe(expected['technical.restoring'])
        expect(minutesOf('contractual', question)).toBeCloseTo(Number(expected['contractual.qualifying']), 6)
        expect(minutesOf('clinical', question)).toBe(clinicalLosses.reduce((sum, loss) => sum + Number(expected[`clinical.${loss}`]), 0))
        expect(minutesOf('planned', question)).toBe(expected['planned.all'])
        expect(minutesOf('building', question)).toBe(expected['building.all'])
        expect(minutesOf('unconfirmed', question)).toBe(expected['technical.unconfirmed'])
      }),
    )
  })

  it('follow one another within the window, none longer than its counted time allows', () => {
    fc.assert(
      fc.property(anySeed, fc.constantFrom(...hoursDefinitions), (seed, definition) => {
        const question = questionOf(seed)
        let reachedMs = question.fromMs
        for (const { fromMs, toMs, openMs, countedMs } of countedHours(definition, question)) {
          expect(fromMs).toBeGreaterThanOrEqual(reachedMs)
          expect(openMs).toBeGreaterThan(0)
          expect(openMs).toBeLessThanOrEqual(toMs - fromMs)
          expect(countedMs).toBeLessThanOrEqual(openMs)
          reachedMs = toMs
        }
        expect(reachedMs).toBeLessThanOrEqual(question.toMs)
      }),
    )
  })
})

describe('a scanner that fails, is serviced and falls silent', () => {
  const question = {
    history: historyOf({
      ...ledgerOf(
        said('UP', '06:00'),
        said('DOWN_UNPLANNED', '09:00', { cause: 'table' }),
        said('UP', '10:00', { releaseId: 'R1' }),
        said('DOWN_PLANNED', '12:00', { agreedEndMs: at('13:00'), cause: 'planned-service' }),
        said('UP', '14:00', { releaseId: 'R2' }),
        said('DOWN_EXTERNAL', '16:00', { cause: 'power' }),
        said('UP', '17:00'),
      ),
      sessionLosses: [lost('staff', '15:00', '15:30')],
      healthChanges: [silentFrom('18:00'), liveFrom('19:00')],
    }),
    operatingHours: daily('05:00', '20:00'),
    sessions: daily('08:00', '18:00'),
    fromMs: at('00:00'),
    toMs: at('00:00', 1),
  }
  const opened = (definition: (typeof hoursDefinitions)[number]) =>
    countedHours(definition, question).map(({ fromMs, toMs, countedMs, cause }) => [timeOf(fromMs), timeOf(toMs), hours(countedMs), cause])

  it('counts the overrun of planned work as a failure, and only the work before its agreed end as planned', () => {
    expect(opened('technical')).toEqual([
      ['09:00', '10:00', 1, 'table'],
      ['13:00', '14:00', 1, 'planned-service'],
    ])
    expect(opened('planned')).toEqual([['12:00', '13:00', 1, 'planned-service']])
    expect(countedHours('technical', question).at(-1)?.stateRule).toBe('agreed-end-passed')
  })

  it('opens building hours, lost sessions and unconfirmed time to what decided them', () => {
    expect(opened('building')).toEqual([['16:00', '17:00', 1, 'power']])
    expect(opened('unconfirmed')).toEqual([
      ['05:00', '06:00', 1, 'nothing reported yet'],
      ['18:00', '19:00', 1, 'signal missing'],
    ])
    expect(opened('clinical').map(([, , , cause]) => cause)).toEqual(['machine', 'plannedWork', 'machine', 'staff', 'building'])
    expect(countedHours('clinical', question)[3]?.decidedByEventId).toBe('staff 15:00')
  })

  it('counts nothing under a contract it does not have', () => expect(opened('contractual')).toEqual([]))

  it('counts a failure of several days once, with only the hours that are open', () => {
    const history = historyOf(ledgerOf(said('DOWN_UNPLANNED', '12:00')), { toMs: at('00:00', 3) })
    const [stretch, ...others] = countedHours('technical', { ...question, history, toMs: at('00:00', 3) })
    expect(others).toEqual([])
    expect([stretch?.fromMs, stretch?.toMs, hours(stretch?.countedMs ?? 0)]).toEqual([at('12:00'), at('20:00', 2), 38])
  })
})
