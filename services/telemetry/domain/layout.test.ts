import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLayouts } from './layout.ts'

const reading = fc.record({ channel: fc.constantFrom('a', 'b', 'a-b'), unit: fc.constantFrom('K', 'Cel'), value: fc.double() })
const message = fc.record({ assetId: fc.constantFrom('M-1', 'M-2'), readings: fc.array(reading, { minLength: 1, maxLength: 3 }) })

describe('a layout', () => {
  it('says the channels and units as they were sent, and is the very same whenever they come again', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 30 }), (messages) => {
        const layouts = createLayouts()
        const seen = new Map<string, unknown>()
        for (const { assetId, readings } of messages) {
          const sent = { channels: readings.map(({ channel }) => channel), units: readings.map(({ unit }) => unit) }
          const layout = layouts.of(assetId, readings)
          expect(layout).toEqual(sent)
          expect(layout).toBe(seen.get(JSON.stringify(sent)) ?? layout)
          seen.set(JSON.stringify(sent), layout)
        }
      }),
    )
  })
})
