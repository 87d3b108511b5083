import type { Sql } from '@imaging/postgres'
import { emptyWatch, type AssetWatch } from '@imaging/telemetry/domain'
import { watchFrom, watchText } from './watch-text.ts'

/** What the conditions remember of an asset, and when it was last heard from. */
export interface Watched {
  readonly watch: AssetWatch
  readonly lastHeardAtMs: number | undefined
}

/** Watches of assets, kept in memory as long as nobody else has written them. */
export interface WatchStore {
  load(tx: Sql, assetIds: readonly string[]): Promise<ReadonlyMap<string, Watched>>
  save(tx: Sql, watches: ReadonlyMap<string, Watched>): Promise<void>
}

interface Kept extends Watched {
  readonly version: string
}

const nothing: Watched = { watch: emptyWatch, lastHeardAtMs: undefined }

/**
 * A store of watches.
 *
 * What is kept is taken only while the database holds the same version: a transaction that was rolled back, or another
 * member that took over the partition and gave it back, leaves another.
 */
export function createWatchStore(): WatchStore {
  const kept = new Map<string, Kept>()
  return {
    async load(tx, assetIds) {
      const { rows: versions } = await tx.query<{ asset_id: string; version: string }>(
        { name: 'watch-versions', text: 'select asset_id, version from asset_watch where asset_id = any($1)' },
        [assetIds],
      )
      const current = new Map(versions.map(({ asset_id, version }) => [asset_id, version]))
      const stale = assetIds.filter((assetId) => current.has(assetId) && kept.get(assetId)?.version !== current.get(assetId))
      for (const [assetId, watched] of await read(tx, stale)) kept.set(assetId, watched)
      return new Map(assetIds.map((assetId) => [assetId, current.has(assetId) ? (kept.get(assetId) ?? nothing) : nothing]))
    },
    async save(tx, watches) {
      const version = await write(tx, watches)
      for (const [assetId, watched] of watches) kept.set(assetId, { ...watched, version })
    },
  }
}

async function read(tx: Sql, assetIds: readonly string[]): Promise<ReadonlyMap<string, Kept>> {
  if (assetIds.length === 0) return new Map()
  const { rows } = await tx.query<{ asset_id: string; version: string; watch: string; last_heard_at: Date | null }>(
    'select asset_id, version, watch, last_heard_at from asset_watch where asset_id = any($1)',
    [assetIds],
  )
  return new Map(
    rows.map(({ asset_id, version, watch, last_heard_at }) => [
      asset_id,
      { version, watch: watchFrom(watch), lastHeardAtMs: last_heard_at?.getTime() },
    ]),
  )
}

async function write(tx: Sql, watches: ReadonlyMap<string, Watched>): Promise<string> {
  const { rows } = await tx.query<{ version: string }>(
    {
      name: 'save-watches',
      text: `insert into asset_watch (asset_id, version, watch, last_heard_at)
             select asset_id, pg_current_xact_id()::text, watch, to_timestamp(last_heard_ms / 1000.0)
               from unnest($1::text[], $2::text[], $3::float8[]) as told (asset_id, watch, last_heard_ms)
             on conflict (asset_id) do update
                set version = excluded.version, watch = excluded.watch, last_heard_at = excluded.last_heard_at, written_at = now()
             returning version`,
    },
    [
      [...watches.keys()],
      [...watches.values()].map(({ watch }) => watchText(watch)),
      [...watches.values()].map(({ lastHeardAtMs }) => lastHeardAtMs ?? null),
    ],
  )
  return rows[0]?.version ?? ''
}

/** When an asset was last heard from, by its own clock and by ours. */
export interface LastHeard {
  readonly observedAtMs: number
  readonly arrivedAtMs: number
}

/** When each asset was last heard from. */
export async function lastHeard(sql: Sql): Promise<ReadonlyMap<string, LastHeard>> {
  const { rows } = await sql.query<{ asset_id: string; last_heard_at: Date; written_at: Date }>(
    'select asset_id, last_heard_at, written_at from asset_watch where last_heard_at is not null',
  )
  return new Map(
    rows.map(({ asset_id, last_heard_at, written_at }) => [
      asset_id,
      { observedAtMs: last_heard_at.getTime(), arrivedAtMs: written_at.getTime() },
    ]),
  )
}
