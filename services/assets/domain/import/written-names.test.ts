import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assetClasses } from '../reference/asset-classes.ts'
import { makerAliases } from '../reference/maker-aliases.ts'
import { organisations } from '../reference/organisations.ts'
import { siteNicknames } from '../reference/site-nicknames.ts'
import { sites } from '../reference/sites.ts'
import { correctName, indexNames, type KnownNames, type NameKind, readName } from './written-names.ts'

const names: KnownNames = { sites, siteNicknames, organisations, classes: assetClasses, makerAliases, corrections: [] }
const index = indexNames(names)
const means = (kind: NameKind, written: string, against = index): string | undefined => {
  const reading = readName(kind, written, against)
  return 'value' in reading ? reading.value.means : undefined
}

describe('a written name', () => {
  it.each([
    ['C&W', 'RQM01'],
    ['Chelsea & Westminster ', 'RQM01'],
    ['Chelsea and Westminster Hospital', 'RQM01'],
    ['West Mid', 'RQM91'],
    ['WMUH ', 'RQM91'],
    ['West Middlesex University Hospital', 'RQM91'],
    ['The Hillingdon Hospital', 'RAS01'],
    ['Mt Vernon', 'RAS02'],
    ['ST MARY’S HOSPITAL ', 'RYJ01'],
    ["St. Mary's Hospital", 'RYJ01'],
    ['St Marys', 'RYJ01'],
    ['cxh', 'RYJ02'],
    ['NPH', 'R1K01'],
    ['CMH ', 'R1K02'],
    ['r1k04 ', 'R1K04'],
    ['Ealing', 'R1K04'],
    ['Ealing CDC', 'CDCEAL'],
    ['Wembley Community Diagnostic Centre', 'CDCWEM'],
    ['Royal Free', undefined],
    ['Hospital', undefined],
    ['', undefined],
  ])('of a site: %j is %s', (written, code) => {
    expect(means('site', written)).toBe(code)
  })

  it.each([
    ['Angio scanner', 'interventional'],
    ['CT SCANNER', 'ct'],
    ['MRI scanner', 'mri'],
    ['X-ray scanner', 'x-ray'],
    ['Mobile X-ray scanner', 'mobile-x-ray'],
    ['PET/CT', 'pet-ct'],
    ['Gamma camera', 'nuclear-medicine'],
    ['Gamma camera or SPECT-CT', 'nuclear-medicine'],
    ['Ultrasound machines', 'ultrasound'],
    ['mammography', 'mammography'],
    ['Coffee machine', undefined],
    ['scanner', undefined],
  ])('of a class: %j is %s', (written, classId) => {
    expect(means('class', written)).toBe(classId)
  })

  it.each([
    ['In use', 'IN_USE'],
    ['Active', 'IN_USE'],
    ['Condemned', 'DECOMMISSIONED'],
    ['decommissioned ', 'DECOMMISSIONED'],
    ['IN_USE', 'IN_USE'],
    ['Perhaps', undefined],
  ])('of a status: %j is %s', (written, status) => {
    expect(means('status', written)).toBe(status)
  })

  it('of an organisation may be its code, its name or how people call it', () => {
    for (const written of ['RYJ', 'ryj', 'Imperial', 'ICHT', 'Imperial College Healthcare NHS Trust'])
      expect(means('organisation', written)).toBe('RYJ')
    expect(means('organisation', 'Guys')).toBeUndefined()
  })

  it('of every site, class and organisation leads back to itself, by code and by name', () => {
    for (const { siteCode, name, shortName } of sites) {
      for (const written of [siteCode, name, shortName]) expect(means('site', written)).toBe(siteCode)
    }
    for (const { classId, name } of assetClasses) for (const written of [classId, name]) expect(means('class', written)).toBe(classId)
    for (const { ods, name } of organisations) for (const written of [ods, name]) expect(means('organisation', written)).toBe(ods)
  })

  it('means what a person has corrected it to, the later correction in place of the earlier', () => {
    const once = correctName([], { kind: 'site', written: 'Royal Free', means: 'RYJ01' })
    const twice = correctName(once, { kind: 'site', written: 'royal  free', means: 'RAS02' })
    expect(means('site', 'ROYAL FREE', indexNames({ ...names, corrections: once }))).toBe('RYJ01')
    expect(twice).toHaveLength(1)
    expect(means('site', 'Royal Free', indexNames({ ...names, corrections: twice }))).toBe('RAS02')
    const overCode = correctName([], { kind: 'site', written: 'HH', means: 'RAS01' })
    expect(means('site', 'hh', indexNames({ ...names, corrections: overCode }))).toBe('RAS01')
  })

  it('does not follow a correction towards a site that is no longer there', () => {
    const corrections = [{ kind: 'site', written: 'Royal Free', means: 'GONE1' }] as const
    expect(means('site', 'Royal Free', indexNames({ ...names, corrections }))).toBeUndefined()
  })

  it('of a maker is never refused, and read twice is the same', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom(...makerAliases.map(({ written }) => written))), (written) => {
        const once = means('maker', written) ?? ''
        expect(means('maker', once)).toBe(once)
      }),
    )
  })
})
