import type { Log, Metrics } from '@imaging/observability'
import { isOutage, type Pool, type Transaction } from '@imaging/postgres'
import { consumerMetrics } from './consumer-metrics.ts'
import { deadLetterTopic } from './dead-letter.ts'
import { nextOffsets, partitionName } from './offset-repository.ts'
import { createPartitionWork, type PartitionWork, type WorkOptions } from './partition-work.ts'
import {
  EventLogError,
  type BatchOutcome,
  type EventBatch,
  type EventLog,
  type EventRecord,
  type Partition,
  type PartitionOffsets,
  type SourceOptions,
} from './ports.ts'
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
  const { eventLog, group, topics, log, nowMs = Date.now, stalledAfterMs = STALLED_AFTER_MS } = options
  const works = createWorks(options, nowMs)
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

  const onBatch = async (batch: EventBatch): Promise<BatchOutcome> => {
    batchesInHand += 1
    try {
      return await works.of(batch).work(batch)
    } catch (error) {
      fail(error as Error)
      return { next: batch.fetchedFrom, pauseMs: stalledAfterMs }
    } finally {
      batchesInHand -= 1
    }
  }

  // What was known of a partition is void after an assignment: another member may have worked on it meanwhile.
  const subscription = await eventLog.source.run({ ...sourceOptions(options), onBatch, onAssigned: works.forget, fatal: fail })

  const health = (): ConsumerHealth =>
    consumerHealth({
      nowMs: nowMs(),
      startedAtMs,
      lastPolledAtMs: subscription.lastPolledAtMs(),
      hasBatchInHand: batchesInHand > 0,
      partitions: works.all().map(({ progress }) => progress.report()),
      unreachable,
      stalledAfterMs,
    })

  /** Asks the log and the database themselves how things stand, so that a source that has gone deaf is noticed. */
  const look = async (): Promise<void> => {
    try {
      const mine = new Set(subscription.assigned().map(partitionName))
      const kept = await eventLog.admin.offsets(topics)
      unreachable = undefined
      const applied = await nextOffsets(options.pool, group, topics)
      for (const where of kept) {
        const name = partitionName(where)
        if (mine.has(name)) works.of(where).progress.saw(where.endOffset, applied.get(name) ?? where.lowOffset)
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

interface Works {
  of(where: Partition): PartitionWork
  all(): readonly PartitionWork[]
  forget(): void
}

/** The work on each partition of this member, begun when first heard of. */
function createWorks<E>(options: ConsumerOptions<E>, nowMs: () => number): Works {
  const { eventLog, pool, group, read, apply, log } = options
  const works = new Map<string, PartitionWork>()
  const workOptions: WorkOptions<E> = {
    pool,
    group,
    read,
    apply,
    deadLetterTopicOf: options.deadLetter ?? deadLetterTopic,
    batchRecordsMax: options.batchRecordsMax ?? BATCH_RECORDS_MAX,
    notYetMaxMs: options.notYetMaxMs ?? NOT_YET_MAX_MS,
    fencedForMs: options.sessionTimeoutMs ?? SESSION_TIMEOUT_MS,
    keptBetween: (where) => keptBetween(eventLog, where),
    nowMs,
    log,
    metrics: options.metrics && consumerMetrics(options.metrics),
  }
  return {
    of(where) {
      const name = partitionName(where)
      const work = works.get(name) ?? createPartitionWork({ topic: where.topic, partition: where.partition }, workOptions)
      works.set(name, work)
      return work
    },
    all: () => [...works.values()],
    forget: () => works.clear(),
  }
}

type Tuning = Pick<
  SourceOptions,
  'group' | 'topics' | 'sessionTimeoutMs' | 'fromBeginning' | 'bytesPerPartitionMax' | 'partitionsAtOnceMax'
>

const sourceOptions = <E>({
  group,
  topics,
  sessionTimeoutMs,
  fromBeginning,
  bytesPerPartitionMax,
  partitionsAtOnceMax,
}: ConsumerOptions<E>): Tuning => ({
  group,
  topics,
  sessionTimeoutMs: sessionTimeoutMs ?? SESSION_TIMEOUT_MS,
  ...(fromBeginning !== undefined && { fromBeginning }),
  ...(bytesPerPartitionMax !== undefined && { bytesPerPartitionMax }),
  ...(partitionsAtOnceMax !== undefined && { partitionsAtOnceMax }),
})

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
