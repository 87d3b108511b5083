import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkDigit, isAssetId, isGln, isGtin, isUdi } from './gs1.ts'

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))

describe('GS1 identifiers', () => {
  it('have the check digits of published examples', () => {
    expect(checkDigit('629104150021')).toBe(3)
    expect(checkDigit('400638133393')).toBe(1)
    expect(isGtin('96385074')).toBe(true)
    expect(isGtin('6291041500213')).toBe(true)
  })

  it('are refused when one digit is wrong, whichever it is', () => {
    fc.assert(
      fc.property(digits(12), fc.nat(12), fc.integer({ min: 1, max: 9 }), (front, place, shift) => {
        const whole = `${front}${checkDigit(front)}`
        const wrong = Array.from(whole, (digit, at) => (at === place ? (Number(digit) + shift) % 10 : digit)).join('')
        expect(isGln(whole)).toBe(true)
        expect(isGln(wrong)).toBe(false)
      }),
    )
  })

  it('are refused in any other length or with other characters', () => {
    for (const text of ['', '1', '629104150021', '62910415002131', '629104150021X', ' 6291041500213']) expect(isGln(text)).toBe(false)
    expect(() => checkDigit('12a')).toThrow(RangeError)
  })

  it('name a device by its GTIN alone or with more behind it', () => {
    const gtin = `0629104150021${checkDigit('0629104150021')}`
    expect(isUdi(gtin)).toBe(true)
    expect(isUdi(`(01)${gtin}`)).toBe(true)
    expect(isUdi(`(01)${gtin}(11)141231(21)1234AB`)).toBe(true)
    expect(isUdi(`(01)${gtin.slice(0, -1)}0(21)1234AB`)).toBe(false)
    expect(isUdi('1234AB')).toBe(false)
  })

  it('name an asset in at most 30 characters that can stand in an address', () => {
    expect(isAssetId('R1K-MRI-0001')).toBe(true)
    expect(isAssetId('A'.repeat(30))).toBe(true)
    for (const text of ['', '-A', 'A'.repeat(31), 'r1k', 'A/B', 'A B', 'Ä1']) expect(isAssetId(text)).toBe(false)
  })
})
