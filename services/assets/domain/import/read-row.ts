import type { LocalDate } from '@imaging/calendar'
import { ukDate, yearOf } from '../local-date.ts'
import { isAssetId, isUdi } from '../gs1.ts'
import type { Reading } from '../problem.ts'
import { importLimits } from './limits.ts'
import type { ColumnMapping } from './map-columns.ts'
import { isFormula, plainText } from './plain-text.ts'
import { type FieldKind, type ImportedValues, type RegisterField, registerFields } from './register-fields.ts'
import type { WrittenRow } from './table.ts'
import { readDate } from './written-date.ts'
import { readMoney } from './written-money.ts'
import { type KnownName, type NameIndex, type NameKind, nameKinds, readName } from './written-names.ts'

/** One thing wrong in one cell: where it stands, what is written there, and what to do about it. */
export interface ImportProblem {
  readonly row: number
  /** The heading as the file has it. */
  readonly column: string
  readonly wrote: string
  readonly problem: string
  /** Says on its own what to do. */
  readonly remedy: string
}

/** A name met in a file and what it was taken for; nothing where it is not known. */
export interface MetName {
  readonly kind: NameKind
  readonly written: string
  readonly known?: KnownName
}

/** What one row says. */
export interface ReadRow {
  readonly row: number
  readonly cells: readonly string[]
  readonly values: ImportedValues
  readonly problems: readonly ImportProblem[]
  readonly names: readonly MetName[]
}

/** What a row is read against. */
export interface RowContext {
  readonly columns: readonly ColumnMapping[]
  readonly names: NameIndex
  readonly today: LocalDate
}

type Value = string | number | boolean

const valueReaders: Partial<Record<FieldKind, (written: string) => Reading<Value>>> = {
  'asset-id': (written) =>
    isAssetId(written.toUpperCase())
      ? { value: written.toUpperCase() }
      : { problem: 'This cannot be an asset id.', remedy: 'Use at most 30 of A to Z, 0 to 9 and hyphen, or leave the cell empty.' },
  serial: readSerial,
  year: readYear,
  date: readDate,
  money: readMoney,
  'yes-no': readYesNo,
  udi: (written) =>
    isUdi(written)
      ? { value: written }
      : {
          problem: 'This is not a device identification.',
          remedy: 'Enter its digits again: the last one is a check digit and does not fit the others.',
        },
}

/** Reads a row cell by cell and says everything that is wrong with it, not only the first thing. */
export function readRow({ row, cells }: WrittenRow, { columns, names, today }: RowContext): ReadRow {
  const values: Partial<Record<RegisterField, Value>> = {}
  const problems: ImportProblem[] = []
  const met: MetName[] = []
  for (const { column, heading, field } of columns) {
    if (field === 'ignore') continue
    const written = plainText(cells[column] ?? '')
    const { reading, name } = readCell(field, written, names)
    if (name !== undefined) met.push(name)
    if (reading === undefined) continue
    if ('value' in reading) values[field] = reading.value
    else problems.push({ row, column: heading, wrote: written.slice(0, importLimits.cellCharacters), ...reading })
  }
  // Each field was read by the reader of its own kind, so its value has the type that field holds.
  const read = values as ImportedValues
  const headingOf = (field: RegisterField): string =>
    columns.find((column) => column.field === field)?.heading ?? registerFields[field].label
  const atHeading = ({ field, ...rest }: FieldProblem): ImportProblem => ({ row, column: headingOf(field), ...rest })
  return { row, cells, values: read, problems: [...problems, ...outOfOrder(read, today).map(atHeading)], names: met }
}

interface FieldProblem {
  readonly field: RegisterField
  readonly wrote: string
  readonly problem: string
  readonly remedy: string
}

