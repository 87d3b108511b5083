import { eventReader } from '@imaging/schemas'
import { describe, expect, it } from 'vitest'
import { createDice } from '../dice.ts'
import { exampleAsset } from '../example-register.ts'
import { toldHistory } from './told-history.ts'

const fromMs = Date.UTC(2016, 10, 1)
const toMs = Date.UTC(2026, 10, 1)
const facts = toldHistory({ asset: exampleAsset(0), fromMs, toMs, facts: 600, dice: createDice(1) })

describe('a history for the benchmark', () => {
  it('has exactly as many facts as asked for, in order, within its time', () => {
    const at = facts.map(({ event }) => Date.parse(event.data.at))
    expect(facts).toHaveLength(600)
    expect(at).toEqual(at.toSorted((left, right) => left - right))
    expect([Math.min(...at) >= fromMs, Math.max(...at) < toMs]).toEqual([true, true])
  })

  it('holds only events that the contracts accept', () => {
    const readers = { state: eventReader('imaging.downtime'), health: eventReader('imaging.conditions') }
    expect(facts.filter(({ kind, event }) => 'refused' in readers[kind](Buffer.from(JSON.stringify(event)), toMs))).toEqual([])
  })

  it('knows failures, releases, planned work, limited use, a failed building and silence', () => {
    const states = new Set(facts.map(({ event }) => ('state' in event.data ? event.data.state : event.data.health)))
    for (const state of ['DOWN_UNPLANNED', 'IN_QA', 'UP', 'DOWN_PLANNED', 'DEGRADED', 'DOWN_EXTERNAL', 'SILENT'])
      expect(states).toContain(state)
  })
})
