import { eventReader } from '@imaging/schemas'
import { catalogueOf, checkReading, classSheets } from '@imaging/telemetry/domain'
import { describe, expect, it } from 'vitest'
import { createDice } from '../dice.ts'
import { exampleAsset } from '../example-register.ts'
import { readingEvents } from './reading-events.ts'

const untilMs = Date.UTC(2026, 5, 1)
const stream = (seed: number) => [...readingEvents({ events: 40_000, assets: 40, untilMs, dice: createDice(seed) })]
const events = stream(1)
const read = eventReader('imaging.telemetry')
const catalogue = catalogueOf(classSheets)
const operators = new Map(Array.from({ length: 40 }, (_, index) => [exampleAsset(index).assetId, exampleAsset(index).source]))

/** What the service would refuse, rule by rule. */
function isAccepted(body: string): boolean {
  const reading = read(Buffer.from(body), untilMs)
  if ('refused' in reading || !('readings' in reading.event.data)) return false
  const { source, data } = reading.event
  const classId = events.find(({ row }) => row?.assetId === data.assetId)?.row?.classId ?? ''
  return operators.get(data.assetId) === source && data.readings.every((one) => checkReading(catalogue, classId, one).isOk)
}

describe('readings for the benchmark', () => {
  it('are the same for the same seed, and others for another', () => {
    const bodies = (seed: number): string =>
      stream(seed)
        .map(({ body }) => body)
        .join('\n')
    expect(bodies(1) === bodies(1)).toBe(true)
    expect(bodies(2) === bodies(1)).toBe(false)
  })

  it('become rows exactly where the service accepts them', () => {
    const sample = events.filter(({ row }, index) => row === undefined || index % 20 === 0)
    expect(sample.filter(({ row, body }) => isAccepted(body) !== (row !== undefined))).toEqual([])
  })

  it('hold about two repeats, one late and a tenth of a poisonous event in a hundred', () => {
    const share = (count: number): number => (100 * count) / events.length
    const dayMs = 86_400_000
    expect(share(events.filter(({ isRepeat }) => isRepeat).length)).toBeCloseTo(2, 0)
    expect(share(events.filter(({ row }) => row !== undefined && Date.parse(row.observedAt) < untilMs - dayMs).length)).toBeCloseTo(1, 0)
    expect(share(events.filter(({ row }) => row === undefined).length)).toBeCloseTo(0.1, 0)
  })
})
