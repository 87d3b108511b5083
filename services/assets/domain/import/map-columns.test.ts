import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { correctHeading, findHeadings, type HeadingCorrection, keepHeadings, mapColumns } from './map-columns.ts'
import { registerFieldNames, registerFields } from './register-fields.ts'

const fields = (headings: readonly string[], corrections: readonly HeadingCorrection[] = []) =>
  mapColumns(headings, corrections).map(({ field }) => field)
const someHeading = fc.oneof(
  fc.constantFrom(...registerFieldNames.flatMap((field) => [registerFields[field].label, ...registerFields[field].headings])),
  fc.string({ maxLength: 12 }),
)
const table = (...rows: readonly (readonly string[])[]) => ({
  readAs: 'test',
  rows: rows.map((cells, index) => ({ row: index + 1, cells })),
})

describe('columns', () => {
  it('are known by many headings, in any case and punctuation', () => {
    expect(fields(['SERIAL NO.', 'make', ' Date_Installed', 'S/N', 'Colour', ''])).toEqual([
      'serial',
      'manufacturer',
      'installed',
      'ignore',
      'ignore',
      'ignore',
    ])
  })

  it('have no heading that means two fields', () => {
    const all = registerFieldNames.flatMap((field) =>
      [registerFields[field].label, ...registerFields[field].headings].map((heading) => ({ heading, field })),
    )
    for (const { heading, field } of all) expect(fields([heading])).toEqual([field])
  })

  it('say why they were taken for what they are', () => {
    const mapped = mapColumns(['Serial', 'Serial no', 'Colour', 'Bench'], [{ heading: 'bench', field: 'room' }])
    expect(mapped.map(({ by }) => by)).toEqual(['dictionary', 'used-already', 'not-known', 'corrected'])
  })

  it('follow a correction before the dictionary, even where it comes later in the file', () => {
    expect(fields(['Serial', 'Device number'], [{ heading: 'device NUMBER', field: 'serial' }])).toEqual(['ignore', 'serial'])
    expect(fields(['Comments'], [{ heading: 'Comments', field: 'ignore' }])).toEqual(['ignore'])
  })

  it('are mapped the same again once the mapping is kept', () => {
    fc.assert(
      fc.property(fc.uniqueArray(someHeading, { maxLength: 14 }), (headings) => {
        const first = mapColumns(headings, [])
        const kept = keepHeadings([], first)
        expect(mapColumns(headings, kept).map(({ field }) => field)).toEqual(first.map(({ field }) => field))
        expect(keepHeadings(kept, mapColumns(headings, kept))).toEqual(kept)
      }),
    )
  })

  it('keep only the last correction of a heading', () => {
    const once = correctHeading([], { heading: 'Bench', field: 'room' })
    expect(correctHeading(once, { heading: ' BENCH', field: 'ignore' })).toEqual([{ heading: ' BENCH', field: 'ignore' }])
  })
})

describe('the row of headings', () => {
  it('is found below title rows, and says which columns are missing', () => {
    const found = findHeadings(
      table(['Register of Model and Make'], [], ['Make', 'Model', 'Serial', 'Site'], ['GE', 'Evo', '1', 'CXH']),
      [],
    )
    expect(found).toMatchObject({ headingRow: 3, rows: [{ row: 4 }], missing: ['classId', 'manufacturedYear', 'installed'] })
  })

  it('may have 20,000 rows below it and not one more', () => {
    const top = ['Make', 'Model', 'Serial']
    const body = Array.from({ length: 20_000 }, () => ['GE'])
    expect(findHeadings(table(['Title'], top, ...body), [])).toMatchObject({ headingRow: 2 })
    expect(findHeadings(table(['Title'], top, ...body, ['GE']), [])).toMatchObject({ refused: 'This file has more than 20,000 rows.' })
  })

  it('is refused with what to do when there is none in the first 50 rows', () => {
    const rows = Array.from({ length: 60 }, () => ['text'])
    expect(findHeadings(table(...rows, ['Make', 'Model', 'Serial']), [])).toEqual({
      refused: 'No row of headings was found in the first 50 rows.',
      remedy: 'Put one heading over each column, like "Serial number", "Manufacturer", "Installation date".',
    })
  })
})