function readCell(field: RegisterField, written: string, names: NameIndex): { reading?: Reading<Value>; name?: MetName } {
  const { kind, label, isRequired, example, longest } = registerFields[field]
  if (written === '') {
    if (!isRequired) return {}
    return { reading: { problem: `The ${label.toLowerCase()} is missing.`, remedy: `Enter the ${label.toLowerCase()}, like ${example}.` } }
  }
  const refusal = unreadable(written, longest)
  if (refusal !== undefined) return { reading: refusal }
  if (isNameKind(kind)) {
    const reading = readName(kind, written, names)
    const met = { kind, written }
    return 'value' in reading ? { reading: { value: reading.value.means }, name: { ...met, known: reading.value } } : { reading, name: met }
  }
  return { reading: valueReaders[kind]?.(written) ?? { value: written } }
}

const isNameKind = (kind: FieldKind): kind is NameKind => nameKinds.some((name) => name === kind)

/** What no cell may hold, whatever its column. */
function unreadable(written: string, longest: number): { problem: string; remedy: string } | undefined {
  if (isFormula(written)) {
    return { problem: 'This is a formula.', remedy: 'Enter the value itself. In a spreadsheet: copy the column, then paste it as values.' }
  }
  if (/^#(N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!)$/i.test(written)) {
    return { problem: 'This is an error of the spreadsheet.', remedy: 'Correct the formula there, or enter the value itself.' }
  }
  if (written.length > longest) {
    return {
      problem: `This cell holds ${written.length} characters.`,
      remedy: `Shorten it to at most ${longest} characters.`,
    }
  }
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFD]/.test(written)) {
    return { problem: 'This cell holds characters that cannot be read.', remedy: 'Type the value again.' }
  }
  return undefined
}

function readSerial(written: string): Reading<string> {
  if (/^\d([.,]\d+)?e\+\d+$/i.test(written)) {
    return {
      problem: 'A spreadsheet has shortened this serial number.',
      remedy: 'Format the column as text and enter the whole serial number again.',
    }
  }
  if (/^(n\/?a|tb[acd]|unknown|not known|none|nil|[-–—?.x0]+)$/i.test(written)) {
    return { problem: 'This is not a serial number.', remedy: 'Read the serial number on the label of the machine and enter it.' }
  }
  return { value: written.replaceAll(/\s+/g, ' ') }
}

function readYear(written: string): Reading<number> {
  const [, year] = /^((?:19[7-9]|20\d)\d)(?:\.0+)?$/.exec(written) ?? []
  return year === undefined
    ? { problem: 'This is not a year.', remedy: 'Enter a year of four digits, like 2014.' }
    : { value: Number(year) }
}

function readYesNo(written: string): Reading<boolean> {
  if (/^(y|yes|true|1|donated|charity)$/i.test(written)) return { value: true }
  if (/^(n|no|false|0|-)$/i.test(written)) return { value: false }
  return { problem: 'This is neither yes nor no.', remedy: 'Enter Yes or No.' }
}

/** What the values of one row say against each other, and against today. */
function outOfOrder({ installed, manufacturedYear, lastRefreshed }: ImportedValues, today: LocalDate): readonly FieldProblem[] {
  const problems: FieldProblem[] = []
  if (installed !== undefined && installed > today) {
    problems.push({
      field: 'installed',
      wrote: ukDate(installed),
      problem: 'This day is still to come.',
      remedy: `Enter the day it was installed, no later than today, ${ukDate(today)}.`,
    })
  }
  if (manufacturedYear !== undefined && manufacturedYear > yearOf(installed ?? today)) {
    const limit = installed === undefined ? `This year is still to come.` : `It was installed on ${ukDate(installed)}.`
    problems.push({
      field: 'manufacturedYear',
      wrote: String(manufacturedYear),
      problem: 'It would be made after it was installed.',
      remedy: `${limit} Enter a year of manufacture no later than ${yearOf(installed ?? today)}, or correct the installation date.`,
    })
  }
  if (lastRefreshed !== undefined && installed !== undefined && lastRefreshed < installed) {
    problems.push({
      field: 'lastRefreshed',
      wrote: ukDate(lastRefreshed),
      problem: 'It would be refreshed before it was installed.',
      remedy: `It was installed on ${ukDate(installed)}. Enter a later day, or leave the cell empty.`,
    })
  }
  return problems
}
