import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createUsedTokens } from './used-tokens.ts'

const LIFE_MS = 70_000

describe('tokens that were used', () => {
  it('are known for as long as they would be good, however many come and whenever', () => {
    const uses = fc.array(fc.record({ token: fc.integer({ min: 0, max: 20 }), afterMs: fc.integer({ min: 0, max: 40_000 }) }), {
      maxLength: 200,
    })
    fc.assert(
      fc.property(uses, (sequence) => {
        const used = createUsedTokens(LIFE_MS)
        const lastFirstMs = new Map<number, number>()
        let nowMs = 1_700_000_000_000
        for (const { token, afterMs } of sequence) {
          nowMs += afterMs
          const isFirst = used.firstUse(String(token), nowMs)
          const before = lastFirstMs.get(token)
          if (before === undefined) expect(isFirst).toBe(true)
          else if (nowMs - before < LIFE_MS) expect(isFirst).toBe(false)
          else if (nowMs - before >= 3 * LIFE_MS) expect(isFirst).toBe(true)
          if (isFirst) lastFirstMs.set(token, nowMs)
        }
      }),
    )
  })

  it('are believed no more when there is no room to remember them', () => {
    const used = createUsedTokens(LIFE_MS)
    for (let token = 0; token < 500_000; token++) used.firstUse(`${token}`, 0)
    expect(used.firstUse('one too many', 0)).toBe(false)
    expect(used.firstUse('later', 2 * LIFE_MS)).toBe(true)
  })
})
