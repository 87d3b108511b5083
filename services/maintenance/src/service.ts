import { followSnapshots } from '@imaging/event-log'
import { idempotency } from '@imaging/http'
import { consumerPart, timerPart, type ServiceDefinition } from '@imaging/service'
import { createTemporalClient } from '@imaging/workflows/temporal-client.ts'
import { addAttachmentRoutes } from './attachment-route.ts'
import { callerOf } from './caller-of.ts'
import { config } from './config.ts'
import { consumeAvailability } from './consume-availability.ts'
import { addDeadlineRoutes } from './deadline-route.ts'
import { addHistoryRoutes } from './history-route.ts'
import { judgeLateDowntimes, lateDowntimes } from './late-downtimes.ts'
import { temporalDestination } from './temporal-destination.ts'
import { addWorkOrderRoutes } from './work-order-route.ts'

/** Often enough that a wait of half a minute is not noticeably longer. */
const JUDGE_EVERY_MS = 1_000

export const maintenance = {
  name: 'maintenance',
  title: 'Maintenance',
  description: 'Work orders from the failure of a scanner to its return to use',
  config,
  destinations: async ({ config: { TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE } }) => ({
    temporal: temporalDestination(createTemporalClient({ address: TEMPORAL_ADDRESS, namespace: TEMPORAL_NAMESPACE })),
  }),
  start: async (parts) => {
    const { server, pool, ingest, eventLog, log, metrics, fatal, now, newId } = parts
    const deps = { pool, ingest, now, newId, late: lateDowntimes({ waitMs: parts.config.LATE_DOWNTIME_WAIT_MS, now }) }
    await server.register(idempotency({ pool, callerOf }))
    addWorkOrderRoutes(server, deps)
    addHistoryRoutes(server, deps)
    addDeadlineRoutes(server, deps)
    addAttachmentRoutes(server, deps)
    const register = await followSnapshots({
      eventLog,
      pool: ingest,
      topics: ['imaging.assets', 'imaging.sites', 'imaging.contracts', 'imaging.classes'],
      group: 'maintenance.register',
      log,
      metrics,
      fatal,
    })
    const availability = await consumeAvailability({ ...deps, eventLog, register, log, metrics, fatal })
    return [
      consumerPart('availability', availability),
      consumerPart('register', register),
      timerPart({ name: 'late downtimes', everyMs: JUDGE_EVERY_MS, work: () => judgeLateDowntimes(ingest, deps), log }),
    ]
  },
} satisfies ServiceDefinition<typeof config>
