import type { Log } from '@imaging/observability'
import type { ConsumerMetrics } from './consumer-metrics.ts'
import type { Partition } from './ports.ts'
import type { PartitionProgress, Rest } from './watchdog.ts'

export interface ProgressOptions {
  readonly group: string
  readonly nowMs: () => number
  /** How long a fenced member keeps away: the group needs its session timeout to settle. */
  readonly fencedForMs: number
  readonly log: Log
  readonly metrics: ConsumerMetrics | undefined
}

/** How far a partition has come, and why it rests if it does. */
export interface Progress {
  advanced(to: bigint): void
  /** Begins or prolongs a rest, telling of it once. @returns How long to rest, milliseconds. */
  rest(kind: Rest['kind'], reason: string): number
  /** For how long the record at this offset, the next one, has been waited for; milliseconds. */
  waitedForMs(offset: bigint): number
  /** Takes in how far the partition goes and, where that is news, how far it is applied. */
  saw(endOffset: bigint, appliedTo: bigint): void
  report(): PartitionProgress
}

/** A rest doubles from the first to the second figure, milliseconds. */
const RESTS = { outage: [250, 5_000], 'not-yet': [50, 1_000] } as const

export function createProgress({ topic, partition }: Partition, { group, nowMs, fencedForMs, log, metrics }: ProgressOptions): Progress {
  let endOffset = 0n
  let appliedTo = 0n
  let progressedAtMs = nowMs()
  let rest: Rest | undefined
  let restMs = 0
  let waiting: { readonly offset: bigint; readonly sinceMs: number } | undefined
  const lag = (): number => Math.max(0, Number(endOffset - appliedTo))

  return {
    advanced(to) {
      appliedTo = to
      progressedAtMs = nowMs()
      if (rest !== undefined) log.info({ group, topic, partition }, 'consumer goes on')
      rest = undefined
    },
    rest(kind, reason) {
      if (rest?.kind !== kind) {
        restMs = 0
        log.warn({ group, topic, partition, kind, reason }, 'consumer rests')
      }
      rest = { kind, reason }
      if (kind === 'fenced') return fencedForMs
      const [fromMs, toMs] = RESTS[kind]
      restMs = Math.min(Math.max(restMs * 2, fromMs), toMs)
      return restMs
    },
    waitedForMs(offset) {
      if (waiting?.offset !== offset) waiting = { offset, sinceMs: nowMs() }
      return nowMs() - waiting.sinceMs
    },
    saw(end, applied) {
      // A partition without news has not stood still; its time begins with the first record behind it.
      if (applied > appliedTo || lag() === 0) progressedAtMs = nowMs()
      endOffset = end
      if (applied > appliedTo) appliedTo = applied
      metrics?.lag.set({ group, topic, partition: String(partition) }, lag())
    },
    report: () => ({ topic, partition, lag: lag(), progressedAtMs, rest }),
  }
}
