import { isLocalDate, type LocalDate } from '@imaging/calendar'
import { yearOf } from './local-date.ts'
import type { Asset } from './asset.ts'
import { type Places, recordsAt } from './building.ts'
import type { AssetClass } from './asset-class.ts'
import type { Contract } from './contract.ts'
import { isAssetId, isUdi } from './gs1.ts'
import { type MakerAlias, serialClash } from './maker.ts'
import type { Organisation } from './organisation.ts'
import type { RegisterProblem } from './problem.ts'
import type { Site } from './site.ts'

/** What an asset is judged against. */
export interface RegisterContext {
  readonly assets: readonly Pick<Asset, 'assetId' | 'manufacturer' | 'serial' | 'siteCode'>[]
  readonly sites: readonly Site[]
  readonly places: Places
  readonly organisations: readonly Organisation[]
  readonly classes: readonly AssetClass[]
  readonly contracts: readonly Pick<Contract, 'contractId'>[]
  readonly makerAliases: readonly MakerAlias[]
  readonly today: LocalDate
}

type Check = (asset: Asset, register: RegisterContext) => readonly RegisterProblem[]

/** Everything wrong with an asset, field by field; empty when it may be saved. */
export function validateAsset(asset: Asset, register: RegisterContext): readonly RegisterProblem[] {
  return checks.flatMap((check) => check(asset, register))
}

const wholePence = ['purchasePricePence', 'netBookValuePence'] as const
const organisationFields = ['owner', 'operator', 'landlord'] as const
const dateFields = ['manufactured', 'installed', 'lastRefreshed', 'warrantyEnds', 'supportEnds', 'leaseEnds', 'contractEnds'] as const

const isIdentified: Check = ({ assetId, manufacturer, model, serial }) => [
  ...problemIf(!isAssetId(assetId), 'assetId', assetId, 'This cannot be an asset id.', idRemedy),
  ...problemIf(manufacturer.trim() === '', 'manufacturer', manufacturer, 'The manufacturer is missing.', labelRemedy),
  ...problemIf(model.trim() === '', 'model', model, 'The model is missing.', labelRemedy),
  ...problemIf(serial.trim() === '', 'serial', serial, 'The serial number is missing.', labelRemedy),
]

const isTheOnlyOne: Check = (asset, { assets, makerAliases }) => {
  const clash = asset.serial.trim() === '' ? undefined : serialClash(asset, assets, makerAliases)
  return clash === undefined ? [] : [clash]
}

const pointsAtKnownThings: Check = (asset, { sites, organisations, classes, contracts }) => {
  const isSite = sites.some(({ siteCode }) => siteCode === asset.siteCode)
  const isClass = classes.some(({ classId }) => classId === asset.classId)
  const isContract = asset.contractId === undefined || contracts.some(({ contractId }) => contractId === asset.contractId)
  const owners = [
    ...organisationFields.map((field) => ({ field, ods: asset[field] })),
    ...asset.coOwners.map((ods) => ({ field: 'coOwners', ods })),
  ]
  return [
    ...problemIf(!isSite, 'siteCode', asset.siteCode, 'No site has this code.', 'Choose a site of the register.'),
    ...problemIf(!isClass, 'classId', asset.classId, 'No class of equipment has this name.', 'Choose a class, or add one first.'),
    ...problemIf(
      !isContract,
      'contractId',
      asset.contractId ?? '',
      'No contract has this id.',
      'Enter the contract first, or leave it empty.',
    ),
    ...owners
      .filter(({ ods }) => !organisations.some((organisation) => organisation.ods === ods))
      .map(({ field, ods }) => ({
        field,
        wrote: ods,
        problem: 'No organisation has this code.',
        remedy: 'Enter the ODS code of an organisation of the register.',
      })),
  ]
}

/** A machine stands in a room or building of its own site. */
const standsAtItsSite: Check = ({ place, siteCode }, { places, sites }) => {
  const { room, building } = recordsAt(place, places)
  const isSite = sites.some((site) => site.siteCode === siteCode)
  if (place === undefined || !isSite || (room ?? building)?.siteCode === siteCode) return []
  return place.roomId !== undefined
    ? problemIf(true, 'place.roomId', place.roomId, 'No room of this site has this id.', 'Enter the room first, or leave it empty.')
    : problemIf(
        true,
        'place.buildingId',
        place.buildingId ?? '',
        'No building of this site has this id.',
        'Enter the building first, or leave it empty.',
      )
}

const hasRealDates: Check = (asset) =>
  dateFields.flatMap((field) => {
    const wrote = asset[field]
    return problemIf(
      wrote !== undefined && !isLocalDate(wrote),
      field,
      wrote ?? '',
      'This is not a date.',
      'Enter a real date, like 2015-02-28.',
    )
  })

const happensInOrder: Check = (asset, { today }) => {
  const { installed, manufacturedYear, manufactured, lastRefreshed } = asset
  if (!isLocalDate(installed)) return []
  const builtAfter = manufacturedYear > yearOf(installed) || (manufactured !== undefined && manufactured > installed)
  const yearsDiffer = manufactured !== undefined && isLocalDate(manufactured) && yearOf(manufactured) !== manufacturedYear
  return [
    ...problemIf(installed > today, 'installed', installed, 'This day is still to come.', 'Enter the day it was installed.'),
    ...problemIf(
      builtAfter,
      'manufacturedYear',
      String(manufacturedYear),
      `It would be made after it was installed on ${installed}.`,
      'Read the year of manufacture on its label, and check the day of installation.',
    ),
    ...problemIf(
      yearsDiffer,
      'manufactured',
      manufactured ?? '',
      `The year of manufacture is given as ${manufacturedYear}.`,
      'Make the day and the year of manufacture agree.',
    ),
    ...problemIf(
      lastRefreshed !== undefined && lastRefreshed < installed,
      'lastRefreshed',
      lastRefreshed ?? '',
      `It would be refreshed before it was installed on ${installed}.`,
      'Enter a day after its installation, or leave it empty.',
    ),
  ]
}

const hasSoundValues: Check = (asset) => [
  ...problemIf(
    asset.udi !== undefined && !isUdi(asset.udi),
    'udi',
    asset.udi ?? '',
    'This is not a device identification.',
    'Enter its digits again. The last one is a check digit and does not fit the others.',
  ),
  ...wholePence.flatMap((field) => {
    const pence = asset[field]
    const isUnsound = pence !== undefined && !(Number.isSafeInteger(pence) && pence >= 0)
    return problemIf(isUnsound, field, String(pence), 'This is not an amount of money.', 'Enter whole pence, 0 or more.')
  }),
]

const checks: readonly Check[] = [
  isIdentified,
  isTheOnlyOne,
  pointsAtKnownThings,
  standsAtItsSite,
  hasRealDates,
  happensInOrder,
  hasSoundValues,
]

const idRemedy = 'Use at most 30 of A to Z, 0 to 9 and hyphen, starting with a letter or a digit.'
const labelRemedy = 'Read it on the label of the machine.'

function problemIf(is: boolean, field: string, wrote: string, problem: string, remedy: string): readonly RegisterProblem[] {
  return is ? [{ field, wrote, problem, remedy }] : []
}
