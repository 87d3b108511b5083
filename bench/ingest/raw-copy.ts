import pg from 'pg'
import { createCpuMeter } from '../process-cpu.ts'
import type { Stack } from '../stack.ts'
import type { LoadedTopic } from './loaded-topic.ts'

/** What one contender did in one round. */
export interface Round {
  readonly events: number
  readonly cpuS: number
  readonly wallS: number
}

/**
 * The database's limit: the same valid rows read by the server from a file, into a table of the same shape with its primary key and
 * nothing else: no partitions, no second index, no conflicts to look for.
 */
export async function rawCopy({ databaseUrl }: Stack, { copyFile, rows }: LoadedTopic): Promise<Round> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'bench copy' })
  await client.connect()
  try {
    await client.query(`drop table if exists raw_reading; create table raw_reading (
      asset_id text not null, observed_at timestamptz not null, channel_set_id integer not null, recorded_at timestamptz not null default now(),
      channel_values float8[] not null, primary key (asset_id, observed_at, channel_set_id)); checkpoint`)
    const { rows: backends } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    const meter = createCpuMeter()
    const pids = [process.pid, ...backends.map(({ pid }) => pid)]
    const startedAtMs = performance.now()
    meter.see(pids)
    const { rowCount } = await client.query(
      `copy raw_reading (asset_id, observed_at, channel_set_id, channel_values) from ${client.escapeLiteral(copyFile)}`,
    )
    meter.see(pids)
    if (rowCount !== rows) throw new Error(`COPY stored ${rowCount} rows of ${rows}`)
    return { events: rows, cpuS: meter.seconds(), wallS: (performance.now() - startedAtMs) / 1000 }
  } finally {
    await client.query('drop table if exists raw_reading')
    await client.end()
  }
}
