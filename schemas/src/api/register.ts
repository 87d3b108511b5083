import { Type, type Static } from 'typebox'
import { AssetChangedV1, ContractChangedV1 } from '../events/register.ts'
import { AssetId, Instant, LocalDate, OdsCode } from '../identifiers.ts'

const Optional = Type.Optional

/** One asset as the register shows it, with its ages worked out on the day asked for. */
export const RegisterAsset = Type.Object({
  asset: AssetChangedV1.properties.data,
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
})
export type RegisterAsset = Static<typeof RegisterAsset>

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
})
export type ImportMapping = Static<typeof ImportMapping>

export const ImportStatus = Type.Enum(['CHECKED', 'APPLIED', 'UNDONE', 'DISCARDED'])

export const RegisterImport = Type.Object({
  importId: Type.String(),
  version: Type.Integer(),
  status: ImportStatus,
  fileName: Type.String(),
  uploadedAt: Instant,
  uploadedBy: Type.String(),
  appliedAt: Optional(Instant),
  undoUntil: Optional(Instant),
  asOf: LocalDate,
  counts: Type.Object({ new: Type.Integer(), changed: Type.Integer(), same: Type.Integer(), problem: Type.Integer(), skipped: Type.Integer() }),
  mapping: ImportMapping,
  fields: Type.Array(Type.Object({ field: Type.String(), label: Type.String(), required: Type.Boolean(), example: Type.String() })),
  rows: Type.Array(ImportRow),
})
export type RegisterImport = Static<typeof RegisterImport>

/** Corrections a person makes to how a file was read. */
export const MappingCorrection = Type.Object({
  columns: Optional(Type.Record(Type.String(), Type.String())),
  sites: Optional(Type.Record(Type.String(), OdsCode)),
  makers: Optional(Type.Record(Type.String(), Type.String())),
})
export type MappingCorrection = Static<typeof MappingCorrection>
