import { followSnapshots, startConsumer } from '@imaging/event-log'
import { idempotency } from '@imaging/http'
import { callerOf } from '@imaging/identity'
import { followFeed } from '@imaging/postgres'
import { eventReader, type TopicName } from '@imaging/schemas'
import { consumerPart, createSnapshotCache, defineService, timerPart } from '@imaging/service'
import { Type } from 'typebox'
import { keepParties } from './asset-party.ts'
import { boardRoutes } from './board-route.ts'
import { downtimeRoutes } from './downtime-route.ts'
import { figuresRoutes } from './figures-route.ts'
import { heldReportRoutes, tellLateReports } from './held-report-route.ts'
import type { LedgerEventV1 } from './ledger-fact.ts'
import { forgetBoardChanges } from './ledger-repository.ts'
import { createLedgerStore } from './ledger-store.ts'
import { onLedgerEvents } from './on-ledger-event.ts'
import { passMoments } from './pass-moments.ts'
import { createRegister, REGISTER_TOPICS } from './register.ts'
import { reportRoutes } from './report-route.ts'
import { createFleets } from './seen-fleet.ts'

/** What the ledger is told by: states and sessions, data health, and the steps of work orders. */
const TOLD_ON = ['imaging.downtime', 'imaging.conditions', 'imaging.work-orders'] as const satisfies readonly TopicName[]
const REGISTER_EVERY_MS = 2_000
/** A change that nobody reports is told within this time. */
const MOMENTS_EVERY_MS = 1_000
/** A quarter of an hour is counted in minutes. */
const LATE_REPORTS_EVERY_MS = 10_000
const FEED_KEPT_MS = 86_400_000
const FORGET_EVERY_MS = 3_600_000
/** Within this time a reader of the feed says anew who they are, and with that what they may still see. */
const FEED_OPEN_MS = 300_000

/** The service as `main.ts` runs it, and as tests do. */
export const availability = defineService({
  name: 'availability',
  title: 'Availability',
  description: 'The ledger of states, the three availabilities and the live board',
  config: {
    FEED_OPEN_MS: Type.Integer({ minimum: 100, default: FEED_OPEN_MS, description: 'a stream of the feed ends when it is older' }),
  },
  async start(parts) {
    const { config, pool, ingest, eventLog, log, metrics, server, now, newId, fatal } = parts
    const snapshots = await followSnapshots({
      eventLog,
      pool: ingest,
      topics: REGISTER_TOPICS,
      group: 'availability.register',
      onChange: keepParties,
      log,
      metrics,
      fatal,
    })
    const register = createRegister(createSnapshotCache(ingest, REGISTER_TOPICS, (body) => (body as { data: unknown }).data))
    const ledgers = createLedgerStore()
    const telling = { ingest, register, snapshots, ledgers, now, newId }
    const asked = { pool, fleets: createFleets(register), ledgers, now, newId }

    const readers = Object.fromEntries(TOLD_ON.map((topic) => [topic, eventReader(topic)]))
    const consumer = await startConsumer<LedgerEventV1>({
      eventLog,
      pool: ingest,
      group: 'availability.ledger',
      topics: TOLD_ON,
      read: ({ topic, body }) =>
        (readers[topic] as ReturnType<typeof eventReader>)(body ?? Buffer.alloc(0), now().getTime()) as { event: LedgerEventV1 },
      apply: onLedgerEvents(telling),
      log,
      metrics,
      fatal,
    })

    const feed = followFeed({ pool: ingest, table: 'board_change', channel: 'availability.board', log })
    await server.register(idempotency({ pool, callerOf }))
    boardRoutes(server, { ...asked, feed, feedOpenMs: config.FEED_OPEN_MS })
    figuresRoutes(server, asked)
    downtimeRoutes(server, asked)
    reportRoutes(server, asked)
    heldReportRoutes(server, asked)

    return [
      consumerPart('ledger', consumer),
      consumerPart('register', snapshots),
      { name: 'feed', stop: () => feed.stop() },
      timerPart({ name: 'register', everyMs: REGISTER_EVERY_MS, work: () => register.refresh(), log }),
      timerPart({ name: 'moments', everyMs: MOMENTS_EVERY_MS, work: () => passMoments(telling), log }),
      timerPart({ name: 'late reports', everyMs: LATE_REPORTS_EVERY_MS, work: () => tellLateReports(telling), log }),
      timerPart({
        name: 'old board changes',
        everyMs: FORGET_EVERY_MS,
        work: () => forgetBoardChanges(ingest, new Date(now().getTime() - FEED_KEPT_MS)),
        log,
      }),
    ]
  },
})
