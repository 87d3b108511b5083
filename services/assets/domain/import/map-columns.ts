import { nameKey } from '../name-key.ts'
import { type RegisterField, registerFieldNames, registerFields } from './register-fields.ts'
import { importLimits } from './limits.ts'
import { type FileRefusal, tooManyRows, type WrittenRow, type WrittenTable } from './table.ts'

/** One correction a person made: a column with this heading holds this field, or nothing we keep. */
export interface HeadingCorrection {
  readonly heading: string
  readonly field: RegisterField | 'ignore'
}

/** What a column was taken for, and why. */
export interface ColumnMapping {
  /** Position from 0. */
  readonly column: number
  readonly heading: string
  readonly field: RegisterField | 'ignore'
  readonly by: 'corrected' | 'dictionary' | 'not-known' | 'used-already'
}

/** A table whose headings were found. */
export interface HeadedTable {
  readonly headingRow: number
  readonly columns: readonly ColumnMapping[]
  readonly rows: readonly WrittenRow[]
  /** Columns every file must have and this one has not. */
  readonly missing: readonly RegisterField[]
}

/** A title may happen to hold a word or two that are headings elsewhere; a row of headings holds at least this many. */
const fewestHeadings = 3

const dictionary: ReadonlyMap<string, RegisterField> = new Map(
  registerFieldNames.flatMap((field) =>
    [registerFields[field].label, ...registerFields[field].headings].map((heading) => [nameKey(heading), field] as const),
  ),
)

/**
 * Says what each column holds: by what this organisation has corrected before, else by the dictionary of headings.
 *
 * Two columns for one field: a corrected one wins, else the first, and the other is shown as used already.
 */
export function mapColumns(headings: readonly string[], corrections: readonly HeadingCorrection[]): readonly ColumnMapping[] {
  const wished = headings.map((heading, column) => wish(heading, column, corrections))
  const takers = new Map<string, number>()
  for (const { column, field, by } of wished.toSorted((a, b) => Number(b.by === 'corrected') - Number(a.by === 'corrected'))) {
    if (field !== 'ignore' && by !== 'not-known' && !takers.has(field)) takers.set(field, column)
  }
  return wished.map((mapping) =>
    mapping.field === 'ignore' || takers.get(mapping.field) === mapping.column
      ? mapping
      : { ...mapping, field: 'ignore', by: 'used-already' },
  )
}

/** Remembers a correction of a heading in place of any earlier one for it. */
export function correctHeading(corrections: readonly HeadingCorrection[], made: HeadingCorrection): readonly HeadingCorrection[] {
  return [...corrections.filter(({ heading }) => nameKey(heading) !== nameKey(made.heading)), made]
}

/** Remembers everything a person has seen and confirmed about a file's columns, so that the next file reads the same. */
export function keepHeadings(corrections: readonly HeadingCorrection[], columns: readonly ColumnMapping[]): readonly HeadingCorrection[] {
  return columns
    .filter(({ heading, by }) => by !== 'used-already' && nameKey(heading) !== '')
    .reduce((kept, { heading, field }) => correctHeading(kept, { heading, field }), corrections)
}

/** Finds the row of headings below any title rows, maps its columns, and parts it from the rows below it. */
export function findHeadings(table: WrittenTable, corrections: readonly HeadingCorrection[]): HeadedTable | FileRefusal {
  const candidates = table.rows.slice(0, importLimits.rowsAboveHeadings + 1).map(({ row, cells }) => {
    const columns = mapColumns(cells, corrections)
    return { row, columns, recognised: columns.filter(({ by }) => by === 'corrected' || by === 'dictionary').length }
  })
  const best = candidates.toSorted((a, b) => b.recognised - a.recognised || a.row - b.row)[0]
  if (best === undefined || best.recognised < fewestHeadings) {
    return {
      refused: `No row of headings was found in the first ${importLimits.rowsAboveHeadings} rows.`,
      remedy: 'Put one heading over each column, like "Serial number", "Manufacturer", "Installation date".',
    }
  }
  const rows = table.rows.filter(({ row }) => row > best.row)
  if (rows.length > importLimits.rows) return tooManyRows
  const fields = new Set(best.columns.map(({ field }) => field))
  return {
    headingRow: best.row,
    columns: best.columns,
    rows,
    missing: registerFieldNames.filter((field) => registerFields[field].isRequired && !fields.has(field)),
  }
}

function wish(heading: string, column: number, corrections: readonly HeadingCorrection[]): ColumnMapping {
  const key = nameKey(heading)
  const correction = key === '' ? undefined : corrections.findLast((candidate) => nameKey(candidate.heading) === key)
  if (correction !== undefined) return { column, heading, field: correction.field, by: 'corrected' }
  const field = dictionary.get(key)
  return field === undefined ? { column, heading, field: 'ignore', by: 'not-known' } : { column, heading, field, by: 'dictionary' }
}
