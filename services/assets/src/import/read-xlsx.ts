import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import readWorkbook, { type Sheet } from 'read-excel-file/node'
import { type FileRefusal, importLimits, mapColumns, type WrittenTable } from '../../domain/index.ts'
import { withinLimits } from './within-limits.ts'

const notReadable: FileRefusal = {
  refused: 'This Excel workbook cannot be read.',
  remedy: 'Open it in Excel, save it again as an Excel workbook (.xlsx) without a password, and choose that file.',
}

/**
 * Reads the bytes of an XLSX workbook: the sheet with the most known headings, else the first.
 *
 * Numbers come as written, dates as ISO 8601, and a formula as its own text from `=`, so that it can be refused; what a
 * spreadsheet last worked out for it is never taken.
 */
export async function readXlsx(bytes: Uint8Array): Promise<WrittenTable | FileRefusal> {
  let sheets: readonly Sheet<string>[]
  try {
    const repacked = withFormulasAsText(bytes)
    if ('refused' in repacked) return repacked
    sheets = await readWorkbook(Buffer.from(repacked.bytes), { parseNumber: numberText })
  } catch {
    // Nothing is done here but read these bytes, so whatever stops it is in the file.
    return notReadable
  }
  const tables = sheets.map(({ sheet, data }) => ({ sheet, rows: data.map((cells) => cells.map(cellText)) }))
  const chosen = tables.toSorted((a, b) => knownHeadings(b.rows) - knownHeadings(a.rows))[0]
  if (chosen === undefined) return notReadable
  return withinLimits({
    rows: chosen.rows.map((cells, index) => ({ row: index + 1, cells })),
    readAs: `Excel workbook, sheet "${chosen.sheet}"`,
  })
}

/**
 * Unpacks the workbook within limits and puts every formula's text in place of its value.
 *
 * What is read afterwards is what was measured here, whatever sizes the archive claims.
 */
function withFormulasAsText(bytes: Uint8Array): { readonly bytes: Uint8Array } | FileRefusal {
  let unpackedBytes = 0
  const files = unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      const isRead = name.endsWith('.xml') || name.endsWith('.rels')
      if (isRead) unpackedBytes += originalSize
      return isRead && unpackedBytes <= importLimits.unpackedBytes
    },
  })
  if (unpackedBytes > importLimits.unpackedBytes) {
    return {
      refused: 'This Excel workbook is too large once unpacked.',
      remedy: 'Copy only the rows of the register into a new workbook, and choose that file.',
    }
  }
  for (const [name, content] of Object.entries(files)) {
    if (!/worksheets\/[^/]+\.xml$/.test(name)) continue
    const sheet = strFromU8(content)
    const farthest = farthestCell(sheet)
    if (farthest !== undefined) return farthest
    files[name] = strToU8(formulasAsText(sheet))
  }
  return { bytes: zipSync(files, { level: 0 }) }
}

/** A cell with something in it. The content holds no further cell, which keeps the search linear in any text. */
const cellElement = /<((?:\w+:)?)c(\s(?:[^<>]*[^<>/])?)?>([^<]*(?:<(?!\/?(?:\w+:)?c[\s/>])[^<]*)*)<\/\1c>/g

/** Puts text in place of what the reader would take from a formula or leave out as an error. */
function formulasAsText(sheet: string): string {
  return sheet.replaceAll(cellElement, (cell: string, prefix: string, attributes: string | undefined, content: string) => {
    const text = formulaOf(content) ?? errorOf(attributes, content)
    if (text === undefined) return cell
    const place = /\sr="([A-Z]+\d+)"/.exec(attributes ?? '')?.[1]
    const at = place === undefined ? '' : ` r="${place}"`
    return `<${prefix}c${at} t="inlineStr"><${prefix}is><${prefix}t>${text}</${prefix}t></${prefix}is></${prefix}c>`
  })
}

function formulaOf(content: string): string | undefined {
  const formula = /<(?:\w+:)?f(?:\s[^<>]*)?(?:\/>|>([^<]*)<)/.exec(content)
  // Copies of a shared formula carry no text of their own.
  return formula === null ? undefined : `=${formula[1] ?? ''}`
}

const errorOf = (attributes: string | undefined, content: string): string | undefined =>
  /\st="e"/.test(attributes ?? '') ? /<(?:\w+:)?v>([^<]*)</.exec(content)?.[1] : undefined

/** Refuses a sheet with a value far outside, for the rows and columns between would all have to be made up. */
function farthestCell(sheet: string): FileRefusal | undefined {
  for (const [, , attributes = '', content = ''] of sheet.matchAll(cellElement)) {
    const [, letters, digits] = /\sr="([A-Z]+)(\d+)"/.exec(attributes) ?? []
    if (letters === undefined || content === '') continue
    const column = Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
    const isFar = column > importLimits.columns || Number(digits) > importLimits.rows + importLimits.rowsAboveHeadings + 1
    if (!isFar) continue
    return {
      refused: `The workbook has a value in cell ${letters}${digits}, beyond ${importLimits.rows.toLocaleString('en-GB')} rows and ${importLimits.columns} columns.`,
      remedy: 'Copy only the rows and columns of the register into a new workbook, and choose that file.',
    }
  }
  return undefined
}

/** The number a person sees: a pasted 0.1 + 0.2 is stored as 0.30000000000000004, but no more than 15 digits are shown. */
function numberText(stored: string): string {
  const number = Number(stored)
  return Number.isFinite(number) ? String(Number(number.toPrecision(15))) : stored
}

function cellText(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  // A day number no calendar reaches must be seen and refused as a date, not lost as an empty cell.
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'not a date' : value.toISOString().slice(0, 10)
  return ''
}

const knownHeadings = (rows: readonly (readonly string[])[]): number =>
  Math.max(
    0,
    ...rows
      .slice(0, importLimits.rowsAboveHeadings + 1)
      .map((cells) => mapColumns(cells, []).filter(({ by }) => by === 'dictionary').length),
  )
