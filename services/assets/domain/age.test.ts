import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { age, ageOf, isOlderThan } from './age.ts'
import { ageBands } from './age-bands.ts'
import { addYears } from './local-date.ts'

const day = fc
  .date({ min: new Date('1990-01-01T00:00:00Z'), max: new Date('2040-12-31T00:00:00Z'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10))
const inUse = (installed: string) => ({ installed, status: 'IN_USE' }) as const

describe('the age of an asset', () => {
  it('is kept three times: since manufacture, since installation, since the last refresh', () => {
    const asset = { manufacturedYear: 2013, manufactured: '2013-11-01', installed: '2014-12-17', lastRefreshed: '2020-05-03' }
    expect(ageOf(asset, '2026-11-01')).toEqual({
      sinceManufacture: { years: 13, days: 0 },
      sinceInstallation: { years: 11, days: 319 },
      sinceRefresh: { years: 6, days: 182 },
    })
  })

  it('counts from 1 January where only the year of manufacture is known, and leaves out what is not known or still to come', () => {
    expect(ageOf({ manufacturedYear: 2026, installed: '2026-12-01' }, '2026-01-11')).toEqual({ sinceManufacture: { years: 0, days: 10 } })
  })

  it('reaches a whole year on the anniversary and is over it only the day after', () => {
    expect(age('2016-11-01', '2026-10-31')).toEqual({ years: 9, days: 364 })
    expect(age('2016-11-01', '2026-11-01')).toEqual({ years: 10, days: 0 })
    expect(isOlderThan('2016-11-01', 10, '2026-11-01')).toBe(false)
    expect(isOlderThan('2016-11-01', 10, '2026-11-02')).toBe(true)
  })

  it('agrees with counting anniversaries one by one', () => {
    fc.assert(
      fc.property(day, day, (from, onDate) => {
        let years = -1
        while (addYears(from, years + 1) <= onDate) years += 1
        expect(age(from, onDate)?.years).toBe(years < 0 ? undefined : years)
      }),
    )
  })
})

describe('age bands', () => {
  it('put an asset of exactly five years in the first and of exactly ten in the second', () => {
    const bands = ageBands([inUse('2021-11-01'), inUse('2021-10-31'), inUse('2016-11-01'), inUse('2016-10-31')], '2026-11-01')
    expect([bands.upToFive.assets, bands.upToTen.assets, bands.overTen.assets]).toEqual([1, 2, 1])
    expect(bands.meetsRules).toBe(false)
  })

  it('meet the rules at exactly 60, 30 and 10 per cent', () => {
    const fleet = [...Array(6).fill('2024-01-01'), ...Array(3).fill('2018-01-01'), '2010-01-01'].map((date: string) => inUse(date))
    expect(ageBands(fleet, '2026-11-01')).toMatchObject({
      assets: 10,
      upToFive: { share: 0.6, meetsRule: true },
      upToTen: { share: 0.3, meetsRule: true },
      overTen: { share: 0.1, meetsRule: true },
      meetsRules: true,
    })
  })

  it('leave out what is decommissioned and what is still to be installed, and of an empty fleet say nothing', () => {
    const bands = ageBands([{ installed: '2010-01-01', status: 'DECOMMISSIONED' }, inUse('2027-01-01')], '2026-11-01')
    expect(bands).toMatchObject({ assets: 0, meetsRules: undefined, overTen: { share: undefined, meetsRule: undefined } })
  })

  it('hold every asset once', () => {
    fc.assert(
      fc.property(fc.array(day), day, (days, onDate) => {
        const { assets, upToFive, upToTen, overTen } = ageBands(days.map(inUse), onDate)
        expect(upToFive.assets + upToTen.assets + overTen.assets).toBe(assets)
        expect(assets).toBe(days.filter((installed) => installed <= onDate).length)
      }),
    )
  })
})
