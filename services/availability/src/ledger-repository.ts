import type { Sql } from '@imaging/postgres'
import type { LedgerEventV1, LedgerKind } from './ledger-fact.ts'

export interface NewLedgerEvent {
  readonly kind: LedgerKind
  readonly event: LedgerEventV1
}

/** Where an asset stands, as the board shows it. */
export interface AssetNow {
  readonly assetId: string
  readonly state: string
  readonly sinceMs: number | undefined
  readonly health: string
  readonly healthSinceMs: number | undefined
  readonly downtimeId: string | undefined
  /** When it changes of itself: the agreed end of planned work, or a report dated a little ahead. */
  readonly changesAtMs: number | undefined
  /** Until when others have been told what its ledger says. */
  readonly toldAtMs: number | undefined
}

/**
 * Adds events to the ledger. One that is there already is left out: the same event twice is the same fact.
 *
 * @returns Those that were new.
 */
export async function insertLedgerEvents(tx: Sql, events: readonly NewLedgerEvent[]): Promise<readonly NewLedgerEvent[]> {
  const { rows } = await tx.query<{ event_id: string }>(
    {
      name: 'insert-ledger-events',
      text: `insert into ledger_event (event_id, asset_id, kind, recorded_at, event)
             select event_id, asset_id, kind, recorded_at, event::jsonb
               from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::text[]) as told (event_id, asset_id, kind, recorded_at, event)
             on conflict (event_id) do nothing
             returning event_id`,
    },
    [
      events.map(({ event }) => event.id),
      events.map(({ event }) => event.data.assetId),
      events.map(({ kind }) => kind),
      events.map(({ event }) => event.recordedtime),
      events.map(({ event }) => JSON.stringify(event)),
    ],
  )
  const inserted = new Set(rows.map(({ event_id }) => event_id))
  return events.filter(({ event }) => inserted.delete(event.id))
}

/** Locks the lines of the assets, in one order for everyone, so that two writers of one asset take turns. */
export async function lockAssets(tx: Sql, assetIds: readonly string[]): Promise<ReadonlyMap<string, AssetNow>> {
  await tx.query(
    `insert into asset_now (asset_id, ledger_version, state, health)
     select asset_id, '', 'UNKNOWN', 'NOT_CONNECTED' from unnest($1::text[]) as told (asset_id) order by asset_id
     on conflict (asset_id) do nothing`,
    [assetIds],
  )
  const { rows } = await tx.query<AssetNowRow>(`${SELECT_NOW} where asset_id = any($1) order by asset_id for update`, [assetIds])
  return new Map(rows.map((row) => [row.asset_id, assetNow(row)]))
}

interface AssetNowRow {
  readonly asset_id: string
  readonly state: string
  readonly since: Date | null
  readonly health: string
  readonly health_since: Date | null
  readonly downtime_id: string | null
  readonly changes_at: Date | null
  readonly told_at: Date | null
}

const SELECT_NOW = 'select asset_id, state, since, health, health_since, downtime_id, changes_at, told_at from asset_now'

const assetNow = (row: AssetNowRow): AssetNow => ({
  assetId: row.asset_id,
  state: row.state,
  sinceMs: row.since?.getTime(),
  health: row.health,
  healthSinceMs: row.health_since?.getTime(),
  downtimeId: row.downtime_id ?? undefined,
  changesAtMs: row.changes_at?.getTime(),
  toldAtMs: row.told_at?.getTime(),
})

/** Writes where assets stand now, under the version that their ledgers have through this transaction. */
export async function saveAssetsNow(tx: Sql, assets: readonly AssetNow[]): Promise<void> {
  await tx.query(
    {
      name: 'save-assets-now',
      text: `update asset_now
                set ledger_version = pg_current_xact_id()::text, state = told.state, since = told.since, health = told.health,
                    health_since = told.health_since, downtime_id = told.downtime_id, changes_at = told.changes_at, told_at = told.told_at
               from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::timestamptz[], $6::uuid[], $7::timestamptz[],
                           $8::timestamptz[])
                    as told (asset_id, state, since, health, health_since, downtime_id, changes_at, told_at)
              where asset_now.asset_id = told.asset_id`,
    },
    [
      assets.map(({ assetId }) => assetId),
      assets.map(({ state }) => state),
      assets.map(({ sinceMs }) => instant(sinceMs)),
      assets.map(({ health }) => health),
      assets.map(({ healthSinceMs }) => instant(healthSinceMs)),
      assets.map(({ downtimeId }) => downtimeId ?? null),
      assets.map(({ changesAtMs }) => instant(changesAtMs)),
      assets.map(({ toldAtMs }) => instant(toldAtMs)),
    ],
  )
}

