import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '@imaging/observability'
import kafkajs, { type Batch, type Consumer, type EachBatchPayload, type Kafka } from 'kafkajs'
import { KafkajsRecord } from './kafkajs-record.ts'
import type { BatchOutcome, EventBatch, EventLogAdmin, EventSource, Partition, SourceOptions, Subscription } from './ports.ts'

const { PartitionAssigners } = kafkajs

const BYTES_PER_PARTITION_MAX = 256 * 1024
/** The most one fetch brings, over all partitions. */
const FETCH_BYTES_MAX = 4 * 1024 * 1024
const PARTITIONS_AT_ONCE_MAX = 3
/** A fetch without news returns after this; it bounds how long a pause or a stop takes to be noticed. */
const FETCH_WAIT_MS = 400
/** Recovery after a kill waits for the dead member's session. Heartbeats run beside the work, so 10 s is not tight. */
const SESSION_TIMEOUT_MS = 10_000
const HEARTBEAT_MS = 1_000
/** A member busy with a batch has this long to come back to a rebalance; transactions are shorter by contract. */
const REBALANCE_TIMEOUT_MS = 20_000
const READ_TO_END_MS = 60_000
/** Without a poll for so long the process ends and its supervisor starts a clean one. */
const PATIENCE_MS = 180_000
const JOIN_AGAIN_MS = 500

interface Deps {
  readonly kafka: Kafka
  readonly admin: EventLogAdmin
  readonly log: Log
  readonly prefix: string
}

/** Reads by `eachBatch`, with heartbeats beside the work and offsets resolved only as far as the outcome says. */
export function createKafkajsSource(deps: Deps): EventSource {
  return {
    run: (options) => run(deps, options),
    readToEnd: (topics, onRecord) => readToEnd(deps, topics, onRecord),
  }
}

/**
 * A member that joins anew, as a new client, when kafkajs has crashed on what a restarting broker answers.
 *
 * kafkajs gives up at once on a coordinator that is still loading, and its own restart has been seen to leave two loops
 * behind; so it is told not to restart. Anything else it crashes on, or too long without a poll, is fatal.
 */
async function run({ kafka, log, prefix }: Deps, options: SourceOptions): Promise<Subscription> {
  const { group, onAssigned, fatal } = options
  let lastPolledAtMs = 0
  let assigned: readonly Partition[] = []
  let isStopping = false
  let wellUntilMs = Date.now() + PATIENCE_MS
  let joining: Promise<Member> | undefined

  const join = (): Promise<Member> =>
    joinAsMember(kafka, prefix, options, {
      onPolled: () => {
        lastPolledAtMs = Date.now()
        wellUntilMs = lastPolledAtMs + PATIENCE_MS
      },
      onAssigned: (partitions) => {
        assigned = partitions
        onAssigned?.(partitions)
      },
      onCrash: (error) => {
        if (isStopping) return
        const { retriable = false } = error as { retriable?: boolean }
        if (retriable && Date.now() < wellUntilMs) {
          log.warn({ group, error: error.message }, 'the consumer has crashed and joins again')
          joining = joinAgain(joining)
        } else giveUp(error)
      },
    })
  const joinAgain = async (crashed: Promise<Member> | undefined): Promise<Member> => {
    await (await crashed)?.leave()
    await delay(JOIN_AGAIN_MS)
    try {
      return await join()
    } catch (error) {
      giveUp(error as Error)
      return { leave: async () => {} }
    }
  }
  const giveUp = (error: Error): void => {
    if (!isStopping) fatal(new Error(`the consumer of ${group} has stopped: ${error.message}`, { cause: error }))
  }

  joining = join()
  await joining
  return {
    lastPolledAtMs: () => lastPolledAtMs,
    assigned: () => assigned,
    async stop() {
      isStopping = true
      await (await joining)?.leave()
    },
  }
}

interface MemberEvents {
  readonly onPolled: () => void
  readonly onAssigned: (partitions: readonly Partition[]) => void
  readonly onCrash: (error: Error) => void
}

interface Member {
  leave(): Promise<void>
}

async function joinAsMember(kafka: Kafka, prefix: string, options: SourceOptions, events: MemberEvents): Promise<Member> {
  const { group, topics, onBatch, fromBeginning = true } = options
  const consumer = kafka.consumer({
    groupId: prefix + group,
    partitionAssigners: [PartitionAssigners.roundRobin],
    sessionTimeout: options.sessionTimeoutMs ?? SESSION_TIMEOUT_MS,
    heartbeatInterval: HEARTBEAT_MS,
    rebalanceTimeout: REBALANCE_TIMEOUT_MS,
    maxBytesPerPartition: options.bytesPerPartitionMax ?? BYTES_PER_PARTITION_MAX,
    maxBytes: FETCH_BYTES_MAX,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    allowAutoTopicCreation: false,
    retry: { restartOnFailure: async () => false },
  })
  consumer.on(consumer.events.FETCH, events.onPolled)
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    const assigned = Object.entries(payload.memberAssignment).flatMap(([topic, partitions]) =>
      partitions.map((partition) => ({ topic: topic.slice(prefix.length), partition })),
    )
    events.onAssigned(assigned)
  })
  consumer.on(consumer.events.CRASH, ({ payload }) => events.onCrash(payload.error))
  const pauses = createPauses(consumer)
  await consumer.connect()
  await consumer.subscribe({ topics: topics.map((topic) => prefix + topic), fromBeginning })
  await consumer.run({
    autoCommit: true,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: options.partitionsAtOnceMax ?? PARTITIONS_AT_ONCE_MAX,
    eachBatch: (payload) => workOn(payload, { consumer, prefix, onBatch, pauses }),
  })
  return {
    async leave() {
      pauses.end()
      await consumer.stop()
      await consumer.disconnect()
    },
  }
}

