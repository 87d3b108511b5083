import type { LocalDate } from '@imaging/calendar'
import { type Building, type Place, type Places, recordsAt, type Room } from '../building.ts'
import { nameKey } from '../name-key.ts'
import type { Site } from '../site.ts'

/** A place as a file writes it. */
export interface PlaceWords {
  readonly building?: string
  readonly level?: string
  readonly room?: string
}

/** What a row says of where its machine stands, and where the register has it. */
export interface PlaceAsked {
  readonly words: PlaceWords
  readonly site: Site
  /** Landlord of a building that has to be made; the site's where it is left out. */
  readonly landlord: string | undefined
  readonly held: Place | undefined
  /** Whether a place may be made there that nobody has entered yet; not at a site another trust runs. */
  readonly mayMake: boolean
}

/** Buildings and rooms that an import has to make. */
export interface NewPlaces {
  readonly buildings: readonly Building[]
  readonly rooms: readonly Room[]
}

/** Finds the places that rows name, and makes those nobody has entered yet: the same words always come to the same place. */
export interface PlaceBook {
  /**
   * @returns The place; `undefined` where the row names none; the rooms it may mean where its words fit several; what is not there
   * where it may not be made.
   */
  placeOf(asked: PlaceAsked): Place | undefined | { readonly ambiguous: readonly string[] } | { readonly unknown: 'building' | 'room' }
  /** What had to be made so far. */
  made(): NewPlaces
}

/** A book over the places of the register; what it makes holds from a day. */
export function placeBook(register: Places, from: LocalDate): PlaceBook {
  const buildings = shelf(register.buildings.values(), (building) => [buildingKey(building)])
  const rooms = shelf(register.rooms.values(), roomKeys)
  const buildingIds = freeIds(register.buildings)
  const roomIds = freeIds(register.rooms)
  const made: { buildings: Building[]; rooms: Room[] } = { buildings: [], rooms: [] }

  const makeBuilding = ({ siteCode, landlord }: Site, name: string, given: string | undefined): Building => {
    const buildingId = buildingIds(`${siteCode}-B-`, name)
    const building = { buildingId, siteCode, name, validFrom: from, landlord: given ?? landlord, example: false }
    made.buildings.push(building)
    return buildings.put(building)
  }

  const makeRoom = (asked: AskedRoom): Room => {
    const room = { roomId: roomIds(`${asked.siteCode}-R-`, asked.name), ...asked, validFrom: from, example: false }
    made.rooms.push(room)
    return rooms.put(room)
  }

  return {
    made: () => made,
    placeOf({ words, site, landlord, held, mayMake }) {
      const { siteCode } = site
      const stays = placeAt(siteCode, held, register)
      if (isWithin(words, wordsOf(stays, register))) return stays
      const [known] = words.building === undefined ? [] : buildings.at(buildingKey({ siteCode, name: words.building }))
      if (words.building !== undefined && known === undefined && !mayMake) return { unknown: 'building' }
      const building = known ?? (words.building === undefined ? undefined : makeBuilding(site, words.building, landlord))
      // A level alone is all that is known of the room, so it is its name.
      const name = words.room ?? words.level
      if (name === undefined) return building && { buildingId: building.buildingId }
      const { level } = words
      const asked = { siteCode, name, ...(building && { buildingId: building.buildingId }), ...(level !== undefined && { level }) }
      const exact = rooms.at(exactKey(asked))
      const fitting = exact.length > 0 ? exact : rooms.at(roomKey(asked))
      if (fitting.length > 1) return { ambiguous: fitting.map(({ roomId }) => roomId) }
      const [room] = fitting
      if (room === undefined && !mayMake) return { unknown: 'room' }
      return { roomId: (room ?? makeRoom(asked)).roomId }
    },
  }
}

/** A place in the words of a file. */
export function wordsOf(place: Place | undefined, places: Places): PlaceWords {
  const { building, room } = recordsAt(place, places)
  return {
    ...(building !== undefined && { building: building.name }),
    ...(room?.level !== undefined && { level: room.level }),
    ...(room !== undefined && { room: room.name }),
  }
}

/** The place where a machine is held, unless it moves to another site. */
function placeAt(siteCode: string, held: Place | undefined, places: Places): Place | undefined {
  const { building, room } = recordsAt(held, places)
  return (room ?? building)?.siteCode === siteCode ? held : undefined
}

/** Whether the words say nothing that the held ones do not; an empty cell says nothing. */
const isWithin = (words: PlaceWords, held: PlaceWords): boolean =>
  (['building', 'level', 'room'] as const).every((part) => words[part] === undefined || isSameName(words[part], held[part]))

type AskedRoom = Pick<Room, 'siteCode' | 'buildingId' | 'level' | 'name'>

const isSameName = (one: string, other: string | undefined): boolean => other !== undefined && nameKey(one) === nameKey(other)

/** Places by what a file may say of them: a file names thousands, and thousands may share one name. */
function shelf<Kept>(places: Iterable<Kept>, keysOf: (place: Kept) => readonly string[]) {
  const byKey = new Map<string, Kept[]>()
  const put = (place: Kept): Kept => {
    for (const key of keysOf(place))
      byKey
        .set(key, byKey.get(key) ?? [])
        .get(key)
        ?.push(place)
    return place
  }
  for (const place of places) put(place)
  return { put, at: (key: string): readonly Kept[] => byKey.get(key) ?? [] }
}

const buildingKey = ({ siteCode, name }: Pick<Building, 'siteCode' | 'name'>): string => `${siteCode} ${nameKey(name)}`

/** The key of all rooms that have what is asked for, whatever else they have. */
const roomKey = ({ siteCode, buildingId = 'any', level, name }: AskedRoom): string =>
  [siteCode, buildingId, level === undefined ? 'any' : `at ${nameKey(level)}`, nameKey(name)].join('\n')

/** The key of the one room that has what is asked for and nothing else. */
const exactKey = (asked: AskedRoom): string => `only\n${roomKey(asked)}`

/** Every key under which a room may be asked for: with its building and level, or without. */
const roomKeys = ({ siteCode, buildingId, level, name }: Room): readonly string[] => {
  const room = { siteCode, name }
  const inBuilding = buildingId === undefined ? [] : [{ ...room, buildingId }]
  const onLevel = level === undefined ? [] : [room, ...inBuilding].map((asked) => ({ ...asked, level }))
  const exact = { ...room, ...(buildingId !== undefined && { buildingId }), ...(level !== undefined && { level }) }
  return [...[room, ...inBuilding, ...onLevel].map(roomKey), exactKey(exact)]
}

/** Characters of an id behind its site and kind that are its name; the rest is for a number. */
const ID_NAME_LONGEST = 24

/** Gives ids made of names, numbered where another place has the name. */
function freeIds(held: ReadonlyMap<string, unknown>): (prefix: string, name: string) => string {
  const given = new Map<string, number>()
  return (prefix, name) => {
    const plain = name
      .normalize('NFKD')
      .toUpperCase()
      .replaceAll(/[^A-Z0-9]+/g, '-')
    const base = `${prefix}${plain.slice(0, ID_NAME_LONGEST).replaceAll(/^-+|-+$/g, '') || 'X'}`
    for (let number = (given.get(base) ?? 0) + 1; ; number += 1) {
      const id = number === 1 ? base : `${base}-${number}`
      if (held.has(id)) continue
      given.set(base, number)
      return id
    }
  }
}
