import type { Reading } from '../problem.ts'

/** No machine costs more; a larger number is a slip of the keyboard. */
const mostPence = 100_000_000_00

const amount = /^(?:£|gbp)?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?([km])?$/
const negative = /^(?:£?[-−–]|\()[£(]?\d/
const placesOf = { k: 3, m: 6 } as const

/**
 * Reads an amount of pounds in one of the ways registers write it: `£1,850,000`, `92,500.00`, `795000`, `£1249.5k`.
 *
 * Amounts below zero, parts of a penny and words such as "TBC" are refused.
 *
 * @returns Whole pence.
 */
export function readMoney(written: string): Reading<number> {
  const text = written.toLowerCase().replaceAll(/\s+/g, '')
  if (negative.test(text)) return { problem: 'An amount cannot be below zero.', remedy: 'Enter the amount paid, like £92,500.' }
  const [, pounds, fraction = '', thousands] = amount.exec(text) ?? []
  if (pounds === undefined) {
    return { problem: 'This is not an amount of money.', remedy: 'Enter pounds, like £92,500, or leave the cell empty until it is known.' }
  }
  const places = 2 + (thousands === undefined ? 0 : placesOf[thousands as keyof typeof placesOf])
  const digits = fraction.replace(/0+$/, '')
  if (digits.length > places) {
    return { problem: 'This amount has parts of a penny.', remedy: 'Enter pounds and pence, like £92,500.00.' }
  }
  // Moving the point in the text keeps every penny, which multiplying fractions would not.
  const pence = Number(pounds.replaceAll(',', '') + digits.padEnd(places, '0'))
  if (pence > mostPence) {
    return {
      problem: 'This is more than £100 million for one machine.',
      remedy: 'Check the amount and whether "k" or "m" belongs behind it.',
    }
  }
  return { value: pence }
}