interface Work {
  readonly consumer: Consumer
  readonly prefix: string
  readonly onBatch: SourceOptions['onBatch']
  readonly pauses: Pauses
}

async function workOn(
  { batch, resolveOffset, heartbeat, isRunning, isStale }: EachBatchPayload,
  { consumer, prefix, onBatch, pauses }: Work,
): Promise<void> {
  let lost: Error | undefined
  const beat = setInterval(() => {
    heartbeat().catch((error: Error) => (lost ??= error))
  }, HEARTBEAT_MS)
  const view = viewOf(batch, prefix, () => lost !== undefined || !isRunning() || isStale())
  try {
    const { next, pauseMs } = await onBatch(view)
    if (next === view.nextOffset) resolveOffset(batch.lastOffset())
    else consumer.seek({ topic: batch.topic, partition: batch.partition, offset: next.toString() })
    if (pauseMs !== undefined) pauses.pause(batch.topic, batch.partition, pauseMs)
  } finally {
    clearInterval(beat)
  }
  // The group is changing: kafkajs joins again when it sees the error the heartbeat got.
  if (lost !== undefined) throw lost
}

function viewOf(batch: Batch, prefix: string, isStale: () => boolean): EventBatch {
  const topic = batch.topic.slice(prefix.length)
  const { partition } = batch
  return {
    topic,
    partition,
    records: batch.messages.map((message) => new KafkajsRecord(topic, partition, message)),
    fetchedFrom: BigInt((batch as Batch & { fetchedOffset: string }).fetchedOffset),
    nextOffset: BigInt(batch.lastOffset()) + 1n,
    endOffset: BigInt(batch.highWatermark),
    isStale,
  }
}

interface Pauses {
  pause(topic: string, partition: number, forMs: number): void
  /** No partition is resumed after this: kafkajs throws when a consumer that has ended is asked to. */
  end(): void
}

function createPauses(consumer: Consumer): Pauses {
  const timers = new Map<string, NodeJS.Timeout>()
  let hasEnded = false
  return {
    pause(topic, partition, forMs) {
      if (hasEnded) return
      const name = `${topic}/${partition}`
      consumer.pause([{ topic, partitions: [partition] }])
      clearTimeout(timers.get(name))
      const resume = (): void => {
        timers.delete(name)
        consumer.resume([{ topic, partitions: [partition] }])
      }
      timers.set(name, setTimeout(resume, forMs))
    },
    end() {
      hasEnded = true
      for (const timer of timers.values()) clearTimeout(timer)
    },
  }
}

async function readToEnd(deps: Deps, topics: readonly string[], onRecord: (record: KafkajsRecord) => void): Promise<void> {
  const { admin, kafka, prefix } = deps
  const left = new Map<string, bigint>()
  for (const { topic, partition, lowOffset, endOffset } of await admin.offsets(topics)) {
    if (endOffset > lowOffset) left.set(`${topic}/${partition}`, endOffset)
  }
  if (left.size === 0) return
  const group = `read-to-end.${randomUUID()}`
  const done = Promise.withResolvers<void>()
  const deadline = setTimeout(
    () => done.reject(new Error(`${topics.join(', ')} could not be read to the end within ${READ_TO_END_MS / 1000} s`)),
    READ_TO_END_MS,
  )
  const onBatch = async (batch: EventBatch): Promise<BatchOutcome> => {
    const name = `${batch.topic}/${batch.partition}`
    const end = left.get(name)
    if (end === undefined) return { next: batch.nextOffset }
    for (const record of batch.records) if (record.offset < end) onRecord(record as KafkajsRecord)
    if (batch.nextOffset >= end) left.delete(name)
    if (left.size === 0) done.resolve()
    return { next: batch.nextOffset }
  }
  const subscription = await run(deps, {
    group,
    topics,
    onBatch,
    fatal: done.reject,
    bytesPerPartitionMax: 1024 * 1024,
    partitionsAtOnceMax: 1,
  })
  try {
    await done.promise
  } finally {
    clearTimeout(deadline)
    await subscription.stop()
    const groups = kafka.admin()
    await groups.connect()
    await groups.deleteGroups([prefix + group]).catch(() => undefined)
    await groups.disconnect()
  }
}
