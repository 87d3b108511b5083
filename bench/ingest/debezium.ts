import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { OutgoingRecord } from '@imaging/event-log'
import { hasEnded, launch, run, stop } from '@imaging/infra/local/child.ts'
import { freePorts } from '@imaging/infra/local/ready.ts'
import pg from 'pg'
import { createDice } from '../dice.ts'
import { CLASSES } from '../example-register.ts'
import { createCpuMeter } from '../process-cpu.ts'
import { quietEventLog, type Stack } from '../stack.ts'
import type { Load } from './loaded-topic.ts'
import type { Round } from './raw-copy.ts'
import { readingEvents } from './reading-events.ts'

/** Why a peer was not measured. */
export interface Unavailable {
  readonly unavailable: string
}

const TOPIC = 'bench.readings-with-rows'
const PARTITIONS = 4
const RECORDS_AT_ONCE = 1_000
const DOWNLOAD_TIMEOUT_MS = 120_000
const TIMEOUT_MS = 240_000
const LOOK_EVERY_MS = 200
const STOP_TIMEOUT_MS = 10_000

/**
 * The Debezium JDBC sink on the same events, each with its row written beside it, since arrays of structures are beyond it; without the
 * poison, which would end it; with its own removal of repeats within a batch. It upserts into a table of the same shape and checks
 * nothing. Counted from the first rows stored, so that the start of the JVM is left out.
 */
export async function debeziumSink(stack: Stack, load: Load): Promise<Round | Unavailable> {
  const jars = await fetchJars(stack.stateDir)
  if (typeof jars !== 'string') return jars
  const rows = await loadTopicWithRows(stack, load)
  const client = new pg.Client({ connectionString: stack.databaseUrl, application_name: 'bench look' })
  await client.connect()
  try {
    await client.query(`create table peer_reading (asset_id text not null, observed_at timestamptz not null, channel_set_id integer not null,
      channel_values float8[] not null, primary key (asset_id, observed_at, channel_set_id)); checkpoint`)
    return await play(stack, client, jars, rows)
  } finally {
    await client.query('drop table if exists peer_reading')
    await client.end()
  }
}

/** `BENCH_MAVEN_SETTINGS` names settings with the mirror to fetch from, where the usual repositories are out of reach. */
async function fetchJars(stateDir: string): Promise<string | Unavailable> {
  const into = join(stateDir, 'debezium')
  const settings = process.env['BENCH_MAVEN_SETTINGS']
  const pom = join(import.meta.dirname, 'debezium', 'pom.xml')
  const args = [
    '-q',
    '-B',
    ...(settings === undefined ? [] : ['-s', settings]),
    '-f',
    pom,
    'dependency:copy-dependencies',
    `-DoutputDirectory=${into}`,
  ]
  try {
    await run('mvn', args, { timeoutMs: DOWNLOAD_TIMEOUT_MS })
    return into
  } catch (error) {
    return { unavailable: `its jars could not be had: ${(error as Error).message.split('\n')[0]}` }
  }
}

/** @returns how many distinct rows must come of it. */
async function loadTopicWithRows({ kafkaBrokers }: Stack, { events, assets, seed }: Load): Promise<number> {
  const eventLog = quietEventLog(kafkaBrokers)
  await eventLog.admin.ensureTopics([{ topic: TOPIC, partitions: PARTITIONS }])
  const seen = new Set<string>()
  let records: OutgoingRecord[] = []
  for (const { key, body, row } of readingEvents({ events, assets, untilMs: Date.now(), dice: createDice(seed) })) {
    if (row === undefined) continue
    seen.add(`${row.assetId} ${row.observedAt}`)
    const flat = {
      asset_id: row.assetId,
      observed_at: row.observedAt,
      channel_set_id: CLASSES.indexOf(row.classId) + 1,
      channel_values: row.values,
    }
    records.push({ key, body: `${body.slice(0, -1)},${JSON.stringify(flat).slice(1)}` })
    if (records.length < RECORDS_AT_ONCE) continue
    await eventLog.sink.send(TOPIC, records)
    records = []
  }
  await eventLog.sink.send(TOPIC, records)
  await eventLog.close()
  return seen.size
}

