import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import type { Teller, ToldChange, ToldReading } from './told-ledger.ts'

const LOOK_EVERY_MS = 50
const LOOK_TIMEOUT_MS = 5_000
/** Three times the limit: what is not back by then will not come. */
const GIVE_UP_AFTER_MS = 90_000

/**
 * Waits until everything acknowledged so far is in the tables and what follows from it has left the outbox.
 * @throws when that takes more than 90 s.
 */
export async function caughtUp(databaseUrl: string, { readings, changes }: Teller): Promise<void> {
  const last = lastOfEach(readings, changes)
  const deadlineMs = performance.now() + GIVE_UP_AFTER_MS
  while ((await missing(databaseUrl, last)) !== 0) {
    if (performance.now() > deadlineMs)
      throw new Error(`not caught up after ${GIVE_UP_AFTER_MS / 1000} s: ${await missing(databaseUrl, last)} missing`)
    await pause(LOOK_EVERY_MS)
  }
}

interface Last {
  readonly readings: readonly ToldReading[]
  readonly changes: readonly ToldChange[]
}

/** One scanner's facts are applied in order, so the last of each stands for all before it. */
const lastOfEach = (readings: readonly ToldReading[], changes: readonly ToldChange[]): Last => ({
  readings: [...new Map(readings.map((one) => [one.assetId, one])).values()],
  changes: [...new Map(changes.map((one) => [one.assetId, one])).values()],
})

/** How many are not there yet; one when the database does not answer. */
async function missing(databaseUrl: string, { readings, changes }: Last): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: LOOK_TIMEOUT_MS, query_timeout: LOOK_TIMEOUT_MS })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ missing: string }>(
      `select (select count(*) from unnest($1::text[], $2::timestamptz[]) as told (asset_id, observed_at)
                where not exists (select from telemetry.reading where reading.asset_id = told.asset_id and reading.observed_at = told.observed_at))
            + (select count(*) from unnest($3::uuid[]) as told (event_id)
                where not exists (select from availability.ledger_event where ledger_event.event_id = told.event_id))
            + (select count(*) from availability.outbox where topic = 'imaging.availability') as missing`,
      [
        readings.map(({ assetId }) => assetId),
        readings.map(({ observedAtMs }) => new Date(observedAtMs).toISOString()),
        changes.map(({ eventId }) => eventId),
      ],
    )
    return Number(rows[0]?.missing)
  } catch {
    return 1
  } finally {
    await client.end().catch(() => undefined)
  }
}
