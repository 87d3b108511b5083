import { importLimits } from './limits.ts'

/** One row of a file, with its number as a spreadsheet shows it. */
export interface WrittenRow {
  readonly row: number
  /** What stands in each cell, as text; dates as ISO 8601, formulas as written, from `=`. */
  readonly cells: readonly string[]
}

/** A file's cells, before anything is understood. */
export interface WrittenTable {
  readonly rows: readonly WrittenRow[]
  /** How it was read, for the person who checks it: `Windows-1252, separated by commas`. */
  readonly readAs: string
}

/** Why a whole file cannot be read, and what the person can do. */
export interface FileRefusal {
  readonly refused: string
  readonly remedy: string
}

/** The refusal of a file with more rows than a register has machines. */
export const tooManyRows: FileRefusal = {
  refused: `This file has more than ${importLimits.rows.toLocaleString('en-GB')} rows.`,
  remedy: 'Split it into smaller files, for example one for each site.',
}
