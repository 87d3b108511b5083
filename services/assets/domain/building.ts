import type { LocalDate } from '@imaging/calendar'
import { addYears } from './local-date.ts'

/** The life of something that is built: it can end before the scanner inside it does. */
export interface BuiltLife {
  readonly builtOn: LocalDate
  /** Last time it was renewed as a whole; its life counts from here. */
  readonly renewedOn?: LocalDate
  readonly lifeYears: number
}

/** A building of a site, with a life of its own. */
export interface Building extends BuiltLife {
  readonly buildingId: string
  readonly siteCode: string
  readonly name: string
}

/** A room that holds scanners: its shielding, floor and services wear out apart from the scanner. */
export interface Room extends BuiltLife {
  readonly roomId: string
  readonly buildingId: string
  readonly name: string
  readonly level: string
  /** Classes the room is shielded, powered and cooled for. */
  readonly suitsClassIds: readonly string[]
}

/** Where an asset stands, as its snapshots say it. */
export interface Place {
  readonly building: string
  readonly buildingEndOfLife?: LocalDate
  readonly level?: string
  readonly room?: string
}

/** The day something built comes to the end of its life, counted from when it was last renewed. */
export function endOfLife({ builtOn, renewedOn, lifeYears }: BuiltLife): LocalDate {
  return addYears(renewedOn ?? builtOn, lifeYears)
}

/** The place of an asset in a room of a building. */
export function placeIn(building: Building, room: Room): Place {
  return { building: building.name, buildingEndOfLife: endOfLife(building), level: room.level, room: room.name }
}
