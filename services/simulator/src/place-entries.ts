import type { BuildingSnapshot, Place, RoomSnapshot } from '@imaging/schemas'
import { randomFor, type ClassId, type FleetAsset, type Random } from '../domain/index.ts'
import { dateOf } from './told.ts'

const YEAR_MS = 365.25 * 86_400_000
/** The example's buildings stand in the register from the day its history begins. */
const BUILDINGS_FROM = '2024-11-01'
const PROGRAMME = 'New Hospital Programme'
/** Years of works until a rebuilt hospital opens; like every number here it is assumed. */
const REBUILD_YEARS = 5
/** What is not rebuilt is good for as long as nobody plans further. */
const OTHERS_END = '2060-04-01'
const ROOM_YEARS = 20

/** What a class needs of its room, as shielding and as ranges the example draws from. */
interface RoomNeeds {
  readonly shielding: NonNullable<RoomSnapshot['shielding']>
  readonly floorLoadKg: readonly [low: number, high: number]
  readonly powerKva: readonly [low: number, high: number]
  readonly chilledWaterKw: readonly [low: number, high: number]
}

/** Classes that stand in a room of their own; the others are wheeled about their building. */
const roomNeeds: Partial<Record<ClassId, RoomNeeds>> = {
  mri: { shielding: ['radio-frequency', 'magnetic'], floorLoadKg: [8_000, 14_000], powerKva: [80, 150], chilledWaterKw: [40, 80] },
  ct: { shielding: ['x-ray'], floorLoadKg: [4_000, 7_000], powerKva: [80, 150], chilledWaterKw: [0, 20] },
  'pet-ct': { shielding: ['x-ray', 'gamma'], floorLoadKg: [6_000, 9_000], powerKva: [90, 150], chilledWaterKw: [10, 30] },
  'nuclear-medicine': { shielding: ['gamma'], floorLoadKg: [4_000, 6_000], powerKva: [10, 30], chilledWaterKw: [0, 0] },
  interventional: { shielding: ['x-ray'], floorLoadKg: [3_000, 5_000], powerKva: [80, 150], chilledWaterKw: [0, 20] },
  mammography: { shielding: ['x-ray'], floorLoadKg: [1_000, 2_000], powerKva: [10, 20], chilledWaterKw: [0, 0] },
  'x-ray': { shielding: ['x-ray'], floorLoadKg: [1_500, 3_000], powerKva: [50, 100], chilledWaterKw: [0, 0] },
}

const buildingIdOf = ({ siteCode, building }: FleetAsset): string => `${siteCode}-B-${building.toUpperCase().replaceAll(' ', '-')}`

/** A room is named after what stands in it first. */
const roomIdOf = ({ siteCode, assetId }: FleetAsset): string => assetId.replace(`${siteCode}-`, `${siteCode}-R-`)

/** Where an asset of the example stands. */
export const placeOf = (asset: FleetAsset): Place =>
  roomNeeds[asset.classId] === undefined ? { buildingId: buildingIdOf(asset) } : { roomId: roomIdOf(asset) }

/** The buildings of the fleet, each once: those of a hospital that is to be rebuilt with the year the works begin. */
export const buildingsOf = (assets: readonly FleetAsset[]): readonly BuildingSnapshot[] =>
  [...Map.groupBy(assets, buildingIdOf)].flatMap(([buildingId, [asset]]) => (asset === undefined ? [] : [buildingOf(buildingId, asset)]))

function buildingOf(buildingId: string, { siteCode, building, landlord, rebuiltIn }: FleetAsset): BuildingSnapshot {
  return {
    buildingId,
    siteCode,
    name: building,
    validFrom: BUILDINGS_FROM,
    landlord,
    ...(rebuiltIn === undefined
      ? { endOfLife: OTHERS_END }
      : {
          endOfLife: `${rebuiltIn}-04-01`,
          rebuild: { programme: PROGRAMME, worksFrom: `${rebuiltIn}-04-01`, worksTo: `${rebuiltIn + REBUILD_YEARS}-04-01` },
        }),
    example: true,
  }
}

/** The rooms of the fleet: one for each asset that does not move, fit for its class. The same for the same seed. */
export const roomsOf = (seed: number, assets: readonly FleetAsset[]): readonly RoomSnapshot[] =>
  assets.flatMap((asset) => {
    const needs = roomNeeds[asset.classId]
    return needs === undefined ? [] : [roomOf(asset, needs, randomFor(seed, 'room', asset.assetId))]
  })

function roomOf(asset: FleetAsset, needs: RoomNeeds, random: Random): RoomSnapshot {
  const isOldBuilding = asset.rebuiltIn !== undefined
  const hasAsbestos = isOldBuilding && random.chance(0.3)
  return {
    roomId: roomIdOf(asset),
    siteCode: asset.siteCode,
    buildingId: buildingIdOf(asset),
    name: /room/i.test(asset.name) ? asset.name : `${asset.name} room`,
    level: `Level ${random.whole(0, 2)}`,
    validFrom: dateOf(asset.installedMs),
    endOfLife: dateOf(asset.installedMs + ROOM_YEARS * YEAR_MS),
    shielding: needs.shielding,
    floorLoadKg: inHundreds(random.between(...needs.floorLoadKg)),
    powerKva: Math.round(random.between(...needs.powerKva)),
    chilledWaterKw: Math.round(random.between(...needs.chilledWaterKw)),
    access: asset.classId === 'mri' && random.chance(0.5) ? 'crane' : 'route',
    asbestos: hasAsbestos ? 'present' : 'none-found',
    ...(hasAsbestos && { surveyDue: `2027-0${random.whole(1, 9)}-01` }),
    example: true,
  }
}

const inHundreds = (kilograms: number): number => Math.round(kilograms / 100) * 100
