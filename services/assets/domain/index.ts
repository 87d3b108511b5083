export { age, type Age, type AssetAges, ageOf, isOlderThan } from './age.ts'
export { type AgeBand, ageBands, type AgeBands, cocirRules } from './age-bands.ts'
export type { Asset, AssetStatus, Capability, Dependency, Feed, LinkedAsset, LinkedKind, Use } from './asset.ts'
export type { AssetClass } from './asset-class.ts'
export {
  type Building,
  type Place,
  type PlaceContext,
  type PlaceRecords,
  type Places,
  placesOf,
  recordsAt,
  type Room,
  standsUntil,
  validateBuilding,
  validateRoom,
} from './building.ts'
export { type Contract, type PauseReason, silentTerms, type UptimeTerms, type UrgencyMinutes, validateContract } from './contract.ts'
export { type Dated, inForce, overlapping } from './dated.ts'
export { checkDigit, isAssetId, isGln, isGtin, isUdi } from './gs1.ts'
export {
  type LifeLimit,
  lifeLimit,
  type LifePolicy,
  lifePolicy,
  type LifePolicyKind,
  lifeStanding,
  type LifeStanding,
} from './life-policy.ts'
export { addYears, daysBetween, localDate, ukDate, yearOf } from './local-date.ts'
export { nameKey } from './name-key.ts'
export { machineKey, type MakerAlias, makerName, serialClash, serialKey } from './maker.ts'
export { hoursOf, type OperatingHours, validateHours } from './operating-hours.ts'
export type { Organisation, OrganisationKind } from './organisation.ts'
export type { Reading, RegisterProblem } from './problem.ts'
export { spokenNames, type SpokenNames } from './spoken-name.ts'
export { isOpenOn, type Site, type SiteKind, validateSite } from './site.ts'
export { type RegisterContext, validateAsset } from './validate-asset.ts'

export { assetClasses } from './reference/asset-classes.ts'
export { lifePolicies } from './reference/life-policies.ts'
export { makerAliases } from './reference/maker-aliases.ts'
export { assumedHours, operatingHours } from './reference/operating-hours.ts'
export { organisations, trusts } from './reference/organisations.ts'
export { type SiteNickname, siteNicknames } from './reference/site-nicknames.ts'
export { sites } from './reference/sites.ts'

export { type AssetWrite, writesOf } from './import/apply-import.ts'
export { type CompleteValues, type FieldDifference, importedValues } from './import/imported-asset.ts'
export type { HeldElsewhere, RowOutcome, SkipReason } from './import/judge-rows.ts'
export { importLimits } from './import/limits.ts'
export { type ColumnMapping, correctHeading, type HeadingCorrection, keepHeadings, mapColumns } from './import/map-columns.ts'
export { type ImportContext, type ImportPreview, type NameMapping, previewImport, problemSentence } from './import/preview-import.ts'
export type { NewPlaces } from './import/place-book.ts'
export type { ImportProblem, MetName } from './import/read-row.ts'
export {
  type FieldDescription,
  type ImportedValues,
  type RegisterField,
  registerFieldNames,
  registerFields,
} from './import/register-fields.ts'
export { type FileRefusal, tooManyRows, type WrittenRow, type WrittenTable } from './import/table.ts'
export { canUndo, type UndoPlan, undoPlan, undoWithinMs } from './import/undo-import.ts'
export { correctName, type KnownName, type KnownNames, type NameCorrection, type NameKind, nameKinds } from './import/written-names.ts'
