import { CsvError, parse } from 'csv-parse/sync'
import { type FileRefusal, importLimits, mapColumns, type WrittenTable } from '../../domain/index.ts'
import { decodeText } from './decode-text.ts'
import { withinLimits } from './within-limits.ts'

const delimiters = [
  { delimiter: ',', name: 'commas' },
  { delimiter: ';', name: 'semicolons' },
  { delimiter: '\t', name: 'tabs' },
] as const

/** Rows beyond the limit by one, so that a file that is too long is seen without being read whole. */
const rowsRead = importLimits.rows + importLimits.rowsAboveHeadings + 2

/**
 * Reads the bytes of a text file into rows of cells.
 *
 * The delimiter is the one with which most headings are known. Rows are counted as a spreadsheet counts them.
 */
export function readCsv(bytes: Uint8Array): WrittenTable | FileRefusal {
  const decoded = decodeText(bytes)
  if (decoded === undefined) {
    return {
      refused: 'This file is not a table.',
      remedy: 'Save the register as an Excel workbook (.xlsx) or as CSV, and choose that file.',
    }
  }
  const { delimiter, name } = delimiterOf(decoded.text)
  const rows = rowsOf(decoded.text, delimiter)
  if ('refused' in rows) return rows
  return withinLimits({
    rows: rows.map((cells, index) => ({ row: index + 1, cells })),
    readAs: `${decoded.encoding} text, separated by ${name}`,
  })
}

/** Looks at the lines alone, so that a quotation mark that is never closed does not hide the headings above it. */
function delimiterOf(text: string): (typeof delimiters)[number] {
  const lines = text.split(/\r\n|\r|\n/, importLimits.rowsAboveHeadings + 1)
  const scored = delimiters.map((candidate) => {
    const rows = lines.map((line) => line.split(candidate.delimiter, importLimits.columns))
    const known = Math.max(...rows.map((cells) => mapColumns(cells, []).filter(({ by }) => by === 'dictionary').length))
    return { candidate, known, widest: Math.max(...rows.map((cells) => cells.length)) }
  })
  const best = scored.toSorted((a, b) => b.known - a.known || b.widest - a.widest)[0]
  return best?.candidate ?? delimiters[0]
}

function rowsOf(text: string, delimiter: string): readonly (readonly string[])[] | FileRefusal {
  try {
    return parse(text, {
      delimiter,
      to: rowsRead,
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      // One row of the widest table we take, and no more: a quote that is never closed must not swallow the file.
      max_record_size: importLimits.columns * (importLimits.cellCharacters + 3),
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error['lines'] === 'number' ? ` near line ${error['lines']}` : ''
    return {
      refused: `This file cannot be parted into rows and columns${line}.`,
      remedy: 'Look there for a quotation mark that is opened and not closed, or save the register again as CSV.',
    }
  }
}
