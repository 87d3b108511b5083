import type { Asset } from '../asset.ts'
import { serialKey } from '../maker.ts'
import type { Site } from '../site.ts'
import type { Place, Places } from '../building.ts'
import { type CompleteValues, differences, type FieldDifference, isComplete, placeWords, proposedAssetId } from './imported-asset.ts'
import type { ColumnMapping } from './map-columns.ts'
import type { PlaceBook } from './place-book.ts'
import type { ImportProblem, ReadRow } from './read-row.ts'
import { type ImportedValues, type RegisterField, registerFields } from './register-fields.ts'
import { keyOf, type NameIndex, readName } from './written-names.ts'

export type SkipReason = 'blank row' | 'total row' | 'heading row again'

/** What would become of one row of the file. */
export type RowOutcome =
  | { readonly row: number; readonly outcome: 'skipped'; readonly why: SkipReason }
  | { readonly row: number; readonly outcome: 'problem'; readonly cells: readonly string[]; readonly problems: readonly ImportProblem[] }
  | { readonly row: number; readonly outcome: 'new'; readonly assetId: string; readonly values: CompleteValues; readonly place?: Place }
  | {
      readonly row: number
      readonly outcome: 'changed'
      readonly assetId: string
      readonly values: CompleteValues
      readonly place?: Place
      readonly differences: readonly FieldDifference[]
    }
  | { readonly row: number; readonly outcome: 'same'; readonly assetId: string; readonly values: CompleteValues }

/** What rows are judged against. */
export interface JudgeContext {
  readonly register: readonly Asset[]
  readonly sites: readonly Site[]
  readonly names: NameIndex
  readonly columns: readonly ColumnMapping[]
  readonly places: Places
  /** Finds the places of the rows, and makes those that nobody has entered yet. */
  readonly book: PlaceBook
  /** ODS code of the trust whose machines may be written; left out, any trust's. */
  readonly importer?: string
  /** What other trusts have and do not share; left out, nothing. */
  readonly elsewhere?: HeldElsewhere
}

/** What trusts have that the importer may not see: that they have it is all that is known. */
export interface HeldElsewhere {
  readonly isMachineInUse: (machine: Pick<Asset, 'manufacturer' | 'serial'>) => boolean
  readonly isIdTaken: (assetId: string) => boolean
}

/** A row without problems, with the machine of the register that has its maker and serial number, and the id it goes by. */
interface IdentifiedRow {
  readonly row: ReadRow
  readonly values: CompleteValues
  readonly held: Asset | undefined
  readonly assetId: string
}

/** Says of each row whether it is new, changed, the same or wrong, by what the register and the other rows hold. */
export function judgeRows(rows: readonly ReadRow[], context: JudgeContext): readonly RowOutcome[] {
  const { register, names } = context
  const byMachine = new Map(register.map((asset) => [machineKey(asset, names), asset]))
  const byId = new Map(register.map((asset) => [asset.assetId, asset]))
  const identified = withSharedSerials(ownRows(rows, context), context).map((row) => identifiedRow(row, byMachine, context) ?? row)
  const sameId = Map.groupBy(
    identified.filter((row) => 'assetId' in row),
    ({ assetId }) => assetId,
  )
  return identified.map((row): RowOutcome => {
    if (!('assetId' in row)) return problemOutcome(row)
    const twin = sameId.get(row.assetId)?.find((other) => other !== row)
    return judgeRow(row, twin, byId.get(row.assetId), context)
  })
}

function identifiedRow(
  row: ReadRow,
  byMachine: ReadonlyMap<string | undefined, Asset>,
  { names, sites }: JudgeContext,
): IdentifiedRow | undefined {
  const { values } = row
  if (row.problems.length > 0 || !isComplete(values)) return undefined
  const held = byMachine.get(machineKey(values, names))
  const trust = sites.find(({ siteCode }) => siteCode === values.siteCode)?.trust ?? ''
  return { row, values, held, assetId: values.assetId ?? held?.assetId ?? proposedAssetId(values, trust) }
}

