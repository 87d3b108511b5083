import type { Asset } from '../asset.ts'
import { serialKey } from '../maker.ts'
import { nameKey } from '../name-key.ts'
import type { Site } from '../site.ts'
import type { Place, Places } from '../building.ts'
import { type PlaceWords, wordsOf } from './place-book.ts'
import { type ImportedValues, type RegisterField, registerFieldNames, registerFields } from './register-fields.ts'

/** The values every machine of the register must have. */
export type RequiredValues = 'classId' | 'manufacturer' | 'model' | 'serial' | 'siteCode' | 'manufacturedYear' | 'installed'

/** The values of a row without problems: nothing required is missing. */
export type CompleteValues = ImportedValues & Required<Pick<ImportedValues, RequiredValues>>

/** One value that a file would change. */
export interface FieldDifference {
  readonly field: RegisterField
  readonly label: string
  /** `undefined` where the register held nothing. */
  readonly was: string | number | boolean | undefined
  /** `undefined` where the register will hold nothing. */
  readonly is: string | number | boolean | undefined
}

/** Whether a row holds everything a machine must have. */
export function isComplete(values: ImportedValues): values is CompleteValues {
  return registerFieldNames.every((field) => !registerFields[field].isRequired || values[field] !== undefined)
}

/** The parts of a place that a file writes. */
const placeFields = ['building', 'level', 'room'] as const satisfies readonly RegisterField[]

/**
 * What a file would change of an asset. An empty cell changes nothing: it may be empty because nobody looked.
 *
 * Only a machine that moves to another site and is given no place there loses the one it had.
 */
export function differences(asset: Asset, values: ImportedValues, places: Places): readonly FieldDifference[] {
  const held = importedValues(asset, places)
  const isMoved = values.siteCode !== undefined && values.siteCode !== asset.siteCode
  const isUnplaced = isMoved && placeFields.every((field) => values[field] === undefined)
  return registerFieldNames.flatMap((field) => {
    const is = values[field]
    const was = held[field]
    const isLost = isUnplaced && was !== undefined && placeFields.some((part) => part === field)
    if (!isLost && (is === undefined || isSameValue(field, was, is))) return []
    return [{ field, label: registerFields[field].label, was, is }]
  })
}

/** What a row says of where its machine stands. */
export const placeWords = ({ building, level, room }: ImportedValues): PlaceWords => ({
  ...(building !== undefined && { building }),
  ...(level !== undefined && { level }),
  ...(room !== undefined && { room }),
})

/** The asset a new row makes. What the file does not say of owner, operator, landlord and funder its site decides. */
export function newAsset(
  values: CompleteValues & { readonly assetId: string; readonly name: string },
  site: Site,
  place: Place | undefined,
): Asset {
  const { building: _building, level: _level, room: _room, ...given } = values
  return {
    owner: site.operator,
    operator: site.operator,
    landlord: site.landlord,
    funder: site.funder,
    coOwners: [],
    ...(place !== undefined && { place }),
    dicomAliases: [],
    capabilities: [],
    linkedAssets: [],
    // Nobody has connected it yet; silence of it means nothing.
    feed: { fitted: false },
    donated: false,
    status: 'IN_USE',
    example: false,
    ...given,
  }
}

/** An asset with the values of a file laid over it, at the place it then stands; what the file does not give stays. */
export function changedAsset(
  { place: _before, ...asset }: Asset,
  { building: _building, level: _level, room: _room, assetId: _kept, ...given }: ImportedValues,
  place: Place | undefined,
): Asset {
  return { ...asset, ...given, ...(place !== undefined && { place }) }
}

/** The values of an asset that a file could give. */
export const importedValues = ({ place, ...asset }: Asset, places: Places): ImportedValues => ({ ...asset, ...wordsOf(place, places) })

/**
 * An id for a machine whose file gives none: its trust and the trust's own number, else its maker and serial number.
 *
 * The same row always gets the same id, so that importing it again finds it. Ids longer than the 30 characters of a
 * GIAI end in a digest of what was cut off.
 */
export function proposedAssetId({ equipmentNo, manufacturer, serial }: CompleteValues, trust: string): string {
  const whole = [trust, equipmentNo ?? `${manufacturer} ${serial}`].join('-').toUpperCase().normalize('NFKD')
  const id = whole.replaceAll(/[^A-Z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '')
  return id.length <= 30 ? id : `${id.slice(0, 22)}-${digest(whole)}`
}

function isSameValue(field: RegisterField, was: ImportedValues[RegisterField], is: ImportedValues[RegisterField]): boolean {
  if (field === 'serial') return serialKey(String(was)) === serialKey(String(is))
  if (field === 'manufacturer' || placeFields.some((part) => part === field)) return nameKey(String(was ?? '')) === nameKey(String(is))
  return was === is
}

/** Seven characters that differ where the texts do (FNV-1a, 32 bits). */
function digest(text: string): string {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return (hash >>> 0).toString(36).toUpperCase().padStart(7, '0')
}
