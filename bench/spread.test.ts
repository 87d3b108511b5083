import { describe, expect, it } from 'vitest'
import { median, quantile } from './spread.ts'

describe('spread', () => {
  it('takes the value that so many do not exceed', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index)
    expect([quantile(values, 0.5), quantile(values, 0.99), quantile(values, 1), quantile([7], 0.01)]).toEqual([50, 99, 100, 7])
  })

  it('takes the middle, or the mean of the two in the middle', () => expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]))

  it('says that nothing was measured rather than a number', () => {
    expect(() => median([])).toThrow(/nothing was measured/)
    expect(() => quantile([], 0.5)).toThrow(/nothing was measured/)
  })
})
