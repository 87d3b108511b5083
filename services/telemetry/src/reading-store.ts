import { copyInto, copyText, type Sql, type Transaction } from '@imaging/postgres'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** One message's readings, ready to be stored. */
export interface StoredReading {
  readonly assetId: string
  /** As it was sent, RFC 3339. */
  readonly observedAt: string
  readonly observedAtMs: number
  readonly channelSetId: number
  readonly values: readonly number[]
}

/** Stores readings; knows which days are prepared. */
export interface ReadingStore {
  /** Stores what is not there yet: the same asset, instant and channels twice is the same reading. */
  store(tx: Transaction, readings: readonly StoredReading[]): Promise<void>
}

export function createReadingStore(sql: Sql): ReadingStore {
  const preparedDays = new Set<number>()

  /** Outside the transaction: two that prepare the same day must not wait for each other's readings. */
  const prepare = async (readings: readonly StoredReading[]): Promise<void> => {
    for (const { observedAtMs } of readings) {
      const day = Math.floor(observedAtMs / DAY_MS)
      if (preparedDays.has(day)) continue
      await sql.query('select prepare_reading_day($1)', [new Date(day * DAY_MS).toISOString().slice(0, 10)])
      preparedDays.add(day)
    }
  }

  return {
    async store(tx, readings) {
      await prepare(readings)
      // COPY refuses tables with row-level security and knows no "on conflict": it fills a table of this connection's own.
      await tx.query(
        'create temporary table if not exists reading_in (asset_id text, observed_at timestamptz, channel_set_id integer, channel_values float8[]) on commit delete rows',
      )
      await copyInto(tx, { table: 'reading_in', columns: ['asset_id', 'observed_at', 'channel_set_id', 'channel_values'] }, lines(readings))
      await tx.query({
        name: 'store-readings',
        text: `insert into reading (asset_id, observed_at, channel_set_id, channel_values)
               select asset_id, observed_at, channel_set_id, channel_values from reading_in
               on conflict do nothing`,
      })
      await markDirty(tx, readings)
    },
  }
}

function lines(readings: readonly StoredReading[]): string {
  let text = ''
  for (const { assetId, observedAt, channelSetId, values } of readings)
    text += `${copyText(assetId)}\t${observedAt}\t${channelSetId}\t{${values.join(',')}}\n`
  return text
}

/** Says which hours must be rolled up anew. */
async function markDirty(tx: Sql, readings: readonly StoredReading[]): Promise<void> {
  const hours = new Set<number>()
  for (const { observedAtMs } of readings) hours.add(Math.floor(observedAtMs / HOUR_MS))
  await tx.query({ name: 'mark-dirty-hours', text: 'insert into dirty_hour (hour) select unnest($1::timestamptz[])' }, [
    [...hours].map((hour) => new Date(hour * HOUR_MS).toISOString()),
  ])
}

/** Hours are rolled up when they have been over for so long: most late readings come by then, and those after it come again. */
const SETTLED_AFTER_MS = 5 * 60_000
/** Hours of one turn, so that a back-fill does not hold the database for long. */
const HOURS_MAX = 50

/** Rolls up hours that are over and have changed, each in a transaction of its own. @returns How many. */
export async function rollUpHours(sql: Sql, nowMs: number, signal: AbortSignal): Promise<number> {
  const { rows } = await sql.query<{ hour: Date }>('select distinct hour from dirty_hour where hour < $1 order by hour limit $2', [
    new Date(nowMs - HOUR_MS - SETTLED_AFTER_MS),
    HOURS_MAX,
  ])
  for (const { hour } of rows) {
    if (signal.aborted) return 0
    // One statement: marks that come while the hour is worked out are newer and stay.
    await sql.query('with taken as (delete from dirty_hour where hour = $1) select roll_up_hour($1)', [hour])
  }
  return rows.length
}

/** Ends the readings of days before the retention. */
export async function forgetReadings(sql: Sql, before: Date): Promise<void> {
  await sql.query('select drop_reading_days($1)', [before.toISOString().slice(0, 10)])
}
