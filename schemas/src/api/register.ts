import { Type, type Static, type TProperties, type TSchema } from 'typebox'
import { AssetChangedV1, BuildingChangedV1, ContractChangedV1, RoomChangedV1 } from '../events/register.ts'
import { AssetId, ClassId, Instant, LocalDate, OdsCode } from '../identifiers.ts'
import { Actor } from './actor.ts'

const Optional = Type.Optional

/** Ten megabytes in base64. */
const FILE_CHARACTERS_MAX = 14_000_000
/** A register file has at most 100 columns, and one trust some dozens of ways to write its sites. */
const CORRECTIONS_MAX = 500

const published = AssetChangedV1.properties.data.properties

/** What of an asset is commercial: what it cost, who paid, its contract, and remarks. Shared with other trusts by a further grant. */
export const AssetCommercial = Type.Object({
  purchasePricePence: published.purchasePricePence,
  netBookValuePence: published.netBookValuePence,
  leaseEnds: published.leaseEnds,
  funder: Optional(published.funder),
  donated: Optional(published.donated),
  contractId: published.contractId,
  contractRef: Optional(Type.String({ minLength: 1, maxLength: 200, description: 'The contract as the trust’s own list has it' })),
  contractEnds: Optional(LocalDate),
  comments: Optional(Type.String({ minLength: 1, maxLength: 2000 })),
})
export type AssetCommercial = Static<typeof AssetCommercial>

/** What the register holds of one asset: what it publishes, and what is its own affair. */
export const AssetEntry = Type.Object({
  ...published,
  ...AssetCommercial.properties,
  manufacturedYear: Optional(Type.Integer({ minimum: 1970, maximum: 2199, description: 'Where the day of manufacture is not known' })),
  equipmentNo: Optional(Type.String({ minLength: 1, maxLength: 60, description: 'The trust’s own number for it' })),
  coOwners: Optional(Type.Array(OdsCode, { maxItems: 10 })),
  use: Optional(Type.Enum(['high', 'mid', 'low'])),
})
export type AssetEntry = Static<typeof AssetEntry>

/** One asset as the register shows it, with its ages worked out on the day asked for. */
export const RegisterAsset = Type.Object({
  asset: AssetEntry,
  version: Type.Integer(),
  siteName: Type.String(),
  trust: OdsCode,
  trustName: Type.String(),
  className: Type.String(),
  ageYears: Type.Number(),
  manufacturedAgeYears: Optional(Type.Number()),
  refreshedAgeYears: Optional(Type.Number()),
  lifeYears: Type.Number(),
  overLife: Type.Boolean(),
  mustReplace: Type.Boolean(),
  contract: Optional(ContractChangedV1.properties.data),
  room: Optional(RoomChangedV1.properties.data),
  building: Optional(BuildingChangedV1.properties.data),
})
export type RegisterAsset = Static<typeof RegisterAsset>

/**
 * One version of a record of the register: who changed it, when, why, and by which import. Without the record where it was taken out.
 * Who and why are the trust's own affair: another trust sees neither, nor the import.
 */
const versionWith = <Properties extends TProperties>(record: Properties) =>
  Type.Object({
    version: Type.Integer(),
    recordedAt: Instant,
    recordedBy: Optional(Actor),
    why: Optional(Type.String()),
    importId: Optional(Type.String()),
    ...record,
  })

export const AssetVersion = versionWith({ asset: Optional(AssetEntry) })
export type AssetVersion = Static<typeof AssetVersion>

export const BuildingVersion = versionWith({ building: Optional(BuildingChangedV1.properties.data) })
export type BuildingVersion = Static<typeof BuildingVersion>

export const RoomVersion = versionWith({ room: Optional(RoomChangedV1.properties.data) })
export type RoomVersion = Static<typeof RoomVersion>

/** An organisation of the register. */
export const RegisterOrganisation = Type.Object({ ods: OdsCode, name: Type.String(), shortName: Type.String(), kind: Type.String() })
export type RegisterOrganisation = Static<typeof RegisterOrganisation>

const AgeBand = Type.Object({
  assets: Type.Integer(),
  share: Optional(Type.Number({ description: 'Of the assets in use, from 0 to 1; absent when there are none' })),
  meetsRule: Optional(Type.Boolean()),
})

/** How old a fleet is on a day, against the golden rules of 60, 30 and 10 %. Bands are (0, 5], (5, 10] and over 10 years. */
export const AgeProfile = Type.Object({
  onDate: LocalDate,
  assets: Type.Integer(),
  upToFive: AgeBand,
  upToTen: AgeBand,
  overTen: AgeBand,
  overLife: Type.Object({ assets: Type.Integer(), share: Optional(Type.Number()) }, { description: 'Over the local normal life' }),
  meetsRules: Optional(Type.Boolean()),
})
export type AgeProfile = Static<typeof AgeProfile>

