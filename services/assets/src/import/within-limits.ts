import { type FileRefusal, importLimits, tooManyRows, type WrittenTable } from '../../domain/index.ts'

/** The table, or why it is too large to be a register. */
export function withinLimits(table: WrittenTable): WrittenTable | FileRefusal {
  const written = table.rows.findLast(({ cells }) => cells.some((cell) => cell.trim() !== ''))?.row ?? 0
  if (written === 0) return { refused: 'This file is empty.', remedy: 'Choose a file with a row of headings and a row for each machine.' }
  if (written > importLimits.rows + importLimits.rowsAboveHeadings + 1) return tooManyRows
  const widest = table.rows.find(({ cells }) => cells.findLastIndex((cell) => cell.trim() !== '') >= importLimits.columns)
  if (widest !== undefined) {
    return {
      refused: `Row ${widest.row} has more than ${importLimits.columns} columns.`,
      remedy: 'Keep only the columns of the register, and delete the others.',
    }
  }
  return table
}
