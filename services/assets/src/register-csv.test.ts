import { describe, expect, it } from 'vitest'
import { assetClasses, placesOf, type Asset } from '../domain/index.ts'
import { assetOf, withYear } from './asset-entry.ts'
import { registerCsv } from './register-csv.ts'
import { exampleAsset } from './test-assets.ts'

const asset = (changes: Partial<Asset> = {}): Asset => {
  const entry = withYear(exampleAsset('RYJ-MRI-1'))
  if (entry === undefined) throw new Error('the example has a year of manufacture')
  return { ...assetOf(entry), ...changes }
}

const nowhere = placesOf([], [])

describe('the register as a file', () => {
  it('is written as people in the United Kingdom write', () => {
    const [headings, row] = registerCsv([asset()], assetClasses, nowhere).split('\r\n')
    expect(headings).toMatch(/^\uFEFFAsset id,Name,Equipment number,Class,/)
    for (const value of ['MRI scanner', '14/02/2016', '"£1,249,500.00"', 'In use', 'No']) expect(row).toContain(`,${value},`)
  })

  it.each(['=1+1', '+44', '-1', '@SUM', '\tx', '\r=1'])('gives no spreadsheet a formula out of %j', (model) => {
    const [, row] = registerCsv([asset({ model })], assetClasses, nowhere).split('\r\n')
    expect(row).toContain(`'${model.startsWith('\r') ? '\r' : model}`)
  })
})