async function play(
  { databaseUrl, kafkaBrokers, stateDir }: Stack,
  client: pg.Client,
  jars: string,
  rows: number,
): Promise<Round | Unavailable> {
  const dir = join(stateDir, 'connect')
  mkdirSync(dir, { recursive: true })
  const [port = 0] = await freePorts(1)
  writeFileSync(join(dir, 'worker.properties'), properties(workerSettings(kafkaBrokers, dir, port)))
  writeFileSync(join(dir, 'sink.properties'), properties(sinkSettings(databaseUrl)))
  const jvm = ['-Xms512m', '-Xmx2g', '-cp', `${jars}/*`, 'org.apache.kafka.connect.cli.ConnectStandalone']
  const logFile = join(dir, 'connect.log')
  const child = launch({
    name: 'debezium',
    command: 'java',
    args: [...jvm, join(dir, 'worker.properties'), join(dir, 'sink.properties')],
    logFile,
  })
  try {
    const meter = createCpuMeter()
    const deadlineMs = performance.now() + TIMEOUT_MS
    let began: { readonly stored: number; readonly atMs: number } | undefined
    for (;;) {
      const stored = await storedIn(client)
      if (stored > 0) {
        meter.see([child.pid ?? 0, ...(await backendsOf(client))])
        began ??= { stored, atMs: performance.now() }
        if (stored >= rows) return { events: rows - began.stored, cpuS: meter.seconds(), wallS: (performance.now() - began.atMs) / 1000 }
      }
      if (hasEnded(child)) return { unavailable: 'it ended before all rows were stored' }
      if (performance.now() > deadlineMs) return { unavailable: `it had stored ${stored} of ${rows} rows after ${TIMEOUT_MS / 1000} s` }
      await pause(LOOK_EVERY_MS)
    }
  } finally {
    await stop(child, 'SIGTERM', STOP_TIMEOUT_MS)
  }
}

async function storedIn(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ stored: string }>('select count(*) as stored from peer_reading')
  return Number(rows[0]?.stored)
}

async function backendsOf(client: pg.Client): Promise<readonly number[]> {
  const { rows } = await client.query<{ pid: number }>(`select pid from pg_stat_activity where application_name = 'PostgreSQL JDBC Driver'`)
  return rows.map(({ pid }) => pid)
}

const properties = (settings: Readonly<Record<string, string | number | boolean>>): string =>
  Object.entries(settings)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')

/** The row that stands beside each event: the sink needs a schema, and the records carry none. */
const SCHEMA = {
  type: 'struct',
  optional: false,
  fields: [
    { field: 'asset_id', type: 'string', optional: false },
    { field: 'observed_at', type: 'string', name: 'io.debezium.time.ZonedTimestamp', optional: false },
    { field: 'channel_set_id', type: 'int32', optional: false },
    { field: 'channel_values', type: 'array', items: { type: 'double', optional: false }, optional: false },
  ],
}

const workerSettings = (brokers: string, dir: string, port: number): Record<string, string | number | boolean> => ({
  'bootstrap.servers': brokers,
  'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter.schemas.enable': true,
  'value.converter.schema.content': JSON.stringify(SCHEMA),
  'offset.storage.file.filename': join(dir, 'offsets'),
  'offset.flush.interval.ms': 5_000,
  listeners: `http://127.0.0.1:${port}`,
  'plugin.discovery': 'hybrid_warn',
  'consumer.max.poll.records': 4_000,
  'consumer.max.partition.fetch.bytes': 4_194_304,
  'consumer.auto.offset.reset': 'earliest',
})

const sinkSettings = (databaseUrl: string): Record<string, string | number | boolean> => {
  const { host, pathname, username } = new URL(databaseUrl)
  return {
    name: 'readings-with-rows',
    'connector.class': 'io.debezium.connector.jdbc.JdbcSinkConnector',
    'tasks.max': 2,
    topics: TOPIC,
    'connection.url': `jdbc:postgresql://${host}${pathname}?reWriteBatchedInserts=true&stringtype=unspecified`,
    'connection.username': username,
    'connection.password': 'none',
    'insert.mode': 'upsert',
    'primary.key.mode': 'record_value',
    'primary.key.fields': 'asset_id,observed_at,channel_set_id',
    'schema.evolution': 'none',
    'collection.name.format': 'peer_reading',
    'batch.size': 4_000,
    // Two rows of one key in one statement would be refused.
    'use.reduction.buffer': true,
  }
}
