import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { driftIndex, driftTerms, stepDrift, type DriftChannel, type DriftMemory, type DriftRule } from './drift.ts'

const hourMs = 3_600_000

const own: DriftChannel = {
  channel: 'pump-current',
  normal: { from: 'own-first-readings', scaleAtLeast: 0.1 },
  levelWeight: 1,
  trendWeight: 0,
}
const known: DriftChannel = { ...own, normal: { from: 'class', centre: 5, scale: 0.1 } }
const rule: DriftRule = { channels: [own], offset: 0, fastMs: 3 * hourMs, slowMs: 30 * hourMs, warmUpReadings: 10 }

function after(channel: DriftChannel, values: readonly number[]): DriftMemory | undefined {
  return values.reduce<DriftMemory | undefined>((memory, value, i) => stepDrift(rule, channel, memory, i * hourMs, value), undefined)
}

const calm = Array.from({ length: 10 }, (_, i) => 5 + 0.1 * (i % 3))

describe('drift from what is normal', () => {
  it('is not known before the warm-up is over', () => {
    expect(driftTerms(rule, after(own, calm.slice(1)))).toBeUndefined()
    expect(driftTerms(rule, after(own, calm))).toEqual({ level: 0, trend: 0 })
  })

  it('grows in standard deviations of the asset’s own first readings', () => {
    const memory = after(own, [...calm, ...Array.from({ length: 60 }, () => 6.1)])
    // Median 5.1, median absolute deviation 0.1.
    expect(memory?.centre).toBeCloseTo(5.1)
    expect(driftTerms(rule, memory)?.level).toBeCloseTo(1 / 0.14826, 1)
  })

  it('learns the same normal with two wild readings among the first ten', () => {
    const wild = calm.with(3, 900).with(7, -900)
    expect(Math.abs((after(own, wild)?.centre ?? 0) - 5.1)).toBeLessThan(0.11)
    expect(after(own, wild)?.scale).toBeLessThan(0.3)
  })

  it('is moved little by one wild reading', () => {
    const steady = [...calm, ...calm, ...calm]
    expect(driftTerms(rule, after(known, [...steady, 1e9]))?.level).toBeLessThan(6)
  })

  it('never takes a slow drift for normal', () => {
    const creeping = Array.from({ length: 500 }, (_, i) => 5 + 0.002 * i)
    expect(driftTerms(rule, after(known, creeping))?.level).toBeGreaterThan(8)
  })

  it('shows a recent move in the trend, which a long stay wears off', () => {
    const step = Array.from({ length: 8 }, () => 5.5)
    const long = Array.from({ length: 400 }, () => 5.5)
    expect(driftTerms(rule, after(known, [...calm, ...step]))?.trend).toBeGreaterThan(2)
    expect(driftTerms(rule, after(known, [...calm, ...long]))?.trend).toBeCloseTo(0, 2)
  })

  it('needs every channel before it says anything', () => {
    const two = { ...rule, channels: [known, { ...known, channel: 'rotor-current' }] }
    const memory = after(known, calm)
    if (memory === undefined) throw new Error('ten readings leave a memory')
    expect(driftIndex(two, { 'pump-current': memory })).toBeUndefined()
    expect(driftIndex(two, { 'pump-current': memory, 'rotor-current': memory })).toBeCloseTo(2 * memory.fast)
  })

  it('stays within the bounds of an outlier, whatever is sent', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e12, max: 1e12 }), { minLength: 1, maxLength: 50 }), (values) => {
        for (const channel of [own, known]) {
          const memory = after(channel, values)
          expect(Math.abs(memory?.fast ?? 0)).toBeLessThanOrEqual(12)
          expect(Math.abs(memory?.slow ?? 0)).toBeLessThanOrEqual(12)
        }
      }),
    )
  })
})
