import { stringify } from 'csv-stringify/sync'
import { type ImportPreview, problemSentence } from '../../domain/index.ts'

/**
 * The rows that failed, as they were written, with a last column that says why: to be corrected and imported again.
 *
 * A cell a spreadsheet would take for a formula gets an apostrophe in front, which reading takes off again. The byte
 * order mark makes Excel read it as UTF-8.
 */
export function problemsCsv({ columns, outcomes }: Pick<ImportPreview, 'columns' | 'outcomes'>): string {
  const headings = columns.map(({ heading }) => heading)
  const failed = outcomes.flatMap((row) =>
    row.outcome === 'problem'
      ? [[...headings.map((_, column) => row.cells[column] ?? ''), row.problems.map(problemSentence).join(' ')]]
      : [],
  )
  return stringify([[...headings, 'Problem'], ...failed], { bom: true, escape_formulas: true, record_delimiter: 'windows' })
}
