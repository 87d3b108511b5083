import type { ImportMapping, ImportRow, ImportSummary, NewPlace, RegisterImport } from '@imaging/schemas'
import {
  registerFieldNames,
  registerFields,
  undoWithinMs,
  type AssetClass,
  type FieldDifference,
  type ImportPreview,
  type NameKind,
  type Places,
  type RegisterField,
  type RowOutcome,
} from '../../domain/index.ts'
import { writtenValue } from '../written-value.ts'
import type { HeldImport, ListedImport } from './import-repository.ts'

/** An import as a list shows it. */
export function importSummary({
  importId,
  version,
  status,
  fileName,
  uploadedAt,
  uploadedBy,
  asOf,
  appliedAt,
  counts,
}: ListedImport): ImportSummary {
  return {
    importId,
    version,
    status,
    fileName,
    uploadedAt: uploadedAt.toISOString(),
    uploadedBy: uploadedBy.name,
    asOf,
    ...(appliedAt && { appliedAt: appliedAt.toISOString(), undoUntil: new Date(appliedAt.getTime() + undoWithinMs).toISOString() }),
    counts: { ...counts },
  }
}

/** An import whole: how the file was read, and what each of its rows would do. */
export function importView(held: HeldImport, classes: readonly AssetClass[], places: Places): RegisterImport {
  const { preview, kept } = held
  return {
    ...importSummary({ ...held, counts: preview.counts }),
    readAs: preview.readAs,
    missing: preview.missing.map((field) => registerFields[field].label),
    ...(kept && { kept: [...kept] }),
    newPlaces: newPlaces(preview, places),
    mapping: mappingOf(preview),
    fields: registerFieldNames.map((field) => {
      const { label, isRequired, example } = registerFields[field]
      return { field, label, required: isRequired, example }
    }),
    rows: preview.outcomes.map((row) => rowView(row, preview, classes)),
  }
}

/** The buildings and rooms that importing makes, by their sites. */
function newPlaces({ newPlaces: { buildings, rooms } }: ImportPreview, places: Places): NewPlace[] {
  const nameOf = new Map([...places.buildings.values(), ...buildings].map(({ buildingId, name }) => [buildingId, name]))
  return [
    ...buildings.map(({ buildingId, siteCode, name }) => ({ kind: 'building' as const, id: buildingId, siteCode, name })),
    ...rooms.map(({ roomId, siteCode, buildingId, name, level }) => {
      const building = nameOf.get(buildingId ?? '')
      return {
        kind: 'room' as const,
        id: roomId,
        siteCode,
        name,
        ...(level !== undefined && { level }),
        ...(building !== undefined && { building }),
      }
    }),
  ].toSorted((one, other) => one.siteCode.localeCompare(other.siteCode))
}

/** What each heading and name was taken for; where nothing is said, it was not known. */
function mappingOf({ columns, names }: ImportPreview): ImportMapping {
  const met = <Field extends string>(kind: NameKind, field: Field) =>
    names
      .filter((name) => name.kind === kind)
      .map(({ written, rows, known }) => ({ wrote: written, rows, ...(known && ({ [field]: known.means } as Record<Field, string>)) }))
  return {
    columns: columns
      .filter(({ heading }) => heading.trim() !== '')
      .map(({ heading, field, by }) => ({
        heading,
        ...(field !== 'ignore' && { field }),
        certain: by === 'corrected' || by === 'dictionary',
      })),
    sites: met('site', 'siteCode'),
    makers: names
      .filter(({ kind }) => kind === 'maker')
      .map(({ written, rows, known }) => ({ wrote: written, maker: known?.means ?? written, rows })),
    classes: met('class', 'classId'),
    statuses: met('status', 'status'),
    organisations: met('organisation', 'ods'),
  }
}

function rowView(row: RowOutcome, { columns }: ImportPreview, classes: readonly AssetClass[]): ImportRow {
  if (row.outcome === 'skipped') return { row: row.row, outcome: row.outcome, why: row.why }
  if (row.outcome === 'problem') {
    const cellOf = (field: RegisterField): string => row.cells[columns.find((column) => column.field === field)?.column ?? -1] ?? ''
    const label = labelOf(cellOf('manufacturer'), cellOf('model'), cellOf('serial'))
    return { row: row.row, outcome: row.outcome, ...(label !== '' && { label }), problems: row.problems.map((problem) => ({ ...problem })) }
  }
  const { assetId, values } = row
  const label = labelOf(values.manufacturer, values.model, values.serial)
  const shown = { row: row.row, outcome: row.outcome, assetId, label }
  return row.outcome === 'changed' ? { ...shown, changes: row.differences.map((one) => changeView(one, classes)) } : shown
}

const labelOf = (manufacturer: string, model: string, serial: string): string =>
  [`${manufacturer} ${model}`, serial]
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(', ')

const changeView = ({ field, label, was, is }: FieldDifference, classes: readonly AssetClass[]) => ({
  field: label,
  ...(was !== undefined && { was: writtenValue(field, was, classes) }),
  ...(is !== undefined && { is: writtenValue(field, is, classes) }),
})
