import { performance } from 'node:perf_hooks'
import type { Log } from '@imaging/observability'
import { enqueue, inTransaction, type Pool, type Transaction } from '@imaging/postgres'
import type { ConsumerMetrics } from './consumer-metrics.ts'
import { deadLetter } from './dead-letter.ts'
import { moveOffset, nextOffset, partitionName } from './offset-repository.ts'
import type { BatchOutcome, EventBatch, EventRecord, Partition } from './ports.ts'
import type { Reading, Received, Refusal } from './received.ts'
import { settle, type Interruption, type RefusedRecord, type Run } from './settle.ts'
import type { PartitionProgress, Rest } from './watchdog.ts'

export interface WorkOptions<E> {
  readonly pool: Pool
  readonly group: string
  readonly read: (record: EventRecord) => Reading<E>
  readonly apply: (tx: Transaction, events: readonly Received<E>[]) => Promise<readonly Refusal<E>[] | void>
  readonly deadLetterTopicOf: (topic: string) => string
  readonly batchRecordsMax: number
  readonly notYetMaxMs: number
  /** How long a fenced member keeps away: the group needs its session timeout to settle. */
  readonly fencedForMs: number
  /** What the log keeps of the partition, asked of the log itself. */
  readonly keptBetween: (partition: Partition) => Promise<{ readonly lowOffset: bigint; readonly endOffset: bigint }>
  readonly nowMs: () => number
  readonly log: Log
  readonly metrics: ConsumerMetrics | undefined
}

export interface PartitionWork {
  work(batch: EventBatch): Promise<BatchOutcome>
  progress(): PartitionProgress
  /** Takes in, from the log and the database themselves, how far the partition goes and how far it is applied. */
  saw(endOffset: bigint, appliedTo: bigint): void
}

const OUTAGE_FROM_MS = 250
const OUTAGE_TO_MS = 5_000
const NOT_YET_FROM_MS = 50
const NOT_YET_TO_MS = 1_000

/** The database is further on than the log has ever been: the topic was made anew, and its records would be taken for old ones. */
export class LogWentBack extends Error {
  override readonly name = 'LogWentBack'
}

/**
 * One partition while it is ours: reads, applies, moves the offset, and says where to go on.
 *
 * The offset in the database is the authority. What Kafka sends again is dropped; where Kafka is ahead of the database the
 * partition is read again from the database's offset.
 */
