import { isLocalDate, type LocalDate } from '@imaging/calendar'
import { isGln } from './gs1.ts'
import { nameKey } from './name-key.ts'
import type { Organisation } from './organisation.ts'
import type { RegisterProblem } from './problem.ts'
import type { Site } from './site.ts'

/** A building of a site, with a life of its own. */
export interface Building {
  /** Begins with the code of its site. */
  readonly buildingId: string
  readonly siteCode: string
  readonly name: string
  readonly validFrom: LocalDate
  /** ODS code of whoever has to consent to changes of it. */
  readonly landlord: string
  /** From this day nothing should rely on it. */
  readonly endOfLife?: LocalDate
  /** The programme that replaces it, with its days where they are known. */
  readonly rebuild?: { readonly programme: string; readonly worksFrom?: LocalDate; readonly worksTo?: LocalDate }
  readonly notes?: string
  readonly example: boolean
}

export type Shielding = 'x-ray' | 'gamma' | 'radio-frequency' | 'magnetic'

/** A room that holds scanners: its shielding, floor and services wear out apart from the scanner. What is absent is not known. */
export interface Room {
  /** Begins with the code of its site. */
  readonly roomId: string
  readonly siteCode: string
  readonly buildingId?: string
  readonly name: string
  readonly level?: string
  readonly validFrom: LocalDate
  /** Global Location Number, GS1 AI (414). */
  readonly gln?: string
  /** From this day its shielding and services need renewing. */
  readonly endOfLife?: LocalDate
  /** None in the list: it has none. */
  readonly shielding?: readonly Shielding[]
  /** What the floor bears in one machine. */
  readonly floorLoadKg?: number
  readonly powerKva?: number
  readonly chilledWaterKw?: number
  /** How a machine gets in: through the building, or by crane. */
  readonly access?: 'route' | 'crane'
  readonly asbestos?: 'none-found' | 'present'
  readonly surveyDue?: LocalDate
  readonly notes?: string
  readonly example: boolean
}

/** Where an asset stands: a room, which says its building, or a building where there is no room of its own; never both. */
export interface Place {
  readonly roomId?: string
  readonly buildingId?: string
}

/** Buildings and rooms of the register by their ids. */
export interface Places {
  readonly buildings: ReadonlyMap<string, Building>
  readonly rooms: ReadonlyMap<string, Room>
}

/** Buildings and rooms, findable by their ids. */
export const placesOf = (buildings: readonly Building[], rooms: readonly Room[]): Places => ({
  buildings: new Map(buildings.map((building) => [building.buildingId, building])),
  rooms: new Map(rooms.map((room) => [room.roomId, room])),
})

/** The room and the building of a place, as far as the register has them. */
export interface PlaceRecords {
  readonly building: Building | undefined
  readonly room: Room | undefined
}

/** The records behind a place. */
export function recordsAt(place: Place | undefined, { buildings, rooms }: Places): PlaceRecords {
  const room = rooms.get(place?.roomId ?? '')
  return { room, building: buildings.get(place?.buildingId ?? room?.buildingId ?? '') }
}

/** The first day on which a building cannot be relied on: its end of life, or the works that replace it; nothing where neither is known. */
export function standsUntil({ endOfLife, rebuild }: Pick<Building, 'endOfLife' | 'rebuild'>): LocalDate | undefined {
  const days = [endOfLife, rebuild?.worksFrom].filter((day) => day !== undefined)
  return days.toSorted()[0]
}

/** What buildings and rooms are judged against. */
export interface PlaceContext extends Places {
  readonly sites: readonly Site[]
  readonly organisations: readonly Organisation[]
}