function judgeRow(
  identified: IdentifiedRow,
  twin: IdentifiedRow | undefined,
  target: Asset | undefined,
  context: JudgeContext,
): RowOutcome {
  const { columns, importer } = context
  const { row: read, values, assetId } = identified
  const { row } = read
  const idField = values.assetId === undefined ? (values.equipmentNo === undefined ? 'serial' : 'equipmentNo') : 'assetId'
  if (twin !== undefined) {
    const remedy = `Row ${twin.row.row} has it too. Give each machine one of its own.`
    return problemOutcome(withProblem(read, columns, idField, 'Another row would get the same asset id.', remedy))
  }
  const clash = heldElsewhere(identified, target) ?? heldByAnother(target, importer) ?? heldUnseen(identified, target, context)
  if (clash !== undefined) return problemOutcome(withProblem(read, columns, clash.field ?? idField, clash.problem, clash.remedy))
  const changes = target === undefined ? [] : differences(target, values, context.places)
  if (target !== undefined && changes.length === 0) return { row, outcome: 'same', assetId, values }
  const place = placeOfRow(values, target, context)
  if (place !== undefined && 'ambiguous' in place)
    return problemOutcome(withProblem(read, columns, 'room', ...severalRooms(place.ambiguous)))
  if (place !== undefined && 'unknown' in place) return problemOutcome(withProblem(read, columns, place.unknown, ...placeOfAnother))
  const written = { row, assetId, values, ...(place && { place }) }
  return target === undefined ? { ...written, outcome: 'new' } : { ...written, outcome: 'changed', differences: changes }
}

/** Where the machine of a row stands. */
function placeOfRow(
  values: CompleteValues,
  target: Asset | undefined,
  { sites, book, importer }: JudgeContext,
): ReturnType<PlaceBook['placeOf']> {
  const site = sites.find(({ siteCode }) => siteCode === values.siteCode)
  if (site === undefined) return undefined
  const mayMake = importer === undefined || site.operator === importer
  return book.placeOf({ words: placeWords(values), site, landlord: values.landlord, held: target?.place, mayMake })
}

const placeOfAnother = [
  'Another trust runs this site, and its register has no such place.',
  'Ask them to enter it first, or leave the cell empty.',
] as const

/** Rooms named in one message; more of them would hide what to do. */
const roomsNamed = 3

const severalRooms = (roomIds: readonly string[]): readonly [problem: string, remedy: string] => [
  'Several rooms of this site have this name.',
  `It may be ${roomIds.slice(0, roomsNamed).join(' or ')}. Add a column for the building or the level, and enter it here.`,
]

/** A row that names one machine of the register by its id, or by the trust's number, and another by its serial number. */
function heldElsewhere(
  { values, assetId, held }: IdentifiedRow,
  target: Asset | undefined,
): { field?: RegisterField; problem: string; remedy: string } | undefined {
  if (held !== undefined && held.assetId !== assetId) {
    return {
      field: 'serial',
      problem: 'Another machine of the register has this maker and serial number.',
      remedy: `It is in the register as ${held.assetId} at ${held.siteCode}. Correct the serial number, or the asset id.`,
    }
  }
  if (held === undefined && target !== undefined && values.assetId === undefined) {
    return {
      problem: 'The register has this number for a machine with another serial number.',
      remedy: `It is ${target.assetId}: ${target.manufacturer} ${target.model}, serial number ${target.serial}, at ${target.siteCode}. Correct the serial number, or give a new machine a number of its own.`,
    }
  }
  return undefined
}

/** A machine of the register that another trust runs, even though the file puts it at a site of this one. */
function heldByAnother(
  target: Asset | undefined,
  importer: string | undefined,
): { field: RegisterField; problem: string; remedy: string } | undefined {
  if (importer === undefined || target === undefined || target.operator === importer) return undefined
  return {
    field: 'serial',
    problem: `This machine is in the register of ${target.operator}, as ${target.assetId} at ${target.siteCode}.`,
    remedy: `Only ${target.operator} can change it. Ask them to hand it over first, or delete this row.`,
  }
}