export function createPartitionWork<E>({ topic, partition }: Partition, options: WorkOptions<E>): PartitionWork {
  const { pool, group, nowMs, log, metrics } = options
  const where = { topic, partition }
  const deadLetters = options.deadLetterTopicOf(topic)
  let next: bigint | undefined
  let endOffset = 0n
  let appliedTo = 0n
  let progressedAtMs = nowMs()
  let rest: Rest | undefined
  let restMs = 0
  let waiting: { readonly offset: bigint; readonly sinceMs: number } | undefined

  const work = async (batch: EventBatch): Promise<BatchOutcome> => {
    endOffset = batch.endOffset
    try {
      next ??= await nextOffset(pool, group, where, batch.fetchedFrom)
      appliedTo = next
      if (next > batch.endOffset) await refuseLogThatWentBack(next)
      if (batch.fetchedFrom > next) return await goBack(next)
    } catch (error) {
      if (error instanceof LogWentBack) throw error
      return interrupted({ kind: 'outage', error: error as Error }, batch.fetchedFrom)
    }
    const startedAtMs = performance.now()
    const outcome = await workThrough(batch, next)
    metrics?.batchSeconds.observe({ topic }, (performance.now() - startedAtMs) / 1000)
    return outcome
  }

  const workThrough = async (batch: EventBatch, from: bigint): Promise<BatchOutcome> => {
    const seenAt = new Date(nowMs())
    for (const run of runs(batch, from)) {
      const interruption = await settle(run, {
        commit: (part) => commit(part, seenAt),
        isStale: batch.isStale,
        hasWaitedEnough: ({ record }) => hasWaitedEnough(record.offset),
      })
      if (interruption !== undefined) return interrupted(interruption, next ?? from)
    }
    return { next: next ?? batch.nextOffset }
  }

  const commit = async (run: Run<E>, seenAt: Date): Promise<void> => {
    const from = next as bigint
    let refusedLater: readonly Refusal<E>[] = []
    await inTransaction(pool, async (tx) => {
      // First, so that a stale member waits here or stops, and so that transactions of a partition follow one another.
      await moveOffset(tx, group, where, from, run.next)
      if (run.events.length > 0) refusedLater = (await options.apply(tx, run.events)) ?? []
      const refused = refusedInOrder(run.refused, refusedLater)
      if (refused.length > 0) await enqueue(tx, refused.map((each) => deadLetter({ ...each, group, topic: deadLetters, seenAt })))
    })
    advanced(run.next)
    const refusals = run.refused.length + refusedLater.length
    metrics?.applied.inc({ topic }, run.events.length - refusedLater.length)
    if (refusals > 0) {
      metrics?.refused.inc({ topic }, refusals)
      log.warn({ group, topic, partition, refusals, reason: run.refused[0]?.reason ?? refusedLater[0]?.reason }, 'records put aside as dead letters')
    }
  }

  const advanced = (to: bigint): void => {
    next = to
    appliedTo = to
    progressedAtMs = nowMs()
    if (rest !== undefined) log.info({ group, topic, partition }, 'consumer goes on')
    rest = undefined
    restMs = 0
  }

  const hasWaitedEnough = (offset: bigint): boolean => {
    if (waiting?.offset !== offset) waiting = { offset, sinceMs: nowMs() }
    return nowMs() - waiting.sinceMs >= options.notYetMaxMs
  }

  const interrupted = (interruption: Interruption, goOnAt: bigint): BatchOutcome => {
    if (interruption.kind === 'stale') return { next: goOnAt }
    const { kind, error } = interruption
    if (rest?.kind !== kind) {
      restMs = 0
      log.warn({ group, topic, partition, kind, reason: error.message }, 'consumer rests')
    }
    rest = { kind, reason: error.message }
    // A commit whose answer was lost may have happened, and another member may have gone on: ask the database again.
    if (kind !== 'not-yet') next = undefined
    return { next: goOnAt, pauseMs: restFor(kind) }
  }

  const restFor = (kind: Rest['kind']): number => {
    if (kind === 'fenced') return options.fencedForMs
    const [fromMs, toMs] = kind === 'outage' ? [OUTAGE_FROM_MS, OUTAGE_TO_MS] : [NOT_YET_FROM_MS, NOT_YET_TO_MS]
    restMs = Math.min(Math.max(restMs * 2, fromMs), toMs)
    return restMs
  }

  /** Another member may simply have seen a later end, so the log is asked again. */
  const refuseLogThatWentBack = async (applied: bigint): Promise<void> => {
    const { endOffset: end } = await options.keptBetween(where)
    if (applied > end) throw new LogWentBack(wentBack(group, where, applied, end))
  }

  const goBack = async (to: bigint): Promise<BatchOutcome> => {
    const { lowOffset: firstKept } = await options.keptBetween(where)
    if (firstKept <= to) return { next: to }
    log.error({ group, topic, partition, from: String(to), to: String(firstKept) }, 'records were deleted by retention before they were applied')
    await inTransaction(pool, (tx) => moveOffset(tx, group, where, to, firstKept))
    advanced(firstKept)
    return { next: firstKept }
  }

  /** The batch in runs of bounded length, without what is applied already. */
  function* runs({ records, nextOffset: end }: EventBatch, from: bigint): Generator<Run<E>> {
    const first = records.findIndex(({ offset }) => offset >= from)
    // Nothing to apply, but the log has moved on: what was there has been compacted away.
    if (first === -1 && from < end) yield { events: [], refused: [], next: end }
    for (let start = first === -1 ? records.length : first; start < records.length; start += options.batchRecordsMax) {
      const following = records[start + options.batchRecordsMax]
      yield readRun(records.slice(start, start + options.batchRecordsMax), following?.offset ?? end, options.read)
    }
  }

  const lag = (): number => Math.max(0, Number(endOffset - appliedTo))
  return {
    work,
    progress: () => ({ topic, partition, lag: lag(), progressedAtMs, rest }),
    saw: (end, applied) => {
      // A partition without news has not stood still; its time begins with the first record behind it.
      if (applied > appliedTo || lag() === 0) progressedAtMs = nowMs()
      endOffset = end
      if (applied > appliedTo) appliedTo = applied
      metrics?.lag.set({ group, topic, partition: String(partition) }, lag())
    },
  }
}

function readRun<E>(records: readonly EventRecord[], next: bigint, read: (record: EventRecord) => Reading<E>): Run<E> {
  const events: Received<E>[] = []
  const refused: RefusedRecord[] = []
  for (const record of records) {
    const reading = readSafely(record, read)
    if ('refused' in reading) refused.push({ record, reason: reading.refused })
    else events.push({ event: reading.event, record })
  }
  return { events, refused, next }
}

/** `read` is pure: what it throws lies in the record. */
function readSafely<E>(record: EventRecord, read: (record: EventRecord) => Reading<E>): Reading<E> {
  try {
    return read(record)
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) }
  }
}

function refusedInOrder<E>(whenRead: readonly RefusedRecord[], whenApplied: readonly Refusal<E>[]): readonly RefusedRecord[] {
  if (whenApplied.length === 0) return whenRead
  return [...whenRead, ...whenApplied.map(({ of, reason }) => ({ record: of.record, reason }))].toSorted((a, b) =>
    Number(a.record.offset - b.record.offset),
  )
}

const wentBack = (group: string, where: Partition, next: bigint, end: bigint): string =>
  `${group} has applied ${partitionName(where)} up to ${next}, but the log ends at ${end}: the topic was made anew. ` +
  `Restore it, or delete the group's rows of this topic from consumer_offset to read it from its beginning.`
