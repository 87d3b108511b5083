import { describe, expect, it } from 'vitest'
import { capitalised, countWords, listWords, shareWords } from './number-words.ts'

describe('number words', () => {
  it('count with the right plural', () => {
    expect(countWords(1, 'scanner')).toBe('1 scanner')
    expect(countWords(1200, 'scanner')).toBe('1,200 scanners')
    expect(countWords(2, 'facility', 'facilities')).toBe('2 facilities')
  })

  it('never round a missed target up to the target', () => {
    expect(shareWords(0.97999)).toBe('97.9%')
    expect(shareWords(0.975)).toBe('97.5%')
    expect(shareWords(1)).toBe('100.0%')
    expect(shareWords(0.93, 0)).toBe('93%')
  })

  it('say a figure without a denominator is not defined', () => expect(shareWords(undefined)).toBe('not defined'))

  it('join a list as a sentence does', () => {
    expect(listWords([])).toBe('')
    expect(listWords(['a'])).toBe('a')
    expect(listWords(['a', 'b', 'c'])).toBe('a, b and c')
  })

  it('start a sentence with a capital', () => expect(capitalised('helium low')).toBe('Helium low'))
})