/** A machine another trust has in use, or an id it has or had, which it does not share. */
function heldUnseen(
  { values, assetId }: IdentifiedRow,
  target: Asset | undefined,
  { elsewhere }: JudgeContext,
): { field?: RegisterField; problem: string; remedy: string } | undefined {
  if (elsewhere === undefined) return undefined
  if ((values.status ?? target?.status) !== 'DECOMMISSIONED' && elsewhere.isMachineInUse(values)) {
    return {
      field: 'serial',
      problem: 'Another trust has this machine in use.',
      remedy: 'Correct the maker or the serial number. Where they are right, ask for the machine to be handed over first.',
    }
  }
  if (!elsewhere.isIdTaken(assetId)) return undefined
  return {
    problem: `Another trust has the asset id ${assetId}.`,
    remedy: 'Add a column for the asset id, and give the machine one that begins with the code of your trust.',
  }
}

/** Rows of machines another trust runs are refused: each trust answers for its own register. */
function ownRows(rows: readonly ReadRow[], { importer, sites, columns }: JudgeContext): readonly ReadRow[] {
  if (importer === undefined) return rows
  const siteByCode = new Map(sites.map((site) => [site.siteCode, site]))
  return rows.map((row) => {
    const { siteCode, operator } = row.values
    const site = siteCode === undefined ? undefined : siteByCode.get(siteCode)
    if (site !== undefined && site.operator !== importer && operator !== importer) {
      const remedy = `You can import machines of ${importer} only. Correct the site, or leave this row to ${site.operator}.`
      return withProblem(row, columns, 'siteCode', `${site.name} is run by another trust, ${site.operator}.`, remedy)
    }
    if (operator === undefined || operator === importer) return row
    const remedy = `You can import machines of ${importer} only. Correct the operator, or leave this row to ${operator}.`
    return withProblem(row, columns, 'operator', `This machine is run by another trust, ${operator}.`, remedy)
  })
}

function withProblem(row: ReadRow, columns: readonly ColumnMapping[], field: RegisterField, problem: string, remedy: string): ReadRow {
  const mapping = columns.find((column) => column.field === field)
  const wrote = mapping === undefined ? '' : (row.cells[mapping.column] ?? '').trim()
  const column = mapping?.heading ?? registerFields[field].label
  return { ...row, problems: [...row.problems, { row: row.row, column, wrote, problem, remedy }] }
}

const problemOutcome = ({ row, cells, problems }: ReadRow): RowOutcome => ({ row, outcome: 'problem', cells, problems })

/** Two rows of one maker with one serial number: neither is taken, for nobody can say which one is right. */
function withSharedSerials(rows: readonly ReadRow[], { columns, names }: JudgeContext): readonly ReadRow[] {
  const byMachine = Map.groupBy(rows, ({ values }) => machineKey(values, names))
  return rows.map((row) => {
    const key = machineKey(row.values, names)
    const same = key === undefined ? [] : (byMachine.get(key) ?? [])
    return same.length < 2
      ? row
      : withProblem(row, columns, 'serial', 'Another row has this maker and serial number.', sharedRemedy(row, same))
  })
}

/** Other rows named in one message; more of them would hide what to do. */
const rowsNamed = 3

function sharedRemedy(row: ReadRow, same: readonly ReadRow[]): string {
  const named = same
    .slice(0, rowsNamed + 1)
    .filter((other) => other !== row)
    .slice(0, rowsNamed)
  const places = named.map((other) => `row ${other.row}${other.values.siteCode === undefined ? '' : ` at ${other.values.siteCode}`}`)
  const unnamed = same.length - 1 - named.length
  return `The same maker and serial number stand in ${places.join(', ')}${unnamed > 0 ? ` and ${unnamed} more` : ''}. Read the label of each machine and correct the wrong one, or delete the row that is there twice.`
}

/** What makes a machine one machine: its maker, however written, and its serial number. */
function machineKey({ manufacturer, serial }: Pick<ImportedValues, 'manufacturer' | 'serial'>, names: NameIndex): string | undefined {
  if (manufacturer === undefined || serial === undefined) return undefined
  const reading = readName('maker', manufacturer, names)
  return `${keyOf('maker', 'value' in reading ? reading.value.means : manufacturer)}\n${serialKey(serial)}`
}
