import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holdsPatientNumber } from './patient-number.ts'

/** The check digit written out as the NHS Data Dictionary words it, step by step; undefined where the number cannot be one. */
function checkDigit(nine: readonly number[]): number | undefined {
  const weighted = nine.map((digit, index) => digit * [10, 9, 8, 7, 6, 5, 4, 3, 2][index]!)
  const remainder = weighted.reduce((sum, each) => sum + each, 0) % 11
  const check = 11 - remainder
  return check === 11 ? 0 : check === 10 ? undefined : check
}

const nine = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 9, maxLength: 9 })
const digit = fc.integer({ min: 0, max: 9 })

describe('a patient’s number in text', () => {
  it('is found however it is written', () => {
    for (const text of ['943 476 5919', 'Patient 9434765919 waits', 'NHS no. 943-476-5919.', 'x:9434765919;'])
      expect(holdsPatientNumber(text), text).toBe(true)
  })

  it('is any ten digits with the right check digit, and no others', () => {
    fc.assert(
      fc.property(nine, digit, (first, last) => {
        expect(holdsPatientNumber(`Found ${first.join('')}${last} on the form`)).toBe(checkDigit(first) === last)
      }),
    )
  })

  it('is not seen in longer numbers, telephone numbers, ids or instants', () => {
    for (const text of [
      'Ring 020 3312 1234',
      'Serial 94347659191',
      '0190a6f0-1111-7000-8000-943476591912',
      '2026-11-22T09:43:47.659Z',
      'Error 943 476',
      '',
    ])
      expect(holdsPatientNumber(text), text).toBe(false)
  })
})
