import { describe, expect, it } from 'vitest'
import { type Contract, silentTerms, validateContract } from './contract.ts'
import { hoursOf, validateHours } from './operating-hours.ts'
import { operatingHours } from './reference/operating-hours.ts'

const week = { monday: [{ from: '08:00', to: '18:00' }], tuesday: [{ from: '08:00', to: '24:00' }] }
const terms = {
  ...silentTerms,
  from: '2026-04-01',
  coverHours: { patterns: [{ week }] },
  responseMinutes: { P1: 120, P2: 240, P3: 480 },
  repairMinutes: { P1: 480, P2: 960, P3: 2400 },
  uptimeTarget: 0.97,
} as const
const contract: Contract = {
  contractId: 'C-1',
  supplierId: 'example-service',
  supplierName: 'Example Service',
  trust: 'RYJ',
  from: '2026-04-01',
  assetIds: ['RYJ-MRI-1'],
  terms: [terms],
}
const fields = (changed: Partial<Contract>): readonly string[] => validateContract({ ...contract, ...changed }).map(({ field }) => field)

describe('a contract', () => {
  it('is silent in favour of the usual terms', () => {
    expect(terms).toMatchObject({ countsAgreedPlannedWork: false, degradedWeight: 0, clockEnds: 'hand-back', clockRuns: 'cover-hours' })
    expect(fields({})).toEqual([])
  })

  it.each([
    [{ terms: [{ ...terms, uptimeTarget: 0 }] }, 'terms[0].uptimeTarget'],
    [{ terms: [{ ...terms, uptimeTarget: 97 }] }, 'terms[0].uptimeTarget'],
    [{ terms: [{ ...terms, degradedWeight: 1.5 }] }, 'terms[0].degradedWeight'],
    [{ terms: [{ ...terms, responseMinutes: { P1: 0, P2: 240, P3: 480 } }] }, 'terms[0].responseMinutes.P1'],
    [{ terms: [{ ...terms, coverHours: { patterns: [] } }] }, 'terms[0].coverHours.patterns'],
    [{ terms: [terms, { ...terms, from: '2027-04-01' }] }, 'terms'],
    [{ terms: [] }, 'terms'],
    [{ assetIds: [] }, 'assetIds'],
    [{ to: '2026-04-01' }, 'to'],
  ])('is refused with the place of what is wrong: %j', (changed, field) => {
    expect(fields(changed)).toEqual([field])
  })

  it('may change its terms while it runs', () => {
    expect(
      fields({
        terms: [
          { ...terms, to: '2027-04-01' },
          { ...terms, from: '2027-04-01' },
        ],
      }),
    ).toEqual([])
  })
})

describe('operating hours', () => {
  it('are refused without any hours', () => {
    expect(validateHours({ patterns: [{ week: {} }] }, 'hours')).toMatchObject([{ field: 'hours.patterns[0].week' }])
  })

  it('are the narrowest that are given: Wembley scans with its MRI until midnight', () => {
    const hours = (classId: string) =>
      hoursOf({ assetId: 'A', classId, siteCode: 'CDCWEM' }, operatingHours)?.hours.patterns[0]?.week.monday
    expect(hours('mri')).toEqual([{ from: '08:00', to: '24:00' }])
    expect(hours('ct')).toEqual([{ from: '08:00', to: '20:00' }])
    expect(hoursOf({ assetId: 'A', classId: 'ct', siteCode: 'RYJ01' }, operatingHours)).toBeUndefined()
    const own = { siteCode: 'CDCWEM', assetId: 'A', hours: { patterns: [{ week }] }, source: 'Example' }
    expect(hoursOf({ assetId: 'A', classId: 'mri', siteCode: 'CDCWEM' }, [...operatingHours, own])).toBe(own)
  })

  it('of the reference can all be used', () => {
    expect(operatingHours.flatMap(({ hours }) => validateHours(hours, 'hours'))).toEqual([])
  })
})
