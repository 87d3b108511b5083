import { setTimeout as delay } from 'node:timers/promises'
import type { Log, Metrics } from '@imaging/observability'
import type { Pool, Sql, Transaction } from '@imaging/postgres'
import { startConsumer } from './consumer.ts'
import { nextOffsets, partitionName } from './offset-repository.ts'
import type { EventLog, EventRecord } from './ports.ts'
import type { Reading, Received } from './received.ts'
import type { ConsumerHealth } from './watchdog.ts'

/** The latest of one key; `body` is `undefined` when a tombstone has removed it. */
export interface SnapshotChange {
  readonly topic: string
  readonly key: string
  readonly body: unknown
}

export interface SnapshotOptions {
  readonly eventLog: EventLog
  readonly pool: Pool
  /** Compacted topics: one record is the whole truth of its key. */
  readonly topics: readonly string[]
  readonly group: string
  /** Runs in the transaction that stores the changes, at most one of each key; for tables derived from snapshots. */
  readonly onChange?: (tx: Transaction, changes: readonly SnapshotChange[]) => Promise<void>
  readonly log: Log
  readonly metrics?: Metrics
  readonly fatal: (error: Error) => void
}

export interface Snapshots {
  /** Resolves when everything published before the call is stored here. */
  caughtUp(signal?: AbortSignal): Promise<void>
  /**
   * Whether everything published before that instant is stored here; the answer may lag by a second or two, never lead.
   *
   * For an event that names an unknown key: not yet passed, it may still come; passed, it will not.
   */
  hasPassed(publishedAtMs: number): boolean
  health(): ConsumerHealth
  stop(): Promise<void>
}

const LOOK_AGAIN_MS = 50

/** Keeps the table `snapshot` of the pool's schema at the latest body of each key of the topics. */
export async function followSnapshots(options: SnapshotOptions): Promise<Snapshots> {
  const { eventLog, pool, topics, group, onChange, log, metrics, fatal } = options
  const stopping = new AbortController()
  let passedMs = 0
  let isLooking = false
  const consumer = await startConsumer<SnapshotChange>({
    eventLog,
    pool,
    group,
    topics,
    read: readSnapshot,
    apply: (tx, events) => store(tx, events, onChange),
    log,
    fatal,
    ...(metrics && { metrics }),
  })

  const caughtUp = async (signal?: AbortSignal): Promise<void> => {
    const ends = await eventLog.admin.offsets(topics)
    for (;;) {
      const applied = await nextOffsets(pool, group, topics)
      const isBehind = ends.some((end) => end.endOffset > end.lowOffset && (applied.get(partitionName(end)) ?? 0n) < end.endOffset)
      if (!isBehind) return
      await delay(LOOK_AGAIN_MS, undefined, signal && { signal })
    }
  }

  const lookAgain = async (): Promise<void> => {
    if (isLooking) return
    isLooking = true
    const askedAtMs = Date.now()
    try {
      await caughtUp(stopping.signal)
      passedMs = Math.max(passedMs, askedAtMs)
    } catch {
      // Unknown is answered like "not yet"; the consumer's own health tells of the outage.
    } finally {
      isLooking = false
    }
  }

  return {
    caughtUp,
    hasPassed(publishedAtMs) {
      if (publishedAtMs < passedMs) return true
      void lookAgain()
      return false
    },
    health: consumer.health,
    async stop() {
      stopping.abort()
      await consumer.stop()
    },
  }
}

/** The bodies of one topic, by key. */
export async function snapshotsOf<T>(sql: Sql, topic: string): Promise<ReadonlyMap<string, T>> {
  const { rows } = await sql.query<{ key: string; body: T }>('select key, body from snapshot where topic = $1 order by key', [topic])
  return new Map(rows.map(({ key, body }) => [key, body]))
}

/** The body of one key, or `undefined` when there is none. */
export async function snapshotOf<T>(sql: Sql, topic: string, key: string): Promise<T | undefined> {
  const { rows } = await sql.query<{ body: T }>('select body from snapshot where topic = $1 and key = $2', [topic, key])
  return rows[0]?.body
}

function readSnapshot({ topic, key, body }: EventRecord): Reading<SnapshotChange> {
  if (key === null) return { refused: 'a snapshot needs a key' }
  return { event: { topic, key, body: body === null ? undefined : JSON.parse(body.toString()) } }
}

async function store(tx: Transaction, events: readonly Received<SnapshotChange>[], onChange: SnapshotOptions['onChange']): Promise<void> {
  // One statement cannot touch a row twice, and only the last of each key counts.
  const latest = [...new Map(events.map((received) => [`${received.event.topic} ${received.event.key}`, received])).values()]
  const kept = latest.filter(({ event }) => event.body !== undefined)
  const removed = latest.filter(({ event }) => event.body === undefined)
  await tx.query(
    `insert into snapshot (topic, key, body, published_at, partition, record_offset)
     select topic, key, body::jsonb, to_timestamp(published_ms / 1000.0), partition, record_offset
       from unnest($1::text[], $2::text[], $3::text[], $4::float8[], $5::int[], $6::bigint[])
            as change (topic, key, body, published_ms, partition, record_offset)
     on conflict (topic, key) do update
        set body = excluded.body, published_at = excluded.published_at, partition = excluded.partition, record_offset = excluded.record_offset`,
    [
      kept.map(({ event }) => event.topic),
      kept.map(({ event }) => event.key),
      kept.map(({ event }) => JSON.stringify(event.body)),
      kept.map(({ record }) => record.publishedAt),
      kept.map(({ record }) => record.partition),
      kept.map(({ record }) => String(record.offset)),
    ],
  )
  if (removed.length > 0) {
    await tx.query(
      'delete from snapshot using unnest($1::text[], $2::text[]) as gone (topic, key) where (snapshot.topic, snapshot.key) = (gone.topic, gone.key)',
      [removed.map(({ event }) => event.topic), removed.map(({ event }) => event.key)],
    )
  }
  if (onChange !== undefined)
    await onChange(
      tx,
      latest.map(({ event }) => event),
    )
}
