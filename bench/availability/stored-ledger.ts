import type { Client } from 'pg'
import type { ToldFact } from './told-history.ts'

/** Stores one scanner's facts as the service would have, with the version that tells a kept ledger from a stale one. */
export async function storeLedger(client: Client, assetId: string, facts: readonly ToldFact[]): Promise<void> {
  await client.query(
    `insert into availability.ledger_event (event_id, asset_id, kind, recorded_at, event)
     select event_id, $1, kind, recorded_at, event::jsonb from unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::text[]) as told (event_id, kind, recorded_at, event)`,
    [
      assetId,
      facts.map(({ event }) => event.id),
      facts.map(({ kind }) => kind),
      facts.map(({ recordedAt }) => recordedAt),
      facts.map(({ event }) => JSON.stringify(event)),
    ],
  )
  await client.query(
    `insert into availability.asset_now (asset_id, ledger_version, state, health) values ($1, pg_current_xact_id()::text, 'UP', 'LIVE')`,
    [assetId],
  )
}
