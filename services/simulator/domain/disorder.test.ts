import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DELIVERIES, deliveryOrder, disorderOf, NO_DISORDER, NOISES, type Delivery } from './disorder.ts'

const SAMPLES = 40_000

describe('disorder', () => {
  it('leaves every record alone when its shares are nothing', () => {
    for (let index = 0; index < 1_000; index += 1) expect(disorderOf(1, `record ${index}`, NO_DISORDER)).toEqual({})
  })

  it.each([...DELIVERIES, ...NOISES])('befalls the share of records it is set to: %s', (kind) => {
    const shares = { ...NO_DISORDER, late: 0.02, malformed: 0.02, [kind]: 0.05 }
    let befallen = 0
    for (let index = 0; index < SAMPLES; index += 1) {
      const { delivery, noise } = disorderOf(1, `record ${index}`, shares)
      if (delivery === kind || noise === kind) befallen += 1
    }
    expect(befallen / SAMPLES).toBeGreaterThan(0.045)
    expect(befallen / SAMPLES).toBeLessThan(0.055)
  })

  it('befalls the same record in the same way whenever it is asked', () => {
    const shares = { ...NO_DISORDER, late: 0.3, duplicate: 0.3, wrongSource: 0.5 }
    for (let index = 0; index < 200; index += 1) expect(disorderOf(7, `${index}`, shares)).toEqual(disorderOf(7, `${index}`, shares))
  })

  it('loses nothing, and brings twice only what is a duplicate', () => {
    const deliveries = fc.array(fc.constantFrom<(Delivery | undefined)[]>(undefined, ...DELIVERIES), { maxLength: 300 })
    fc.assert(
      fc.property(deliveries, fc.nat(), (kinds, seed) => {
        const items = kinds.map((delivery, index) => (delivery === undefined ? { item: index } : { item: index, delivery }))
        const delivered = deliveryOrder(seed, items)
        const times = Map.groupBy(delivered, (item) => item)
        expect(times.size).toBe(kinds.length)
        for (const [index, delivery] of kinds.entries()) expect(times.get(index)?.length).toBe(delivery === 'duplicate' ? 2 : 1)
      }),
    )
  })

  it('brings late ones after all others', () => {
    const items = [{ item: 'late', delivery: 'late' as const }, ...Array.from({ length: 50 }, (_, index) => ({ item: String(index) }))]
    expect(deliveryOrder(1, items).at(-1)).toBe('late')
  })
})
