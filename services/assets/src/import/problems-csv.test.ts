import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mapColumns, type RowOutcome } from '../../domain/index.ts'
import { problemsCsv } from './problems-csv.ts'

const columns = mapColumns(['Make', 'Model'], [])
const failed = (cells: readonly string[], row = 2): RowOutcome => ({
  row,
  outcome: 'problem',
  cells,
  problems: [{ row, column: 'Model', wrote: cells[1] ?? '', problem: 'This is a formula.', remedy: 'Enter the value itself.' }],
})

describe('the file of failed rows', () => {
  it('has the headings as written, the failed rows only, and why each failed', () => {
    const csv = problemsCsv({ columns, outcomes: [failed(['GE', 'Evo']), { row: 3, outcome: 'skipped', why: 'blank row' }] })
    expect(csv).toBe('\uFEFFMake,Model,Problem\r\nGE,Evo,"Row 2, ""Model"": you wrote Evo. Enter the value itself."\r\n')
  })

  it('fills short rows, so that the reason stands in its own column', () => {
    expect(parse(problemsCsv({ columns, outcomes: [failed(['GE'])] }), { bom: true })[1]).toHaveLength(3)
  })

  it('never holds a cell a spreadsheet would work out', () => {
    const dangerous = fc.tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r'), fc.string()).map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.array(fc.oneof(dangerous, fc.string()), { minLength: 2, maxLength: 2 }), (cells) => {
        const rows = parse(problemsCsv({ columns, outcomes: [failed(cells)] }), { bom: true, relax_column_count: true })
        for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/)
      }),
    )
  })
})
