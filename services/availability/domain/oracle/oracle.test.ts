import { describe, expect, it } from 'vitest'
import { generatedCase } from './generated-case.ts'
import { minuteByMinute } from './minute-by-minute.ts'
import { runOracleCases } from './run-oracle-cases.ts'

describe('the figures', () => {
  it('equal a brute force that lives through every minute, on 250 seeded cases', () => {
    const { cases, figures, mismatches } = runOracleCases(250, 1)
    expect(mismatches).toEqual([])
    expect(cases).toBe(250)
    expect(figures).toBeGreaterThan(250 * 47)
  })

  it('are judged on cases where every rule has something to do', () => {
    const sums: Record<string, number> = {}
    for (let seed = 1; seed <= 250; seed += 1) {
      for (const [name, value] of Object.entries(minuteByMinute(generatedCase(seed)))) {
        if (typeof value === 'number' && value > 0) sums[name] = (sums[name] ?? 0) + 1
      }
    }
    expect(Object.entries(sums).filter(([, cases]) => cases < 8)).toEqual([])
    expect(Object.keys(sums)).toHaveLength(Object.keys(minuteByMinute(generatedCase(1))).length)
  })
})
