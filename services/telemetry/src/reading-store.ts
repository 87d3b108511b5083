import {
  copyFloats,
  copyInstant,
  copyInteger,
  copyInto,
  copyText,
  sqlStateOf,
  type CopyTarget,
  type Sql,
  type Transaction,
} from '@imaging/postgres'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const HOURS_PER_DAY = 24

/** One message's readings, ready to be stored. */
export interface StoredReading {
  readonly assetId: string
  readonly observedAtMs: number
  readonly channelSetId: number
  readonly values: readonly number[]
}

/** Stores readings; knows which days are prepared. */
export interface ReadingStore {
  /**
   * Stores what is not there yet: the same asset, instant and channels twice is the same reading.
   *
   * @param heardAtMs The newest instant stored of an asset so far, where that is known.
   */
  store(tx: Transaction, readings: readonly StoredReading[], heardAtMs: (assetId: string) => number | undefined): Promise<void>
}

/** Fewer readings of a day than this are inserted with the others: a copy costs as much as a few rows before its first one. */
const COPIED_MIN = 20

export function createReadingStore(sql: Sql): ReadingStore {
  const preparedDays = new Set<number>()

  /** Outside the transaction: two that prepare the same day must not wait for each other's readings. */
  const prepare = async (days: Iterable<number>): Promise<void> => {
    for (const day of days) {
      if (preparedDays.has(day)) continue
      await sql.query('select prepare_reading_day($1)', [dateOf(day)])
      preparedDays.add(day)
    }
  }

  return {
    async store(tx, readings, heardAtMs) {
      const hours = new Set(readings.map(({ observedAtMs }) => Math.floor(observedAtMs / HOUR_MS)))
      await prepare(new Set([...hours].map((hour) => Math.floor(hour / HOURS_PER_DAY))))
      const { newer, others } = split(readings, heardAtMs)
      const areStored = await copyNewer(tx, newer)
      await insertMissing(tx, areStored ? others : readings)
      await markDirty(tx, hours)
    },
  }
}

/** A UTC day, counted from the Unix epoch, as a date. */
const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)

interface Split {
  /** By day, those newer than all of their asset before them: they cannot be there yet. */
  readonly newer: ReadonlyMap<number, readonly StoredReading[]>
  /** Sent again, late, or another part of an instant: they may be. Also those of a day that has few. */
  readonly others: readonly StoredReading[]
}

function split(readings: readonly StoredReading[], heardAtMs: (assetId: string) => number | undefined): Split {
  const newestAtMs = new Map<string, number>()
  const newer = new Map<number, StoredReading[]>()
  const others: StoredReading[] = []
  for (const reading of readings) {
    const { assetId, observedAtMs } = reading
    if (observedAtMs <= (newestAtMs.get(assetId) ?? heardAtMs(assetId) ?? -Infinity)) {
      others.push(reading)
      continue
    }
    newestAtMs.set(assetId, observedAtMs)
    const day = Math.floor(observedAtMs / DAY_MS)
    const ofDay = newer.get(day)
    if (ofDay === undefined) newer.set(day, [reading])
    else ofDay.push(reading)
  }
  const few = [...newer].filter(([, ofDay]) => ofDay.length < COPIED_MIN)
  for (const [day] of few) newer.delete(day)
  // Before those that repeat them: of two the first is the reading.
  return { newer, others: [...few.flatMap(([, ofDay]) => ofDay), ...others] }
}

/** The partition of a day, as `prepare_reading_day` names it: PostgreSQL copies into no table that has row-level security. */
const partitionOf = (day: number): CopyTarget<StoredReading> => ({
  table: `reading_${dateOf(day).replaceAll('-', '')}`,
  columns: {
    asset_id: copyText(({ assetId }) => assetId),
    observed_at: copyInstant(({ observedAtMs }) => observedAtMs),
    channel_set_id: copyInteger(({ channelSetId }) => channelSetId),
    channel_values: copyFloats(({ values }) => values),
  },
})

const UNIQUE_VIOLATION = '23505'

/**
 * Copies readings straight into the partitions of their days, for half of what an insert that looks for conflicts costs.
 *
 * @returns Whether they are stored. Not when one was there after all, as can be when one asset is sent through two partitions of the log.
 */
async function copyNewer(tx: Transaction, newer: ReadonlyMap<number, readonly StoredReading[]>): Promise<boolean> {
  if (newer.size === 0) return true
  await tx.query('savepoint newer_readings')
  try {
    for (const [day, readings] of newer) await copyInto(tx, partitionOf(day), readings)
    return true
  } catch (error) {
    if (sqlStateOf(error) !== UNIQUE_VIOLATION) throw error
    await tx.query('rollback to savepoint newer_readings')
    return false
  }
}

async function insertMissing(tx: Transaction, readings: readonly StoredReading[]): Promise<void> {
  if (readings.length === 0) return
  // An array for each row would have to be of one length: values travel as text, of which PostgreSQL makes the same numbers.
  await tx.query(
    {
      name: 'store-readings',
      text: `insert into reading (asset_id, observed_at, channel_set_id, channel_values)
             select asset_id, observed_at, channel_set_id, channel_values::float8[]
               from unnest($1::text[], $2::timestamptz[], $3::integer[], $4::text[]) as sent (asset_id, observed_at, channel_set_id, channel_values)
             on conflict do nothing`,
    },
    [
      readings.map(({ assetId }) => assetId),
      readings.map(({ observedAtMs }) => new Date(observedAtMs).toISOString()),
      readings.map(({ channelSetId }) => channelSetId),
      readings.map(({ values }) => `{${values.join(',')}}`),
    ],
  )
}

/** Says which hours must be rolled up anew. */
async function markDirty(tx: Sql, hours: ReadonlySet<number>): Promise<void> {
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
