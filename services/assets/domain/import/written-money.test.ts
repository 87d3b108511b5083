import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readMoney } from './written-money.ts'

const penceOf = (written: string): number | string => {
  const reading = readMoney(written)
  return 'value' in reading ? reading.value : reading.problem
}
const pence = fc.integer({ min: 0, max: 100_000_000_00 })

describe('a written amount', () => {
  it.each([
    ['£1249.5k', 124_950_000],
    ['92,500.00', 9_250_000],
    ['£1,850,000', 185_000_000],
    ['795000', 79_500_000],
    ['£92.5k', 9_250_000],
    ['£1.2495m', 124_950_000],
    ['£ 1 250', 125_000],
    ['GBP 65K', 6_500_000],
    ['0', 0],
    ['0.10', 10],
    ['1.1', 110],
    ['795000.000', 79_500_000],
  ])('may be %j', (written, amount) => {
    expect(penceOf(written)).toBe(amount)
  })

  it.each([
    ['-£5,000', 'An amount cannot be below zero.'],
    ['£-5,000', 'An amount cannot be below zero.'],
    ['(5,000)', 'An amount cannot be below zero.'],
    ['−5000', 'An amount cannot be below zero.'],
    ['TBC', 'This is not an amount of money.'],
    ['1,85,000', 'This is not an amount of money.'],
    ['€5,000', 'This is not an amount of money.'],
    ['1.000.000', 'This is not an amount of money.'],
    ['', 'This is not an amount of money.'],
    ['1.005', 'This amount has parts of a penny.'],
    ['£1.000001k', 'This amount has parts of a penny.'],
    ['£1,249,500k', 'This is more than £100 million for one machine.'],
    ['9'.repeat(400), 'This is more than £100 million for one machine.'],
  ])('is refused when it is %j', (written, problem) => {
    expect(penceOf(written)).toBe(problem)
  })

  it('comes back to the same pence in every way of writing it', () => {
    fc.assert(
      fc.property(pence, (amount) => {
        const pounds = Math.floor(amount / 100)
        const rest = String(amount % 100).padStart(2, '0')
        const grouped = String(pounds).replaceAll(/\B(?=(\d{3})+$)/g, ',')
        const thousands = `${Math.floor(pounds / 1000)}.${String(pounds % 1000).padStart(3, '0')}${rest}`
        for (const written of [`${pounds}.${rest}`, `£${grouped}.${rest}`, `£${thousands}k`, ` ${grouped}.${rest} `]) {
          expect(penceOf(written)).toBe(amount)
        }
      }),
    )
  })

  it('never throws and never gives parts of a penny, whatever is written', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[£()0-9,.km-]{0,12}$/)), (text) => {
        const amount = penceOf(text)
        expect(typeof amount === 'string' || (Number.isSafeInteger(amount) && amount >= 0)).toBe(true)
      }),
    )
  })
})
