import type { Log, Metrics } from '@imaging/observability'
import { isOutage, type Pool, type Transaction } from '@imaging/postgres'
import { consumerMetrics } from './consumer-metrics.ts'
import { deadLetterTopic } from './dead-letter.ts'
import { nextOffsets, partitionName } from './offset-repository.ts'
import { createPartitionWork, type PartitionWork } from './partition-work.ts'
import { EventLogError, type BatchOutcome, type EventBatch, type EventLog, type EventRecord, type Partition, type PartitionOffsets } from './ports.ts'
import type { Reading, Received, Refusal } from './received.ts'
import { consumerHealth, type ConsumerHealth } from './watchdog.ts'

export interface ConsumerOptions<E> {
  readonly eventLog: EventLog
  readonly pool: Pool
  readonly group: string
  readonly topics: readonly string[]
  /** Pure and synchronous: an event, or why the record cannot be one. What it throws is a refusal, too. */
  readonly read: (record: EventRecord) => Reading<E>
  /**
   * Applies events in one transaction, in order; answers those it turns away, which roll nothing else back.
   *
   * May throw `NotYet` to have them again later. An outage is waited out; any other error is put down to a record, which is
   * found by halving and put aside. It may run again for the same events, so it acts on nothing but the transaction.
   */
  readonly apply: (tx: Transaction, events: readonly Received<E>[]) => Promise<readonly Refusal<E>[] | void>
  /** Where refused records of a topic go; `<topic>.dead-letter` unless told. */
  readonly deadLetter?: (topic: string) => string
  /** At most so many records in a transaction; 5,000 unless told. */
  readonly batchRecordsMax?: number
  /** The most of one partition in a fetch; 256 KiB unless told, 2 MiB for bulk. */
  readonly bytesPerPartitionMax?: number
  /** How many partitions are worked on at a time; 3 unless told. */
  readonly partitionsAtOnceMax?: number
  /** An event that is `NotYet` for so long is refused; 60 s unless told. */
  readonly notYetMaxMs?: number
  /** Without progress for so long the consumer counts as stalled and `fatal` is called; 60 s unless told. */
  readonly stalledAfterMs?: number
  readonly sessionTimeoutMs?: number
  readonly fromBeginning?: boolean
  readonly log: Log
  readonly metrics?: Metrics
  /** The process must end and be restarted. Called at most once. */
  readonly fatal: (error: Error) => void
  readonly nowMs?: () => number
}

export interface EventConsumer {
  /** Ready to be told of as healthy unless `paused`, `starting` or `stalled`. */
  health(): ConsumerHealth
  /**
   * Finishes the transaction in hand, commits, leaves the group.
   *
   * @throws {Error} After 10 s: the process must end all the same, and nothing is lost by it.
   */
  stop(): Promise<void>
}

const BATCH_RECORDS_MAX = 5_000
const NOT_YET_MAX_MS = 60_000
const STALLED_AFTER_MS = 60_000
const SESSION_TIMEOUT_MS = 10_000
const LOOK_EVERY_MS = 5_000
const DRAIN_MAX_MS = 10_000

/**
 * Consumes topics with the effects of each record exactly once.
 *
 * One transaction holds the effects of a batch, the dead letters (through the outbox) and the fenced offset row. The relay of
 * the same schema must be running for dead letters to leave.
 */
export async function startConsumer<E>(options: ConsumerOptions<E>): Promise<EventConsumer> {
  const { eventLog, group, topics, log, nowMs = Date.now, stalledAfterMs = STALLED_AFTER_MS, sessionTimeoutMs = SESSION_TIMEOUT_MS } = options
  const metrics = options.metrics && consumerMetrics(options.metrics)
  const works = new Map<string, PartitionWork>()
  const startedAtMs = nowMs()
  let batchesInHand = 0
  let unreachable: string | undefined
  let hasFailed = false

  const fail = (error: Error): void => {
    if (hasFailed) return
    hasFailed = true
    log.fatal({ group, error: error.message }, 'consumer cannot go on')
    options.fatal(error)
  }

  const workOf = (where: Partition): PartitionWork => {
    const name = partitionName(where)
    const known = works.get(name)
    if (known !== undefined) return known
    const made = createPartitionWork<E>(where, {
      pool: options.pool,
      group,
      read: options.read,
      apply: options.apply,
      deadLetterTopicOf: options.deadLetter ?? deadLetterTopic,
      batchRecordsMax: options.batchRecordsMax ?? BATCH_RECORDS_MAX,
      notYetMaxMs: options.notYetMaxMs ?? NOT_YET_MAX_MS,
      fencedForMs: sessionTimeoutMs,
      keptBetween: (wanted) => keptBetween(eventLog, wanted),
      nowMs,
      log,
      metrics,
    })
    works.set(name, made)
    return made
  }

  const onBatch = async (batch: EventBatch): Promise<BatchOutcome> => {
    batchesInHand += 1
    try {
      return await workOf(batch).work(batch)
    } catch (error) {
      fail(error as Error)
      return { next: batch.fetchedFrom, pauseMs: stalledAfterMs }
    } finally {
      batchesInHand -= 1
    }
  }

  const subscription = await eventLog.source.run({
    group,
    topics,
    onBatch,
    // What was known of a partition is void: another member may have worked on it meanwhile.
    onAssigned: () => works.clear(),
    fatal: fail,
    sessionTimeoutMs,
    ...(options.fromBeginning !== undefined && { fromBeginning: options.fromBeginning }),
    ...(options.bytesPerPartitionMax !== undefined && { bytesPerPartitionMax: options.bytesPerPartitionMax }),
    ...(options.partitionsAtOnceMax !== undefined && { partitionsAtOnceMax: options.partitionsAtOnceMax }),
  })

  const health = (): ConsumerHealth =>
    consumerHealth({
      nowMs: nowMs(),
      startedAtMs,
      lastPolledAtMs: subscription.lastPolledAtMs(),
      hasBatchInHand: batchesInHand > 0,
      partitions: [...works.values()].map((work) => work.progress()),
      unreachable,
      stalledAfterMs,
    })

  /** Asks the log itself how far the partitions go, so that a source that has gone deaf is noticed. */
  const look = async (): Promise<void> => {
    try {
      const mine = new Set(subscription.assigned().map(partitionName))
      const kept = await eventLog.admin.offsets(topics)
      unreachable = undefined
      const applied = await nextOffsets(options.pool, group, topics)
      for (const where of kept) {
        const name = partitionName(where)
        if (mine.has(name)) workOf(where).saw(where.endOffset, applied.get(name) ?? where.lowOffset)
      }
    } catch (error) {
      // A database that is away shows as a rest of the partitions.
      if (!isOutage(error)) unreachable = (error as Error).message
    }
    const { state, why = '' } = health()
    if (state === 'stalled') fail(new Error(`${group}: ${why}`))
  }
  const looking = setInterval(() => void look(), LOOK_EVERY_MS)

  return {
    health,
    async stop() {
      clearInterval(looking)
      await within(DRAIN_MAX_MS, subscription.stop(), `${group} did not drain within ${DRAIN_MAX_MS / 1000} s`)
    },
  }
}

async function keptBetween(eventLog: EventLog, { topic, partition }: Partition): Promise<PartitionOffsets> {
  const offsets = await eventLog.admin.offsets([topic])
  const kept = offsets.find((each) => each.partition === partition)
  if (kept === undefined) throw new EventLogError('Unavailable', `${topic} has no partition ${partition}`)
  return kept
}

async function within(limitMs: number, work: Promise<void>, message: string): Promise<void> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(message)), limitMs)
  try {
    await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
