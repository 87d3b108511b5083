import type { Sql } from '@imaging/postgres'
import type { Actor, BuildingSnapshot, RoomSnapshot } from '@imaging/schemas'
import { placesOf, type Place, type Places } from '../domain/index.ts'
import type { Change } from './change.ts'

/** A building or a room as the register holds it now. */
export interface HeldPlace<Body> {
  readonly body: Body
  readonly version: number
}

/** One version of it; without a body where it was taken out of the register. */
export interface PlaceHistory<Body> {
  readonly version: number
  readonly operator: string
  readonly recordedAt: Date
  readonly recordedBy: Actor
  readonly why: string
  readonly importId: string | undefined
  readonly body: Body | undefined
}

/** Which places a list is of. */
export interface PlaceFilters {
  readonly site?: string
  readonly building?: string
}

/** Places of one statement: a few megabytes. */
const WRITTEN_AT_ONCE = 1_000

interface HistoryRow<Body> {
  readonly version: number
  readonly operator: string
  readonly recorded_at: Date
  readonly recorded_by: Actor
  readonly why: string
  readonly import_id: string | null
  readonly body: Body | null
}

type PlaceTable = 'building' | 'room'

/** The buildings of the register, or its rooms: both are kept the same way, whole and with every version. */
const placeRecords = <Body>(table: PlaceTable) => ({ ...placeReads<Body>(table), ...placeWrites<Body>(table) })

function placeReads<Body>(table: PlaceTable) {
  const id = `${table}_id`
  // In a building's own table its id is the filter; in that of the rooms it is the building they are in.
  const filters = `($2::text is null or site_code = $2) and ($3::text is null or building_id = $3)`
  return {
    async held(sql: Sql, placeId: string): Promise<HeldPlace<Body> | undefined> {
      const { rows } = await sql.query<HeldPlace<Body>>(`select body, version from ${table} where ${id} = $1`, [placeId])
      return rows[0]
    },

    /** Those that may be changed, locked until the transaction ends, in one order for everyone. */
    async lock(tx: Sql, placeIds: readonly string[]): Promise<readonly HeldPlace<Body>[]> {
      const { rows } = await tx.query<HeldPlace<Body>>(
        `select body, version from ${table} where ${id} = any($1) order by ${id} for update`,
        [placeIds],
      )
      return rows
    },

    /** Those after one id, in the order of their ids. */
    async after(sql: Sql, { site, building }: PlaceFilters, after: string, limit: number): Promise<readonly Body[]> {
      const { rows } = await sql.query<{ readonly body: Body }>(
        `select body from ${table} where ${id} > $1 and ${filters} order by ${id} limit $4`,
        [after, site, building, limit],
      )
      return rows.map(({ body }) => body)
    },

    /** The versions before one, newest first. */
    async versionsBefore(sql: Sql, placeId: string, before: number, limit: number): Promise<readonly PlaceHistory<Body>[]> {
      const { rows } = await sql.query<HistoryRow<Body>>(
        `select version, operator, recorded_at, recorded_by, why, import_id, body from ${table}_version
          where ${id} = $1 and version < $2 order by version desc limit $3`,
        [placeId, before, limit],
      )
      return rows.map(({ version, operator, recorded_at, recorded_by, why, import_id, body }) => ({
        version,
        operator,
        recordedAt: recorded_at,
        recordedBy: recorded_by,
        why,
        importId: import_id ?? undefined,
        body: body ?? undefined,
      }))
    },
  }
}

