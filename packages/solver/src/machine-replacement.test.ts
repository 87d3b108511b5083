import { describe, expect, it } from 'vitest'
import { createLagrangian } from './lagrangian.ts'
import { createModelBuilder, END } from './model-builder.ts'

/** A machine for five years: 1000 new, upkeep 60, 80, 120 in its years, trade-in 800, 600, 500 after them; at most three years old. */
const PRICE = 1000
const UPKEEP = [60, 80, 120]
const TRADE_IN = [800, 600, 500]
const YEARS = 5

/** One node for each year at which a machine is bought; an arc for each life. */
function fiveYears() {
  const builder = createModelBuilder()
  builder.block()
  for (let year = 0; year < YEARS; year += 1) {
    builder.node(true)
    for (let life = 1; life <= UPKEEP.length && year + life <= YEARS; life += 1) {
      const upkeep = UPKEEP.slice(0, life).reduce((sum, cost) => sum + cost, 0)
      builder.arc(year + life === YEARS ? END : year + life, PRICE + upkeep - (TRADE_IN[life - 1] ?? 0))
    }
  }
  builder.unit(0, [0], [0])
  return builder.model()
}

describe('replacing one machine', () => {
  it('costs 1280 over five years, as the textbook says', () => {
    expect(createLagrangian(fiveYears()).evaluate()).toBe(1280)
  })

  it('refuses a graph that leads back', () => {
    const builder = createModelBuilder()
    builder.block()
    builder.node()
    builder.arc(0, 1)
    builder.unit(0, [0], [0])
    expect(() => builder.model()).toThrow(RangeError)
  })
})
