import { describe, expect, it } from 'vitest'
import { assetClasses, lifePolicies, makerAliases, organisations, siteNicknames, sites } from '../../domain/index.ts'
import { withCorrections, type LearnedMapping } from './learned-mapping.ts'

const reference = { organisations, sites, classes: assetClasses, lifePolicies, makerAliases, siteNicknames }
const nothing: LearnedMapping = { headings: [], names: [] }

describe('what an organisation taught', () => {
  it('is replaced by a later correction of the same heading or name, however written', () => {
    const once = withCorrections(nothing, { columns: { Worth: 'purchasePricePence' }, sites: { 'Old Place': 'RYJ01' } }, reference)
    const twice = withCorrections(once, { columns: { ' worth': '' }, sites: { 'OLD  PLACE': 'RYJ03' } }, reference)
    expect(twice).toEqual({
      headings: [{ heading: ' worth', field: 'ignore' }],
      names: [{ kind: 'site', written: 'OLD  PLACE', means: 'RYJ03' }],
    })
  })

  it('says nothing of columns without a heading', () => {
    expect(withCorrections(nothing, { columns: { '': 'serial', '…': 'serial' } }, reference).headings).toEqual([])
  })

  it('keeps one kind of name apart from another', () => {
    const { names } = withCorrections(
      nothing,
      { classes: { X: 'ct' }, statuses: { X: 'DECOMMISSIONED' }, organisations: { X: 'RAS' }, makers: { X: 'Y' } },
      reference,
    )
    expect(names.map(({ kind, means }) => `${kind} ${means}`).toSorted()).toEqual([
      'class ct',
      'maker Y',
      'organisation RAS',
      'status DECOMMISSIONED',
    ])
  })
})
