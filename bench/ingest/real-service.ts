import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { deadLetterTopic } from '@imaging/schemas'
import { createTestDatabase } from '@imaging/postgres/testing'
import kafkajs from 'kafkajs'
import pg from 'pg'
import { createCpuMeter, peakMemoryMb, type CpuMeter } from '../process-cpu.ts'
import { prepareDatabase, quietEventLog, startService, type ServiceProcess, type Stack } from '../stack.ts'
import { TOPIC, type LoadedTopic } from './loaded-topic.ts'
import type { Round } from './raw-copy.ts'

const GROUP = 'telemetry.readings'
/** The service's other groups hold nothing of ours, but must not stand in the way of a fresh database. */
const GROUPS = [GROUP, 'telemetry.downtimes', 'telemetry.register']
const LOOK_EVERY_MS = 100
const TIMEOUT_MS = 300_000

export interface ServiceRound extends Round {
  readonly rssMb: number
  readonly serviceCpuS: number
  readonly databaseCpuS: number
}

/**
 * The real telemetry service in a process of its own, on a fresh database, from its first applied event until it has no lag.
 *
 * CPU is the process's and that of every backend of its role, the relay's among them, however they come and go.
 * @throws when the table does not hold exactly the distinct valid readings, or the poison was not put aside.
 */
export async function realService(stack: Stack, topic: LoadedTopic, nodeOptions: readonly string[]): Promise<ServiceRound> {
  await forgetGroups(stack.kafkaBrokers)
  const database = await createTestDatabase(stack.databaseUrl)
  const client = new pg.Client({ connectionString: database.adminUrl, application_name: 'bench look' })
  await client.connect()
  const deadBefore = await deadLetters(stack.kafkaBrokers)
  try {
    await prepareDatabase(database.adminUrl, ['telemetry'])
    await client.query('checkpoint')
    const service = await startService({
      name: 'telemetry',
      databaseUrl: database.adminUrl,
      kafkaBrokers: stack.kafkaBrokers,
      logFile: join(stack.stateDir, 'telemetry.log'),
      nodeOptions,
    })
    try {
      const round = await watch(service, client, topic.events)
      await check(client, topic, () => deadLetters(stack.kafkaBrokers).then((now) => now - deadBefore))
      return { ...round, rssMb: peakMemoryMb(service.pid) ?? 0 }
    } finally {
      await service.stop()
    }
  } finally {
    await client.end()
    await database.drop()
  }
}

/** A group that Kafka remembers would begin at the end of the topic. */
async function forgetGroups(brokers: string): Promise<void> {
  const admin = new kafkajs.Kafka({ brokers: brokers.split(','), clientId: 'bench', logLevel: kafkajs.logLevel.NOTHING }).admin()
  await admin.connect()
  const known = (await admin.listGroups()).groups.map(({ groupId }) => groupId)
  const ours = GROUPS.filter((group) => known.includes(group))
  if (ours.length > 0) await admin.deleteGroups(ours)
  await admin.disconnect()
}

async function watch(service: ServiceProcess, client: pg.Client, events: number): Promise<Omit<ServiceRound, 'rssMb'>> {
  const ofService = createCpuMeter()
  const ofDatabase = createCpuMeter()
  const deadlineMs = performance.now() + TIMEOUT_MS
  let began: { readonly applied: number; readonly atMs: number } | undefined
  for (;;) {
    const applied = await appliedTo(client)
    if (applied > 0) {
      await see(service, client, ofService, ofDatabase)
      began ??= { applied, atMs: performance.now() }
      if (applied >= events) break
    }
    if (service.hasEnded()) throw new Error('the telemetry service ended while it was measured')
    if (performance.now() > deadlineMs) throw new Error(`after ${TIMEOUT_MS / 1000} s ${applied} of ${events} events were applied`)
    await pause(LOOK_EVERY_MS)
  }
  return {
    events: events - began.applied,
    cpuS: ofService.seconds() + ofDatabase.seconds(),
    serviceCpuS: ofService.seconds(),
    databaseCpuS: ofDatabase.seconds(),
    wallS: (performance.now() - began.atMs) / 1000,
  }
}

async function appliedTo(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ applied: string }>(
    'select coalesce(sum(next_offset), 0) as applied from telemetry.consumer_offset where group_name = $1',
    [GROUP],
  )
  return Number(rows[0]?.applied)
}

async function see(service: ServiceProcess, client: pg.Client, ofService: CpuMeter, ofDatabase: CpuMeter): Promise<void> {
  const { rows } = await client.query<{ pid: number }>(
    `select pid from pg_stat_activity where usename = 'imaging_telemetry' and datname = current_database()`,
  )
  ofService.see([service.pid])
  ofDatabase.see(rows.map(({ pid }) => pid))
}

async function check(client: pg.Client, { rows, poison }: LoadedTopic, putAside: () => Promise<number>): Promise<void> {
  const { rows: counted } = await client.query<{ rows: string }>('select count(*) as rows from telemetry.reading')
  const stored = Number(counted[0]?.rows)
  if (stored !== rows)
    throw new Error(`the table holds ${stored} rows, but ${rows} distinct valid readings were published: no figure is printed`)
  const deadlineMs = performance.now() + 20_000
  while ((await putAside()) < poison && performance.now() < deadlineMs) await pause(LOOK_EVERY_MS)
  const aside = await putAside()
  if (aside !== poison) throw new Error(`${aside} records were put aside, but ${poison} were poison: no figure is printed`)
}

/** How many records the dead-letter topic holds. */
async function deadLetters(brokers: string): Promise<number> {
  const eventLog = quietEventLog(brokers)
  const offsets = await eventLog.admin.offsets([deadLetterTopic(TOPIC)])
  await eventLog.close()
  return offsets.reduce((sum, { endOffset }) => sum + Number(endOffset), 0)
}
