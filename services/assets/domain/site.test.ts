import { describe, expect, it } from 'vitest'
import { nameKey } from './name-key.ts'
import { assetClasses } from './reference/asset-classes.ts'
import { organisations, trusts } from './reference/organisations.ts'
import { siteNicknames } from './reference/site-nicknames.ts'
import { sites } from './reference/sites.ts'
import { isOpenOn, type Site, validateSite } from './site.ts'

const site = (code: string): Site => sites.find(({ siteCode }) => siteCode === code) ?? expect.unreachable(`no site ${code}`)

/** Great-circle distance on a sphere, kilometres. */
function distanceKm(from: Site, to: Site): number {
  const [latitude, longitude, otherLatitude, otherLongitude] = [from.latitude, from.longitude, to.latitude, to.longitude].map(
    (degrees) => ((degrees ?? Number.NaN) * Math.PI) / 180,
  ) as [number, number, number, number]
  const chord =
    Math.sin((otherLatitude - latitude) / 2) ** 2 +
    Math.cos(latitude) * Math.cos(otherLatitude) * Math.sin((otherLongitude - longitude) / 2) ** 2
  return 2 * 6371 * Math.asin(Math.sqrt(chord))
}

describe('the sites of the four trusts', () => {
  it('are twelve hospitals and three centres, each with a code of its own', () => {
    expect(trusts.map(({ ods }) => ods)).toEqual(['RQM', 'RAS', 'RYJ', 'R1K'])
    expect(sites.filter(({ kind }) => kind === 'hospital')).toHaveLength(12)
    expect(sites.filter(({ kind }) => kind === 'community-diagnostic-centre')).toHaveLength(3)
    expect(new Set(sites.map(({ siteCode }) => siteCode)).size).toBe(15)
    expect(sites.flatMap(validateSite)).toEqual([])
  })

  it('are named by organisations of the register, and a hospital’s code starts with its trust’s', () => {
    const known = new Set(organisations.map(({ ods }) => ods))
    for (const { trust, operator, landlord, catchment } of sites) {
      for (const ods of [trust, operator, landlord, catchment]) expect(known).toContain(ods)
    }
    for (const { siteCode, trust, codeIsPlaceholder } of sites) expect(siteCode.startsWith(trust)).toBe(!codeIsPlaceholder)
  })

  it('cross at Wembley and Willesden: run by Imperial in the patch of London North West, with placeholder codes', () => {
    for (const code of ['CDCWEM', 'CDCWIL']) {
      expect(site(code)).toMatchObject({ operator: 'RYJ', catchment: 'R1K', landlord: 'R1K', codeIsPlaceholder: true })
      expect(site(code).assumed).toContain('landlord')
    }
    expect(site('CDCEAL')).toMatchObject({ operator: 'R1K', catchment: 'R1K', codeIsPlaceholder: true })
  })

  it.each([
    ['RYJ03', 'R1K02', 2.8],
    ['R1K01', 'CDCWEM', 3],
    ['R1K02', 'CDCWIL', 2.7],
    ['RQM91', 'R1K04', 4],
    ['RYJ01', 'RYJ03', 4.2],
    ['RAS01', 'RAS02', 9.8],
    ['RAS01', 'RQM01', 19.9],
  ])('stand where the map has them: %s to %s is %d km', (from, to, km) => {
    expect(Math.abs(distanceKm(site(from), site(to)) - km)).toBeLessThan(0.15)
  })

  it('are open from their opening day', () => {
    expect(isOpenOn(site('CDCWEM'), '2024-01-31')).toBe(false)
    expect(isOpenOn(site('CDCWEM'), '2024-02-01')).toBe(true)
    expect(isOpenOn(site('RYJ01'), '1990-01-01')).toBe(true)
    expect(isOpenOn({ ...site('RYJ01'), closedOn: '2030-01-01' }, '2030-01-01')).toBe(false)
  })

  it('are refused with a wrong location number or dates that cannot be', () => {
    const wrong = { ...site('CDCWEM'), gln: '6291041500214', closedOn: '2024-02-01' }
    expect(validateSite(wrong).map(({ field }) => field)).toEqual(['gln', 'closedOn'])
    expect(validateSite({ ...site('CDCWEM'), openedOn: 'soon' }).map(({ field }) => field)).toEqual(['openedOn'])
  })

  it('have nicknames that each mean one site', () => {
    const keys = siteNicknames.map(({ written }) => nameKey(written))
    expect(new Set(keys).size).toBe(keys.length)
    for (const { siteCode } of siteNicknames) expect(site(siteCode)).toBeDefined()
  })
})

describe('classes of equipment', () => {
  it('are known by words that each mean one class', () => {
    const words = assetClasses.flatMap(({ classId, alsoWritten }) => alsoWritten.map((written) => ({ classId, key: nameKey(written) })))
    const byKey = Map.groupBy(words, ({ key }) => key)
    expect(Array.from(byKey.values()).filter((same) => new Set(same.map(({ classId }) => classId)).size > 1)).toEqual([])
  })
})
