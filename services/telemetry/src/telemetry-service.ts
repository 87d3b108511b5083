import { followSnapshots, lag, startConsumer } from '@imaging/event-log'
import { eventReader, type EventOn } from '@imaging/schemas'
import { consumerPart, createSnapshotCache, defineService, timerPart } from '@imaging/service'
import { catalogueOf, classSheets, createLayouts } from '@imaging/telemetry/domain'
import { Type } from 'typebox'
import { keepParties } from './asset-party.ts'
import { createChannelSets } from './channel-sets.ts'
import { onDowntime } from './on-downtime.ts'
import { onTelemetry } from './on-telemetry.ts'
import { createReadingStore, forgetReadings, rollUpHours } from './reading-store.ts'
import { createRegister, REGISTER_TOPICS } from './register.ts'
import { sentEventReader, type SentEvent } from './sent-event.ts'
import { telemetryRoutes } from './telemetry-routes.ts'
import { settleFloods } from './tell-conditions.ts'
import { watchDataHealth } from './watch-data-health.ts'
import { watchExams } from './watch-exams.ts'
import { createWatchStore } from './watch-store.ts'

const DAY_MS = 86_400_000
const REGISTER_EVERY_MS = 2_000
const HEALTH_EVERY_MS = 10_000
const EXAMS_EVERY_MS = 60_000
const ROLL_UP_EVERY_MS = 30_000
const FLOODS_EVERY_MS = 30_000
/** Enough of a partition for one large transaction: what a batch costs once is then shared by thousands of readings. */
const BYTES_PER_PARTITION = 2 * 1024 * 1024
const PARTITIONS_AT_ONCE = 2

/** The service as `main.ts` runs it, and as tests do. */
export const telemetry = defineService({
  name: 'telemetry',
  title: 'Telemetry',
  description: 'Readings of scanners, the conditions they make, and whether their signal still comes',
  config: { TELEMETRY_RETENTION_DAYS: Type.Integer({ minimum: 1, maximum: 3650, default: 90 }) },
  async start({ config, pool, ingest, poolOf, eventLog, log, metrics, server, now, newId, fatal }) {
    const retentionMs = config.TELEMETRY_RETENTION_DAYS * DAY_MS
    const rollup = poolOf('rollup')
    const snapshots = await followSnapshots({
      eventLog,
      pool: ingest,
      topics: REGISTER_TOPICS,
      group: 'telemetry.register',
      onChange: keepParties,
      log,
      metrics,
      fatal,
    })
    const register = createRegister(createSnapshotCache(ingest, REGISTER_TOPICS, (body) => (body as { data: unknown }).data))
    const catalogue = catalogueOf(classSheets)
    const watches = createWatchStore()
    const deps = {
      ingest,
      register,
      snapshots,
      catalogue,
      watches,
      now,
      newId,
      retentionMs,
      channelSets: createChannelSets(ingest),
      readings: createReadingStore(ingest),
    }

    const readTelemetry = sentEventReader(createLayouts())
    const readings = await startConsumer<SentEvent>({
      eventLog,
      pool: ingest,
      group: 'telemetry.readings',
      topics: ['imaging.telemetry'],
      read: ({ body }) => readTelemetry(body ?? Buffer.alloc(0), now().getTime()),
      apply: onTelemetry(deps),
      bytesPerPartitionMax: BYTES_PER_PARTITION,
      partitionsAtOnceMax: PARTITIONS_AT_ONCE,
      log,
      metrics,
      fatal,
    })
    const readAvailability = eventReader('imaging.availability')
    const downtimes = await startConsumer<EventOn<'imaging.availability'>>({
      eventLog,
      pool: ingest,
      group: 'telemetry.downtimes',
      topics: ['imaging.availability'],
      read: ({ body }) => readAvailability(body ?? Buffer.alloc(0), now().getTime()),
      apply: onDowntime(deps),
      log,
      metrics,
      fatal,
    })
    const backlog = async (): Promise<number> =>
      (await lag(eventLog, ['telemetry.readings'])).reduce((sum, partition) => sum + partition.lag, 0)
    telemetryRoutes(server, { pool, register, catalogue, now })

    return [
      consumerPart('readings', readings),
      consumerPart('downtimes', downtimes),
      consumerPart('register', snapshots),
      timerPart({ name: 'register', everyMs: REGISTER_EVERY_MS, work: () => register.refresh(), log }),
      timerPart({ name: 'data health', everyMs: HEALTH_EVERY_MS, work: () => watchDataHealth({ ...deps, backlog }), log }),
      timerPart({ name: 'exams', everyMs: EXAMS_EVERY_MS, work: () => watchExams(deps), log }),
      timerPart({ name: 'hourly values', everyMs: ROLL_UP_EVERY_MS, work: (signal) => rollUpHours(rollup, now().getTime(), signal), log }),
      timerPart({ name: 'floods', everyMs: FLOODS_EVERY_MS, work: () => settleFloods(deps), log }),
      timerPart({ name: 'retention', everyMs: DAY_MS, work: () => forgetReadings(rollup, new Date(now().getTime() - retentionMs)), log }),
    ]
  },
})
