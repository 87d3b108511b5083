import { describe, expect, it } from 'vitest'
import { marksIn, ownerOf, priceOf, scannerOf, staffOf, targetOf, valueOf } from './marks.ts'
import { TRUSTS } from './organisations.ts'

describe('marks', () => {
  it('say whose words stand in a text, and of what kind', () => {
    expect([...marksIn(`by ${staffOf('RQM')}, about ${scannerOf('RAS')} 1`)]).toEqual(['RQM staff', 'RAS scanner'])
    expect(ownerOf('RQM name of ge')).toBe('RQM')
  })

  it('are not taken for each other: no number begins another', () => {
    for (const trust of TRUSTS)
      for (const numberOf of [priceOf, targetOf, valueOf])
        expect([...marksIn(String(numberOf(trust)))].map(ownerOf), `${numberOf.name} of ${trust}`).toEqual([trust])
  })

  it('do not count what was asked as told', () => {
    expect([...marksIn(`There is no ${staffOf('RQM')}`, staffOf('RQM'))]).toEqual([])
  })
})
