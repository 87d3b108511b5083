import type { Asset } from '../asset.ts'
import { serialKey } from '../maker.ts'
import { nameKey } from '../name-key.ts'
import type { Site } from '../site.ts'
import type { Place } from '../building.ts'
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
  readonly is: string | number | boolean
}

/** Whether a row holds everything a machine must have. */
export function isComplete(values: ImportedValues): values is CompleteValues {
  return registerFieldNames.every((field) => !registerFields[field].isRequired || values[field] !== undefined)
}

/** What a file would change of an asset. An empty cell changes nothing: it may be empty because nobody looked. */
export function differences(asset: Asset, values: ImportedValues): readonly FieldDifference[] {
  const held = importedValues(asset)
  return registerFieldNames.flatMap((field) => {
    const is = values[field]
    const was = held[field]
    if (is === undefined || isSameValue(field, was, is)) return []
    return [{ field, label: registerFields[field].label, was, is }]
  })
}

/** The asset a new row makes. What the file does not say of owner, operator, landlord and funder its site decides. */
export function newAsset(values: CompleteValues & { readonly assetId: string; readonly name: string }, site: Site): Asset {
  const { building, level, room, ...given } = values
  return {
    owner: site.operator,
    operator: site.operator,
    landlord: site.landlord,
    funder: site.funder,
    coOwners: [],
    place: placed({ building: 'Not known' }, { building, level, room }),
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

/** An asset with the values of a file laid over it; what the file does not give stays. */
export function changedAsset(asset: Asset, { building, level, room, assetId: _kept, ...given }: ImportedValues): Asset {
  return { ...asset, ...given, place: placed(asset.place, { building, level, room }) }
}

function placed(held: Place, { building, level, room }: { [field in 'building' | 'level' | 'room']: string | undefined }): Place {
  return {
    ...held,
    ...(building !== undefined && { building }),
    ...(level !== undefined && { level }),
    ...(room !== undefined && { room }),
  }
}

/** The values of an asset that a file could give. */
export function importedValues({ place: { building, level, room }, ...asset }: Asset): ImportedValues {
  return { ...asset, building, ...(level !== undefined && { level }), ...(room !== undefined && { room }) }
}

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
  if (field === 'manufacturer') return nameKey(String(was)) === nameKey(String(is))
  return was === is
}

/** Seven characters that differ where the texts do (FNV-1a, 32 bits). */
function digest(text: string): string {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return (hash >>> 0).toString(36).toUpperCase().padStart(7, '0')
}