/** What is wrong with a building; empty when it may be saved. */
export function validateBuilding(building: Building, { sites, organisations, buildings }: PlaceContext): readonly RegisterProblem[] {
  const { buildingId, siteCode, name, landlord, rebuild, validFrom, endOfLife } = building
  const twin = buildings.values().find((other) => other.buildingId !== buildingId && isSameBuilding(other, building))
  const isBackwards = rebuild?.worksFrom !== undefined && rebuild.worksTo !== undefined && rebuild.worksTo <= rebuild.worksFrom
  return [
    ...siteProblems(buildingId, 'buildingId', siteCode, sites),
    ...problemIf(name.trim() === '', 'name', name, 'The building has no name.', 'Enter the name on its door.'),
    ...problemIf(
      !organisations.some(({ ods }) => ods === landlord),
      'landlord',
      landlord,
      'No organisation has this code.',
      'Enter the ODS code of an organisation of the register.',
    ),
    ...dateProblems({ validFrom, endOfLife, 'rebuild.worksFrom': rebuild?.worksFrom, 'rebuild.worksTo': rebuild?.worksTo }),
    ...problemIf(
      isBackwards,
      'rebuild.worksTo',
      rebuild?.worksTo ?? '',
      'The works would end before they begin.',
      'Enter a day after their beginning, or leave it empty.',
    ),
    ...twinProblem(twin?.buildingId, name),
  ]
}

/** What is wrong with a room; empty when it may be saved. */
export function validateRoom(room: Room, { sites, buildings, rooms }: PlaceContext): readonly RegisterProblem[] {
  const { roomId, siteCode, buildingId, name, gln, validFrom, endOfLife, surveyDue } = room
  const building = buildings.get(buildingId ?? '')
  const twin = rooms.values().find((other) => other.roomId !== roomId && isSameRoom(other, room))
  return [
    ...siteProblems(roomId, 'roomId', siteCode, sites),
    ...problemIf(name.trim() === '', 'name', name, 'The room has no name.', 'Enter the name on its door.'),
    ...problemIf(
      buildingId !== undefined && building?.siteCode !== siteCode,
      'buildingId',
      buildingId ?? '',
      'No building of this site has this id.',
      'Enter the building first, or leave it empty.',
    ),
    ...problemIf(
      gln !== undefined && !isGln(gln),
      'gln',
      gln ?? '',
      'This is not a Global Location Number.',
      'Enter its 13 digits again. The last one is a check digit and does not fit the others.',
    ),
    ...dateProblems({ validFrom, endOfLife, surveyDue }),
    ...twinProblem(twin?.roomId, name),
  ]
}

/** Whether two buildings are one: of one site, with one name, however written. */
export const isSameBuilding = (one: Pick<Building, 'siteCode' | 'name'>, other: Pick<Building, 'siteCode' | 'name'>): boolean =>
  one.siteCode === other.siteCode && nameKey(one.name) === nameKey(other.name)

type NamedRoom = Pick<Room, 'siteCode' | 'buildingId' | 'level' | 'name'>

/** Whether two rooms are one: of one building and level, with one name, however written. */
export const isSameRoom = (one: NamedRoom, other: NamedRoom): boolean =>
  one.siteCode === other.siteCode &&
  one.buildingId === other.buildingId &&
  nameKey(one.level ?? '') === nameKey(other.level ?? '') &&
  nameKey(one.name) === nameKey(other.name)

function siteProblems(id: string, field: string, siteCode: string, sites: readonly Site[]): readonly RegisterProblem[] {
  return [
    ...problemIf(
      !sites.some((site) => site.siteCode === siteCode),
      'siteCode',
      siteCode,
      'No site has this code.',
      'Choose a site of the register.',
    ),
    ...problemIf(
      !id.startsWith(`${siteCode}-`),
      field,
      id,
      'The id does not begin with the code of its site.',
      `Begin it with ${siteCode}-. A place does not move: enter another at the other site.`,
    ),
  ]
}

const dateProblems = (dates: Readonly<Record<string, string | undefined>>): readonly RegisterProblem[] =>
  Object.entries(dates).flatMap(([field, wrote]) =>
    problemIf(
      wrote !== undefined && !isLocalDate(wrote),
      field,
      wrote ?? '',
      'This is not a date.',
      'Enter a real date, like 2035-04-01, or leave it empty.',
    ),
  )

const twinProblem = (twinId: string | undefined, name: string): readonly RegisterProblem[] =>
  problemIf(twinId !== undefined, 'name', name, `It is in the register already, as ${twinId}.`, 'Change that one, or enter another name.')

function problemIf(is: boolean, field: string, wrote: string, problem: string, remedy: string): readonly RegisterProblem[] {
  return is ? [{ field, wrote, problem, remedy }] : []
}
