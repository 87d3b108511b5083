import type { Sql } from '@imaging/postgres'
import type { Actor } from '@imaging/schemas'
import { machineKey, type Asset, type MakerAlias } from '../domain/index.ts'
import { assetOf, type HeldEntry } from './asset-entry.ts'
import type { Change } from './change.ts'

/** An asset as the register holds it now. */
export interface HeldAsset {
  readonly entry: HeldEntry
  readonly version: number
}

/** Which assets a list is of. */
export interface AssetFilters {
  readonly trust?: string
  readonly site?: string
  readonly class?: string
  readonly supplier?: string
  readonly status?: string
  readonly q?: string
}

/** Entries of one statement: a few megabytes. */
const WRITTEN_AT_ONCE = 1_000

interface HeldRow {
  readonly body: HeldEntry
  readonly version: number
}

const held = ({ body, version }: HeldRow): HeldAsset => ({ entry: body, version })

export async function heldAsset(sql: Sql, assetId: string): Promise<HeldAsset | undefined> {
  const { rows } = await sql.query<HeldRow>('select body, version from asset where asset_id = $1', [assetId])
  return rows.map(held)[0]
}

/** Assets, locked until the transaction ends, in one order for everyone, so that two writers take turns. */
export async function lockAssets(tx: Sql, assetIds: readonly string[]): Promise<ReadonlyMap<string, HeldAsset>> {
  const { rows } = await tx.query<HeldRow>('select body, version from asset where asset_id = any($1) order by asset_id for update', [
    assetIds,
  ])
  return new Map(rows.map((row) => [row.body.assetId, held(row)]))
}

/** The whole register; of two machines with one key, the one in use comes last. */
export async function wholeRegister(sql: Sql): Promise<readonly HeldAsset[]> {
  const { rows } = await sql.query<HeldRow>('select body, version from asset order by status, asset_id')
  return rows.map(held)
}

/** Assets after one id, in the order of their ids. */
export async function assetsAfter(sql: Sql, filters: AssetFilters, after: string, limit: number): Promise<readonly HeldAsset[]> {
  const { rows } = await sql.query<HeldRow>(
    {
      name: 'assets-after',
      text: `select body, version from asset
              where asset_id > $1
                and ($2::text is null or operator = $2)
                and ($3::text is null or site_code = $3)
                and ($4::text is null or class_id = $4)
                and ($5::text is null or supplier_id = $5)
                and ($6::text is null or status = $6)
                and ($7::text is null or position(lower($7) in search_text) > 0)
              order by asset_id limit $8`,
    },
    [after, filters.trust, filters.site, filters.class, filters.supplier, filters.status, filters.q?.trim(), limit],
  )
  return rows.map(held)
}

/** Machines in use with this maker and serial number, under another id. */
export async function sameMachines(sql: Sql, assetId: string, key: string): Promise<readonly Asset[]> {
  const { rows } = await sql.query<{ body: HeldEntry }>(
    `select body from asset where machine_key = $1 and status = 'IN_USE' and asset_id <> $2`,
    [key, assetId],
  )
  return rows.map(({ body }) => assetOf(body))
}

/**
 * Writes entries as the next version of each, with its history.
 *
 * @returns The new versions by asset id.
 * @throws A unique violation when a machine in use would stand twice, or someone entered the same id meanwhile.
 */
export async function saveEntries(
  tx: Sql,
  entries: readonly HeldEntry[],
  makerAliases: readonly MakerAlias[],
  change: Change,
): Promise<ReadonlyMap<string, number>> {
  const versions = new Map<string, number>()
  for (let first = 0; first < entries.length; first += WRITTEN_AT_ONCE) {
    const batch = entries.slice(first, first + WRITTEN_AT_ONCE)
    const { rows } = await tx.query<{ asset_id: string; version: number }>(
      {
        name: 'save-entries',
        text: `with given as (
                 select body->>'assetId' as asset_id, body, machine_key
                   from unnest($1::jsonb[], $2::text[]) as given (body, machine_key)
               ), saved as (
                 insert into asset_version (asset_id, version, recorded_at, recorded_by, why, import_id, body)
                 select asset_id, 1 + coalesce((select max(version) from asset_version earlier where earlier.asset_id = given.asset_id), 0),
                        $3, $4, $5, $6, body
                   from given
                 returning asset_id, version
               )
               insert into asset (asset_id, version, machine_key, body, changed_at)
               select asset_id, version, machine_key, body, $3 from saved join given using (asset_id)
               on conflict (asset_id) do update
                  set version = excluded.version, machine_key = excluded.machine_key, body = excluded.body, changed_at = excluded.changed_at
               returning asset_id, version`,
      },
      [
        batch.map((entry) => JSON.stringify(entry)),
        batch.map((entry) => machineKey(entry, makerAliases)),
        change.at,
        JSON.stringify(change.by),
        change.why,
        change.importId,
      ],
    )
    for (const { asset_id, version } of rows) versions.set(asset_id, version)
  }
  return versions
}

/** Takes assets out of the register; their history stays, and ends with who did it and why. */
export async function removeAssets(tx: Sql, assetIds: readonly string[], { at, by, why, importId }: Change): Promise<void> {
  await tx.query(
    `with removed as (delete from asset where asset_id = any($1) returning asset_id, version)
     insert into asset_version (asset_id, version, recorded_at, recorded_by, why, import_id)
     select asset_id, version + 1, $2, $3, $4, $5 from removed`,
    [assetIds, at, JSON.stringify(by), why, importId],
  )
}

/** One version of an asset; without an entry where it was taken out of the register. */
export interface AssetHistory {
  readonly version: number
  readonly recordedAt: Date
  readonly recordedBy: Actor
  readonly why: string
  readonly importId: string | undefined
  readonly entry: HeldEntry | undefined
}

interface VersionRow {
  readonly version: number
  readonly recorded_at: Date
  readonly recorded_by: Actor
  readonly why: string
  readonly import_id: string | null
  readonly body: HeldEntry | null
}

/** The versions of an asset before one, newest first. */
export async function versionsBefore(sql: Sql, assetId: string, before: number, limit: number): Promise<readonly AssetHistory[]> {
  const { rows } = await sql.query<VersionRow>(
    `select version, recorded_at, recorded_by, why, import_id, body from asset_version
      where asset_id = $1 and version < $2 order by version desc limit $3`,
    [assetId, before, limit],
  )
  return rows.map(({ version, recorded_at, recorded_by, why, import_id, body }) => ({
    version,
    recordedAt: recorded_at,
    recordedBy: recorded_by,
    why,
    importId: import_id ?? undefined,
    entry: body ?? undefined,
  }))
}
