import { describe, expect, it } from 'vitest'
import { type Downtime, downtimes, isNotFullyWorking } from './downtimes.ts'
import { emptyLedger, type Ledger } from './ledger.ts'
import { restatement, type Restatement } from './restatement.ts'
import { stateTimeline } from './state-timeline.ts'
import { at, byPerson, correction, ledgerOf, said, wholeDay } from './testing/example-ledger.ts'

const of = (ledger: Ledger): Downtime[] => downtimes(stateTimeline(ledger, wholeDay))
const names = (list: readonly Downtime[]): string[] => list.map(({ id }) => id)
const told = (before: Ledger, after: Ledger): Record<keyof Restatement, unknown> => {
  const { opened, closed, reopened, changed, renamed, voided } = restatement(of(before), of(after))
  return { opened: names(opened), closed: names(closed), reopened: names(reopened), changed: names(changed), renamed, voided }
}
const nothing = { opened: [], closed: [], reopened: [], changed: [], renamed: [], voided: [] }

const down = said('DOWN_UNPLANNED', '10:00', { eventId: 'down' })
const back = said('UP', '11:00', { eventId: 'back', releaseId: 'R1' })
const again = said('DOWN_UNPLANNED', '11:05', { eventId: 'again' })
const backAgain = said('UP', '12:00', { eventId: 'back again', releaseId: 'R2' })
const twice = ledgerOf(down, back, again, backAgain)

describe('a downtime', () => {
  it('is named by its opening event and lasts until use, through checks and failures of checks', () => {
    const [downtime, ...others] = of(ledgerOf(said('UP', '08:00'), down, said('IN_QA', '10:30'), said('DOWN_UNPLANNED', '10:40'), back))
    expect(others).toEqual([])
    expect(downtime).toMatchObject({ id: 'down', fromMs: at('10:00'), toMs: at('11:00'), openingState: 'DOWN_UNPLANNED' })
  })

  it('says since when it is unplanned', () => {
    const [overrun] = of(ledgerOf(said('DOWN_PLANNED', '09:00', { agreedEndMs: at('12:00') })))
    expect(overrun).toMatchObject({ id: '09:00 DOWN_PLANNED', fromMs: at('09:00'), toMs: undefined, unplannedFromMs: at('12:00') })
    expect(of(ledgerOf(said('DOWN_EXTERNAL', '09:00')))[0]?.unplannedFromMs).toBeUndefined()
  })

  it('takes limited use in where that is asked for', () => {
    const limited = ledgerOf(said('UP', '08:00'), said('DEGRADED', '09:00', byPerson), said('DOWN_UNPLANNED', '10:00', byPerson))
    expect(names(of(limited))).toEqual(['10:00 DOWN_UNPLANNED'])
    expect(names(downtimes(stateTimeline(limited, wholeDay), isNotFullyWorking))).toEqual(['09:00 DEGRADED'])
  })
})

describe('a restatement', () => {
  it('is nothing when nothing changed', () => {
    expect(told(twice, twice)).toEqual(nothing)
  })

  it('tells of downtimes opened and closed', () => {
    expect(told(emptyLedger, ledgerOf(down))).toEqual({ ...nothing, opened: ['down'] })
    expect(told(ledgerOf(down), ledgerOf(down, back))).toEqual({ ...nothing, closed: ['down'] })
    expect(told(emptyLedger, ledgerOf(down, back))).toEqual({ ...nothing, opened: ['down'], closed: ['down'] })
  })

  it('maps the old name to the new when downtimes merge', () => {
    const merged = { ...twice, corrections: [correction('back', { void: true })] }
    expect(told(twice, merged)).toEqual({ ...nothing, changed: ['down'], renamed: [{ fromId: 'again', toId: 'down' }] })
  })

  it('maps the old name to an earlier opening that came late', () => {
    const earlier = said('DOWN_UNPLANNED', '09:50', { eventId: 'earlier' })
    expect(told(ledgerOf(down), ledgerOf(down, earlier))).toEqual({
      ...nothing,
      changed: ['earlier'],
      renamed: [{ fromId: 'down', toId: 'earlier' }],
    })
  })

  it('maps the old name to the correction of its opening, even at another time', () => {
    const moved = { ...twice, corrections: [correction('again', { eventId: 'moved', atMs: at('14:00') })] }
    expect(told(twice, moved)).toEqual({ ...nothing, reopened: ['moved'], renamed: [{ fromId: 'again', toId: 'moved' }] })
  })

  it('voids a downtime that never was', () => {
    expect(told(ledgerOf(down, back), { ...ledgerOf(down, back), corrections: [correction('down', { void: true })] })).toEqual({
      ...nothing,
      voided: ['down'],
    })
  })

  it('reopens a downtime whose end was void', () => {
    expect(told(ledgerOf(down, back), { ...ledgerOf(down, back), corrections: [correction('back', { void: true })] })).toEqual({
      ...nothing,
      reopened: ['down'],
    })
  })

  it('tells that planned work has become unplanned', () => {
    const ledger = ledgerOf(said('DOWN_PLANNED', '09:00', { agreedEndMs: at('12:00') }))
    const before = downtimes(stateTimeline(ledger, { ...wholeDay, toMs: at('11:00') }))
    expect(names(restatement(before, of(ledger)).changed)).toEqual(['09:00 DOWN_PLANNED'])
  })
})
