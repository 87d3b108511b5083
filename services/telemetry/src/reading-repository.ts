import type { Sql } from '@imaging/postgres'

export interface SeriesPoint {
  readonly at: string
  readonly mean: number
  readonly min: number
  readonly max: number
  readonly count: number
}

export interface SeriesQuestion {
  readonly assetId: string
  readonly channel: string
  readonly from: Date
  readonly to: Date
}

/** Each reading as it came is shown for windows up to this long; longer ones are shown by the hour. */
const WHOLE_MS = 2 * 86_400_000
const POINTS_MAX = 5_000

interface PointRow {
  readonly at: Date
  readonly mean: number
  readonly min: number
  readonly max: number
  readonly count: number
}

const point = ({ at, ...values }: PointRow): SeriesPoint => ({ at: at.toISOString(), ...values })

/** A channel over time: each reading, or by the hour, worked out from the readings where they are not rolled up yet. */
export async function channelSeries(sql: Sql, { assetId, channel, from, to }: SeriesQuestion): Promise<readonly SeriesPoint[]> {
  const isWhole = to.getTime() - from.getTime() <= WHOLE_MS
  const { rows } = await sql.query<PointRow>(isWhole ? EACH : BY_HOUR, [assetId, channel, from, to, POINTS_MAX])
  return rows.map(point)
}

const SENT = `
  select observed_at, channel_values[array_position(channels, $2)] as value
    from reading join channel_set using (channel_set_id)
   where asset_id = $1 and observed_at >= $3 and observed_at < $4 and $2 = any(channels)`

const EACH = `
  select observed_at as at, value as mean, value as min, value as max, 1 as count from (${SENT}) as sent order by observed_at limit $5`

const BY_HOUR = `
  select hour as at, mean_value as mean, min_value as min, max_value as max, readings as count
    from reading_hour where asset_id = $1 and channel = $2 and hour >= $3 and hour < $4
  union all
  select date_trunc('hour', observed_at), avg(value), min(value), max(value), count(*)::integer
    from (${SENT}) as sent
   where not exists (select from reading_hour where asset_id = $1 and channel = $2 and hour = date_trunc('hour', observed_at))
   group by 1
   order by at limit $5`

/** The newest value of each channel of an asset, looked for in the last days. */
export async function lastReadings(sql: Sql, assetId: string, since: Date): Promise<ReadonlyMap<string, { at: string; value: number }>> {
  const { rows } = await sql.query<{ channel: string; at: Date; value: number }>(
    `select distinct on (channel) channel, observed_at as at, value
       from (select * from reading where asset_id = $1 and observed_at >= $2 order by observed_at desc limit 500) as newest
       join channel_set using (channel_set_id)
       cross join lateral unnest(channels, channel_values) as sent (channel, value)
      order by channel, observed_at desc`,
    [assetId, since],
  )
  return new Map(rows.map(({ channel, at, value }) => [channel, { at: at.toISOString(), value }]))
}
