import { stringify } from 'csv-stringify/sync'
import { importedValues, registerFieldNames, registerFields, type Asset, type AssetClass, type Places } from '../domain/index.ts'
import { writtenValue } from './written-value.ts'

/**
 * Assets as a register file. Imported again it changes nothing.
 *
 * A cell a spreadsheet would take for a formula gets an apostrophe in front, which reading takes off again. The byte
 * order mark makes Excel read it as UTF-8.
 */
export function registerCsv(assets: readonly Asset[], classes: readonly AssetClass[], places: Places): string {
  const headings = registerFieldNames.map((field) => registerFields[field].label)
  const rows = assets.map((asset) => {
    const values = importedValues(asset, places)
    return registerFieldNames.map((field) => {
      const value = values[field]
      return value === undefined ? '' : writtenValue(field, value, classes)
    })
  })
  return stringify([headings, ...rows], { bom: true, escape_formulas: true, record_delimiter: 'windows' })
}