/** Tells the live feed of lines that changed. `publishedAtMs`: when the event behind it was published, to measure freshness. */
export async function appendBoardChanges(
  tx: Sql,
  changes: readonly (AssetNow & { readonly publishedAtMs: number | undefined })[],
): Promise<void> {
  await tx.query(
    {
      name: 'append-board-changes',
      text: `insert into board_change (asset_id, state, since, health, health_since, published_at, held_reports)
             select told.*, (select count(*) from held_report where held_report.asset_id = told.asset_id and outcome is null)
               from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::timestamptz[], $6::timestamptz[])
                    as told (asset_id, state, since, health, health_since, published_at)`,
    },
    [
      changes.map(({ assetId }) => assetId),
      changes.map(({ state }) => state),
      changes.map(({ sinceMs }) => instant(sinceMs)),
      changes.map(({ health }) => health),
      changes.map(({ healthSinceMs }) => instant(healthSinceMs)),
      changes.map(({ publishedAtMs }) => instant(publishedAtMs)),
    ],
  )
}

/** Where every asset stands. */
export async function assetsNow(sql: Sql): Promise<ReadonlyMap<string, AssetNow>> {
  const { rows } = await sql.query<AssetNowRow>(SELECT_NOW)
  return new Map(rows.map((row) => [row.asset_id, assetNow(row)]))
}

/** Assets whose state has changed of itself by now, the longest overdue first. */
export async function assetsDueToChange(sql: Sql, nowMs: number, limit: number): Promise<readonly string[]> {
  const { rows } = await sql.query<{ asset_id: string }>(
    'select asset_id from asset_now where changes_at <= $1 order by changes_at limit $2',
    [instant(nowMs), limit],
  )
  return rows.map(({ asset_id }) => asset_id)
}

export interface LedgerPage {
  readonly assetId: string
  readonly from?: Date
  readonly to?: Date
  readonly limit: number
}

/** The events of an asset as they were told, newest first. */
export async function ledgerEvents(sql: Sql, { assetId, from, to, limit }: LedgerPage): Promise<readonly LedgerEventV1[]> {
  const { rows } = await sql.query<{ event: LedgerEventV1 }>(
    `select event from ledger_event
      where asset_id = $1 and ($2::timestamptz is null or recorded_at >= $2) and ($3::timestamptz is null or recorded_at < $3)
      order by recorded_at desc, event_id desc limit $4`,
    [assetId, from ?? null, to ?? null, limit],
  )
  return rows.map(({ event }) => event)
}

export async function ledgerEvent(sql: Sql, eventId: string): Promise<LedgerEventV1 | undefined> {
  const { rows } = await sql.query<{ event: LedgerEventV1 }>('select event from ledger_event where event_id = $1', [eventId])
  return rows[0]?.event
}

/** Events by their ids, in no particular order; one that is not in the ledger is left out. */
export async function ledgerEventsById(sql: Sql, eventIds: readonly string[]): Promise<readonly LedgerEventV1[]> {
  const { rows } = await sql.query<{ event: LedgerEventV1 }>('select event from ledger_event where event_id = any($1)', [eventIds])
  return rows.map(({ event }) => event)
}

/** When anything was first recorded about any of the assets; nothing when nothing ever was. */
export async function firstRecorded(sql: Sql, assetIds: readonly string[]): Promise<Date | undefined> {
  const { rows } = await sql.query<{ first: Date | null }>(
    `select min(first.recorded_at) as first
       from unnest($1::text[]) as asked (asset_id)
      cross join lateral (select recorded_at from ledger_event where ledger_event.asset_id = asked.asset_id order by recorded_at limit 1) as first`,
    [assetIds],
  )
  return rows[0]?.first ?? undefined
}

/** Removes what the feed no longer needs to replay. */
export async function forgetBoardChanges(sql: Sql, before: Date): Promise<void> {
  await sql.query('delete from board_change where changed_at < $1', [before])
}

const instant = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString())
