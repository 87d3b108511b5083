import { describe, expect, it } from 'vitest'
import { BACK_FILL_TO_MS, NORMAL_LIFE_YEARS } from './example-period.ts'
import { exampleFleet } from './fleet.ts'

const fleet = exampleFleet(1)
const count = <Key extends string>(keyOf: (asset: (typeof fleet)[number]) => Key) =>
  Object.fromEntries(
    Map.groupBy(fleet, keyOf)
      .entries()
      .map(([key, assets]) => [key, assets.length]),
  )

/** Whole years since installation, by the calendar rather than by the length of a mean year. */
const overEight = (installedMs: number): boolean => {
  const eighth = new Date(installedMs)
  eighth.setUTCFullYear(eighth.getUTCFullYear() + NORMAL_LIFE_YEARS)
  return eighth.getTime() < BACK_FILL_TO_MS
}

describe('the example fleet', () => {
  it('has the counts of the plan', () => {
    expect(count(({ classId }) => classId)).toEqual({
      ct: 26,
      mri: 22,
      'pet-ct': 3,
      'nuclear-medicine': 7,
      interventional: 14,
      mammography: 12,
      'x-ray': 46,
      'mobile-x-ray': 40,
      ultrasound: 120,
    })
  })

  it.each([1, 2, 3, 42])('has exactly 30 % of Imperial’s assets over eight years old, with seed %i', (seed) => {
    const imperial = exampleFleet(seed).filter(({ operator }) => operator === 'RYJ')
    expect(imperial.length % 10).toBe(0)
    expect(imperial.filter(({ installedMs }) => overEight(installedMs)).length).toBe(imperial.length * 0.3)
  })

  it('is the same for the same seed and another for another', () => {
    expect(exampleFleet(1)).toEqual(fleet)
    expect(exampleFleet(2)).not.toEqual(fleet)
  })

  it('gives each asset an identifier and a serial of its own, fit for a label', () => {
    expect(new Set(fleet.map(({ assetId }) => assetId)).size).toBe(fleet.length)
    expect(new Set(fleet.map(({ serial }) => serial)).size).toBe(fleet.length)
    for (const { assetId } of fleet) expect(assetId).toMatch(/^[A-Z0-9][A-Z0-9-]{0,29}$/)
  })

  it('holds six magnets of 3 tesla among 22', () => {
    expect(fleet.filter(({ classId, capabilities }) => classId === 'mri' && capabilities.includes('3t')).length).toBe(6)
  })

  it('holds the awkward cases of a real register', () => {
    expect(fleet.some(({ owner, operator }) => owner !== operator)).toBe(true)
    expect(fleet.some(({ landlord, operator }) => landlord !== operator)).toBe(true)
    expect(fleet.some(({ leased }) => leased)).toBe(true)
    expect(fleet.some(({ donated }) => donated)).toBe(true)
    expect(fleet.some(({ classId, connected }) => classId === 'interventional' && !connected)).toBe(true)
  })
})
