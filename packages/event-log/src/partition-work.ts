import { performance } from 'node:perf_hooks'
import { enqueue, inTransaction, type Pool, type Transaction } from '@imaging/postgres'
import { deadLetter } from './dead-letter.ts'
import { moveOffset, nextOffset, partitionName } from './offset-repository.ts'
import { createProgress, type Progress, type ProgressOptions } from './partition-progress.ts'
import type { BatchOutcome, EventBatch, EventRecord, Partition } from './ports.ts'
import { runs } from './runs.ts'
import type { Reading, Received, Refusal } from './received.ts'
import { settle, type Interruption, type RefusedRecord, type Run } from './settle.ts'

export interface WorkOptions<E> extends ProgressOptions {
  readonly pool: Pool
  readonly read: (record: EventRecord) => Reading<E>
  readonly apply: (tx: Transaction, events: readonly Received<E>[]) => Promise<readonly Refusal<E>[] | void>
  readonly deadLetterTopicOf: (topic: string) => string
  readonly batchRecordsMax: number
  readonly notYetMaxMs: number
  /** What the log keeps of the partition, asked of the log itself. */
  readonly keptBetween: (partition: Partition) => Promise<{ readonly lowOffset: bigint; readonly endOffset: bigint }>
}

export interface PartitionWork {
  work(batch: EventBatch): Promise<BatchOutcome>
  readonly progress: Progress
}

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
export function createPartitionWork<E>(where: Partition, options: WorkOptions<E>): PartitionWork {
  const { pool, group, nowMs, log, metrics } = options
  const { topic } = where
  const progress = createProgress(where, options)
  let next: bigint | undefined

  const work = async (batch: EventBatch): Promise<BatchOutcome> => {
    try {
      next ??= await nextOffset(pool, group, where, batch.fetchedFrom)
      progress.saw(batch.endOffset, next)
      if (next > batch.endOffset) await refuseLogThatWentBack(where, next, options)
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
    for (const run of runs(batch, from, options)) {
      const interruption = await settle(run, {
        commit: (part) => commit(part, seenAt),
        isStale: batch.isStale,
        hasWaitedEnough: ({ record }) => progress.waitedForMs(record.offset) >= options.notYetMaxMs,
      })
      if (interruption !== undefined) return interrupted(interruption, next ?? from)
    }
    return { next: next ?? batch.nextOffset }
  }

  const commit = async (run: Run<E>, seenAt: Date): Promise<void> => {
    const refused = await inTransaction(pool, async (tx) => {
      // First, so that a stale member waits here or stops, and so that transactions of a partition follow one another.
      await moveOffset(tx, group, where, next as bigint, run.next)
      const refusals = run.events.length > 0 ? ((await options.apply(tx, run.events)) ?? []) : []
      const all = inOrder(run.refused, refusals)
      const aside = options.deadLetterTopicOf(topic)
      if (all.length > 0)
        await enqueue(
          tx,
          all.map((each) => deadLetter({ ...each, group, topic: aside, seenAt })),
        )
      return all
    })
    next = run.next
    progress.advanced(next)
    metrics?.applied.inc({ topic }, run.events.length + run.refused.length - refused.length)
    const [first] = refused
    if (first === undefined) return
    metrics?.refused.inc({ topic }, refused.length)
    log.warn({ group, ...where, refusals: refused.length, reason: first.reason }, 'records put aside as dead letters')
  }

  const interrupted = (interruption: Interruption, goOnAt: bigint): BatchOutcome => {
    if (interruption.kind === 'stale') return { next: goOnAt }
    const { kind, error } = interruption
    // A commit whose answer was lost may have happened, and another member may have gone on: ask the database again.
    if (kind !== 'not-yet') next = undefined
    return { next: goOnAt, pauseMs: progress.rest(kind, error.message) }
  }

  const goBack = async (to: bigint): Promise<BatchOutcome> => {
    const { lowOffset: firstKept } = await options.keptBetween(where)
    if (firstKept <= to) return { next: to }
    log.error({ group, ...where, from: String(to), to: String(firstKept) }, 'records were deleted by retention before they were applied')
    await inTransaction(pool, (tx) => moveOffset(tx, group, where, to, firstKept))
    next = firstKept
    progress.advanced(firstKept)
    return { next: firstKept }
  }

  return { work, progress }
}

/** Another member may simply have seen a later end than the batch at hand, so the log is asked again. */
async function refuseLogThatWentBack<E>(where: Partition, applied: bigint, { group, keptBetween }: WorkOptions<E>): Promise<void> {
  const { endOffset } = await keptBetween(where)
  if (applied <= endOffset) return
  throw new LogWentBack(
    `${group} has applied ${partitionName(where)} up to ${applied}, but the log ends at ${endOffset}: the topic was made anew. ` +
      `Restore it, or delete the group's rows of this topic from consumer_offset to read it from its beginning.`,
  )
}

function inOrder(whenRead: readonly RefusedRecord[], whenApplied: readonly Refusal[]): readonly RefusedRecord[] {
  if (whenApplied.length === 0) return whenRead
  const all = [...whenRead, ...whenApplied.map(({ of, reason }) => ({ record: of.record, reason }))]
  return all.toSorted((a, b) => Number(a.record.offset - b.record.offset))
}
