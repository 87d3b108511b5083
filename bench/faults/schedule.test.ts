import { describe, expect, it } from 'vitest'
import { POINTS } from './points.ts'
import { scheduleOf } from './schedule.ts'

const seeds = Array.from({ length: 20 }, (_, index) => index + 1)
const faults = seeds.flatMap(scheduleOf)

describe('schedules', () => {
  it('follow from their seed alone', () => expect(scheduleOf(7)).toEqual(scheduleOf(7)))

  it('meet every victim and every kind of fault in twenty seeds', () => {
    expect(new Set(faults.map(({ victim }) => victim))).toEqual(new Set(['telemetry', 'availability', 'broker', 'database']))
    expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(['kill', 'freeze', 'restart']))
  })

  it('aim kills and freezes at every named point in twenty seeds', () => {
    const points = new Set(faults.flatMap((fault) => (fault.kind === 'restart' ? [] : [fault.point])))
    expect(POINTS.filter((point) => !points.has(point))).toEqual([])
  })
})
