import type { LocalDate } from '@imaging/calendar'
import type { Asset } from '../asset.ts'
import type { Places } from '../building.ts'
import { nameKey } from '../name-key.ts'
import { type HeldElsewhere, judgeRows, type RowOutcome, type SkipReason } from './judge-rows.ts'
import { type ColumnMapping, findHeadings, type HeadingCorrection } from './map-columns.ts'
import { type NewPlaces, placeBook } from './place-book.ts'
import { type ImportProblem, type MetName, type ReadRow, readRow } from './read-row.ts'
import type { RegisterField } from './register-fields.ts'
import type { FileRefusal, WrittenRow, WrittenTable } from './table.ts'
import { indexNames, keyOf, type KnownNames } from './written-names.ts'

/** A name met in the file, what it was taken for, and how many rows have it: the list a person corrects. */
export interface NameMapping extends MetName {
  readonly rows: number
}

/** What importing a file would do. Nothing is saved by looking. */
export interface ImportPreview {
  readonly readAs: string
  readonly headingRow: number
  readonly columns: readonly ColumnMapping[]
  /** Columns that must be there and are not; while there are any, no row can be imported. */
  readonly missing: readonly RegisterField[]
  readonly names: readonly NameMapping[]
  readonly outcomes: readonly RowOutcome[]
  /** Buildings and rooms the rows name and the register does not have: importing makes them. */
  readonly newPlaces: NewPlaces
  readonly counts: Readonly<Record<RowOutcome['outcome'], number>>
  readonly problems: readonly ImportProblem[]
}

/** What a file is read against. */
export interface ImportContext {
  readonly register: readonly Asset[]
  readonly places: Places
  readonly names: KnownNames
  readonly headings: readonly HeadingCorrection[]
  readonly today: LocalDate
  /** ODS code of the trust whose machines may be written; left out, any trust's. */
  readonly importer?: string
  /** What other trusts have and do not share; left out, nothing. */
  readonly elsewhere?: HeldElsewhere
}

/** Reads a whole table against the register: what is new, changed, the same, skipped, and what is wrong with the rest. */
export function previewImport(table: WrittenTable, context: ImportContext): ImportPreview | FileRefusal {
  const found = findHeadings(table, context.headings)
  if ('refused' in found) return found
  const { headingRow, columns, missing, rows } = found
  const parted = missing.length > 0 ? [] : rows.map((row) => ({ row, why: skipReason(row, columns) }))
  const names = indexNames(context.names)
  const book = placeBook(context.places, context.today)
  const against = { ...context, columns, names, book, sites: context.names.sites }
  const read = parted.filter(({ why }) => why === undefined).map(({ row }) => readRow(row, against))
  const judged = judgeRows(read, against)
  const skipped = parted.flatMap(({ row, why }): RowOutcome[] => (why === undefined ? [] : [{ row: row.row, outcome: 'skipped', why }]))
  const outcomes = [...skipped, ...judged].toSorted((a, b) => a.row - b.row)
  const count = (outcome: RowOutcome['outcome']): number => outcomes.filter((row) => row.outcome === outcome).length
  return {
    readAs: table.readAs,
    headingRow,
    columns,
    missing,
    names: metNames(read),
    outcomes,
    newPlaces: book.made(),
    counts: { new: count('new'), changed: count('changed'), same: count('same'), problem: count('problem'), skipped: count('skipped') },
    problems: outcomes.flatMap((row) => (row.outcome === 'problem' ? row.problems : [])),
  }
}

/** The problem as one sentence for a page: where, what was written, and what to do. */
export function problemSentence({ row, column, wrote, remedy }: ImportProblem): string {
  return `Row ${row}, "${column}": ${wrote === '' ? 'nothing is written' : `you wrote ${wrote}`}. ${remedy}`
}

/** Why a row holds no machine, or `undefined` where it does. */
function skipReason({ cells }: WrittenRow, columns: readonly ColumnMapping[]): SkipReason | undefined {
  const written = cells.map((cell) => cell.trim())
  const first = written.find((cell) => cell !== '')
  if (first === undefined) return 'blank row'
  const serialColumn = columns.find(({ field }) => field === 'serial')?.column ?? -1
  if (/^(grand |sub[- ]?)?totals?\b/i.test(first) && (written[serialColumn] ?? '') === '') return 'total row'
  const mapped = columns.filter(({ field }) => field !== 'ignore')
  return mapped.every(({ column, heading }) => nameKey(written[column] ?? '') === nameKey(heading)) ? 'heading row again' : undefined
}

function metNames(rows: readonly ReadRow[]): readonly NameMapping[] {
  const byName = Map.groupBy(
    rows.flatMap(({ names }) => names),
    ({ kind, written }) => `${kind}\n${keyOf(kind, written)}`,
  )
  return Array.from(byName.values()).flatMap((same) => (same[0] === undefined ? [] : [{ ...same[0], rows: same.length }]))
}
