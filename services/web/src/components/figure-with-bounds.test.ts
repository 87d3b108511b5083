import { describe, expect, it } from 'vitest'
import { figureWithBounds, figureWords } from './figure-with-bounds.ts'

const figure = { value: 0.975, lower: 0.961, upper: 0.98, confirmedShare: 0.93, countedHours: 2160, lostHours: 54 }

describe('figureWithBounds', () => {
  it('says hours, bounds and the confirmed share beside the percentage', () => {
    expect(figureWords(figure)).toBe('97.5% (54 hours lost), between 96.1% and 98.0%, 93% of time confirmed')
  })

  it('leaves bounds out where every hour is confirmed', () => {
    expect(figureWords({ ...figure, lower: 0.975, upper: 0.975, confirmedShare: 1 })).toBe('97.5% (54 hours lost), 100% of time confirmed')
  })

  it('leaves bounds out that read the same', () => {
    expect(figureWords({ ...figure, lower: 0.975, upper: 0.9755, confirmedShare: 0.999 })).toBe(
      '97.5% (54 hours lost), 99% of time confirmed',
    )
  })

  it('is not defined without a denominator', () => {
    expect(figureWords({ countedHours: 0, lostHours: 0 })).toBe('not defined (no time confirmed)')
    expect(String(figureWithBounds({ countedHours: 0, lostHours: 0 }))).toContain('Not defined')
  })
})