function placeWrites<Body>(table: PlaceTable) {
  const id = `${table}_id`
  return {
    /** Writes each as its next version, with its history. @returns The new versions by id. */
    async save(tx: Sql, bodies: readonly Body[], { at, by, why, importId }: Change): Promise<ReadonlyMap<string, number>> {
      const versions = new Map<string, number>()
      for (let first = 0; first < bodies.length; first += WRITTEN_AT_ONCE) {
        const { rows } = await tx.query<{ readonly id: string; readonly version: number }>(
          `with given as (
             select given.body->>'${table}Id' as ${id}, operator, given.body
               from unnest($1::jsonb[]) as given (body) join site on site_code = given.body->>'siteCode'
           ), saved as (
             insert into ${table}_version (${id}, version, operator, recorded_at, recorded_by, why, import_id, body)
             select ${id}, 1 + coalesce((select max(version) from ${table}_version earlier where earlier.${id} = given.${id}), 0),
                    operator, $2, $3, $4, $5, body
               from given
             returning ${id}, version
           )
           insert into ${table} (${id}, version, operator, body, changed_at)
           select ${id}, version, operator, body, $2 from saved join given using (${id})
           on conflict (${id}) do update set version = excluded.version, body = excluded.body, changed_at = excluded.changed_at
           returning ${id} as id, version`,
          [bodies.slice(first, first + WRITTEN_AT_ONCE).map((body) => JSON.stringify(body)), at, JSON.stringify(by), why, importId],
        )
        for (const row of rows) versions.set(row.id, row.version)
      }
      return versions
    },

    /** Takes out what an import made, where nobody changed it since and nothing stands in it. @returns The ids taken out. */
    async removeMadeBy(tx: Sql, { at, by, why, importId }: Change): Promise<readonly string[]> {
      const { rows } = await tx.query<{ readonly id: string }>(
        `with removed as (
           delete from ${table} made using ${table}_version written
            where written.import_id = $1 and written.${id} = made.${id} and written.version = made.version and written.body is not null
              and not is_place_in_use(made.${id})
           returning made.${id}, made.version, made.operator
         )
         insert into ${table}_version (${id}, version, operator, recorded_at, recorded_by, why, import_id)
         select ${id}, version + 1, operator, $2, $3, $4, $1 from removed returning ${id} as id`,
        [importId, at, JSON.stringify(by), why],
      )
      return rows.map((row) => row.id)
    },
  }
}

export type PlaceRecords<Body> = ReturnType<typeof placeRecords<Body>>

export const buildingRecords: PlaceRecords<BuildingSnapshot> = placeRecords('building')
export const roomRecords: PlaceRecords<RoomSnapshot> = placeRecords('room')

interface PlacesRow {
  readonly buildings: readonly BuildingSnapshot[]
  readonly rooms: readonly RoomSnapshot[]
}

/** Buildings and rooms of the register, or of one site. */
export async function readPlaces(sql: Sql, siteCode?: string): Promise<Places> {
  const { rows } = await sql.query<PlacesRow>(
    `select (select coalesce(json_agg(body order by building_id), '[]') from building where $1::text is null or site_code = $1) as buildings,
            (select coalesce(json_agg(body order by room_id), '[]') from room where $1::text is null or site_code = $1) as rooms`,
    [siteCode],
  )
  return placesOf(rows[0]?.buildings ?? [], rows[0]?.rooms ?? [])
}

/** The rooms and buildings where assets stand. */
export async function readPlacesOf(sql: Sql, assets: readonly { readonly place?: Place }[]): Promise<Places> {
  const places = assets.flatMap(({ place }) => (place === undefined ? [] : [place]))
  if (places.length === 0) return placesOf([], [])
  const roomIds = places.flatMap(({ roomId }) => roomId ?? [])
  const buildingIds = places.flatMap(({ buildingId }) => buildingId ?? [])
  const { rows } = await sql.query<PlacesRow>(
    `with stood as (select body, building_id from room where room_id = any($1))
     select (select coalesce(json_agg(body), '[]') from stood) as rooms,
            (select coalesce(json_agg(body), '[]') from building
              where building_id = any($2) or building_id in (select building_id from stood)) as buildings`,
    [roomIds, buildingIds],
  )
  return placesOf(rows[0]?.buildings ?? [], rows[0]?.rooms ?? [])
}