export const ImportProblem = Type.Object({
  row: Type.Integer(),
  column: Type.String(),
  wrote: Type.String(),
  problem: Type.String(),
  remedy: Type.String(),
})
export type ImportProblem = Static<typeof ImportProblem>

export const ImportRow = Type.Object({
  row: Type.Integer(),
  outcome: Type.Enum(['new', 'changed', 'same', 'problem', 'skipped']),
  assetId: Optional(AssetId),
  label: Optional(Type.String()),
  why: Optional(Type.String()),
  changes: Optional(Type.Array(Type.Object({ field: Type.String(), was: Optional(Type.String()), is: Optional(Type.String()) }))),
  problems: Optional(Type.Array(ImportProblem)),
})
export type ImportRow = Static<typeof ImportRow>

/** How a column heading, a site nickname or a word was read. A person can see it, correct it, and it is kept. */
export const ImportMapping = Type.Object({
  columns: Type.Array(Type.Object({ heading: Type.String(), field: Optional(Type.String()), certain: Type.Boolean() })),
  sites: Type.Array(Type.Object({ wrote: Type.String(), siteCode: Optional(OdsCode), rows: Type.Integer() })),
  makers: Type.Array(Type.Object({ wrote: Type.String(), maker: Type.String(), rows: Type.Integer() })),
  classes: Optional(Type.Array(Type.Object({ wrote: Type.String(), classId: Optional(ClassId), rows: Type.Integer() }))),
  statuses: Optional(Type.Array(Type.Object({ wrote: Type.String(), status: Optional(Type.String()), rows: Type.Integer() }))),
  organisations: Optional(Type.Array(Type.Object({ wrote: Type.String(), ods: Optional(OdsCode), rows: Type.Integer() }))),
})
export type ImportMapping = Static<typeof ImportMapping>

export const ImportStatus = Type.Enum(['CHECKED', 'APPLIED', 'UNDONE', 'DISCARDED'])

/** An import as a list shows it. */
export const ImportSummary = Type.Object({
  importId: Type.String(),
  version: Type.Integer(),
  status: ImportStatus,
  fileName: Type.String(),
  uploadedAt: Instant,
  uploadedBy: Type.String(),
  appliedAt: Optional(Instant),
  undoUntil: Optional(Instant),
  asOf: LocalDate,
  counts: Type.Object({
    new: Type.Integer(),
    changed: Type.Integer(),
    same: Type.Integer(),
    problem: Type.Integer(),
    skipped: Type.Integer(),
  }),
})
export type ImportSummary = Static<typeof ImportSummary>

/** A building or a room that a file names and the register does not have. */
export const NewPlace = Type.Object({
  kind: Type.Enum(['building', 'room']),
  id: Type.String(),
  siteCode: OdsCode,
  name: Type.String(),
  level: Optional(Type.String()),
  building: Optional(Type.String()),
})
export type NewPlace = Static<typeof NewPlace>

export const RegisterImport = Type.Object({
  ...ImportSummary.properties,
  readAs: Optional(Type.String({ description: 'Encoding and separator, or sheet' })),
  missing: Optional(Type.Array(Type.String(), { description: 'Columns the file must have and has not' })),
  kept: Optional(
    Type.Array(Type.Object({ assetId: AssetId, why: Type.String() }), {
      description: 'What undoing left as it is, because it was changed since',
    }),
  ),
  newPlaces: Optional(
    Type.Array(NewPlace, { description: 'Buildings and rooms the register does not have yet, which importing the file makes' }),
  ),
  mapping: ImportMapping,
  fields: Type.Array(Type.Object({ field: Type.String(), label: Type.String(), required: Type.Boolean(), example: Type.String() })),
  rows: Type.Array(ImportRow),
})
export type RegisterImport = Static<typeof RegisterImport>

/** A register file to be checked: CSV or XLSX, in base64. */
export const RegisterUpload = Type.Object({
  fileName: Type.String({ minLength: 1, maxLength: 255 }),
  content: Type.String({ maxLength: FILE_CHARACTERS_MAX, pattern: '^[A-Za-z0-9+/]*={0,2}$' }),
})
export type RegisterUpload = Static<typeof RegisterUpload>

const corrections = <Meaning extends TSchema>(meaning: Meaning) =>
  Optional(Type.Record(Type.String(), meaning, { maxProperties: CORRECTIONS_MAX }))

/** Corrections a person makes to how a file was read: what was written, and what it means. */
export const MappingCorrection = Type.Object({
  columns: corrections(Type.String({ description: 'The field a column holds; empty: it is not used' })),
  sites: corrections(OdsCode),
  makers: corrections(Type.String({ minLength: 1, maxLength: 200 })),
  classes: corrections(ClassId),
  statuses: corrections(Type.Enum(['IN_USE', 'DECOMMISSIONED'])),
  organisations: corrections(OdsCode),
})
export type MappingCorrection = Static<typeof MappingCorrection>
