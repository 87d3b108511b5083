import { catalogueOf, checkReading, classSheets, emptyWatch, watchObservation, type AssetWatch } from '@imaging/telemetry/domain'
import { describe, expect, it } from 'vitest'
import { exampleFleet, type FleetAsset } from '../fleet.ts'
import type { Situation, Trouble } from './moment.ts'
import { readingsAt } from './readings-at.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const startMs = Date.UTC(2026, 6, 1)
const catalogue = catalogueOf(classSheets)
const connected = exampleFleet(1).filter((asset) => asset.connected)
const causes = [
  'cryogenics',
  'rf-or-coil',
  'gradient',
  'tube-or-high-voltage',
  'detector',
  'gantry-or-rotation',
  'cooling',
  'computer-or-software',
  'chilled-water',
  'planned-service',
]
const trouble = (cause: string, fromMs: number): Trouble => ({ cause, fromMs, warningMs: 8 * HOUR_MS })
const working: Situation = { inUse: true }

/** Every hour of some days, with the conditions that the readings raise. */
function conditionsOf(
  asset: FleetAsset,
  days: number,
  situationAt: (atMs: number) => Situation,
): readonly { readonly kind: string; readonly atMs: number }[] {
  const ofClass = catalogue.get(asset.classId)
  if (ofClass === undefined) throw new Error(`${asset.classId} has no sheet`)
  const raised: { kind: string; atMs: number }[] = []
  let watch: AssetWatch = emptyWatch
  for (let atMs = startMs; atMs < startMs + days * DAY_MS; atMs += HOUR_MS) {
    const readings = readingsAt(1, asset, atMs, situationAt(atMs))
    const judged = watchObservation(ofClass, watch, {
      observedAtMs: atMs,
      channels: readings.map(({ channel }) => channel),
      values: readings.map(({ value }) => value),
    })
    watch = judged.watch
    for (const { change, condition } of judged.changes) if (change === 'raised') raised.push({ kind: condition.kind, atMs })
  }
  return raised
}

const kindsBefore = (asset: FleetAsset, cause: string, days: number): readonly string[] => {
  const failsMs = startMs + days * DAY_MS
  const inUse = (atMs: number): boolean => new Date(atMs).getUTCHours() >= 8 && new Date(atMs).getUTCHours() < 20
  return conditionsOf(asset, days, (atMs) => ({ inUse: inUse(atMs), ahead: trouble(cause, failsMs) })).map(({ kind }) => kind)
}

describe('readings', () => {
  it('of every connected asset, in every trouble, are accepted by the channel catalogue', () => {
    const refused: string[] = []
    for (const asset of connected)
      for (const [index, cause] of causes.entries())
        for (const situation of [
          working,
          { inUse: false },
          { inUse: false, outage: trouble(cause, startMs) },
          { inUse: true, ahead: trouble(cause, startMs + 60 * HOUR_MS) },
        ])
          for (const hours of [0, 6, 30 + index])
            for (const reading of readingsAt(1, asset, startMs + hours * HOUR_MS, situation)) {
              const checked = checkReading(catalogue, asset.classId, reading)
              if (!checked.isOk) refused.push(checked.reason)
            }
    expect(refused).toEqual([])
  })

  it('cover every channel of the class’s sheet', () => {
    for (const classId of ['mri', 'ct', 'pet-ct', 'nuclear-medicine', 'interventional', 'mammography', 'x-ray']) {
      const asset = connected.find((one) => one.classId === classId)
      if (asset === undefined) throw new Error(`no connected ${classId}`)
      const told = new Set(readingsAt(1, asset, startMs + 6 * HOUR_MS, working).map(({ channel }) => channel))
      expect(
        [...(catalogue.get(classId)?.channels.keys() ?? [])].filter((channel) => !told.has(channel)),
        classId,
      ).toEqual([])
    }
  })

  it('are the same for the same seed, asset and instant, and others for another seed', () => {
    for (const asset of connected) {
      expect(readingsAt(1, asset, startMs, working)).toEqual(readingsAt(1, asset, startMs, working))
      expect(readingsAt(2, asset, startMs, working)).not.toEqual(readingsAt(1, asset, startMs, working))
    }
  })

  it('are none without power and none where no feed is fitted', () => {
    const [asset] = connected
    if (asset === undefined) throw new Error('the example has connected assets')
    expect(readingsAt(1, asset, startMs, { inUse: false, outage: trouble('power', startMs) })).toEqual([])
    expect(readingsAt(1, { ...asset, connected: false }, startMs, working)).toEqual([])
  })

  it('raise almost no condition on scanners that work', () => {
    const raised = connected
      .slice(0, 20)
      .flatMap((asset) => conditionsOf(asset, 9, (atMs) => ({ inUse: new Date(atMs).getUTCHours() >= 8 })))
    expect(raised.length).toBeLessThan(3)
  })

  it('show the compressor off and helium falling before most cryogenic failures', () => {
    const magnets = connected.filter(({ classId }) => classId === 'mri')
    const warned = magnets.filter((asset) => kindsBefore(asset, 'cryogenics', 1).includes('compressor-off-helium-falling'))
    expect(warned.length / magnets.length).toBeGreaterThan(0.4)
    expect(warned.length).toBeLessThan(magnets.length)
  })

  it('show more arcs before most tube failures', () => {
    const scanners = connected.filter(({ classId }) => classId === 'ct')
    const warned = scanners.filter((asset) => kindsBefore(asset, 'tube-or-high-voltage', 4).includes('tube-arcing'))
    expect(warned.length / scanners.length).toBeGreaterThan(0.4)
    expect(warned.length).toBeLessThan(scanners.length)
  })

  it('lose helium slowly while all is well, and show warmer chilled water in summer', () => {
    const asset = connected.find(({ classId }) => classId === 'mri')
    if (asset === undefined) throw new Error('the example has magnets')
    const valueAt = (channel: string, atMs: number): number =>
      readingsAt(1, asset, atMs, working).find((one) => one.channel === channel)?.value ?? Number.NaN
    const meanOf = (channel: string, fromMs: number): number =>
      Array.from({ length: 24 }, (_, hour) => valueAt(channel, fromMs + hour * HOUR_MS)).reduce((sum, value) => sum + value, 0) / 24
    expect(meanOf('chilled-water-in', Date.UTC(2026, 6, 15))).toBeGreaterThan(meanOf('chilled-water-in', Date.UTC(2026, 0, 15)) + 1.5)
    const lostInADay = valueAt('helium-level', startMs) - valueAt('helium-level', startMs + DAY_MS)
    expect(lostInADay).toBeGreaterThan(0)
    expect(lostInADay).toBeLessThan(0.1)
  })
})
