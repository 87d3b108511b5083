import type { Sql } from '@imaging/postgres'
import type { Actor, AssetCommercial } from '@imaging/schemas'
import { machineKey, type Asset, type MakerAlias } from '../domain/index.ts'
import { assetOf, commercialOf, withoutCommercial, type HeldEntry } from './asset-entry.ts'
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
  readonly commercial: AssetCommercial | null
  readonly version: number
}

const held = ({ body, commercial, version }: HeldRow): HeldAsset => ({ entry: { ...body, ...commercial }, version })

/** Assets with what is commercial of them, which is nothing where it is not shared. */
const HELD = `select asset.body, asset.version, asset_commercial.body as commercial
                from asset left join asset_commercial using (asset_id, version)`

export async function heldAsset(sql: Sql, assetId: string): Promise<HeldAsset | undefined> {
  const { rows } = await sql.query<HeldRow>(`${HELD} where asset_id = $1`, [assetId])
  return rows.map(held)[0]
}

/**
 * Assets that may be changed, locked until the transaction ends, in one order for everyone, so that two writers take turns.
 * Those of other trusts are not among them.
 */
export async function lockAssets(tx: Sql, assetIds: readonly string[]): Promise<ReadonlyMap<string, HeldAsset>> {
  const { rows } = await tx.query<HeldRow>(`${HELD} where asset_id = any($1) order by asset_id for update of asset`, [assetIds])
  return new Map(rows.map((row) => [row.body.assetId, held(row)]))
}

/** The whole register, as far as it is shared; of two machines with one key, the one in use comes last. */
export async function wholeRegister(sql: Sql): Promise<readonly HeldAsset[]> {
  const { rows } = await sql.query<HeldRow>(`${HELD} order by status, asset_id`)
  return rows.map(held)
}

/** Assets after one id, in the order of their ids. */
export async function assetsAfter(sql: Sql, filters: AssetFilters, after: string, limit: number): Promise<readonly HeldAsset[]> {
  const { rows } = await sql.query<HeldRow>(
    {
      name: 'assets-after',
      text: `${HELD}
              where asset_id > $1
                and ($2::text is null or asset.operator = $2)
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

/** Machines in use with this maker and serial number, under another id, as far as they may be seen. */
export async function sameMachines(sql: Sql, assetId: string, key: string): Promise<readonly Asset[]> {
  const { rows } = await sql.query<{ body: HeldEntry }>(
    `select body from asset where machine_key = $1 and status = 'IN_USE' and asset_id <> $2`,
    [key, assetId],
  )
  return rows.map(({ body }) => assetOf(body))
}

/** Of machines by their keys, those another trust has in use; of ids, those another trust has or had. Nothing else is said of them. */
export async function heldByOthers(
  sql: Sql,
  { keys, assetIds }: { readonly keys: readonly string[]; readonly assetIds: readonly string[] },
): Promise<{ readonly keys: ReadonlySet<string>; readonly assetIds: ReadonlySet<string> }> {
  const { rows } = await sql.query<{ keys: readonly string[]; ids: readonly string[] }>(
    'select array(select machines_of_others($1)) as keys, array(select assets_of_others($2)) as ids',
    [keys, assetIds],
  )
  return { keys: new Set(rows[0]?.keys), assetIds: new Set(rows[0]?.ids) }
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
    const { rows } = await tx.query<{ asset_id: string; version: number }>({ name: 'save-entries', text: SAVE_ENTRIES }, [
      batch.map((entry) => JSON.stringify(withoutCommercial(entry))),
      batch.map((entry) => JSON.stringify(commercialOf(entry))),
      batch.map((entry) => machineKey(entry, makerAliases)),
      change.at,
      JSON.stringify(change.by),
      change.why,
      change.importId,
    ])
    for (const { asset_id, version } of rows) versions.set(asset_id, version)
  }
  return versions
}

/** Changed and entered apart, not by "on conflict": an id another trust has is then a unique violation, as for everybody. */
const SAVE_ENTRIES = `
  with given as (
    select body->>'assetId' as asset_id, body->>'operator' as operator, body, commercial, machine_key
      from unnest($1::jsonb[], $2::jsonb[], $3::text[]) as given (body, commercial, machine_key)
  ), saved as (
    insert into asset_version (asset_id, version, operator, recorded_at, recorded_by, why, import_id, body)
    select asset_id, 1 + coalesce((select max(version) from asset_version earlier where earlier.asset_id = given.asset_id), 0),
           operator, $4, $5, $6, $7, body
      from given
    returning asset_id, version
  ), saved_commercial as (
    insert into asset_commercial (asset_id, version, operator, body)
    select asset_id, version, operator, commercial from saved join given using (asset_id)
  ), changed as (
    update asset set version = saved.version, machine_key = given.machine_key, body = given.body, changed_at = $4
      from saved join given using (asset_id)
     where asset.asset_id = saved.asset_id
    returning asset.asset_id
  ), entered as (
    insert into asset (asset_id, version, machine_key, body, changed_at)
    select asset_id, version, machine_key, body, $4 from saved join given using (asset_id)
     where asset_id not in (select asset_id from changed)
  )
  select asset_id, version from saved`

/** Takes assets out of the register; their history stays, and ends with who did it and why. */
export async function removeAssets(tx: Sql, assetIds: readonly string[], { at, by, why, importId }: Change): Promise<void> {
  await tx.query(
    `with removed as (delete from asset where asset_id = any($1) returning asset_id, version, operator)
     insert into asset_version (asset_id, version, operator, recorded_at, recorded_by, why, import_id)
     select asset_id, version + 1, operator, $2, $3, $4, $5 from removed`,
    [assetIds, at, JSON.stringify(by), why, importId],
  )
}

/** One version of an asset; without an entry where it was taken out of the register. */
export interface AssetHistory {
  readonly version: number
  readonly operator: string
  readonly recordedAt: Date
  readonly recordedBy: Actor
  readonly why: string
  readonly importId: string | undefined
  readonly entry: HeldEntry | undefined
}

interface VersionRow {
  readonly version: number
  readonly operator: string
  readonly recorded_at: Date
  readonly recorded_by: Actor
  readonly why: string
  readonly import_id: string | null
  readonly body: HeldEntry | null
  readonly commercial: AssetCommercial | null
}

/** The versions of an asset before one, newest first. */
export async function versionsBefore(sql: Sql, assetId: string, before: number, limit: number): Promise<readonly AssetHistory[]> {
  const { rows } = await sql.query<VersionRow>(
    `select version, asset_version.operator, recorded_at, recorded_by, why, import_id, asset_version.body,
            asset_commercial.body as commercial
       from asset_version left join asset_commercial using (asset_id, version)
      where asset_id = $1 and version < $2 order by version desc limit $3`,
    [assetId, before, limit],
  )
  return rows.map(({ version, operator, recorded_at, recorded_by, why, import_id, body, commercial }) => ({
    version,
    operator,
    recordedAt: recorded_at,
    recordedBy: recorded_by,
    why,
    importId: import_id ?? undefined,
    entry: body === null ? undefined : { ...body, ...commercial },
  }))
}
