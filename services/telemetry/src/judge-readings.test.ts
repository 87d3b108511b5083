import { catalogueOf, emptyWatch, type ClassSheet } from '@imaging/telemetry/domain'
import { describe, expect, it } from 'vitest'
import { judgeReadings, type CheckedObservation } from './judge-readings.ts'

/** A class whose heat counts as too much from a limit on. */
const sheet = (classId: string, raiseAt: number): ClassSheet => ({
  classId,
  heardEveryMs: 60_000,
  channels: [{ channel: 'heat', label: 'Heat', unit: 'Cel', unitLabel: ' °C', possible: { from: 0, to: 100 }, everyMs: 60_000 }],
  conditions: [
    {
      kind: `${classId}-hot`,
      watched: { by: 'threshold', channel: 'heat' },
      latch: {
        side: 'above',
        levels: [{ severity: 'warning', raiseAt, clearAt: raiseAt - 5 }],
        raiseAfterMs: 0,
        clearAfterMs: 0,
        gapMs: 3_600_000,
      },
      message: 'It is {value}, above {limit}.',
      action: 'Look at it.',
    },
  ],
})

const catalogue = catalogueOf([sheet('oven', 80), sheet('fridge', 10)])
const channels = ['heat']
const unheard = { watch: emptyWatch, lastHeardAtMs: undefined }

const heat = (assetId: string, classId: string, observedAtMs: number, value: number): CheckedObservation => ({
  assetId,
  classId,
  observedAtMs,
  channels,
  values: [value],
})

const told = (checked: readonly CheckedObservation[]): readonly string[] =>
  judgeReadings(catalogue, new Map(checked.map(({ assetId }) => [assetId, unheard])), checked).news.map(
    ({ assetId, change }) => `${assetId} ${change.condition.kind} ${change.change} at ${change.atMs}`,
  )

describe('judging a batch', () => {
  it('tells what changed in the order of the readings, whosever they are', () => {
    const batch = [heat('A', 'oven', 1, 90), heat('B', 'fridge', 1, 20), heat('A', 'oven', 2, 20), heat('B', 'fridge', 2, 1)]
    expect(told(batch)).toEqual([
      'A oven-hot raised at 1',
      'B fridge-hot raised at 1',
      'A oven-hot cleared at 2',
      'B fridge-hot cleared at 2',
    ])
  })

  it('judges each reading by the class its asset then had, when the register changes it in between', () => {
    const batch = [heat('A', 'oven', 1, 20), heat('A', 'fridge', 2, 20), heat('A', 'oven', 3, 90)]
    expect(told(batch)).toEqual(['A fridge-hot raised at 2', 'A oven-hot raised at 3'])
  })

  it('remembers the newest instant heard, not the last', () => {
    const batch = [heat('A', 'oven', 5, 20), heat('A', 'oven', 3, 20)]
    const { watches } = judgeReadings(catalogue, new Map([['A', unheard]]), batch)
    expect(watches.get('A')?.lastHeardAtMs).toBe(5)
  })
})
